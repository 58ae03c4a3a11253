"""The cities of a plan from what was uploaded: a CSV file, or a workbook with one or two sheets."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from koinon.cities.roster.tables import BYTES_LIMIT, folded
from koinon.interfaces.shared.moving.files import Table, fail
from koinon.interfaces.shared.moving.workbook import read_workbook
from koinon.planner.places import (
    Place,
    Read,
    brackets_from_csv,
    brackets_from_rows,
    places_from_csv,
    places_from_rows,
)

_ZIP: Final = b"PK\x03\x04"
WORKBOOK_LIMIT: Final = 8 * BYTES_LIMIT
CITIES: Final = "cities"
BRACKETS: Final = "brackets"
TITLES: Final = {
    CITIES: ("cities", "villes", "ciudades", "المدن"),
    BRACKETS: ("brackets", "tranches", "tramos", "الشرائح"),
}
"""Sheet → what it may be called, in the languages Koinon speaks."""


def read_places(data: bytes, filename: str) -> Read:
    """Read the cities of a plan from CSV or from a workbook (.xlsx).

    In a workbook the sheet `cities` holds them, or the only sheet; a sheet `brackets` holds
    households by income.

    Raises:
        RosterErrors: with every mistake found; nothing was read.
    """
    if not data.startswith(_ZIP):
        return places_from_csv(data, filename)
    tables = _tables(data, filename)
    if CITIES not in tables:
        raise fail(filename, "sheet_missing", CITIES)
    cities = tables[CITIES]
    read = places_from_rows(cities.rows, cities.file, mistakes=cities.mistakes)
    brackets = tables.get(BRACKETS)
    if brackets is None:
        return read
    return replace(
        read,
        places=brackets_from_rows(
            brackets.rows, brackets.file, read.places, mistakes=brackets.mistakes
        ),
    )


def read_brackets(data: bytes, filename: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Give cities their households by income, from CSV or from a workbook's sheet `brackets`.

    Raises:
        RosterErrors: with every mistake found; nothing was read.
    """
    if not data.startswith(_ZIP):
        return brackets_from_csv(data, filename, places)
    tables = _tables(data, filename)
    if BRACKETS not in tables:
        raise fail(filename, "sheet_missing", BRACKETS)
    table = tables[BRACKETS]
    return brackets_from_rows(table.rows, table.file, places, mistakes=table.mistakes)


def sheets(data: bytes, filename: str) -> dict[str, Table] | None:
    """The sheets of a workbook by what they hold; None for a file that is no workbook.

    Raises:
        RosterErrors: where it is a workbook that cannot be read.
    """
    return _tables(data, filename) if data.startswith(_ZIP) else None


def _tables(data: bytes, filename: str) -> dict[str, Table]:
    """The sheets by what they hold; a lone sheet of another name is the cities'."""
    if len(data) > WORKBOOK_LIMIT:
        raise fail(filename, "too_big", limit=WORKBOOK_LIMIT)
    found, others = read_workbook(filename, data, _named)
    if not found and len(others) == 1:
        found, _ = read_workbook(filename, data, lambda _: CITIES)
    tables: dict[str, Table] = {}
    for table in found:
        if table.sheet in tables:
            raise fail(filename, "sheet_twice", table.sheet)
        tables[table.sheet] = table
    return tables


def _named(title: str) -> str | None:
    wanted = folded(title)
    return next((id for id, names in TITLES.items() if wanted in map(folded, names)), None)
