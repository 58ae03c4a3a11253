"""Bearer tokens: a program acts for an account from named seats, until a day or its revocation."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from koinon.people.models import Account, Token

LIFE = timedelta(days=90)
"""How long a token lasts unless told otherwise."""
LONGEST_LIFE = timedelta(days=366)
LONGEST = 200
"""Characters of a token looked at, at most."""
PREFIX = "koinon_"
"""Tokens begin with this, so that scanners for leaked secrets know them."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token stands for, and the seats it was given for."""

    account: Account
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TokenView:
    """What is kept of a token; the secret itself is not. `revoked` is None while it stands."""

    email: str
    label: str
    seats: tuple[str, ...]
    expires: datetime
    revoked: datetime | None


def issue(
    account: Account,
    seats: Iterable[str],
    *,
    label: str,
    life: timedelta = LIFE,
    now: datetime | None = None,
) -> str:
    """A new token for an account and these seats; shown once, kept only as a hash.

    Raises ValueError for a life longer than LONGEST_LIFE.
    """
    if not timedelta() < life <= LONGEST_LIFE:
        raise ValueError(f"a token lasts at most {LONGEST_LIFE.days} days; name an earlier day.")
    token = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(
        token_sha256=_hash(token),
        account=account,
        label=label,
        seats=sorted(set(seats)),
        expires=(now or timezone.now()) + life,
    )
    return token


def bearer(token: str, *, now: datetime | None = None) -> Bearer | None:
    """Whom a token stands for; None when it is unknown, expired or revoked."""
    if len(token) > LONGEST or not token.startswith(PREFIX):
        return None
    valid = Token.objects.filter(
        token_sha256=_hash(token),
        expires__gt=now or timezone.now(),
        revoked=None,
        account__is_active=True,
    )
    found = valid.select_related("account").first()
    return Bearer(found.account, tuple(found.seats)) if found else None


def issued(account: Account | None = None) -> tuple[TokenView, ...]:
    """Every token of an account, or of all, by address, label and end."""
    rows = Token.objects.select_related("account").order_by("account__email", "label", "expires")
    if account is not None:
        rows = rows.filter(account=account)
    return tuple(
        TokenView(one.account.email, one.label, tuple(one.seats), one.expires, one.revoked)
        for one in rows
    )


def revoke(account: Account, label: str) -> int:
    """End every token of an account that carries this label; how many there were."""
    standing = Token.objects.filter(account=account, label=label, revoked=None)
    return standing.update(revoked=timezone.now())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
