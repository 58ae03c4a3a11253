"""From a table of cities to the cities of a plan, or to every mistake in it.

The table is that of `docs/reference/plan-inputs.md`. A boundary, a year and a source are
demanded of every row; a figure that has others says so in columns of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from koinon.cities.metros import Figure
from koinon.cities.roster import Mistake, RosterErrors, cells
from koinon.cities.roster.cells import Wrong
from koinon.cities.roster.tables import (
    NAME_LIMIT,
    Columns,
    Named,
    Record,
    Row,
    folded,
    named_columns,
    read_csv,
    records,
    short_name,
)
from koinon.planner.places.place import FIGURE_NAMES, Place, Rate, Read, Remark, remarks_on
from koinon.planner.places.place import folded as same

SOURCE_LIMIT: Final = 200
POPULATION_LIMIT: Final = 100_000_000
FIGURE_LIMIT: Final = 10**15
PER_HEAD: Final = range(100, 10**10)
"""Plausible yearly product or income per inhabitant, in the unit of any currency in use."""
UNSTATED_LICENCE: Final = "not stated"
REQUIRED: Final = ("name", "country", "population", "boundary", "year", "source")
SINGLE: Final = (*REQUIRED, "id", "licence", "latitude", "longitude", "national_seats")
PEOPLE: Final = ("population", "suburb", "countryside")
"""Figures whose unit is known to be inhabitants."""
PARTS: Final = ("year", "boundary", "source", "licence")
"""What a figure may have another of than its row: product_year, product_boundary and so on."""
PREFERENCE: Final = "preference_"
CHAMBER: Final = "seats_"
_SCALED: Final = re.compile(
    r"\b(millions?|thousands?|billions?|mn|mio|bn|mrd|k|m)\b|['’]?000\b|millones|milliers|mil\b",
    re.IGNORECASE,
)
_RATE: Final = re.compile(r"[-−]?[0-9]{1,15}(?:\.[0-9]{1,15})?(?:/[0-9]{1,15}|\s?%)?")


def places_from_csv(data: bytes, filename: str) -> Read:
    """Read the cities of a plan from CSV in UTF-8, separated by comma, semicolon or tab.

    Raises:
        RosterErrors: with every mistake found; nothing was read.
    """
    rows, separator, mistakes = read_csv(data, filename)
    return places_from_rows(rows, filename, separator=separator, mistakes=mistakes)


def places_from_rows(
    rows: Sequence[Row],
    filename: str,
    *,
    separator: str = ",",
    mistakes: Iterable[Mistake] = (),
) -> Read:
    """Read the cities of a plan from rows, the first of which names the columns.

    `mistakes` are what was wrong with the rows already, as where a workbook was read.

    Raises:
        RosterErrors: with every mistake found; nothing was read.
    """
    found = list(mistakes)
    columns = _columns(rows[0] if rows else (0, []))
    named = named_columns(rows, columns.known, filename, found)
    table = _Table(columns, {})
    read = [(one.line, table.place(one)) for one in records(rows[1:], named, separator, found)]
    if found:
        raise RosterErrors(filename, tuple(sorted(found, key=lambda one: one.line)))
    if not read:
        raise RosterErrors(filename, (Mistake("no_members", 0),))
    places = tuple(place for _, place in read if place is not None)
    said = remarks_on(places, tuple(line for line, _ in read))
    return Read(places, (*_ignored(rows[0], named), *said, *_unlicensed(places)))


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns this table may have; the names of its figures, axes and chambers."""

    known: Columns
    figures: tuple[str, ...]
    axes: tuple[str, ...]
    chambers: tuple[str, ...]


