"""Disputes about charges: their list, and each with its whole course and whose turn it is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from koinon.interfaces.shared import sender
from koinon.interfaces.web import steps, words
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages import disputes_told as told
from koinon.interfaces.web.pages import money_words as said
from koinon.treasury import queries as treasury


def find(number: int) -> treasury.DisputeView:
    """The dispute of this number. Raises Http404."""
    found = treasury.dispute(number)
    if found is None:
        raise Http404
    return found


@require_safe
def dispute_list(request: HttpRequest) -> HttpResponse:
    """Every dispute, the newest first, with where it stands."""
    charter = said.charter()
    found = treasury.disputes(number_in(request.GET, "page", 1))
    context = {
        "rows": [(one, told.next_of(one, "").sentence) for one in found.rows],
        "list": found,
        "terms": charter.disputes,
        "names": words.city_names(),
    }
    return render(request, "koinon/money/disputes.html", context)


@require_safe
def dispute_page(request: HttpRequest, number: int) -> HttpResponse:
    """One dispute: line by line what happened, what is next, what was computed anew."""
    one = find(number)
    context = {
        "dispute": one,
        "levy_title": steps.apart(words.told(said.names(one.levy_title))),
        "steps": told.course(one),
        "next": told.next_of(one, sender.acting_seat(request) or ""),
        "meanwhile": told.meanwhile(one.stays) if one.open else "",
        "computed": treasury.computed(number),
        "further": treasury.further_invoices(number),
        "names": words.city_names(),
    }
    return render(request, "koinon/money/dispute.html", context)
