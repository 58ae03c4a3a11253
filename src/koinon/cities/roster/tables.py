"""Tables as people keep them: bytes to rows, a first line to columns, rows to records.

The reading is in three steps, each of which must succeed before the next. Within a step every
mistake is found, not only the first.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final, TypeVar

from koinon.cities.roster import cells
from koinon.cities.roster.cells import Wrong
from koinon.cities.roster.mistakes import Mistake, RosterErrors

BYTES_LIMIT: Final = 1_000_000
ROWS_LIMIT: Final = 10_000
NAME_LIMIT: Final = 100

T = TypeVar("T")
Row = tuple[int, list[str]]
Seen = dict[tuple[str, str], int]
"""The line on which a name or a short name stood first."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a table may have; `aliases` are further names for them, folded."""

    known: tuple[str, ...]
    required: tuple[str, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """The columns of one table, by name; the titles that the file itself gives them; the rest."""

    names: tuple[str, ...]
    titles: Mapping[str, str]
    ignored: tuple[str, ...]


def read_csv(data: bytes, filename: str) -> tuple[list[Row], str, list[Mistake]]:
    """The rows of a CSV file that are not blank, each with its line; the separator; mistakes.

    Raises:
        RosterErrors: where nothing can be read, because it is too large or no text in UTF-8.
    """
    text = _decoded(data, filename)
    separator = _separator(text)
    mistakes: list[Mistake] = []
    return list(_rows(text, separator, mistakes)), separator, mistakes


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


def folded(title: str) -> str:
    """A column's title as columns are compared: small, with one underscore for any gap."""
    return re.sub(r"[\s_-]+", "_", unicodedata.normalize("NFKC", title).casefold().strip())


def named_columns(
    rows: Sequence[Row], columns: Columns, filename: str, mistakes: list[Mistake]
) -> Named:
    """Name the columns of a table by its first row; without sound columns no row is read.

    Raises:
        RosterErrors: where there is no row, or where a column is missing, twice or misspelt.
    """
    if not rows:
        raise RosterErrors(filename, tuple([*mistakes, Mistake("empty", 0)][:1]))
    before = len(mistakes)
    named = name_columns(rows[0], columns, mistakes)
    if len(mistakes) > before:
        raise RosterErrors(filename, tuple(mistakes))
    return named


def name_columns(header: Row, columns: Columns, mistakes: list[Mistake]) -> Named:
    """Name the columns; a misspelt one is told with the name that was meant."""
    line, titles = header
    said = [folded(title) for title in titles]
    names = [columns.aliases.get(name, name) for name in said]
    absent = [name for name in columns.known if name not in names]
    ignored: list[str] = []
    for position, (name, title) in enumerate(zip(names, titles, strict=True)):
        meant = get_close_matches(name[:NAME_LIMIT], absent, 1, 0.75)
        if not name:
            facts = (("position", position + 1),)
            mistakes.append(Mistake("column_unnamed", line, facts=facts))
        elif name in names[:position]:
            mistakes.append(Mistake("column_twice", line, title))
        elif name not in columns.known and meant:
            absent.remove(meant[0])
            mistakes.append(Mistake("column_misspelt", line, title, facts=(("meant", meant[0]),)))
        elif name not in columns.known:
            ignored.append(title)
    missing = [name for name in columns.required if name in absent]
    mistakes.extend(Mistake("column_missing", line, name) for name in missing)
    own = {name: title for name, one, title in zip(names, said, titles, strict=True) if name != one}
    return Named(tuple(names), own, tuple(ignored))


def records(
    rows: Iterable[Row], named: Named, separator: str, mistakes: list[Mistake]
) -> Iterator[Record]:
    """Each row with its cells by column; one of another length is a mistake."""
    seen: Seen = {}
    for number, (line, fields) in enumerate(rows, start=1):
        if number > ROWS_LIMIT:
            mistakes.append(Mistake("too_many_rows", line, facts=(("limit", ROWS_LIMIT),)))
            return
        if len(fields) != len(named.names):
            facts = (
                ("expected", len(named.names)),
                ("found", len(fields)),
                ("separator", "⇥" if separator == "\t" else separator),
            )
            mistakes.append(Mistake("ragged", line, facts=facts))
            continue
        fields_by_name = dict(zip(named.names, fields, strict=True))
        yield Record(line, fields_by_name, seen, mistakes, named.titles)


def key(name: str) -> str:
    """Names that read alike are the same name."""
    return unicodedata.normalize("NFKC", name).casefold()


class Record:
    """One row being read: gives values, and notes what is wrong with them.

    `titles` are the file's own names of columns, where it has others than this program.
    """

    def __init__(
        self,
        line: int,
        fields: dict[str, str],
        seen: Seen,
        mistakes: list[Mistake],
        titles: Mapping[str, str],
    ) -> None:
        self.line = line
        self.fields = fields
        self.seen = seen
        self.mistakes = mistakes
        self.titles = titles

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
        shown = self.titles.get(column, column)
        self.mistakes.append(Mistake(code, self.line, shown, value, facts))


def short_name(record: Record, name: str | None) -> str | None:
    """Read the short name, or make it from the name; neither may have been seen before."""
    fresh = name is None or record.once("name", key(name), "name_twice", "name", name)
    if record.fields.get("id"):
        given = record.optional("id", cells.short_name)
        if given is not None:
            record.once("id", given, "id_twice", "id", given)
        return given
    made = cells.made_short_name(name or "")
    if name is not None and not made:
        record.wrong("id_needed", "name", name)
    elif made and fresh:
        record.once("id", made, "made_id_twice", "name", made)
    return made
