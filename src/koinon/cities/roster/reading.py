"""From the bytes of a CSV file to members, or to every mistake in it.

The reading is in three steps, each of which must succeed before the next: bytes to text, first
line to columns, lines to members. Within a step every mistake is found, not only the first.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Final, TypeVar

from koinon.cities.roster import cells
from koinon.cities.roster.cells import Wrong
from koinon.cities.roster.mistakes import Mistake, RosterErrors

BYTES_LIMIT: Final = 1_000_000
ROWS_LIMIT: Final = 10_000
NAME_LIMIT: Final = 100
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

T = TypeVar("T")
Row = tuple[int, list[str]]
Seen = dict[tuple[str, str], int]
"""The line on which a name or a short name stood first."""


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
    text = _decoded(data, filename)
    separator = _separator(text)
    mistakes: list[Mistake] = []
    rows = _rows(text, separator, mistakes)
    header = next(rows, None)
    if header is None:
        mistakes.append(Mistake("empty", 0))
        raise RosterErrors(filename, tuple(mistakes[:1]))
    columns, ignored = _columns(header, mistakes)
    if mistakes:
        raise RosterErrors(filename, tuple(mistakes))
    members = _members(rows, columns, separator, mistakes)
    if mistakes:
        raise RosterErrors(filename, tuple(sorted(mistakes, key=lambda one: one.line)))
    if not members:
        raise RosterErrors(filename, (Mistake("no_members", 0),))
    return Roster(members, ignored)


def _decoded(data: bytes, filename: str) -> str:
    """Turn bytes into text; what is not UTF-8 is named for what it is."""
    if len(data) > BYTES_LIMIT:
        raise RosterErrors(filename, (Mistake("too_big", 0, facts=(("limit", BYTES_LIMIT),)),))
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise RosterErrors(filename, (Mistake("spreadsheet", 0),))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:2]:
        raise RosterErrors(filename, (Mistake("utf16", 0),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line_at(data[: error.start].decode("utf-8", "replace"))
        raise RosterErrors(filename, (Mistake("not_utf8", line),)) from None
    if "\0" in text:
        line = _line_at(text[: text.index("\0")])
        raise RosterErrors(filename, (Mistake("nul", line),))
    return text


def _line_at(before: str) -> int:
    return 1 + len(re.findall(r"\r\n?|\n", before))


def _separator(text: str) -> str:
    """The commonest of comma, semicolon and tab on the first written line, outside quotes."""
    first = next(filter(str.strip, re.split(r"[\r\n]+", text)), "")
    unquoted = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=unquoted.count)


def _rows(text: str, separator: str, mistakes: list[Mistake]) -> Iterator[Row]:
    """Yield every row that is not blank with the line it begins on; stop where quoting breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = [field.strip() for field in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            limit = csv.field_size_limit()
            too_long = "field limit" in str(error)
            facts = (("limit", limit),) if too_long else ()
            mistakes.append(Mistake("field_limit" if too_long else "quotes", line, facts=facts))
            return
        if any(fields):
            yield line, fields


def _columns(header: Row, mistakes: list[Mistake]) -> tuple[list[str], tuple[str, ...]]:
    """Name the columns; a misspelt one is told with the name that was meant."""
    line, titles = header
    names = [re.sub(r"[\s-]+", "_", title.casefold()) for title in titles]
    absent = [name for name in COLUMNS if name not in names]
    ignored: list[str] = []
    for position, (name, title) in enumerate(zip(names, titles, strict=True)):
        meant = get_close_matches(name[:NAME_LIMIT], absent, 1, 0.75)
        if not name:
            facts = (("position", position + 1),)
            mistakes.append(Mistake("column_unnamed", line, facts=facts))
        elif name in names[:position]:
            mistakes.append(Mistake("column_twice", line, title))
        elif name not in COLUMNS and meant:
            absent.remove(meant[0])
            mistakes.append(Mistake("column_misspelt", line, title, facts=(("meant", meant[0]),)))
        elif name not in COLUMNS:
            ignored.append(title)
    missing = [name for name in REQUIRED if name in absent]
    mistakes.extend(Mistake("column_missing", line, name) for name in missing)
    return names, tuple(ignored)


def _members(
    rows: Iterator[Row], columns: list[str], separator: str, mistakes: list[Mistake]
) -> tuple[RosterMember, ...]:
    members: list[RosterMember] = []
    seen: Seen = {}
    for number, (line, fields) in enumerate(rows, start=1):
        if number > ROWS_LIMIT:
            mistakes.append(Mistake("too_many_rows", line, facts=(("limit", ROWS_LIMIT),)))
            break
        if len(fields) != len(columns):
            facts = (
                ("expected", len(columns)),
                ("found", len(fields)),
                ("separator", "⇥" if separator == "\t" else separator),
            )
            mistakes.append(Mistake("ragged", line, facts=facts))
            continue
        record = _Record(line, dict(zip(columns, fields, strict=True)), seen, mistakes)
        member = record.member()
        if member is not None:
            members.append(member)
    return tuple(members)


def _key(name: str) -> str:
    """Names that read alike are the same name."""
    return unicodedata.normalize("NFKC", name).casefold()


class _Record:
    """One row being read: gives values, and notes what is wrong with them."""

    def __init__(
        self, line: int, fields: dict[str, str], seen: Seen, mistakes: list[Mistake]
    ) -> None:
        self.line = line
        self.fields = fields
        self.seen = seen
        self.mistakes = mistakes

    def member(self) -> RosterMember | None:
        """Read the whole row; None where anything in it is wrong."""
        mistakes_before = len(self.mistakes)
        name = self.required("name", cells.text(NAME_LIMIT))
        country = self.required("country", cells.country)
        boundary = self.optional("boundary", cells.text(NAME_LIMIT)) or DEFAULT_BOUNDARY
        licence = self.optional("licence", cells.text(NAME_LIMIT)) or UNSTATED_LICENCE
        population = self.population(boundary, licence)
        product = self.product(boundary, licence)
        latitude, longitude = self.coordinates()
        website = self.optional("website", cells.address)
        short = self.short_name(name)
        if len(self.mistakes) > mistakes_before:
            return None
        assert name is not None
        assert country is not None
        assert short is not None
        assert population is not None
        return RosterMember(
            self.line, short, name, country, population, product, latitude, longitude, website
        )

    def population(self, boundary: str, licence: str) -> RosterFigure | None:
        """Read the population, which every member has."""
        value = self.required("population", cells.whole(1, POPULATION_LIMIT))
        on = self.required("population_on", cells.day)
        source = self.required("population_source", cells.text(SOURCE_LIMIT))
        if value is None or on is None or source is None:
            return None
        return RosterFigure("population", value, "inhabitants", boundary, on, source, licence)

    def product(self, boundary: str, licence: str) -> RosterFigure | None:
        """Read the gross product: with its unit, day and source, or not at all."""
        self.together("product", "product_unit", "product_on", "product_source")
        value = self.optional("product", cells.whole(1, PRODUCT_LIMIT))
        unit = self.optional("product_unit", cells.text(NAME_LIMIT))
        on = self.optional("product_on", cells.day)
        source = self.optional("product_source", cells.text(SOURCE_LIMIT))
        if value is None or unit is None or on is None or source is None:
            return None
        return RosterFigure("product", value, unit, boundary, on, source, licence)

    def coordinates(self) -> tuple[int | None, int | None]:
        """Read latitude and longitude: both or neither."""
        self.together("latitude", "longitude")
        latitude = self.optional("latitude", cells.degrees_e4(90))
        return latitude, self.optional("longitude", cells.degrees_e4(180))

    def short_name(self, name: str | None) -> str | None:
        """Read the short name, or make it from the name; neither may have been seen before."""
        fresh = name is None or self.once("name", _key(name), "name_twice", "name", name)
        if self.fields.get("id"):
            given = self.optional("id", cells.short_name)
            if given is not None:
                self.once("id", given, "id_twice", "id", given)
            return given
        made = cells.made_short_name(name or "")
        if name is not None and not made:
            self.wrong("id_needed", "name", name)
        elif made and fresh:
            self.once("id", made, "made_id_twice", "name", made)
        return made

    def once(self, kind: str, key: str, code: str, column: str, value: str) -> bool:
        """Whether the key is new; where an earlier line has it, that is a mistake."""
        first = self.seen.setdefault((kind, key), self.line)
        if first != self.line:
            self.wrong(code, column, value, (("first", first),))
        return first == self.line

    def together(self, *columns: str) -> None:
        """Note every column that is empty while another of its group is filled in."""
        given = [column for column in columns if self.fields.get(column)]
        for column in columns:
            if given and column not in given:
                self.wrong("companion_missing", column, "", (("given", given[0]),))

    def required(self, column: str, read: Callable[[str], T]) -> T | None:
        """Read a cell that must be filled in."""
        if not self.fields[column]:
            self.wrong("missing", column, "")
        return self.optional(column, read)

    def optional(self, column: str, read: Callable[[str], T]) -> T | None:
        """Read a cell; None where it is empty, absent or wrong."""
        cell = self.fields.get(column, "")
        if not cell:
            return None
        try:
            return read(cell)
        except Wrong as wrong:
            self.wrong(wrong.code, column, cell, wrong.facts)
            return None

    def wrong(
        self, code: str, column: str, value: str, facts: tuple[tuple[str, str | int], ...] = ()
    ) -> None:
        """Note a mistake on this line."""
        self.mistakes.append(Mistake(code, self.line, column, value, facts))
