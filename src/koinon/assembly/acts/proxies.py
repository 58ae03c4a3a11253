"""Give a proxy to another seat of the body; take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import LARGEST, Day, SeatId
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.seats import acting_seat, member_seat
from koinon.assembly.acts.voting import Number, proposal_of
from koinon.assembly.calendar import local_day, midnight
from koinon.assembly.meetings import agenda_of, convened
from koinon.assembly.models import Proposal, Proxy, Seat
from koinon.assembly.proxies import Scope, on_proposal, overlap, standing
from koinon.assembly.rights import require_member
from koinon.charter.queries import in_force

Index = Annotated[int, Field(ge=0, le=LARGEST)]


@dataclass(frozen=True, slots=True)
class _Given:
    giver: Seat
    holder: Seat
    scope: Scope


@act("assembly.give_proxy/1")
class GiveProxy(Act):
    """Give the vote of one's city to another seat of the same body.

    Either on one proposal, or on all whose votes are cast until the end of a day. The proxy ends
    when it is revoked and when the giver votes itself; it cannot be passed on.
    """

    holder: SeatId
    proposal: Number | None = None
    until: Day | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The holder sits in the giver's body and may hold one more; no other proxy stands."""
        name, body, _ = member_seat(moment)
        if (self.proposal is None) == (self.until is None):
            refuse("assembly.proxy_scope")
        giver, holder = _seats(name, body, self.holder)
        said: Effect
        if self.proposal is not None:
            scope = Scope(proposal=_proposal(self.proposal, holder, moment.at))
            said = {"proposal": self.proposal}
        else:
            assert self.until is not None
            scope = Scope(until_at=_until(self.until, holder, moment))
            said = {"until_at": scope.until_at}
        return _consequence(moment, _Given(giver, holder, scope), said)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        _write(moment, consequence.plan)


@act("assembly.give_proxy/2")
class GiveProxyFor(Act):
    """Give the vote of one's city to another seat of the same body, for a meeting or beyond it.

    On one proposal, on all that a meeting votes on, on what it votes on under one `item`, or on all
    until the end of a day. `instrument` is the paper by which the city gave it. The proxy ends when
    it is revoked, with its meeting, and when the giver votes itself; it cannot be passed on.
    """

    holder: SeatId
    proposal: Number | None = None
    meeting: Number | None = None
    item: Number | None = None
    until: Day | None = None
    instrument: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """As before; a meeting is of the giver's body and not over, the item on its agenda."""
        name, body, _ = member_seat(moment)
        named = [one for one in (self.proposal, self.meeting, self.until) if one is not None]
        if len(named) != 1 or (self.item is not None and self.meeting is None):
            refuse("assembly.proxy_for_one")
        giver, holder = _seats(name, body, self.holder)
        said: Effect = {}
        if self.proposal is not None:
            scope = Scope(proposal=_proposal(self.proposal, holder, moment.at))
            said["proposal"] = self.proposal
        elif self.meeting is not None:
            scope = _in_meeting(self.meeting, self.item, holder, moment.at)
            said["meeting"] = self.meeting
            said |= {} if self.item is None else {"item": self.item}
        else:
            assert self.until is not None
            scope = Scope(until_at=_until(self.until, holder, moment))
            said["until_at"] = scope.until_at
        if self.instrument is not None:
            said["paper"] = self.instrument.sha256
        return _consequence(moment, _Given(giver, holder, scope), said)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row, with the paper."""
        _write(moment, consequence.plan, self.instrument.sha256 if self.instrument else None)


def _seats(name: str, body: str, wanted: str) -> tuple[Seat, Seat]:
    """The giver's seat and the holder's, another open one of the same body."""
    if wanted == name:
        refuse("assembly.proxy_to_itself", seat=name)
    rows = Seat.objects.filter(name__in=[name, wanted]).order_by("name")
    seats = {seat.name: seat for seat in rows}
    holder = seats.get(wanted)
    if holder is None or not holder.open or holder.body != body:
        refuse("assembly.proxy_other_body", body=body, holder=wanted)
    require_member(wanted)
    return seats[name], holder


def _consequence(moment: Moment, given: _Given, said: Effect) -> Consequence:
    _check_free(given, moment.at)
    holder = given.holder.name
    effect: Effect = {"kind": "proxy", "giver": given.giver.name, "holder": holder, **said}
    return Consequence(
        result={"proxy": moment.n, "holder": holder, **said}, effects=(effect,), plan=given
    )


def _write(moment: Moment, given: _Given, paper: str | None = None) -> None:
    Proxy.objects.create(
        id=moment.act_id,
        giver=given.giver,
        holder=given.holder,
        proposal=given.scope.proposal,
        meeting=given.scope.meeting,
        item=given.scope.item,
        instrument_sha256=paper,
        until_at=given.scope.until_at,
        given_n=moment.n,
        given_at=moment.at,
    )


def _proposal(number: int, holder: Seat, at: str) -> Proposal:
    """The proposal the proxy is for, still open, with room among the holder's proxies."""
    proposal = proposal_of(number)
    if proposal.body != holder.body:
        refuse("assembly.other_body", body=proposal.body, seat=holder.name)
    if proposal.status == "withdrawn":
        refuse("assembly.withdrawn", number=proposal.number)
    if proposal.status == "lapsed":
        refuse("assembly.lapsed", number=proposal.number)
    if proposal.rolled_at is not None:
        refuse("assembly.rolled", number=proposal.number, rolled_at=proposal.rolled_at)
    if proposal.status != "open":
        refuse("assembly.closed", number=proposal.number, closes_at=proposal.closes_at)
    held = [one for one in on_proposal(proposal, at) if one.holder.name == holder.name]
    _check_room(holder, len(held), proposal.proxies_per_holder)
    return proposal


