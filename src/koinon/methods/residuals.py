"""What a member that leaves still owes of what was committed while it was one.

Each commitment that is open when it leaves, committed and not yet paid, counts as far as no member
that left before was charged for it: one that owed a quarter of it leaves three quarters. Of what
is left of a programme's commitments the member owes its weight out of the weight of all that then
took part, itself included, and nothing where it took no part. So members that leave one after the
other owe together what they would have owed at once, and the last one the rest.

Everything is exact. The sum of all parts is cut off once, to whole minor units: a member never owes
more than its share, and what is cut off stays with those that remain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, prod
from typing import Any

from koinon.methods.plain import Plain, PlainError, from_plain

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Open:
    """A commitment that is open: of which year's line and programme, how much, in minor units.

    `left` is the part of it for which no member that left before was charged.
    """

    number: int
    year: int
    line: str
    programme: str
    cents: int
    left: Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """What the member owes of a programme: `share` × `left_cents`, its share being by weight.

    `cents` are open in all, of which `left_cents` are charged to nobody that left before.
    """

    programme: str
    participants: tuple[str, ...]
    cents: int
    left_cents: Fraction
    share: Fraction
    owed: Fraction


@dataclass(frozen=True, slots=True)
class Residual:
    """What a member owes on leaving, in minor units, and every number it follows from."""

    member: str
    weights: tuple[tuple[str, Fraction], ...]
    commitments: tuple[Open, ...]
    parts: tuple[Part, ...]
    cents: int

    def share_of(self, number: int) -> Fraction:
        """The part of what was left of a commitment that it is charged for; none of another."""
        found = next((one for one in self.commitments if one.number == number), None)
        if found is None:
            return Fraction(0)
        return next(part.share for part in self.parts if part.programme == found.programme)


def left_of(number: int, earlier: Iterable[Residual]) -> Fraction:
    """The part of a commitment for which none of these members was charged."""
    return prod((ONE - one.share_of(number) for one in earlier), start=ONE)


def residual(
    member: str,
    weights: Mapping[str, Fraction],
    commitments: Sequence[Open],
    participants: Mapping[str, Collection[str]],
) -> Residual:
    """What the member owes of these commitments, by the weights of all members as it leaves.

    `participants` says, by programme, who takes part. Nobody's order matters: members and
    programmes are gone through by id. Weights are not negative.
    """
    ordered = tuple(sorted(weights.items()))
    opened = tuple(sorted(commitments, key=lambda one: one.number))
    parts = tuple(
        _part(member, programme, dict(ordered), opened, participants[programme])
        for programme in sorted({one.programme for one in opened})
    )
    total = sum((part.owed for part in parts), start=Fraction(0))
    return Residual(member, ordered, opened, parts, floor(total))


def _part(
    member: str,
    programme: str,
    weights: Mapping[str, Fraction],
    commitments: Sequence[Open],
    taking_part: Collection[str],
) -> Part:
    own = [one for one in commitments if one.programme == programme]
    left = sum((one.cents * one.left for one in own), start=Fraction(0))
    chosen = tuple(sorted(one for one in taking_part if one in weights))
    whole = sum((weights[one] for one in chosen), start=Fraction(0))
    share = weights[member] / whole if member in chosen and whole else Fraction(0)
    return Part(programme, chosen, sum(one.cents for one in own), left, share, share * left)


def residual_from_plain(plain: Plain) -> Residual:
    """Read the plain form of what a member owes. Raises PlainError."""
    return from_plain(Residual, plain)


def recheck(plain: Any, earlier: Iterable[Residual] = ()) -> str | None:
    """Reckon what a member owes once more, from the plain form; what does not hold, or None.

    `earlier` are the members that left before and were charged.
    """
    try:
        stated = residual_from_plain(plain)
    except PlainError as error:
        return f"it does not read ({error})"
    charged = tuple(earlier)
    weights = dict(stated.weights)
    if stated.member not in weights or min(weights.values()) < 0:
        return "its weights"
    if len(weights) != len(stated.weights) or len({o.number for o in stated.commitments}) != len(
        stated.commitments
    ):
        return "what stands in it twice"
    for one in stated.commitments:
        if one.cents <= 0 or one.left != left_of(one.number, charged):
            return f"commitment {one.number}"
    participants = {part.programme: part.participants for part in stated.parts}
    if {one.programme for one in stated.commitments} != participants.keys():
        return "its programmes"
    anew = residual(stated.member, weights, stated.commitments, participants)
    return None if anew == stated else "its parts"
