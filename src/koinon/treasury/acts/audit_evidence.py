"""Evidence: asked for by the auditor, provided by a seat, accepted or not."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Moment
from koinon.acts.fields import LARGEST, SeatId, Sentence
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.assembly.acts.seats import acting_seat
from koinon.record.canonical import JSON
from koinon.treasury.acts.audits import AuditNumber
from koinon.treasury.auditing import answering_seat, due_day, open_audit, terms
from koinon.treasury.models import EvidenceRequest

RequestNumber = Annotated[int, Field(ge=1, le=LARGEST)]
EntryNumber = Annotated[int, Field(ge=0, le=LARGEST)]
MAX_DOCUMENTS = 10


@act("treasury.request_evidence/1")
class RequestEvidence(Act):
    """Ask a seat for evidence of an entry: an invoice, a contract, a statement of the bank."""

    announced = "audit"

    audit: AuditNumber
    entry: EntryNumber
    what: Sentence
    seat: SeatId

    def judge(self, moment: Moment) -> Consequence:
        """The audit runs, the entry is recorded, and the seat is there."""
        audit = open_audit(self.audit)
        if self.entry >= moment.n:
            refuse("treasury.no_such_entry", entry=self.entry)
        answering_seat(self.seat, "treasury.provide_evidence/1")
        due = due_day(moment, "due", terms().evidence_days)
        number = next_number(EvidenceRequest)
        return Consequence(
            result={"request": number, "due": due, "seat": self.seat},
            plan=(number, audit.id, due),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        number, audit_id, due = consequence.plan
        EvidenceRequest.objects.create(
            id=moment.act_id,
            number=number,
            audit_id=audit_id,
            entry_n=self.entry,
            what=self.what,
            seat=self.seat,
            due=due,
            asked_n=moment.n,
            status="open",
            documents=[],
        )


@act("treasury.provide_evidence/1")
class ProvideEvidence(Act):
    """Provide what the auditor asked for: documents, or a sentence that says where they are."""

    request: RequestNumber
    documents: Annotated[tuple[DocumentRef, ...], Field(max_length=MAX_DOCUMENTS)] = ()
    note: Sentence | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The seat was asked, what it gave was not accepted yet, and it gives something."""
        found = request_of(self.request)
        if acting_seat(moment) != found.seat:
            refuse("treasury.not_asked", number=self.request, seat=found.seat)
        if found.status == "accepted":
            refuse("treasury.evidence_accepted", number=self.request, n=found.judged_n or 0)
        if not self.documents and self.note is None:
            refuse("treasury.nothing_provided", number=self.request)
        return Consequence(
            result={"request": self.request, "documents": len(self.documents)}, plan=found
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The request's row; documents given before stay."""
        found = consequence.plan
        new = [one.sha256 for one in self.documents if one.sha256 not in found.documents]
        EvidenceRequest.objects.filter(id=found.id).update(
            status="provided",
            documents=[*found.documents, *new],
            note=self.note,
            provided_n=moment.n,
        )


@act("treasury.close_request/1")
class CloseRequest(Act):
    """Accept the evidence that was provided, or say why it is not enough; then more is due."""

    announced = "audit"

    request: RequestNumber
    outcome: Literal["accepted", "insufficient"]
    reason: Sentence | None = None

    def judge(self, moment: Moment) -> Consequence:
        """It was provided; whoever finds it insufficient says why."""
        found = request_of(self.request)
        if found.status != "provided":
            refuse("treasury.nothing_to_judge", number=self.request)
        if self.outcome == "insufficient" and self.reason is None:
            refuse("treasury.say_what_lacks", number=self.request)
        due = found.due
        result: dict[str, JSON] = {"request": self.request, "outcome": self.outcome}
        if self.outcome == "insufficient":
            due = due_day(moment, "due", terms().evidence_days)
            result["due"] = due
        return Consequence(result=result, plan=(found.id, due))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The request's row."""
        found_id, due = consequence.plan
        EvidenceRequest.objects.filter(id=found_id).update(
            status=self.outcome, reason=self.reason, judged_n=moment.n, due=due
        )


def request_of(number: int) -> EvidenceRequest:
    """The request of that number, or the refusal that there is none."""
    found = EvidenceRequest.objects.filter(number=number).first()
    if found is None:
        refuse("treasury.unknown_request", number=number)
    return found
