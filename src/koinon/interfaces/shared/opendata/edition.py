"""One edition of the data set: a folder of files that say what the record says.

The same record, published under the same licence and address by the same version of this program,
gives the same bytes, but for CHANGES.md, which depends on the edition before, and
countersignatures.csv, which holds what members sent beside the record.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from koinon.charter import queries as charters
from koinon.charter.document import name_in
from koinon.cities import queries as cities
from koinon.interfaces.shared.opendata import cells, comparing, papers
from koinon.interfaces.shared.opendata.columns import Column, columns, schema
from koinon.interfaces.shared.opendata.licences import LICENCES, Licence
from koinon.interfaces.shared.opendata.meanings import in_languages
from koinon.interfaces.shared.opendata.table import Snapshot, Table
from koinon.interfaces.shared.opendata.tables import TABLES, TITLES, TitleRow
from koinon.methods.currencies import EXPONENTS
from koinon.record import store

SCHEMA_VERSION: Final = "1.2.0"
"""Of the tables and columns: the first number grows where a column goes or changes its meaning,
the second where one comes (see papers.CHANGELOG)."""
PACKAGE: Final = "datapackage.json"
SUMS: Final = "SHA256SUMS"
ZIP: Final = "open-data.zip"


@dataclass(frozen=True, slots=True)
class Stated:
    """What an edition is of: the record up to `size` entries, with this root (base64)."""

    origin: str
    name: str
    size: int
    root: str
    at: str
    currency: str
    language: str
    licence: Licence
    address: str


@dataclass(frozen=True, slots=True)
class Written:
    """A table in its file: how many rows and bytes, and their hash."""

    table: Table
    rows: int
    size: int
    sha256: str


class NothingToSay(LookupError):
    """The record is empty: there is no coalition and no data."""


def stated() -> Stated:
    """What an edition made now would be of. Raises NothingToSay."""
    coalition, head = cities.coalition(), store.head()
    if coalition is None or not head.size:
        raise NothingToSay
    charter = charters.in_force()
    return Stated(
        origin=coalition.origin,
        name=name_in(charter.names, charter.coalition.authoritative),
        size=head.size,
        root=b64encode(store.root(head.size)).decode(),
        at=head.at,
        currency=charter.currency,
        language=charter.coalition.authoritative,
        licence=LICENCES[settings.DATA_LICENCE],
        address=settings.KOINON_SITE,
    )


def write(folder: Path, before: Path | None = None) -> Stated:
    """Write an edition into an empty folder; `before` is the edition that it follows.

    Call it where the database is read as at one moment. Raises NothingToSay.
    """
    found = stated()
    snapshot = Snapshot(found.size, found.currency)
    titles: list[TitleRow] = []
    written = []
    for table in TABLES:
        read = iter(titles) if table is TITLES else table.read(snapshot)
        written.append(_table(folder, table, read, found, titles))
    (folder / PACKAGE).write_bytes(_json(_package(found, written)))
    (folder / "README.md").write_text(papers.readme(found, SCHEMA_VERSION), "utf-8")
    (folder / "CHANGELOG.md").write_text(papers.CHANGELOG, "utf-8")
    changes = comparing.told(before, folder) if before else papers.FIRST_EDITION
    (folder / "CHANGES.md").write_text(changes, "utf-8")
    _sums(folder)
    _zip(folder, f"open-data-{found.size}")
    return found


def _table(
    folder: Path, table: Table, read: Iterator[Any], found: Stated, titles: list[TitleRow]
) -> Written:
    listed = columns(table, found.currency)
    file = folder / f"{table.name}.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        lines = (_line(table, listed, row, found, titles) for row in read)
        count = cells.write(out, (column.name for column in listed), lines)
    return Written(table, count, file.stat().st_size, digest(file))


def _line(
    table: Table, listed: tuple[Column, ...], row: Any, found: Stated, titles: list[TitleRow]
) -> list[str]:
    line = []
    for column in listed:
        value = getattr(row, column.field)
        if isinstance(value, dict | list):
            value = dict(value)
            key = "/".join(str(getattr(row, name)) for name in table.key)
            texts = sorted(value.items())
            titles += [TitleRow(table.name, key, language, text) for language, text in texts]
            value = value.get(found.language) or next((text for _, text in texts), None)
        if column.decimal and value is not None:
            line.append(cells.amount(value, EXPONENTS[found.currency]))
        else:
            line.append(cells.cell(value))
    return line


def _package(found: Stated, written: list[Written]) -> dict[str, Any]:
    """The edition's descriptor (Data Package 1.0, Tabular Data Package)."""
    name = "".join(one if one.isascii() and one.isalnum() else "-" for one in found.origin.lower())
    licence = {"name": found.licence.name, "title": found.licence.title, "path": found.licence.path}
    source = {"title": f"The public record {found.origin}, entries 0 to {found.size - 1}"}
    if found.address:
        source["path"] = f"{found.address}/record/"
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": name.strip("-"),
        "title": found.name,
        "description": papers.DESCRIPTION,
        "version": SCHEMA_VERSION,
        "created": f"{found.at[:19]}Z",
        "licenses": [licence],
        "sources": [source],
        "checkpoint": {"origin": found.origin, "size": found.size, "root": found.root},
        "resources": [_resource(one, found.currency) for one in written],
    }
    if found.address:
        package["homepage"] = f"{found.address}/data/"
    return package


def _resource(one: Written, currency: str) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": one.table.name,
        "title": one.table.title,
        "titles": in_languages(one.table.title),
        "description": one.table.about,
        "descriptions": in_languages(one.table.about),
        "path": f"{one.table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "bytes": one.size,
        "rows": one.rows,
        "hash": f"sha256:{one.sha256}",
        "schema": schema(one.table, currency),
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def digest(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _sums(folder: Path) -> None:
    files = sorted(one for one in folder.iterdir() if one.name != SUMS)
    lines = "".join(f"{digest(one)}  {one.name}\n" for one in files)
    (folder / SUMS).write_text(lines, "utf-8")


def _zip(folder: Path, inside: str) -> None:
    files = sorted(folder.iterdir())
    with zipfile.ZipFile(folder / ZIP, "w", zipfile.ZIP_DEFLATED) as kept:
        for file in files:
            named = zipfile.ZipInfo(f"{inside}/{file.name}", date_time=(1980, 1, 1, 0, 0, 0))
            named.compress_type = zipfile.ZIP_DEFLATED
            with file.open("rb") as data, kept.open(named, "w", force_zip64=True) as out:
                while part := data.read(1 << 20):
                    out.write(part)
