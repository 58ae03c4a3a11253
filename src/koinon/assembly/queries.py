"""Reads of the room, as frozen values: proposals by phase, one proposal as it stands, seats, votes.

`at` is the present instant as the record writes it; the interface that asks tells it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from django.db.models import Count, F, QuerySet

from koinon.assembly.calendar import NOT_YET
from koinon.assembly.models import Call, Proposal, Seat, Vote
from koinon.assembly.queries_urgency import UrgencyView, urgency_of
from koinon.assembly.tallies import decided, terms_of
from koinon.charter.document import Names
from koinon.methods.hints import Hint, what_would_pass
from koinon.methods.plain import from_plain
from koinon.methods.rules import can_be_called
from koinon.methods.trees import Decision, Terms

PAGE_SIZE = 20
WITH_A_CLOSE: Final = MappingProxyType({"closes_at__lt": NOT_YET, "rolled_at__isnull": True})
"""Proposals of which it is known until when votes can be cast."""

Phase: TypeAlias = Literal[
    "upcoming", "open", "closed", "adopted", "rejected", "withdrawn", "lapsed", "fallen"
]
"""Where a proposal stands; "closed" waits for its count. What a meeting did not vote on lapsed;
an amendment has fallen once one that replaces the same is carried."""
Listing: TypeAlias = Literal["open", "upcoming", "decided"]


@dataclass(frozen=True, slots=True)
class AmendmentOf:
    """What an amendment amends: a proposal's "text", its "acts" or both, in which `place`.

    `fallen_for` is the amendment because of which it fell.
    """

    number: int
    replaces: tuple[str, ...]
    place: int | None
    fallen_for: int | None


@dataclass(frozen=True, slots=True)
class InMeeting:
    """The meeting a proposal is put to, and the item; `rolled_at` is when its votes were called.

    `by_roll_call` is false for a written procedure. Before the item is taken up the proposal's
    `opens_at` and `closes_at` say nothing (`calendar.NOT_YET`); from the roll call on `closes_at`
    is the end of the time for objections. `casting` is how the chair decided a tie, by the entry
    `casting_n`; `amended_by` are the amendments carried as things stand, by number.
    """

    number: int
    item: int
    begins_at: str
    by_roll_call: bool
    rolled_at: str | None
    casting: Literal["for", "against"] | None
    casting_n: int | None
    amendment: AmendmentOf | None
    amended_by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal in a list; `votes` counts the members that have voted."""

    number: int
    title: Names
    matters: tuple[str, ...]
    phase: Phase
    opens_at: str
    closes_at: str
    votes: int
    decided_n: int | None
    meeting: InMeeting | None
    urgency: UrgencyView | None


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One page of a list, counted from 1; `total` is of all pages."""

    lines: tuple[ProposalLine, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class EnclosedView:
    """An act that takes effect when the proposal is adopted, in its plain form."""

    type: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class VoteView:
    """A member's vote as it stands: parts that sum to 1, and the entry that cast it.

    `by` says who spoke for the member where the vote was called in a meeting, `corrected_n` which
    entry corrected it last.
    """

    city: str
    seat: str
    yes: Fraction
    no: Fraction
    abstain: Fraction
    cast_n: int
    cast_at: str
    by: str | None
    corrected_n: int | None


@dataclass(frozen=True, slots=True)
class CallView:
    """A member's call for the second vote of a rule, and the entry that holds it."""

    city: str
    seat: str
    made_n: int


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with what was frozen, what was voted and how the rule judges it.

    `decision` is the recorded one once counted, else the judgement over the votes as they stand.
    `hint` says what would make an open proposal pass; None when the rule is met or voting is over.
    `calls` are those for the second vote that its rule provides, which can be called for as long as
    it is `callable_`. `ratifies` is the decision in urgency that it is to ratify, by number.
    """

    number: int
    title: Names
    text_sha256: str | None
    proposer: str
    matters: tuple[str, ...]
    body: str
    acts: tuple[EnclosedView, ...]
    charter_sha256: str
    terms: Terms
    may_split: bool
    opened_n: int
    noticed_at: str
    opens_at: str
    closes_at: str
    phase: Phase
    decided_n: int | None
    votes: tuple[VoteView, ...]
    decision: Decision
    hint: Hint | None
    meeting: InMeeting | None
    calls: tuple[CallView, ...]
    callable_: bool
    urgency: UrgencyView | None
    ratifies: int | None


@dataclass(frozen=True, slots=True)
class SeatView:
    """A place to act from: an office (`body` None) or a member's seat in a body."""

    name: str
    body: str | None
    city: str | None
    open: bool


