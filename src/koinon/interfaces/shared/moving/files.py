"""From what was uploaded to tables and papers: a workbook, a zip, or CSV files, with limits.

Nothing is trusted: sizes are counted while unpacking, names are reduced to their last part.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from koinon.cities.roster import Mistake, RosterErrors
from koinon.cities.roster.mistakes import Fact
from koinon.cities.roster.tables import Row, read_csv
from koinon.interfaces.shared.moving.sheets import LANGUAGES, SHEETS, sheet_named
from koinon.record import store

UPLOAD_LIMIT: Final = 60 * 1024 * 1024
"""Bytes of everything given together."""
UNPACKED_LIMIT: Final = 150 * 1024 * 1024
PART_LIMIT: Final = 40 * 1024 * 1024
"""Unpacked bytes of one part of a workbook."""
FILES_LIMIT: Final = 2_000
_CHUNK: Final = 1 << 20
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet's rows; `file` is how mistakes call it, `mistakes` what was found in reading."""

    sheet: str
    file: str
    rows: tuple[Row, ...]
    separator: str = ","
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was given: the tables by sheet, the papers by name, names that were not used."""

    tables: dict[str, Table]
    papers: dict[str, bytes]
    ignored: tuple[str, ...]


def fail(file: str, code: str, value: str = "", **facts: Fact) -> RosterErrors:
    """The error of a file as a whole."""
    return RosterErrors(file, (Mistake(code, 0, None, value, tuple(sorted(facts.items()))),))


def packed(files: Iterable[tuple[str, bytes]]) -> tuple[str, bytes]:
    """One file as it is, several as one zip: (name, bytes). Raises RosterErrors."""
    given = list(files)
    if sum(len(data) for _, data in given) > UPLOAD_LIMIT:
        raise fail(given[0][0], "too_big", limit=UPLOAD_LIMIT)
    if len(given) == 1:
        return given[0]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as kept:
        for name, data in given:
            kept.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return given[0][0], out.getvalue()


def read_bundle(name: str, data: bytes) -> Bundle:
    """The tables and papers in a workbook, a CSV file, or a zip of these and of documents.

    Raises:
        RosterErrors: where it is none of these, or beyond the limits.
    """
    if len(data) > UPLOAD_LIMIT:
        raise fail(name, "too_big", limit=UPLOAD_LIMIT)
    if data.startswith(_OLE):
        raise fail(name, "old_excel")
    files = unpacked(name, data) if data.startswith(_ZIP) else {name: data}
    if "[Content_Types].xml" in files:
        files = {name: data}
    return _sorted(name, files)


def unpacked(name: str, data: bytes, limit: int = store.DOCUMENT_LIMIT) -> dict[str, bytes]:
    """The files of a zip by their last name, counted while unpacking; `limit` for each."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [one for one in archive.infolist() if not _is_litter(one)]
            if len(entries) > FILES_LIMIT:
                raise fail(name, "too_many_files", limit=FILES_LIMIT)
            return _contents(name, archive, entries, limit)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        if isinstance(error, RosterErrors):
            raise
        raise fail(name, "damaged") from None
    except RuntimeError:
        raise fail(name, "locked") from None
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise fail(name, "damaged") from None
        raise


def _is_litter(entry: zipfile.ZipInfo) -> bool:
    """Folders, and what systems leave beside files."""
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    return entry.is_dir() or not parts or "__MACOSX" in parts or parts[-1].startswith(".")


def _contents(
    name: str, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limit: int
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = UNPACKED_LIMIT
    workbook = any(one.filename == "[Content_Types].xml" for one in entries)
    for entry in entries:
        path = entry.filename.replace("\\", "/")
        short = path if workbook else unicodedata.normalize("NFC", PurePosixPath(path).name)
        if short in files:
            raise fail(name, "file_twice", short)
        most = min(PART_LIMIT if workbook else limit, left)
        data = _read(archive, entry, most)
        if data is None and most == left:
            raise fail(name, "unpacks", limit=UNPACKED_LIMIT)
        if data is None:
            raise fail(name, "file_too_big", short, limit=most)
        left -= len(data)
        files[short] = data
    return files


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes | None:
    """The bytes of an entry; None as soon as there are more than `most`, whatever it declares."""
    out = bytearray()
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            out += chunk
            if len(out) > most:
                return None
    return bytes(out)


def _sorted(name: str, files: dict[str, bytes]) -> Bundle:
    """Which files are tables and which are papers."""
    from koinon.interfaces.shared.moving.workbook import read_workbook

    tables: list[Table] = []
    papers: dict[str, bytes] = {}
    ignored: list[str] = []
    for one, data in files.items():
        known = sheet_named(PurePosixPath(one).stem)
        if data.startswith(_OLE) and one.casefold().endswith(".xls"):
            raise fail(one, "old_excel")
        if data.startswith(_ZIP) and not data.startswith(b"%PDF-"):
            found, unused = read_workbook(one, data)
            tables += found
            ignored += unused
        elif one.casefold().endswith((".csv", ".tsv", ".txt")) and (known or len(files) == 1):
            rows, separator, mistakes = read_csv(data, one)
            sheet = known.id if known else "members"
            tables.append(Table(sheet, one, tuple(rows), separator, tuple(mistakes)))
        elif len(files) == 1:
            raise fail(one, "not_a_workbook")
        else:
            papers[one] = data
    return Bundle(_each_once(name, tables), papers, tuple(ignored))


def _each_once(name: str, tables: list[Table]) -> dict[str, Table]:
    by_sheet: dict[str, Table] = {}
    for table in tables:
        if table.sheet in by_sheet:
            raise fail(table.file, "sheet_twice", table.sheet)
        by_sheet[table.sheet] = table
    if not by_sheet:
        known = ", ".join(one.name(LANGUAGES[0]) for one in SHEETS)
        raise fail(name, "no_sheets", known=known)
    return by_sheet
