"""Tables of a result on the screen, as CSV and as a workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from koinon.interfaces.shared.opendata.cells import cell as safe
from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.tables import lined
from koinon.methods.counting.sheets import Cell, Column, Sheet

WORDS = {
    "apportionment": "Seats",
    "quotients": "Quotients",
    "parties": "Parties",
    "lists": "Lists",
    "party_divisors": "Divisors of parties",
    "party": "party",
    "district": "district",
    "votes": "votes",
    "seats": "seats",
    "exact_share": "exact share",
    "quotas": "in quotas",
    "votes_missing": "votes missing for one more",
    "divided_by": "by",
    "voter_number": "voters",
    "divisor": "divisor",
}
"""Words for the codes of titles and columns."""


def show(sheet: Sheet) -> Iterator[str]:
    """A table in aligned columns, the first to the left."""
    head = [_title(column) for column in sheet.columns]
    rows = [head, *([_text(cell, column) for cell, column in zip(row, sheet.columns, strict=True)]
                    for row in sheet.rows)]  # fmt: skip
    yield WORDS[sheet.code]
    yield from lined(rows)


def write(name: str, sheets: Sequence[Sheet]) -> None:
    """Write all tables: one sheet each of a workbook, or one below the other in CSV.

    Texts are safe in a spreadsheet.
    """
    path = Path(name)
    if path.suffix not in {".csv", ".xlsx"}:
        raise Mistake(f"--sheet: '{name[-40:]}' is neither .csv nor .xlsx; end it with one.")
    if path.suffix == ".xlsx":
        _workbook(path, sheets)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for at, sheet in enumerate(sheets):
            if at:
                writer.writerow(())
            writer.writerow([safe(_title(column)) for column in sheet.columns])
            for row in sheet.rows:
                writer.writerow(
                    safe(_text(cell, column))
                    for cell, column in zip(row, sheet.columns, strict=True)
                )


def _workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Numbers as numbers; text as text, whatever sign it begins with."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(WORDS[sheet.code])
        rows = [[_title(column) for column in sheet.columns], *sheet.rows]
        for at, row in enumerate(rows, start=1):
            for place, cell in enumerate(row, start=1):
                exact = isinstance(cell, Fraction)
                spot = page.cell(at, place, float(cell) if isinstance(cell, Fraction) else cell)
                if isinstance(cell, str):
                    spot.data_type = "s"
                elif exact:
                    spot.number_format = "0." + "0" * max(sheet.columns[place - 1].places, 1)
    book.save(path)


def say_number(value: int | Fraction, places: int) -> str:
    """A number to so many decimals, halves up, without zeros at the end."""
    scale = 10**places
    whole, part = divmod((value * scale * 2 + 1) // 2, scale)
    return f"{whole}.{part:0{places}}".rstrip("0").rstrip(".") if places else str(whole)


def _title(column: Column) -> str:
    if column.code == "party" and column.option:
        return column.option
    word = WORDS[column.code]
    return f"{word} {column.option}" if column.option else word


def _text(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    return say_number(cell, column.places) if isinstance(cell, Fraction) else str(cell)
