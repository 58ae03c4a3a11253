"""Accounts that are to begin anew once a second person confirms it, and what becomes of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from koinon.people import inviting, sessions
from koinon.people.models import Account, Renewal

LIFE: Final = timedelta(days=7)
"""How long a renewal waits for a second person."""


@dataclass(frozen=True, slots=True)
class RenewalView:
    """A renewal that waits: whose account, at which address it is to go on, who asked, by when.

    `mandate` is the entry that appointed the person.
    """

    id: int
    account: Account
    email: str
    mandate: int
    asked_by: Account
    ends: datetime


def ask(account: Account, email: str, mandate: int, *, by: Account) -> int:
    """Ask that an account begin anew, in place of what was asked before; its number.

    Every session ends at once, in case somebody else is in one; passkeys stay until it is
    confirmed, so that whoever still has one can come in and decline.
    """
    with transaction.atomic():
        Renewal.objects.filter(account=account).delete()
        row = Renewal.objects.create(
            account=account, email=email, mandate=mandate, asked=timezone.now(), asked_by=by
        )
        sessions.end_sessions(account, by=by)
        inviting.note("renewal_asked", account, by=by)
    return row.pk


def waiting() -> tuple[RenewalView, ...]:
    """Every renewal that waits for a second person, the oldest first."""
    rows = Renewal.objects.filter(asked__gt=timezone.now() - LIFE, account__is_active=True)
    return tuple(
        RenewalView(row.pk, row.account, row.email, row.mandate, row.asked_by, row.asked + LIFE)
        for row in rows.select_related("account", "asked_by").order_by("asked", "pk")
    )


def confirm(one: RenewalView, *, by: Account) -> bool:
    """Begin anew, as a second person confirms; False when it was decided meanwhile."""
    assert by.pk not in (one.account.pk, one.asked_by.pk), "a second person confirms"
    with transaction.atomic():
        if not Renewal.objects.filter(pk=one.id).delete()[0]:
            return False
        sessions.renew(one.account, one.email, by=by)
    return True


def decline(one: RenewalView, *, by: Account) -> None:
    """Leave the account as it is."""
    with transaction.atomic():
        if Renewal.objects.filter(pk=one.id).delete()[0]:
            inviting.note("renewal_declined", one.account, by=by)
