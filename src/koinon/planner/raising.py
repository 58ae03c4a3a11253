"""What cities would raise: a rate on a base, for each city, each inhabitant, each household.

raised = rate x taxed base x (1 - response x points of rate) x (1 - cost of collection), where the
taxed base leaves out so much a head and the charge stops at so much a head: of every household
where a city's households are known, else of the city's mean. The response is how much of the base
goes elsewhere or is no longer declared for each point (1/100) of rate. Both it and the cost of
collection are ranges, so a raise is a band.

A rate on metropolitan product says what a share of an economy would be. It is no tax base: only
a law decides who can be charged for what, and the charter's `limits` keep those.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from koinon.cities.metros import Figure
from koinon.methods.currencies import EXPONENTS
from koinon.methods.rounding import half_up
from koinon.planner.asking import Band, Unplannable
from koinon.planner.places import Bracket, Place
from koinon.planner.programmes import Range
from koinon.planner.programmes.programme import NOTHING

PER_HEAD: Final = "population"
"""The base of a levy of so much for every inhabitant."""
HIGHEST_RATE: Final = Fraction(1, 4)
"""A share of a base above a quarter is taken for a slip of the pen."""


@dataclass(frozen=True, slots=True)
class LevyTerms:
    """What is asked of every city.

    `base` names a figure. `rate` is a share of it; on `population` it is whole units of money a
    head. `exempt_per_head` of the base stays free, and no city pays more than `cap_per_head`
    (whole units of money). `collection` is the share that collecting costs; `response` the share
    of the base that is lost for each point of rate. Raises Unplannable: ``rate``, ``allowance``,
    ``share_lost``.
    """

    base: str
    rate: Fraction
    exempt_per_head: int = 0
    cap_per_head: int | None = None
    collection: Range = NOTHING
    response: Range = NOTHING

    def __post_init__(self) -> None:
        if self.rate <= 0 or (self.base != PER_HEAD and self.rate > HIGHEST_RATE):
            raise Unplannable("rate", base=self.base, rate=str(self.rate))
        if self.exempt_per_head < 0 or (self.cap_per_head is not None and self.cap_per_head <= 0):
            raise Unplannable("allowance")
        lost = (self.collection.low, self.collection.high, *self._lost_range())
        if min(lost) < 0 or max(lost) >= 1:
            raise Unplannable("share_lost")

    @property
    def points(self) -> Fraction:
        """The rate in points (1/100) of its base; none for a levy by head."""
        return Fraction(0) if self.base == PER_HEAD else self.rate * 100

    def _lost_range(self) -> tuple[Fraction, Fraction]:
        return self.response.low * self.points, self.response.high * self.points

    def kept(self) -> Band:
        """The share of the charge that is left after response and collection."""
        lows = [
            (1 - response * self.points) * (1 - collection)
            for response, collection in (
                (self.response.high, self.collection.high),
                (self.response.mid, self.collection.mid),
                (self.response.low, self.collection.low),
            )
        ]
        return Band(*lows)


@dataclass(frozen=True, slots=True)
class Household:
    """What a household of one band of income would pay a year, in minor units."""

    bracket: Bracket
    pays: int


@dataclass(frozen=True, slots=True)
class CityRaise:
    """What one city would raise a year, in minor units; `per_head` of the middle case.

    `capped` says that the charge stops at the most a head. Households only where the city's
    brackets are known and the levy is on income.
    """

    place: str
    base: Figure
    raised: Band
    per_head: Fraction
    capped: bool
    households: tuple[Household, ...] = ()


@dataclass(frozen=True, slots=True)
class Raised:
    """What all cities would raise: each, and together; minor units of `unit`."""

    terms: LevyTerms
    unit: str
    decimals: int
    cities: tuple[CityRaise, ...]
    total: Band
    inhabitants: int

    @property
    def per_head(self) -> Fraction:
        """The middle case for an inhabitant of the average city, in minor units."""
        return self.total.mid / self.inhabitants


def money_unit(places: Iterable[Place], base: str) -> str:
    """Name the money that the figures of a base are in; they must all be in one.

    For a levy by head it is that of income, else of product, else "" where neither is known.
    Raises Unplannable: ``no_base`` (a city lacks the figure), ``moneys`` (two kinds).
    """
    found: dict[str, str] = {}
    for place in places:
        figure = place.income or place.product if base == PER_HEAD else place.figure(base)
        if figure is None and base != PER_HEAD:
            raise Unplannable("no_base", place=place.name, base=base)
        if figure is not None:
            found.setdefault(figure.unit, place.name)
    if len(found) > 1:
        (unit, place_name), (other, other_name) = list(found.items())[:2]
        raise Unplannable(
            "moneys", unit=unit, place=place_name, other=other, other_place=other_name
        )
    return next(iter(found), "")


def decimals_of(unit: str) -> int:
    """How many decimals the money has: its currency's, or two where it has no ISO code."""
    return EXPONENTS.get(unit.strip().upper(), 2)


