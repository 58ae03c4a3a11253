"""To-dos about decisions in urgency: to have them ratified, and what lapsed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from koinon.assembly import queries_urgency as urgencies
from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.pages.decisions import OPEN_PROPOSAL, may
from koinon.interfaces.web.pages.meetings import PUT
from koinon.interfaces.web.steps import Link

LAPSED_DAYS: Final = 30
"""For so many days after its time was over, a decision that lapsed is shown."""


def to_ratify(asked: Asked) -> Iterable[Task]:
    """Decisions in urgency that nobody has proposed to ratify yet."""
    if not (may(OPEN_PROPOSAL, asked.seat) or may(PUT, asked.seat)):
        return
    for one in urgencies.to_ratify(LIMIT):
        if one.voting is not None:
            continue
        said = gettext("Propose to ratify proposal {number}, {title}, decided in urgency")
        yield Task(
            key=f"ratify-{one.number}",
            title=said.format(number=one.number, title=words.told(one.title)),
            otherwise=gettext(
                "It lapses: what was done by then stays done, and nothing new is done by it."
            ),
            link=Link(reverse("ratify", args=[one.number]), gettext("Propose to ratify it")),
            due=wording.last_day(one.until_at),
            at=one.until_at,
        )


def lapsed(asked: Asked) -> Iterable[Task]:
    """Decisions in urgency that lapsed of late."""
    if asked.city or not may(OPEN_PROPOSAL, asked.seat):
        return
    for one in urgencies.latest_lapsed(LIMIT):
        if wording.last_day(one.until_at) + timedelta(days=LAPSED_DAYS) < asked.today:
            continue
        said = gettext("Proposal {number}, {title}, was not ratified and lapsed")
        yield Task(
            key=f"unratified-{one.number}",
            title=said.format(number=one.number, title=words.told(one.title)),
            otherwise=gettext(
                "Nothing new is done by it; what is still wanted has to be proposed anew."
            ),
            link=Link(reverse("proposal", args=[one.number]), gettext("See the decision")),
        )
