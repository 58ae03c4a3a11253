"""The first page: what is open, what the coalition is, how to check it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from koinon.assembly import queries as assembly
from koinon.cities import queries as cities
from koinon.interfaces.shared import sender
from koinon.interfaces.web import words
from koinon.interfaces.web.executions import not_carried_out
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages.log import fingerprint
from koinon.record import logkeys, store


def home(request: HttpRequest) -> HttpResponse:
    """Home; before the founding, how to found a coalition."""
    coalition = cities.coalition()
    if coalition is None:
        key = logkeys.signer().verifier_key(request.get_host())
        return render(request, "koinon/unfounded.html", {"log_key": str(key)})
    at = now()
    open_page = assembly.proposals("open", at)
    city = (sender.acting_seat(request) or "").partition("/")[2]
    decided = assembly.proposals("decided", at)
    context = {
        "open": open_page,
        "upcoming": assembly.proposals("upcoming", at),
        "decided": decided,
        "not_carried_out": not_carried_out([one.decided_n for one in decided.lines]),
        "voted": assembly.voted(city, (one.number for one in open_page.lines)) if city else (),
        "city": city,
        "names": words.city_names(),
        "residents": residents(at[:10]),
        "members": cities.members(),
        "founded": coalition,
        "head": store.head(),
        "fingerprint": fingerprint(),
    }
    return render(request, "koinon/home.html", context)


def residents(day: str) -> dict[str, Any] | None:
    """The members' residents together, with the years the figures are of."""
    members = set(cities.members())
    figures = [f for f in cities.facts_in_force("population", day).values() if f.city in members]
    if not figures or len(figures) != len(members):
        return None
    years = sorted({figure.on[:4] for figure in figures})
    total = sum((figure.value for figure in figures), Fraction(0))
    return {"total": total, "first": years[0], "last": years[-1], "boundary": figures[0].boundary}
