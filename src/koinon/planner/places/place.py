"""A city of a plan, and what is known of it. Every number carries what is needed to quote it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from koinon.cities.metros import Figure

METROPOLITAN_WORDS: Final = ("metropolitan", "agglomeration", "urban area", "functional")
"""Words that tell a boundary wider than a municipality."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """Households of one band of yearly income.

    `up_to` is the highest income of the band, None for the last, which is open; `income` is the
    mean of the band's households. Both are whole units of the currency of the city's brackets.
    """

    up_to: int | None
    households: int
    income: int


@dataclass(frozen=True, slots=True)
class Brackets:
    """A city's households by income, in rising bands, with what is needed to quote them."""

    bands: tuple[Bracket, ...]
    unit: str
    year: int
    boundary: str
    source: str
    licence: str

    @property
    def households(self) -> int:
        """All households."""
        return sum(band.households for band in self.bands)

    @property
    def income(self) -> int:
        """The income of all households, in whole units of the currency."""
        return sum(band.households * band.income for band in self.bands)


@dataclass(frozen=True, slots=True)
class Rate:
    """A number that is no count: a preference (-1 to 1) or a share (0 to 1), quotable."""

    value: Fraction
    year: int
    boundary: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Place:
    """One city of a plan.

    `product` is yearly gross product, `income` the yearly income of its inhabitants, both in
    whole units of the currency that `unit` names. `further` are figures of the user's own by
    name, for programmes whose cost follows them. `preferences` place the city on axes, by name,
    from -1 to 1. `national_seats` is its share of the seats of its nation's parliament,
    `chambers` that of each chamber, by name, where there are several.
    `suburb` and `countryside` count the people around it who are not its inhabitants.
    Coordinates are ten-thousandths of a degree (WGS 84).
    """

    id: str
    name: str
    country: str
    population: Figure
    latitude_e4: int | None = None
    longitude_e4: int | None = None
    product: Figure | None = None
    income: Figure | None = None
    suburb: Figure | None = None
    countryside: Figure | None = None
    further: tuple[tuple[str, Figure], ...] = ()
    preferences: tuple[tuple[str, Rate], ...] = ()
    national_seats: Rate | None = None
    chambers: tuple[tuple[str, Rate], ...] = ()
    brackets: Brackets | None = None

    def figure(self, name: str) -> Figure | None:
        """The figure of that name, as drivers and levies call them; None where not known."""
        own = (self.population, self.product, self.income, self.suburb, self.countryside)
        return {**dict(zip(FIGURE_NAMES, own, strict=True)), **dict(self.further)}.get(name)

    @property
    def figures(self) -> tuple[tuple[str, Figure], ...]:
        """Every figure there is, by name."""
        names = (*FIGURE_NAMES, *(name for name, _ in self.further))
        return tuple((name, one) for name in names if (one := self.figure(name)) is not None)

    @property
    def product_is_metropolitan(self) -> bool:
        """Whether the product is that of a wider area than a city can tax.

        So it is where its boundary says metropolitan, or is another than the population's.
        """
        if self.product is None:
            return False
        same = folded(self.product.boundary) == folded(self.population.boundary)
        return not same or is_metropolitan(self.product.boundary)


FIGURE_NAMES: Final = ("population", "product", "income", "suburb", "countryside")
"""The figures every table of cities may have; `further` ones have names of their own."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the cities of a plan that is no mistake, and has to be said.

    `line` is that of the table, 0 where the whole table or no table is meant; `place` is an id
    or "". The sentences are in `koinon.planner.texts`.
    """

    code: str
    line: int = 0
    place: str = ""
    facts: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """Cities that were read, in the order of their table, and what has to be said of them."""

    places: tuple[Place, ...]
    remarks: tuple[Remark, ...] = ()


def folded(text: str) -> str:
    """A boundary or unit as two of them are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_metropolitan(boundary: str) -> bool:
    """Whether a boundary says that it is wider than a municipality."""
    return any(word in folded(boundary) for word in METROPOLITAN_WORDS)


def remarks_on(places: tuple[Place, ...], lines: tuple[int, ...] = ()) -> tuple[Remark, ...]:
    """What has to be said of these cities: boundaries, years and licences that do not match.

    `lines` are those of the table; none where the cities come from no table.
    """
    found: list[Remark] = []
    for place, line in zip(places, lines or (0,) * len(places), strict=True):
        if place.product is not None and place.product_is_metropolitan:
            facts = (
                ("population_boundary", place.population.boundary),
                ("product_boundary", place.product.boundary),
            )
            found.append(Remark("product_beyond_tax", line, place.id, facts))
        found.extend(_households_remarks(place, line))
        for name, figure in place.figures:
            if abs(figure.year - place.population.year) > YEARS_APART:
                facts_years = (
                    ("figure", name),
                    ("year", figure.year),
                    ("population_year", place.population.year),
                )
                found.append(Remark("years_apart", line, place.id, facts_years))
    boundaries = sorted({folded(place.population.boundary) for place in places})
    kinds = sorted({is_metropolitan(boundary) for boundary in boundaries})
    if len(kinds) > 1:
        found.append(Remark("boundaries_differ", facts=(("boundaries", "; ".join(boundaries)),)))
    return tuple(found)


def _households_remarks(place: Place, line: int) -> Iterable[Remark]:
    """Households that do not fit the city's people, or its income."""
    brackets = place.brackets
    if brackets is None or not brackets.households:
        return
    tenths = 10 * place.population.value // brackets.households
    if not 10 <= tenths <= 80:
        heads = f"{tenths // 10}.{tenths % 10}"
        yield Remark("households_unlikely", line, place.id, (("heads", heads),))
    if place.income is not None and folded(place.income.unit) == folded(brackets.unit):
        percent = 100 * brackets.income // place.income.value
        if not 90 <= percent <= 110:
            yield Remark("households_differ", line, place.id, (("percent", percent),))


YEARS_APART: Final = 3
"""Figures of a city more than so many years apart are remarked upon."""