def _columns(header: Row) -> _Columns:
    """What the first line asks for: a figure of the user's own is a column with a unit."""
    titles = [folded(title) for title in header[1]]
    own = [
        title.removesuffix("_unit")
        for title in titles
        if title.endswith("_unit") and title.removesuffix("_unit") in titles
    ]
    further = tuple(name for name in dict.fromkeys(own) if name not in (*SINGLE, *FIGURE_NAMES))
    axes = tuple(title for title in titles if title.startswith(PREFERENCE) and title != PREFERENCE)
    chambers = tuple(title for title in titles if title.startswith(CHAMBER) and title != CHAMBER)
    figures = (*FIGURE_NAMES, *further)
    given = [name for name in (*figures, "national_seats", *axes, *chambers) if name in titles]
    units = [f"{name}_unit" for name in given if name not in PEOPLE]
    parts = [f"{name}_{part}" for name in given for part in PARTS]
    axes = tuple(axis for axis in axes if axis not in parts)
    chambers = tuple(name for name in chambers if name not in parts)
    known = tuple(dict.fromkeys((*SINGLE, *figures, *axes, *chambers, *units, *parts)))
    return _Columns(Columns(known, REQUIRED), figures, axes, chambers)


def _ignored(header: Row, named: Named) -> Iterable[Remark]:
    for title in named.ignored:
        yield Remark("column_ignored", header[0], "", (("column", title),))


def _unlicensed(places: tuple[Place, ...]) -> Iterable[Remark]:
    bare = sum(any(one.licence == UNSTATED_LICENCE for _, one in p.figures) for p in places)
    if bare:
        yield Remark("licence_unstated", facts=(("n", bare),))


class _Table:
    """Reads the rows of one table; remembers the unit each figure had first."""

    def __init__(self, columns: _Columns, units: dict[str, tuple[str, int]]) -> None:
        self._columns = columns
        self._units = units

    def place(self, record: Record) -> Place | None:
        """Read the whole row; None where anything in it is wrong."""
        before = len(record.mistakes)
        name = record.required("name", cells.text(NAME_LIMIT))
        country = record.required("country", cells.country)
        row = _Quotes.of_row(record)
        figures = {one: self._figure(record, one, row) for one in self._columns.figures}
        _check_per_head(record, figures)
        record.together("latitude", "longitude")
        latitude = record.optional("latitude", cells.degrees_e4(90))
        longitude = record.optional("longitude", cells.degrees_e4(180))
        seats = _rate(record, "national_seats", 0, row)
        preferences = [(axis, _rate(record, axis, -1, row)) for axis in self._columns.axes]
        chambers = [(name, _rate(record, name, 0, row)) for name in self._columns.chambers]
        short = short_name(record, name)
        if len(record.mistakes) > before:
            return None
        population = figures["population"]
        assert name is not None
        assert country is not None
        assert short is not None
        assert population is not None
        further = [(own, figures[own]) for own in self._columns.figures[len(FIGURE_NAMES) :]]
        return Place(
            id=short,
            name=name,
            country=country,
            population=population,
            latitude_e4=latitude,
            longitude_e4=longitude,
            product=figures["product"],
            income=figures["income"],
            suburb=figures["suburb"],
            countryside=figures["countryside"],
            further=tuple((own, one) for own, one in further if one is not None),
            preferences=tuple(
                (axis.removeprefix(PREFERENCE), one) for axis, one in preferences if one is not None
            ),
            national_seats=seats,
            chambers=tuple(
                (name.removeprefix(CHAMBER), one) for name, one in chambers if one is not None
            ),
        )

    def _figure(self, record: Record, name: str, row: _Quotes) -> Figure | None:
        """Read one figure with its unit and what is needed to quote it."""
        quotes = row.of_figure(record, name)
        if name == "population":
            value = record.required(name, cells.whole(1, POPULATION_LIMIT))
            return quotes.figure(value, "inhabitants")
        if name in PEOPLE:
            value = record.optional(name, cells.whole(0, POPULATION_LIMIT))
            return quotes.figure(value, "inhabitants")
        unit_column = f"{name}_unit"
        unit = record.optional(unit_column, cells.text(NAME_LIMIT))
        least = 1 if name in FIGURE_NAMES else 0
        value = record.optional(name, cells.whole(least, FIGURE_LIMIT))
        if record.fields.get(name) and not record.fields.get(unit_column):
            record.wrong("unit_missing", unit_column, "", (("given", name),))
        if value is None or unit is None:
            return None
        if scaled := _SCALED.search(unit):
            record.wrong("unit_scaled", unit_column, unit, (("word", scaled[0]),))
        first, line = self._units.setdefault(name, (unit, record.line))
        if same(first) != same(unit):
            record.wrong("unit_differs", unit_column, unit, (("first", line), ("unit", first)))
        return quotes.figure(value, unit)


