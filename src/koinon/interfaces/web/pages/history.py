"""Decisions taken before the coalition moved in, a page at a time, with their documents."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from koinon.assembly import queries_history
from koinon.interfaces.web.numbers import number_in


def past_decisions(request: HttpRequest) -> HttpResponse:
    """The list, the latest first."""
    found = queries_history.past_decisions(number_in(request.GET, "page", 1))
    return render(request, "koinon/past_decisions.html", {"list": found})
