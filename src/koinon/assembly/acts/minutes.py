"""Minutes of a meeting: approved, signed. Demands for a meeting instead of a vote in writing."""

from __future__ import annotations

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import Language
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.meetings import over, write_over
from koinon.assembly.acts.seats import acting_seat, member_seat
from koinon.assembly.acts.voting import Number
from koinon.assembly.meetings import convened, meeting_of, rules_of
from koinon.assembly.models import Demand, Minutes, MinutesSignature, Seat
from koinon.record.canonical import JSON


@act("assembly.approve_minutes/1")
class ApproveMinutes(Act):
    """Approve the minutes of a meeting that is over, in one language.

    Later ones in the same language take their place and are signed anew; the earlier stay in the
    record.
    """

    meeting: Number
    language: Language
    minutes: DocumentRef

    def judge(self, moment: Moment) -> Consequence:
        """The meeting is over, and these are not the minutes it has."""
        meeting = meeting_of(self.meeting)
        written_over = meeting.ends_at is not None and meeting.ends_at <= moment.at
        if meeting.status == "cancelled":
            refuse("assembly.meeting_cancelled", meeting=self.meeting)
        if meeting.status == "convened" and not written_over:
            refuse("assembly.meeting_goes_on", meeting=self.meeting)
        before = minutes_in_force(self.meeting, self.language)
        if before is not None and before.sha256 == self.minutes.sha256:
            refuse("assembly.minutes_approved", meeting=self.meeting, n=before.approved_n)
        effect: Effect = {
            "kind": "minutes",
            "meeting": self.meeting,
            "language": self.language,
            "minutes": self.minutes.sha256,
        }
        result: dict[str, JSON] = {"meeting": self.meeting, "minutes": self.minutes.sha256}
        return Consequence(result=result, effects=(effect,), plan=meeting)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        Minutes.objects.create(
            id=moment.act_id,
            meeting=consequence.plan,
            language=self.language,
            sha256=self.minutes.sha256,
            size=self.minutes.size,
            media=self.minutes.media,
            approved_n=moment.n,
            approved_at=moment.at,
        )


def minutes_in_force(meeting: int, language: str) -> Minutes | None:
    """The minutes approved last in a language."""
    rows = Minutes.objects.filter(meeting__number=meeting, language=language)
    return rows.order_by("-approved_n").first()


@act("assembly.sign_minutes/1")
class SignMinutes(Act):
    """Sign the approved minutes of a meeting from one's office; each office signs once."""

    meeting: Number
    language: Language

    def judge(self, moment: Moment) -> Consequence:
        """There are minutes, and this seat has not signed them."""
        meeting_of(self.meeting)
        seat = acting_seat(moment)
        minutes = minutes_in_force(self.meeting, self.language)
        if minutes is None:
            refuse("assembly.no_minutes", meeting=self.meeting, language=self.language)
        signed = MinutesSignature.objects.filter(minutes_id=minutes.id, seat=seat)
        first = signed.order_by("signed_n").first()
        if first is not None:
            refuse("assembly.minutes_signed", meeting=self.meeting, n=first.signed_n)
        effect: Effect = {
            "kind": "minutes_signed",
            "meeting": self.meeting,
            "language": self.language,
            "minutes": minutes.sha256,
        }
        result: dict[str, JSON] = {"meeting": self.meeting, "minutes": minutes.sha256}
        return Consequence(result=result, effects=(effect,), plan=(minutes, seat))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        minutes, seat = consequence.plan
        MinutesSignature.objects.create(
            id=moment.act_id,
            minutes=minutes,
            seat=seat,
            signed_n=moment.n,
            signed_at=moment.at,
        )


@act("assembly.demand_meeting/1")
class DemandMeeting(Act):
    """Demand a meeting instead of a vote in writing; enough members end the vote with it."""

    meeting: Number

    def judge(self, moment: Moment) -> Consequence:
        """The body votes in writing, it is not over, and the member has not demanded one yet."""
        meeting = convened(self.meeting)
        _, rules = rules_of(meeting)
        seat, body, city = member_seat(moment)
        if meeting.ends_at is None or rules.written is None:
            refuse("assembly.not_in_writing", meeting=self.meeting)
        if body != meeting.body or not Seat.objects.filter(name=seat, open=True).exists():
            refuse("assembly.not_of_the_body", body=meeting.body, city=city)
        if moment.at >= meeting.ends_at:
            refuse("assembly.meeting_over", meeting=self.meeting)
        before = Demand.objects.filter(meeting_id=meeting.id)
        if before.filter(seat=seat).exists():
            refuse("assembly.demanded_already", meeting=self.meeting, city=city)
        missing = rules.written.objectors - before.count() - 1
        demand: Effect = {"kind": "demand", "meeting": self.meeting}
        result: dict[str, JSON] = {"meeting": self.meeting, "missing": max(0, missing)}
        if missing > 0:
            return Consequence(result=result, effects=(demand,), plan=(meeting, seat, None))
        end = over(meeting, "demanded")
        return Consequence(
            result=result, effects=(demand, *end.effects), plan=(meeting, seat, end.plan)
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The demand; with the last one needed, the end of the vote in writing."""
        meeting, seat, end = consequence.plan
        Demand.objects.create(
            id=moment.act_id, meeting=meeting, seat=seat, made_n=moment.n, made_at=moment.at
        )
        if end is not None:
            write_over(end, moment, None)
