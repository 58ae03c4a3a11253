"""Reads of meetings, as frozen values: what was convened, its agenda, who came, how it voted.

`at` is the present instant as the record writes it; the interface that asks tells it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

from koinon.acts.act import DocumentRef
from koinon.assembly.meetings import Present, agenda_until, present_in, quorum_judged, rules_of
from koinon.assembly.models import (
    Agenda,
    Attendance,
    Correction,
    Demand,
    Meeting,
    Minutes,
    MinutesSignature,
    Objection,
    OpenedItem,
    Proposal,
    RollCall,
)
from koinon.assembly.queries import (
    PAGE_SIZE,
    AmendmentOf,
    Phase,
    VoteView,
    amendment_of,
    casting_of,
    vote_view,
)
from koinon.assembly.queries import phase as phase_of
from koinon.assembly.tallies import decided, is_tied, votes_in
from koinon.charter.document import MeetingRules, Names
from koinon.cities.queries import members
from koinon.methods.plain import from_plain
from koinon.methods.trees import Decision, Terms

Mode: TypeAlias = Literal["room", "online", "mixed", "written"]
Status: TypeAlias = Literal[
    "convened", "running", "ended", "without quorum", "cancelled", "demanded"
]
"""A meeting that has begun and was not ended is "running"."""
MeetingListing: TypeAlias = Literal["coming", "past"]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list."""

    number: int
    body: str
    title: Names
    mode: Mode
    place: str | None
    begins_at: str
    status: Status


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One page of a list, counted from 1; `total` is of all pages."""

    lines: tuple[MeetingLine, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item as a version of the agenda has it; `proposals` are the numbers put under it."""

    item: int
    title: Names
    documents: tuple[DocumentRef, ...]
    proposals: tuple[int, ...]
    opened_n: int | None
    opened_at: str | None


@dataclass(frozen=True, slots=True)
class AgendaVersion:
    """A version of an agenda, by the entry that brought it."""

    version: int
    items: tuple[AgendaItem, ...]
    changed_n: int
    changed_at: str


@dataclass(frozen=True, slots=True)
class AttendanceView:
    """Who is present from an entry on; `quorum` is judged over them, None where none is needed."""

    item: int | None
    present: tuple[Present, ...]
    quorum: Decision | None
    met: bool
    recorded_n: int
    recorded_at: str


@dataclass(frozen=True, slots=True)
class CalledVoteView:
    """A vote as it was called and written down first: exact parts as texts."""

    city: str
    yes: str
    no: str
    abstain: str
    by: str
    seat: str


@dataclass(frozen=True, slots=True)
class RollCallView:
    """Votes called in the room, with the hash of the signed list."""

    votes: tuple[CalledVoteView, ...]
    list_sha256: str
    recorded_n: int
    recorded_at: str


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """A member's sentence against how a vote was recorded; `answered_n` is the correction."""

    seat: str
    reason: str
    made_n: int
    made_at: str
    answered_n: int | None


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A vote as it was recorded wrongly and rightly: (yes, no, abstain), None for no vote."""

    city: str
    before: tuple[str, str, str] | None
    after: tuple[str, str, str] | None
    reason: str
    document_sha256: str | None
    objection_n: int | None
    made_n: int
    made_at: str


@dataclass(frozen=True, slots=True)
class MeetingVote:
    """A proposal or an amendment put to the meeting, and what became of it there.

    `decision` is provisional while the phase is "closed" (votes called, objections possible until
    `counted_at`), final once it is adopted or rejected. `tied` says that only the chair's casting
    vote could carry it; `casting` is that vote. `attendance_n` is the entry of the attendance the
    roll call was held under.
    """

    number: int
    title: Names
    proposer: str
    text_sha256: str | None
    item: int
    amendment: AmendmentOf | None
    amended_by: tuple[int, ...]
    phase: Phase
    votes: tuple[VoteView, ...]
    decision: Decision
    roll_calls: tuple[RollCallView, ...]
    attendance_n: int | None
    counted_at: str | None
    tied: bool
    casting: Literal["for", "against"] | None
    casting_n: int | None
    objections: tuple[ObjectionView, ...]
    corrections: tuple[CorrectionView, ...]
    decided_n: int | None


@dataclass(frozen=True, slots=True)
class MinutesView:
    """Approved minutes in one language; `signed` are (seat, entry, instant) in order."""

    language: str
    document: DocumentRef
    approved_n: int
    approved_at: str
    signed: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting, with all that its papers and its minutes say.

    `quorum` is what it needs, None where it needs none; `agenda` is the version in force;
    `agenda_until` the last day ("YYYY-MM-DD", legal zone) on which it can be changed; `minutes`
    are those in force, by language; `demands` the seats that demand a meeting instead of a vote in
    writing.
    """

    number: int
    body: str
    title: Names
    place: str | None
    mode: Mode
    begins_at: str
    ends_at: str | None
    status: Status
    charter_sha256: str
    rules: MeetingRules
    time_zone: str
    second_call_of: int | None
    quorum: Terms | None
    convened_n: int
    convened_at: str
    ended_n: int | None
    reason: str | None
    agenda: AgendaVersion
    agenda_until: str
    attendance: AttendanceView | None
    votes: tuple[MeetingVote, ...]
    minutes: tuple[MinutesView, ...]
    demands: tuple[str, ...]


