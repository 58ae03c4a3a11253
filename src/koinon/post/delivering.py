"""The life of a delivery: made, claimed by one sender, sent, put off, refused, given up.

A delivery is claimed before it is sent and noted after it, in two transactions: a machine that
dies in between leaves it claimed, and it is sent again later under the same Message-ID. Nobody is
left out silently, and whoever gets it twice can tell that it is the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from koinon.people import holds
from koinon.post.kinds import BY_NAME
from koinon.post.models import Declined, Delivery

PAUSES_MINUTES: Final = (1, 5, 15, 60, 240, 720, 1440)
"""Between one attempt and the next; after the last, sending is given up."""
LONGEST_SENDING: Final = timedelta(minutes=5)
"""How long one sending lasts at most; what is claimed for longer was interrupted."""
REPLY_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter for whoever holds a seat; without an account, the seat is vacant."""

    seat: str
    account: int | None
    address: str
    language: str
    letter: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is this sender's to send."""

    id: UUID
    kind: str
    seat: str
    address: str
    language: str
    letter: dict[str, Any]
    made: datetime
    attempts: int


def make(
    occasion: int, kind: str, subject: str, letters: Iterable[Addressed], now: datetime
) -> None:
    """Make the deliveries of an occasion; who declined the kind is noted as such.

    So is who asked that the own data be left alone, unless the mail gives notice.
    """
    chosen = list(letters)
    accounts = [one.account for one in chosen if one.account is not None]
    declined = set(
        Declined.objects.filter(kind=kind, account_id__in=accounts).values_list(
            "account_id", flat=True
        )
    )
    restricted, compulsory = holds.restricted(accounts), BY_NAME[kind].compulsory
    rows = []
    for one in chosen:
        status = "waiting"
        if one.account is None:
            status = "vacant"
        elif one.account in declined or (one.account in restricted and not compulsory):
            status = "declined"
        row = Delivery(
            outgoing_id=occasion,
            kind=kind,
            subject=subject,
            seat=one.seat,
            account_id=one.account,
            address=one.address,
            language=one.language,
            letter=one.letter,
            status=status,
            made=now,
            next_at=now if status == "waiting" else None,
        )
        rows.append(row)
    Delivery.objects.bulk_create(rows, batch_size=200)


def due(now: datetime, limit: int) -> tuple[UUID, ...]:
    """The deliveries to be sent now, the longest waiting first, of one instant in their order."""
    rows = Delivery.objects.filter(status="waiting", next_at__lte=now)
    ordered = rows.order_by("next_at", "outgoing_id", "seat", "id")
    return tuple(ordered.values_list("id", flat=True)[:limit])


def claim(delivery: UUID, now: datetime) -> Claimed | None:
    """Take a delivery to send it; None when another took it."""
    waiting = Delivery.objects.filter(id=delivery, status="waiting")
    if not waiting.update(status="sending", started=now, attempts=F("attempts") + 1):
        return None
    row = Delivery.objects.get(id=delivery)
    assert row.letter is not None
    return Claimed(
        row.id,
        row.kind,
        row.seat,
        row.address,
        row.language,
        row.letter,
        row.made,
        row.attempts,
    )


def accepted(delivery: UUID, reply: str, now: datetime, *, written: bool = False) -> None:
    """The server took it (or it was written into a file); what it replied."""
    status = "written" if written else "accepted"
    _end(delivery, status, "", reply, now)


def refused(delivery: UUID, fault: str, reply: str, now: datetime) -> None:
    """The server will not take it for this address, now or later."""
    _end(delivery, "refused", fault, reply, now)


def put_off(claimed: Claimed, fault: str, reply: str, now: datetime) -> None:
    """It could not be sent now: again after a pause, or given up after the last one."""
    if claimed.attempts > len(PAUSES_MINUTES):
        _end(claimed.id, "failed", fault, reply, now)
        return
    pause = timedelta(minutes=PAUSES_MINUTES[claimed.attempts - 1])
    Delivery.objects.filter(id=claimed.id, status="sending").update(
        status="waiting",
        started=None,
        next_at=now + pause,
        fault=fault,
        reply=reply[:REPLY_LENGTH],
    )


def _end(delivery: UUID, status: str, fault: str, reply: str, now: datetime) -> None:
    Delivery.objects.filter(id=delivery, status="sending").update(
        status=status, ended=now, next_at=None, fault=fault, reply=reply[:REPLY_LENGTH]
    )


def resume(now: datetime) -> int:
    """Send again what was claimed and never noted; how many there were."""
    lost = Delivery.objects.filter(status="sending", started__lte=now - LONGEST_SENDING)
    if not lost.exists():  # looked for often; a write would lock SQLite each time
        return 0
    return lost.update(
        status="waiting", started=None, next_at=now, interrupted=F("interrupted") + 1
    )


def retry(now: datetime, delivery: UUID | None = None) -> int:
    """Put what failed, was refused or waits for its next attempt in line again; how many."""
    rows = Delivery.objects.filter(status__in=["failed", "refused", "waiting"])
    if delivery is not None:
        rows = rows.filter(id=delivery)
    return rows.update(status="waiting", next_at=now, attempts=0, ended=None)


def opened(delivery: UUID, now: datetime) -> bool:
    """Note, the first time, that the link of a letter was followed; False when there is none."""
    rows = Delivery.objects.filter(id=delivery)
    rows.filter(opened=None).update(opened=now)
    return rows.exists()


def decline(account: int, kinds: Iterable[str]) -> None:
    """Let a person do without exactly these kinds of mail."""
    Declined.objects.filter(account_id=account).delete()
    rows = [Declined(account_id=account, kind=kind) for kind in sorted(set(kinds))]
    Declined.objects.bulk_create(rows)
