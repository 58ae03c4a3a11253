"""The package for an archive: papers as PDF/A, the record, open data, an inventory; one bag.

The record and the open data are whole, because only whole they can be verified; a period chooses
the papers. The same record at the same address gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext, override
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from koinon.assembly import queries as assembly
from koinon.assembly import queries_data
from koinon.interfaces.shared import bagit, checkpoints, papers, remembered, wording
from koinon.interfaces.shared.bagit import PAYLOAD, Packed
from koinon.interfaces.shared.opendata import edition
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import decisions
from koinon.interfaces.web.papers.certificate import certificate
from koinon.record import logkeys, store
from koinon.record.export import export

FORMAT: Final = "koinon-archive/1"
_CERTIFIED: Final = ("adopted", "rejected")


@dataclass(frozen=True, slots=True)
class Period:
    """The days, both included, whose papers are packed; None for no bound."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day is within."""
        after = self.first is None or self.first <= day
        return after and (self.last is None or day <= self.last)

    def said(self) -> str:
        """As the bag says it."""
        if self.first is None and self.last is None:
            return "whole record"
        return f"{self.first or '..'}/{self.last or '..'}"  # ISO 8601-2, open intervals


WHOLE: Final = Period()
"""No bound on either side."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the inventory; days are of the legal calendar, "" where there is none."""

    path: str
    kind: str
    title: str
    language: str
    day: str
    entry: str
    media: str
    standard: str
    bytes: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Archived:
    """What was packed: files and papers in all, and the record it is of."""

    files: int
    papers: int
    size: int
    origin: str


class NothingToArchive(LookupError):
    """The record is empty, or nothing was recorded within the period."""


class _Addressed(HttpRequest):
    """What papers ask a request for: where the installation is, as its settings say."""

    def build_absolute_uri(self, location: str | None = None) -> str:
        """An address of this installation; a path alone where none is set."""
        return f"{settings.KOINON_SITE}{location or ''}"


def archive(folder: Path, period: Period = WHOLE) -> Archived:
    """Pack into a new or empty folder. Raises NothingToArchive, SignerError, OSError.

    Call it where the database is read as at one moment.
    """
    charter = words.charter()
    if charter is None or not store.head().size:
        raise NothingToArchive
    language = charter.coalition.authoritative
    known = dict(settings.LANGUAGES)
    with override(language if language in known else settings.LANGUAGE_CODE), remembered.during():
        return _archived(folder, period)


def _archived(folder: Path, period: Period) -> Archived:
    data = folder / PAYLOAD
    (data / "papers").mkdir(parents=True)
    stated = checkpoints.stated()
    assert stated is not None
    items = [*_certificates(data, period, stated), *_minutes(data, period)]
    if not items and period != WHOLE and not _recorded(period):
        raise NothingToArchive
    (data / "open-data").mkdir()
    edition.write(data / "open-data")
    (data / "open-data" / edition.ZIP).unlink()
    documents = list(_documents())
    done = export(data / "record", signer=logkeys.signer())
    packed = _inventory(data, [*items, *documents], wording.local(stated.at_utc).date())
    bagit.close(folder, _info(stated, period, done.checkpoint.size))
    return Archived(len(packed) + 2, len(items), stated.size, stated.origin)


def _recorded(period: Period) -> bool:
    """Whether any entry is of these days."""
    found = store.instants(range(store.head().size)).values()
    return any(period.holds(wording.local(at).date()) for at in found)


def _certificates(data: Path, period: Period, stated: checkpoints.Stated) -> Iterator[Item]:
    """A certificate of each decision of the period."""
    for number, decided_n, day in _decided(period):
        proposal = decisions.find(number)
        path = f"papers/decision-{number}.pdf"
        made = certificate(_Addressed(), proposal, stated)
        (data / path).write_bytes(papers.pdf(made))
        title = gettext("Certificate of decision {number}").format(number=number)
        yield _paper(
            data, path, "certificate", f"{title}: {words.told(proposal.title)}", day, decided_n
        )


