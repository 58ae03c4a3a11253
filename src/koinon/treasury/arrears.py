"""Arrears: when a member that does not pay is warned, loses rights, and has them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from koinon.acts.act import Effect, Moment
from koinon.assembly.calendar import midnight
from koinon.charter.document_money import Arrears
from koinon.cities import queries as cities
from koinon.cities.acts.members import write_restored
from koinon.treasury.models import ArrearsWarning, Delay, Dispute, Invoice

ONE_DAY = timedelta(days=1)


def lost_on(terms: Arrears, due: str, until: str | None = None) -> date:
    """The first day without rights for an invoice due on a day, by a charter's article.

    `until` is the last day of a delay that was granted.
    """
    last = date.fromisoformat(due) + timedelta(days=terms.after_days)
    first = last + ONE_DAY
    if terms.lost_at == "first day of next year":
        first = date(last.year + 1, 1, 1)
    return first if until is None else max(first, date.fromisoformat(until) + ONE_DAY)


def warned_from(terms: Arrears, zone: str, due: str, until: str | None = None) -> str:
    """The instant from which a member is warned, so that it has its days of notice.

    No earlier than the day after the due day: until then nothing is overdue.
    """
    notice = lost_on(terms, due, until) - timedelta(days=terms.notice_days + 1)
    return midnight(max(notice, date.fromisoformat(due) + ONE_DAY), zone)


def delays() -> dict[str, str]:
    """The last day of the latest delay of each member that was ever given one."""
    rows = Delay.objects.order_by("granted_n").values_list("city", "until")
    return dict(rows)


def unpaid() -> QuerySet[Invoice]:
    """Invoices of members that are neither settled nor kept back by an objection, by due day."""
    disputed = Dispute.objects.filter(
        status="open", stays=True, levy=OuterRef("levy"), city=OuterRef("city")
    )
    rows = Invoice.objects.filter(~Exists(disputed), amount_cents__gt=F("paid_cents"))
    return rows.exclude(city__in=cities.gone()).order_by("due", "number")


def standing() -> QuerySet[ArrearsWarning]:
    """Warnings that stand, by the instant of which they warn."""
    rows = ArrearsWarning.objects.filter(ended_n=None).select_related("invoice")
    return rows.order_by("suspends_at", "invoice__number")


@dataclass(frozen=True, slots=True)
class Relief:
    """What is over once invoices are settled: warnings, and the suspensions of members."""

    ended: tuple[UUID, ...] = ()
    restored: tuple[str, ...] = ()
    reason: str = "paid"

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What the entry says of it."""
        return tuple(
            {"kind": "restoration", "city": city, "reason": self.reason} for city in self.restored
        )

    def write(self, moment: Moment) -> None:
        """End the warnings and the suspensions."""
        ArrearsWarning.objects.filter(id__in=self.ended).update(ended_n=moment.n)
        for city in self.restored:
            write_restored(city, moment)


def relief(settled: Mapping[int, int], at: str) -> Relief:
    """What is over at an instant once so much (minor units) more is settled of these invoices.

    A member has its rights back when no invoice it was suspended for, or would be by now, is open,
    if its charter said that payment restores them.
    """
    warned = standing().filter(invoice__number__in=[n for n, cents in settled.items() if cents > 0])
    ended = [one for one in warned if _open(one.invoice) <= settled[one.invoice.number]]
    over = tuple(one.id for one in ended)
    restored = []
    for city in sorted({one.city for one in ended}):
        lost = cities.suspension(city)
        if lost is None or lost.restored_by != "payment":
            continue
        if not _lost_otherwise(city, over, at):
            restored.append(city)
    return Relief(over, tuple(restored))


def stayed_relief(levy_id: UUID, city: str, at: str) -> Relief:
    """What is over when a member objects to a levy and the charter lets that stay a suspension."""
    over = tuple(one.id for one in standing().filter(city=city, invoice__levy=levy_id))
    lost = cities.suspension(city)
    restored = lost is not None and bool(over) and not _lost_otherwise(city, over, at)
    return Relief(over, (city,) if restored else (), "disputed")


def _lost_otherwise(city: str, over: tuple[UUID, ...], at: str) -> bool:
    """Whether a member was warned in time of an invoice that is open besides."""
    due = standing().filter(city=city, suspends_at__lte=at, invoice__in=unpaid())
    return due.exclude(id__in=over).exists()


def _open(invoice: Invoice) -> int:
    return invoice.amount_cents - invoice.paid_cents
