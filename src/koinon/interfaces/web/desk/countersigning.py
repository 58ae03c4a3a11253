"""To-dos around countersigning: a city's key, a record that waits, too few cities."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from koinon.cities import queries as cities
from koinon.interfaces.shared import countersigning, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.desk.telling import Asked, Task, listed
from koinon.interfaces.web.pages.decisions import gives_notice, may
from koinon.interfaces.web.steps import Link

REGISTER: Final = "cities.register_witness_key/1"
PATIENCE: Final = timedelta(days=1)
"""How long an entry waits before a city is reminded: its machine may run once a day."""


def _link() -> Link:
    return Link(reverse("countersigned"), gettext("Countersign the record"))


def to_countersign(asked: Asked) -> Iterable[Task]:
    """A city that has no key yet, or whose countersignature lacks entries of the last days."""
    charter = words.charter()
    if not asked.city or charter is None or charter.countersigning is None:
        return
    city = words.city_names().get(asked.city, asked.city)
    standing = [one for one in cities.witness_keys(asked.city) if one.ended_n is None]
    if not standing:
        if may(REGISTER, asked.seat):
            yield Task(
                key="witness-key",
                title=gettext("Register the key with which {city} countersigns the record").format(
                    city=city
                ),
                otherwise=gettext(
                    "The past is vouched for by other cities alone, and {city} could be shown "
                    "another record than they are."
                ).format(city=city),
                link=_link(),
            )
        return
    found = countersigning.summary(asked.at)
    line = next((one for one in found.lines if one.city == asked.city), None)
    if line is None or line.state == "current":
        return
    due = countersigning.due(line.size, charter.countersigning.days)
    begun = countersigning.due(line.size, PATIENCE.days)
    if asked.at < begun:
        return
    yield Task(
        key="countersign",
        title=gettext("Countersign the record for {city}: entries from {first} on wait").format(
            city=city, first=wording.number(line.size)
        ),
        otherwise=gettext(
            "The pages say that {city} is overdue, and with too few cities that the record is."
        ).format(city=city),
        link=_link(),
        due=wording.last_day(due),
        at=due,
    )


def too_few(asked: Asked) -> Iterable[Task]:
    """For who gives notice: fewer cities than the charter asks for, for longer than it allows."""
    if not gives_notice(asked.seat):
        return
    found = countersigning.summary(asked.at)
    if not found.overdue:
        return
    names = words.city_names()
    late = [one.city for one in found.lines if one.state not in ("current", "behind")]
    yield Task(
        key="too-few-countersign",
        title=gettext("The record is countersigned by too few cities; remind {cities}").format(
            cities=listed(names.get(one, one) for one in late)
        ),
        otherwise=gettext(
            "The pages say that it is overdue; whoever checks the record finds that fewer cities "
            "vouch for it than the charter asks."
        ),
        link=Link(reverse("countersigned"), gettext("See who countersigns")),
    )
