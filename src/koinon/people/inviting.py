"""Invitations: a link that signs in once within a week, bound to the address it was sent to."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from django.db import transaction
from django.utils import timezone

from koinon.people.models import Account, Appointee, Happening, OneTimeLink

LIFE: Final = timedelta(days=7)
"""How long an invitation can be used."""
LOG_SIZE: Final = 20
Kind: TypeAlias = Literal[
    "invited",
    "link_used",
    "link_used_again",
    "link_refused",
    "sessions_ended",
    "session_ended",
    "renewed",
    "renewal_asked",
    "renewal_declined",
    "resident",
    "code_wrong",
]


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an appointment is for: the account, and where its invitation stands.

    `signed_in` is the last time the person did; `sent` the last invitation, which ends at
    `expires`; `reused` is when a link that had been used was tried again, if it was.
    """

    mandate: int
    email: str
    signed_in: datetime | None
    sent: datetime | None
    expires: datetime | None
    reused: datetime | None


@dataclass(frozen=True, slots=True)
class HappeningView:
    """A line of the log, with the address of whoever did it."""

    at: datetime
    kind: str
    by: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of a link: the account it signed in, or why it did not."""

    account: Account | None
    first_used: datetime | None = None
    whose: Account | None = None


def assign(mandate: int, account: Account) -> None:
    """Say whose account an appointment is."""
    Appointee.objects.update_or_create(mandate=mandate, defaults={"account": account})


def invitation(account: Account, *, by: Account | None, now: datetime | None = None) -> str:
    """A new invitation; those sent before hold no longer. The secret is told once, here."""
    now = now or timezone.now()
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        withdraw_links(account, now=now)
        OneTimeLink.objects.create(
            token_sha256=_hash(token),
            account=account,
            email=account.email,
            invitation=True,
            made=now,
            expires=now + LIFE,
        )
        note("invited", account, by=by, at=now)
    return token


def withdraw_links(account: Account, *, now: datetime | None = None) -> None:
    """Let no link sent before sign the account in."""
    unused = OneTimeLink.objects.filter(account=account, used=None, replaced=None)
    unused.update(replaced=now or timezone.now())


def open_link(token: str, *, now: datetime | None = None) -> Opened:
    """Use a link: it signs in the first time, in its time, and while the address is the account's.

    A second use of an invitation is noted: either the person came back, or somebody else was there.
    """
    now = now or timezone.now()
    with transaction.atomic():
        rows = OneTimeLink.objects.filter(token_sha256=_hash(token[:200]))
        fit = rows.filter(used=None, replaced=None, expires__gt=now, account__is_active=True)
        taken = fit.update(used=now)
        link = rows.select_related("account").first()
        if link is None:
            return Opened(None)
        if taken and link.email in ("", link.account.email):
            if link.invitation:
                note("link_used", link.account, by=link.account, at=now)
            return Opened(link.account)
        used_before = link.used if not taken else None
        if link.invitation:
            note("link_used_again" if used_before else "link_refused", link.account, at=now)
        return Opened(None, used_before, link.account if link.invitation else None)


def note(
    kind: Kind, account: Account, *, by: Account | None = None, at: datetime | None = None
) -> None:
    """Write a line of the private log."""
    Happening.objects.create(kind=kind, account=account, by=by, at=at or timezone.now())


def log_of(account: Account) -> tuple[HappeningView, ...]:
    """The last lines of an account's log, the latest first."""
    rows = Happening.objects.filter(account=account).select_related("by").order_by("-at", "-id")
    return tuple(
        HappeningView(row.at, row.kind, row.by.email if row.by else "") for row in rows[:LOG_SIZE]
    )


def account_for(mandate: int) -> Account | None:
    """The account of whoever an entry appointed."""
    row = Appointee.objects.filter(mandate=mandate).select_related("account").first()
    return row.account if row else None


def mandates_of(account: Account) -> tuple[int, ...]:
    """The entries that appointed the person of an account."""
    rows = Appointee.objects.filter(account=account).order_by("mandate")
    return tuple(rows.values_list("mandate", flat=True))


def mandates_by_account(account: int) -> tuple[int, ...]:
    """The entries that appointed the person of an account, by the account's number."""
    rows = Appointee.objects.filter(account_id=account).order_by("mandate")
    return tuple(rows.values_list("mandate", flat=True))


def mandates_of_others(account: int | None) -> frozenset[int]:
    """The entries that appointed a person of another account."""
    return frozenset(
        Appointee.objects.exclude(account_id=account).values_list("mandate", flat=True)
        if account is not None
        else Appointee.objects.values_list("mandate", flat=True)
    )


def invited(mandates: Iterable[int]) -> dict[int, Invited]:
    """Where the invitations of these appointments stand, by entry; absent where nobody is named."""
    rows = list(Appointee.objects.filter(mandate__in=list(mandates)).select_related("account"))
    accounts = [row.account_id for row in rows]
    links = OneTimeLink.objects.filter(account__in=accounts, invitation=True).order_by("made")
    last = {link.account_id: link for link in links}
    reused = Happening.objects.filter(account__in=accounts, kind="link_used_again").order_by("at")
    again = {row.account_id: row.at for row in reused}
    return {row.mandate: _invited(row, last.get(row.account_id), again) for row in rows}


def _invited(row: Appointee, link: OneTimeLink | None, again: dict[int, datetime]) -> Invited:
    reused = again.get(row.account_id)
    return Invited(
        mandate=row.mandate,
        email=row.account.email,
        signed_in=row.account.last_login,
        sent=link.made if link else None,
        expires=link.expires if link else None,
        reused=reused if reused and link and reused >= link.made else None,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
