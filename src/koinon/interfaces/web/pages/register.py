"""The public register of office-holders: who speaks for whom, and who did."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from koinon.assembly import queries_mandates as mandates
from koinon.assembly.processing import kept_until
from koinon.interfaces.shared import sender
from koinon.interfaces.web import data_told
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages.people import scope_of
from koinon.interfaces.web.pages.people_told import told
from koinon.people.retention import periods


def register_page(request: HttpRequest) -> HttpResponse:
    """A page of the register: mandates that stand today, or those that are over."""
    at, past = now(), "past" in request.GET
    asked = request.GET.get("page", "1")
    found = mandates.register(at, int(asked) if asked.isdecimal() else 1, past=past)
    last = kept_until((one.n, one.ends_at) for one in found.lines)
    context = {
        "lines": [(one, last.get(one.mandate.n)) for one in told(found.lines, at)],
        "kept_for": data_told.how_long(periods()["register"]),
        "list": found,
        "past": past,
        "vacant": () if past else mandates.vacant(at),
        "may_appoint": scope_of(sender.acting_seat(request)) is not None,
    }
    return render(request, "koinon/register.html", context)
