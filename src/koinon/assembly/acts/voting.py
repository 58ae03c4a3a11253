"""Cast a member's vote; count the votes when voting has closed."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field

from koinon.acts import memo, registry
from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.fields import LARGEST, Exact
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.models import Proposal, Vote
from koinon.assembly.tallies import decided
from koinon.methods.plain import to_plain

Number = Annotated[int, Field(ge=1, le=LARGEST)]


def _proposal(number: int) -> Proposal:
    found = memo.once(("proposal", number), lambda: Proposal.objects.filter(number=number).first())
    if found is None:
        refuse("assembly.unknown_proposal", number=number)
    return found


@act("assembly.cast_vote/1")
class CastVote(Act):
    """Cast a member's vote on a proposal; a later one, before the close, takes its place.

    The parts say how much of the member's weight is in favour, against and abstaining; they sum to
    1, and only where the charter allows splitting may more than one be above 0.
    """

    clears_memo = False

    proposal: Number
    yes: Exact = "0"
    no: Exact = "0"
    abstain: Exact = "0"

    def judge(self, moment: Moment) -> Consequence:
        """Voting is open, the seat is one of the body's, its city is in the frozen electorate."""
        proposal = _proposal(self.proposal)
        assert moment.seat is not None
        body, _, city = moment.seat.partition("/")
        if body != proposal.body or not city:
            refuse("assembly.other_body", body=proposal.body, seat=moment.seat)
        if city not in proposal.terms["electorate"]["members"]:
            refuse("assembly.not_in_electorate", city=city, number=self.proposal)
        if moment.at < proposal.opens_at:
            refuse("assembly.not_open_yet", number=self.proposal, opens_at=proposal.opens_at)
        if moment.at >= proposal.closes_at or proposal.status != "open":
            refuse("assembly.closed", number=self.proposal, closes_at=proposal.closes_at)
        self._check_parts(proposal)
        effect: Effect = {"kind": "vote", "proposal": self.proposal, "city": city, **self._parts()}
        return Consequence(
            result={"proposal": self.proposal, "city": city},
            effects=(effect,),
            plan=(proposal.id, city),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The member's one row for this proposal."""
        proposal_id, city = consequence.plan
        assert moment.seat is not None
        cast: dict[str, Any] = {
            "seat": moment.seat,
            "cast_n": moment.n,
            "cast_at": moment.at,
            **self._parts(),
        }
        standing = Vote.objects.filter(proposal_id=proposal_id, city=city)
        if not standing.update(**cast):
            Vote.objects.create(id=moment.act_id, proposal_id=proposal_id, city=city, **cast)

    def _parts(self) -> dict[str, str]:
        return {"yes": self.yes, "no": self.no, "abstain": self.abstain}

    def _check_parts(self, proposal: Proposal) -> None:
        parts = [Fraction(part) for part in self._parts().values()]
        if min(parts) < 0 or sum(parts) != 1:
            refuse("assembly.parts", sum=str(sum(parts)))
        if max(parts) != 1 and not proposal.may_split:
            refuse("assembly.no_split", number=self.proposal)


@act("assembly.close_vote/1")
class CloseVote(Act):
    """Count a proposal when its voting has closed; the clock does this by itself."""

    proposal: Number

    def judge(self, moment: Moment) -> Consequence:
        """The rule judged line by line; on adoption the enclosed acts follow."""
        proposal = _proposal(self.proposal)
        if proposal.status != "open" or moment.at < proposal.closes_at:
            refuse("assembly.not_to_close", number=self.proposal)
        judged = decided(proposal)
        passed = judged.tree.met
        decision = to_plain(judged)
        outcome: Literal["adopted", "rejected"] = "adopted" if passed else "rejected"
        effect: Effect = {
            "kind": "decision",
            "proposal": self.proposal,
            "outcome": outcome,
            "decision": decision,
        }
        enclosed = [registry.find(one["type"]).read(one["data"]) for one in proposal.acts]
        return Consequence(
            result={"proposal": self.proposal, "outcome": outcome},
            effects=(effect,),
            then=tuple(enclosed) if passed else (),
            plan=(proposal.id, outcome, decision),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The outcome and what it follows from."""
        proposal_id, outcome, decision = consequence.plan
        Proposal.objects.filter(id=proposal_id).update(
            status=outcome, decided_n=moment.n, decision=decision
        )
