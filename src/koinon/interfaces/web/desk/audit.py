"""To-dos around an audit: to answer the auditor, and the auditor's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.pages import money_audit
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.steps import Link
from koinon.treasury.queries import audits


def to_provide(asked: Asked) -> Iterable[Task]:
    """Evidence that the auditor asked this seat for."""
    if not may(money_audit.PROVIDE, asked.seat):
        return
    waiting = audits.requests(seat=asked.seat, statuses=("open", "insufficient"))
    for one in waiting[:LIMIT]:
        title = gettext("Provide the auditor with evidence of entry {n}: {what}")
        yield Task(
            key=f"evidence-{one.number}",
            title=title.format(n=one.entry_n, what=one.what),
            otherwise=gettext("The request is shown as overdue, and the opinion may say so."),
            link=money_audit.form(money_audit.PROVIDE, request=one.number),
            due=date.fromisoformat(one.due),
        )


def to_confirm(asked: Asked) -> Iterable[Task]:
    """Letters of the auditor to this city that are not answered."""
    if not asked.city or not may(money_audit.CONFIRM, asked.seat):
        return
    for one in audits.letters(city=asked.city, open_only=True)[:LIMIT]:
        yield Task(
            key=f"confirm-{one.number}",
            title=gettext("Confirm to the auditor what your city owed on {day}").format(
                day=wording.day(one.on)
            ),
            otherwise=gettext("Your city is shown as not having answered; silence proves nothing."),
            link=Link(reverse("audit_letter", args=[one.number]), gettext("Read the letter")),
            due=date.fromisoformat(one.due),
        )


def to_reply(asked: Asked) -> Iterable[Task]:
    """Findings that this seat is to reply to."""
    if not may(money_audit.REPLY, asked.seat):
        return
    for one in audits.findings(seat=asked.seat, unreplied_only=True)[:LIMIT]:
        yield Task(
            key=f"finding-{one.number}",
            title=gettext("Reply to the auditor’s finding: {title}").format(title=one.title),
            otherwise=gettext("The finding stands in public without your reply."),
            link=money_audit.form(money_audit.REPLY, finding=one.number),
            due=date.fromisoformat(one.due),
        )


def to_audit(asked: Asked) -> Iterable[Task]:
    """The auditor's own: samples to draw and examine, evidence to judge, the opinion."""
    if not may(money_audit.CONCLUDE, asked.seat):
        return
    yield from _samples(asked)
    for one in audits.requests(statuses=("provided",))[:LIMIT]:
        yield Task(
            key=f"judge-{one.number}",
            title=gettext("Judge the evidence provided for request {number}: {what}").format(
                number=one.number, what=one.what
            ),
            otherwise=gettext("It is neither accepted nor found insufficient."),
            link=money_audit.form(money_audit.JUDGE, request=one.number),
        )
    for audit in audits.audits():
        if audit.opinion is None:
            yield Task(
                key=f"opinion-{audit.number}",
                title=gettext("Give the opinion on the books of {year}").format(year=audit.year),
                otherwise=gettext("The members have no opinion on their books."),
                link=Link(reverse("audit", args=[audit.number]), gettext("See the audit")),
                due=date.fromisoformat(audit.opinion_due),
            )


def _samples(asked: Asked) -> Iterable[Task]:
    for one in audits.samples()[:LIMIT]:
        drawable = one.left == 0 or (one.draw_on or "9999") <= asked.today.isoformat()
        said = gettext("Examine the items of sample {number} from the {population}")
        if one.drawn_n is None:
            said = gettext("Draw sample {number} from the {population}")
        if (one.drawn_n is None and not drawable) or (one.drawn_n and one.examined == one.drawn):
            continue
        yield Task(
            key=f"sample-{one.number}",
            title=said.format(number=one.number, population=words.fixed(one.population)),
            otherwise=gettext("No opinion but a disclaimer can be given."),
            link=Link(reverse("audit_sample", args=[one.number]), gettext("See the sample")),
        )
