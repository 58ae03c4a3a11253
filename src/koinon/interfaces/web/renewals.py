"""Beginning an account anew: when it takes a second person, who that can be, how they are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, override

from koinon.acts import gate
from koinon.assembly import queries as assembly
from koinon.assembly import queries_keys as keys
from koinon.assembly import queries_mandates as mandates
from koinon.interfaces.shared import holding, naming, wording
from koinon.interfaces.shared.mail import directly
from koinon.interfaces.shared.mail.sending import spoken
from koinon.interfaces.web import words
from koinon.interfaces.web.pages.people import scope_of
from koinon.people import inviting
from koinon.people.queries import Holder
from koinon.people.renewals import RenewalView


def takes_two(account: Any) -> bool:
    """Whether a person holds, or is to hold, a seat for which a key was ever registered.

    Who never signed in has nothing to lose yet: to invite them elsewhere is part of appointing.
    """
    if account.last_login is None:
        return False
    return keys.any_of(_seats(account))


def confirming_seats(account: Any) -> frozenset[str]:
    """The seats whose holders may confirm: every office, and who appoints for the person's cities.

    A city's own seats count only while every seat of the account is that city's.
    """
    charter = words.charter()
    offices = {one.id for one in charter.seats} if charter else set()
    cities = {seat.partition("/")[2] for seat in _seats(account)}
    own = assembly.seats_of_city(cities.pop()) if len(cities) == 1 else ()
    return frozenset({*offices, *(one.name for one in own if scope_of(one.name) is not None)})


def _seats(account: Any) -> frozenset[str]:
    """The seats an account holds or is to hold."""
    at = gate.now_utc()
    coming = mandates.seats_to_come(inviting.mandates_of(account), at)
    return frozenset({*holding.seats_of(account, at), *coming})


def confirmers(account: Any, asked_by: Any) -> tuple[Holder, ...]:
    """Who could confirm: each person once, neither the one it is about nor the one who asked."""
    found = holding.holders_of(confirming_seats(account), gate.now_utc())
    apart = {one.account: one for one in found if one.account not in (account.pk, asked_by.pk)}
    return tuple(apart.values())


def tell(request: HttpRequest, one: RenewalView, seat: str, others: Iterable[Holder]) -> None:
    """Write to the person, who may decline, and to everybody who could confirm."""
    path = reverse("renewal", args=[one.id])
    site = settings.KOINON_SITE
    facts = {
        "address": f"{site}{path}" if site else request.build_absolute_uri(path),
        "asker": str(one.asked_by),
        "email": one.email,
    }
    with override(spoken(one.account.language)):
        subject = gettext("{coalition}: your account is to begin anew")
        body = gettext(
            "{asker} asks that your account begin anew at the address {email}. Every session has "
            "ended. A second person has until {ends} to confirm it; then your passkeys end too. "
            "If you did not ask for this, sign in with your passkey and decline it here, and tell "
            "the secretariat:"
        )
        _send(one.account, subject, body, {**facts, **_said(one, seat)})
    for other in others:
        with override(spoken(other.language)):
            subject = gettext("{coalition}: confirm that an account begins anew")
            body = gettext(
                "{asker} asks that the account of {seat} begin anew at the address {email}. Its "
                "acts are signed, so a second person confirms. Speak with whoever holds the seat "
                "first, face to face or by a number that you knew before, then decide until {ends}:"
            )
            _send(other, subject, body, {**facts, **_said(one, seat)})


def _said(one: RenewalView, seat: str) -> dict[str, str]:
    """What a letter says in the language of whoever gets it."""
    return {
        "coalition": naming.coalition(),
        "seat": naming.seat(seat),
        "ends": wording.day(one.ends.date()),
    }


def _send(to: Any, subject: str, body: str, facts: dict[str, str]) -> None:
    """A letter in the present language; the desk says it too, where it does not leave."""
    text = f"{body}\n\n{{address}}\n".format(**facts)
    directly.send(to.email, to.language, subject.format(**facts), text)
