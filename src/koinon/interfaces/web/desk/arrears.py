"""To-dos of arrears: who is warned or suspended when, for the treasurer and for the member."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from koinon.interfaces.shared import wording
from koinon.interfaces.web import steps, words
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.steps import Link
from koinon.treasury import queries as treasury
from koinon.treasury.queries import Overdue

RECEIPTS: Final = ("treasury.record_receipt/1", "treasury.record_receipt/2")


def overdue(asked: Asked) -> Iterable[Task]:
    """For whoever books receipts: what is overdue, and when the clock warns or suspends."""
    if asked.city or not any(may(act, asked.seat) for act in RECEIPTS):
        return
    for one in with_a_date(asked, None):
        city = steps.apart(words.city_names().get(one.invoice.city, one.invoice.city))
        amount = steps.money(one.invoice.open_cents)
        if one.suspends_at is not None:
            title = gettext("{city} is suspended unless it pays {amount}: write to it once more")
            otherwise = gettext("The clock suspends it by itself.")
            at = one.suspends_at
        else:
            assert one.warns_at is not None, "only those with a date"
            title = gettext("{city} is warned unless it pays {amount}: remind it")
            otherwise = gettext("The clock warns it by itself; after that it can be suspended.")
            at = one.warns_at
        yield Task(
            key=f"overdue-{one.invoice.number}",
            title=title.format(city=city, amount=amount),
            otherwise=otherwise,
            link=Link(reverse("charge", args=[one.invoice.number]), gettext("Send a reminder")),
            due=wording.last_day(at),
            at=at,
        )


def own(asked: Asked) -> Iterable[Task]:
    """For a member: what it owes, and when it loses rights for it."""
    if not asked.city:
        return
    for one in with_a_date(asked, asked.city):
        if one.suspends_at is not None:
            title = gettext("Pay {amount}, overdue since {day}, before rights are lost")
            at = one.suspends_at
            otherwise = gettext("The city is suspended; it cannot vote until it has paid.")
        else:
            assert one.warns_at is not None, "only those with a date"
            title = gettext("Pay {amount}, overdue since {day}, before the city is warned")
            at = one.warns_at
            otherwise = gettext("The city is warned, in public, that it loses rights.")
        yield Task(
            key=f"arrears-{one.invoice.number}",
            title=title.format(
                amount=steps.money(one.invoice.open_cents), day=wording.day(one.invoice.due)
            ),
            otherwise=otherwise,
            link=Link(
                reverse("charge", args=[one.invoice.number]),
                gettext("The invoice, and how to disagree with it"),
            ),
            due=wording.last_day(at),
            at=at,
        )


def with_a_date(asked: Asked, city: str | None) -> Iterator[Overdue]:
    """The overdue invoices for which a warning or a suspension is still to come."""
    page, shown = 1, 0
    while shown < LIMIT:
        found = treasury.overdue(asked.today.isoformat(), page, city=city)
        for one in found.rows:
            coming = one.suspends_at or one.warns_at
            if coming is not None and one.suspension is None and coming > asked.at:
                shown += 1
                yield one
        page += 1
        if page > found.pages:
            return
