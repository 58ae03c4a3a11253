"""A member's invoice: its page, its papers, and the account it is paid to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from koinon.assembly import queries as assembly
from koinon.interfaces.shared import holding, papers, sender
from koinon.interfaces.shared.papers import Paper
from koinon.interfaces.web import letterheads, words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.money_arrears import next_step, today
from koinon.interfaces.web.pages.papers import as_stated
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.papers import charges as told
from koinon.interfaces.web.papers.making import PDF, answer, file
from koinon.treasury import queries as treasury
from koinon.treasury.queries import InvoiceView

RECEIPTS = ("treasury.record_receipt/1", "treasury.record_receipt/2")
REMINDERS_LIMIT = 500
"""Reminders in one file, at most."""


def keeps_money(request: HttpRequest) -> bool:
    """Whether the acting seat books what comes in, and so writes to those who owe."""
    seat = sender.acting_seat(request) or ""
    return any(may(act, seat) for act in RECEIPTS)


def _concerns(request: HttpRequest, city: str) -> bool:
    """Whether the account may be shown: to the member's own seats, and to whoever keeps money."""
    own = any(seat.partition("/")[2] == city for seat in sender.seats_held(request))
    return own or keeps_money(request)


def _find(number: int) -> InvoiceView:
    found = treasury.invoice(number)
    if found is None:
        raise Http404
    return found


@require_safe
def charge_page(request: HttpRequest, number: int) -> HttpResponse:
    """An invoice to a member: what it owes, what happens, its papers, how to disagree."""
    one, at = _find(number), now()
    rows = treasury.overdue(today(), city=one.city).rows
    late = next((row for row in rows if row.invoice.number == number), None)
    objection = treasury.objection(one.levy, one.city) if one.levy else None
    seen, left = _concerns(request, one.city), treasury.residual_of(one.city)
    context = {
        "invoice": one,
        "title": told.title_of(one),
        "late": next_step(late) if late else "",
        "objection": objection if objection and objection.possible(at) else None,
        "disputes": treasury.disputes_of(one.city, one.levy) if one.levy else (),
        "account": letterheads.account() if seen else None,
        "keeper": keeps_money(request),
        "names": words.city_names(),
        "residual": left is not None and left.invoice == number,
    }
    return render(request, "koinon/money/charge.html", context)


@require_safe
def invoice_file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The invoice as a paper; its account only for whom it concerns."""
    one = _find(number)
    read = told.read(request, as_stated(), account=_concerns(request, one.city))
    return answer(told.invoice(one, read), form, f"invoice-{number}")


@require_safe
def reminder_file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """A reminder of an invoice that is overdue. Raises Http404 for another."""
    one = _find(number)
    if not one.open_cents or one.due >= today():
        raise Http404
    read = told.read(request, as_stated(), account=_concerns(request, one.city))
    return answer(told.reminder(one, read), form, f"reminder-{number}")


@require_safe
def credit_note_file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """A credit note as a paper."""
    note = treasury.credit_note(number)
    if note is None:
        raise Http404
    read = told.read(request, as_stated(), account=_concerns(request, note.city))
    return answer(told.credit_note(note, read), form, f"credit-note-{number}")


@login_required
@require_safe
def invoices_file(request: HttpRequest, code: str) -> HttpResponse:
    """Every invoice of a levy in one PDF, each in the language of whom it goes to."""
    if not keeps_money(request):
        raise PermissionDenied
    found = treasury.invoices(levy=code)
    if not found:
        raise Http404
    read = told.read(request, as_stated(), account=True)
    return _all(found, lambda one: told.invoice(one, read), f"invoices-{code}")


@login_required
@require_safe
def reminders_file(request: HttpRequest) -> HttpResponse:
    """A reminder of every overdue invoice in one PDF, each in the language of whom it goes to."""
    if not keeps_money(request):
        raise PermissionDenied
    found: list[InvoiceView] = []
    page = 1
    while len(found) < REMINDERS_LIMIT:
        late = treasury.overdue(today(), page)
        found += [row.invoice for row in late.rows]
        page += 1
        if page > late.pages:
            break
    if not found:
        raise Http404
    read = told.read(request, as_stated(), account=True)
    return _all(tuple(found), lambda one: told.reminder(one, read), "reminders")


def _all(found: tuple[InvoiceView, ...], make: Any, name: str) -> HttpResponse:
    made: list[Paper] = []
    spoken = _languages({one.city for one in found})
    for one in found:
        with override(spoken.get(one.city) or get_language()):
            made.append(make(one))
    return file(papers.pdf(*made), PDF, f"{name}.pdf", shown=True)


def _languages(cities: set[str]) -> dict[str, str]:
    """The language in which each member's first seat holder is written to."""
    seats = [one.name for city in sorted(cities) for one in assembly.seats_of_city(city)]
    found: dict[str, str] = {}
    for one in holding.holders_of(seats, now()):
        if one.language:
            found.setdefault(one.seat.partition("/")[2], one.language)
    return found


@login_required
def letterhead(request: HttpRequest) -> HttpResponse:
    """The address and the account on letters: read and changed by whoever keeps the money."""
    if not keeps_money(request):
        raise PermissionDenied
    found, wrong = letterheads.account(), {}
    if request.method == "POST":
        found = letterheads.typed(request.POST.dict())
        wrong = letterheads.faults(found)
        if not wrong:
            letterheads.save(found, request.user)
            messages.success(request, gettext("The letterhead is saved."))
            return redirect("letterhead")
    context = {
        "found": found,
        "wrong": wrong,
        "errors": [Error(f"field-{name}", said) for name, said in wrong.items()],
    }
    return render(request, "koinon/money/letterhead.html", context)
