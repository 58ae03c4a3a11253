"""Cities of a plan from the figures that ship with Koinon: metropolitan areas, US counties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Final

from koinon.cities.metros import Figure, Metro, metros
from koinon.planner import counties, power_gap
from koinon.planner.places.place import Place, Rate, Read, remarks_on

SCALES: Final = {"million": 1_000_000, "thousand": 1_000}
ALL_COUNTIES: Final = "all county areas (BEA)"
SUGGESTED: Final = 20
"""So many cities a plan begins with where nobody has named any."""


class UnknownPlace(LookupError):
    """A plan names a city that is not in the shipped table.

    `code` is ``place_unknown`` or, where one of a like name exists, ``place_meant``; `facts`
    hold `value` and `meant`.
    """

    def __init__(self, value: str, meant: str | None) -> None:
        super().__init__(value)
        self.code = "place_meant" if meant else "place_unknown"
        self.facts = {"value": value, "meant": meant or ""}


def places_from_metros(ids: Iterable[str]) -> Read:
    """The metropolitan areas of those ids, in the order given, each once.

    Raises:
        UnknownPlace: where an id is not in the table.
    """
    known = _metros_by_id()
    places = tuple(_from_metro(known[_known(id, known)]) for id in dict.fromkeys(ids))
    return Read(places, remarks_on(places))


def places_from_counties(ids: Iterable[str]) -> Read:
    """The US county areas of those ids (FIPS, five digits), in the order given, each once.

    Raises:
        UnknownPlace: where an id is not in the table.
    """
    known = counties.by_id()
    places = tuple(from_county(known[_known(id, known)]) for id in dict.fromkeys(ids))
    return Read(places, remarks_on(places))


def suggested() -> Read:
    """The largest metropolitan areas with a population and a product, to begin a plan with."""
    whole = sorted(
        (metro for metro in metros() if metro.product is not None),
        key=lambda metro: (-metro.population.value, metro.id),
    )
    return places_from_metros(metro.id for metro in whole[:SUGGESTED])


@cache
def _metros_by_id() -> Mapping[str, Metro]:
    return MappingProxyType({metro.id: metro for metro in metros()})


def _known(id: str, known: Mapping[str, object]) -> str:
    if id not in known:
        raise UnknownPlace(id, next(iter(get_close_matches(id, known, 1, 0.6)), None))
    return id


def _from_metro(metro: Metro) -> Place:
    """A metropolitan area; its product in ones, as every figure of a plan is."""
    product = None if metro.product is None else _in_ones(metro.product)
    return Place(
        id=metro.id,
        name=metro.name,
        country=metro.country,
        population=metro.population,
        latitude_e4=metro.latitude_e4,
        longitude_e4=metro.longitude_e4,
        product=product,
    )


def _in_ones(figure: Figure) -> Figure:
    """A figure in millions or thousands as one in ones."""
    scale, _, unit = figure.unit.partition(" ")
    return replace(figure, value=figure.value * SCALES[scale], unit=unit)


def _leaning(county: counties.County) -> tuple[tuple[str, Rate], ...]:
    """The vote for president of 2020 as a preference: 1 all Democrat, -1 all Republican."""
    democrat, republican = county.figure("democrat_2020"), county.figure("republican_2020")
    if democrat is None or republican is None:
        return ()
    lead = Fraction(democrat.value - republican.value, democrat.value + republican.value)
    rate = Rate(lead, democrat.year, democrat.boundary, democrat.source, democrat.licence)
    return (("vote_2020", rate),)


CHAMBERS: Final = (
    ("house", power_gap.house_share),
    ("electors", power_gap.elector_share),
    ("senate", power_gap.senate_share),
)
"""Bodies of the United States, with a state's share of each."""


def _chambers(county: counties.County) -> tuple[tuple[str, Rate], ...]:
    """The county's part of each body, were its state's seats split by people."""
    kind = counties.FIGURES["population_2020"]
    source = f"{power_gap.SEATS_SOURCE}; {kind.source}"
    return tuple(
        (
            name,
            Rate(power_gap.weight(county, share), kind.year, kind.boundary, source, kind.licence),
        )
        for name, share in CHAMBERS
    )


@cache
def _nation() -> tuple[tuple[str, Figure], ...]:
    """What all counties have together, as figures of their nation."""
    columns = (("population", "population_2020"), ("product", "product_2020"), ("co2", "co2_2020"))
    found = []
    for name, column in columns:
        figures = [figure for one in counties.counties() if (figure := one.figure(column))]
        whole = replace(figures[0], value=sum(one.value for one in figures), boundary=ALL_COUNTIES)
        found.append((f"nation_{name}", whole if name == "population" else _in_ones(whole)))
    return tuple(found)


def from_county(county: counties.County) -> Place:
    """A US county area: people, product and carbon of 2020, personal income of 2022.

    Its preference `vote_2020` is how the county voted for president; its chambers are its parts of
    the House, the Electoral College and the Senate; further figures are those of all counties.
    """
    emissions = county.figure("co2_2020")
    product, income = county.figure("product_2020"), county.figure("income_2022")
    population = county.figure("population_2020")
    assert population is not None
    return Place(
        id=f"us-{county.id}",
        name=f"{county.name}, {county.state}",
        country="US",
        population=population,
        latitude_e4=county.latitude_e4,
        longitude_e4=county.longitude_e4,
        product=None if product is None else _in_ones(product),
        income=None if income is None else _in_ones(income),
        further=(*(() if emissions is None else (("co2", _in_ones(emissions)),)), *_nation()),
        preferences=_leaning(county),
        chambers=_chambers(county),
    )
