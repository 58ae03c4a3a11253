"""What the room publishes as tables. Who holds a seat is in none of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from koinon.acts.rows import rows
from koinon.assembly.calendar import NOT_YET
from koinon.assembly.models import (
    Attendance,
    BudgetProject,
    Evaluation,
    Mandate,
    Meeting,
    Minutes,
    ParticipatoryBudget,
    PastDecision,
    Proposal,
    Proxy,
    Seat,
    TextTranslation,
    Vote,
)

Titles: TypeAlias = "list[tuple[str, str]]"
"""(language, text), in the charter's order of languages."""


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A place to act from."""

    seat: str
    body: str | None
    city: str | None
    open: bool


@dataclass(frozen=True, slots=True)
class MandateRow:
    """That somebody holds a seat for some time; not who."""

    appointed_n: int
    seat: str
    role: str
    appointed_at: str
    begins_at: str | None
    ends_at: str | None
    ended_n: int | None
    ended_how: str | None
    over_n: int | None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting of a body."""

    meeting: int
    body: str
    title: Titles
    mode: str
    begins_at: str
    ends_at: str | None
    agenda: int
    second_call_of: int | None
    status: str
    convened_n: int
    ended_n: int | None


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """A member that was present from an entry on, until the next list of the same meeting."""

    meeting: int
    recorded_n: int
    recorded_at: str
    city: str
    present_by: str
    online: bool
    quorum_met: bool


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A question put to a body."""

    proposal: int
    title: Titles
    text_sha256: str | None
    proposer: str
    body: str
    matters: str
    acts: int
    charter_sha256: str
    opened_n: int
    noticed_at: str
    opens_at: str | None
    closes_at: str | None
    meeting: int | None
    item: int | None
    amends: int | None
    status: str
    decided_n: int | None
    urgent: str | None
    ratify_until_at: str | None
    ratification: str | None
    ratification_n: int | None
    ratifies: int | None


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A member's vote as it stands; its parts sum to 1."""

    proposal: int
    city: str
    yes: str
    no: str
    abstain: str
    seat: str
    spoken_by: str | None
    cast_n: int
    cast_at: str
    corrected_n: int | None


@dataclass(frozen=True, slots=True)
class ProxyRow:
    """A seat's vote given to another of its body."""

    given_n: int
    giver: str
    holder: str
    proposal: int | None
    until_at: str | None
    given_at: str
    ended_n: int | None
    meeting: int | None
    item: int | None


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """Minutes that were approved, in one language."""

    approved_n: int
    meeting: int
    language: str
    document_sha256: str
    document_bytes: int
    approved_at: str


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """A translation of a version of a text, and its review."""

    translated_n: int
    text: str
    source_sha256: str
    language: str
    document_sha256: str
    made: str
    seat: str
    translated_at: str
    verdict: str | None
    reviewer: str | None
    reviewed_n: int | None
    reviewed_at: str | None


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """An evaluation of an experiment of the charter."""

    evaluated_n: int
    experiment: str
    until_on: str
    document_sha256: str
    conclusion: str | None
    seat: str
    evaluated_at: str


@dataclass(frozen=True, slots=True)
class PastDecisionRow:
    """A decision taken before the record was kept here."""

    number: str
    on: str
    title: Titles
    outcome: str
    document_sha256: str | None
    recorded_n: int


