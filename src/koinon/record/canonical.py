"""One byte form per value: RFC 8785 (JSON Canonicalization Scheme) for the values the record holds.

Objects, arrays, strings, whole numbers with |x| < 2**53, true, false and null. Floats are refused,
so the part of RFC 8785 that prints numbers the way ECMAScript does is never needed, and what is
left is what the C encoder of the standard library writes, except for one thing: RFC 8785 sorts
keys by UTF-16 code units, Python by code points. The two orders differ only where some key holds
a character above U+FFFF, so only such values take the slower way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | bool | None"

MAX_INTEGER = 2**53 - 1
"""Largest magnitude every JSON reader keeps exactly (RFC 7493, 2.2)."""

MAX_DEPTH = 32
"""Objects and arrays inside one another; `[[]]` has depth 2."""

_TEXT = frozenset({str})
_SCALARS = frozenset({str, int, bool, type(None)})
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode
_encode_as_is = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=False, separators=(",", ":")
).encode


class _OutOfRange(ValueError):
    """A number was read that the record does not hold."""


def _no_float(text: str) -> None:
    raise _OutOfRange


def _read_integer(digits: str) -> int:
    if len(digits) > 17 or not -MAX_INTEGER <= (number := int(digits)) <= MAX_INTEGER:
        raise _OutOfRange
    return number


_decode = json.JSONDecoder(
    parse_float=_no_float, parse_constant=_no_float, parse_int=_read_integer
).decode


class CanonicalError(ValueError):
    """The value or the bytes have no place in the record; the message is one sentence."""


def dump(value: Any) -> bytes:
    """Return the canonical UTF-8 bytes of `value`; tuples are written as arrays.

    Raises CanonicalError naming the place for anything `JSON` does not cover.
    """
    if not _is_plain(value):
        raise CanonicalError(_first_fault(value))
    return _write(value)


def load(data: bytes) -> JSON:
    """Return the value whose canonical bytes are `data`.

    `dump(load(data)) == data` holds, so duplicate keys, blanks, `-0`, `1e3`, other escapes and
    other key orders are all refused by one comparison. Raises CanonicalError.
    """
    try:
        value: JSON = _decode(data.decode())
    except UnicodeDecodeError as error:
        raise CanonicalError(f"byte {error.start} is not UTF-8; write UTF-8.") from None
    except RecursionError:
        raise CanonicalError(_too_deep("a value")) from None
    except json.JSONDecodeError as error:
        raise CanonicalError(f"character {error.pos} is not JSON ({error.msg}).") from None
    except _OutOfRange:
        raise CanonicalError(_unreadable_number(data)) from None
    # The decoder made sure of types and magnitudes; few brackets cannot nest deeply.
    if data.count(b"{") + data.count(b"[") > MAX_DEPTH and not _is_plain(value):
        raise CanonicalError(_first_fault(value))
    again = _write(value)
    if again != data:
        raise CanonicalError(_why_not_canonical(data, again))
    return value


def _write(value: Any) -> bytes:
    """Return the canonical bytes of a plain value, or raise CanonicalError for its texts."""
    text = _encode(value)
    if not text.isascii() and _ASTRAL.search(text):
        text = _encode_as_is(_in_utf16_order(value))
    # "\\u0000" is also what an escaped backslash followed by "u0000" looks like: look closer.
    if "\\u0000" in text and (fault := _first_fault(value)):
        raise CanonicalError(fault)
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise CanonicalError(_first_fault(value)) from None


def _is_plain(value: Any) -> bool:
    """Whether `value` holds only allowed types, key types, magnitudes and depths.

    Breadth first and without places, because this runs on every entry; `_first_fault` explains.
    """
    level = [value]
    for depth in range(MAX_DEPTH + 1):
        inner: list[Any] = []
        for item in level:
            kind = type(item)
            if kind is str:
                continue
            if kind is dict:
                if depth == MAX_DEPTH or not _TEXT.issuperset(map(type, item)):
                    return False
                inner += item.values()
            elif kind is list or kind is tuple:
                if depth == MAX_DEPTH:
                    return False
                inner += item
            elif kind is int:
                if not -MAX_INTEGER <= item <= MAX_INTEGER:
                    return False
            elif kind not in _SCALARS:
                return False
        if not inner:
            break
        level = inner
    return True


def _in_utf16_order(value: Any) -> Any:
    """Return a copy of `value` whose objects list their keys in the order of UTF-16 code units."""
    if type(value) is dict:
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _in_utf16_order(value[key]) for key in keys}
    if type(value) in (list, tuple):
        return [_in_utf16_order(item) for item in value]
    return value


def _first_fault(value: Any) -> str:
    """Return the sentence of the first fault in reading order, or "" if there is none."""
    return next(_faults(value, "$", 0), "")


def _faults(value: Any, path: str, depth: int) -> Iterator[str]:
    kind = type(value)
    if kind in (dict, list, tuple):
        if depth == MAX_DEPTH:
            yield _too_deep(f"the value at {path}")
        elif kind is dict:
            for key, item in value.items():
                yield from _key_faults(key, path)
                yield from _faults(item, _member(path, key), depth + 1)
        else:
            for index, item in enumerate(value):
                yield from _faults(item, f"{path}[{index}]", depth + 1)
    elif kind is str:
        yield from _text_faults(value, f"the text at {path}")
    elif kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            yield _too_big(f"the number at {path}")
    elif kind not in _SCALARS:
        remedy = 'write a whole number or "p/q"' if kind is float else "write a JSON value"
        yield f"the value at {path} is of the type {kind.__name__}; {remedy}."


def _key_faults(key: Any, path: str) -> Iterator[str]:
    if type(key) is str:
        yield from _text_faults(key, f"the key {key!a} at {path}")
    else:
        yield f"the key {key!r} at {path} is of the type {type(key).__name__}; write a text."


def _text_faults(text: str, name: str) -> Iterator[str]:
    if "\x00" in text:
        yield f"{name} holds the character NUL; leave it out."
    if _SURROGATE.search(text):
        yield f"{name} holds half a surrogate pair; write whole characters."


def _member(path: str, key: Any) -> str:
    if type(key) is str and _PLAIN_KEY.fullmatch(key):
        return f"{path}.{key}"
    return f"{path}[{key!a}]"


def _too_deep(what: str) -> str:
    return f"{what} lies deeper than {MAX_DEPTH} levels; flatten it."


def _too_big(what: str) -> str:
    return f"{what} is outside ±(2**53 - 1); write it as text."


def _unreadable_number(data: bytes) -> str:
    """Return the sentence for bytes that hold a number of the wrong kind."""
    try:
        # The number may hide behind a later value of the same key.
        return _first_fault(json.loads(data)) or _why_not_canonical(data, b"")
    except (ValueError, RecursionError):  # Python reads no number of more than 4,300 digits.
        return _too_big("a number")


class _Pairs(dict[str, Any]):
    """An object as read, with the first of its keys that came twice."""

    twice: str | None = None


def _read_pairs(pairs: list[tuple[str, Any]]) -> _Pairs:
    read = _Pairs()
    for key, value in pairs:
        if key in read and read.twice is None:
            read.twice = key
        read[key] = value
    return read


def _why_not_canonical(data: bytes, canonical: bytes) -> str:
    """Return the sentence for readable bytes that differ from their canonical form."""
    value = json.loads(data, object_pairs_hook=_read_pairs)
    for place, key in _duplicates(value, "$"):
        return f"the key {key!a} at {place} comes twice; write it once."
    shorter = min(len(data), len(canonical))
    where = next((i for i in range(shorter) if data[i] != canonical[i]), shorter)
    return f"byte {where} differs from the canonical form (RFC 8785); write that form."


def _duplicates(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, _Pairs):
        if value.twice is not None:
            yield path, value.twice
        for key, item in value.items():
            yield from _duplicates(item, _member(path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _duplicates(item, f"{path}[{index}]")
