"""Sharing out what a coalition has when it ends, or what it lacks, in proportion to a key.

Each member's exact share is its key out of all keys; equal parts where all keys are 0. Whole minor
units follow by largest remainder, ties by id, so that they sum to the total. What is lacking is
shared like what is there, with the sign turned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from koinon.methods.plain import Plain, PlainError, from_plain
from koinon.methods.rounding import round_to_total


@dataclass(frozen=True, slots=True)
class Share:
    """What a member receives, in minor units (negative: owes), and the exact amount before that."""

    member: str
    key: Fraction
    exact: Fraction
    cents: int


@dataclass(frozen=True, slots=True)
class Sharing:
    """A total in minor units, negative where something is lacking, and each member's share."""

    total_cents: int
    shares: tuple[Share, ...]


def share_out(total_cents: int, keys: Mapping[str, Fraction]) -> Sharing:
    """Share a total among members in proportion to keys of zero or more; there is a member."""
    assert keys
    assert min(keys.values()) >= 0
    whole = sum(keys.values(), start=Fraction(0))
    parts = {
        member: key / whole if whole else Fraction(1, len(keys)) for member, key in keys.items()
    }
    sign = -1 if total_cents < 0 else 1
    amounts = {member: abs(total_cents) * part for member, part in parts.items()}
    cents = round_to_total(amounts, abs(total_cents))
    return Sharing(
        total_cents,
        tuple(
            Share(member, keys[member], sign * amounts[member], sign * cents[member])
            for member in sorted(keys)
        ),
    )


def sharing_from_plain(plain: Plain) -> Sharing:
    """Read the plain form of a sharing. Raises PlainError."""
    return from_plain(Sharing, plain)


def recheck(plain: Any) -> str | None:
    """Share once more, from the plain form; what does not hold, or None."""
    try:
        stated = sharing_from_plain(plain)
    except PlainError as error:
        return f"it does not read ({error})"
    keys = {one.member: one.key for one in stated.shares}
    if not keys or len(keys) != len(stated.shares) or min(keys.values()) < 0:
        return "its keys"
    return None if share_out(stated.total_cents, keys) == stated else "its shares"
