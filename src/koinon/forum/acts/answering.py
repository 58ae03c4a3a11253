"""The body answers an initiative that was reached; where it does not, the clock says so."""

from __future__ import annotations

from typing import Literal

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly import queries as assembly
from koinon.assembly.acts.voting import Number
from koinon.forum.acts.starting import InitiativeNumber
from koinon.forum.models import Initiative
from koinon.forum.standing import initiative_of


@act("forum.answer_initiative/1")
class AnswerInitiative(Act):
    """Answer an initiative that was reached: taken up, in part or not, and why.

    The answer is a text, or a decision that was adopted, or the one that encloses it. One that
    comes after the day set for it is entered as late.
    """

    initiative: InitiativeNumber
    outcome: Literal["taken up", "taken up in part", "not taken up"]
    text: DocumentRef | None = None
    decision: Number | None = None

    def judge(self, moment: Moment) -> Consequence:
        """It was reached and has no answer; a decision named was adopted by the body."""
        if self.text is None and self.decision is None and moment.grant.kind != "decision":
            refuse("forum.empty_answer")
        found = initiative_of(self.initiative)
        if found.status not in ("reached", "unanswered"):
            code = "forum.answered" if found.status == "answered" else "forum.not_reached"
            refuse(code, number=self.initiative)
        if self.decision is not None:
            self._check_decision(found, moment)
        assert found.answer_by is not None
        late = moment.at >= found.answer_by
        effect: Effect = {
            "kind": "initiative_answer",
            "initiative": self.initiative,
            "outcome": self.outcome,
            "late": late,
        }
        return Consequence(
            result={"initiative": self.initiative, "outcome": self.outcome, "late": late},
            effects=(effect,),
            plan=found,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The answer."""
        Initiative.objects.filter(id=consequence.plan.id).update(
            status="answered",
            answered_n=moment.n,
            answered_at=moment.at,
            outcome=self.outcome,
            answer_sha256=self.text.sha256 if self.text else None,
            proposal=self.decision,
            decided_n=moment.grant.decision,
        )

    def _check_decision(self, found: Initiative, moment: Moment) -> None:
        assert self.decision is not None
        decided = assembly.proposal(self.decision, moment.at)
        if decided is None:
            refuse("assembly.unknown_proposal", number=self.decision)
        if decided.phase != "adopted" or decided.body != found.body:
            refuse("forum.not_its_decision", number=self.decision, body=found.body)


@act("forum.note_silence/1")
class NoteSilence(Act):
    """Record that a body has not answered an initiative in time; the clock does this."""

    initiative: InitiativeNumber

    def judge(self, moment: Moment) -> Consequence:
        """It was reached, and the time to answer is over."""
        found = Initiative.objects.filter(number=self.initiative, status="reached").first()
        if found is None:
            refuse("forum.no_answer_due", number=self.initiative)
        assert found.answer_by is not None
        if moment.at < found.answer_by:
            refuse("forum.time_to_answer", number=self.initiative, until_at=found.answer_by)
        effect: Effect = {"kind": "initiative_silence", "initiative": self.initiative}
        return Consequence(
            result={"initiative": self.initiative, "body": found.body},
            effects=(effect,),
            plan=found.id,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """It is unanswered."""
        Initiative.objects.filter(id=consequence.plan).update(
            status="unanswered", silence_n=moment.n
        )
