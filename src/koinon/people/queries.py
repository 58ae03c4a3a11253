"""Reads of the room: which seats an account holds, what a commitment opens to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from koinon.people.models import Account, Appointee, Holding, Secret


def account_of(email: str) -> Account | None:
    """The active account of an e-mail address."""
    return Account.objects.filter(email__iexact=email, is_active=True).first()


def account(id: int | None) -> Account | None:
    """An account by its number."""
    return Account.objects.filter(pk=id).first() if id is not None else None


def seats_of(account: Account, on: date) -> tuple[str, ...]:
    """The seats an account holds on a day, by name."""
    held = Holding.objects.filter(Q(until=None) | Q(until__gt=on), account=account, since__lte=on)
    return tuple(sorted(set(held.values_list("seat", flat=True))))


def openings(commitments: Iterable[str]) -> dict[str, object]:
    """The values these commitments open to, by commitment; erased ones are absent."""
    rows = Secret.objects.filter(commitment__in=list(commitments))
    return dict(rows.values_list("commitment", "value"))


@dataclass(frozen=True, slots=True)
class Holder:
    """An account that holds a seat, with where and in which language it is written to."""

    seat: str
    account: int
    name: str
    email: str
    language: str


def holders_of(seats: Iterable[str], on: date) -> tuple[Holder, ...]:
    """Every active account that holds one of these seats on a day, by seat and address."""
    held = Holding.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on)
    rows = held.filter(seat__in=list(seats), account__is_active=True).select_related("account")
    found = {(row.seat, row.account.email): row.account for row in rows}
    return tuple(
        Holder(seat, account.pk, account.name, email, account.language)
        for (seat, email), account in sorted(found.items())
    )


def appointees(seats: Mapping[int, str]) -> tuple[Holder, ...]:
    """The active accounts of whoever these entries appointed, to the seats named for each."""
    rows = Appointee.objects.filter(mandate__in=list(seats), account__is_active=True)
    return tuple(
        Holder(
            seats[row.mandate],
            row.account_id,
            row.account.name,
            row.account.email,
            row.account.language,
        )
        for row in rows.select_related("account").order_by("mandate")
    )


def opening(commitment: str) -> tuple[object, bytes] | None:
    """What a commitment opens to (value, salt); None once erased."""
    row = Secret.objects.filter(commitment=commitment).first()
    return (row.value, bytes(row.salt)) if row else None
