"""Legal holds: what is not erased until they are lifted; and restrictions that people asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from koinon.people.models import Account, Hold
from koinon.people.processing import Person


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold: on a person (with the address), a class, or a document; `lifted` is None while on."""

    id: int
    what: str
    target: str
    email: str
    restricts: bool
    reason: str
    made: datetime
    seat: str
    lifted: datetime | None
    lifted_seat: str


def place(
    what: str,
    *,
    reason: str,
    seat: str,
    account: Account | None = None,
    target: str = "",
    restricts: bool = False,
) -> int:
    """Put something on hold; the hold's number."""
    assert (what == "person") == (account is not None), what
    row = Hold.objects.create(
        what=what, account=account, target=target, restricts=restricts, reason=reason, seat=seat
    )
    return row.pk


def lift(hold: int, seat: str) -> HoldView | None:
    """Lift a hold that is on; it as it was, None when there is none."""
    row = Hold.objects.filter(pk=hold, lifted=None).select_related("account").first()
    if row is None:
        return None
    Hold.objects.filter(pk=hold, lifted=None).update(lifted=timezone.now(), lifted_seat=seat)
    return _view(row)


def listed() -> tuple[HoldView, ...]:
    """Every hold: those that are on first, the latest first."""
    rows = Hold.objects.select_related("account").order_by("-made")
    return tuple(sorted(map(_view, rows), key=lambda one: one.lifted is not None))


def on_classes() -> frozenset[str]:
    """The retention classes on hold."""
    return _targets("class")


def on_documents() -> frozenset[str]:
    """The documents on hold, by SHA-256."""
    return _targets("document")


def _targets(what: str) -> frozenset[str]:
    rows = Hold.objects.filter(what=what, lifted=None)
    return frozenset(rows.values_list("target", flat=True))


def on_persons() -> tuple[Person, ...]:
    """The persons on hold or restricted."""
    rows = Hold.objects.filter(what="person", lifted=None).select_related("account")
    held = {row.account_id: row.account for row in rows if row.account is not None}
    return tuple(Person(pk, one.email, one.name) for pk, one in sorted(held.items()))


def of_person(account: int) -> tuple[HoldView, ...]:
    """The holds and restrictions that are on for a person."""
    rows = Hold.objects.filter(what="person", lifted=None, account_id=account)
    return tuple(map(_view, rows.select_related("account").order_by("made")))


def restricted(accounts: Iterable[int]) -> frozenset[int]:
    """Those of these accounts whose data is to be left alone (GDPR article 18)."""
    rows = Hold.objects.filter(restricts=True, lifted=None, account_id__in=list(accounts))
    return frozenset(one for one in rows.values_list("account_id", flat=True) if one is not None)


def _view(row: Hold) -> HoldView:
    return HoldView(
        row.pk,
        row.what,
        row.target,
        row.account.email if row.account else "",
        row.restricts,
        row.reason,
        row.made,
        row.seat,
        row.lifted,
        row.lifted_seat,
    )
