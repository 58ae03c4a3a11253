"""Convene a meeting, change its agenda, cancel it, end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment, Plain
from koinon.acts.fields import Sentence, Slug, Translated, translations
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.acts.stating import Kept, stated
from koinon.assembly.acts.voting import Number
from koinon.assembly.calendar import days_between, instant_of, local_day, midnight
from koinon.assembly.electorates import electorate_of
from koinon.assembly.meetings import (
    agenda_of,
    agenda_until,
    begun,
    check_carried,
    convened,
    documents_on,
    latest_attendance,
    meeting_of,
    rules_of,
)
from koinon.assembly.models import Agenda, Meeting, Proposal
from koinon.charter import queries as charters
from koinon.charter.document import Charter, MeetingRules
from koinon.methods.plain import to_plain
from koinon.methods.trees import Terms
from koinon.record.canonical import JSON

ITEMS_LIMIT = 60
DOCUMENTS_LIMIT = 20
WRITTEN = "written"


def _local_time(text: str) -> str:
    try:
        if datetime.fromisoformat(text).isoformat(timespec="minutes") != text:
            raise ValueError
    except ValueError:
        raise PydanticCustomError(
            "time_form", "a day and time is written YYYY-MM-DDTHH:MM"
        ) from None
    return text


LocalTime = Annotated[str, Field(max_length=16), AfterValidator(_local_time)]
"""A day and time as clocks in the legal time zone show it, "YYYY-MM-DDTHH:MM"."""


class AgendaPoint(Plain):
    """An item of an agenda: what it is about, and the documents sent with it."""

    title: Translated
    documents: Annotated[tuple[DocumentRef, ...], Field(max_length=DOCUMENTS_LIMIT)] = ()

    def plain(self, item: int) -> dict[str, Any]:
        """As state keeps it."""
        documents = [document.model_dump() for document in self.documents]
        return {"item": item, "title": translations(self.title), "documents": documents}


class PlacedPoint(AgendaPoint):
    """An item of a changed agenda; `item` is its number if it stood there before."""

    item: Number | None = None


@dataclass(frozen=True, slots=True)
class _Convened:
    number: int
    rules: MeetingRules
    charter_sha256: str
    begins_at: str
    ends_at: str | None
    first: Meeting | None
    quorum: JSON


@act("assembly.convene_meeting/1")
class ConveneMeeting(Act):
    """Convene a body to a meeting, with its agenda; the quorum it needs is frozen.

    `begins` is the time that clocks in the charter's legal zone show. A second call of a meeting
    that had no quorum needs none, where the charter gives one.
    """

    announced = "convocation"

    body: Slug
    title: Translated
    place: Sentence | None = None
    begins: LocalTime
    mode: Literal["room", "online", "mixed", "written"] = "room"
    agenda: Annotated[tuple[AgendaPoint, ...], Field(min_length=1, max_length=ITEMS_LIMIT)]
    second_call_of: Number | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The body meets by the charter in force, and the convocation is in time."""
        version = charters.version_at(moment.n)
        charter = charters.parsed(version.sha256)
        rules = charter.meetings_of(self.body)
        if rules is None:
            refuse("assembly.no_meetings", body=self.body)
        if self.mode == WRITTEN and (rules.written is None or self.second_call_of is not None):
            refuse("assembly.no_written_procedure", body=self.body)
        first = self._first(charter, rules)
        begins_at = self._begins_at(moment, charter, rules)
        if self.mode != WRITTEN and first is None:
            check_carried(self.body, (one.sha256 for p in self.agenda for one in p.documents))
        quorum, said, kept = self._quorum(charter, rules, first, moment.day)
        plan = _Convened(
            number=next_number(Meeting),
            rules=rules,
            charter_sha256=version.sha256,
            begins_at=begins_at,
            ends_at=self._ends_at(moment, charter, rules),
            first=first,
            quorum=quorum,
        )
        result: dict[str, JSON] = {"meeting": plan.number, "begins_at": begins_at}
        effect: Effect = {
            "kind": "meeting",
            "meeting": plan.number,
            "body": self.body,
            "charter": version.sha256,
            "begins_at": begins_at,
            "items": len(self.agenda),
            **({"quorum": said} if quorum is not None else {}),
            **({"second_call_of": first.number} if first else {}),
            **({"chair": rules.chair} if rules.casting_vote else {}),
        }
        if plan.ends_at is not None and rules.written is not None:
            result["ends_at"] = effect["ends_at"] = plan.ends_at
            effect["objectors"] = rules.written.objectors
        return Consequence(result=result, effects=(effect,), kept=kept, plan=plan)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The meeting and the first version of its agenda."""
        plan: _Convened = consequence.plan
        meeting = Meeting.objects.create(
            id=moment.act_id,
            number=plan.number,
            body=self.body,
            title=translations(self.title),
            place=self.place,
            mode=self.mode,
            begins_at=plan.begins_at,
            ends_at=plan.ends_at,
            charter_sha256=plan.charter_sha256,
            second_call_of=plan.first,
            quorum=plan.quorum,
            agenda=1,
            status="convened",
            convened_n=moment.n,
            convened_at=moment.at,
        )
        items = [point.plain(number) for number, point in enumerate(self.agenda, 1)]
        _write_agenda(meeting, 1, items, moment)

    def _first(self, charter: Charter, rules: MeetingRules) -> Meeting | None:
        """The meeting without quorum that this one is the second call of, soon enough after it."""
        if self.second_call_of is None:
            return None
        if rules.second_call_days is None:
            refuse("assembly.no_second_call", body=self.body, article=rules.article)
        first = meeting_of(self.second_call_of)
        if first.status != "without quorum" or first.body != self.body:
            refuse("assembly.had_quorum", meeting=first.number)
        earliest = local_day(first.begins_at, charter.time_zone) + timedelta(
            days=rules.second_call_days + 1
        )
        if self._day < earliest:
            refuse("assembly.second_call_early", meeting=first.number, on=earliest.isoformat())
        return first

    @property
    def _day(self) -> date:
        return date.fromisoformat(self.begins[:10])

    def _begins_at(self, moment: Moment, charter: Charter, rules: MeetingRules) -> str:
        """The instant of the beginning, with the days of notice before it."""
        computed = instant_of(self.begins, charter.time_zone)
        if computed is None:
            refuse("assembly.no_such_time", begins=self.begins, zone=charter.time_zone)
        begins_at = moment.once("begins_at", lambda: computed)
        days = rules.notice_days
        if self.second_call_of is not None:
            days = min(days, rules.second_call_days or 0)
        today = local_day(moment.at, charter.time_zone)
        if begins_at <= moment.at:
            refuse("assembly.meeting_past", begins_at=begins_at)
        if days and days_between(today, self._day) < days:
            refuse(
                "assembly.convened_late",
                article=rules.article,
                days=days,
                last_on=(self._day - timedelta(days=days + 1)).isoformat(),
                first_on=(today + timedelta(days=days + 1)).isoformat(),
            )
        return begins_at

    def _ends_at(self, moment: Moment, charter: Charter, rules: MeetingRules) -> str | None:
        """When voting in writing closes."""
        written = rules.written
        if self.mode != WRITTEN or written is None:
            return None
        last = self._day + timedelta(days=written.days)
        return moment.once("ends_at", lambda: midnight(last, charter.time_zone))

    def _quorum(
        self, charter: Charter, rules: MeetingRules, first: Meeting | None, day: str
    ) -> tuple[JSON, JSON, Kept]:
        """What decides whether the meeting can decide; nothing for a second call or in writing."""
        if first is not None or self.mode == WRITTEN:
            return None, None, ()
        frozen = electorate_of(charter, self.body, rules.quorum, day)
        quorum = to_plain(Terms(rules.quorum, frozen, "present"))
        said, kept = stated(quorum)
        return quorum, said, kept


def _write_agenda(
    meeting: Meeting, version: int, items: list[dict[str, Any]], moment: Moment
) -> None:
    Agenda.objects.create(
        id=moment.row_id(1),
        meeting=meeting,
        version=version,
        items=items,
        changed_n=moment.n,
        changed_at=moment.at,
    )


@act("assembly.change_agenda/1")
class ChangeAgenda(Act):
    """Change a meeting's agenda: add, leave out, reword or reorder items.

    `based_on` is the version that the change was written from. Items keep their number; a new one
    gets the next.
    """

    announced = "agenda"

    meeting: Number
    based_on: Number
    agenda: Annotated[tuple[PlacedPoint, ...], Field(min_length=1, max_length=ITEMS_LIMIT)]

    def judge(self, moment: Moment) -> Consequence:
        """It is in time, written from the version in force, and no item in use is left out."""
        meeting = convened(self.meeting)
        check_agenda_open(meeting, moment.at)
        if self.based_on != meeting.agenda:
            self._refuse_stale(meeting)
        items = self._placed(meeting)
        numbers: list[JSON] = [item["item"] for item in items]
        self._check_kept(meeting, frozenset(item["item"] for item in items))
        before = documents_on(agenda_of(meeting))
        if meeting.mode != WRITTEN and before:
            check_carried(meeting.body, documents_on(items), before)
        effect: Effect = {
            "kind": "agenda",
            "meeting": self.meeting,
            "version": meeting.agenda + 1,
            "items": numbers,
        }
        result: dict[str, JSON] = {"meeting": self.meeting, "version": meeting.agenda + 1}
        return Consequence(result=result, effects=(effect,), plan=(meeting, items))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The next version; the one before stays."""
        meeting, items = consequence.plan
        _write_agenda(meeting, meeting.agenda + 1, items, moment)
        Meeting.objects.filter(id=meeting.id).update(agenda=meeting.agenda + 1)

    def _placed(self, meeting: Meeting) -> list[dict[str, Any]]:
        """The items with their numbers."""
        known = {item["item"] for item in agenda_of(meeting)}
        following = _highest_item(meeting)
        items: list[dict[str, Any]] = []
        for point in self.agenda:
            number = point.item
            if number is None:
                following += 1
                number = following
            elif number not in known:
                refuse("assembly.unknown_item", meeting=self.meeting, item=number)
            if any(number == item["item"] for item in items):
                refuse("assembly.item_twice", meeting=self.meeting, item=number)
            items.append(point.plain(number))
        return items

    def _check_kept(self, meeting: Meeting, numbers: frozenset[int]) -> None:
        asked = Proposal.objects.filter(meeting_id=meeting.id).order_by("number")
        for item, number in asked.values_list("item", "number"):
            if item is not None and item not in numbers:
                refuse("assembly.item_in_use", item=item, number=number)

    def _refuse_stale(self, meeting: Meeting) -> None:
        """Somebody changed the agenda meanwhile: say what, so that nothing is lost."""
        if not 0 < self.based_on < meeting.agenda:
            refuse("assembly.agenda_unknown", meeting=meeting.number, version=meeting.agenda)
        before = {one["item"]: one for one in agenda_of(meeting, self.based_on)}
        after = {one["item"]: one for one in agenda_of(meeting)}
        changed = [
            (after.get(item) or before[item])["title"][0][1]
            for item in sorted({*before, *after})
            if before.get(item) != after.get(item)
        ]
        refuse(
            "assembly.agenda_stale",
            meeting=meeting.number,
            version=meeting.agenda,
            based_on=self.based_on,
            changed=tuple(changed) or tuple(one["title"][0][1] for one in after.values()),
        )


