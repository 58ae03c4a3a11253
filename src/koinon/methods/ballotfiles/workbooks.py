"""The cells of a workbook (.xlsx) as text, within limits, read by openpyxl and defusedxml."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.source import MAX_BYTES, MAX_COLUMNS

MAX_PARTS: Final = 1_000
MAX_EMPTY: Final = 2_000
"""So many empty rows in a row end a sheet: a formatted column may go on for a million."""
_DECLARED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def workbook_rows(file: str, data: bytes, sheet: str = "") -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet (the first where none is named). Raises BallotFileError."""
    _check(file, data)
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise BallotFileError("needs_library", file) from None
    book: Any = None
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        if sheet and sheet not in book.sheetnames:
            raise BallotFileError("not_known", file, found=f"the sheet {sheet}",
                                  known=", ".join(book.sheetnames))  # fmt: skip
        yield from _cells(file, book[sheet] if sheet else book.worksheets[0])
    except BallotFileError:
        raise
    except Exception:
        # A damaged workbook makes openpyxl raise nearly anything; all of it means one thing.
        raise BallotFileError("broken", file, what="workbook") from None
    finally:
        if book is not None:
            book.close()


def _check(file: str, data: bytes) -> None:
    """Refuse what unpacks to too much, or declares entities."""
    if len(data) > MAX_BYTES:
        raise BallotFileError("too_large", file, limit=MAX_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_BYTES:
                raise BallotFileError("too_large", file, limit=MAX_BYTES)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with packed.open(part) as opened:
                        if _DECLARED.search(opened.read(4096)):
                            raise BallotFileError("declares", file)
    except BallotFileError:
        raise
    except Exception:
        # zipfile too raises errors of many kinds for bytes that are no archive.
        raise BallotFileError("broken", file, what="workbook") from None


def _cells(file: str, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    empty = 0
    for line, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if len(row) > MAX_COLUMNS:
            raise BallotFileError("too_many_columns", file, line, limit=MAX_COLUMNS)
        cells = [_text(value) for value in row]
        empty = 0 if any(cells) else empty + 1
        if empty > MAX_EMPTY:
            return
        yield line, cells


def _text(value: Any) -> str:
    """A stored value as text: 3.0 as 3, true as 1."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    text = str(value)
    return text if isinstance(value, str) else text.removesuffix(".0")


def workbook(rows: Iterable[list[Any]]) -> bytes:
    """A workbook of one sheet; texts stay texts, also those that begin with `=`."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("ballots")

    def cell(value: Any) -> Any:
        made = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            made.data_type = "s"
        return made

    for row in chain(rows):
        sheet.append([cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
