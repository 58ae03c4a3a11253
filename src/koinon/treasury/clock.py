"""What the clock owes about money: warnings, suspensions, and objections nobody answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from koinon.acts import memo, postponed
from koinon.acts.act import Act
from koinon.charter.document import Charter
from koinon.charter.queries import NoCharter, in_force
from koinon.cities import queries as cities
from koinon.treasury.acts.arrears import SuspendForArrears, WarnOfArrears
from koinon.treasury.acts.disputes import NoteUnanswered
from koinon.treasury.arrears import delays, standing, unpaid, warned_from
from koinon.treasury.models import ArrearsWarning, Delay, Dispute, Invoice

Following: TypeAlias = tuple[str, Act] | None


def next_due() -> Following:
    """The next of all that, past or to come; a warning before a suspension at the same instant."""
    try:
        charter = in_force()
    except NoCharter:
        return None
    late = [one.act for one in postponed.waiting()]
    silent = tuple(one.dispute for one in late if isinstance(one, NoteUnanswered))
    coming = [memo.once(("unanswered", silent), lambda: _next_unanswered(silent), Dispute)]
    if charter.arrears is not None:
        coming += _arrears(charter, late)
    return min(filter(None, coming), key=lambda one: one[0], default=None)


def _arrears(charter: Charter, late: Sequence[Act]) -> tuple[Following, ...]:
    """The next warning and the next suspension."""
    unwarned = tuple(one.invoice for one in late if isinstance(one, WarnOfArrears))
    unsuspended = tuple(one.invoice for one in late if isinstance(one, SuspendForArrears))
    gone, suspended = cities.gone(), tuple(cities.suspended())
    models = (Invoice, ArrearsWarning, Delay, Dispute)
    key = (charter.arrears, charter.time_zone, gone)
    return (
        memo.once(("warning", unwarned, *key), lambda: _next_warning(charter, unwarned), *models),
        memo.once(
            ("suspension", unsuspended, suspended, *key),
            lambda: _next_suspension((*unsuspended,), suspended),
            *models,
        ),
    )


def _next_unanswered(but: tuple[int, ...]) -> Following:
    """The objection whose silence is recorded next, of those whose charter made something of it."""
    rows = Dispute.objects.filter(status="open", answered_n=None).exclude(unanswered=None)
    rows = rows.exclude(number__in=but).order_by("answer_by", "number")
    first = rows.values_list("answer_by", "number").first()
    if first is None:
        return None
    assert first[0] is not None
    return first[0], NoteUnanswered(dispute=first[1])


def _next_warning(charter: Charter, but: tuple[int, ...]) -> Following:
    """The invoice whose payer is to be warned next: of the others the oldest, of each delayed."""
    terms, until = charter.arrears, delays()
    assert terms is not None
    warned = standing().values("invoice_id")
    rows = unpaid().exclude(id__in=warned).exclude(number__in=but)
    firsts = [rows.exclude(city__in=until).first()]
    firsts += [rows.filter(city=city).first() for city in sorted(until)]
    found = [
        (warned_from(terms, charter.time_zone, one.due, until.get(one.city)), one.number)
        for one in firsts
        if one is not None
    ]
    instant, number = min(found, default=("", 0))
    return (instant, WarnOfArrears(invoice=number)) if found else None


def _next_suspension(but: tuple[int, ...], suspended: tuple[str, ...]) -> Following:
    rows = standing().filter(invoice__in=unpaid()).exclude(city__in=suspended)
    first = rows.exclude(invoice__number__in=but).first()
    if first is None:
        return None
    return first.suspends_at, SuspendForArrears(invoice=first.invoice.number)