def _highest_item(meeting: Meeting) -> int:
    """The highest number that an item of any version has."""
    versions = Agenda.objects.filter(meeting_id=meeting.id).order_by("version")
    return max(int(item["item"]) for agenda in versions for item in agenda.items)


def check_agenda_open(meeting: Meeting, at: str) -> None:
    """Refuse what comes too late for the agenda, and say when the last day was."""
    charter, rules = rules_of(meeting)
    last = agenda_until(meeting, charter, rules)
    if local_day(at, charter.time_zone) > last or at >= meeting.begins_at:
        refuse("assembly.agenda_closed", meeting=meeting.number, last_on=last.isoformat())


@act("assembly.cancel_meeting/1")
class CancelMeeting(Act):
    """Cancel a meeting that has not begun; what was put to it lapses and can be proposed anew."""

    announced = "cancelled"

    meeting: Number
    reason: Sentence

    def judge(self, moment: Moment) -> Consequence:
        """It has not begun."""
        meeting = convened(self.meeting)
        if moment.at >= meeting.begins_at:
            refuse("assembly.meeting_began", meeting=self.meeting, begins_at=meeting.begins_at)
        return over(meeting, "cancelled")

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """Its status; its proposals lapse."""
        write_over(consequence.plan, moment, self.reason)


