"""Seats that were written down (`koinon apportion --json`), with the votes in them; rechecked."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

from koinon.methods.counting.contests import CountError
from koinon.methods.counting.seats.check_biproportional import check_biproportional
from koinon.methods.counting.seats.check_seats import check_seats
from koinon.methods.counting.seats.districts import BiproportionalResult
from koinon.methods.counting.seats.rules import SeatsResult
from koinon.methods.plain import PlainError, from_plain, to_plain

Seats = SeatsResult | BiproportionalResult

MOST_BYTES = 50_000_000
"""Largest document that is read."""


def _check_one(result: SeatsResult) -> tuple[str, ...]:
    return check_seats(result, result.votes, result.house)


def _check_districts(result: BiproportionalResult) -> tuple[str, ...]:
    return check_biproportional(result, result.table)


_CHECKS: Final[dict[str, tuple[Any, Callable[[Any], tuple[str, ...]]]]] = {
    SeatsResult.KIND: (SeatsResult, _check_one),
    BiproportionalResult.KIND: (BiproportionalResult, _check_districts),
}


def load(data: bytes) -> Seats | None:
    """Read a result of seats; None where the document is none. Raises CountError with the place."""
    if len(data) > MOST_BYTES:
        return None
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None
    kind = said.get("kind") if isinstance(said, dict) else None
    if not isinstance(kind, str) or kind not in _CHECKS:
        return None
    try:
        found: Seats = from_plain(_CHECKS[kind][0], said)
    except PlainError as error:
        raise CountError(f"the result does not read: {error}.") from None
    return found


def recheck(result: Seats) -> tuple[str, ...]:
    """The places that do not follow from the votes in the result; none when all of it does."""
    return _CHECKS[result.KIND][1](result)


def digest(result: Seats) -> str:
    """SHA-256 of the result as canonical JSON, in hexadecimal, however it was indented."""
    text = json.dumps(to_plain(result), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(text.encode() + b"\n").hexdigest()


def votes_sha256(result: Seats) -> str:
    """The commitment to the votes of the result, by which lots are drawn."""
    return result.votes.sha256 if isinstance(result, SeatsResult) else result.table.sha256


def shared_out(result: Seats) -> tuple[tuple[str, int], ...]:
    """The seats of each party, in the order of the paper."""
    whole = result if isinstance(result, SeatsResult) else result.upper
    return tuple(zip(whole.votes.parties, whole.seats, strict=True))
