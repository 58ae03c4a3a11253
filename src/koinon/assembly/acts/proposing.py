"""Open a proposal: notice is given, and everything that decides it is frozen. Withdraw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import Slug, Translated, translations
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.acts.stating import stated
from koinon.assembly.acts.enclosing import (
    ENCLOSED_LIMIT,
    Enclosed,
    Encloses,
    all_within,
    named_within,
)
from koinon.assembly.acts.seats import acting_seat
from koinon.assembly.acts.voting import Number, proposal_of
from koinon.assembly.calendar import Window, voting_window
from koinon.assembly.electorates import Procedure, electorate_of, procedure
from koinon.assembly.models import Proposal
from koinon.charter import queries as charters
from koinon.charter.document import Charter
from koinon.methods.plain import to_plain
from koinon.methods.trees import Terms
from koinon.record.canonical import JSON


@dataclass(frozen=True, slots=True)
class _Notice:
    number: int
    procedure: Procedure
    window: Window
    charter_sha256: str
    terms: JSON
    proposer: str


@act("assembly.open_proposal/1")
class OpenProposal(Encloses):
    """Put a proposal to a body and give notice of it; the enclosed acts follow if it is adopted."""

    title: Translated
    text: DocumentRef | None = None
    matter: Slug | None = None
    acts: Annotated[tuple[Enclosed, ...], Field(max_length=ENCLOSED_LIMIT)] = ()

    def enclosed(self) -> tuple[Enclosed, ...]:
        """The acts of the proposal."""
        return self.acts

    def judge(self, moment: Moment) -> Consequence:
        """The enclosed acts are sound and one body can decide them by the charter in force."""
        version = charters.version_at(moment.n)
        charter = charters.parsed(version.sha256)
        enclosed = all_within(self.read_enclosed(charter), charter)
        asked = procedure(charter, tuple(one.type for one in enclosed), self.matter)
        frozen = electorate_of(charter, asked.body, asked.rule, moment.day)
        notice = _Notice(
            number=next_number(Proposal),
            procedure=asked,
            window=_window(moment, charter, asked),
            charter_sha256=version.sha256,
            terms=to_plain(Terms(asked.rule, frozen, asked.abstention)),
            proposer=acting_seat(moment),
        )
        terms, kept = stated(notice.terms)
        effect: Effect = {"kind": "notice", "proposal": notice.number, "terms": terms}
        return Consequence(
            result={
                "proposal": notice.number,
                "opens_at": notice.window.opens_at,
                "closes_at": notice.window.closes_at,
            },
            effects=(*named_within(enclosed, moment), effect | _frozen(notice)),
            kept=kept,
            plan=notice,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        notice: _Notice = consequence.plan
        Proposal.objects.create(
            id=moment.act_id,
            number=notice.number,
            opened_n=moment.n,
            title=translations(self.title),
            text_sha256=self.text.sha256 if self.text else None,
            proposer=notice.proposer,
            matters=list(notice.procedure.matters),
            body=notice.procedure.body,
            acts=[one.model_dump(mode="json") for one in self.acts],
            charter_sha256=notice.charter_sha256,
            terms=notice.terms,
            may_split=notice.procedure.vote_from == "delegate, may split",
            proxies_per_holder=notice.procedure.proxies_per_holder,
            noticed_at=moment.at,
            opens_at=notice.window.opens_at,
            closes_at=notice.window.closes_at,
            status="open",
        )


def _window(moment: Moment, charter: Charter, asked: Procedure) -> Window:
    """The voting days, computed once and recorded."""
    computed = voting_window(moment.at, charter.time_zone, asked.notice_days, asked.voting_days)
    return Window(
        moment.once("opens_at", lambda: computed.opens_at),
        moment.once("closes_at", lambda: computed.closes_at),
    )


def _frozen(notice: _Notice) -> Effect:
    """What the entry says was frozen, so that anyone can recheck the decision later."""
    limit = notice.procedure.proxies_per_holder
    return {
        **({"proxies": limit} if limit else {}),
        "charter": notice.charter_sha256,
        "body": notice.procedure.body,
        "opens_at": notice.window.opens_at,
        "closes_at": notice.window.closes_at,
    }


@act("assembly.withdraw_proposal/1")
class WithdrawProposal(Act):
    """Withdraw a proposal before its voting opens; only the seat that opened it can."""

    proposal: Number

    def judge(self, moment: Moment) -> Consequence:
        """The seat opened it, it is not decided or withdrawn, and nobody can have voted yet."""
        proposal = proposal_of(self.proposal)
        if acting_seat(moment) != proposal.proposer:
            refuse("assembly.not_the_proposer", number=self.proposal, proposer=proposal.proposer)
        if proposal.status == "withdrawn":
            refuse("assembly.withdrawn", number=self.proposal)
        if proposal.status != "open" or moment.at >= proposal.opens_at:
            refuse("assembly.voting_began", number=self.proposal, opens_at=proposal.opens_at)
        effect: Effect = {"kind": "withdrawal", "proposal": self.proposal}
        return Consequence(result={"proposal": self.proposal}, effects=(effect,), plan=proposal.id)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The proposal stays, with its end."""
        Proposal.objects.filter(id=consequence.plan).update(status="withdrawn", decided_n=moment.n)
