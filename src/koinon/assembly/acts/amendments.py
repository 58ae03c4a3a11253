"""Amendments: table one to a proposal in a meeting, set the order in which they are voted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from koinon.acts import registry
from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import Translated, translations
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.assembly.acts.enclosing import (
    ENCLOSED_LIMIT,
    Enclosed,
    Encloses,
    all_within,
    named_within,
)
from koinon.assembly.acts.roll_calls import meeting_proposal
from koinon.assembly.acts.seats import acting_seat
from koinon.assembly.acts.voting import Number
from koinon.assembly.amendments import amendments_of, last_place, waiting
from koinon.assembly.calendar import NOT_YET
from koinon.assembly.electorates import procedure
from koinon.assembly.experiments import check_notice, items_of
from koinon.assembly.models import Proposal
from koinon.charter import queries as charters
from koinon.charter.document import Charter
from koinon.record.canonical import JSON

AMENDMENTS_LIMIT = 100


@dataclass(frozen=True, slots=True)
class _Tabled:
    number: int
    main: Proposal
    proposer: str
    replaces: tuple[str, ...]
    opens_at: str


@act("assembly.table_amendment/1")
class TableAmendment(Encloses):
    """Table an amendment to a proposal that a meeting is to vote on.

    It replaces the proposal's text, the acts that follow, or both; it is voted on first, by the
    same rule. Without `acts` they stay as they are; an empty list leaves them all out.
    """

    proposal: Number
    title: Translated
    text: DocumentRef | None = None
    acts: Annotated[tuple[Enclosed, ...], Field(max_length=ENCLOSED_LIMIT)] | None = None

    def enclosed(self) -> tuple[Enclosed, ...]:
        """The acts that would take the place of the proposal's."""
        return self.acts or ()

    def judge(self, moment: Moment) -> Consequence:
        """The proposal is not voted on yet, and the new acts need no other rule than it has."""
        main, _ = meeting_proposal(self.proposal)
        seat = acting_seat(moment)
        body, _, city = seat.partition("/")
        if city and body != main.body:
            refuse("assembly.other_body", body=main.body, seat=seat)
        check_amendable(main)
        if len(amendments_of(main)) >= AMENDMENTS_LIMIT:
            refuse("assembly.too_many_amendments", number=self.proposal, limit=AMENDMENTS_LIMIT)
        replaces = self._replaces()
        charter = charters.parsed(main.charter_sha256)
        within = all_within(self.read_enclosed(charter), charter)
        self._check_matters(main, charter, tuple(one.type for one in within))
        noticed = [registry.find(one["type"]).read(one["data"]) for one in main.acts]
        check_notice(within, (), moment.at, items_of(all_within(noticed, charter)))
        if main.urgent is not None:
            for one in within:
                one.check_urgent()
        opens_at = NOT_YET if main.opens_at == NOT_YET else moment.at
        plan = _Tabled(next_number(Proposal), main, seat, replaces, opens_at)
        effect: Effect = {
            "kind": "amendment",
            "proposal": plan.number,
            "amends": self.proposal,
            "replaces": [*replaces],
        }
        result: dict[str, JSON] = {"proposal": plan.number, "amends": self.proposal}
        return Consequence(
            result=result, effects=(*named_within(within, moment), effect), plan=plan
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """A proposal of its own, with what was frozen for the one it amends."""
        plan: _Tabled = consequence.plan
        main = plan.main
        Proposal.objects.create(
            id=moment.act_id,
            number=plan.number,
            opened_n=moment.n,
            title=translations(self.title),
            text_sha256=self.text.sha256 if self.text else None,
            proposer=plan.proposer,
            matters=main.matters,
            body=main.body,
            acts=[one.model_dump(mode="json") for one in self.enclosed()],
            charter_sha256=main.charter_sha256,
            terms=main.terms,
            may_split=main.may_split,
            proxies_per_holder=main.proxies_per_holder,
            noticed_at=moment.at,
            opens_at=plan.opens_at,
            closes_at=NOT_YET,
            meeting_id=main.meeting_id,
            item=main.item,
            amends=main,
            replaces=list(plan.replaces),
            status="open",
        )

    def _replaces(self) -> tuple[str, ...]:
        parts = (("acts", self.acts), ("text", self.text))
        found = tuple(name for name, part in parts if part is not None)
        if not found:
            refuse("assembly.amends_nothing")
        return found

    def _check_matters(self, main: Proposal, charter: Charter, types: tuple[str, ...]) -> None:
        """The acts belong to the matters that gave the proposal its rule."""
        if main.ratifies_id is not None and self.acts is not None:
            refuse("assembly.ratifies_alone", number=main.number)
        if not types:
            return
        asked = procedure(charter, types, None)
        if not set(asked.matters) <= set(main.matters):
            refuse("assembly.amendment_matter", number=main.number)


def check_amendable(main: Proposal) -> None:
    """Refuse to amend what is an amendment itself, or was voted on, or is no more."""
    if main.amends_id is not None:
        refuse("assembly.amends_amendment", number=main.number)
    if main.status == "lapsed":
        refuse("assembly.lapsed", number=main.number)
    if main.status == "withdrawn":
        refuse("assembly.withdrawn", number=main.number)
    if main.rolled_at is not None:
        refuse("assembly.rolled", number=main.number, rolled_at=main.rolled_at)


@act("assembly.order_amendments/1")
class OrderAmendments(Act):
    """Set the order in which the amendments to a proposal are voted on, the furthest first."""

    proposal: Number
    order: Annotated[tuple[Number, ...], Field(min_length=1, max_length=AMENDMENTS_LIMIT)]

    def judge(self, moment: Moment) -> Consequence:
        """It names all that are still to be voted on, each once."""
        main, _ = meeting_proposal(self.proposal)
        check_amendable(main)
        wanted = sorted(one.number for one in waiting(main))
        if sorted(self.order) != wanted:
            refuse(
                "assembly.amendments_all",
                number=self.proposal,
                known=tuple(str(number) for number in wanted),
            )
        effect: Effect = {
            "kind": "amendment_order",
            "proposal": self.proposal,
            "order": [*self.order],
        }
        return Consequence(result={"proposal": self.proposal}, effects=(effect,), plan=main)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """Their places, after those that were voted on."""
        for place, number in enumerate(self.order, last_place(consequence.plan) + 1):
            Proposal.objects.filter(number=number).update(place=place)
