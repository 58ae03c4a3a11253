"""To-dos around meetings: to be there, to check what was written down, to run it, to end it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from koinon.assembly import queries_associates as associates
from koinon.assembly import queries_desk
from koinon.assembly import queries_meetings as meetings
from koinon.assembly.queries_meetings import MeetingLine
from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.meetings import ATTENDANCE, CHANGE_AGENDA, OBJECT
from koinon.interfaces.web.steps import Link


def _coming(asked: Asked) -> Iterable[MeetingLine]:
    """The meetings that are not over, in a room or online."""
    return (one for one in meetings.meetings("coming", asked.at).lines if one.mode != "written")


def _link(one: MeetingLine) -> Link:
    address = reverse("meeting", args=[one.number])
    return Link(address, gettext("Meeting {number}").format(number=one.number))


def to_attend(asked: Asked) -> Iterable[Task]:
    """The meetings of the delegate's body."""
    if not asked.city:
        return
    for one in _coming(asked):
        day = wording.local(one.begins_at).date()
        if one.body != asked.body or day < asked.today:
            continue
        yield Task(
            key=f"attend-{one.number}",
            title=gettext("Come to the meeting, {title}").format(title=words.told(one.title)),
            otherwise=_absent(asked, one.number).format(
                city=words.city_names().get(asked.city, asked.city)
            ),
            link=_link(one),
            due=day,
            at=one.begins_at,
        )


def _absent(asked: Asked, meeting: int) -> str:
    """What follows when the city does not come to a meeting."""
    if asked.city in associates.voices(meeting):
        return gettext("{city} is absent and is not heard; it has a voice there, and no vote.")
    return gettext("{city} is absent: it does not count towards the quorum and has no vote there.")


def to_check(asked: Asked) -> Iterable[Task]:
    """Votes of the city that were called in a room and can still be objected to."""
    if not asked.city or not may(OBJECT, asked.seat):
        return
    for one in queries_desk.called(asked.city, asked.at, LIMIT):
        assert one.meeting is not None
        yield Task(
            key=f"check-{one.number}",
            title=gettext("Check how the vote on {title} was written down").format(
                title=words.told(one.title)
            ),
            otherwise=gettext("It is counted as it was written down."),
            link=Link(reverse("meeting", args=[one.meeting.number]), gettext("See the votes")),
            due=wording.last_day(one.closes_at),
            at=one.closes_at,
        )


def to_run(asked: Asked) -> Iterable[Task]:
    """Meetings that go on: on their day to be run, after it to be ended."""
    if asked.city or not may(ATTENDANCE, asked.seat):
        return
    for one in _coming(asked):
        if one.status != "running":
            continue
        day = wording.local(one.begins_at).date()
        said = gettext("Run the meeting, {title}")
        if day < asked.today:
            said = gettext("End the meeting, {title}")
        yield Task(
            key=f"run-{one.number}",
            title=said.format(title=words.told(one.title)),
            otherwise=gettext("Nothing that was put to it is decided or lapses."),
            link=_link(one),
            due=day,
        )


def agenda(asked: Asked) -> Iterable[Task]:
    """The last day on which the agenda of a meeting can be changed."""
    if asked.city or not may(CHANGE_AGENDA, asked.seat):
        return
    for one in _coming(asked):
        found = meetings.meeting(one.number, asked.at) if one.status == "convened" else None
        if found is None or date.fromisoformat(found.agenda_until) < asked.today:
            continue
        yield Task(
            key=f"agenda-{one.number}",
            title=gettext("Finish the agenda of {title}").format(title=words.told(one.title)),
            otherwise=gettext(
                "Nothing can be put to the meeting any more, and its agenda stays as it is."
            ),
            link=_link(one),
            due=date.fromisoformat(found.agenda_until),
        )
