"""Real metropolitan areas as dated, sourced figures, for What if and for examples.

The table is `metros.csv` beside this file; `docs/reference/city-facts.md` says where each figure
comes from, how it was checked and what is thin. Every population is compared with the United
Nations' figure for the urban agglomeration of the same name and year, and the row carries the
result. A population and a product stand in one row only where both are of the same year and the
same boundary, so that dividing one by the other means something.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files

AGREES_FROM_PERCENT = 75
AGREES_TO_PERCENT = 125
WIDEST_PERCENT = 200
"""Beyond twice the agglomeration the city's name would mislead: no product is given."""

PRODUCT_PER_HEAD_RANGE = range(1_000, 150_001)
"""Plausible yearly product per inhabitant, in international dollars."""

_DEGREES = re.compile(r"-?\d{1,3}\.\d{4}")
_COLUMNS = (
    "id",
    "name",
    "country",
    "region",
    "latitude",
    "longitude",
    "population",
    "population_year",
    "population_boundary",
    "population_source",
    "product_million_intl_dollars",
    "product_year",
    "product_boundary",
    "product_source",
    "licence",
    "un_agglomeration",
    "percent_of_un",
    "check",
    "note",
)


class Check(StrEnum):
    """What comparing a row with the United Nations' agglomeration showed."""

    AGREES = "agrees"
    WIDER = "wider boundary"
    NARROWER = "narrower boundary"
    POPULATION_ONLY = "population only"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with all it needs to be quoted."""

    value: int
    unit: str
    year: int
    boundary: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Metro:
    """One metropolitan area; `product` is None where no figure could be stood behind.

    Coordinates are ten-thousandths of a degree (WGS 84), of the agglomeration's centre as the
    United Nations give it. `un_agglomeration` is the United Nations' city code, `percent_of_un`
    the population as a percentage of that agglomeration's, rounded to the nearest whole.
    """

    id: str
    name: str
    country: str
    region: str
    latitude_e4: int
    longitude_e4: int
    population: Figure
    product: Figure | None
    un_agglomeration: int
    percent_of_un: int
    check: Check
    note: str


def label(percent_of_un: int) -> Check:
    """Say how a boundary compares with the agglomeration, given the ratio of populations."""
    if percent_of_un < AGREES_FROM_PERCENT:
        return Check.NARROWER
    return Check.AGREES if percent_of_un <= AGREES_TO_PERCENT else Check.WIDER


@cache
def metros() -> tuple[Metro, ...]:
    """Return every row of the table, in order of id; an incomplete row is our own mistake."""
    text = (files(__package__) / "metros.csv").read_text(encoding="utf-8")
    reader = csv.DictReader(text.splitlines(), strict=True)
    assert tuple(reader.fieldnames or ()) == _COLUMNS, "metros.csv: columns"
    found = tuple(_metro(row) for row in reader)
    ids = [metro.id for metro in found]
    assert ids == sorted(set(ids)), "metros.csv: ids are in order and given once"
    return found


def _metro(row: dict[str, str]) -> Metro:
    place = f"metros.csv, {row['id']}"
    assert set(row) == set(_COLUMNS), f"{place}: too many fields"
    assert None not in row.values(), f"{place}: too few fields"
    product = _figure(row, "product", "product_million_intl_dollars", "million intl dollars")
    population = _figure(row, "population", "population", "inhabitants")
    assert population is not None, f"{place}: population"
    metro = Metro(
        id=_filled(row, "id"),
        name=_filled(row, "name"),
        country=_filled(row, "country"),
        region=_filled(row, "region"),
        latitude_e4=_degrees_e4(row["latitude"], 90),
        longitude_e4=_degrees_e4(row["longitude"], 180),
        population=population,
        product=product,
        un_agglomeration=int(row["un_agglomeration"]),
        percent_of_un=int(row["percent_of_un"]),
        check=Check(row["check"]),
        note=row["note"],
    )
    _assert_consistent(metro, place)
    return metro


def _assert_consistent(metro: Metro, place: str) -> None:
    population, product = metro.population, metro.product
    if product is None:
        assert metro.check is Check.POPULATION_ONLY, f"{place}: label without a product"
        return
    assert metro.check is label(metro.percent_of_un), f"{place}: label against the ratio"
    assert metro.percent_of_un <= WIDEST_PERCENT, f"{place}: the name misleads"
    assert (population.year, population.boundary) == (product.year, product.boundary), place
    per_head = product.value * 1_000_000 // population.value
    assert per_head in PRODUCT_PER_HEAD_RANGE, f"{place}: product per head"


def _figure(row: dict[str, str], prefix: str, column: str, unit: str) -> Figure | None:
    """Read one figure; all of its columns are filled or none is."""
    companions = [f"{prefix}_{part}" for part in ("year", "boundary", "source")]
    if not row[column]:
        assert not any(row[name] for name in companions), f"metros.csv, {row['id']}: {prefix}"
        return None
    year, boundary, source = (_filled(row, name) for name in companions)
    value = int(row[column])
    assert value > 0, f"metros.csv, {row['id']}: {column}"
    return Figure(value, unit, int(year), boundary, source, _filled(row, "licence"))


def _filled(row: dict[str, str], column: str) -> str:
    assert row[column] == row[column].strip() != "", f"metros.csv, {row['id']}: {column}"
    return row[column]


def _degrees_e4(text: str, limit: int) -> int:
    assert _DEGREES.fullmatch(text), f"metros.csv: {text!r} is not a coordinate of 4 places"
    exact = Fraction(text) * 10_000
    assert abs(exact) <= limit * 10_000, f"metros.csv: {text!r} is beyond {limit} degrees"
    return int(exact)
