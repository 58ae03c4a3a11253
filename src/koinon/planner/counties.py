"""The county areas of the United States: people, product, votes, carbon. For claims and plans.

The table is `counties.csv` beside this file, made by `tools/counties/make.py`;
`docs/reference/city-facts.md` says where each column comes from and which traps its sources hold.
`FIGURES` holds what is needed to quote a number of any column.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from koinon.cities.metros import Figure

ELECTIONS: Final = (2008, 2012, 2016, 2020, 2024)
PRODUCT_YEARS: Final = (2008, 2012, 2016, 2018, 2019, 2020, 2022)
OTHERS_FROM: Final = 2016
"""The first election of which the votes for others are kept."""

BOUNDARY: Final = "county area (BEA)"
"""A county or what stands for one; 23 areas of Virginia join a county and its free cities."""
PUBLIC_DOMAIN: Final = "work of the United States government, public domain"


@dataclass(frozen=True, slots=True)
class Kind:
    """What every number of one column needs to be quoted."""

    unit: str
    year: int
    boundary: str
    source: str
    licence: str


_PRODUCT: Final = "US Bureau of Economic Analysis, CAGDP1, release of November 2024"
_INCOME: Final = "US Bureau of Economic Analysis, CAINC1, release of November 2023"
_VOTES: Final = "T. McGovern, US County Level Election Results 08-24 (from the Guardian, Townhall, "
_VOTES_END: Final = "Fox News and the New York Times)"
_CARBON: Final = "Vulcan 4 fossil fuel CO2 emissions, K. Gurney, Northern Arizona University"
_RURAL: Final = "USDA Economic Research Service, Rural-Urban Continuum Codes 2023"


def _figures() -> Mapping[str, Kind]:
    """One entry a column of numbers."""
    product = {
        f"product_{year}": Kind("million US dollars", year, BOUNDARY, _PRODUCT, PUBLIC_DOMAIN)
        for year in PRODUCT_YEARS
    }
    votes = {
        f"{party}_{year}": Kind("votes", year, BOUNDARY, _VOTES + _VOTES_END, "MIT")
        for year in ELECTIONS
        for party in ("democrat", "republican", "others")
        if party != "others" or year >= OTHERS_FROM
    }
    return MappingProxyType(
        {
            "rural_urban_2023": Kind("code from 1 to 9", 2023, BOUNDARY, _RURAL, PUBLIC_DOMAIN),
            "population_2020": Kind("inhabitants", 2020, BOUNDARY, _INCOME, PUBLIC_DOMAIN),
            **product,
            "income_2022": Kind("million US dollars", 2022, BOUNDARY, _INCOME, PUBLIC_DOMAIN),
            "co2_2020": Kind("thousand tonnes of CO2", 2020, BOUNDARY, _CARBON, "cite the source"),
            **votes,
        }
    )


FIGURES: Final = _figures()
"""Column → unit, year, boundary, source and licence, in the order of the table."""

_COLUMNS: Final = ("id", "name", "state", "latitude", "longitude", *FIGURES)
_SMALLEST_NEGATIVE: Final = -1_000_000
_MAY_FALL_BELOW_ZERO: Final = ("product", "income")


@dataclass(frozen=True, slots=True)
class County:
    """One county area: `id` is its FIPS code, `state` the state's two letters.

    `values` holds the numbers of the table by column; what is not known is not in it.
    Coordinates are ten-thousandths of a degree (WGS 84), exact to a hundredth of a degree.
    """

    id: str
    name: str
    state: str
    latitude_e4: int | None
    longitude_e4: int | None
    values: Mapping[str, int]

    def figure(self, column: str) -> Figure | None:
        """The number of a column with all it needs to be quoted; None where it is not known."""
        kind = FIGURES[column]
        if column not in self.values:
            return None
        value = self.values[column]
        return Figure(value, kind.unit, kind.year, kind.boundary, kind.source, kind.licence)

    def winner(self, year: int) -> str | None:
        """The party with more votes, `democrat` or `republican`; None where it is not known.

        A tie goes to the Republican, as in the count this is compared with; there is none here.
        """
        democrat = self.values.get(f"democrat_{year}")
        republican = self.values.get(f"republican_{year}")
        if democrat is None or republican is None:
            return None
        return "democrat" if democrat > republican else "republican"


@cache
def counties() -> tuple[County, ...]:
    """Return every county area, in order of id; an incomplete row is our own mistake."""
    text = (files(__package__) / "counties.csv").read_text(encoding="utf-8")
    reader = csv.DictReader(text.splitlines(), strict=True)
    assert tuple(reader.fieldnames or ()) == _COLUMNS, "counties.csv: columns"
    found = tuple(_county(row) for row in reader)
    ids = [county.id for county in found]
    assert ids == sorted(set(ids)), "counties.csv: ids are in order and given once"
    return found


@cache
def by_id() -> Mapping[str, County]:
    """Every county area by its FIPS code."""
    return MappingProxyType({county.id: county for county in counties()})


def _county(row: dict[str, str]) -> County:
    place = f"counties.csv, {row['id']}"
    assert set(row) == set(_COLUMNS), f"{place}: too many fields"
    assert None not in row.values(), f"{place}: too few fields"
    assert row["name"], f"{place}: name"
    assert (len(row["id"]), len(row["state"])) == (5, 2), f"{place}: id, state"
    values = {column: int(row[column]) for column in FIGURES if row[column]}
    for column, value in values.items():
        assert value >= 0 or column.split("_")[0] in _MAY_FALL_BELOW_ZERO, f"{place}: {column}"
        assert value >= _SMALLEST_NEGATIVE, f"{place}: {column}"
    return County(
        id=row["id"],
        name=row["name"],
        state=row["state"],
        latitude_e4=_e4(row["latitude"]),
        longitude_e4=_e4(row["longitude"]),
        values=MappingProxyType(values),
    )


def _e4(text: str) -> int | None:
    return int(Fraction(text) * 10_000) if text else None
