"""What a coalition is worth to those who are not in it, and who in it would rather not pay.

Gains outside are a part (`spill_over`) of the members' own advantage: see
`koinon.methods.costs.outside`. The region around the members is their suburbs and countryside,
apart, as one user each, where the cities' rows say how many people live there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from koinon.methods.costs.outside import gain_outside
from koinon.planner.costing import Costs, ProgrammeCost
from koinon.planner.dividing import Divided
from koinon.planner.places import Place

ZERO: Final = Fraction(0)
AROUND: Final = ("suburb", "countryside")
BY_PEOPLE: Final = "population"


@dataclass(frozen=True, slots=True)
class GainOutside:
    """What one city outside gains a year, in minor units: least, middle, most of the spill-over.

    `unknown` lists programmes whose driver its row does not have: they are not in the gain.
    """

    place: str
    low: Fraction
    mid: Fraction
    high: Fraction
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What the people around the members gain a year, in minor units, and how many they are.

    `kind` is ``suburb`` or ``countryside``. `unknown` counts the members whose row does not say
    how many people live there. Programmes that do not go by people are not in the gain.
    """

    kind: str
    people: int
    gain: Fraction
    unknown: int


@dataclass(frozen=True, slots=True)
class Rather:
    """A member that would keep more outside than in, in minor units a year; for the drafter.

    `inside`: what it pays less than alone. `outside`: what would reach it without paying.
    """

    place: str
    inside: Fraction
    outside: Fraction


@dataclass(frozen=True, slots=True)
class Outside:
    """Gains outside in the middle case."""

    others: tuple[GainOutside, ...]
    around: tuple[Around, ...]
    members_save: Fraction


def outside_of(places: tuple[Place, ...], others: tuple[Place, ...], costs: Costs) -> Outside:
    """Work out what reaches those outside."""
    return Outside(
        tuple(_gain(place, costs) for place in others),
        tuple(_around(kind, places, costs) for kind in AROUND),
        costs.saving.mid,
    )


def _gain(place: Place, costs: Costs) -> GainOutside:
    found = [ZERO, ZERO, ZERO]
    unknown = []
    for one in costs.programmes:
        use = place.figure(one.programme.driver)
        if use is None:
            unknown.append(one.programme.id)
            continue
        if use.value <= 0:
            continue
        spill = one.programme.spill_over
        for at, part in enumerate((spill.low, spill.mid, spill.high)):
            found[at] += gain_outside(one.game, part, {place.id: use.value})[place.id]
    return GainOutside(place.id, found[0], found[1], found[2], tuple(unknown))


def _around(kind: str, places: tuple[Place, ...], costs: Costs) -> Around:
    """The people around each member gain as a city of their number would outside."""
    known = {place.id: place.figure(kind) for place in places}
    uses = {id: figure.value for id, figure in known.items() if figure is not None}
    gain = ZERO
    for one in costs.programmes:
        if one.programme.driver == BY_PEOPLE:
            found = gain_outside(one.game, one.programme.spill_over.mid, uses)
            gain += sum(found.values(), ZERO)
    return Around(kind, sum(uses.values()), gain, len(places) - len(uses))


def riders_of(places: tuple[Place, ...], costs: Costs, divided: Divided) -> tuple[Rather, ...]:
    """List members that would keep more outside, worst first; for the drafter.

    For each, staying is compared with what reaches those who leave, over all programmes.
    """
    inside = {one.place: one.saves for one in divided.cities}
    found = []
    for place in places:
        outside = sum((_without(one, place.id) for one in costs.programmes), ZERO)
        if outside > inside[place.id]:
            found.append(Rather(place.id, inside[place.id], outside))
    return tuple(sorted(found, key=lambda one: (one.inside - one.outside, one.place)))


def _without(one: ProgrammeCost, member: str) -> Fraction:
    """What would reach a member from a programme that the others run without it."""
    use = one.game.use(member)
    rest: Mapping[str, int] = {id: use for id, use in one.game.uses.items() if id != member}
    if not use or not any(rest.values()):
        return ZERO
    others = type(one.game)(one.game.name, one.game.curve, rest)
    return gain_outside(others, one.programme.spill_over.mid, {member: use})[member]
