"""A member's vote that is the result of its own referendum, with the paper that certifies it."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import LARGEST
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.seats import member_seat
from koinon.assembly.acts.voting import (
    Number,
    check_amended,
    check_open,
    matter_of,
    proposal_of,
    write_vote,
)
from koinon.assembly.rights import require_vote
from koinon.record.canonical import JSON

Ballots = Annotated[int, Field(ge=0, le=LARGEST)]


@act("assembly.report_referendum/1")
class ReportReferendum(Act):
    """Report the result of one's city's own referendum, which is its vote on a proposal.

    The vote is for and against as the valid votes were; a rule that counts votes `whole` takes the
    side that prevails. A later report, before the close, takes its place.
    """

    proposal: Number
    votes_for: Ballots
    votes_against: Ballots
    certificate: DocumentRef

    def judge(self, moment: Moment) -> Consequence:
        """Votes on such matters come from referendums, voting is open, and somebody voted."""
        proposal = proposal_of(self.proposal)
        seat, body, city = member_seat(moment)
        if body != proposal.body:
            refuse("assembly.other_body", body=proposal.body, seat=seat)
        matter = matter_of(proposal)
        if matter.vote_from != "own referendum":
            refuse("assembly.no_referendum", article=matter.article, number=self.proposal)
        if city not in proposal.terms["electorate"]["members"]:
            refuse("assembly.not_in_electorate", city=city, number=self.proposal)
        check_open(proposal, moment.at)
        check_amended(proposal)
        require_vote(city)
        total = self.votes_for + self.votes_against
        if not total:
            refuse("assembly.nobody_voted", city=city)
        parts = {
            "yes": str(Fraction(self.votes_for, total)),
            "no": str(Fraction(self.votes_against, total)),
            "abstain": "0",
        }
        effect: Effect = {"kind": "vote", "proposal": self.proposal, "city": city, **parts}
        result: dict[str, JSON] = {"proposal": self.proposal, "city": city}
        return Consequence(result=result, effects=(effect,), plan=(proposal.id, city, seat, parts))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The member's one row for this proposal."""
        proposal_id, city, seat, parts = consequence.plan
        write_vote(moment, proposal_id, city, seat, parts)