def meetings(listing: MeetingListing, at: str, page: int = 1) -> MeetingPage:
    """A page of meetings: coming and running ones by their beginning, past ones newest first."""
    if listing == "coming":
        rows = Meeting.objects.filter(status="convened").order_by("begins_at", "number")
    else:
        rows = Meeting.objects.exclude(status="convened").order_by("-begins_at", "-number")
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    chosen = rows.defer("quorum")[(page - 1) * PAGE_SIZE :][:PAGE_SIZE]
    return MeetingPage(tuple(_line(row, at) for row in chosen), page, pages, total)


def meeting(number: int, at: str) -> MeetingView | None:
    """One meeting as it stands at an instant."""
    row = Meeting.objects.select_related("second_call_of").filter(number=number).first()
    if row is None:
        return None
    charter, rules = rules_of(row)
    versions = agenda_versions(number)
    attended = attendances(number)
    return MeetingView(
        number=row.number,
        body=row.body,
        title=_names(row.title),
        place=row.place,
        mode=cast("Mode", row.mode),
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        status=_status(row, at),
        charter_sha256=row.charter_sha256,
        rules=rules,
        time_zone=charter.time_zone,
        second_call_of=row.second_call_of.number if row.second_call_of else None,
        quorum=None if row.quorum is None else from_plain(Terms, row.quorum),
        convened_n=row.convened_n,
        convened_at=row.convened_at,
        ended_n=row.ended_n,
        reason=row.reason,
        agenda=versions[-1],
        agenda_until=agenda_until(row, charter, rules).isoformat(),
        attendance=attended[-1] if attended else None,
        votes=_votes(row, at, attended),
        minutes=_minutes(row),
        demands=tuple(
            Demand.objects.filter(meeting_id=row.id)
            .order_by("made_n")
            .values_list("seat", flat=True)
        ),
    )


def put_to(proposal: int) -> int | None:
    """The number of the meeting that a proposal is put to; None for none."""
    rows = Proposal.objects.filter(number=proposal, meeting__isnull=False)
    return rows.values_list("meeting__number", flat=True).first()


def _minutes(meeting: Meeting) -> tuple[MinutesView, ...]:
    rows = Minutes.objects.filter(meeting_id=meeting.id).order_by("approved_n")
    latest = {row.language: row for row in rows}
    signed: dict[Any, list[tuple[str, int, str]]] = {row.id: [] for row in latest.values()}
    for one in MinutesSignature.objects.filter(minutes_id__in=list(signed)).order_by("signed_n"):
        signed[one.minutes_id].append((one.seat, one.signed_n, one.signed_at))
    return tuple(
        MinutesView(
            language,
            DocumentRef(sha256=row.sha256, size=row.size, media=row.media),
            row.approved_n,
            row.approved_at,
            tuple(signed[row.id]),
        )
        for language, row in sorted(latest.items())
    )


def agenda_versions(number: int) -> tuple[AgendaVersion, ...]:
    """Every version of a meeting's agenda, the first first."""
    taken = {
        row.item: row for row in OpenedItem.objects.filter(meeting__number=number).order_by("item")
    }
    put: dict[int, list[int]] = {}
    asked = Proposal.objects.filter(meeting__number=number).order_by("number")
    for item, proposal in asked.values_list("item", "number"):
        put.setdefault(item or 0, []).append(proposal)
    return tuple(
        AgendaVersion(
            row.version,
            tuple(_item(one, taken, put) for one in row.items),
            row.changed_n,
            row.changed_at,
        )
        for row in Agenda.objects.filter(meeting__number=number).order_by("version")
    )


def attendances(number: int) -> tuple[AttendanceView, ...]:
    """Every attendance recorded at a meeting, in order: who arrived and left shows between them."""
    rows = Attendance.objects.filter(meeting__number=number).order_by("recorded_n")
    return tuple(
        AttendanceView(
            item=row.item,
            present=tuple(present_in(row).values()),
            quorum=None if row.decision is None else from_plain(Decision, row.decision),
            met=row.met,
            recorded_n=row.recorded_n,
            recorded_at=row.recorded_at,
        )
        for row in rows
    )


