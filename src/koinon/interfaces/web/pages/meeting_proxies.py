"""A city's proxy for one meeting or one item of its agenda, with the paper that gave it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from koinon.assembly import queries as assembly
from koinon.assembly import queries_associates as associates
from koinon.assembly import queries_members as members
from koinon.assembly.queries_meetings import MeetingView
from koinon.assembly.queries_members import ProxyView
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.shared.coercion import read_json
from koinon.interfaces.web import uploads, words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import binding
from koinon.interfaces.web.pages.binding import Asking, Row
from koinon.interfaces.web.pages.decisions import REVOKE_PROXY, may
from koinon.interfaces.web.pages.meetings import GIVE, find
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.steps import Link


@dataclass(frozen=True, slots=True)
class Choice:
    """A seat that may be given a proxy, and how many it holds in the meeting already."""

    seat: str
    held: int


@login_required
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Who votes for the city, in the whole meeting or under one item; then the act."""
    found = find(number)
    seat = sender.acting_seat(request) or ""
    body, _, city = seat.partition("/")
    if body != found.body or not city or not may(GIVE, seat):
        raise Http404
    if "data" in request.POST:
        return binding.confirmed(request, GIVE, lambda data: _asking(found, city, data))
    standing = members.proxies_in(number, now())
    errors: list[Error] = []
    kept = request.POST.get("kept", "")
    if request.method == "POST":
        data, kept = _typed(request, found, kept, errors)
        if not errors:
            return binding.check(request, data, lambda data: _asking(found, city, data))
    context = {
        "meeting": found,
        "city": words.city_names().get(city, city),
        "choices": _choices(found, seat, standing),
        "limit": members.limit_in(found.body),
        "own": [one for one in standing if one.giver == seat],
        "may_revoke": may(REVOKE_PROXY, seat),
        "revoke_act": REVOKE_PROXY,
        "typed": request.POST,
        "kept": kept,
        "open": found.status in ("convened", "running"),
        "names": words.city_names(),
        "errors": errors,
    }
    return render(request, "koinon/meetings/proxy.html", context)


def _choices(found: MeetingView, seat: str, standing: tuple[ProxyView, ...]) -> list[Choice]:
    """The other seats of the body."""
    held = Counter(one.holder for one in standing)
    voices = associates.voices(found.number)
    return [
        Choice(one.name, held[one.name])
        for one in assembly.seats()
        if one.body == found.body and one.name != seat and one.city not in voices
    ]


def _typed(
    request: HttpRequest, found: MeetingView, kept: str, errors: list[Error]
) -> tuple[dict[str, Any], str]:
    """The act's fields, and the paper; what is wrong goes to `errors`."""
    holder, item = request.POST.get("holder", ""), request.POST.get("item", "")
    if not holder:
        errors.append(Error("holder", gettext("Choose a seat that is to vote.")))
    data: dict[str, Any] = {"holder": holder, "meeting": found.number}
    if item in {str(one.item) for one in found.agenda.items}:
        data["item"] = int(item)
    try:
        kept = uploads.carried(request, "paper", kept)
    except uploads.Unfit as wrong:
        errors.append(Error("paper", str(wrong)))
        return data, kept
    if kept:
        data["instrument"] = read_json(kept.encode())
    return data, kept


def _asking(found: MeetingView, city: str, data: dict[str, Any]) -> Asking:
    name = words.city_names().get(city, city)
    rows = [
        Row(
            gettext("Who votes for {city}").format(city=name), words.seat_name(str(data["holder"]))
        ),
        Row(gettext("Scope"), scope_said(found, data.get("item"))),
    ]
    if "instrument" in data:
        rows.append(Row(gettext("Paper"), f"SHA-256 {data['instrument']['sha256'][:16]}…"))
    limit = members.limit_in(found.body)
    said = ngettext(
        "A seat may hold {n} proxy, by the charter.",
        "A seat may hold {n} proxies, by the charter.",
        limit,
    )
    return Asking(
        act_type=GIVE,
        heading=gettext("Check the proxy"),
        back=Link(reverse("meeting", args=[found.number]), words.told(found.title)),
        rows=tuple(rows),
        said=(
            said.format(n=wording.number(limit)),
            gettext("You can take it back, and it ends when {city} votes itself.").format(
                city=name
            ),
        ),
        button=gettext("Give {city}’s proxy").format(city=name),
    )


def scope_said(found: MeetingView, item: int | None) -> str:
    """What a proxy in a meeting is for, in words."""
    titles = {one.item: words.told(one.title) for one in found.agenda.items}
    if item is None:
        return gettext("Everything this meeting votes on")
    said = gettext("Item {number} alone: {title}")
    return said.format(number=item, title=titles.get(item, ""))
