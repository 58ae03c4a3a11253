"""Reads of cities that are no members: who has a voice, who is a candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from koinon.assembly.meetings import meeting_of, with_voice
from koinon.assembly.models import Proposal, Seat
from koinon.assembly.rights import voice_alone
from koinon.cities import queries as cities

ADMISSIONS: Final = {"assembly.admit_city/1": "member", "assembly.admit_associate/1": "associate"}
"""Acts that let a city in, and the field of theirs that describes it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A city whose admission is being decided: as what, and by which proposal."""

    slug: str
    name: str
    country: str
    admitted_as: Literal["member", "associate"]
    proposal: int


def candidates() -> tuple[Candidate, ...]:
    """The cities that proposals not decided yet would admit, by name.

    A city that is proposed twice is there twice; nothing is stored of it.
    """
    rows = Proposal.objects.filter(status="open").order_by("number").values_list("number", "acts")
    found = []
    for number, acts in rows:
        for one in acts:
            what = ADMISSIONS.get(one["type"])
            if what is None:
                continue
            said = one["data"][what]
            as_what: Literal["member", "associate"] = "member" if what == "member" else "associate"
            found.append(Candidate(said["slug"], said["name"], said["country"], as_what, number))
    return tuple(sorted(found, key=lambda one: (one.name, one.slug, one.proposal)))


def closed_to(act_type: str, seat: str) -> bool:
    """Whether an act that is granted to a seat's body is closed to it, as that of an associate."""
    return voice_alone(act_type, seat) is not None


def hearing(body: str, n: int) -> tuple[str, ...]:
    """The seats of a body, in order, of who has a voice there and had it at an entry.

    They are given notice of what is proposed, and do not vote on it.
    """
    with_voice_then = {one.slug for one in cities.cities() if one.associate_at(n)}
    rows = Seat.objects.filter(body=body, open=True, city__slug__in=with_voice_then)
    return tuple(rows.order_by("name").values_list("name", flat=True))


def voices(number: int) -> frozenset[str]:
    """The cities that take part in a meeting with a voice alone, if they attend."""
    return with_voice(meeting_of(number))


def invited(number: int) -> tuple[str, ...]:
    """The cities that may attend a meeting with a voice alone, in order: their seats are open."""
    meeting = meeting_of(number)
    rows = Seat.objects.filter(body=meeting.body, open=True, city__slug__in=with_voice(meeting))
    return tuple(rows.order_by("city__slug").values_list("city__slug", flat=True))
