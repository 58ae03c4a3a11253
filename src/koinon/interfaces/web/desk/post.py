"""What a seat has to do about mail: notices that reached nobody and are not served otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from koinon.assembly import queries_service as service
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.pages.decisions import gives_notice
from koinon.interfaces.web.steps import Link
from koinon.post import queries as post

NOTICES: Final = ("notice", "convocation")
DAYS: Final = 30
"""How long a notice that reached nobody stays on the desk."""


def unserved(asked: Asked) -> Iterable[Task]:
    """Notices that reached some seats in no way that is known."""
    if not gives_notice(asked.seat):
        return
    lost: defaultdict[tuple[service.Notice, int], set[str]] = defaultdict(set)
    for subject, seat in post.unreached(NOTICES, _midnight(asked.today - timedelta(days=DAYS))):
        kind, _, told = subject.partition("/")
        lost["meeting" if kind == "meeting" else "proposal", int(told)].add(seat)
    for what, number in sorted(lost)[:LIMIT]:
        seats = lost[what, number] - service.reached(what, number)
        if seats:
            yield _task(what, number, len(seats))


def _task(what: service.Notice, number: int, seats: int) -> Task:
    if what == "meeting":
        page, title = (
            "meeting_notice",
            ngettext(
                "The convocation of meeting {number} has not reached {count} seat",
                "The convocation of meeting {number} has not reached {count} seats",
                seats,
            ),
        )
    else:
        page, title = (
            "notice",
            ngettext(
                "The notice of proposal {number} has not reached {count} seat",
                "The notice of proposal {number} has not reached {count} seats",
                seats,
            ),
        )
    return Task(
        key=f"unserved-{what}-{number}",
        title=title.format(number=number, count=seats),
        otherwise=gettext("What is decided can be contested by a member that had no notice."),
        link=Link(reverse(page, args=[number]), gettext("Print the letters, and attest service")),
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
