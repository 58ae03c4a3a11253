"""Give a proxy to another seat of the body; take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.fields import LARGEST, Day, SeatId
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.seats import acting_seat, member_seat
from koinon.assembly.acts.voting import Number, proposal_of
from koinon.assembly.calendar import local_day, midnight
from koinon.assembly.models import Proposal, Proxy, Seat
from koinon.assembly.proxies import on_proposal, standing
from koinon.charter.queries import in_force

Index = Annotated[int, Field(ge=0, le=LARGEST)]


@dataclass(frozen=True, slots=True)
class _Given:
    giver: Seat
    holder: Seat
    proposal: Proposal | None
    until_at: str | None


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
        if self.holder == name:
            refuse("assembly.proxy_to_itself", seat=name)
        seats = {
            seat.name: seat
            for seat in Seat.objects.filter(name__in=[name, self.holder]).order_by("name")
        }
        holder = seats.get(self.holder)
        if holder is None or not holder.open or holder.body != body:
            refuse("assembly.proxy_other_body", body=body, holder=self.holder)
        scope: Effect
        if self.proposal is not None:
            given = _Given(seats[name], holder, self._proposal(body, moment.at), None)
            scope = {"proposal": self.proposal}
        else:
            given = _Given(seats[name], holder, None, self._until(body, moment))
            scope = {"until_at": given.until_at}
        _check_free(given, moment.at)
        effect: Effect = {"kind": "proxy", "giver": name, "holder": self.holder, **scope}
        return Consequence(
            result={"proxy": moment.n, "holder": self.holder, **scope},
            effects=(effect,),
            plan=given,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        given: _Given = consequence.plan
        Proxy.objects.create(
            id=moment.act_id,
            giver=given.giver,
            holder=given.holder,
            proposal=given.proposal,
            until_at=given.until_at,
            given_n=moment.n,
            given_at=moment.at,
        )

    def _proposal(self, body: str, at: str) -> Proposal:
        """The proposal the proxy is for, still open, with room among the holder's proxies."""
        assert self.proposal is not None
        proposal = proposal_of(self.proposal)
        if proposal.body != body:
            refuse("assembly.other_body", body=proposal.body, seat=self.holder)
        if proposal.status == "withdrawn":
            refuse("assembly.withdrawn", number=proposal.number)
        if proposal.status != "open":
            refuse("assembly.closed", number=proposal.number, closes_at=proposal.closes_at)
        held = [one for one in on_proposal(proposal, at) if one.holder.name == self.holder]
        self._check_room(len(held), proposal.proxies_per_holder)
        return proposal

    def _until(self, body: str, moment: Moment) -> str:
        """The instant at which the proxy runs out, with room among the holder's general ones."""
        assert self.until is not None
        charter = in_force()
        if self.until < local_day(moment.at, charter.time_zone).isoformat():
            refuse("assembly.proxy_past", until=self.until)
        general = (one for one in standing(moment.at) if one.proposal_id is None)
        held = [one for one in general if one.holder.name == self.holder]
        limits = [m.proxies_per_holder for m in charter.matters if m.body == body]
        self._check_room(len(held), max(limits, default=0))
        following = date.fromisoformat(self.until) + timedelta(days=1)
        return moment.once("until_at", lambda: midnight(following, charter.time_zone))

    def _check_room(self, held: int, limit: int) -> None:
        if not limit:
            refuse("assembly.no_proxies")
        if held >= limit:
            refuse("assembly.proxies_full", holder=self.holder, limit=limit)


def _check_free(given: _Given, at: str) -> None:
    """No proxy of the giver stands that covers what this one would."""
    covers = None if given.proposal is None else {None, given.proposal.id}
    for other in standing(at):
        if other.giver_id != given.giver.id:
            continue
        if covers is not None and other.proposal_id not in covers:
            continue
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
