"""Accounts, the seats they hold and one-time links: the writes of the room, none of them state."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.utils import timezone

from koinon.people.models import Account, Holding, OneTimeLink, Secret

LINK_LIFE = timedelta(hours=12)


def invite(email: str, *, name: str = "", language: str = "") -> Account:
    """The account of an e-mail address, made when it is new."""
    found = Account.objects.filter(email__iexact=email).first()
    return found or Account.objects.create_user(email, name=name, language=language)


def give_seat(account: Account, seat: str, *, since: date) -> None:
    """Let an account act from a seat, from a day on."""
    Holding.objects.get_or_create(account=account, seat=seat, since=since)


def take_seat(account: Account, seat: str, *, until: date) -> None:
    """End what an account holds of a seat."""
    Holding.objects.filter(account=account, seat=seat, until=None).update(until=until)


def one_time_link(account: Account, *, now: datetime | None = None) -> str:
    """A secret that signs the account in once, within LINK_LIFE."""
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
        account=account,
        email=account.email,
        expires=(now or timezone.now()) + LINK_LIFE,
    )
    return token


def correct(account: Account, *, name: str, email: str) -> None:
    """Write the right name and address of a person; links sent to the wrong one hold no longer."""
    OneTimeLink.objects.filter(account=account, used=None).exclude(email=email).delete()
    Account.objects.filter(pk=account.pk).update(name=name, email=email)


def set_language(account: Account, language: str) -> None:
    """Choose the language in which a person is written to."""
    Account.objects.filter(pk=account.pk).update(language=language)


def keep_opening(commitment: str, value: object, salt: bytes) -> None:
    """Put what opens a commitment into the vault (the gate's port)."""
    Secret.objects.get_or_create(commitment=commitment, defaults={"value": value, "salt": salt})


def erase(commitment: str) -> bool:
    """Erase a private value for good; True when there was one."""
    return Secret.objects.filter(commitment=commitment).delete()[0] > 0
