"""Proof of service: the secretariat attests how notice reached seats, a seat acknowledges it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment, Plain
from koinon.acts.fields import Day, SeatId
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.seats import member_seat
from koinon.assembly.acts.voting import Number, proposal_of
from koinon.assembly.calendar import local_day
from koinon.assembly.meetings import meeting_of
from koinon.assembly.models import Acknowledgement, Seat, Service
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.record.canonical import JSON

SERVED_LIMIT: Final = 400
"""Seats attested at once; an entry holds no more."""


class ServedSeat(Plain):
    """How notice reached a seat, and on which day."""

    seat: SeatId
    how: Literal["e-mail", "letter", "in person", "electronic"]
    on: Day


@dataclass(frozen=True, slots=True)
class _Notice:
    """What was given notice of: its kind and number, the body, the members it was given to, when.

    `members` is None where every city with a seat in the body is concerned; `n` is the entry that
    gave it.
    """

    kind: Literal["proposal", "meeting"]
    number: int
    body: str
    members: frozenset[str] | None
    at: str
    n: int


def _notice(proposal: int | None, meeting: int | None) -> _Notice:
    """The notice that an act is about; it names exactly one."""
    if (proposal is None) == (meeting is None):
        refuse("assembly.notice_of_what")
    if proposal is not None:
        asked = proposal_of(proposal)
        members = frozenset(asked.terms["electorate"]["members"])
        return _Notice("proposal", proposal, asked.body, members, asked.noticed_at, asked.opened_n)
    assert meeting is not None
    convened = meeting_of(meeting)
    at, n = convened.convened_at, convened.convened_n
    return _Notice("meeting", meeting, convened.body, None, at, n)


def _check_seat(notice: _Notice, seat: str) -> None:
    """Refuse a seat to which that notice was not given."""
    found = Seat.objects.filter(name=seat, body=notice.body, open=True).exists()
    member = seat.partition("/")[2]
    city = cities.city(member)
    hears = city is not None and city.associate_at(notice.n)
    if not found or not (notice.members is None or member in notice.members or hears):
        refuse("assembly.no_notice", seat=seat)


@act("assembly.attest_service/1")
class AttestService(Act):
    """Attest how and when the notice of a proposal, or of a meeting, reached seats.

    `evidence` is the log of deliveries, without addresses; service by e-mail cannot do without.
    """

    proposal: Number | None = None
    meeting: Number | None = None
    served: Annotated[tuple[ServedSeat, ...], Field(min_length=1, max_length=SERVED_LIMIT)]
    evidence: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """Each seat was given that notice and stands once; no day is before it or yet to come."""
        notice = _notice(self.proposal, self.meeting)
        zone = in_force().time_zone
        first = local_day(notice.at, zone).isoformat()
        today = moment.once("day", lambda: local_day(moment.at, zone).isoformat())
        seats: set[str] = set()
        for one in self.served:
            if one.seat in seats:
                refuse("assembly.served_twice", seat=one.seat)
            seats.add(one.seat)
            _check_seat(notice, one.seat)
            if not first <= one.on <= today:
                refuse("assembly.served_when", seat=one.seat, on=one.on, first_on=first)
            if one.how == "e-mail" and self.evidence is None:
                refuse("assembly.service_without_log", seat=one.seat)
        served = sorted(self.served, key=lambda one: one.seat)
        said: list[JSON] = [[one.seat, one.how, one.on] for one in served]
        effect: Effect = {"kind": "service", notice.kind: notice.number, "served": said}
        if self.evidence is not None:
            effect["evidence"] = self.evidence.sha256
        result: dict[str, JSON] = {notice.kind: notice.number, "seats": len(served), "day": today}
        return Consequence(result=result, effects=(effect,), plan=(notice, served))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """A row for each seat."""
        notice, served = consequence.plan
        evidence = self.evidence.sha256 if self.evidence else None
        Service.objects.bulk_create(
            Service(
                id=moment.row_id(place),
                what=notice.kind,
                number=notice.number,
                seat=one.seat,
                how=one.how,
                on=one.on,
                evidence_sha256=evidence,
                attested_n=moment.n,
            )
            for place, one in enumerate(served, 1)
        )


@act("assembly.acknowledge_notice/1")
class AcknowledgeNotice(Act):
    """Acknowledge that the notice of a proposal, or of a meeting, has reached one's own seat."""

    proposal: Number | None = None
    meeting: Number | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The notice was given to this seat, which has not acknowledged it yet."""
        notice = _notice(self.proposal, self.meeting)
        seat, _, _ = member_seat(moment)
        _check_seat(notice, seat)
        earlier = Acknowledgement.objects.filter(
            what=notice.kind, number=notice.number, seat=seat
        ).first()
        if earlier is not None:
            refuse("assembly.acknowledged_already", n=earlier.acknowledged_n)
        said: dict[str, Any] = {notice.kind: notice.number}
        effect: Effect = {"kind": "acknowledgement", **said}
        return Consequence(result=said, effects=(effect,), plan=(notice, seat))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        notice, seat = consequence.plan
        Acknowledgement.objects.create(
            id=moment.act_id,
            what=notice.kind,
            number=notice.number,
            seat=seat,
            acknowledged_n=moment.n,
            acknowledged_at=moment.at,
        )
