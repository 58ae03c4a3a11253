"""JSON as people and programs send it: read strictly, but in whatever layout they wrote it."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from koinon.record import canonical
from koinon.record.canonical import JSON, CanonicalError

BODY_LIMIT = 1_000_000
"""The longest JSON taken in, in bytes; entries are shorter, longer texts are documents."""


class JsonError(ValueError):
    """The bytes are no JSON that an act can be made of; one sentence."""


def read_json(data: bytes) -> JSON:
    """The value that `data` holds, in any order of keys and with any blanks.

    What the record could not keep is refused: keys that come twice, numbers with a point or an
    exponent, numbers beyond ±(2**53 - 1), NUL, half surrogate pairs, more than 32 levels. Raises
    JsonError.
    """
    if len(data) > BODY_LIMIT:
        raise JsonError(f"it has {len(data)} bytes, and {BODY_LIMIT} are allowed; use documents.")
    try:
        value: JSON = json.loads(
            data.decode(),
            object_pairs_hook=_once_each,
            parse_float=_no_float,
            parse_constant=_no_float,
            parse_int=_whole,
        )
        canonical.dump(value)
    except UnicodeDecodeError as error:
        raise JsonError(f"byte {error.start} is not UTF-8; write UTF-8.") from None
    except RecursionError:
        raise JsonError("it is nested too deeply; flatten it.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise JsonError(f"{place}: it is not JSON ({error.msg}).") from None
    except CanonicalError as error:
        raise JsonError(str(error)) from None
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise JsonError(f"the key {twice[:40]!a} comes twice; write it once.")
    return read


def _no_float(text: str) -> NoReturn:
    raise JsonError(f'the number {text[:40]} is not whole; write a whole number or "p/q".')


def _whole(digits: str) -> int:
    if len(digits) > 17:
        raise JsonError(f"the number {digits[:20]}… is too long; write it as text.")
    return int(digits)
