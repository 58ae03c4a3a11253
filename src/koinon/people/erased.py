"""What was erased on request, listed beside the database, so that an older backup undoes nothing.

The list is the file `erased` of the home folder. A line says when, from which table, and a hash of
the row's key under the installation's own key, so that nobody else can write one, and never what
stood in the row; of a document that was withheld also the reason, which is public. A backup does
not hold the list, as an old one would forget what was erased since; a restore leaves it, and each
backup has a copy beside it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from koinon.people import handling, holds
from koinon.people.processing import Kept, Rows, by_name
from koinon.record import store

FILE: Final = "erased"
_DOCUMENT: Final = "document"
_LINE: Final = re.compile(r"(\S{20,40}) ([a-z_]{1,40}) ([0-9a-f]{64})(?: (.+))?")


@dataclass(frozen=True, slots=True)
class Back:
    """Rows of one table that were erased and are there again; of documents `kept` is None."""

    kept: Kept | None
    rows: Rows
    count: int


@dataclass(frozen=True, slots=True)
class _Erased:
    at: datetime
    because: str


def file() -> Path:
    """Where the list lies."""
    return Path(settings.HOME) / FILE


def note(name: str, keys: Iterable[Any], at: datetime) -> None:
    """List rows of a table before they are erased: if that fails, the night does it."""
    _write(f"{at.isoformat()} {name} {_hash(name, key)}\n" for key in keys)


def note_document(sha256: str, because: str, at: datetime) -> None:
    """List a document before it is withheld, with the reason, which is public."""
    _write([f"{at.isoformat()} {_DOCUMENT} {_hash(_DOCUMENT, sha256)} {because}\n"])


def merge(beside: Path) -> None:
    """Take in the lines of another copy of the list, as it lies beside a backup."""
    known = set(_lines(file()))
    _write(f"{line}\n" for line in _lines(beside) if line not in known)


def since(at: datetime) -> int:
    """How many lines are later than an instant."""
    found = (_LINE.fullmatch(line) for line in _lines(file()))
    return sum(datetime.fromisoformat(one[1]) > at for one in found if one is not None)


def back() -> tuple[Back, ...]:
    """What was erased and is there again, as an older backup brings it; holds are respected."""
    found, classes, persons = [], holds.on_classes(), holds.on_persons()
    listed = _listed()
    for name, erased in sorted(listed.items(), key=lambda one: (one[0] == "account", one[0])):
        kept = by_name(name)
        if kept is None or kept.retention in classes:
            continue
        model = apps.get_model(kept.table)
        rows = model._default_manager.filter(pk__in=list(_again(model, name, erased)))
        rows = rows.exclude(pk__in=list(kept.left(rows).values_list("pk", flat=True)))
        for person in persons:
            rows = rows.exclude(pk__in=list(kept.of(person).values_list("pk", flat=True)))
        found.append(Back(kept, rows, rows.count()))
    withheld = listed.get(_DOCUMENT, {})
    there = store.kept_documents().values_list("sha256", flat=True) if withheld else ()
    names = {one for one in there if _hash(_DOCUMENT, one) in withheld} - holds.on_documents()
    documents = store.kept_documents().filter(sha256__in=names)
    found.append(Back(None, documents, documents.count()))
    return tuple(one for one in found if one.count)


@transaction.atomic
def again(*, by: Any = None, seat: str = "") -> int:
    """Erase what is back once more, the accounts after what refers to them; how many rows."""
    total, listed = 0, _listed()
    for one in back():
        if one.kept is None:
            for sha256 in sorted(one.rows.values_list("sha256", flat=True)):
                because = listed[_DOCUMENT][_hash(_DOCUMENT, sha256)].because
                store.withhold(sha256, because)
            handling.note("withheld", rows=one.count, about="again", by=by, seat=seat)
        else:
            (one.kept.forget or one.kept.erase)(one.rows)
            name = one.kept.name
            handling.note("erased", kept=name, rows=one.count, about="again", by=by, seat=seat)
        total += one.count
    return total


def _again(model: type[models.Model], name: str, erased: Mapping[str, _Erased]) -> Iterator[Any]:
    """The keys of rows that were erased.

    After a restore a number may be given once more: a row that was made after the erasing is
    another. What has a number and no day it was made goes with its account.
    """
    born = next((one.name for one in model._meta.concrete_fields if _is_birth(one)), None)
    key = model._meta.pk
    if born is None and isinstance(key, models.AutoField):
        return
    columns = ("pk",) if born is None else ("pk", born)
    for pk, *made in model._default_manager.order_by("pk").values_list(*columns):
        found = erased.get(_hash(name, pk))
        if found is not None and all(at <= found.at for at in made):
            yield pk


def _is_birth(field: models.Field[Any, Any]) -> bool:
    """Whether a field says when its row was made."""
    dated = isinstance(field, models.DateTimeField)
    return dated and (field.default is timezone.now or getattr(field, "auto_now_add", False))


def _hash(name: str, key: Any) -> str:
    said = f"koinon erased {name} {key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


def _write(lines: Iterable[str]) -> None:
    found = list(lines)
    if not found:
        return
    descriptor = os.open(file(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as out:
        out.writelines(found)
        out.flush()
        os.fsync(out.fileno())


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8", "replace").split("\n")[:-1] if path.is_file() else []


def _listed() -> dict[str, dict[str, _Erased]]:
    """By table, what was erased; a line that is none is passed over."""
    found: dict[str, dict[str, _Erased]] = {}
    for match in filter(None, map(_LINE.fullmatch, _lines(file()))):
        at = datetime.fromisoformat(match[1])
        found.setdefault(match[2], {})[match[3]] = _Erased(at, match[4] or "")
    return found
