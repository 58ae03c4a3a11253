"""Finding entries of the record: by type, seat, number, act, document or hash; newest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BinaryField, QuerySet
from django.db.models.functions import Substr

from koinon.record.models import Document, Entry

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Found:
    """An entry in a list of results."""

    n: int
    at: str
    type: str
    seat: str | None
    cause: int | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results; `before` asks for the next page, None on the last one."""

    entries: tuple[Found, ...]
    before: int | None


def search(
    *,
    types: Sequence[str] | None = None,
    seat: str | None = None,
    before: int | None = None,
    limit: int = 20,
) -> Results:
    """Entries of these types (all by default) from a seat, below the index `before`."""
    rows = Entry.objects.all()
    if types is not None:
        rows = rows.filter(type__in=list(types))
    if seat:
        rows = rows.filter(seat=seat)
    if before is not None:
        rows = rows.filter(n__lt=before)
    found = _found(rows.order_by("-n")[: limit + 1])
    return Results(found[:limit], found[limit - 1].n if len(found) > limit else None)


def named(text: str) -> int | None:
    """The entry a text names exactly: its number, its act's id or its leaf hash."""
    if text.isascii() and text.isdigit() and len(text) <= 16:
        rows = Entry.objects.filter(n=int(text))
    elif _SHA256.fullmatch(text):
        leaf = Substr("nodes", 1, 32, output_field=BinaryField())
        rows = Entry.objects.alias(leaf=leaf).filter(leaf=bytes.fromhex(text))
    else:
        try:
            rows = Entry.objects.filter(act_id=UUID(text))
        except ValueError:
            return None
    return rows.order_by("n").values_list("n", flat=True).first()


def has_document(sha256: str) -> bool:
    """Whether a document of this hash was checked in."""
    return Document.objects.filter(sha256=sha256).exists()


def following(n: int, limit: int = 200) -> tuple[Found, ...]:
    """The entries that followed from an entry, in order."""
    return _found(Entry.objects.filter(cause=n).order_by("n")[:limit])


def _found(rows: QuerySet[Entry]) -> tuple[Found, ...]:
    return tuple(
        Found(row.n, row.at, row.type, row.seat, row.cause, bytes(row.body)) for row in rows
    )