def sitting(number: int) -> tuple[str, ...]:
    """The members that a meeting's body has, in order: those its quorum looks at, else all."""
    row = Meeting.objects.get(number=number)
    if row.quorum is not None:
        return tuple(row.quorum["electorate"]["members"])
    charter, _ = rules_of(row)
    return charter.sitting(charter.body(row.body), members())


def quorum_over(number: int, cities: Iterable[str]) -> Decision | None:
    """The quorum as it would be judged over these members; None where none is needed."""
    row = Meeting.objects.get(number=number)
    known = set(sitting(number))
    return quorum_judged(row, tuple(city for city in cities if city in known))


def _names(pairs: Any) -> Names:
    return tuple((language, text) for language, text in pairs)


def _line(row: Meeting, at: str) -> MeetingLine:
    return MeetingLine(
        row.number,
        row.body,
        _names(row.title),
        cast("Mode", row.mode),
        row.place,
        row.begins_at,
        _status(row, at),
    )


def _status(row: Meeting, at: str) -> Status:
    if row.status == "convened" and row.begins_at <= at:
        return "ended" if row.ends_at is not None and row.ends_at <= at else "running"
    return cast("Status", row.status)


def _item(
    one: dict[str, Any], taken: dict[int, OpenedItem], put: dict[int, list[int]]
) -> AgendaItem:
    opened = taken.get(one["item"])
    return AgendaItem(
        item=one["item"],
        title=_names(one["title"]),
        documents=tuple(DocumentRef.model_validate(document) for document in one["documents"]),
        proposals=tuple(put.get(one["item"], ())),
        opened_n=opened.opened_n if opened else None,
        opened_at=opened.opened_at if opened else None,
    )


def _votes(
    meeting: Meeting, at: str, attended: tuple[AttendanceView, ...]
) -> tuple[MeetingVote, ...]:
    """What was put to the meeting, by number; a fixed number of queries."""
    put = Proposal.objects.filter(meeting_id=meeting.id).select_related("amends")
    rows = list(put.order_by("number"))
    cast_votes = votes_in(rows)
    called = _by_proposal(RollCall.objects.order_by("recorded_n"), rows)
    objected = _by_proposal(Objection.objects.order_by("made_n"), rows)
    corrected = _by_proposal(Correction.objects.order_by("made_n"), rows)
    return tuple(
        MeetingVote(
            number=row.number,
            title=_names(row.title),
            proposer=row.proposer,
            text_sha256=row.text_sha256,
            item=row.item or 0,
            amendment=amendment_of(row),
            amended_by=tuple(row.amended_by or ()),
            phase=phase_of(row, at),
            votes=tuple(map(vote_view, cast_votes[row.id])),
            decision=(
                from_plain(Decision, row.decision)
                if row.decision
                else decided(row, cast_votes[row.id])
            ),
            roll_calls=tuple(map(_roll_call, called[row.id])),
            attendance_n=_attendance_n(called[row.id], attended),
            counted_at=row.closes_at if row.rolled_at is not None else None,
            tied=row.casting_n is None and is_tied(row, cast_votes[row.id]),
            casting=casting_of(row),
            casting_n=row.casting_n,
            objections=tuple(map(_objection, objected[row.id])),
            corrections=tuple(map(_correction, corrected[row.id])),
            decided_n=row.decided_n,
        )
        for row in rows
    )


def _by_proposal(found: Any, rows: list[Proposal]) -> dict[Any, list[Any]]:
    grouped: dict[Any, list[Any]] = {row.id: [] for row in rows}
    for one in found.filter(proposal_id__in=list(grouped)):
        grouped[one.proposal_id].append(one)
    return grouped


def _attendance_n(called: list[RollCall], attended: tuple[AttendanceView, ...]) -> int | None:
    if not called:
        return None
    before = [one.recorded_n for one in attended if one.recorded_n < called[-1].recorded_n]
    return before[-1] if before else None


def _roll_call(row: RollCall) -> RollCallView:
    votes = tuple(CalledVoteView(*one) for one in row.votes)
    return RollCallView(votes, row.list_sha256, row.recorded_n, row.recorded_at)


def _objection(row: Objection) -> ObjectionView:
    return ObjectionView(row.seat, row.reason, row.made_n, row.made_at, row.answered_n)


def _correction(row: Correction) -> CorrectionView:
    return CorrectionView(
        city=row.city,
        before=_parts(row.before),
        after=_parts(row.after),
        reason=row.reason,
        document_sha256=row.document_sha256,
        objection_n=row.objection_n,
        made_n=row.made_n,
        made_at=row.made_at,
    )


def _parts(parts: list[str] | None) -> tuple[str, str, str] | None:
    return None if parts is None else (parts[0], parts[1], parts[2])