def _decided(period: Period) -> Iterator[tuple[int, int, date]]:
    """The decisions of the period by number: number, entry of the count, legal day."""
    at, page, pages, lines = now(), 1, 1, []
    while page <= pages:
        found = assembly.proposals("decided", at, page)
        lines += [one for one in found.lines if one.phase in _CERTIFIED]
        page, pages = page + 1, found.pages
    counted = {one.number: one.decided_n for one in lines if one.decided_n is not None}
    instants = store.instants(counted.values())
    for number, n in sorted(counted.items()):
        day = wording.local(instants[n]).date()
        if period.holds(day):
            yield number, n, day


def _minutes(data: Path, period: Period) -> Iterator[Item]:
    """Approved minutes of the period, as they were approved; none that were withheld."""
    for row in queries_data.minutes():
        day = wording.local(row.approved_at).date()
        found = store.document(row.document_sha256)
        if found is None or not period.holds(day):
            continue
        ending = "pdf" if found[1] == "application/pdf" else "bin"
        path = f"papers/minutes-{row.meeting}-{row.language}-{row.approved_n}.{ending}"
        (data / path).write_bytes(found[0])
        title = gettext("Minutes of meeting {number}").format(number=row.meeting)
        made = _paper(data, path, "minutes", title, day, row.approved_n)
        yield replace(made, language=row.language, media=found[1])


def _paper(data: Path, path: str, kind: str, title: str, day: date, entry: int) -> Item:
    return Item(
        path=path,
        kind=kind,
        title=title,
        language=_language(),
        day=day.isoformat(),
        entry=str(entry),
        media="application/pdf",
        standard=claimed(data / path),
    )


def _language() -> str:
    charter = words.charter()
    return charter.coalition.authoritative if charter else ""


def claimed(file: Path) -> str:
    """The standard that a PDF says it keeps, "PDF/A-2A"; "" for none, and for what is no PDF."""
    try:
        found: Any = PdfReader(file).xmp_metadata
    except (PdfReadError, ValueError, KeyError, OSError):
        return ""
    part = found.pdfaid_part if found is not None else None
    return f"PDF/A-{part}{found.pdfaid_conformance or ''}" if part else ""


def _documents() -> Iterator[Item]:
    """The documents of the record that are not withheld, by hash, with the entry naming each."""
    size = store.head().size
    for one in store.named_documents(size):
        if one.body is None:
            continue
        assert one.named_n is not None
        at = store.instants([one.named_n])[one.named_n]
        yield Item(
            path=f"record/documents/{one.sha256}",
            kind="document",
            title=f"Document of entry {one.named_n}",
            language="",
            day=wording.local(at).date().isoformat(),
            entry=str(one.named_n),
            media=one.media,
            standard="",
        )


def _inventory(data: Path, items: list[Item], day: date) -> tuple[Packed, ...]:
    """Write the inventory in two forms, over everything else in the payload."""
    told = {one.path: one for one in items}
    packed = bagit.payload(data.parent)
    lines = [
        replace(
            told.get(one.path) or _other(one.path, day.isoformat()),
            bytes=one.size,
            sha256=one.sha256,
        )
        for one in packed
    ]
    names = [field.name for field in fields(Item)]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(map(_inert, lines))
    (data / "inventory.csv").write_bytes(out.getvalue().encode())
    listed = {"format": FORMAT, "files": [asdict(one) for one in lines]}
    text = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
    (data / "inventory.json").write_bytes(text.encode())
    return packed


def _inert(one: Item) -> dict[str, Any]:
    """A line whose texts no spreadsheet takes for a formula."""
    return {
        name: f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
        for name, value in asdict(one).items()
    }


def _other(path: str, day: str) -> Item:
    """A file of the record or of the open data, by where it lies."""
    kind = "open data" if path.startswith("open-data/") else "record"
    media = "text/csv" if path.endswith(".csv") else "text/plain"
    if path.startswith("record/tile/"):
        media = "application/octet-stream"
    if path.endswith(".json"):
        media = "application/json"
    return Item(path, kind, path.rpartition("/")[2], "", day, "", media, "")


def _info(stated: checkpoints.Stated, period: Period, size: int) -> dict[str, str]:
    return {
        "Source-Organization": words.coalition_name(),
        "Bagging-Date": wording.local(stated.at_utc).date().isoformat(),
        "External-Identifier": f"{stated.origin}#{size}",
        "External-Description": f"Papers ({period.said()}), the whole record, open data",
        "Bag-Software-Agent": "Koinon",
        "Koinon-Record-Root": stated.root,
        "Koinon-Record-Key": stated.log_key,
    }
