"""Reads of what waits for the treasurer, however many members and years there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Sum

from koinon.assembly.queries_urgency import lapsed_decisions
from koinon.treasury.models import Account, CreditNote, Invoice, Levy, SharedOut


@dataclass(frozen=True, slots=True)
class Instalment:
    """What members together still owe of one instalment, in minor units, and how many they are.

    `levy` is None for the shares of members that left.
    """

    due: str
    levy: str | None
    members: int
    open_cents: int


def outstanding() -> tuple[Instalment, ...]:
    """The instalments that are not paid in full, by due day."""
    rows = Invoice.objects.filter(paid_cents__lt=F("amount_cents"))
    sums = (
        rows.values("due", "levy__code")
        .annotate(
            members=Count("city", distinct=True), owed=Sum(F("amount_cents") - F("paid_cents"))
        )
        .order_by("due", "levy__code")
    )
    return tuple(
        Instalment(row["due"], row["levy__code"], row["members"], int(row["owed"])) for row in sums
    )


def uncharged() -> tuple[tuple[str, tuple[tuple[str, str], ...], int], ...]:
    """The levies that were adopted and not assessed: (code, title, year), oldest first.

    Not those of a decision in urgency that lapsed: they are not assessed any more.
    """
    over = lapsed_decisions()
    rows = Levy.objects.filter(assessed_n=None).order_by("year", "code")
    rows = rows.exclude(decision_n__in=over)
    return tuple(
        (row.code, tuple((language, text) for language, text in row.title), row.year)
        for row in rows.defer("formula")
    )


@dataclass(frozen=True, slots=True)
class Usable:
    """A member's credit while it owes something that it could settle, in minor units."""

    city: str
    credit_cents: int
    open_cents: int


@dataclass(frozen=True, slots=True)
class Idle:
    """What a member holds to its credit since a dispute, while nothing is open for it to settle."""

    city: str
    credit_cents: int
    dispute: int


def usable_credits() -> tuple[Usable, ...]:
    """The members that hold a credit and have an open invoice, by slug."""
    credit = credits_held()
    rows = Invoice.objects.filter(city__in=list(credit), paid_cents__lt=F("amount_cents"))
    sums = rows.values("city").annotate(owed=Sum(F("amount_cents") - F("paid_cents")))
    return tuple(
        Usable(row["city"], credit[row["city"]], int(row["owed"])) for row in sums.order_by("city")
    )


def idle_credits() -> tuple[Idle, ...]:
    """The members that hold a credit by a credit note and have no open invoice, by slug.

    A credit is said to come from the latest dispute of which a part stayed to the member's credit.
    """
    credit = credits_held()
    owing = Invoice.objects.filter(city__in=list(credit), paid_cents__lt=F("amount_cents"))
    idle = credit.keys() - set(owing.values_list("city", flat=True))
    notes = CreditNote.objects.filter(city__in=list(idle)).select_related("dispute")
    found = {
        note.city: Idle(note.city, credit[note.city], note.dispute.number)
        for note in notes.order_by("number")
        if note.amount_cents > sum(cents for _, cents in note.settled)
    }
    return tuple(found[city] for city in sorted(found))


def credits_held() -> dict[str, int]:
    """What members hold to their credit, in minor units, by slug; those that hold nothing not."""
    held = Account.objects.filter(code__startswith="advance/")
    held = held.filter(posted_credits__gt=F("posted_debits"))
    return {row.member: row.posted_credits - row.posted_debits for row in held.order_by("id")}


def residual_charged(cities: Iterable[str]) -> frozenset[str]:
    """Those of these members that were charged their share on leaving."""
    rows = Invoice.objects.filter(levy=None, title__isnull=True, city__in=list(cities))
    rows = rows.exclude(issued_n__in=SharedOut.objects.values("shared_n"))
    return frozenset(rows.values_list("city", flat=True))
