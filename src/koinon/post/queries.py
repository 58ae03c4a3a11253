"""Reads of the room: deliveries by page, by subject, and what a person does without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from koinon.post.models import Declined, Delivery, Outgoing

PAGE_SIZE = 20
TROUBLED = ("refused", "failed", "vacant")
"""How a delivery ends that reached nobody although somebody should have been reached."""


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery as it stands; instants are None where it did not come to that."""

    id: UUID
    kind: str
    subject: str
    seat: str
    address: str
    language: str
    title: str
    paragraphs: tuple[str, ...]
    path: str
    status: str
    made: datetime
    next_at: datetime | None
    started: datetime | None
    ended: datetime | None
    attempts: int
    interrupted: int
    fault: str
    reply: str
    opened: datetime | None
    account: int | None


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """One page of deliveries, the newest first; `total` is of all pages."""

    lines: tuple[DeliveryView, ...]
    page: int
    pages: int
    total: int


def deliveries(page: int = 1, *, troubled: bool = False) -> DeliveryPage:
    """A page of all deliveries, or of those that reached nobody."""
    rows = Delivery.objects.order_by("-made", "seat", "id")
    if troubled:
        rows = rows.filter(status__in=TROUBLED)
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    return DeliveryPage(_views(rows[(page - 1) * PAGE_SIZE :][:PAGE_SIZE]), page, pages, total)


def unsent(limit: int) -> tuple[DeliveryView, ...]:
    """What is not sent yet or reached nobody, the newest first, at most so many."""
    wanted = ("waiting", "sending", *TROUBLED)
    rows = Delivery.objects.filter(status__in=wanted).order_by("-made", "seat", "id")
    return _views(rows[:limit])


def of_subject(subject: str, kind: str) -> tuple[DeliveryView, ...]:
    """Every delivery of one kind about a subject, by seat."""
    return _views(Delivery.objects.filter(subject=subject, kind=kind).order_by("seat", "made"))


def delivery(id_: UUID) -> DeliveryView | None:
    """One delivery."""
    return next(iter(_views(Delivery.objects.filter(id=id_))), None)


def counts() -> dict[str, int]:
    """How many deliveries stand at each status."""
    rows = Delivery.objects.values_list("status").annotate(many=Count("id")).order_by("status")
    return dict(rows)


def unreached(kinds: Iterable[str], since: datetime) -> frozenset[tuple[str, str]]:
    """Subject and seat of the deliveries of these kinds, made since then, that reached nobody."""
    rows = Delivery.objects.filter(status__in=TROUBLED, kind__in=list(kinds), made__gte=since)
    return frozenset(rows.values_list("subject", "seat"))


def lapsed(limit: int) -> tuple[tuple[str, int | None], ...]:
    """What was too old to be sent when its turn came: kind and entry, the latest first."""
    rows = Outgoing.objects.filter(lapsed=True).order_by("-id")
    return tuple(rows.values_list("kind", "n")[:limit])


def declined(account: int) -> frozenset[str]:
    """The kinds of mail a person does without."""
    rows = Declined.objects.filter(account_id=account)
    return frozenset(rows.values_list("kind", flat=True))


def _views(rows: QuerySet[Delivery]) -> tuple[DeliveryView, ...]:
    return tuple(
        DeliveryView(
            id=row.id,
            kind=row.kind,
            subject=row.subject,
            seat=row.seat,
            address=row.address,
            language=row.language,
            title=row.letter["subject"] if row.letter else "",
            paragraphs=tuple(row.letter["paragraphs"]) if row.letter else (),
            path=row.letter["path"] if row.letter else "",
            status=row.status,
            made=row.made,
            next_at=row.next_at,
            started=row.started,
            ended=row.ended,
            attempts=row.attempts,
            interrupted=row.interrupted,
            fault=row.fault,
            reply=row.reply,
            opened=row.opened,
            account=row.account_id,
        )
        for row in rows
    )
