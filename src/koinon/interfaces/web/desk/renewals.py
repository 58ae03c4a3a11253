"""To-dos of accounts that are to begin anew and wait for a second person."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext

from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.renewals import confirming_seats
from koinon.interfaces.web.steps import Link
from koinon.people import renewals


def to_confirm(asked: Asked) -> Iterable[Task]:
    """Renewals that somebody who acts from the seat can confirm, unless they asked themselves."""
    for one in renewals.waiting()[:LIMIT]:
        if asked.seat in confirming_seats(one.account):
            yield Task(
                key=f"renewal-{one.id}",
                title=gettext("Confirm, as a second person, that an account begins anew"),
                otherwise=gettext("The person who lost every passkey cannot come in."),
                link=Link(reverse("renewal", args=[one.id]), gettext("See the account")),
                due=one.ends.date(),
            )
