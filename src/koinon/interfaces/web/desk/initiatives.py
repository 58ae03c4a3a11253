"""To-dos around initiatives: to answer, to look at new ones, to attest residents anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from koinon.assembly.calendar import midnight
from koinon.forum import queries as forum
from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.initiatives import ANSWER, ATTEST, TURN_AWAY
from koinon.interfaces.web.pages.meetings import CONVENE, bodies
from koinon.interfaces.web.steps import Link

RENEW_DAYS: Final = 60
"""What a city attests and ends is shown this many days before."""


def to_answer(asked: Asked) -> Iterable[Task]:
    """Initiatives that wait for an answer, for whoever answers or convenes the meeting."""
    if asked.city or not (may(ANSWER, asked.seat) or may(CONVENE, asked.seat)):
        return
    for one in forum.initiatives("waiting").lines[:LIMIT]:
        assert one.answer_by is not None
        day, title = wording.last_day(one.answer_by), words.told(one.title)
        body = bodies().get(one.body, one.body)
        said = gettext("{body} has to answer initiative {number}, {title}")
        silent = one.status == "unanswered"
        otherwise = gettext("The record says that there was no answer by {day}.")
        if not silent:
            otherwise = gettext("From the day after {day} the record says that there is no answer.")
        yield Task(
            key=f"answer-{one.number}",
            title=said.format(body=body, number=one.number, title=title),
            otherwise=otherwise.format(day=wording.day(day)),
            link=Link(reverse("initiative", args=[one.number]), gettext("See the initiative")),
            due=day,
            at=one.answer_by,
        )


def to_check(asked: Asked) -> Iterable[Task]:
    """New initiatives, which can be turned away for some days."""
    if asked.city or not may(TURN_AWAY, asked.seat):
        return
    for one, until in forum.to_check(asked.at, LIMIT):
        said = gettext("Look at the form of initiative {number}, {title}")
        yield Task(
            key=f"check-initiative-{one.number}",
            title=said.format(number=one.number, title=words.told(one.title)),
            otherwise=gettext("It goes on collecting signatures, as it does meanwhile."),
            link=Link(reverse("initiative", args=[one.number]), gettext("See the initiative")),
            due=wording.last_day(until),
            at=until,
        )


def to_attest(asked: Asked) -> Iterable[Task]:
    """Residents of the city whose attestation ends."""
    charter = words.charter()
    if not asked.city or charter is None or not may(ATTEST, asked.seat):
        return
    ends = forum.ending(asked.city, asked.at)
    soon = midnight(asked.today + timedelta(days=RENEW_DAYS), charter.time_zone)
    if charter.initiatives is None or ends is None or ends > soon:
        return
    city = words.city_names().get(asked.city, asked.city)
    yield Task(
        key=f"attest-{asked.city}",
        title=gettext("Attest the residents of {city} anew").format(city=city),
        otherwise=gettext("From then on no resident of {city} can sign initiatives.").format(
            city=city
        ),
        link=Link(reverse("attesting"), gettext("Attest residents")),
        due=wording.last_day(ends),
        at=ends,
    )
