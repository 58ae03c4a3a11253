"""What a member would pay with a little less or more of one fact: slopes, bends and cliffs.

Where a bit more of a fact costs a bit more, a levy is easy to live with. Where it jumps, a member
has a reason to stay below the edge, and a small error of measurement decides a large sum. All is
exact: the levy is evaluated at the member's own value and beside it, with all else equal, before
rounding to cents. Whether the total stays the same or moves with the fact is as the levy says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, TypeAlias

from koinon.methods.levies.assessment import Levy
from koinon.methods.levies.run import Facts, LevyError, Member, Run

HALVINGS: Final = 20
EXPLAINED: Final = Fraction(1, 1024)
"""A part 2^20 times narrower than a step changes a charge by no more than this part of the step's
change, unless its slope is more than 1,024 times that of the step: then the charge jumps there."""

_Charge: TypeAlias = Callable[[Fraction], Fraction]


@dataclass(frozen=True, slots=True)
class Jump:
    """Where a charge jumps: between these values of the fact, by so many cents (going up)."""

    low: Fraction
    high: Fraction
    cents: Fraction


@dataclass(frozen=True, slots=True)
class Side:
    """One step to one side: the fact's value there, what it costs, the slope on the way.

    `slope`: cents for each unit of the fact, the change over the step divided by the step.
    """

    value: Fraction
    exact_cents: Fraction
    slope: Fraction
    jump: Jump | None


@dataclass(frozen=True, slots=True)
class Slopes:
    """A member's charge around its own value of one fact, all else equal, in exact cents.

    `below` is None where the fact would be less than zero there, and a side is None where the levy
    cannot be applied. `bends`: at the value itself the slope is another to the left than to the
    right, not only because the charge curves: with a step 2^20 times smaller the two still differ
    by more than a 1,024th of what they differ by with the whole step.
    """

    member: str
    fact: str
    value: Fraction
    step: Fraction
    exact_cents: Fraction
    below: Side | None
    above: Side | None
    bends: bool

    @property
    def differs(self) -> bool:
        """Whether a step less saves another sum than a step more costs."""
        return bool(self.below and self.above and self.below.slope != self.above.slope)

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """The cliffs within a step of the member's own value, the lower one first."""
        sides = (self.below, self.above)
        return tuple(side.jump for side in sides if side is not None and side.jump is not None)


def slopes(
    levy: Levy,
    members: Iterable[Member],
    member: str,
    fact: str,
    *,
    step: Fraction = Fraction(1),
    need_cents: int = 0,
    figures: Facts = (),
) -> Slopes:
    """Look at what a member pays with one `step` less and more of a fact (a unit, if not said).

    Within each step a jump is looked for by halving: always into the half that changes the charge
    more, 20 times. What is left is 2^20 times narrower than the step; if the charge still changes
    in it by more than a 1,024th of the greatest change met on the way, it jumps there. A slope up
    to 1,024 times as steep as the step's own is thus never taken for a jump. A class that goes by
    thresholds (`AtLeast`) jumps at its edge; the charter's groups do not depend on a fact.

    Raises LevyError where the levy cannot be applied at the member's own value; ValueError where
    the member or its fact is not given, or the step is not above zero.
    """
    ordered = tuple(sorted(members, key=lambda one: one.id))
    place = next((at for at, one in enumerate(ordered) if one.id == member), None)
    if place is None or fact not in dict(ordered[place].figures) or step <= 0:
        raise ValueError(f"no fact {fact!r} of a member {member!r}, or a step of {step}")
    value = dict(ordered[place].figures)[fact]

    def charge(at: Fraction) -> Fraction:
        changed = tuple((name, at if name == fact else x) for name, x in ordered[place].figures)
        others = (*ordered[:place], replace(ordered[place], figures=changed), *ordered[place + 1 :])
        return Run(others, need_cents, figures).column("amount", levy.amount)[place]

    below = _side(charge, value, -step) if value >= step else None
    above = _side(charge, value, step)
    bends = below is not None and above is not None and _bends(charge, value, step, below, above)
    return Slopes(member, fact, value, step, charge(value), below, above, bends)


def _side(charge: _Charge, value: Fraction, step: Fraction) -> Side | None:
    here = charge(value)
    try:
        there = charge(value + step)
        jump = _jump(charge, *sorted([(value, here), (value + step, there)]))
    except LevyError:
        return None
    return Side(value + step, there, (there - here) / step, jump)


def _jump(
    charge: _Charge, low: tuple[Fraction, Fraction], high: tuple[Fraction, Fraction]
) -> Jump | None:
    """The jump between two values with their charges, found by halving."""
    greatest = abs(high[1] - low[1])
    for _ in range(HALVINGS):
        at = (low[0] + high[0]) / 2
        middle = at, charge(at)
        left, right = abs(middle[1] - low[1]), abs(high[1] - middle[1])
        greatest = max(greatest, left, right)
        low, high = (low, middle) if left > right else (middle, high)
    change = high[1] - low[1]
    return Jump(low[0], high[0], change) if abs(change) > greatest * EXPLAINED else None


def _bends(charge: _Charge, value: Fraction, step: Fraction, below: Side, above: Side) -> bool:
    if below.slope == above.slope:
        return False
    tiny, here = step / 2**HALVINGS, charge(value)
    left = (here - charge(value - tiny)) / tiny
    right = (charge(value + tiny) - here) / tiny
    return abs(right - left) > abs(above.slope - below.slope) * EXPLAINED
