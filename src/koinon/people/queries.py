"""Reads of the room: which seats an account holds, what a commitment opens to."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from koinon.people.models import Account, Holding, Secret


def account_of(email: str) -> Account | None:
    """The active account of an e-mail address."""
    return Account.objects.filter(email__iexact=email, is_active=True).first()


def seats_of(account: Account, on: date) -> tuple[str, ...]:
    """The seats an account holds on a day, by name."""
    held = Holding.objects.filter(Q(until=None) | Q(until__gt=on), account=account, since__lte=on)
    return tuple(sorted(set(held.values_list("seat", flat=True))))


def holders(seat: str, on: date) -> tuple[str, ...]:
    """Who holds a seat on a day, by name."""
    held = Holding.objects.filter(Q(until=None) | Q(until__gt=on), seat=seat, since__lte=on)
    return tuple(str(h.account) for h in held.select_related("account").order_by("account__name"))


def opening(commitment: str) -> tuple[object, bytes] | None:
    """What a commitment opens to (value, salt); None once erased."""
    row = Secret.objects.filter(commitment=commitment).first()
    return (row.value, bytes(row.salt)) if row else None