def raise_from(places: tuple[Place, ...], terms: LevyTerms) -> Raised:
    """Work out what these cities raise. Raises Unplannable."""
    unit = money_unit(places, terms.base)
    decimals = decimals_of(unit)
    cities = tuple(_city(place, terms, 10**decimals) for place in places)
    total = Band(
        sum((one.raised.low for one in cities), Fraction(0)),
        sum((one.raised.mid for one in cities), Fraction(0)),
        sum((one.raised.high for one in cities), Fraction(0)),
    )
    inhabitants = sum(place.population.value for place in places)
    return Raised(terms, unit, decimals, cities, total, inhabitants)


def _city(place: Place, terms: LevyTerms, minor: int) -> CityRaise:
    base = place.figure(terms.base)
    if base is None:
        raise Unplannable("no_base", place=place.name, base=terms.base)
    heads = place.population.value
    charge, capped = _charge_of(place, Fraction(base.value), terms)
    kept = terms.kept()
    raised = Band(
        *(Fraction(half_up(charge * minor * one)) for one in (kept.low, kept.mid, kept.high))
    )
    return CityRaise(
        place.id, base, raised, raised.mid / heads, capped, _households(place, terms, minor)
    )


def _charge_of(place: Place, base: Fraction, terms: LevyTerms) -> tuple[Fraction, bool]:
    """What is asked of a city: of every household apart where they are known and it matters.

    What stays free, and a cap, fall on households; on the mean of a city they would leave out the
    poor and the rich alike. Without its households a city is taken as so many of its mean.
    """
    bare = not terms.exempt_per_head and terms.cap_per_head is None
    if bare or place.brackets is None or terms.base != "income":
        return _charge(base, place.population.value, terms)
    asked = [
        (band.households, *_of_household(place, Fraction(band.income), terms))
        for band in place.brackets.bands
    ]
    total = sum((count * charge for count, charge, _ in asked), Fraction(0))
    return total, all(capped for count, _, capped in asked if count)


def _of_household(place: Place, income: Fraction, terms: LevyTerms) -> tuple[Fraction, bool]:
    """What a household of so much income pays, of as many heads as the city's average."""
    assert place.brackets is not None
    heads = Fraction(place.population.value, max(1, place.brackets.households))
    charge = terms.rate * max(Fraction(0), income - terms.exempt_per_head * heads)
    most = None if terms.cap_per_head is None else terms.cap_per_head * heads
    return (most, True) if most is not None and charge > most else (charge, False)


def _charge(base: Fraction, heads: int, terms: LevyTerms) -> tuple[Fraction, bool]:
    """What is asked, in whole units of money, and whether the most a head stopped it."""
    if terms.base == PER_HEAD:
        charge = terms.rate * heads
    else:
        charge = terms.rate * max(Fraction(0), base - terms.exempt_per_head * heads)
    most = None if terms.cap_per_head is None else Fraction(terms.cap_per_head * heads)
    return (most, True) if most is not None and charge > most else (charge, False)


def _households(place: Place, terms: LevyTerms, minor: int) -> tuple[Household, ...]:
    """What the mean household of every band pays, of as many heads as the city's average."""
    if place.brackets is None or terms.base != "income":
        return ()
    return tuple(
        Household(band, half_up(_of_household(place, Fraction(band.income), terms)[0] * minor))
        for band in place.brackets.bands
    )
