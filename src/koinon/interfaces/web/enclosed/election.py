"""An election as a decision would open it: what is elected, by whom, when, how it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from koinon.charter.document import Names
from koinon.interfaces.shared import naming
from koinon.interfaces.web import words
from koinon.interfaces.web.elections.telling import rule_of
from koinon.interfaces.web.enclosed.asking import Asked
from koinon.record import canonical


@dataclass(frozen=True, slots=True)
class ElectionTold:
    """What would be elected; days as they stand in the act, "" where there are none."""

    title: Names
    seats: int
    electorate: str
    options: tuple[Names, ...]
    stand_from: str
    stand_until: str
    supporters: int
    order: str
    opens_on: str
    closes_on: str
    rule: str
    rule_in_full: str
    lot: str


def told(data: dict[str, Any], asked: Asked) -> ElectionTold:
    """The election as the decision would open it."""
    return ElectionTold(
        title=words.names_of(data["title"]),
        seats=data["seats"],
        electorate=_electorate(data),
        options=tuple(words.names_of(one["title"]) for one in data.get("options", ())),
        stand_from=data.get("stand_from") or "",
        stand_until=data.get("stand_until") or "",
        supporters=data.get("supporters", 0),
        order=words.fixed(data.get("order", "as entered")),
        opens_on=data["opens_on"],
        closes_on=data["closes_on"],
        rule=rule_of(data["rule"]),
        rule_in_full=canonical.dump(data["rule"]).decode(),
        lot=data["lot"],
    )


def _electorate(data: dict[str, Any]) -> str:
    """Who would vote, as a sentence."""
    if data.get("body"):
        return gettext("The delegates in the {body} vote.").format(body=naming.body(data["body"]))
    if not data.get("cities"):
        return gettext("The residents of all members vote.")
    cities = ", ".join(map(naming.city, data["cities"]))
    return gettext("Residents vote in: {cities}.").format(cities=cities)
