"""The tables of a count in words: for the terminal, for CSV files, for a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from koinon.interfaces.shared.countwords import called, decimals, in_words, is_options
from koinon.interfaces.shared.opendata.cells import cell as safe
from koinon.methods.counting.documents import Count
from koinon.methods.counting.sheets import Cell, Column, Sheet


@dataclass(frozen=True, slots=True)
class Told:
    """A table of texts; `numbers` says which columns hold numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]


def told(sheet: Sheet, names: Mapping[str, str]) -> Told:
    """A sheet in English, options by name."""
    heads = tuple(_head(column, names) for column in sheet.columns)
    rows = tuple(
        tuple(_cell(value, column, names) for value, column in zip(row, sheet.columns, strict=True))
        for row in sheet.rows
    )
    numbers = tuple(
        any(isinstance(row[at], int | Fraction) for row in sheet.rows) for at in range(len(heads))
    )
    if is_sideways(sheet):
        rows = tuple(zip(heads, *rows, strict=True))
        heads, rows = rows[0], rows[1:]
        numbers = (False, *(True for _ in sheet.rows))
    return Told(in_words(sheet.code), heads, rows, numbers)


def is_sideways(sheet: Sheet) -> bool:
    """Whether a sheet is read with its columns as rows: one line an option, one column a stage."""
    return any(column.option for column in sheet.columns) and bool(sheet.rows)


def csv_files(counted: Count) -> list[tuple[str, bytes]]:
    """Each table as (name, UTF-8 CSV), its texts safe in a spreadsheet."""
    files = []
    for table, code in _tables(counted):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(map(safe, table.heads))
        writer.writerows([safe(text) for text in row] for row in table.rows)
        files.append((f"{code}.csv", out.getvalue().encode("utf-8-sig")))
    return files


def workbook(counted: Count) -> bytes:
    """A workbook with one sheet a table; numbers are numbers."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    names = {option.id: option.name for option in counted.contest.options}
    for sheet in counted.method.sheets(counted.result, counted.contest):
        page = book.create_sheet(in_words(sheet.code)[:31])
        page.append([safe(_head(column, names)) for column in sheet.columns])
        for row in sheet.rows:
            pairs = zip(row, sheet.columns, strict=True)
            page.append([_number_or_text(value, column, names) for value, column in pairs])
        page.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _tables(counted: Count) -> list[tuple[Told, str]]:
    names = {option.id: option.name for option in counted.contest.options}
    found = counted.method.sheets(counted.result, counted.contest)
    return [(told(sheet, names), sheet.code) for sheet in found]


def _head(column: Column, names: Mapping[str, str]) -> str:
    return names.get(column.option, column.option) if column.option else in_words(column.code)


def _cell(value: Cell, column: Column, names: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(called(one, names) for one in value)
    if isinstance(value, str):
        return called(value, names) if is_options(value, names) else value.replace("_", " ")
    return decimals(value, column.places)


def _number_or_text(value: Cell, column: Column, names: Mapping[str, str]) -> object:
    if isinstance(value, int) or value is None:
        return value
    if isinstance(value, str | tuple):
        return safe(_cell(value, column, names))
    return float(decimals(value, column.places))
