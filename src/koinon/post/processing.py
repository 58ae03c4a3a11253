"""What this room keeps of persons: to whom mails went, and which of them a person does without."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from koinon.people.processing import Kept, Person, Rows
from koinon.post.kinds import KINDS
from koinon.post.models import Declined, Delivery

NOTICES: Final = tuple(one.name for one in KINDS if one.compulsory)
"""The kinds of mail that give notice, so that who had it can be proved."""
_FIELDS: Final = (
    ("address", _("E-mail address")),
    ("seat", _("Seat")),
    ("kind", _("Kind")),
    ("subject", _("About")),
    ("made", _("Made")),
    ("status", _("Status")),
    ("opened", _("Link followed")),
)


def _mine(person: Person) -> Q:
    found = Q(account_id=person.key)
    return found | Q(address__iexact=person.email) if person.email else found


def _notices(person: Person) -> Rows:
    return Delivery.objects.filter(_mine(person), kind__in=NOTICES)


def _reminders(person: Person) -> Rows:
    return Delivery.objects.filter(_mine(person)).exclude(kind__in=NOTICES)


def _ended(cutoff: datetime) -> Q:
    over = Q(ended__lt=cutoff) | Q(ended=None, made__lt=cutoff)
    return over & ~Q(status__in=("waiting", "sending"))


def _since(row: Delivery) -> datetime | None:
    return row.ended or (None if row.status in ("waiting", "sending") else row.made)


KEPT: Final = (
    Kept(
        "notices",
        "post.Delivery",
        _("Mails that give notice"),
        "mail",
        "notices",
        _FIELDS,
        of=_notices,
        due=lambda cutoff: Delivery.objects.filter(_ended(cutoff), kind__in=NOTICES),
        since=_since,
        ground="claims",
    ),
    Kept(
        "reminders",
        "post.Delivery",
        _("Other mails"),
        "mail",
        "reminders",
        _FIELDS,
        of=_reminders,
        due=lambda cutoff: Delivery.objects.filter(_ended(cutoff)).exclude(kind__in=NOTICES),
        since=_since,
    ),
    Kept(
        "declined",
        "post.Declined",
        _("Kinds of mail the person does without"),
        "mail",
        "account",
        (("kind", _("Kind")),),
        of=lambda person: Declined.objects.filter(account_id=person.key),
    ),
)

NOT_OF_PERSONS: Final = {
    "post.Outgoing": "What people are to be told of: entries and proposals, not whom.",
}
