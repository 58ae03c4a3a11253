"""Findings of an audit: recorded, replied to by the seat responsible, followed up."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Moment
from koinon.acts.fields import LARGEST, Cents, Day, SeatId, Sentence
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.assembly.acts.seats import acting_seat
from koinon.treasury.acts.audit_evidence import EntryNumber
from koinon.treasury.acts.audits import AuditNumber
from koinon.treasury.auditing import answering_seat, due_day, open_audit, terms
from koinon.treasury.models import Finding

FindingNumber = Annotated[int, Field(ge=1, le=LARGEST)]


@act("treasury.record_finding/1")
class RecordFinding(Act):
    """Record a finding: what is wrong, in which entries, how grave, and which seat replies."""

    announced = "audit"

    audit: AuditNumber
    title: Sentence
    severity: Literal["minor", "significant", "material"]
    seat: SeatId
    amount_cents: Cents | None = None
    entries: Annotated[tuple[EntryNumber, ...], Field(max_length=50)] = ()
    document: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The audit runs; the entries are recorded; the seat is there."""
        audit = open_audit(self.audit)
        for entry in self.entries:
            if entry >= moment.n:
                refuse("treasury.no_such_entry", entry=entry)
        answering_seat(self.seat, "treasury.reply_to_finding/1")
        due = due_day(moment, "due", terms().reply_days)
        number = next_number(Finding)
        return Consequence(
            result={"finding": number, "due": due, "seat": self.seat},
            plan=(number, audit.id, due),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        number, audit_id, due = consequence.plan
        Finding.objects.create(
            id=moment.act_id,
            number=number,
            audit_id=audit_id,
            title=self.title,
            severity=self.severity,
            amount_cents=self.amount_cents,
            entries=sorted(set(self.entries)),
            seat=self.seat,
            document_sha256=self.document.sha256 if self.document else None,
            due=due,
            recorded_n=moment.n,
            status="open",
        )


@act("treasury.reply_to_finding/1")
class ReplyToFinding(Act):
    """Reply to a finding: whether one accepts it, what is done about it, and by when."""

    finding: FindingNumber
    accepts: bool = False
    reply: Sentence
    action_by: Day | None = None
    document: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The finding is the seat's own to reply to, and not replied to yet."""
        found = _finding(self.finding)
        if acting_seat(moment) != found.seat:
            refuse("treasury.not_asked_to_reply", number=self.finding, seat=found.seat)
        if found.replied_n is not None:
            refuse("treasury.replied_already", number=self.finding, n=found.replied_n)
        return Consequence(result={"finding": self.finding, "accepts": self.accepts}, plan=found.id)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The finding's row."""
        Finding.objects.filter(id=consequence.plan).update(
            accepts=self.accepts,
            reply=self.reply,
            action_by=self.action_by,
            reply_sha256=self.document.sha256 if self.document else None,
            replied_n=moment.n,
            status="replied",
        )


@act("treasury.follow_up_finding/1")
class FollowUpFinding(Act):
    """Say what became of a finding: whether what was to be done about it is done."""

    finding: FindingNumber
    status: Literal["carried out", "carried out in part", "not carried out"]
    note: Sentence

    def judge(self, moment: Moment) -> Consequence:
        """There is such a finding."""
        found = _finding(self.finding)
        return Consequence(result={"finding": self.finding, "status": self.status}, plan=found.id)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The finding's row; the latest word stands."""
        Finding.objects.filter(id=consequence.plan).update(
            status=self.status, follow_up=self.note, followed_n=moment.n
        )


def _finding(number: int) -> Finding:
    found = Finding.objects.filter(number=number).first()
    if found is None:
        refuse("treasury.unknown_finding", number=number)
    return found
