"""Who stands in an election, who withdraws, and the ballot paper that comes of it.

Names stay out of the record: they enter as commitments, and lie in the vault for as long as people
are told who stands. In the record and on ballots a candidate is a code.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import LARGEST, Name, Sentence, Slug
from koinon.acts.private import Private
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.elections.finding import standing, uncounted
from koinon.assembly.models import Candidate, Election
from koinon.record.canonical import JSON
from koinon.record.elections import MAX_CANDIDATES, paper_order


@act("assembly.stand/1")
class Stand(Act):
    """Enter somebody who stands in an election, under a code; the name stays out of the record.

    `supporters` is how many valid signatures came with the candidacy. The statement is what the
    candidate says to the voters.
    """

    code: Slug
    candidate: Slug
    name: Private[Name]
    city: Slug | None = None
    supporters: Annotated[int, Field(ge=0, le=LARGEST)] = 0
    statement: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """Candidacies are open, the code is new, the city votes, supporters are enough."""
        election = uncounted(self.code)
        since, until = election.stand_from_at, election.stand_until_at
        if since is None or until is None:
            refuse("assembly.no_candidacies", election=self.code)
        if not since <= moment.at < until:
            refuse(
                "assembly.candidacies_closed", election=self.code, opens_at=since, closes_at=until
            )
        rows = Candidate.objects.filter(election_id=election.id)
        if rows.filter(code=self.candidate).exists():
            refuse("assembly.candidate_exists", candidate=self.candidate, election=self.code)
        if rows.count() >= MAX_CANDIDATES:
            refuse("assembly.too_many_candidates", election=self.code, limit=MAX_CANDIDATES)
        if self.city is not None and self.city not in election.cities:
            refuse("assembly.election_city", city=self.city, election=self.code)
        if self.supporters < election.supporters:
            refuse(
                "assembly.too_few_supporters",
                election=self.code,
                needed=election.supporters,
                supporters=self.supporters,
            )
        effect: Effect = {
            "kind": "candidacy",
            "election": self.code,
            "candidate": self.candidate,
            "supporters": self.supporters,
        }
        result: dict[str, JSON] = {"election": self.code, "candidate": self.candidate}
        return Consequence(result=result, effects=(effect,), plan=election.id)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        Candidate.objects.create(
            id=moment.act_id,
            election_id=consequence.plan,
            code=self.candidate,
            name=self.name.commitment,
            city=self.city,
            statement_sha256=self.statement.sha256 if self.statement else None,
            supporters=self.supporters,
            stood_n=moment.n,
        )


@act("assembly.withdraw_candidacy/1")
class WithdrawCandidacy(Act):
    """Withdraw a candidate; on a paper that is made the name stays, and no vote counts for it.

    A vote for whoever withdrew goes on as the rule of counting says. Once the election is counted
    nobody withdraws from it.
    """

    code: Slug
    candidate: Slug

    def judge(self, moment: Moment) -> Consequence:
        """The candidate stands, and voting is not over."""
        election = uncounted(self.code)
        found = standing(election, self.candidate)
        if moment.at >= election.closes_at:
            refuse("assembly.election_closed", election=self.code, closes_at=election.closes_at)
        effect: Effect = {
            "kind": "candidacy_end",
            "election": self.code,
            "candidate": self.candidate,
        }
        result: dict[str, JSON] = {"election": self.code, "candidate": self.candidate}
        return Consequence(result=result, effects=(effect,), plan=found.id)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One column."""
        Candidate.objects.filter(id=consequence.plan).update(withdrawn_n=moment.n)


@act("assembly.confirm_candidates/1")
class ConfirmCandidates(Act):
    """Make the ballot paper of all who stand when candidacies are over, in the order decided.

    Where the order is by lot, `lot` is the value that was drawn in public: anyone computes the
    order from it.
    """

    code: Slug
    lot: Sentence | None = None

    def judge(self, moment: Moment) -> Consequence:
        """Candidacies are over, there is no paper yet, and somebody stands."""
        election = uncounted(self.code)
        if election.confirmed_n is not None:
            refuse("assembly.paper_made", election=self.code, n=election.confirmed_n)
        assert election.stand_until_at is not None
        if moment.at < election.stand_until_at:
            refuse(
                "assembly.candidacies_open", election=self.code, closes_at=election.stand_until_at
            )
        if (election.order == "lot") != (self.lot is not None):
            refuse("assembly.paper_lot", election=self.code, order=election.order)
        rows = Candidate.objects.filter(election_id=election.id, withdrawn_n=None)
        codes = tuple(rows.order_by("stood_n").values_list("code", flat=True))
        if not codes:
            refuse("assembly.nobody_stands", election=self.code)
        options = paper_order(self.code, codes, self.lot or "")
        effect: Effect = {
            "kind": "ballot_paper",
            "election": self.code,
            "options": list(options),
            "lot": self.lot or "",
        }
        result: dict[str, JSON] = {"election": self.code, "options": list(options)}
        return Consequence(result=result, effects=(effect,), plan=(election.id, options))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The paper, and each one's place on it."""
        election_id, options = consequence.plan
        Election.objects.filter(id=election_id).update(
            confirmed_n=moment.n, paper_lot=self.lot or ""
        )
        for place, code in enumerate(options, 1):
            Candidate.objects.filter(election_id=election_id, code=code).update(place=place)
