"""Calling for the second vote of a rule: by a delegate, or recorded by the office in the room."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from koinon.assembly import queries_foreseen as foreseen
from koinon.assembly.queries import ProposalView
from koinon.interfaces.shared import sender
from koinon.interfaces.web import meter, words
from koinon.interfaces.web.pages import binding
from koinon.interfaces.web.pages.binding import Asking, Row
from koinon.interfaces.web.pages.calls_told import CALL, RECORD, left_to_call, second_vote
from koinon.interfaces.web.pages.decisions import find, frozen_charter, may
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.steps import Link


@login_required
def call(request: HttpRequest, number: int) -> HttpResponse:
    """What the rule would come to with this call; then the act."""
    found, seat = find(number), sender.acting_seat(request) or ""
    told = second_vote(found, seat, call=may(CALL, seat), record=False)
    if told is None or not told.may_call:
        raise Http404
    city = seat.partition("/")[2]
    if "data" in request.POST:
        return binding.confirmed(request, CALL, lambda _: _asking(found, CALL, (city,)))
    return binding.check(request, {"proposal": number}, lambda _: _asking(found, CALL, (city,)))


@login_required
def record(request: HttpRequest, number: int) -> HttpResponse:
    """Which members called in the room: the form, what it comes to, the act."""
    found, seat = find(number), sender.acting_seat(request) or ""
    told = second_vote(found, seat, call=False, record=may(RECORD, seat))
    if told is None or not told.may_record:
        raise Http404
    if "data" in request.POST:
        return binding.confirmed(request, RECORD, lambda data: _recording(found, data))
    chosen = [city for city in left_to_call(found) if city in request.POST.getlist("city")]
    if chosen and "change" not in request.POST:
        data = {"proposal": number, "cities": chosen}
        return binding.check(request, data, lambda data: _recording(found, data))
    errors = []
    if request.method == "POST" and "change" not in request.POST:
        errors = [Error("city-1", gettext("Choose at least one member that calls."))]
    context = {"proposal": found, "left": left_to_call(found), "chosen": chosen, "errors": errors}
    context["names"] = words.city_names()
    return render(request, "koinon/second_vote_record.html", context)


def _recording(found: ProposalView, data: dict[str, Any]) -> Asking:
    return _asking(found, RECORD, tuple(str(city) for city in data["cities"]))


def _asking(found: ProposalView, act_type: str, cities: tuple[str, ...]) -> Asking:
    names = words.city_names()
    would = foreseen.with_calls(found.number, cities)
    charter = frozen_charter(found)
    if not meter.is_called(would.tree):
        said = gettext("More members have to call before the second vote takes place.")
    elif would.tree.met:
        said = gettext("Then the second vote takes place, and by the votes so far it is adopted.")
    else:
        said = gettext(
            "Then the second vote takes place, and by the votes so far it is not adopted."
        )
    calling = [names.get(one.city, one.city) for one in found.calls]
    return Asking(
        act_type=act_type,
        heading=gettext("Call for the second vote"),
        back=Link(reverse("proposal", args=[found.number]), words.told(found.title)),
        rows=(
            Row(gettext("Proposal"), words.told(found.title)),
            Row(gettext("Calls now"), ", ".join(names.get(city, city) for city in cities)),
            Row(gettext("Called before"), ", ".join(calling) or "–"),
        ),
        said=(said, gettext("A call cannot be taken back.")),
        button=gettext("Call for the second vote"),
        gauges=meter.judged(would.tree, charter) if charter else (),
        seen=",".join(one.city for one in found.calls),
        typed=_typed(cities) if act_type == RECORD else (),
    )


def _typed(cities: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What leads back to the form with the same members chosen."""
    return (("change", "yes"), *(("city", city) for city in cities))
