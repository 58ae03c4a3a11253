"""The desk of a seat, and its dates as a calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from koinon.assembly import queries_desk
from koinon.assembly import queries_meetings as meetings
from koinon.cities import queries as cities
from koinon.interfaces.shared import holding, sender, wording
from koinon.interfaces.web import calendars, words
from koinon.interfaces.web import desk as tasks
from koinon.interfaces.web.calendars import Entered
from koinon.interfaces.web.instants import now
from koinon.people import calendars as links
from koinon.record import store

CALENDAR = "text/calendar; charset=utf-8"
DATES_LIMIT = 500
"""Proposals in the public calendar, at most."""


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What the acting seat has to do: overdue, today, this week, later, and without a day."""
    seat = sender.acting_seat(request)
    if seat is None:
        return redirect(f"{reverse('seats')}?next={reverse('desk')}")
    at = now()
    today = wording.local(at).date()
    week = today + timedelta(days=7)
    found = tasks.laid(seat, at)
    dated = [one for one in found if one.due is not None]
    groups = (
        (gettext("Overdue"), [one for one in dated if one.due and one.due < today]),
        (gettext("Today"), [one for one in dated if one.due == today]),
        (gettext("In the next seven days"), [o for o in dated if o.due and today < o.due <= week]),
        (gettext("Later"), [one for one in dated if one.due and one.due > week]),
        (gettext("Whenever there is time"), [one for one in found if one.due is None]),
    )
    account: Any = request.user
    context = {
        "groups": [(title, listed) for title, listed in groups if listed],
        "today": today,
        "has_calendar": links.has_calendar(account, seat),
        "calendar": request.session.pop("calendar", ""),
    }
    return render(request, "koinon/desk.html", context)


@login_required
@require_POST
def calendar_link(request: HttpRequest) -> HttpResponse:
    """Make a new address for the seat's calendar, or end the one there is."""
    seat = sender.acting_seat(request)
    account: Any = request.user
    if seat is None:
        return redirect("seats")
    if "end" in request.POST:
        links.end_calendar(account, seat)
        messages.success(request, gettext("The address of the calendar has ended."))
    else:
        address = reverse("desk_calendar", args=[links.new_calendar(account, seat)])
        request.session["calendar"] = request.build_absolute_uri(address)
    return redirect("desk")


def desk_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The dated to-dos of the seat that an address was made for, while it is held."""
    owner = links.calendar_owner(token)
    at = now()
    if owner is None or owner.seat not in holding.seats_of(owner.account, at):
        raise Http404
    with translation.override(owner.account.language or translation.get_language()):
        events = [
            Entered(
                f"{owner.seat}-{one.key}".replace("/", "-"),
                one.due,
                one.title,
                one.otherwise,
                request.build_absolute_uri(one.link.address),
                reminded=True,
            )
            for one in tasks.laid(owner.seat, at)
            if one.due is not None
        ]
        return _answer(words.seat_name(owner.seat), events)


def public_calendar(request: HttpRequest) -> HttpResponse:
    """When voting opens and closes and when bodies meet: dates that concern everybody."""
    events = []
    for one in queries_desk.voting_days(now(), DATES_LIMIT):
        address = request.build_absolute_uri(reverse("proposal", args=[one.number]))
        title, text = words.told(one.title), gettext("Proposal {number}").format(number=one.number)
        opens = gettext("Voting opens: {title}").format(title=title)
        closes = gettext("Last day of voting: {title}").format(title=title)
        first, last = wording.local(one.opens_at).date(), wording.last_day(one.closes_at)
        events.append(Entered(f"opens-{one.number}", first, opens, text, address))
        events.append(Entered(f"closes-{one.number}", last, closes, text, address))
    for line in meetings.meetings("coming", now()).lines:
        address = request.build_absolute_uri(reverse("meeting", args=[line.number]))
        when = wording.local(line.begins_at)
        title = words.told(line.title)
        events.append(Entered(f"meeting-{line.number}", when, title, line.place or "", address))
    return _answer(words.coalition_name(), events)


def _answer(name: str, events: list[Entered]) -> HttpResponse:
    coalition = cities.coalition()
    if coalition is None:
        raise Http404
    body = calendars.written(name, coalition.origin, store.head().at, events)
    answer = HttpResponse(body, content_type=CALENDAR)
    answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return answer
