"""Audits: their list, one of them, a sample, a member's letter; what may be done at each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from typing import Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from koinon.cities import queries as cities
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.money_arrears import today
from koinon.interfaces.web.pages.money_books import answered
from koinon.interfaces.web.pages.papers import as_stated
from koinon.interfaces.web.papers import audits as papers
from koinon.interfaces.web.papers.making import answer
from koinon.interfaces.web.steps import Link
from koinon.methods.projection import factor
from koinon.treasury.queries import audits

OPEN: Final = "treasury.open_audit/1"
PLAN: Final = "treasury.plan_sample/1"
DRAW: Final = "treasury.draw_sample/1"
EXAMINE: Final = "treasury.examine_items/1"
REQUEST: Final = "treasury.request_evidence/1"
PROVIDE: Final = "treasury.provide_evidence/1"
JUDGE: Final = "treasury.close_request/1"
ASK: Final = "treasury.ask_confirmations/1"
CONFIRM: Final = "treasury.answer_confirmation/1"
RECONCILE: Final = "treasury.reconcile_confirmation/1"
FIND: Final = "treasury.record_finding/1"
REPLY: Final = "treasury.reply_to_finding/1"
FOLLOW: Final = "treasury.follow_up_finding/1"
CONCLUDE: Final = "treasury.give_opinion/1"
AT_ONCE: Final = 50
"""Items of a sample that one form takes at once."""
AT_ONCE_ASKED: Final = 200
"""Members that one form asks at once."""
CONFIDENCE_PERCENT: Final = 95
LATER: Final = 10
"""After how many entries a sample is drawn, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something of an audit with what the reader may do about it."""

    one: object
    do: tuple[Link, ...]
    late: bool = False


def form(act: str, **given: object) -> Link:
    """The form of an act with these fields filled in."""
    address = reverse("act", args=[act])
    told = urlencode({name: str(value) for name, value in given.items()})
    return Link(f"{address}?{told}" if told else address, words.act_name(act))


def allowed(request: HttpRequest, *links: tuple[str, Mapping[str, object]]) -> tuple[Link, ...]:
    """The forms that the reader's seat may fill in."""
    seat = sender.acting_seat(request) or ""
    return tuple(form(act, **given) for act, given in links if may(act, seat))


@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """Every audit, the latest first, with its opinion."""
    charter = said.charter()
    context = {
        "terms": charter.audit,
        "audits": audits.audits(),
        "do": allowed(request, (OPEN, {"year": int(today()[:4]) - 1})) if charter.audit else (),
    }
    return render(request, "koinon/money/audits.html", context)


@require_safe
def audit_page(request: HttpRequest, number: int) -> HttpResponse:
    """One audit: its samples, what was asked and answered, what was found, its opinion."""
    found = _audit(number)
    given: dict[str, object] = {"audit": number}
    begin = (
        (REQUEST, given | _seat(PROVIDE)),
        (FIND, given | _seat(REPLY)),
        (CONCLUDE, given),
    )
    do: tuple[Link, ...] = ()
    if found.opinion is None:
        do = (*_plans(request, found), *_ask(request, number), *allowed(request, *begin))
    context = {
        "audit": found,
        "names": words.city_names(),
        "samples": [Row(one, _sample_links(request, one)) for one in audits.samples(number)],
        "requests": [_request(request, one) for one in audits.requests(number)],
        "letters": [_letter(request, one) for one in audits.letters(number)],
        "findings": [_finding(request, one) for one in audits.findings(number)],
        "do": do,
        "signed": papers.signing_key(found) is not None,
    }
    return render(request, "koinon/money/audit.html", context)


@require_safe
def sample_page(request: HttpRequest, number: int) -> HttpResponse:
    """A sample: how it was planned, what drew it, its items and what they say about the rest."""
    found = _sample(number)
    audit = _audit(found.line.audit)
    context = {
        "audit": audit,
        "sample": found.line,
        "items": [Row(one, _item_links(request, found.line, one)) for one in found.items],
        "projection": found.projection,
        "verdict": _verdict(audit, found),
        "factor": "" if found.factor is None else wording.number(found.factor, 3),
        "do": _sample_links(request, found.line) + _examine(request, found),
    }
    return render(request, "koinon/money/audit_sample.html", context)


