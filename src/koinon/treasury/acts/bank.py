"""Bank facts: what the bank says happened is always booked, explained or not."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, Moment
from koinon.acts.fields import Cents, Day, Name, Sentence, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.methods.postings import Account
from koinon.treasury import chart, ledger
from koinon.treasury.models import BankFact, Invoice
from koinon.treasury.models import Period as PeriodRow
from koinon.treasury.posting import Move, prepare

BankReference = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[!-~]+$")]


def _check_fact(bank_reference: str, on: str, moment: Moment) -> None:
    """The bank's line is new and not from the future."""
    earlier = BankFact.objects.filter(reference=bank_reference).first()
    if earlier is not None:
        refuse("treasury.bank_twice", reference=bank_reference, n=earlier.recorded_n)
    if on > moment.day:
        refuse("treasury.bank_future", on=on, today=moment.day)


def open_year(on: str, moment: Moment) -> int:
    """The year to book in: the fact's own, or this year's when that one is closed."""
    closed = PeriodRow.objects.filter(id=on[:4], state="closed").exists()
    return int(moment.day[:4] if closed else on[:4])


@act("treasury.record_receipt/1")
class RecordReceipt(Act):
    """Book money that came in: on the invoice it names, else on the payer's oldest, else open.

    A part payment leaves the rest due; what is beyond all that is owed stays to the payer's
    credit; money nobody can be named for goes to the exceptions, where it raises an alarm.
    """

    bank_reference: BankReference
    on: Day
    amount_cents: Cents
    city: Slug | None = None
    invoice_reference: Name | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The line is new; a city that is named is known. Nothing else can refuse it."""
        _check_fact(self.bank_reference, self.on, moment)
        city, settled = self._settle()
        currency = in_force().currency
        bank = chart.bank(currency)
        moves: list[Move] = []
        rest = self.amount_cents
        if city is not None:
            on_invoices = sum(cents for _, cents in settled)
            moves.append((bank, chart.receivable(currency, city), on_invoices))
            moves.append((bank, chart.advance(currency, city), rest - on_invoices))
        else:
            moves.append((bank, chart.exceptions(currency), rest))
        year = open_year(self.on, moment)
        prepared = prepare(moment, "receipt", moves, year=year, effective=self.on)
        return Consequence(
            result={
                "city": city,
                "invoices": [number for number, _ in settled],
                "settled_cents": sum(cents for _, cents in settled),
            },
            effects=prepared.effects,
            plan=(prepared, city, settled),
        )

    def _settle(self) -> tuple[str | None, list[tuple[int, int]]]:
        """Who paid, and how much goes on which invoice: the one named first, then by due day."""
        named = Invoice.objects.filter(reference=self.invoice_reference).first()
        city = named.city if named is not None else self.city
        if city is None:
            return None, []
        if cities.city(city) is None:
            refuse("cities.unknown", city=city)
        rows = list(Invoice.objects.filter(city=city).order_by("due", "number"))
        rows.sort(key=lambda row: named is None or row.number != named.number)
        settled, rest = [], self.amount_cents
        for row in rows:
            cents = min(rest, row.amount_cents - row.paid_cents)
            if cents > 0:
                settled.append((row.number, cents))
                rest -= cents
        return city, settled

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The bank's line, what was paid on each invoice, and the journal."""
        prepared, city, settled = consequence.plan
        _write_fact(self, moment, self.amount_cents, city)
        for number, cents in settled:
            invoice = Invoice.objects.get(number=number)
            paid = invoice.paid_cents + cents
            Invoice.objects.filter(number=number).update(paid_cents=paid)
        prepared.write()


@act("treasury.record_bank_debit/1")
class RecordBankDebit(Act):
    """Book money that went out without an order of ours; it raises an alarm until explained.

    Beyond the money at the bank it is booked as an overdraft: a fact is never refused.
    """

    bank_reference: BankReference
    on: Day
    amount_cents: Cents
    text: Sentence

    def judge(self, moment: Moment) -> Consequence:
        """The line is new. Nothing else can refuse it."""
        _check_fact(self.bank_reference, self.on, moment)
        currency = in_force().currency
        bank, unexplained = chart.bank(currency), chart.exceptions(currency)
        covered = min(self.amount_cents, _at_bank(bank))
        moves = [
            (unexplained, bank, covered),
            (unexplained, chart.overdraft(currency), self.amount_cents - covered),
        ]
        year = open_year(self.on, moment)
        prepared = prepare(moment, "bank debit", moves, year=year, effective=self.on)
        return Consequence(effects=prepared.effects, plan=prepared)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The bank's line and the journal."""
        _write_fact(self, moment, -self.amount_cents, None)
        consequence.plan.write()


def _at_bank(bank: Account) -> int:
    try:
        return max(0, ledger.balance(bank.id).net)
    except KeyError:
        return 0


def _write_fact(
    fact: RecordReceipt | RecordBankDebit, moment: Moment, cents: int, city: str | None
) -> None:
    BankFact.objects.create(
        id=moment.act_id,
        reference=fact.bank_reference,
        on=fact.on,
        amount_cents=cents,
        city=city,
        recorded_n=moment.n,
    )
