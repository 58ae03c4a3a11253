"""Tables of ballots, one row a ballot: CSV, TSV and workbooks (.xlsx)."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from koinon.methods.ballotfiles.errors import BallotFileError, gathering
from koinon.methods.ballotfiles.source import (
    MAX_COLUMNS,
    different,
    limited,
    rows_of,
    text_of,
    voters,
    whole,
)
from koinon.methods.ballotfiles.workbooks import workbook, workbook_rows
from koinon.methods.counting.ballots import (
    MAX_OPTIONS,
    SEVERAL,
    Ballots,
    Form,
    gather_approvals,
    gather_choices,
    gather_points,
    gather_rankings,
)
from koinon.methods.counting.contests import Contest, Election, Option

_RANK = re.compile(r"(?:rank|choice|preference|pref)[ _-]*(\d{1,5})", re.IGNORECASE)
_POINTS = re.compile(r"points\((-?\d{1,9})\.\.(-?\d{1,9})\):(.*)", re.DOTALL)
_APPROVED: Final = "approved:"
_CHOICES: Final = ("choice", "vote")
_YES: Final = {"1": True, "x": True, "yes": True, "true": True,
               "0": False, "": False, "no": False, "false": False}  # fmt: skip
MAX_WRITTEN: Final = 1_000_000
"""Most rows of a workbook (its own limit is 1,048,576)."""


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How a table is laid out; what is left out is found by the first row.

    form: what the rows are. first_row: of the ballots, from 1 (2: the row above names columns;
    1: there are no names). first_column, columns: where the marks begin, from 1, and how many (0:
    to the end, or those named rank1, rank2, …). weight: name of the column with the voters of a
    row. overvote, skipped, undeclared: what stands for several marks, for none (an empty cell is
    none too) and for a write-in that no one declared; delimiter: between the several marks of one
    cell. options: ids in the order of the ballot paper; without, the names found, ascending.
    aliases: other names as (found, id). seats: how many are elected. blank_undeclared: an empty
    cell is an undeclared write-in. ranks_in_cells: the first row names the options, and the cells
    hold their ranks. sheet: of a workbook; empty for the first.
    """

    form: Form | Literal[""] = ""
    first_row: int = 2
    first_column: int = 0
    columns: int = 0
    weight: str = "weight"
    overvote: tuple[str, ...] = ("overvote",)
    skipped: tuple[str, ...] = ("skipped", "undervote")
    undeclared: tuple[str, ...] = ()
    delimiter: str = ""
    options: tuple[Option, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    seats: int = 1
    title: str = ""
    blank_undeclared: bool = False
    ranks_in_cells: bool = False
    sheet: str = ""


DEFAULT: Final = TableOptions()
UNDECLARED: Final = "Undeclared Write-ins"
"""The id of the option that undeclared write-ins are counted as."""

Row = tuple[int, list[str]]


def read_table(file: str, data: bytes, options: TableOptions = DEFAULT) -> Election:
    """Read a CSV, TSV or XLSX table of ballots. Raises BallotFileError."""
    rows = _rows(file, data, options.sheet)
    header: list[str] = []
    ballots: list[Row] = []
    for number, row in rows:
        if number == options.first_row - 1 or (not header and number < options.first_row):
            header = [name.strip() for name in row]
        elif number >= options.first_row and any(cell.strip() for cell in row):
            ballots.append((number, row))
    return _Table(file, options, header, ballots).election()


def _rows(file: str, data: bytes, sheet: str) -> Iterator[Row]:
    if data[:2] == b"PK":
        return workbook_rows(file, data, sheet)
    text = text_of(file, data)
    line = text[: max(text.find("\n"), 0) or len(text)]
    return rows_of(file, text, max(",;\t|", key=lambda mark: (line.count(mark), mark == ",")))


@dataclass(slots=True)
class _Table:
    """A table being read; `found` are options by name."""

    file: str
    how: TableOptions
    header: list[str]
    rows: list[Row]
    found: dict[str, Option] = field(default_factory=dict)

    def election(self) -> Election:
        """The election that the table holds."""
        if self.how.ranks_in_cells:
            return self._grid()
        columns = self._marked()
        form = self.how.form or self._form(columns)
        weights = self._weights()
        if form in ("rankings", "choice"):
            return self._named(form, columns, weights)
        return self._matrix(form, columns, weights)

    def _weights(self) -> list[int]:
        names = [name.lower() for name in self.header]
        if not self.how.weight or self.how.weight.lower() not in names:
            return [1] * len(self.rows)
        at = names.index(self.how.weight.lower())
        return [voters(self.file, _cell(row, at), line, at + 1) for line, row in self.rows]

    def _marked(self) -> list[int]:
        """The columns of the marks, from 0."""
        width = max((len(row) for _, row in self.rows), default=len(self.header))
        if self.how.first_column:
            first = self.how.first_column - 1
            end = first + self.how.columns if self.how.columns else width
            return list(range(first, min(end, width)))
        ranked = {
            int(found[1]): at
            for at, name in reversed(list(enumerate(self.header)))
            if (found := _RANK.fullmatch(name))
        }
        if ranked and self.how.form in ("", "rankings"):
            return [ranked[number] for number in sorted(ranked)]
        chosen = [at for at, name in enumerate(self.header) if name.lower() in _CHOICES]
        if chosen and self.how.form in ("", "choice"):
            return chosen[:1]
        marked = [at for at, name in enumerate(self.header)
                  if name.startswith(_APPROVED) or _POINTS.fullmatch(name)]  # fmt: skip
        if marked:
            return marked
        if not self.how.form:
            raise BallotFileError("column_missing", self.file, max(self.how.first_row - 1, 1),
                                  what="rank1, choice, approved:… or points(…):…")  # fmt: skip
        asides = {self.how.weight.lower(), "precinct", "voter_id", ""}
        return [at for at, name in enumerate(self.header) if name.lower() not in asides]

    def _form(self, columns: Sequence[int]) -> Form:
        if self.how.first_column:
            return "rankings"
        name = self.header[columns[0]]
        if _RANK.fullmatch(name):
            return "rankings"
        if name.lower() in _CHOICES:
            return "choice"
        return "approvals" if name.startswith(_APPROVED) else "points"

    # Names in cells

    def _named(self, form: Form, columns: Sequence[int], weights: Sequence[int]) -> Election:
        marks = [tuple(_cell(row, at) for at in columns) for _, row in self.rows]
        options = self._options(marks)
        numbers = {option.id: at for at, option in enumerate(options)}
        named = Counter(option.name for option in options)
        for option in options:
            if named[option.name] == 1:
                numbers.setdefault(option.name, numbers[option.id])
        for alias, id_ in self.how.aliases:
            if id_ not in numbers:
                raise BallotFileError("unknown_option", self.file, found=id_)
            numbers[alias] = numbers[id_]
        read: dict[tuple[str, ...], tuple[tuple[int, ...], ...]] = {}
        for (line, _), cells in zip(self.rows, marks, strict=True):
            if cells not in read:
                read[cells] = tuple(
                    self._mark(cell, numbers, line, at + 1)
                    for cell, at in zip(cells, columns, strict=True)
                )
        votes = [(read[cells], weight) for cells, weight in zip(marks, weights, strict=True)]
        cast = [(ranks, weight) for ranks, weight in votes if weight]
        ids = [option.id for option in options]
        with gathering(self.file):
            if form == "rankings":
                return self._made(options, gather_rankings(ids, cast))
            ones = ((_only(ranks[0] if ranks else ()), weight) for ranks, weight in cast)
            return self._made(options, gather_choices(ids, ones))

    def _mark(
        self, cell: str, numbers: Mapping[str, int], line: int, column: int
    ) -> tuple[int, ...]:
        found = numbers.get(cell)
        if found is not None:
            return (found,)
        if cell in self.how.overvote:
            return SEVERAL
        if cell in self.how.undeclared or (not cell and self.how.blank_undeclared):
            return (numbers[UNDECLARED],)
        if not cell or cell in self.how.skipped:
            return ()
        parts = [part.strip() for part in cell.split(self.how.delimiter)] if (
            self.how.delimiter and self.how.delimiter in cell) else []  # fmt: skip
        if parts and all(part in numbers for part in parts):
            return tuple(sorted({numbers[part] for part in parts}))
        wrong = next((part for part in parts if part not in numbers), cell)
        raise BallotFileError("unknown_option", self.file, line, column, found=wrong)

    def _options(self, marks: Sequence[tuple[str, ...]]) -> tuple[Option, ...]:
        """The options as declared, or the names found; and the undeclared if they have a label."""
        cells = {cell for row in dict.fromkeys(marks) for cell in row}
        aside = {*self.how.overvote, *self.how.skipped, *self.how.undeclared, ""}
        options = self.how.options
        if not options:
            names = cells - aside
            if self.how.delimiter:
                names = {part.strip() for one in names for part in one.split(self.how.delimiter)}
            aliases = dict(self.how.aliases)
            options = tuple(
                Option(name, name) for name in sorted({aliases.get(n, n) for n in names} - {""})
            )
        undeclared = self.how.undeclared or (self.how.blank_undeclared and "" in cells)
        if undeclared and all(option.id != UNDECLARED for option in options):
            options = (*options, Option(UNDECLARED, UNDECLARED))
        limited(self.file, len(options))
        return options

    # Options in columns

    def _matrix(self, form: Form, columns: Sequence[int], weights: Sequence[int]) -> Election:
        heads = [self.header[at] if at < len(self.header) else "" for at in columns]
        scored = [_POINTS.fullmatch(head) for head in heads]
        names = [
            f[3] if f else h.removeprefix(_APPROVED) for f, h in zip(scored, heads, strict=True)
        ]
        limited(self.file, len(names))
        declared = {option.id: option for option in self.how.options}
        options = tuple(declared.get(name, Option(name, name)) for name in names)
        ids = [option.id for option in options]
        if form == "approvals":
            sets = ((self._approved(row, columns), n) for row, n in self._cast(weights))
            with gathering(self.file):
                return self._made(options, gather_approvals(ids, sets))
        given = [(self._scored(row, columns), n) for row, n in self._cast(weights)]
        seen = [0, *(points for one, _ in given for points in one.values())]
        bounds = [(int(one[1]), int(one[2])) for one in scored if one]
        lowest = min([low for low, _ in bounds] or seen)
        top = max([high for _, high in bounds] or seen)
        with gathering(self.file):
            return self._made(options, gather_points(ids, given, lowest, top))

    def _grid(self) -> Election:
        """Rankings where cells hold the ranks of the options that the first row names."""
        first = max(self.how.first_column, 1) - 1
        end = first + self.how.columns if self.how.columns else len(self.header)
        aside = {self.how.weight.lower(), ""}
        columns = [at for at, name in enumerate(self.header[:end])
                   if at >= first and name.lower() not in aside]  # fmt: skip
        aliases = dict(self.how.aliases) | dict.fromkeys(self.how.undeclared, UNDECLARED)
        names = [aliases.get(self.header[at], self.header[at]) for at in columns]
        options = self.how.options or tuple(Option(name, name) for name in names)
        if self.how.undeclared and all(option.id != UNDECLARED for option in options):
            options = (*options, Option(UNDECLARED, UNDECLARED))
        limited(self.file, len(options))
        numbers = {option.id: at for at, option in enumerate(options)}
        line = max(self.how.first_row - 1, 1)
        different(self.file, names, "the first row", lambda _: line)
        for name, at in zip(names, columns, strict=True):
            if name not in numbers:
                raise BallotFileError("unknown_option", self.file, line, at + 1, found=name)
        places = [numbers[name] for name in names]
        votes = ((self._ranked(row, columns, places), n) for row, n in self._cast(self._weights()))
        with gathering(self.file):
            return self._made(options, gather_rankings([one.id for one in options], votes))

    def _ranked(
        self, row: Row, columns: Sequence[int], places: Sequence[int]
    ) -> tuple[tuple[int, ...], ...]:
        line, cells = row
        ranks: dict[int, list[int]] = {}
        for at, option in zip(columns, places, strict=True):
            text = _cell(cells, at)
            if text and text not in self.how.skipped:
                rank = whole(self.file, text, 1, MAX_OPTIONS, line, at + 1)
                ranks.setdefault(rank, []).append(option)
        top = max(ranks, default=0)
        return tuple(tuple(sorted(ranks.get(rank, ()))) for rank in range(1, top + 1))

    def _cast(self, weights: Sequence[int]) -> Iterator[tuple[Row, int]]:
        return ((row, n) for row, n in zip(self.rows, weights, strict=True) if n)

    def _approved(self, row: Row, columns: Sequence[int]) -> list[int]:
        line, cells = row
        yes = []
        for number, at in enumerate(columns):
            text = _cell(cells, at)
            if text.lower() not in _YES:
                raise BallotFileError("not_known", self.file, line, at + 1, found=text,
                                      known="1, x, yes, true, 0, no, false")  # fmt: skip
            yes += [number] if _YES[text.lower()] else []
        return yes

    def _scored(self, row: Row, columns: Sequence[int]) -> dict[int, int]:
        line, cells = row
        return {
            number: whole(self.file, text, -(10**9), 10**9, line, at + 1)
            for number, at in enumerate(columns)
            if (text := _cell(cells, at)) and text not in self.how.skipped
        }

    def _made(self, options: tuple[Option, ...], ballots: Ballots) -> Election:
        return Election(Contest(self.how.title or self.file, options, self.how.seats), ballots)


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _only(rank: tuple[int, ...]) -> int | None:
    return None if not rank else rank[0] if len(rank) == 1 else SEVERAL[0]


# Writing


def write_csv(election: Election) -> bytes:
    """Write a CSV table: a column `weight`, then the marks; several known marks as `A|B`.

    Reading it again gives equal ballots where the options are given in paper order. Raises
    BallotFileError for ids that would read as something else.
    """
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(_table(election))
    return out.getvalue().encode()


def write_xlsx(election: Election) -> bytes:
    """Write the table of `write_csv` as a workbook; all cells are text but weights."""
    if election.ballots.different >= MAX_WRITTEN:
        raise BallotFileError("voters_not_held", ".xlsx", found=election.ballots.different,
                              limit=MAX_WRITTEN, known="CSV")  # fmt: skip
    return workbook(_table(election))


def reading_back(election: Election) -> TableOptions:
    """The options with which `read_table` reads what was written as the same ballots."""
    contest = election.contest
    return TableOptions(
        form=election.ballots.form,
        delimiter="|",
        options=contest.options,
        seats=contest.seats,
        title=contest.title,
    )


def _table(election: Election) -> Iterator[list[Any]]:
    ids, ballots = election.contest.ids, election.ballots
    taken = {*DEFAULT.overvote, *DEFAULT.skipped}
    for id_ in ids:
        if id_ in taken or "|" in id_ or id_ != id_.strip() or "\r" in id_:
            raise BallotFileError("ids_not_held", ".csv", found=id_)
    if ballots.form == "rankings":
        rows = [(list(ranks), n) for ranks, n in ballots.rankings()]
        width = max([1, *(len(ranks) for ranks, _ in rows)])
        if width > MAX_COLUMNS - 1:
            raise BallotFileError("too_many_columns", ".csv", limit=MAX_COLUMNS)
        yield ["weight", *(f"rank{at + 1}" for at in range(width))]
        for ranks, n in rows:
            cells = [_written(ids, rank) for rank in ranks]
            yield [n, *cells, *[""] * (width - len(cells))]
    elif ballots.form == "choice":
        yield ["weight", "choice"]
        for option, n in ballots.choices():
            yield [n, _written(ids, () if option is None else (option,))]
    elif ballots.form == "approvals":
        yield ["weight", *(_APPROVED + id_ for id_ in ids)]
        for approved, n in ballots.approvals():
            yield [n, *("1" if at in approved else "0" for at in range(len(ids)))]
    else:
        yield ["weight", *(f"points({ballots.lowest}..{ballots.top}):{id_}" for id_ in ids)]
        for row, n in ballots.points():
            yield [n, *("" if points is None else str(points) for points in row)]


def _written(ids: Sequence[str], rank: tuple[int, ...]) -> str:
    if rank == SEVERAL:
        return DEFAULT.overvote[0]
    return "|".join(ids[option] for option in rank)
