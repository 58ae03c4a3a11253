"""Addresses of calendars: whoever has one reads the dates of a seat, and can do nothing else."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from koinon.people.models import Account, CalendarLink

LONGEST = 100
"""Characters of an address looked at, at most."""


@dataclass(frozen=True, slots=True)
class CalendarOwner:
    """Whose calendar an address shows: the account and the seat it was made for."""

    account: Account
    seat: str


def new_calendar(account: Account, seat: str) -> str:
    """A secret address part for the dates of a seat; an earlier one of the same seat ends."""
    end_calendar(account, seat)
    token = secrets.token_urlsafe(24)
    CalendarLink.objects.create(token_sha256=_hash(token), account=account, seat=seat)
    return token


def end_calendar(account: Account, seat: str) -> bool:
    """End the address of a seat's calendar; True when there was one."""
    return CalendarLink.objects.filter(account=account, seat=seat).delete()[0] > 0


def has_calendar(account: Account, seat: str) -> bool:
    """Whether an account has an address for the dates of a seat."""
    return CalendarLink.objects.filter(account=account, seat=seat).exists()


def calendar_owner(token: str) -> CalendarOwner | None:
    """Whose calendar this is; None for an unknown or ended address, or a closed account."""
    if len(token) > LONGEST:
        return None
    rows = CalendarLink.objects.filter(token_sha256=_hash(token), account__is_active=True)
    found = rows.select_related("account").first()
    return CalendarOwner(found.account, found.seat) if found else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
