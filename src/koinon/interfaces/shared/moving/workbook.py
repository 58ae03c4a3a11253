"""Reading a workbook (.xlsx) row by row: stored values, never formulas; nothing hidden.

openpyxl reads with defusedxml, and only after the parts were counted and looked through here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any, Final

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from koinon.cities.roster import Mistake, RosterErrors
from koinon.cities.roster.tables import ROWS_LIMIT, Row
from koinon.interfaces.shared.moving.files import Table, fail, unpacked
from koinon.interfaces.shared.moving.sheets import is_notes, sheet_named

COLUMNS_LIMIT: Final = 60
EMPTY_ROWS_LIMIT: Final = 2_000
"""So many empty rows in a row end a sheet: a formatted column may go on for a million."""
_MERGED: Final = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
)
_HIDDEN: Final = re.compile(rb'<(?:\w+:)?(?:row|col)\b[^>]*?\bhidden="(?:1|true)"')
_DECLARED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ERRORS: Final = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")


class Stored(str):
    """A number as the workbook stores it: a point before decimals, nothing between thousands."""

    __slots__ = ()


def _of_books(title: str) -> str | None:
    """The id of a sheet of members, dues and so on, by its name in any language."""
    known = sheet_named(title)
    return None if known is None else known.id


def read_workbook(
    name: str, data: bytes, named: Callable[[str], str | None] = _of_books
) -> tuple[list[Table], list[str]]:
    """The known sheets as tables, and the names of the others. Raises RosterErrors.

    `named` gives the id of a sheet by its title, None for one that is not known.
    """
    parts = unpacked(name, data)
    if "xl/workbook.xml" not in parts:
        raise fail(name, "not_a_workbook")
    if any(_DECLARED.search(part[:4096]) for key, part in parts.items() if key.endswith(".xml")):
        raise fail(name, "damaged")
    try:
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        return _tables(name, parts, values, formulas, named)
    except RosterErrors:
        raise
    except (
        *(InvalidFileException, DefusedXmlException, SyntaxError, zipfile.BadZipFile),
        *(KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, OSError),
    ):
        raise fail(name, "damaged") from None


def _tables(
    name: str,
    parts: dict[str, bytes],
    values: Any,
    formulas: Any,
    named: Callable[[str], str | None],
) -> tuple[list[Table], list[str]]:
    tables: list[Table] = []
    ignored: list[str] = []
    for sheet in values.worksheets:
        known = named(sheet.title)
        if known is None:
            ignored += [] if is_notes(sheet.title) else [str(sheet.title)[:100]]
            continue
        file = f"{name} › {sheet.title}"
        if sheet.sheet_state != "visible":
            raise fail(file, "sheet_hidden")
        raw = parts.get(str(sheet._worksheet_path).lstrip("/"), b"")
        mistakes = list(_unseen(raw))
        rows = list(_rows(file, sheet, formulas[sheet.title], mistakes))
        tables.append(Table(known, file, tuple(rows), ",", tuple(mistakes)))
    return tables, ignored


def _unseen(raw: bytes) -> Iterator[Mistake]:
    """Merged cells, and rows or columns that are hidden."""
    for found in list(_MERGED.finditer(raw))[:20]:
        cells = found[1].decode()
        line = int(re.sub(r"\D", "", cells.partition(":")[0]))
        yield Mistake("merged", line, facts=(("cells", cells),))
    if _HIDDEN.search(raw):
        yield Mistake("rows_hidden", 0)


def _rows(file: str, sheet: Any, formulas: Any, mistakes: list[Mistake]) -> Iterator[Row]:
    """Every row that is not empty, as wide as the first one."""
    width = empty = taken = 0
    pairs = zip(sheet.iter_rows(), formulas.iter_rows(), strict=True)
    for line, (cells, said) in enumerate(pairs, 1):
        if len(cells) > COLUMNS_LIMIT and any(c.value is not None for c in cells[COLUMNS_LIMIT:]):
            raise fail(file, "too_many_columns", limit=COLUMNS_LIMIT)
        row = [_text(cell.value) for cell in cells[:COLUMNS_LIMIT]]
        _check_formulas(line, row, said, mistakes)
        while row and not row[-1] and (not width or len(row) > width):
            row.pop()
        if not any(row):
            empty += 1
            if empty > EMPTY_ROWS_LIMIT:
                return
            continue
        empty, taken = 0, taken + 1
        width = width or len(row)
        yield line, row + [""] * (width - len(row))
        if taken > ROWS_LIMIT + 1:
            return


def _check_formulas(line: int, row: list[str], said: Any, mistakes: list[Mistake]) -> None:
    """A formula whose value was never stored, or is an error, is a mistake, not an empty cell."""
    for place, text in enumerate(row):
        if _ERRORS.fullmatch(text):
            mistakes.append(Mistake("formula_error", line, value=text))
        elif not text and getattr(said[place], "data_type", "") == "f":
            mistakes.append(Mistake("formula_empty", line))


def _text(value: Any) -> str:
    """A cell as text; a number exactly as far as the file is exact, a day as year-month-day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return Stored(value)
    if isinstance(value, float):
        return Stored(int(value)) if value.is_integer() else Stored(format(value, ".15g"))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