@dataclass(frozen=True, slots=True)
class _Quotes:
    """Year, boundary, source and licence of a row or of one of its figures."""

    year: int | None
    boundary: str | None
    source: str | None
    licence: str

    @classmethod
    def of_row(cls, record: Record) -> _Quotes:
        """What all figures of the row have that have nothing else."""
        return cls(
            record.required("year", cells.year),
            record.required("boundary", cells.text(NAME_LIMIT)),
            record.required("source", cells.text(SOURCE_LIMIT)),
            record.optional("licence", cells.text(NAME_LIMIT)) or UNSTATED_LICENCE,
        )

    def of_figure(self, record: Record, name: str) -> _Quotes:
        """The row's, save for what the figure has of its own."""
        return replace(
            self,
            year=record.optional(f"{name}_year", cells.year) or self.year,
            boundary=record.optional(f"{name}_boundary", cells.text(NAME_LIMIT)) or self.boundary,
            source=record.optional(f"{name}_source", cells.text(SOURCE_LIMIT)) or self.source,
            licence=record.optional(f"{name}_licence", cells.text(NAME_LIMIT)) or self.licence,
        )

    def figure(self, value: int | None, unit: str) -> Figure | None:
        """A figure that may be quoted; None where anything is missing, which is a mistake told."""
        if value is None or self.year is None or self.boundary is None or self.source is None:
            return None
        return Figure(value, unit, self.year, self.boundary, self.source, self.licence)

    def rate(self, value: Fraction | None) -> Rate | None:
        """The same for a number that is no count."""
        if value is None or self.year is None or self.boundary is None or self.source is None:
            return None
        return Rate(value, self.year, self.boundary, self.source, self.licence)


def _check_per_head(record: Record, figures: dict[str, Figure | None]) -> None:
    """A product or income per inhabitant that no city has was written in other units."""
    population = figures["population"]
    for name in ("product", "income"):
        figure = figures[name]
        if figure is None or population is None:
            continue
        per_head = figure.value // population.value
        if per_head not in PER_HEAD:
            facts = (("per_head", per_head), ("unit", figure.unit))
            record.wrong("per_head", name, record.fields[name], facts)


def _rate(record: Record, column: str, least: int, row: _Quotes) -> Rate | None:
    """Read a number from `least` to 1: 0.25, 1/4 or 25 %."""

    def read(cell: str) -> Fraction:
        value = exact(cell)
        if not least <= value <= 1:
            raise Wrong("rate_range", least=least)
        return value

    return row.of_figure(record, column).rate(record.optional(column, read))


def exact(cell: str) -> Fraction:
    """Read a number as people write it: 0.25, -1/4 or 25 %. Raises Wrong."""
    if not _RATE.fullmatch(cell):
        if _RATE.fullmatch(cell.replace(",", ".", 1)) and "," in cell:
            raise Wrong("decimal_comma", plain=cell.replace(",", "."))
        raise Wrong("not_a_rate")
    plain = cell.replace("−", "-")
    try:
        value = Fraction(plain.rstrip("% \u00a0\u202f"))
    except (ValueError, ZeroDivisionError):
        raise Wrong("not_a_rate") from None
    return value / 100 if plain.endswith("%") else value
