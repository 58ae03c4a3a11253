"""What whoever answers for personal data has to do: requests to answer and to carry out."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext

from koinon.interfaces.web.data_told import KINDS
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.officer import is_officer
from koinon.interfaces.web.steps import Link
from koinon.people import requests


def to_answer(asked: Asked) -> Iterable[Task]:
    """Requests about personal data that wait for an answer, or for what was decided."""
    if not is_officer(asked.seat):
        return
    for one in requests.listed(waiting=True)[:LIMIT]:
        if one.status == "open":
            title = gettext("Answer request {number} about personal data: {kind}")
            otherwise = gettext(
                "The law’s time is over (article 12(3) GDPR), and the person can complain to the "
                "data protection authority."
            )
        else:
            title = gettext("Carry out what was decided on request {number}: {kind}")
            otherwise = gettext("The person was told that it is done without undue delay.")
        yield Task(
            key=f"data-{one.number}-{one.status}",
            title=title.format(number=one.number, kind=gettext(KINDS[one.kind])),
            otherwise=otherwise,
            link=Link(reverse("privacy_case", args=[one.number]), gettext("See the request")),
            due=one.due,
        )
