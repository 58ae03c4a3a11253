"""Open a proposal: notice is given, and everything that decides it is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, JsonValue, ValidationError

from koinon.acts import registry
from koinon.acts.act import Act, Consequence, DocumentRef, Moment, Plain, documents_of
from koinon.acts.fields import Slug, Translated, translations
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.calendar import Window, voting_window
from koinon.assembly.electorates import Procedure, electorate_of, procedure
from koinon.assembly.models import Proposal
from koinon.charter import queries as charters
from koinon.charter.document import Charter
from koinon.methods.plain import to_plain
from koinon.methods.trees import Terms
from koinon.record.canonical import JSON

ENCLOSED_LIMIT = 200


class Enclosed(Plain):
    """An act that takes effect when the proposal is adopted."""

    type: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]+/[1-9]\d*$")]
    data: dict[str, JsonValue]


def read_enclosed(enclosed: tuple[Enclosed, ...], charter: Charter) -> tuple[Act, ...]:
    """The enclosed acts, each checked; refuses what is unknown, malformed or not for a decision."""
    acts = []
    for i, one in enumerate(enclosed, 1):
        try:
            found = registry.find(one.type).read(one.data)
        except registry.UnknownAct:
            refuse("assembly.unknown_act", act=one.type, place=i)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(str(part) for part in first["loc"])
            refuse("assembly.bad_act", act=one.type, place=i, field=field, rule=first["msg"])
        if not any(grant.by == "decision" for grant in charter.authority_for(one.type)):
            refuse("assembly.not_by_decision", act=one.type, place=i)
        acts.append(found)
    return tuple(acts)


@dataclass(frozen=True, slots=True)
class _Notice:
    number: int
    procedure: Procedure
    window: Window
    charter_sha256: str
    terms: JSON


@act("assembly.open_proposal/1")
class OpenProposal(Act):
    """Put a proposal to a body and give notice of it; the enclosed acts follow if it is adopted."""

    title: Translated
    text: DocumentRef | None = None
    matter: Slug | None = None
    acts: Annotated[tuple[Enclosed, ...], Field(max_length=ENCLOSED_LIMIT)] = ()

    def judge(self, moment: Moment) -> Consequence:
        """The enclosed acts are sound and one body can decide them by the charter in force."""
        version = charters.version_at(moment.n)
        charter = charters.parsed(version.sha256)
        enclosed = read_enclosed(self.acts, charter)
        asked = procedure(charter, tuple(one.type for one in self.acts), self.matter)
        frozen = electorate_of(charter, asked.body, asked.rule, moment.day)
        notice = _Notice(
            number=Proposal.objects.count() + 1,
            procedure=asked,
            window=_window(moment, charter, asked),
            charter_sha256=version.sha256,
            terms=to_plain(Terms(asked.rule, frozen, asked.abstention)),
        )
        named = [doc.effect() for one in enclosed for doc in documents_of(one)]
        effect = {"kind": "notice", "proposal": notice.number, **_frozen(notice)}
        return Consequence(
            result={
                "proposal": notice.number,
                "opens_at": notice.window.opens_at,
                "closes_at": notice.window.closes_at,
            },
            effects=(*named, effect),
            plan=notice,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        notice: _Notice = consequence.plan
        assert moment.seat is not None
        Proposal.objects.create(
            id=moment.act_id,
            number=notice.number,
            opened_n=moment.n,
            title=translations(self.title),
            text_sha256=self.text.sha256 if self.text else None,
            proposer=moment.seat,
            matters=list(notice.procedure.matters),
            body=notice.procedure.body,
            acts=[one.model_dump(mode="json") for one in self.acts],
            charter_sha256=notice.charter_sha256,
            terms=notice.terms,
            may_split=notice.procedure.vote_from == "delegate, may split",
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


def _frozen(notice: _Notice) -> dict[str, Any]:
    """What the entry says was frozen, so that anyone can recheck the decision later."""
    return {
        "charter": notice.charter_sha256,
        "body": notice.procedure.body,
        "terms": notice.terms,
        "opens_at": notice.window.opens_at,
        "closes_at": notice.window.closes_at,
    }
