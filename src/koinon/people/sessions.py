"""Sessions of an account: listed by device, ended one by one or all at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction

from koinon.people import inviting
from koinon.people.models import Account, Token


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session: what its browser says of itself, since when, last seen, and whether it asks."""

    id: int
    agent: str
    since: datetime
    seen: datetime
    current: bool


def sessions_of(account: Account, key: str | None) -> tuple[SessionView, ...]:
    """The sessions that still sign an account in, the last seen first; `key` is the present one."""
    standing = UserSession.objects.purge_and_list(account)
    found = sorted(standing, key=lambda one: one.last_seen_at, reverse=True)
    return tuple(
        SessionView(
            one.pk, one.user_agent, one.created_at, one.last_seen_at, one.session_key == key
        )
        for one in found
    )


def end_session(account: Account, id: int, *, by: Account) -> bool:
    """End one session of an account; False when it has no such session."""
    found = UserSession.objects.filter(user=account, pk=id).first()
    if found is None:
        return False
    found.end()
    inviting.note("session_ended", account, by=by)
    return True


def end_sessions(account: Account, *, by: Account) -> None:
    """End every session of an account."""
    for one in UserSession.objects.filter(user=account):
        one.end()
    inviting.note("sessions_ended", account, by=by)


def renew(account: Account, email: str, *, by: Account) -> None:
    """Begin anew for a person who lost a passkey or a mailbox: nothing from before signs in.

    Sessions, passkeys, recovery codes, links, tokens and sign-ins through a city end, and the
    account takes the address given.
    """
    with transaction.atomic():
        end_sessions(account, by=by)
        Authenticator.objects.filter(user=account).delete()
        SocialAccount.objects.filter(user=account).delete()
        Token.objects.filter(account=account).delete()
        inviting.withdraw_links(account)
        EmailAddress.objects.filter(user=account).delete()
        account.email = email
        account.save(update_fields=["email"])
        inviting.note("renewed", account, by=by)
