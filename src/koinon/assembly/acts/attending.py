"""Who is present at a meeting, and taking up an item of its agenda."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment, Plain
from koinon.acts.fields import SeatId, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.stating import Kept, stated
from koinon.assembly.acts.voting import Number
from koinon.assembly.meetings import (
    Present,
    agenda_of,
    begun,
    opened,
    quorum_judged,
    rules_of,
    with_voice,
)
from koinon.assembly.models import Attendance, Meeting, OpenedItem, Proposal, Seat
from koinon.assembly.proxies import standing
from koinon.charter.document import Charter, MeetingRules
from koinon.methods.plain import to_plain

PRESENT_LIMIT = 400


class Presence(Plain):
    """A city that is present: its delegate, an alternate, or the holder of its proxy.

    An alternate shows a written appointment; the holder of a proxy one that stands in the record,
    or a signed paper.
    """

    city: Slug
    by: Literal["delegate", "alternate", "proxy"] = "delegate"
    online: bool = False
    holder: SeatId | None = None
    instrument: DocumentRef | None = None


@act("assembly.record_attendance/1")
class RecordAttendance(Act):
    """Record who is present from now on, and whether the meeting can decide.

    The whole list is given each time somebody arrives or leaves; whoever is not in it is absent.
    """

    meeting: Number
    item: Number | None = None
    present: Annotated[tuple[Presence, ...], Field(max_length=PRESENT_LIMIT)] = ()

    def judge(self, moment: Moment) -> Consequence:
        """Each sits in the body, represented as the charter allows; the quorum is of members."""
        meeting = begun(self.meeting, moment.at)
        charter, rules = rules_of(meeting)
        if self.item is not None and self.item not in {one["item"] for one in agenda_of(meeting)}:
            refuse("assembly.unknown_item", meeting=self.meeting, item=self.item)
        present = self._checked(meeting, charter, rules, moment.at)
        voices = with_voice(meeting)
        judged = quorum_judged(meeting, tuple(o.city for o in present if o.city not in voices))
        met = judged is None or judged.tree.met
        effect: Effect = {
            "kind": "attendance",
            "meeting": self.meeting,
            "present": [one.plain() for one in present],
            **({} if self.item is None else {"item": self.item}),
        }
        kept: Kept = ()
        decision = None
        if judged is not None:
            decision = to_plain(judged)
            effect["quorum"], kept = stated(decision)
        return Consequence(
            result={"meeting": self.meeting, "present": len(present), "quorum": met},
            effects=(effect,),
            kept=kept,
            plan=(meeting, present, decision, met),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row; those before it stay."""
        meeting, present, decision, met = consequence.plan
        Attendance.objects.create(
            id=moment.act_id,
            meeting=meeting,
            item=self.item,
            present=[one.plain() for one in present],
            decision=decision,
            met=met,
            recorded_n=moment.n,
            recorded_at=moment.at,
        )

    def _checked(
        self, meeting: Meeting, charter: Charter, rules: MeetingRules, at: str
    ) -> tuple[Present, ...]:
        """Those present, by city."""
        body = meeting.body
        names = [f"{body}/{one.city}" for one in self.present]
        seats = Seat.objects.filter(name__in=names, open=True).order_by("name")
        open_seats = frozenset(seats.values_list("name", flat=True))
        members, voices = _members(meeting), with_voice(meeting)
        twice = [city for city, n in Counter(one.city for one in self.present).items() if n > 1]
        if twice:
            refuse("assembly.present_twice", city=twice[0])
        there = {one.city for one in self.present if one.by != "proxy"}
        for one in self.present:
            known = not members or one.city in members or one.city in voices
            if f"{body}/{one.city}" not in open_seats or not known:
                refuse("assembly.not_of_the_body", city=one.city, body=body)
            _check_voice(one, voices)
            _check_speaker(one, meeting, rules, there, at)
        held = Counter(one.holder for one in self.present if one.holder is not None)
        limit = charter.most_proxies(body)
        for holder, number in sorted(held.items()):
            if number > limit:
                refuse("assembly.proxies_full", holder=holder, limit=limit)
        return tuple(
            Present(
                one.city,
                one.by,
                one.online,
                one.holder or f"{body}/{one.city}",
                one.instrument.sha256 if one.instrument else None,
            )
            for one in sorted(self.present, key=lambda one: one.city)
        )


def _members(meeting: Meeting) -> frozenset[str]:
    """Whose presence the quorum looks at, as frozen when it was convened; empty for all."""
    if meeting.quorum is None:
        return frozenset()
    return frozenset(meeting.quorum["electorate"]["members"])


def _check_voice(one: Presence, voices: frozenset[str]) -> None:
    """Who has a voice alone has no vote that another could cast, and casts nobody's."""
    if one.holder is None:
        return
    for city in (one.city, one.holder.partition("/")[2]):
        if city in voices:
            refuse("assembly.proxy_associate", city=city)


def _check_speaker(
    one: Presence, meeting: Meeting, rules: MeetingRules, there: set[str], at: str
) -> None:
    """Who speaks for a member may do so."""
    body = meeting.body
    if (one.by == "proxy") != (one.holder is not None):
        refuse("assembly.proxy_holder", city=one.city)
    if one.by == "alternate":
        if not rules.alternates:
            refuse("assembly.no_alternates", article=rules.article, city=one.city)
        if one.instrument is None:
            refuse("assembly.no_instrument", city=one.city)
    if one.holder is None:
        return
    holder_body, _, holder_city = one.holder.partition("/")
    if holder_body != body or holder_city == one.city or holder_city not in there:
        refuse("assembly.holder_absent", city=one.city, holder=one.holder)
    giver = f"{body}/{one.city}"
    given = any(
        (proxy.giver.name, proxy.holder.name) == (giver, one.holder)
        for proxy in standing(at)
        if proxy.meeting_id in (None, meeting.id)
    )
    if not given and one.instrument is None:
        refuse("assembly.no_proxy_shown", giver=giver, holder=one.holder)


@act("assembly.open_item/1")
class OpenItem(Act):
    """Take up an item of the agenda; voting on what is proposed under it opens."""

    meeting: Number
    item: Number

    def judge(self, moment: Moment) -> Consequence:
        """The meeting has begun and the item is on its agenda and not taken up yet."""
        meeting = begun(self.meeting, moment.at)
        if self.item not in {one["item"] for one in agenda_of(meeting)}:
            refuse("assembly.unknown_item", meeting=self.meeting, item=self.item)
        if self.item in opened(meeting):
            refuse("assembly.item_opened", meeting=self.meeting, item=self.item)
        asked = Proposal.objects.filter(meeting_id=meeting.id, item=self.item, status="open")
        numbers = list(asked.order_by("number").values_list("number", flat=True))
        effect: Effect = {
            "kind": "item",
            "meeting": self.meeting,
            "item": self.item,
            "proposals": [*numbers],
        }
        return Consequence(
            result={"meeting": self.meeting, "item": self.item},
            effects=(effect,),
            plan=(meeting, numbers),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The item, and the voting on its proposals."""
        meeting, numbers = consequence.plan
        OpenedItem.objects.create(
            id=moment.act_id,
            meeting=meeting,
            item=self.item,
            opened_n=moment.n,
            opened_at=moment.at,
        )
        Proposal.objects.filter(number__in=numbers).update(opens_at=moment.at)
