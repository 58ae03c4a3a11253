"""How long each class of personal data is kept, and why; what the coalition chose instead.

A class is a length of time from an event: months of the calendar, or days. The law's reason stands
beside each default, so that whoever changes one knows what it was for.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal, TypeAlias

from django.utils.translation import gettext_noop as _

from koinon.people.models import ChosenPeriod

Unit: TypeAlias = Literal["months", "days"]
LONGEST: Final = {"months": 600, "days": 3650}
"""What an installation can choose at most: fifty years, ten years."""


@dataclass(frozen=True, slots=True)
class Retention:
    """A retention class: what it is, from which event time runs, how long by default, and why."""

    id: str
    title: str
    since: str
    amount: int
    unit: Unit
    reason: str


CLASSES: Final = (
    Retention(
        "account",
        _("Accounts of people without a seat"),
        _("the last time the person signed in, or was invited"),
        24,
        "months",
        _("Article 5(1)(e) GDPR: who neither holds a seat nor signs in needs no account."),
    ),
    Retention(
        "register",
        _("Names in the register of office-holders"),
        _("the end of the mandate"),
        60,
        "months",
        _(
            "Article 6(1)(c) GDPR: decisions can be questioned for years, and people must be able "
            "to learn who took them. Set here what the law of the coalition says."
        ),
    ),
    Retention(
        "candidates",
        _("Names of candidates"),
        _("the close of the vote"),
        24,
        "months",
        _(
            "Article 5(1)(e) GDPR: a result can be contested for some time; whoever holds the "
            "office then stands in its register."
        ),
    ),
    Retention(
        "payees",
        _("Names of those who are paid"),
        _("the entry that names them"),
        120,
        "months",
        _("Article 17(3)(b) GDPR: books and vouchers are kept for ten years in most countries."),
    ),
    Retention(
        "notices",
        _("Mails that give notice"),
        _("the end of sending"),
        36,
        "months",
        _("Article 17(3)(e) GDPR: who had notice is proved while a decision can be contested."),
    ),
    Retention(
        "reminders",
        _("Other mails"),
        _("the end of sending"),
        3,
        "months",
        _("Article 5(1)(e) GDPR: a reminder is of use until what it was about is over."),
    ),
    Retention(
        "links",
        _("Links that sign in once"),
        _("the end of the link"),
        30,
        "days",
        _("Article 32 GDPR: a second use of a link is told to the person for some time."),
    ),
    Retention(
        "sessions",
        _("Sessions"),
        _("the last time the session was seen"),
        30,
        "days",
        _("Article 32 GDPR: a person sees where they were signed in lately."),
    ),
    Retention(
        "tokens",
        _("Access tokens"),
        _("the end of the token"),
        30,
        "days",
        _("Article 32 GDPR: what acted for a person is named for some time after its end."),
    ),
    Retention(
        "happenings",
        _("What happened to accounts"),
        _("the event"),
        24,
        "months",
        _("Article 32 GDPR: a misuse is often noticed late."),
    ),
    Retention(
        "handling",
        _("The log of handling personal data"),
        _("the event"),
        60,
        "months",
        _("Article 5(2) GDPR: the controller can show what was done, and who looked."),
    ),
    Retention(
        "requests",
        _("Requests about personal data"),
        _("the answer"),
        36,
        "months",
        _("Article 5(2) GDPR: an answer can be questioned before an authority or a court."),
    ),
    Retention(
        "unproved",
        _("Requests from addresses that did not prove themselves"),
        _("the request"),
        7,
        "days",
        _("Article 5(1)(c) GDPR: nobody is known to have asked."),
    ),
    Retention(
        "rolls",
        _("Rolls of residents"),
        _("the day a city brought the roll"),
        36,
        "months",
        _(
            "Article 5(1)(e) GDPR: a roll is needed while what it attests holds, and some time "
            "after, to be held against the record."
        ),
    ),
    Retention(
        "drafts",
        _("Drafts of minutes and of foundings"),
        _("the last change"),
        24,
        "months",
        _("Article 5(1)(e) GDPR: what was drafted stands in the record once it is decided."),
    ),
    Retention(
        "uploads",
        _("Files that no entry ever named"),
        _("the day they were handed in"),
        90,
        "days",
        _("Article 5(1)(e) GDPR: a file that was never used serves no purpose."),
    ),
)
"""Every retention class, in the order in which people read them."""

BY_ID: Final = {one.id: one for one in CLASSES}


@dataclass(frozen=True, slots=True)
class Period:
    """How long a class is kept here; `chosen` says that the coalition set it, and why."""

    retention: Retention
    amount: int
    chosen: bool
    reason: str


def periods() -> dict[str, Period]:
    """How long every class is kept, by its id, in their order."""
    chosen = {row.retention: row for row in ChosenPeriod.objects.filter(retention__in=BY_ID)}
    found = {}
    for one in CLASSES:
        row = chosen.get(one.id)
        found[one.id] = Period(
            one,
            row.amount if row else one.amount,
            row is not None,
            row.reason if row else one.reason,
        )
    return found


def choose(retention: str, amount: int, *, reason: str, seat: str) -> None:
    """Keep a class for so long from now on. The amount is within 1 and LONGEST of its unit."""
    unit = BY_ID[retention].unit
    assert 1 <= amount <= LONGEST[unit], amount
    ChosenPeriod.objects.update_or_create(
        retention=retention, defaults={"amount": amount, "reason": reason, "seat": seat}
    )


def months_later(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative), or that month's last day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def cutoff(period: Period, now: datetime) -> datetime:
    """What began before this instant is due."""
    if period.retention.unit == "days":
        return now - timedelta(days=period.amount)
    return now.replace(
        **_parts(months_later(now.date(), -period.amount))  # type: ignore[arg-type]
    )


def until(period: Period, since: datetime) -> date:
    """The day on which what began at an instant becomes due."""
    if period.retention.unit == "days":
        return (since + timedelta(days=period.amount)).date()
    return months_later(since.date(), period.amount)


def _parts(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def known(ids: Iterable[str]) -> bool:
    """Whether all of these are retention classes."""
    return set(ids) <= BY_ID.keys()
