"""Objections to a charge: raised by the member, answered, ruled on, or withdrawn."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Annotated, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import LARGEST, Exact, Sentence, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.assembly.acts.seats import acting_seat, member_seat
from koinon.assembly.calendar import local_day, midnight
from koinon.charter.document_money import Disputes
from koinon.charter.queries import in_force
from koinon.cities.acts.members import FactName
from koinon.treasury.arrears import Relief, stayed_relief
from koinon.treasury.models import BankFact, Dispute, Invoice
from koinon.treasury.models import Levy as LevyRow

DisputeNumber = Annotated[int, Field(ge=1, le=LARGEST)]
Outcome = Literal["upheld", "upheld in part", "rejected"]
UPHELD = ("upheld", "upheld in part", "settled")
"""How a dispute ends in favour of the member, so that its levy may be computed anew."""


def disputes_terms() -> Disputes:
    """What the charter says about objections; refuses where it says nothing."""
    terms = in_force().disputes
    if terms is None:
        refuse("treasury.no_disputes")
    return terms


def dispute_of(number: int) -> Dispute:
    """The dispute of that number, or the refusal that there is none."""
    found = Dispute.objects.select_related("levy").filter(number=number).first()
    if found is None:
        refuse("treasury.unknown_dispute", number=number)
    return found


def _open(number: int) -> Dispute:
    found = dispute_of(number)
    if found.status != "open":
        refuse("treasury.dispute_over", number=number, n=found.ended_n or 0)
    return found


def objects_until(levy: LevyRow, city: str, days: int, zone: str) -> str:
    """The instant at which a member's time to object to a levy is over.

    So many whole days after the assessment, or after its latest payment under protest.
    """
    assert levy.assessed_at is not None
    last = local_day(levy.assessed_at, zone)
    numbers = set(Invoice.objects.filter(levy=levy, city=city).values_list("number", flat=True))
    rows = BankFact.objects.filter(city=city).exclude(under_protest=None).order_by("recorded_n")
    for fact in rows:
        if numbers & {number for number, _ in fact.settled}:
            last = max(last, local_day(f"{fact.on}T12:00:00.000000Z", zone))
    return midnight(last + timedelta(days=days + 1), zone)


@act("treasury.dispute_levy/1")
class DisputeLevy(Act):
    """Object to what a levy charges one's city: the ground, and the figure that would be right.

    What a delegate may do although its city is suspended.
    """

    kept_when_suspended = True

    levy: Slug
    ground: Sentence
    figure: FactName | None = None
    claimed: Exact | None = None
    document: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The city was charged, its time has not run out, and it has no open objection to it."""
        terms = disputes_terms()
        _, _, city = member_seat(moment)
        row = LevyRow.objects.filter(code=self.levy).first()
        if row is None or row.assessed_n is None:
            refuse("treasury.unknown_levy", levy=self.levy)
        invoices = Invoice.objects.filter(levy=row, city=city)
        if not invoices.exists():
            refuse("treasury.not_charged", city=city, levy=self.levy)
        if (self.figure is None) != (self.claimed is None):
            refuse("treasury.figure_and_claim")
        earlier = Dispute.objects.filter(levy=row, city=city, status="open").first()
        if earlier is not None:
            refuse("treasury.disputed_already", city=city, number=earlier.number)
        zone = in_force().time_zone
        until = moment.once(
            "objects_until", lambda: objects_until(row, city, terms.object_within_days, zone)
        )
        if moment.at >= until:
            refuse("treasury.too_late_to_object", city=city, until_at=until)
        number = next_number(Dispute)
        over = stayed_relief(row.id, city, moment.at) if terms.stays_suspension else Relief()
        effect: Effect = {
            "kind": "dispute",
            "dispute": number,
            "levy": self.levy,
            "city": city,
            "stays": terms.stays_suspension,
        }
        days = _deadlines(terms, moment, zone)
        if terms.unanswered is not None:
            effect |= {"answer_by": days["answer_by"], "unanswered": terms.unanswered}
        return Consequence(
            result={"dispute": number, "city": city, "objects_until": until, **days},
            effects=(effect, *over.effects),
            plan=(row.id, city, number, terms, days, over),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row; a suspension that it stays is over."""
        levy_id, city, number, terms, days, over = consequence.plan
        Dispute.objects.create(
            id=moment.act_id,
            number=number,
            levy_id=levy_id,
            city=city,
            ground=self.ground,
            figure=self.figure,
            claimed=self.claimed,
            document_sha256=self.document.sha256 if self.document else None,
            stays=terms.stays_suspension,
            unanswered=terms.unanswered,
            **days,
            opened_n=moment.n,
            status="open",
        )
        over.write(moment)


def _deadlines(terms: Disputes, moment: Moment, zone: str) -> dict[str, str]:
    """The instants before which an objection is answered and ruled on, where days are set."""
    today, last = local_day(moment.at, zone), 0
    found: dict[str, str] = {}
    for name, days in (("answer_by", terms.answer_days), ("rule_by", terms.ruling_days)):
        if days is not None:
            last += days
            over = today + timedelta(days=last + 1)
            found[name] = moment.once(name, partial(midnight, over, zone))
    return found


@act("treasury.answer_dispute/1")
class AnswerDispute(Act):
    """Answer an objection for the coalition: grant it, which settles it, or contest it."""

    dispute: DisputeNumber
    answer: Literal["granted", "contested"]
    reason: Sentence
    document: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """It is open and not answered yet."""
        found = _open(self.dispute)
        if found.answered_n is not None:
            refuse("treasury.answered_already", number=self.dispute, n=found.answered_n)
        effects = (_end(self.dispute, "settled"),) if self.answer == "granted" else ()
        return Consequence(
            result={"dispute": self.dispute, "answer": self.answer}, effects=effects, plan=found.id
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The answer; a granted objection is settled."""
        rows = Dispute.objects.filter(id=consequence.plan)
        rows.update(answered_n=moment.n, answer=self.answer, answer_reason=self.reason)
        if self.answer == "granted":
            rows.update(status="settled", ended_n=moment.n)


@act("treasury.note_unanswered/1")
class NoteUnanswered(Act):
    """Record that an objection was not answered in time, and what follows; the clock does this."""

    dispute: DisputeNumber

    def judge(self, moment: Moment) -> Consequence:
        """Its time is over, nobody has answered, and the charter says what silence counts as."""
        found = _open(self.dispute)
        if found.answered_n is not None:
            refuse("treasury.answered_already", number=self.dispute, n=found.answered_n)
        if found.unanswered is None:
            refuse("treasury.silence_is_shown", number=self.dispute)
        assert found.answer_by is not None
        if moment.at < found.answer_by:
            refuse("treasury.time_to_answer", number=self.dispute, until_at=found.answer_by)
        effects = (_end(self.dispute, "settled"),) if found.unanswered == "granted" else ()
        return Consequence(
            result={"dispute": self.dispute, "answer": found.unanswered},
            effects=effects,
            plan=found,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """Silence is the answer, without a reason."""
        found: Dispute = consequence.plan
        rows = Dispute.objects.filter(id=found.id)
        rows.update(answered_n=moment.n, answer=found.unanswered)
        if found.unanswered == "granted":
            rows.update(status="settled", ended_n=moment.n)


@act("treasury.rule_on_dispute/1")
class RuleOnDispute(Act):
    """Rule on an objection as its arbiter; the ruling binds, and ends it."""

    dispute: DisputeNumber
    outcome: Outcome
    reason: Sentence
    document: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """It is open, and the arbiter does not judge its own city's case."""
        found = _open(self.dispute)
        if moment.seat is not None and moment.seat.partition("/")[2] == found.city:
            refuse("treasury.own_case", city=found.city)
        return Consequence(
            result={"dispute": self.dispute, "outcome": self.outcome},
            effects=(_end(self.dispute, self.outcome),),
            plan=found.id,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The ruling."""
        Dispute.objects.filter(id=consequence.plan).update(
            status=self.outcome, ended_n=moment.n, ruling_reason=self.reason
        )


@act("treasury.withdraw_dispute/1")
class WithdrawDispute(Act):
    """Withdraw the objection of one's city."""

    kept_when_suspended = True

    dispute: DisputeNumber

    def judge(self, moment: Moment) -> Consequence:
        """It is open, and the city's own."""
        found = _open(self.dispute)
        own = acting_seat(moment).partition("/")[2]
        if own != found.city:
            refuse("treasury.other_citys_dispute", number=self.dispute, city=found.city)
        return Consequence(
            result={"dispute": self.dispute},
            effects=(_end(self.dispute, "withdrawn"),),
            plan=found.id,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """It is over."""
        Dispute.objects.filter(id=consequence.plan).update(status="withdrawn", ended_n=moment.n)


def _end(number: int, outcome: str) -> Effect:
    return {"kind": "dispute_end", "dispute": number, "outcome": outcome}
