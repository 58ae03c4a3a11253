"""Decisions in urgency: until when they can be ratified, by which matters, and when they lapse."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from koinon.acts.act import Moment
from koinon.acts.refused import refuse
from koinon.assembly.calendar import ratified_until
from koinon.assembly.models import Proposal
from koinon.charter import queries as charters
from koinon.charter.document import Charter

WAITING: Final = "waiting"
RATIFIED: Final = "ratified"
LAPSED: Final = "lapsed"


def ratify_until(proposal: Proposal, moment: Moment) -> str:
    """Until when a decision can be ratified; computed once, when it is counted, and recorded."""
    charter = charters.parsed(proposal.charter_sha256)
    assert charter.urgency is not None, proposal.number
    zone, days = charter.time_zone, charter.urgency.ratified_within_days
    return moment.once("ratify_until_at", lambda: ratified_until(proposal.closes_at, zone, days))


def ratified_matters(charter: Charter, ratified: Proposal) -> tuple[str, ...]:
    """The matters of a decision in urgency, by which it is ratified under a charter.

    Refuses one that the charter no longer has: who would decide on it now cannot be known.
    """
    known = {one.id for one in charter.matters}
    for name in ratified.matters:
        if name not in known:
            refuse("assembly.matter_gone", number=ratified.number, matter=name)
    return tuple(ratified.matters)


def waiting() -> QuerySet[Proposal]:
    """The decisions that are still to be ratified."""
    return Proposal.objects.filter(ratification=WAITING)


def lapses_at(decided: Proposal) -> str | None:
    """When a decision that waits lapses, past or to come; None while a vote on it is open.

    At once by a vote that does not ratify it, counted as of its close; else once its time is over.
    """
    votes = Proposal.objects.filter(ratifies_id=decided.id).order_by("number")
    found = list(votes.values_list("status", "closes_at"))
    rejected = [closes_at for status, closes_at in found if status == "rejected"]
    if rejected:
        return min(rejected)
    return None if "open" in dict(found) else decided.ratify_until_at


def next_to_lapse(but: tuple[int, ...]) -> tuple[str, int] | None:
    """When the next decision lapses, and its number; not those in `but`."""
    rows = waiting().exclude(number__in=but).order_by("number").defer("terms", "acts", "decision")
    found = [(at, row.number) for row in rows if (at := lapses_at(row)) is not None]
    return min(found, default=None)
