"""The few further figures that the manifestos' claims need, each with all it takes to quote it.

`facts.csv` and `referendum_london.csv` beside this file. `known` says how far a number can be
trusted: what was recalled from memory is never passed off as read.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

_COLUMNS: Final = ("id", "value", "unit", "boundary", "year", "source", "licence", "known")
UNITS: Final = ("percent", "inhabitants", "areas", "ratio")


class Known(StrEnum):
    """How a number is known."""

    COMPUTED = "computed"
    """Computed here from rows that ship with Koinon."""
    RESTATED = "restated"
    """Restated from a table; a test compares it with that table where the table is at hand."""
    READ = "read"
    """Read at the source named."""
    RECALLED = "recalled"
    """Recalled, and not read again."""
    EXTRAPOLATED = "extrapolated"
    """Continued here beyond where the source ends; nobody's official figure."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that can be quoted. Percentages are of a hundred: 22 is 22 %."""

    value: Fraction
    unit: str
    boundary: str
    year: int
    source: str
    licence: str
    known: Known


@cache
def facts() -> Mapping[str, Fact]:
    """Every figure of the table by id; an incomplete row is our own mistake."""
    found: dict[str, Fact] = {}
    for row in _rows("facts.csv", _COLUMNS):
        assert all(row.values()), f"facts.csv, {row['id']}"
        assert row["unit"] in UNITS, f"facts.csv, {row['id']}: unit"
        assert row["id"] not in found, f"facts.csv, {row['id']}: twice"
        found[row["id"]] = Fact(
            Fraction(row["value"]),
            row["unit"],
            row["boundary"],
            int(row["year"]),
            row["source"],
            row["licence"],
            Known(row["known"]),
        )
    return MappingProxyType(found)


@dataclass(frozen=True, slots=True)
class Count:
    """Votes of one of London's 33 counting areas in the referendum of 23 June 2016."""

    id: str
    name: str
    remain: int
    leave: int


CITY_OF_LONDON: Final = "E09000001"
REFERENDUM_SOURCE: Final = "Electoral Commission, EU referendum results by local authority"
REFERENDUM_LICENCE: Final = "Open Government Licence"


@cache
def referendum() -> tuple[Count, ...]:
    """London's 33 counting areas, in order of id."""
    rows = _rows("referendum_london.csv", ("id", "name", "remain", "leave"))
    found = tuple(
        Count(row["id"], row["name"], int(row["remain"]), int(row["leave"])) for row in rows
    )
    assert len({one.id for one in found}) == len(found) == 33, "referendum_london.csv"
    return found


def _rows(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    reader = csv.DictReader(text.splitlines(), strict=True)
    assert tuple(reader.fieldnames or ()) == columns, f"{name}: columns"
    return list(reader)