@act("assembly.end_meeting/1")
class EndMeeting(Act):
    """End a meeting; what it did not vote on lapses and can be proposed anew."""

    meeting: Number

    def judge(self, moment: Moment) -> Consequence:
        """It has begun; it had no quorum if it never could decide."""
        meeting = begun(self.meeting, moment.at)
        attended = latest_attendance(meeting)
        rolled = Proposal.objects.filter(meeting_id=meeting.id, rolled_at__isnull=False)
        could = rolled.exists() or (attended is not None and attended.met)
        return over(meeting, "ended" if could else "without quorum")

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """Its status; what was not voted on lapses."""
        write_over(consequence.plan, moment, None)


@dataclass(frozen=True, slots=True)
class Over:
    """A meeting that is over, and the proposals that lapse with it."""

    meeting: Meeting
    outcome: str
    lapsed: tuple[int, ...]


def over(meeting: Meeting, outcome: str) -> Consequence:
    """The consequence of a meeting's end, for `write_over`."""
    waiting = Proposal.objects.filter(meeting_id=meeting.id, status="open", rolled_at__isnull=True)
    lapsed = tuple(waiting.order_by("number").values_list("number", flat=True))
    effect: Effect = {
        "kind": "meeting_over",
        "meeting": meeting.number,
        "outcome": outcome,
        "lapsed": list(lapsed),
    }
    return Consequence(
        result={"meeting": meeting.number, "outcome": outcome},
        effects=(effect,),
        plan=Over(meeting, outcome, lapsed),
    )


def write_over(plan: Over, moment: Moment, reason: str | None) -> None:
    """The meeting's end, and that of what it left undecided."""
    Meeting.objects.filter(id=plan.meeting.id).update(
        status=plan.outcome, ended_n=moment.n, reason=reason
    )
    Proposal.objects.filter(number__in=plan.lapsed).update(status="lapsed", decided_n=moment.n)