def _in_meeting(number: int, item: int | None, holder: Seat, at: str) -> Scope:
    """A meeting or an item of it, not over, with room among the holder's proxies there."""
    meeting = convened(number)
    if meeting.body != holder.body:
        refuse("assembly.other_body", body=meeting.body, seat=holder.name)
    if item is not None and item not in {one["item"] for one in agenda_of(meeting)}:
        refuse("assembly.unknown_item", meeting=number, item=item)
    scope = Scope(meeting=meeting, item=item)
    held = [one for one in standing(at) if one.holder_id == holder.id and overlap(one, scope)]
    _check_room(holder, len(held), _limit(holder))
    return scope


def _until(until: str, holder: Seat, moment: Moment) -> str:
    """The instant at which the proxy runs out, with room among the holder's general ones."""
    zone = in_force().time_zone
    if until < local_day(moment.at, zone).isoformat():
        refuse("assembly.proxy_past", until=until)
    general = (one for one in standing(moment.at) if one.proposal_id is None)
    held = [one for one in general if one.holder.name == holder.name]
    _check_room(holder, len(held), _limit(holder))
    following = date.fromisoformat(until) + timedelta(days=1)
    return moment.once("until_at", lambda: midnight(following, zone))


def _limit(holder: Seat) -> int:
    """How many proxies a seat may hold in a matter of its body, at most."""
    assert holder.body is not None, holder.name
    return in_force().most_proxies(holder.body)


def _check_room(holder: Seat, held: int, limit: int) -> None:
    if not limit:
        refuse("assembly.no_proxies")
    if held >= limit:
        refuse("assembly.proxies_full", holder=holder.name, limit=limit)


def _check_free(given: _Given, at: str) -> None:
    """No proxy of the giver stands that covers what this one would."""
    for other in standing(at):
        if other.giver_id == given.giver.id and overlap(other, given.scope):
            refuse("assembly.proxy_given_already", holder=other.holder.name, n=other.given_n)


@act("assembly.revoke_proxy/1")
class RevokeProxy(Act):
    """Take back a proxy, named by the entry that gave it; votes cast with it stay as they are."""

    proxy: Index

    def judge(self, moment: Moment) -> Consequence:
        """The acting seat gave it and it has not ended."""
        seat = acting_seat(moment)
        row = Proxy.objects.filter(given_n=self.proxy, giver__name=seat).first()
        if row is None:
            refuse("assembly.not_your_proxy", n=self.proxy, seat=seat)
        if row.ended_n is not None:
            refuse("assembly.proxy_ended", n=self.proxy, ended_n=row.ended_n)
        effect: Effect = {"kind": "proxy_end", "proxy": self.proxy}
        return Consequence(result={"proxy": self.proxy}, effects=(effect,), plan=row.id)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The proxy ends with this entry."""
        Proxy.objects.filter(id=consequence.plan).update(ended_n=moment.n)