@dataclass(frozen=True, slots=True)
class CityVote:
    """A vote a member cast, with the proposal it was on."""

    number: int
    title: Names
    phase: Phase
    vote: VoteView


def proposals(listing: Listing, at: str, page: int = 1) -> ProposalPage:
    """A page of proposals: open ones by their close, upcoming by opening, decided newest first."""
    rows = _listed(listing, at)
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    light = rows.select_related("meeting", "amends").defer(
        "terms", "acts", "decision", "meeting__quorum", "amends__terms", "amends__acts"
    )
    chosen = list(light[(page - 1) * PAGE_SIZE :][:PAGE_SIZE])
    votes = _vote_counts(row.id for row in chosen)
    lines = tuple(proposal_line(row, at, votes.get(row.id, 0)) for row in chosen)
    return ProposalPage(lines, page, pages, total)


def _listed(listing: Listing, at: str) -> QuerySet[Proposal]:
    match listing:
        case "open":
            rows = Proposal.objects.filter(status="open", opens_at__lte=at)
            return rows.order_by("closes_at", "number")
        case "upcoming":
            rows = Proposal.objects.filter(status="open", opens_at__gt=at)
            return rows.order_by("opens_at", "number")
        case "decided":
            return Proposal.objects.exclude(status="open").order_by("-number")


def _vote_counts(proposal_ids: Iterable[Any]) -> dict[Any, int]:
    counted = (
        Vote.objects.filter(proposal_id__in=list(proposal_ids))
        .values("proposal_id")
        .annotate(votes=Count("id"))
        .order_by("proposal_id")
    )
    return {row["proposal_id"]: row["votes"] for row in counted}


def proposal_line(row: Proposal, at: str, votes: int) -> ProposalLine:
    """A proposal as lists show it."""
    return ProposalLine(
        number=row.number,
        title=_title(row),
        matters=tuple(row.matters),
        phase=phase(row, at),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        votes=votes,
        decided_n=row.decided_n,
        meeting=_in_meeting(row),
        urgency=urgency_of(row),
    )


def _in_meeting(row: Proposal) -> InMeeting | None:
    if row.meeting is None or row.item is None:
        return None
    meeting = row.meeting
    return InMeeting(
        number=meeting.number,
        item=row.item,
        begins_at=meeting.begins_at,
        by_roll_call=meeting.ends_at is None,
        rolled_at=row.rolled_at,
        casting=casting_of(row),
        casting_n=row.casting_n,
        amendment=amendment_of(row),
        amended_by=tuple(row.amended_by or ()),
    )


def amendment_of(row: Proposal) -> AmendmentOf | None:
    """What a proposal amends; None where it is no amendment."""
    if row.amends is None:
        return None
    return AmendmentOf(row.amends.number, tuple(row.replaces or ()), row.place, row.fallen_for)


def casting_of(row: Proposal) -> Literal["for", "against"] | None:
    """How the chair decided a tie on a proposal."""
    if row.casting_n is None:
        return None
    return "for" if row.casting == "for" else "against"


def _title(row: Proposal) -> Names:
    return tuple((language, text) for language, text in row.title)


def phase(row: Proposal, at: str) -> Phase:
    """Where a proposal stands at an instant."""
    if row.status == "adopted":
        return "adopted"
    if row.status == "rejected":
        return "rejected"
    if row.status == "withdrawn":
        return "withdrawn"
    if row.status == "lapsed":
        return "lapsed"
    if row.status == "fallen":
        return "fallen"
    if row.rolled_at is not None:
        return "closed"
    if at < row.opens_at:
        return "upcoming"
    return "open" if at < row.closes_at else "closed"


def proposal(number: int, at: str) -> ProposalView | None:
    """One proposal as it stands at an instant."""
    row = Proposal.objects.select_related("meeting", "amends").filter(number=number).first()
    return None if row is None else _view(row, at)


@dataclass(frozen=True, slots=True)
class Voting:
    """A proposal that is being voted on, and when its voting opened and closes."""

    number: int
    opens_at: str
    closes_at: str


