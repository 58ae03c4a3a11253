"""A nation's cities in its people, its product, its emissions, and in its parliament.

A city's share of a figure is the figure over the same figure of its nation, which the city's row
carries as `nation_` and the name: `nation_population`, `nation_product`. Its share of the power is
its share of the seats of its parliament or of each chamber, as given; nothing is read into how
anybody votes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from koinon.cities.metros import Figure
from koinon.planner.asking import Unplannable
from koinon.planner.places import Place

NATION: Final = "nation_"
SEATS: Final = "national_seats"


@dataclass(frozen=True, slots=True)
class Standing:
    """What share of a nation's `measure` the cities of a plan hold: each, and together.

    `measure` is the name of a figure, ``national_seats`` or a chamber. `cities` lists those of whom
    it is known; `missing` how many of the nation's cities in the plan it is not known of.
    """

    measure: str
    cities: tuple[tuple[str, Fraction], ...]
    missing: int

    @property
    def together(self) -> Fraction:
        """The share of all cities it is known of."""
        return sum((share for _, share in self.cities), Fraction(0))


@dataclass(frozen=True, slots=True)
class Nation:
    """The standing of one nation's cities, measure by measure: figures, then seats."""

    country: str
    standings: tuple[Standing, ...]
    seats: tuple[Standing, ...]

    def of(self, measure: str) -> Standing | None:
        """The standing by that measure; None where it is not known."""
        every = (*self.standings, *self.seats)
        return next((one for one in every if one.measure == measure), None)

    @property
    def weakest(self) -> Standing | None:
        """The parliament or chamber in which they hold least."""
        return min(self.seats, key=lambda one: one.together, default=None)

    @property
    def gap(self) -> Fraction | None:
        """How much more of the product than of those seats they hold, both being known of all."""
        product, seats = self.of("product"), self.weakest
        if product is None or seats is None or product.missing or seats.missing:
            return None
        return product.together - seats.together


def standings(places: tuple[Place, ...]) -> tuple[Nation, ...]:
    """The standing of every nation's cities of whom any measure is known, by country code.

    Raises Unplannable: ``nation_differs`` (two totals of one nation), ``nation_small`` (a city's
    figure is above its nation's).
    """
    nations = {}
    for country in sorted({place.country for place in places}):
        own = tuple(place for place in places if place.country == country)
        found = tuple(one for one in _by_totals(own) if one.cities)
        seats = tuple(_seats(own))
        if found or seats:
            nations[country] = Nation(country, found, seats)
    return tuple(nations.values())


def _by_totals(own: tuple[Place, ...]) -> Iterable[Standing]:
    measures = {
        name.removeprefix(NATION): None
        for place in own
        for name, _ in place.figures
        if name.startswith(NATION)
    }
    for measure in measures:
        shares = []
        totals: dict[int, Place] = {}
        for place in own:
            figure, total = place.figure(measure), place.figure(NATION + measure)
            if figure is None or total is None:
                continue
            totals.setdefault(total.value, place)
            shares.append((place.id, _share(place, measure, figure, total)))
        if len(totals) > 1:
            first, other = list(totals.values())[:2]
            raise Unplannable(
                "nation_differs", measure=measure, place=first.name, other_place=other.name
            )
        yield Standing(measure, tuple(shares), len(own) - len(shares))


def _share(place: Place, measure: str, figure: Figure, total: Figure) -> Fraction:
    if total.value < figure.value or total.value <= 0:
        raise Unplannable("nation_small", measure=measure, place=place.name)
    return Fraction(figure.value, total.value)


def _seats(own: tuple[Place, ...]) -> Iterable[Standing]:
    known = [_chambers_of(place) for place in own]
    for chamber in dict.fromkeys(name for one in known for name in one):
        shares = tuple(
            (place.id, one[chamber])
            for place, one in zip(own, known, strict=True)
            if chamber in one
        )
        yield Standing(chamber, shares, len(own) - len(shares))


def _chambers_of(place: Place) -> dict[str, Fraction]:
    found = {name: rate.value for name, rate in place.chambers}
    if place.national_seats is not None:
        found = {SEATS: place.national_seats.value, **found}
    return found
