"""Confirmation of balances: members say what they owe by their own books (ISA 505)."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.fields import LARGEST, Day, Sentence, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.assembly.acts.seats import member_seat
from koinon.cities import queries as cities
from koinon.treasury.acts.audits import AuditNumber
from koinon.treasury.acts.opening import Signed
from koinon.treasury.auditing import day_of, due_day, open_audit, owed_on, terms
from koinon.treasury.models import Confirmation

ConfirmationNumber = Annotated[int, Field(ge=1, le=LARGEST)]
MAX_ASKED = 500


def _each_once(slugs: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(slugs)) != len(slugs):
        raise PydanticCustomError("city_twice", "each member once")
    return slugs


@act("treasury.ask_confirmations/1")
class AskConfirmations(Act):
    """Ask members to confirm what they owed by the books at the end of a day."""

    announced = "audit"

    audit: AuditNumber
    on: Day
    cities: Annotated[
        tuple[Slug, ...], Field(min_length=1, max_length=MAX_ASKED), AfterValidator(_each_once)
    ]

    def judge(self, moment: Moment) -> Consequence:
        """The audit runs, the day is over, and each is a member not asked for it yet."""
        audit = open_audit(self.audit)
        if self.on >= day_of(moment):
            refuse("treasury.cut_off_to_come", on=self.on)
        asked = Confirmation.objects.filter(audit=audit, on=self.on)
        for city in self.cities:
            if cities.city(city) is None:
                refuse("cities.unknown", city=city)
            if asked.filter(city=city).exists():
                refuse("treasury.asked_already", city=city, on=self.on)
        balances = [(city, owed_on(city, self.on)) for city in self.cities]
        due = due_day(moment, "due", terms().confirmation_days)
        first = next_number(Confirmation)
        effect: Effect = {
            "kind": "confirmations",
            "audit": self.audit,
            "on": self.on,
            "balances": [[city, cents] for city, cents in balances],
        }
        return Consequence(
            result={"first": first, "letters": len(balances), "due": due},
            effects=(effect,),
            plan=(audit.id, first, balances, due),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """A row for each member."""
        audit_id, first, balances, due = consequence.plan
        Confirmation.objects.bulk_create(
            Confirmation(
                id=moment.row_id(k),
                number=first + k,
                audit_id=audit_id,
                city=city,
                on=self.on,
                balance_cents=cents,
                due=due,
                asked_n=moment.n,
            )
            for k, (city, cents) in enumerate(balances)
        )


@act("treasury.answer_confirmation/1")
class AnswerConfirmation(Act):
    """Answer the auditor's letter for one's city: the balance is right, or what it should be."""

    kept_when_suspended = True

    confirmation: ConfirmationNumber
    agrees: bool = False
    figure_cents: Signed | None = None
    reason: Sentence | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The letter is to one's own city and not answered; who disagrees says figure and why."""
        _, _, city = member_seat(moment)
        found = _confirmation(self.confirmation)
        if found.city != city:
            refuse("treasury.other_citys_letter", number=self.confirmation, city=found.city)
        if found.answered_n is not None:
            refuse("treasury.letter_answered", number=self.confirmation, n=found.answered_n)
        said = self.figure_cents is not None and self.reason is not None
        if said == self.agrees or (self.agrees and self.figure_cents is not None):
            refuse("treasury.figure_and_reason", number=self.confirmation)
        if self.figure_cents == found.balance_cents:
            refuse("treasury.same_figure", number=self.confirmation)
        figure = found.balance_cents if self.figure_cents is None else self.figure_cents
        return Consequence(
            result={
                "confirmation": self.confirmation,
                "city": city,
                "difference_cents": found.balance_cents - figure,
            },
            plan=found.id,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The letter's row."""
        Confirmation.objects.filter(id=consequence.plan).update(
            agrees=self.agrees,
            figure_cents=self.figure_cents,
            reason=self.reason,
            answered_n=moment.n,
        )


@act("treasury.reconcile_confirmation/1")
class ReconcileConfirmation(Act):
    """Explain the difference between the books and a member's own figure.

    What of it is an error in the books counts as misstatement; the rest is a matter of time or the
    member's error.
    """

    confirmation: ConfirmationNumber
    explanation: Sentence
    misstated_cents: Signed

    def judge(self, moment: Moment) -> Consequence:
        """The member disagrees, and no more is misstated than the difference."""
        found = _confirmation(self.confirmation)
        if found.agrees is not False or found.figure_cents is None:
            refuse("treasury.nothing_to_reconcile", number=self.confirmation)
        difference = found.balance_cents - found.figure_cents
        within = 0 <= self.misstated_cents * (1 if difference > 0 else -1) <= abs(difference)
        if not within:
            refuse(
                "treasury.beyond_difference",
                number=self.confirmation,
                difference_cents=difference,
            )
        return Consequence(
            result={"confirmation": self.confirmation, "misstated_cents": self.misstated_cents},
            plan=found.id,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The letter's row."""
        Confirmation.objects.filter(id=consequence.plan).update(
            explanation=self.explanation,
            misstated_cents=self.misstated_cents,
            reconciled_n=moment.n,
        )


def _confirmation(number: int) -> Confirmation:
    found = Confirmation.objects.filter(number=number).first()
    if found is None:
        refuse("treasury.unknown_letter", number=number)
    return found
