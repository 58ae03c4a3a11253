"""Tables of votes in CSV files: one column, or districts by parties. Mistakes name their cell."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from koinon.interfaces.shell.mistakes import Mistake
from koinon.methods.counting.contests import CountError
from koinon.methods.counting.seats.districts import Table
from koinon.methods.counting.seats.rules import Votes

LIMIT = 5_000_000
MAX_FIGURES = 19


@dataclass(frozen=True, slots=True)
class Lines:
    """The cells of a file and the number of each line, the first of which names the columns."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_votes(name: str, blank: int, invalid: int) -> Votes:
    """Parties and votes of a file with two columns, and one of seats won if there is a third."""
    lines = _lines(name)
    if len(lines.head) not in {2, 3} or (len(lines.head) == 3 and lines.head[2] != "won"):
        raise Mistake(
            f"{name}, line 1: there are {len(lines.head)} columns; give names and votes, and a "
            "third called 'won' if seats won in constituencies count; for a table of districts "
            "say --district-seats."
        )
    numbers = [[_whole(lines, n, row, at) for at in range(1, len(row))] for n, row in lines.rows]
    parties = tuple(row[0] for _, row in lines.rows)
    won = tuple(n[1] for n in numbers) if len(lines.head) == 3 else ()
    try:
        return Votes(parties, tuple(n[0] for n in numbers), blank, invalid, won)
    except CountError as error:
        raise Mistake(f"{name}: {error}") from error


def read_table(name: str, seats: str) -> Table:
    """Districts by parties; `seats` names the column of their seats, or else the row of them."""
    lines = _lines(name)
    if seats not in lines.head[1:]:
        lines = _turned(lines, seats)
    at = lines.head.index(seats)
    parties = tuple(cell for place, cell in enumerate(lines.head) if place not in {0, at})
    rows, district_seats = [], []
    for number, row in lines.rows:
        district_seats.append(_whole(lines, number, row, at))
        rows.append(tuple(
            _whole(lines, number, row, place) for place in range(1, len(row)) if place != at
        ))  # fmt: skip
    districts = tuple(row[0] for _, row in lines.rows)
    try:
        return Table(districts, parties, tuple(district_seats), tuple(rows))
    except CountError as error:
        raise Mistake(f"{name}: {error}") from error


def _lines(name: str) -> Lines:
    data = Path(name).read_bytes() if Path(name).exists() else None
    if data is None:
        raise Mistake(f"{name}: there is no such file; name a CSV file of votes.")
    if len(data) > LIMIT:
        raise Mistake(f"{name}: {len(data)} bytes are more than {LIMIT}; give a table of votes.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Mistake(f"{name}: it is not text in UTF-8; save it as CSV UTF-8.") from error
    first = text.partition("\n")[0]
    mark = max(";", "\t", ",", key=first.count)
    try:
        found = [(at, tuple(cell.strip() for cell in row))
                 for at, row in enumerate(csv.reader(text.splitlines(), delimiter=mark), start=1)
                 if any(cell.strip() for cell in row)]  # fmt: skip
    except csv.Error as error:
        raise Mistake(f"{name}: it is not a CSV file ({error}); save it as CSV UTF-8.") from error
    if len(found) < 2:
        raise Mistake(f"{name}: there is no row below the names of the columns; add the votes.")
    head = found[0][1]
    for number, row in found[1:]:
        if len(row) != len(head):
            raise Mistake(
                f"{name}, line {number}: there are {len(row)} cells below {len(head)} columns; "
                "give each row as many."
            )
    return Lines(name, head, tuple(found[1:]))


def _turned(lines: Lines, seats: str) -> Lines:
    """A file whose rows are parties, as one whose rows are districts."""
    if seats not in [row[0] for _, row in lines.rows]:
        raise Mistake(
            f"{lines.name}: no column and no row is called '{seats[:40]}'; name the one with the "
            "seats of the districts."
        )
    cells = [lines.head, *(row for _, row in lines.rows)]
    turned = list(zip(*cells, strict=True))
    return Lines(lines.name, turned[0], tuple((1, row) for row in turned[1:]))


def _whole(lines: Lines, number: int, row: Sequence[str], at: int) -> int:
    text = row[at]
    if not text.isascii() or not text.isdigit() or len(text) > MAX_FIGURES:
        raise Mistake(
            f"{lines.name}, line {number}, column {lines.head[at]}: '{text[:40]}' is not a whole "
            "number; write digits only, e.g. 12500."
        )
    return int(text)
