"""From a table of members to members, or to every mistake in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from koinon.cities.roster import cells
from koinon.cities.roster.mistakes import Mistake, RosterErrors
from koinon.cities.roster.tables import (
    NAME_LIMIT,
    Columns,
    Record,
    Row,
    named_columns,
    read_csv,
    records,
    short_name,
)

SOURCE_LIMIT: Final = 200
POPULATION_LIMIT: Final = 100_000_000
PRODUCT_LIMIT: Final = 10**15
DEFAULT_BOUNDARY: Final = "legal municipality"
UNSTATED_LICENCE: Final = "not stated"

REQUIRED: Final = ("name", "country", "population", "population_on", "population_source")
COLUMNS: Final = (
    *REQUIRED,
    "id",
    "boundary",
    "licence",
    "latitude",
    "longitude",
    "product",
    "product_unit",
    "product_on",
    "product_source",
    "website",
)


@dataclass(frozen=True, slots=True)
class RosterFigure:
    """A figure about a member, with unit, boundary, day, source and licence."""

    name: str
    value: int
    unit: str
    boundary: str
    on: date
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class RosterMember:
    """A member as the file has it. Coordinates are ten-thousandths of a degree (WGS 84)."""

    line: int
    id: str
    name: str
    country: str
    population: RosterFigure
    product: RosterFigure | None
    latitude_e4: int | None
    longitude_e4: int | None
    website: str | None


@dataclass(frozen=True, slots=True)
class Roster:
    """The members of a file, in its order, and the names of columns that were not used."""

    members: tuple[RosterMember, ...]
    ignored_columns: tuple[str, ...]


def read_roster(data: bytes, filename: str) -> Roster:
    """Read members from CSV in UTF-8, separated by comma, semicolon or tab.

    Raises:
        RosterErrors: with every mistake found; nothing was read.
    """
    rows, separator, mistakes = read_csv(data, filename)
    return read_members(rows, filename, separator=separator, mistakes=mistakes)


def read_members(
    rows: Sequence[Row],
    filename: str,
    *,
    aliases: Mapping[str, str] | None = None,
    separator: str = ",",
    mistakes: list[Mistake] | None = None,
) -> Roster:
    """Read members from the rows of a table, the first of which names the columns.

    `aliases` are further names of columns, `mistakes` what was wrong with the rows already.

    Raises:
        RosterErrors: with every mistake found; nothing was read.
    """
    found = [] if mistakes is None else mistakes
    named = named_columns(rows, Columns(COLUMNS, REQUIRED, aliases or {}), filename, found)
    read = [_member(record) for record in records(rows[1:], named, separator, found)]
    members = tuple(member for member in read if member is not None)
    if found:
        raise RosterErrors(filename, tuple(sorted(found, key=lambda one: one.line)))
    if not members:
        raise RosterErrors(filename, (Mistake("no_members", 0),))
    return Roster(members, named.ignored)


def _member(record: Record) -> RosterMember | None:
    """Read the whole row; None where anything in it is wrong."""
    mistakes_before = len(record.mistakes)
    name = record.required("name", cells.text(NAME_LIMIT))
    country = record.required("country", cells.country)
    boundary = record.optional("boundary", cells.text(NAME_LIMIT)) or DEFAULT_BOUNDARY
    licence = record.optional("licence", cells.text(NAME_LIMIT)) or UNSTATED_LICENCE
    population = _population(record, boundary, licence)
    product = _product(record, boundary, licence)
    latitude, longitude = _coordinates(record)
    website = record.optional("website", cells.address)
    short = short_name(record, name)
    if len(record.mistakes) > mistakes_before:
        return None
    assert name is not None
    assert country is not None
    assert short is not None
    assert population is not None
    return RosterMember(
        record.line, short, name, country, population, product, latitude, longitude, website
    )


def _population(record: Record, boundary: str, licence: str) -> RosterFigure | None:
    """Read the population, which every member has."""
    value = record.required("population", cells.whole(1, POPULATION_LIMIT))
    on = record.required("population_on", cells.day)
    source = record.required("population_source", cells.text(SOURCE_LIMIT))
    if value is None or on is None or source is None:
        return None
    return RosterFigure("population", value, "inhabitants", boundary, on, source, licence)


def _product(record: Record, boundary: str, licence: str) -> RosterFigure | None:
    """Read the gross product: with its unit, day and source, or not at all."""
    record.together("product", "product_unit", "product_on", "product_source")
    value = record.optional("product", cells.whole(1, PRODUCT_LIMIT))
    unit = record.optional("product_unit", cells.text(NAME_LIMIT))
    on = record.optional("product_on", cells.day)
    source = record.optional("product_source", cells.text(SOURCE_LIMIT))
    if value is None or unit is None or on is None or source is None:
        return None
    return RosterFigure("product", value, unit, boundary, on, source, licence)


def _coordinates(record: Record) -> tuple[int | None, int | None]:
    """Read latitude and longitude: both or neither."""
    record.together("latitude", "longitude")
    latitude = record.optional("latitude", cells.degrees_e4(90))
    return latitude, record.optional("longitude", cells.degrees_e4(180))
