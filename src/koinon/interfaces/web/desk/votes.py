"""A delegate's to-dos: votes to cast, and what its city owes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from koinon.assembly import queries_desk
from koinon.interfaces.shared import wording
from koinon.interfaces.web import steps, words
from koinon.interfaces.web.desk.arrears import with_a_date
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.steps import Link
from koinon.treasury import queries as treasury


def to_cast(asked: Asked) -> Iterable[Task]:
    """The open proposals on which the city has not voted."""
    if not asked.city:
        return
    city = words.city_names().get(asked.city, asked.city)
    otherwise = gettext(
        "Without a vote {city} is counted neither for nor against; where the rule asks for a share "
        "of all members, that does not help the proposal to pass."
    ).format(city=city)
    for one in queries_desk.unvoted(asked.city, asked.body, asked.at, LIMIT):
        yield Task(
            key=f"vote-{one.number}",
            title=gettext("Vote on proposal {number}: {title}").format(
                number=one.number, title=words.told(one.title)
            ),
            otherwise=otherwise,
            link=Link(reverse("vote", args=[one.number]), gettext("Cast the vote")),
            due=wording.last_day(one.closes_at),
            at=one.closes_at,
        )


def to_pay(asked: Asked) -> Iterable[Task]:
    """What the city was charged and has not paid; what costs it rights, `arrears.own` tells."""
    if not asked.city:
        return
    told = {one.invoice.number for one in with_a_date(asked, asked.city)}
    for one in treasury.invoices(asked.city):
        if one.open_cents <= 0 or one.number in told:
            continue
        yield Task(
            key=f"owed-{one.number}",
            title=gettext("Pay {amount} on invoice {number}, reference {reference}").format(
                amount=steps.money(one.open_cents), number=one.number, reference=one.reference
            ),
            otherwise=gettext(
                "It is shown as overdue on the public pages of Money after that day."
            ),
            link=Link(
                reverse("charge", args=[one.number]),
                gettext("The invoice, and how to disagree with it"),
            ),
            due=date.fromisoformat(one.due),
        )
