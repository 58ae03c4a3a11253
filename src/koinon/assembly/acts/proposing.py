"""Open a proposal: notice is given, and everything that decides it is frozen. Withdraw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import Sentence, Slug, Translated, translations
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
from koinon.assembly.acts.meetings import check_agenda_open
from koinon.assembly.acts.seats import acting_seat
from koinon.assembly.acts.urgency import Ratify, check_in_time, to_be_ratified
from koinon.assembly.acts.voting import Number, proposal_of
from koinon.assembly.calendar import NOT_YET, Window, voting_window
from koinon.assembly.dissolving import check_noticed
from koinon.assembly.electorates import Procedure, electorate_of, procedure
from koinon.assembly.experiments import check_notice
from koinon.assembly.meetings import agenda_of, convened
from koinon.assembly.models import Meeting, Proposal
from koinon.assembly.urgency import ratified_matters
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
    meeting: Meeting | None
    item: int | None
    urgent: bool
    ratified: Proposal | None


@act("assembly.open_proposal/1")
class OpenProposal(Encloses):
    """Put a proposal to a body and give notice of it; the enclosed acts follow if it is adopted.

    With `urgent`, the reason why it cannot wait, it is put to the body that decides in urgency. One
    that ratifies such a decision is put to the body that has its matter.
    """

    announced = "notice"

    title: Translated
    text: DocumentRef | None = None
    matter: Slug | None = None
    acts: Annotated[tuple[Enclosed, ...], Field(max_length=ENCLOSED_LIMIT)] = ()
    urgent: Sentence | None = None

    def enclosed(self) -> tuple[Enclosed, ...]:
        """The acts of the proposal."""
        return self.acts

    def judge(self, moment: Moment) -> Consequence:
        """The enclosed acts are sound and one body can decide them by the charter in force."""
        version = charters.version_at(moment.n)
        charter = charters.parsed(version.sha256)
        own = self.read_enclosed(charter)
        enclosed = all_within(own, charter)
        ratified = self._ratified(own)
        if self.urgent is not None:
            for one in enclosed:
                one.check_urgent()
        asked = procedure(
            charter,
            () if ratified else tuple(one.type for one in enclosed),
            self.matter,
            also=ratified_matters(charter, ratified) if ratified else (),
            urgent=self.urgent is not None,
        )
        check_notice(enclosed, asked.matters, moment.at)
        check_noticed(asked.matters)
        frozen = electorate_of(
            charter,
            asked.body,
            asked.rule,
            moment.day,
            asked.programme,
            participants_only=asked.participants_only,
        )
        notice = _Notice(
            number=next_number(Proposal),
            procedure=asked,
            window=self._window(moment, charter, asked),
            charter_sha256=version.sha256,
            terms=to_plain(Terms(asked.rule, frozen, asked.abstention)),
            proposer=acting_seat(moment),
            meeting=self._meeting(),
            item=self._item(),
            urgent=self.urgent is not None,
            ratified=ratified,
        )
        if ratified:
            begins_at = notice.meeting.begins_at if notice.meeting else notice.window.opens_at
            check_in_time(ratified, begins_at)
        terms, kept = stated(notice.terms)
        effect: Effect = {"kind": "notice", "proposal": notice.number, "terms": terms}
        return Consequence(
            result={"proposal": notice.number, **_times(notice.window)},
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
            meeting=notice.meeting,
            item=notice.item,
            status="open",
            urgent=self.urgent,
            ratifies=notice.ratified,
        )

    def _ratified(self, own: tuple[Act, ...]) -> Proposal | None:
        """The decision it ratifies, if it does; then nothing else, and not in urgency."""
        asked = [one for one in own if isinstance(one, Ratify)]
        if not asked:
            return None
        if len(own) > 1:
            refuse("assembly.ratifies_alone", number=asked[0].proposal)
        if self.urgent is not None:
            refuse("assembly.ratified_in_urgency", number=asked[0].proposal)
        return to_be_ratified(asked[0].proposal)

    def _window(self, moment: Moment, charter: Charter, asked: Procedure) -> Window:
        """The voting days, computed once and recorded."""
        computed = voting_window(moment.at, charter.time_zone, asked.notice_days, asked.voting_days)
        return Window(
            moment.once("opens_at", lambda: computed.opens_at),
            moment.once("closes_at", lambda: computed.closes_at),
        )

    def _meeting(self) -> Meeting | None:
        """The meeting it is put to."""
        return None

    def _item(self) -> int | None:
        """The item of the agenda it is put under."""
        return None


@act("assembly.open_proposal/2")
class OpenProposalInMeeting(OpenProposal):
    """Put a proposal to a meeting that was convened, under an item of its agenda.

    Voting opens when the item is taken up and closes with the roll call; in a written procedure it
    lasts as long as that.
    """

    meeting: Number
    item: Number

    def _window(self, moment: Moment, charter: Charter, asked: Procedure) -> Window:
        """Nothing is known yet but for a written procedure; the agenda is still open."""
        meeting = convened(self.meeting)
        if meeting.body != asked.body:
            refuse("assembly.meeting_other_body", meeting=self.meeting, body=asked.body)
        if self.item not in {one["item"] for one in agenda_of(meeting)}:
            refuse("assembly.unknown_item", meeting=self.meeting, item=self.item)
        check_agenda_open(meeting, moment.at)
        if meeting.ends_at is not None:
            return Window(meeting.begins_at, meeting.ends_at)
        return Window(NOT_YET, NOT_YET)

    def _meeting(self) -> Meeting | None:
        return convened(self.meeting)

    def _item(self) -> int | None:
        return self.item


def _times(window: Window) -> dict[str, JSON]:
    """The voting days, where they are known."""
    if window.opens_at == NOT_YET:
        return {}
    return {"opens_at": window.opens_at, "closes_at": window.closes_at}


def _frozen(notice: _Notice) -> Effect:
    """What the entry says was frozen, so that anyone can recheck the decision later."""
    limit = notice.procedure.proxies_per_holder
    return {
        **({"proxies": limit} if limit else {}),
        **({"urgent": True} if notice.urgent else {}),
        **({"ratifies": notice.ratified.number} if notice.ratified else {}),
        "charter": notice.charter_sha256,
        "body": notice.procedure.body,
        **_times(notice.window),
        **({"meeting": notice.meeting.number, "item": notice.item} if notice.meeting else {}),
    }


@act("assembly.withdraw_proposal/1")
class WithdrawProposal(Act):
    """Withdraw a proposal before its voting opens; only the seat that opened it can.

    In a meeting it can be withdrawn until the roll call, and what was voted online then lapses.
    """

    announced = "withdrawn"

    proposal: Number

    def judge(self, moment: Moment) -> Consequence:
        """The seat opened it, it is not decided or withdrawn, and it is not voted on yet."""
        proposal = proposal_of(self.proposal)
        if acting_seat(moment) != proposal.proposer:
            refuse("assembly.not_the_proposer", number=self.proposal, proposer=proposal.proposer)
        if proposal.status == "withdrawn":
            refuse("assembly.withdrawn", number=self.proposal)
        if proposal.status == "lapsed":
            refuse("assembly.lapsed", number=self.proposal)
        if proposal.fallen_for is not None:
            refuse("assembly.fallen", number=self.proposal, first=proposal.fallen_for)
        if proposal.rolled_at is not None:
            refuse("assembly.rolled", number=self.proposal, rolled_at=proposal.rolled_at)
        in_room = proposal.meeting_id is not None and proposal.closes_at == NOT_YET
        if proposal.status != "open" or (moment.at >= proposal.opens_at and not in_room):
            refuse("assembly.voting_began", number=self.proposal, opens_at=proposal.opens_at)
        open_ones = Proposal.objects.filter(amends_id=proposal.id, status="open")
        fall = list(open_ones.order_by("number").values_list("number", flat=True))
        effect: Effect = {"kind": "withdrawal", "proposal": self.proposal}
        if fall:
            effect["amendments"] = [*fall]
        return Consequence(
            result={"proposal": self.proposal}, effects=(effect,), plan=(proposal.id, fall)
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The proposal stays, with its end; its amendments go with it."""
        proposal_id, fall = consequence.plan
        Proposal.objects.filter(id=proposal_id).update(status="withdrawn", decided_n=moment.n)
        Proposal.objects.filter(number__in=fall).update(status="lapsed", decided_n=moment.n)