def voting_now(at: str) -> tuple[Voting, ...]:
    """Every proposal voted on from a distance at an instant, by number; none called in a room."""
    rows = Proposal.objects.filter(
        status="open", opens_at__lte=at, closes_at__gt=at, **WITH_A_CLOSE
    )
    found = rows.order_by("number").values_list("number", "opens_at", "closes_at")
    return tuple(Voting(*row) for row in found)


def latest_rejected(at: str) -> ProposalView | None:
    """The latest proposal that was voted down."""
    row = Proposal.objects.filter(status="rejected").order_by("-number").first()
    return None if row is None else _view(row, at)


def _view(row: Proposal, at: str) -> ProposalView:
    now = phase(row, at)
    decision = from_plain(Decision, row.decision) if row.decision else decided(row)
    return ProposalView(
        number=row.number,
        title=_title(row),
        text_sha256=row.text_sha256,
        proposer=row.proposer,
        matters=tuple(row.matters),
        body=row.body,
        acts=tuple(EnclosedView(one["type"], one["data"]) for one in row.acts),
        charter_sha256=row.charter_sha256,
        terms=terms_of(row),
        may_split=row.may_split,
        opened_n=row.opened_n,
        noticed_at=row.noticed_at,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        phase=now,
        decided_n=row.decided_n,
        votes=tuple(map(vote_view, Vote.objects.filter(proposal_id=row.id).order_by("city"))),
        decision=decision,
        hint=_hint(decision) if now in ("upcoming", "open") else None,
        meeting=_in_meeting(row),
        calls=_calls(row, decision),
        callable_=now == "open" or (now == "closed" and at < row.closes_at),
        urgency=urgency_of(row),
        ratifies=row.ratifies.number if row.ratifies else None,
    )


def _calls(row: Proposal, decision: Decision) -> tuple[CallView, ...]:
    """The calls as they stand; nothing is asked where the rule has no second vote."""
    if not can_be_called(decision.rule):
        return ()
    rows = Call.objects.filter(proposal_id=row.id).order_by("made_n", "city")
    return tuple(CallView(one.city, one.seat, one.made_n) for one in rows)


def _hint(decision: Decision) -> Hint | None:
    votes = dict(decision.votes)
    undecided = set(decision.electorate.members) - votes.keys()
    return what_would_pass(
        decision.rule,
        decision.electorate,
        votes,
        undecided,
        decision.abstention,
        decision.calls,
    )


def vote_view(row: Vote) -> VoteView:
    """A vote as it stands."""
    return VoteView(
        city=row.city,
        seat=row.seat,
        yes=Fraction(row.yes),
        no=Fraction(row.no),
        abstain=Fraction(row.abstain),
        cast_n=row.cast_n,
        cast_at=row.cast_at,
        by=row.by,
        corrected_n=row.corrected_n,
    )


def seats() -> tuple[SeatView, ...]:
    """Every open seat: offices first, then bodies' seats, by name."""
    rows = Seat.objects.filter(open=True).order_by(F("body").asc(nulls_first=True), "name")
    return tuple(map(_seat, rows))


def seat(name: str) -> SeatView | None:
    """One seat, open or not."""
    row = Seat.objects.filter(name=name).first()
    return _seat(row) if row else None


def seats_of_city(slug: str) -> tuple[SeatView, ...]:
    """The open seats of a member."""
    return tuple(map(_seat, Seat.objects.filter(city__slug=slug, open=True).order_by("name")))


def _seat(row: Seat) -> SeatView:
    city = row.name.partition("/")[2] or None
    return SeatView(row.name, row.body, city, row.open)


def votes_of_city(slug: str, at: str, limit: int = PAGE_SIZE) -> tuple[CityVote, ...]:
    """The votes a member cast, the latest first."""
    heavy = (f"proposal__{name}" for name in ("terms", "acts", "decision"))
    rows = Vote.objects.filter(city=slug).select_related("proposal").defer(*heavy)
    return tuple(
        CityVote(row.proposal.number, _title(row.proposal), phase(row.proposal, at), vote_view(row))
        for row in rows.order_by("-cast_n")[:limit]
    )


def voted(city: str, numbers: Iterable[int]) -> frozenset[int]:
    """Those of these proposals on which a member has voted."""
    rows = Vote.objects.filter(city=city, proposal__number__in=list(numbers))
    return frozenset(rows.values_list("proposal__number", flat=True))
