"""What cities outside gain from a coalition, and which members would gain more outside.

A part s in [0, 1] of the coalition's advantage reaches those who do not take part: 1 for what is
published for all to use; for joint purchase it is positive and measured, since prices fall for
other buyers too (R. Lotti, A. Muço, G. Spagnolo, T. Valletti, "Indirect Savings from Public
Procurement Centralization", American Economic Journal: Economic Policy, 2024: buyers who did not
join Italy's central purchaser paid 17.7 to 22 % less). What that part is for a programme is an
assumption to be shown with the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from koinon.methods.costs.curves import CostError
from koinon.methods.costs.programmes import Programme


@dataclass(frozen=True, slots=True)
class FreeRider:
    """A member that keeps more outside than inside; minor units.

    inside: what it pays alone less its share. outside: what it would gain from the coalition of
    the others, whose average price is computed without it.
    """

    member: str
    inside: Fraction
    outside: Fraction


def gain_outside(
    programme: Programme, spill_over: Fraction, outside: Mapping[str, int]
) -> dict[str, Fraction]:
    """Give what each city outside gains, in minor units, from the coalition as it stands.

    gain = s · max(0, what it pays alone - use · the coalition's average price), where the average
    price is the coalition's whole bill, setup and coordination too, by its use. It keeps paying
    for itself: s is the part of the distance between the two that reaches it. outside: units of
    use by city or region. Raises CostError ``use``, ``no_use``, ``spill_over``.
    """
    _check(programme, spill_over)
    price = programme.bill / programme.total
    others = Programme(programme.name, programme.curve, outside)
    return {
        city: spill_over * max(Fraction(0), others.curve.alone(use) - use * price)
        for city, use in others.uses.items()
    }


def free_riders(
    programme: Programme, spill_over: Fraction, shares: Mapping[str, Fraction]
) -> tuple[FreeRider, ...]:
    """Name the members that gain more outside than inside, greatest difference first.

    Each leaves alone: the others stay, at the cost of their own use, and the gain outside is that
    of `gain_outside`. A member whose leaving leaves no other user gains nothing outside.
    """
    _check(programme, spill_over)
    found = []
    for member in programme.users:
        alone = programme.curve.alone(programme.use(member))
        inside = alone - shares[member]
        outside = spill_over * max(Fraction(0), alone - _price_without(programme, member, alone))
        if outside > inside:
            found.append(FreeRider(member, inside, outside))
    return tuple(sorted(found, key=lambda one: (one.inside - one.outside, one.member)))


def _price_without(programme: Programme, member: str, alone: Fraction) -> Fraction:
    """What the member's use costs at the average price of the coalition of the others."""
    use, users = programme.use(member), len(programme.users)
    left = programme.total - use
    return alone if not left else programme.curve.cost(left, users - 1) * use / left


def _check(programme: Programme, spill_over: Fraction) -> None:
    if not 0 <= spill_over <= 1:
        raise CostError("spill_over", spill_over=spill_over)
    if not programme.total:
        raise CostError("no_use", programme=programme.name)
