"""Ratify what was decided in urgency; let lapse what was not ratified."""

from __future__ import annotations

from koinon.acts import postponed
from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.voting import Number, proposal_of
from koinon.assembly.models import Proposal
from koinon.assembly.urgency import LAPSED, RATIFIED, WAITING, lapses_at


def to_be_ratified(number: int) -> Proposal:
    """A decision in urgency that a vote on ratifying it can be opened on; refuses any other."""
    found = _waiting(number)
    others = Proposal.objects.filter(ratifies_id=found.id, status="open")
    other = others.order_by("number").values_list("number", flat=True).first()
    if other is not None:
        refuse("assembly.ratification_open", number=number, other=other)
    return found


def check_in_time(ratified: Proposal, begins_at: str) -> None:
    """Refuse a vote on ratifying a decision that would begin only after its time is over."""
    until = ratified.ratify_until_at
    assert until is not None, ratified.number
    if begins_at >= until:
        refuse("assembly.ratified_late", number=ratified.number, until_at=until)


def _waiting(number: int) -> Proposal:
    """A decision that waits to be ratified, or the refusal that says what it is instead."""
    found = proposal_of(number)
    n = found.ratification_n or 0
    if found.ratification == RATIFIED:
        refuse("assembly.ratified_already", number=number, n=n)
    if found.ratification == LAPSED:
        refuse("assembly.unratified", number=number, n=n)
    if found.ratification != WAITING:
        refuse("assembly.nothing_to_ratify", number=number)
    return found


@act("assembly.ratify/1")
class Ratify(Act):
    """Ratify a decision that was taken in urgency, so that it stays.

    The body that has its matter decides on it, by the rule of that matter.
    """

    proposal: Number

    def judge(self, moment: Moment) -> Consequence:
        """It waits to be ratified, and the decision that encloses this is the one about it."""
        found = _waiting(self.proposal)
        votes = Proposal.objects.filter(ratifies_id=found.id, decided_n=moment.grant.decision)
        by = votes.order_by("number").values_list("number", flat=True).first()
        if by is None:
            refuse("assembly.ratifies_alone", number=self.proposal)
        effect: Effect = {"kind": "ratification", "proposal": self.proposal, "by": by}
        result = {"proposal": self.proposal}
        return Consequence(result=result, effects=(effect,), plan=found.id)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """It no longer waits."""
        Proposal.objects.filter(id=consequence.plan).update(
            ratification=RATIFIED, ratification_n=moment.n
        )


@act("assembly.let_lapse/1")
class LetLapse(Act):
    """Let a decision in urgency lapse that was not ratified; the clock does this by itself.

    What was done by it stays done; from now on nothing new is done by it.
    """

    proposal: Number

    def judge(self, moment: Moment) -> Consequence:
        """Its time is over and no vote on ratifying it is open, or it was voted down."""
        found = _waiting(self.proposal)
        lapses, until = lapses_at(found), found.ratify_until_at
        assert until is not None, self.proposal
        if lapses is None or moment.at < lapses:
            refuse("assembly.not_to_lapse", number=self.proposal, until_at=until)
        effect: Effect = {"kind": "lapse", "proposal": self.proposal}
        result = {"proposal": self.proposal}
        return Consequence(result=result, effects=(effect,), plan=found)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """It no longer waits; what of it a fault of the software kept from being done is not."""
        found: Proposal = consequence.plan
        Proposal.objects.filter(id=found.id).update(ratification=LAPSED, ratification_n=moment.n)
        assert found.decided_n is not None
        postponed.settle(postponed.CarryOut(decision=found.decided_n))
