"""Changing an agenda: its items as fields, in any order; two people's changes are put together."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from koinon.assembly import queries_meetings as meetings
from koinon.assembly.queries_meetings import AgendaItem, MeetingView
from koinon.charter.document import Charter
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages import agenda_points, binding
from koinon.interfaces.web.pages.agenda_merging import merged
from koinon.interfaces.web.pages.agenda_points import ITEMS_LIMIT, Point
from koinon.interfaces.web.pages.binding import Asking, Row
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.meetings import CHANGE_AGENDA, find
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.steps import Link


@login_required
def change_agenda(request: HttpRequest, number: int) -> HttpResponse:
    """The form over the agenda in force; what was typed over an older version is carried over."""
    found, charter = find(number), words.charter()
    if charter is None or not may(CHANGE_AGENDA, sender.acting_seat(request) or ""):
        raise Http404
    if found.status != "convened":
        raise Http404
    if "data" in request.POST:
        return binding.confirmed(request, CHANGE_AGENDA, lambda data: _asking(found, charter, data))
    if request.method != "POST":
        return _form(request, found, agenda_points.standing(found.agenda.items, charter), [])
    points, errors = agenda_points.read(request, charter)
    before = _version(request, found)
    _stood(points, before)
    if before is not found.agenda:
        carried = merged(points, before.items, found.agenda.items, charter)
        return _form(request, found, carried.points, errors + carried.clashes, newer=True)
    if "step" not in request.POST:
        return _form(request, found, points, errors)
    kept = [one for one in points if not one.out and (one.item is not None or one.typed())]
    errors += agenda_points.faults(kept, charter) + agenda_points.misplaced(kept)
    if errors:
        return _form(request, found, points, errors)
    agenda = [one.plain() for one in agenda_points.ordered(kept)]
    data = {"meeting": number, "based_on": found.agenda.version, "agenda": agenda}
    return binding.check(request, data, lambda data: _asking(found, charter, data))


def _version(request: HttpRequest, found: MeetingView) -> meetings.AgendaVersion:
    """The version the form began from; the one in force where it names none that was."""
    based_on = number_in(request.POST, "based_on", 0)
    if not 0 < based_on < found.agenda.version:
        return found.agenda
    return meetings.agenda_versions(found.number)[based_on - 1]


def _stood(points: list[Point], before: meetings.AgendaVersion) -> None:
    """Give each point what its item had: its place, the proposals under it."""
    places = {one.item: place for place, one in enumerate(before.items, 1)}
    put = {one.item: one.proposals for one in before.items}
    for one in points:
        if one.item not in places:
            one.item = None
        else:
            one.stood, one.proposals = places[one.item], put[one.item]
            one.out = one.out and not one.proposals
        one.where = one.where or str(one.stood or one.place)


def _form(
    request: HttpRequest,
    found: MeetingView,
    points: list[Point],
    errors: list[Error],
    *,
    newer: bool = False,
) -> HttpResponse:
    context = {
        "meeting": found,
        "points": points,
        "changing": True,
        "more": len(points) < ITEMS_LIMIT,
        "closed": date.fromisoformat(found.agenda_until) < wording.local(now()).date(),
        "newer": newer,
        "language_names": words.language_names(),
        "errors": errors,
    }
    return render(request, "koinon/meetings/agenda.html", context, status=409 if newer else 200)


def _asking(found: MeetingView, charter: Charter, data: dict[str, Any]) -> Asking:
    versions = meetings.agenda_versions(found.number)
    version = next((one for one in versions if one.version == data["based_on"]), found.agenda)
    before = {one.item: (place, one) for place, one in enumerate(version.items, 1)}
    rows = []
    for place, one in enumerate(data["agenda"], 1):
        label = gettext("Place {number}").format(number=place)
        rows.append(agenda_points.row(label, one, _how(place, one, before)))
    kept = {one.get("item") for one in data["agenda"]}
    left = [one for one in version.items if one.item not in kept]
    rows += [Row(gettext("Left out"), words.told(one.title)) for one in left]
    points = [*agenda_points.sent(data["agenda"], charter), *_left(left, charter)]
    return Asking(
        act_type=CHANGE_AGENDA,
        heading=gettext("Check the agenda"),
        back=Link(reverse("meeting", args=[found.number]), words.told(found.title)),
        rows=tuple(rows),
        said=(gettext("Every member is told by mail that the agenda has changed."),),
        button=gettext("Change the agenda"),
        typed=(("based_on", str(version.version)), *agenda_points.fields(points)),
    )


def _left(items: list[AgendaItem], charter: Charter) -> list[Point]:
    """What is left out, for the form: it can be taken in again there."""
    points = agenda_points.standing(items, charter)
    for one in points:
        one.out = True
    return points


def _how(place: int, one: dict[str, Any], before: dict[int, tuple[int, AgendaItem]]) -> str:
    """What becomes of an item, in a word."""
    stood, item = before.get(one.get("item") or 0, (0, None))
    if item is None:
        return gettext("a new item")
    documents = [named.model_dump() for named in item.documents]
    titled = {each["language"]: each["text"] for each in one["title"]}
    if titled != dict(item.title) or one["documents"] != documents:
        return gettext("changed in words or documents")
    if stood != place:
        return gettext("moved from place {number}").format(number=stood)
    return gettext("as before")