@login_required
def examine_page(request: HttpRequest, number: int) -> HttpResponse:
    """The next items that are not examined, with the books' amounts to be corrected.

    What is sent goes to the form of the act, which shows it for checking.
    """
    found = _sample(number)
    waiting = [one for one in found.items if one.audited_cents is None]
    rows = [(one, wording.amount(one.cents, said.currency())) for one in waiting[:AT_ONCE]]
    context = {
        "sample": found.line,
        "act": EXAMINE,
        "rows": rows,
        "more": len(waiting) - len(rows),
    }
    return render(request, "koinon/money/audit_examine.html", context)


@login_required
def ask_page(request: HttpRequest, number: int) -> HttpResponse:
    """The members not asked in this audit yet, to be ticked; goes to the form of the act."""
    found = _audit(number)
    asked = {one.city for one in audits.letters(number)}
    names = words.city_names()
    waiting = sorted(set(cities.members()) - asked, key=lambda slug: names.get(slug, slug))
    last = min(f"{found.year}-12-31", today())
    context = {
        "audit": found,
        "act": ASK,
        "rows": [(slug, names.get(slug, slug)) for slug in waiting[:AT_ONCE_ASKED]],
        "on": last,
    }
    return render(request, "koinon/money/audit_ask.html", context)


def sample_file(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """The items of a sample as CSV."""
    found = _sample(number)
    unit = f"minor units, {said.currency()}"
    columns = (
        *("entry", "line", f"amount ({unit})", "why", "at", "stratum"),
        *(f"audited ({unit})", f"overstated ({unit})", "remark"),
    )
    rows = (
        (
            *(one.n, one.line, one.cents, one.why, one.at, one.stratum),
            *(one.audited_cents, one.over_cents, one.remark),
        )
        for one in found.items
    )
    return answered(f"sample-{number}.csv", (columns, rows))


@require_safe
def letter_page(request: HttpRequest, number: int) -> HttpResponse:
    """The auditor's letter to a member, what its balance is made of, and how it answers."""
    found = audits.letter(number)
    if found is None:
        raise Http404
    mine = (sender.acting_seat(request) or "").partition("/")[2] == found.city
    given = {"confirmation": number}
    answers: tuple[Link, ...] = ()
    if found.agrees is None and mine:
        agree, differ = form(CONFIRM, **given, agrees="on"), form(CONFIRM, **given)
        answers = (
            Link(agree.address, gettext("The balance is right")),
            Link(differ.address, gettext("We have another figure")),
        )
    context = {
        "letter": found,
        "audit": _audit(found.audit),
        "city": words.city_names().get(found.city, found.city),
        "charges": audits.charges_of(found),
        "answers": answers,
        "do": _letter(request, found).do,
    }
    return render(request, "koinon/money/audit_letter.html", context)


@require_safe
def letter_paper(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The letter as a paper, with the form by which it is answered by hand."""
    found = audits.letter(number)
    if found is None:
        raise Http404
    return answer(papers.letter(request, found, as_stated()), form, f"confirmation-{number}")


@require_safe
def letters_paper(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Every letter of an audit in one paper; there is none before members are asked."""
    found = audits.letters(_audit(number).number)
    if not found:
        raise Http404
    return answer(papers.letters(request, found, as_stated()), form, f"confirmations-{number}")


@require_safe
def opinion_paper(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The opinion as a paper; there is none before it is given."""
    found = _audit(number)
    if found.opinion is None:
        raise Http404
    return answer(papers.opinion(request, found, as_stated()), form, f"audit-opinion-{number}")


def _audit(number: int) -> audits.AuditView:
    found = audits.audit(number)
    if found is None:
        raise Http404
    return found


def _sample(number: int) -> audits.SampleView:
    found = audits.sample(number)
    if found is None:
        raise Http404
    return found


def _plans(request: HttpRequest, audit: audits.AuditView) -> tuple[Link, ...]:
    """A form for each way to draw a sample, with what would do for a first one.

    By units of money the interval is the materiality by the factor of no error: without an error
    the upper limit is then just the materiality.
    """
    interval = max(1, floor(audit.materiality_cents / factor(0, CONFIDENCE_PERCENT)))
    given = {"audit": audit.number, "population": "payments", "after_entries": LATER}
    by_money = {
        "method": "monetary unit",
        "interval_cents": wording.amount(interval, said.currency()),
        "confidence_percent": CONFIDENCE_PERCENT,
    }
    strata = {"strata.count": 2, "strata.0.from_cents": wording.amount(1, said.currency())}
    ways: tuple[tuple[str, dict[str, object]], ...] = (
        (gettext("Plan a sample by units of money"), {**by_money}),
        (gettext("Plan a simple random sample"), {"method": "random", "size": 25}),
        (gettext("Plan a stratified sample"), {"method": "stratified", **strata}),
    )
    seat = sender.acting_seat(request) or ""
    if not may(PLAN, seat):
        return ()
    return tuple(Link(form(PLAN, **given, **more).address, text) for text, more in ways)


def _ask(request: HttpRequest, number: int) -> tuple[Link, ...]:
    if not may(ASK, sender.acting_seat(request) or ""):
        return ()
    return (Link(reverse("audit_ask", args=[number]), words.act_name(ASK)),)


def _seat(act: str) -> dict[str, object]:
    """The first office that the charter lets do an act, to begin with."""
    granted = said.charter().authority_for(act)
    return next(({"seat": one.seats[0]} for one in granted if one.seats), {})


def _sample_links(request: HttpRequest, one: audits.SampleLine) -> tuple[Link, ...]:
    ready = one.left == 0 or (one.draw_on is not None and one.draw_on <= today())
    if one.drawn_n is not None or not ready:
        return ()
    return allowed(request, (DRAW, {"sample": one.number}))


def _examine(request: HttpRequest, found: audits.SampleView) -> tuple[Link, ...]:
    """The page that takes what the next items should have been."""
    waiting = any(one.audited_cents is None for one in found.items)
    if not waiting or not may(EXAMINE, sender.acting_seat(request) or ""):
        return ()
    address = reverse("audit_examine", args=[found.line.number])
    return (Link(address, words.act_name(EXAMINE)),)


def _item_links(
    request: HttpRequest, sample: audits.SampleLine, one: audits.ItemView
) -> tuple[Link, ...]:
    return allowed(request, (REQUEST, {"audit": sample.audit, "entry": one.n}))


def _request(request: HttpRequest, one: audits.RequestView) -> Row:
    seat, given = sender.acting_seat(request) or "", {"request": one.number}
    do: tuple[Link, ...] = ()
    if one.status in ("open", "insufficient") and seat == one.seat:
        do = allowed(request, (PROVIDE, given))
    elif one.status == "provided":
        do = allowed(request, (JUDGE, given))
    return Row(one, do, one.status in ("open", "insufficient") and one.due < today())


def _letter(request: HttpRequest, one: audits.LetterView) -> Row:
    do: tuple[Link, ...] = ()
    if one.agrees is False and one.explanation is None:
        do = allowed(request, (RECONCILE, {"confirmation": one.number}))
    return Row(one, do, one.agrees is None and one.due < today())


def _finding(request: HttpRequest, one: audits.FindingView) -> Row:
    seat, given = sender.acting_seat(request) or "", {"finding": one.number}
    do: tuple[Link, ...] = ()
    if one.replied_n is None and seat == one.seat:
        do = allowed(request, (REPLY, given))
    if one.status != "carried out":
        do += allowed(request, (FOLLOW, given))
    return Row(one, do, one.replied_n is None and one.due < today())


def _verdict(audit: audits.AuditView, found: audits.SampleView) -> str:
    """What a sample wholly examined says against the materiality."""
    if found.projection is None:
        return ""
    upper, likely = found.projection.upper, found.projection.likely
    if upper is not None and upper <= audit.materiality_cents:
        return gettext(
            "Even at the upper limit the error stays within the materiality of this audit."
        )
    if abs(likely) > audit.materiality_cents:
        return gettext("The likely error is larger than the materiality of this audit.")
    if upper is not None:
        return gettext(
            "The likely error stays within the materiality of this audit, its upper limit does "
            "not: examine more, or have the errors corrected."
        )
    return gettext("The likely error stays within the materiality of this audit.")
