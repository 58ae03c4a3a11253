"""Bank facts: what the bank says happened is always booked, explained or not."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, Moment
from koinon.acts.fields import Cents, Day, Name, Sentence, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.charter.queries import in_force
from koinon.methods.postings import Account
from koinon.treasury import chart, ledger
from koinon.treasury.acts.budget import Year
from koinon.treasury.arrears import relief
from koinon.treasury.crediting import Credited, Settled, credit, moved, settle
from koinon.treasury.models import BankFact
from koinon.treasury.posting import open_year, prepare

BankReference = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[!-~]+$")]


def _check_fact(bank_reference: str, on: str, moment: Moment) -> None:
    """The bank's line is new and not from the future."""
    earlier = BankFact.objects.filter(reference=bank_reference).first()
    if earlier is not None:
        refuse("treasury.bank_twice", reference=bank_reference, n=earlier.recorded_n)
    if on > moment.day:
        refuse("treasury.bank_future", on=on, today=moment.day)


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
        credited = credit(self.amount_cents, self.city, self.invoice_reference)
        currency = in_force().currency
        bank = chart.bank(currency)
        moves = [(bank, account, cents) for account, cents in credited.sides(currency)]
        year = open_year(self.on, moment)
        prepared = prepare(moment, "receipt", moves, year=year, effective=self.on)
        over = relief(dict(credited.settled), moment.at)
        return Consequence(
            result=credited.result(),
            effects=(*prepared.effects, *over.effects),
            plan=(prepared, credited, over),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The bank's line, what was paid on each invoice, the journal; rights that come back."""
        prepared, credited, over = consequence.plan
        _write_fact(self, moment, self.amount_cents, credited, self._protest())
        settle(credited.settled, 1)
        over.write(moment)
        prepared.write()

    def _protest(self) -> str | None:
        """Why the payer pays without agreeing, if it does."""
        return None


@act("treasury.record_receipt/2")
class RecordReceiptUnderProtest(RecordReceipt):
    """Book money that came in, also such as its payer paid under protest, with the reason it gave.

    It is booked like any other. The protest keeps the time to object to the charge open.
    """

    under_protest: Sentence | None = None

    def _protest(self) -> str | None:
        return self.under_protest


@act("treasury.correct_receipt/1")
class CorrectReceipt(Act):
    """Book a receipt on whom it really came from: a correction, or the answer to an exception.

    The money stays at the bank; what it was credited to before is taken back in the same journal.
    """

    bank_reference: BankReference
    city: Slug | None = None
    invoice_reference: Name | None = None
    reason: Sentence

    def judge(self, moment: Moment) -> Consequence:
        """The receipt is booked, and the credit it gave is still there to be taken back."""
        fact = BankFact.objects.filter(reference=self.bank_reference, amount_cents__gt=0).first()
        if fact is None:
            refuse("treasury.unknown_receipt", reference=self.bank_reference)
        before = Credited(fact.city, fact.amount_cents, tuple(map(tuple, fact.settled)))
        after = credit(fact.amount_cents, self.city, self.invoice_reference, undo=before.settled)
        currency = in_force().currency
        moves = moved(before.sides(currency), after.sides(currency))
        if not moves:
            refuse("treasury.nothing_to_correct", reference=self.bank_reference)
        prepared = prepare(moment, "correction", moves, year=open_year(moment.day, moment))
        over = relief(_more(before.settled, after.settled), moment.at)
        return Consequence(
            result=after.result(),
            effects=(*prepared.effects, *over.effects),
            plan=(prepared, before, after, over),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The invoices of the wrong payer are open again, those of the right one are paid."""
        prepared, before, after, over = consequence.plan
        settle(before.settled, -1)
        settle(after.settled, 1)
        over.write(moment)
        BankFact.objects.filter(reference=self.bank_reference).update(
            city=after.city, settled=[list(pair) for pair in after.settled], explained_n=moment.n
        )
        prepared.write()


@act("treasury.apply_credit/1")
class ApplyCredit(Act):
    """Use what a member paid beforehand on its open invoices, the one due first first."""

    city: Slug

    def judge(self, moment: Moment) -> Consequence:
        """The member has a credit and an open invoice."""
        currency = in_force().currency
        account = chart.advance(currency, self.city)
        credited = credit(_credit_left(account), self.city, None)
        if not credited.settled:
            refuse("treasury.no_credit", city=self.city)
        cents = sum(part for _, part in credited.settled)
        moves = [(account, chart.receivable(currency, self.city), cents)]
        prepared = prepare(moment, "credit applied", moves, year=open_year(moment.day, moment))
        over = relief(dict(credited.settled), moment.at)
        return Consequence(
            result={"city": self.city, "settled_cents": cents},
            effects=(*prepared.effects, *over.effects),
            plan=(prepared, credited, over),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """What was paid on each invoice, and the journal; rights that come back."""
        prepared, credited, over = consequence.plan
        settle(credited.settled, 1)
        over.write(moment)
        prepared.write()


@act("treasury.repay_credit/1")
class RepayCredit(Act):
    """Order the bank to repay a member all that stays to its credit."""

    city: Slug

    def authorised_cents(self) -> int | None:
        """The member's credit."""
        return max(0, _credit_left(chart.advance(in_force().currency, self.city)))

    def judge(self, moment: Moment) -> Consequence:
        """The member has a credit and owes nothing that it could settle; the money is there."""
        currency = in_force().currency
        account = chart.advance(currency, self.city)
        cents = _credit_left(account)
        if cents <= 0:
            refuse("treasury.nothing_to_repay", city=self.city)
        open_cents = sum(part for _, part in credit(cents, self.city, None).settled)
        if open_cents:
            refuse("treasury.credit_needed", city=self.city, open_cents=open_cents)
        moves = [(account, chart.bank(currency), cents)]
        prepared = prepare(moment, "credit repaid", moves, year=open_year(moment.day, moment))
        return Consequence(
            result={"city": self.city, "repaid_cents": cents},
            effects=prepared.effects,
            plan=prepared,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The journal."""
        consequence.plan.write()


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


@act("treasury.explain_debit/1")
class ExplainDebit(Act):
    """Explain money the bank took without an order: what it was for, under standing authority."""

    bank_reference: BankReference
    year: Year
    line: Slug
    title: Sentence

    def authorised_cents(self) -> int | None:
        """What the bank took."""
        rows = BankFact.objects.filter(reference=self.bank_reference, amount_cents__lt=0)
        return -(rows.values_list("amount_cents", flat=True).first() or 0)

    def judge(self, moment: Moment) -> Consequence:
        """The debit is booked and nobody has explained it yet."""
        fact = BankFact.objects.filter(reference=self.bank_reference, amount_cents__lt=0).first()
        if fact is None or fact.explained_n is not None:
            refuse("treasury.nothing_to_explain", reference=self.bank_reference)
        currency = in_force().currency
        made = chart.available(currency, self.year, self.line)
        moves = [
            (chart.authority(currency, self.year), made, -fact.amount_cents),
            (made, chart.paid(currency, self.year, self.line), -fact.amount_cents),
            (
                chart.expense(currency, self.year, self.line),
                chart.exceptions(currency),
                -fact.amount_cents,
            ),
        ]
        period = open_year(f"{self.year}-12-31", moment)
        prepared = prepare(moment, "debit explained", moves, year=period)
        return Consequence(effects=prepared.effects, plan=prepared)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The bank's line is explained, and the journal."""
        BankFact.objects.filter(reference=self.bank_reference).update(explained_n=moment.n)
        consequence.plan.write()


def _more(before: Settled, after: Settled) -> dict[int, int]:
    """How much more is settled of each invoice after a correction."""
    was = dict(before)
    return {number: cents - was.get(number, 0) for number, cents in after}


def _at_bank(bank: Account) -> int:
    try:
        return max(0, ledger.balance(bank.id).net)
    except KeyError:
        return 0


def _credit_left(account: Account) -> int:
    try:
        return -ledger.balance(account.id).net
    except KeyError:
        return 0


def _write_fact(
    fact: RecordReceipt | RecordBankDebit,
    moment: Moment,
    cents: int,
    credited: Credited | None,
    under_protest: str | None = None,
) -> None:
    BankFact.objects.create(
        id=moment.act_id,
        reference=fact.bank_reference,
        on=fact.on,
        amount_cents=cents,
        city=credited.city if credited else None,
        recorded_n=moment.n,
        settled=[list(pair) for pair in credited.settled] if credited else [],
        under_protest=under_protest,
    )