@dataclass(frozen=True, slots=True)
class ParticipatoryRow:
    """Money whose use residents decide."""

    budget: str
    title: Titles
    year: int
    envelope_cents: int
    opens_at: str
    closes_at: str
    opened_n: int
    voters: int | None
    imported_n: int | None
    status: str
    counted_n: int | None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project on the ballot of a participatory budget."""

    budget: str
    project: str
    place: int
    title: Titles
    city: str | None
    cost_cents: int
    funded: bool | None


def seats() -> Iterator[SeatRow]:
    """Every seat there is or was, by name."""
    return rows(SeatRow, Seat.objects.order_by("name"), "name", "body", "city__slug", "open")


def mandates() -> Iterator[MandateRow]:
    """Every mandate, in the order of the record."""
    columns = ("appointed_n", "seat__name", "role", "appointed_at", "begins_at", "ends_at")
    found = Mandate.objects.order_by("appointed_n")
    return rows(MandateRow, found, *columns, "ended_n", "ended_how", "over_n")


def meetings() -> Iterator[MeetingRow]:
    """Every meeting, by number."""
    columns = ("number", "body", "title", "mode", "begins_at", "ends_at", "agenda")
    more = ("second_call_of__number", "status", "convened_n", "ended_n")
    found = Meeting.objects.order_by("number")
    return rows(MeetingRow, found, *columns, *more)


def attendance() -> Iterator[AttendanceRow]:
    """Every list of who is present, a row for each member on it."""
    found = Attendance.objects.order_by("recorded_n").select_related("meeting")
    for row in found.iterator(chunk_size=200):
        for city, by, online, *_ in row.present:
            number = row.meeting.number
            yield AttendanceRow(
                number, row.recorded_n, row.recorded_at, city, by, bool(online), row.met
            )


def proposals() -> Iterator[ProposalRow]:
    """Every proposal, by number."""
    found = Proposal.objects.order_by("number").select_related("meeting", "amends", "ratifies")
    for row in found.defer("terms", "decision").iterator(chunk_size=500):
        yield ProposalRow(
            proposal=row.number,
            title=row.title,
            text_sha256=row.text_sha256,
            proposer=row.proposer,
            body=row.body,
            matters=" ".join(row.matters),
            acts=len(row.acts),
            charter_sha256=row.charter_sha256,
            opened_n=row.opened_n,
            noticed_at=row.noticed_at,
            opens_at=_known(row.opens_at),
            closes_at=_known(row.closes_at),
            meeting=row.meeting.number if row.meeting else None,
            item=row.item,
            amends=row.amends.number if row.amends else None,
            status=row.status,
            decided_n=row.decided_n,
            urgent=row.urgent,
            ratify_until_at=row.ratify_until_at,
            ratification=row.ratification,
            ratification_n=row.ratification_n,
            ratifies=row.ratifies.number if row.ratifies else None,
        )


def _known(instant: str) -> str | None:
    return None if instant == NOT_YET else instant


def votes() -> Iterator[VoteRow]:
    """Every vote as it stands, by proposal and member."""
    columns = ("proposal__number", "city", "yes", "no", "abstain", "seat", "by")
    found = Vote.objects.order_by("proposal__number", "city")
    return rows(VoteRow, found, *columns, "cast_n", "cast_at", "corrected_n")


def proxies() -> Iterator[ProxyRow]:
    """Every proxy that was given, in the order of the record."""
    columns = ("given_n", "giver__name", "holder__name", "proposal__number", "until_at")
    found = Proxy.objects.order_by("given_n", "giver__name")
    return rows(ProxyRow, found, *columns, "given_at", "ended_n", "meeting__number", "item")


def minutes() -> Iterator[MinutesRow]:
    """All minutes that were approved, in the order of the record."""
    columns = ("approved_n", "meeting__number", "language", "sha256", "size", "approved_at")
    return rows(MinutesRow, Minutes.objects.order_by("approved_n"), *columns)


def translations() -> Iterator[TranslationRow]:
    """Every translation that was recorded, in the order of the record."""
    columns = ("translated_n", "text", "source_sha256", "language", "sha256", "made")
    more = ("translated_by", "translated_at", "verdict", "reviewed_by")
    found = TextTranslation.objects.order_by("translated_n")
    return rows(TranslationRow, found, *columns, *more, "reviewed_n", "reviewed_at")


def evaluations() -> Iterator[EvaluationRow]:
    """Every evaluation of an experiment, in the order of the record."""
    columns = ("recorded_n", "experiment", "until", "sha256", "conclusion", "seat", "recorded_at")
    return rows(EvaluationRow, Evaluation.objects.order_by("recorded_n"), *columns)


def past_decisions() -> Iterator[PastDecisionRow]:
    """Decisions taken over from before the record, by day."""
    columns = ("number", "on", "title", "outcome", "document_sha256", "recorded_n")
    found = PastDecision.objects.order_by("on", "number")
    return rows(PastDecisionRow, found, *columns)


def participatory_budgets() -> Iterator[ParticipatoryRow]:
    """Every participatory budget, in the order of the record."""
    columns = ("code", "title", "year", "envelope_cents", "opens_at", "closes_at", "opened_n")
    found = ParticipatoryBudget.objects.order_by("opened_n", "code")
    more = ("voters", "imported_n", "status", "counted_n")
    return rows(ParticipatoryRow, found, *columns, *more)


def projects() -> Iterator[ProjectRow]:
    """Every project of a participatory budget, in the order of its ballot paper."""
    columns = ("budget__code", "code", "place", "title", "city", "cost_cents", "funded")
    found = BudgetProject.objects.order_by("budget__opened_n", "budget__code", "place")
    return rows(ProjectRow, found, *columns)
