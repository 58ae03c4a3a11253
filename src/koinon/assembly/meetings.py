"""What the acts of a meeting read: itself, its agenda, who is present, whether it can decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from koinon.acts.act import DocumentRef
from koinon.acts.refused import refuse
from koinon.assembly.calendar import last_agenda_day, local_day
from koinon.assembly.models import Agenda, Attendance, Meeting, OpenedItem
from koinon.charter import queries as charters
from koinon.charter.document import Charter, MeetingRules
from koinon.cities import queries as cities
from koinon.methods.plain import from_plain
from koinon.methods.rules import YES, Count, Line, Tree
from koinon.methods.trees import Decision, Terms, decide


@dataclass(frozen=True, slots=True)
class Present:
    """A member that is present: who speaks for it, from where, from which seat, by which paper."""

    city: str
    by: str
    online: bool
    seat: str
    instrument: str | None

    def plain(self) -> list[Any]:
        """As state and effects write it."""
        return [self.city, self.by, self.online, self.seat, self.instrument or ""]


@dataclass(frozen=True, slots=True)
class Owed:
    """What a meeting of a body has to carry: an item with this text among its documents.

    `number` and `title` say which initiative it is.
    """

    text: DocumentRef
    number: int
    title: tuple[tuple[str, str], ...]


_owing: list[Callable[[str], tuple[Owed, ...]]] = []


def also(owing: Callable[[str], tuple[Owed, ...]]) -> None:
    """Let a room above say what a body owes an answer to, so that its next meeting carries it."""
    assert owing not in _owing
    _owing.append(owing)


def owed(body: str) -> tuple[Owed, ...]:
    """What a body owes an answer to and no meeting of it carries."""
    owing = [one for find in _owing for one in find(body)]
    if not owing:
        return ()
    there = _carried(body)
    return tuple(one for one in owing if one.text.sha256 not in there)


def check_carried(body: str, agenda: Iterable[str], before: frozenset[str] = frozenset()) -> None:
    """Refuse an agenda with these documents that lacks what is owed.

    `before` are the documents of the agenda that it takes the place of.
    """
    there = frozenset(agenda)
    elsewhere = _carried(body) - before
    for one in (one for find in _owing for one in find(body)):
        if one.text.sha256 not in there | elsewhere:
            refuse("assembly.owed_item", body=body, number=one.number, title=one.title[0][1])


def _carried(body: str) -> frozenset[str]:
    """The documents on the agendas of meetings of a body that are to come or were held."""
    rows = _agendas(body).order_by("id")
    return frozenset(sha256 for row in rows for sha256 in documents_on(row.items))


def _agendas(body: str) -> QuerySet[Agenda]:
    """The agendas in force of meetings of a body that are to come or were held."""
    return Agenda.objects.filter(
        meeting__body=body,
        meeting__status__in=("convened", "ended"),
        meeting__mode__in=("room", "online", "mixed"),
        version=F("meeting__agenda"),
    )


def carrying(body: str, sha256: str) -> int | None:
    """The first meeting of a body, to come or held, whose agenda has a document."""
    rows = _agendas(body).order_by("meeting__number").select_related("meeting")
    return next((row.meeting.number for row in rows if sha256 in documents_on(row.items)), None)


def documents_on(items: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The documents of an agenda's items, by SHA-256."""
    return frozenset(str(one["sha256"]) for item in items for one in item["documents"])


def meeting_of(number: int) -> Meeting:
    """The meeting of that number, or the refusal that there is none."""
    found = Meeting.objects.filter(number=number).first()
    if found is None:
        refuse("assembly.unknown_meeting", meeting=number)
    return found


def convened(number: int) -> Meeting:
    """A meeting that is neither over nor cancelled."""
    found = meeting_of(number)
    if found.status == "cancelled":
        refuse("assembly.meeting_cancelled", meeting=number)
    if found.status != "convened":
        refuse("assembly.meeting_over", meeting=number)
    return found


def begun(number: int, at: str) -> Meeting:
    """A meeting in a room or online that has begun and is not over."""
    found = convened(number)
    if found.mode == "written":
        refuse("assembly.meeting_written", meeting=number)
    if at < found.begins_at:
        refuse("assembly.meeting_not_begun", meeting=number, begins_at=found.begins_at)
    return found


def rules_of(meeting: Meeting) -> tuple[Charter, MeetingRules]:
    """The charter that was in force when it was convened, and its rules for the body."""
    charter = charters.parsed(meeting.charter_sha256)
    rules = charter.meetings_of(meeting.body)
    assert rules is not None, meeting.number
    return charter, rules


def agenda_until(meeting: Meeting, charter: Charter, rules: MeetingRules) -> date:
    """The last day on which its agenda can be changed; a second call is as short as its notice."""
    days = rules.agenda_days
    if meeting.second_call_of_id is not None:
        days = min(days, rules.second_call_days or 0)
    return last_agenda_day(local_day(meeting.begins_at, charter.time_zone), days)


def agenda_of(meeting: Meeting, version: int | None = None) -> list[dict[str, Any]]:
    """A version of its agenda, the one in force unless another is named."""
    wanted = meeting.agenda if version is None else version
    found: list[dict[str, Any]] = Agenda.objects.get(meeting_id=meeting.id, version=wanted).items
    return found


def with_voice(meeting: Meeting) -> frozenset[str]:
    """The cities that take part in a meeting with a voice alone, though they may join later on.

    They were no members when it was convened, and are or were associates.
    """
    return frozenset(one.slug for one in cities.cities() if one.voice_at(meeting.convened_n))


def opened(meeting: Meeting) -> frozenset[int]:
    """The items that were taken up."""
    rows = OpenedItem.objects.filter(meeting_id=meeting.id)
    return frozenset(rows.values_list("item", flat=True))


def latest_attendance(meeting: Meeting) -> Attendance | None:
    """Who is present, as recorded last."""
    return Attendance.objects.filter(meeting_id=meeting.id).order_by("-recorded_n").first()


def present_in(row: Attendance) -> dict[str, Present]:
    """The members present, by city."""
    return {one[0]: Present(one[0], one[1], one[2], one[3], one[4] or None) for one in row.present}


def quorum_judged(meeting: Meeting, present: tuple[str, ...]) -> Decision | None:
    """The quorum judged over the members present; None where the meeting needs none."""
    if meeting.quorum is None:
        return None
    terms = from_plain(Terms, meeting.quorum)
    return decide(terms.rule, terms.electorate, dict.fromkeys(present, YES), terms.abstention)


def check_quorum(meeting: Meeting) -> Attendance:
    """The attendance in force; refuses a meeting that cannot decide, and says what is missing."""
    row = latest_attendance(meeting)
    if row is None:
        refuse("assembly.no_attendance", meeting=meeting.number)
    if not row.met:
        line = first_unmet(from_plain(Decision, row.decision).tree)
        code = "assembly.no_quorum_over" if line.relation == ">" else "assembly.no_quorum"
        if isinstance(line.rule, Count):
            code = "assembly.no_quorum_of_members"
        refuse(
            code,
            meeting=meeting.number,
            measured=str(line.measured),
            needed=str(line.needed),
            weighting=getattr(line.rule, "weight", ""),
        )
    return row


def first_unmet(tree: Tree) -> Line:
    """The first condition of a judged rule that is not met."""
    if isinstance(tree, Line):
        return tree
    return first_unmet(next(part for part in tree.parts if not part.met))
