"""Call for the second vote that a rule provides, such as one by weight after one by heads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.fields import Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.attending import PRESENT_LIMIT
from koinon.assembly.acts.roll_calls import meeting_proposal
from koinon.assembly.acts.seats import acting_seat, member_seat
from koinon.assembly.acts.voting import Number, check_amended, check_open, proposal_of
from koinon.assembly.models import Call, Proposal
from koinon.assembly.rights import require_vote
from koinon.assembly.tallies import terms_of
from koinon.methods.rules import can_be_called


@dataclass(frozen=True, slots=True)
class _Calls:
    """The calls about to be written: of which members, from which seat."""

    proposal: Proposal
    cities: tuple[str, ...]
    seat: str


@act("assembly.call_second_vote/1")
class CallSecondVote(Act):
    """Call for the second vote that the rule of a proposal provides, for one's city.

    It can be called for while votes can be cast, and after a roll call until the votes are
    counted. Both votes are over the same votes; a call cannot be taken back.
    """

    proposal: Number

    def judge(self, moment: Moment) -> Consequence:
        """The rule provides one, it is time, and the member of the electorate has not called."""
        proposal = proposal_of(self.proposal)
        seat, body, city = member_seat(moment)
        if body != proposal.body:
            refuse("assembly.other_body", body=proposal.body, seat=seat)
        _check_callable(proposal, (city,), moment.at)
        return _consequence(_Calls(proposal, (city,), seat))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        _write(moment, consequence.plan)


@act("assembly.record_calls/1")
class RecordCalls(Act):
    """Record which members called in the room for the second vote that a rule provides."""

    proposal: Number
    cities: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=PRESENT_LIMIT)]

    def judge(self, moment: Moment) -> Consequence:
        """The proposal is voted on in a room, and each of the members may call and has not."""
        proposal, _ = meeting_proposal(self.proposal)
        cities = tuple(sorted(self.cities))
        for one, other in pairwise(cities):
            if one == other:
                refuse("assembly.calls_already", city=one, number=self.proposal)
        _check_callable(proposal, cities, moment.at)
        return _consequence(_Calls(proposal, cities, acting_seat(moment)))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """A row for each member."""
        _write(moment, consequence.plan)


def _check_callable(proposal: Proposal, cities: Iterable[str], at: str) -> None:
    """Refuse a call that no rule provides for, out of time, or of a member that may not call."""
    if proposal.amends_id is not None or not can_be_called(terms_of(proposal).rule):
        refuse("assembly.no_second_vote", number=proposal.number)
    check_open(proposal, at, until_counted=True)
    check_amended(proposal)
    called = set(Call.objects.filter(proposal_id=proposal.id).values_list("city", flat=True))
    for city in cities:
        if city not in proposal.terms["electorate"]["members"]:
            refuse("assembly.not_in_electorate", city=city, number=proposal.number)
        require_vote(city)
        if city in called:
            refuse("assembly.calls_already", city=city, number=proposal.number)


def _consequence(calls: _Calls) -> Consequence:
    number = calls.proposal.number
    effects: tuple[Effect, ...] = tuple(
        {"kind": "call", "proposal": number, "city": city} for city in calls.cities
    )
    result = {"proposal": number, "cities": list(calls.cities)}
    return Consequence(result=result, effects=effects, plan=calls)  # type: ignore[arg-type]


def _write(moment: Moment, calls: _Calls) -> None:
    Call.objects.bulk_create(
        Call(
            id=moment.row_id(k),
            proposal=calls.proposal,
            city=city,
            seat=calls.seat,
            made_n=moment.n,
            made_at=moment.at,
        )
        for k, city in enumerate(calls.cities, 1)
    )
