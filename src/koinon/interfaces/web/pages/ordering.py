"""The chair sets the order in which amendments to a proposal are voted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from koinon.assembly.queries_meetings import MeetingVote
from koinon.interfaces.shared import sender
from koinon.interfaces.web import steps, words
from koinon.interfaces.web.pages import binding
from koinon.interfaces.web.pages.amendments_told import ORDER, replaces, waiting
from koinon.interfaces.web.pages.binding import Asking, Row
from koinon.interfaces.web.pages.decisions import find as find_proposal
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.meetings import find as find_meeting
from koinon.interfaces.web.pages.voting import Error


@dataclass(slots=True)
class Placed:
    """An amendment in the form: what it replaces, the place typed, what is wrong with that."""

    vote: MeetingVote
    replaces: str
    typed: str
    error: str = ""


@login_required
def order(request: HttpRequest, number: int) -> HttpResponse:
    """A place for each amendment that is still to be voted on; then the order to check, the act."""
    main = find_proposal(number)
    if main.meeting is None or not may(ORDER, sender.acting_seat(request) or ""):
        raise Http404
    found = find_meeting(main.meeting.number)
    ahead = waiting(number, found.votes)
    if "data" in request.POST:
        return binding.confirmed(request, ORDER, lambda data: _asking(number, ahead, data))
    rows = [_placed(request, place, one) for place, one in enumerate(ahead, 1)]
    errors: list[Error] = []
    if request.method == "POST":
        chosen = _chosen(rows)
        errors = [Error(f"place-{row.vote.number}", row.error) for row in rows if row.error]
        if chosen and not errors:
            data = {"proposal": number, "order": chosen}
            return binding.check(request, data, lambda data: _asking(number, ahead, data))
    context = {"proposal": main, "rows": rows, "errors": errors}
    return render(request, "koinon/meetings/order.html", context)


def _placed(request: HttpRequest, place: int, one: MeetingVote) -> Placed:
    assert one.amendment is not None
    typed = request.POST.get(f"place-{one.number}", "" if request.method == "POST" else str(place))
    return Placed(one, replaces(one.amendment.replaces), typed.strip()[:6])


def _chosen(rows: list[Placed]) -> list[int]:
    """The numbers in the order typed; what is wrong with a place is noted on it."""
    places: dict[int, int] = {}
    for row in rows:
        if not (row.typed.isascii() and row.typed.isdigit() and int(row.typed)):
            row.error = gettext(
                "Write a place for amendment {number}: 1 is voted on first."
            ).format(number=row.vote.number)
        elif int(row.typed) in places:
            said = gettext(
                "Amendments {first} and {second} have the same place; give each its own."
            )
            first = places[int(row.typed)]
            row.error = said.format(first=first, second=row.vote.number)
        else:
            places[int(row.typed)] = row.vote.number
    return [places[place] for place in sorted(places)]


def _asking(number: int, ahead: tuple[MeetingVote, ...], data: dict[str, Any]) -> Asking:
    titles = {one.number: words.told(one.title) for one in ahead}
    rows = [
        Row(
            gettext("Voted on as number {place}").format(place=place),
            titles.get(one, ""),
            steps.proposal(one),
        )
        for place, one in enumerate(data["order"], 1)
    ]
    return Asking(
        act_type=ORDER,
        heading=gettext("Check the order of the amendments"),
        back=steps.proposal(number),
        rows=tuple(rows),
        said=(
            gettext(
                "Once one is carried, those after it that replace the same fall and are not voted "
                "on; so the one that goes furthest comes first."
            ),
        ),
        button=gettext("Set this order"),
        seen=" ".join(str(one.number) for one in ahead),
    )
