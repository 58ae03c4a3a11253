"""The outbox: what people are to be told of is noted in the transaction that made it true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from koinon.acts import registry
from koinon.post.kinds import BY_NAME
from koinon.post.models import Outgoing
from koinon.record.store import Line


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something to tell people of; `n` is the entry, None for a moment no entry marks."""

    id: int
    kind: str
    about: str
    n: int | None
    made: datetime


def note(lines: Sequence[Line]) -> None:
    """Note the entries that are announced (the gate's port)."""
    found = [(line.n, registry.find(line.type).announced) for line in lines]
    rows = [Outgoing(kind=kind, about=f"entry/{n}", n=n) for n, kind in found if kind]
    assert all(row.kind in BY_NAME for row in rows)
    if rows:
        Outgoing.objects.bulk_create(rows)


def note_moments(kind: str, abouts: Iterable[str]) -> None:
    """Note moments that no entry marks, each once however often this is called."""
    wanted = set(abouts)
    known = Outgoing.objects.filter(kind=kind, about__in=wanted).values_list("about", flat=True)
    missing = sorted(wanted - set(known))
    if missing:
        rows = [Outgoing(kind=kind, about=about) for about in missing]
        Outgoing.objects.bulk_create(rows, ignore_conflicts=True)


def waiting(limit: int) -> tuple[Occasion, ...]:
    """What nobody has been written to about yet, the oldest first."""
    rows = Outgoing.objects.filter(spread=None).order_by("id")[:limit]
    return tuple(Occasion(row.id, row.kind, row.about, row.n, row.made) for row in rows)


def settle(occasions: Iterable[int], now: datetime, *, lapsed: bool = False) -> None:
    """Note that the deliveries of these were made, or that it was too late for them."""
    Outgoing.objects.filter(id__in=list(occasions), spread=None).update(spread=now, lapsed=lapsed)


def forgo(now: datetime) -> None:
    """Tell nobody of what was noted until now: it is part of a story, not news."""
    Outgoing.objects.filter(spread=None).update(spread=now, lapsed=True)
