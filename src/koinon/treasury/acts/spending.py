"""Spending: commit, accept the supplier's invoice, pay. Each step names what authorises it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from koinon.acts import memo
from koinon.acts.act import Act, Consequence, DocumentRef, Moment
from koinon.acts.fields import LARGEST, Cents, Name, Sentence, Slug
from koinon.acts.private import Private
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.charter.queries import in_force
from koinon.treasury import chart, ledger
from koinon.treasury.acts.budget import Year, check_stands
from koinon.treasury.models import BudgetLine, Commitment, SupplierInvoice
from koinon.treasury.posting import open_year, prepare

Number = Annotated[int, Field(ge=1, le=LARGEST)]


@act("treasury.commit/1")
class Commit(Act):
    """Promise money of a budget line: a contract, a grant, an order."""

    year: Year
    line: Slug
    title: Sentence
    amount_cents: Cents
    payee: Private[Name]
    contract: DocumentRef | None = None

    def authorised_cents(self) -> int | None:
        """The whole amount promised."""
        return self.amount_cents

    def judge(self, moment: Moment) -> Consequence:
        """A budget line covers it, its decision stands, and enough of it is still available."""
        line = _line(self.year, self.line)
        check_stands(line)
        currency = in_force().currency
        number = next_number(Commitment)
        source = chart.available(currency, self.year, self.line)
        left = ledger.balance(source.id).available(source.rule)
        if left is not None and left < self.amount_cents:
            refuse(
                "treasury.line_exhausted",
                amount_cents=self.amount_cents,
                available_cents=left,
                decision=line.decision_n or line.adopted_n,
                line=self.line,
                year=self.year,
            )
        promised = chart.committed(currency, self.year, self.line, number)
        prepared = prepare(
            moment, "commitment", [(source, promised, self.amount_cents)], year=self.year
        )
        return Consequence(
            result={"commitment": number}, effects=prepared.effects, plan=(prepared, line, number)
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row and its journal."""
        prepared, line, number = consequence.plan
        Commitment.objects.create(
            id=moment.act_id,
            number=number,
            line_id=line.id,
            title=self.title,
            amount_cents=self.amount_cents,
            invoiced_cents=0,
            payee=self.payee.commitment,
            contract_sha256=self.contract.sha256 if self.contract else None,
            committed_n=moment.n,
        )
        prepared.write()


@act("treasury.accept_invoice/1")
class AcceptInvoice(Act):
    """Accept a supplier's invoice against a commitment; from then on the money is owed."""

    commitment: Number
    amount_cents: Cents
    supplier_number: Name
    document: DocumentRef | None = None

    def authorised_cents(self) -> int | None:
        """The amount of the invoice."""
        return self.amount_cents

    def judge(self, moment: Moment) -> Consequence:
        """The commitment exists and what is left of it covers the invoice."""
        row = Commitment.objects.select_related("line").filter(number=self.commitment).first()
        if row is None:
            refuse("treasury.no_commitment", number=self.commitment)
        left = row.amount_cents - row.invoiced_cents
        if self.amount_cents > left:
            refuse(
                "treasury.beyond_commitment",
                amount_cents=self.amount_cents,
                commitment=self.commitment,
                left_cents=left,
            )
        currency, year, code = in_force().currency, row.line.year, row.line.code
        number = next_number(SupplierInvoice)
        moves = [
            (
                chart.committed(currency, year, code, row.number),
                chart.accrued(currency, year, code),
                self.amount_cents,
            ),
            (chart.expense(currency, year, code), chart.payable(currency), self.amount_cents),
        ]
        period = open_year(f"{year}-12-31", moment)
        prepared = prepare(moment, "supplier invoice", moves, year=period)
        return Consequence(
            result={"invoice": number}, effects=prepared.effects, plan=(prepared, row, number)
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row, what is left of the commitment, and the journal."""
        prepared, row, number = consequence.plan
        invoiced = row.invoiced_cents + self.amount_cents
        Commitment.objects.filter(id=row.id).update(invoiced_cents=invoiced)
        SupplierInvoice.objects.create(
            id=moment.act_id,
            number=number,
            commitment_id=row.id,
            amount_cents=self.amount_cents,
            supplier_number=self.supplier_number,
            document_sha256=self.document.sha256 if self.document else None,
            accepted_n=moment.n,
        )
        prepared.write()


@act("treasury.pay/1")
class Pay(Act):
    """Order the bank to pay an accepted invoice."""

    invoice: Number

    def authorised_cents(self) -> int | None:
        """The amount of the invoice (nothing for one that does not exist: it is refused)."""
        row = _supplier_invoice(self.invoice)
        return 0 if row is None else row.amount_cents

    def judge(self, moment: Moment) -> Consequence:
        """The invoice was accepted against a commitment, is not paid yet, and money is there."""
        row = _supplier_invoice(self.invoice)
        if row is None:
            refuse("treasury.nothing_to_pay", number=self.invoice)
        if row.paid_n is not None:
            refuse("treasury.paid_already", number=self.invoice, n=row.paid_n)
        currency, line = in_force().currency, row.commitment.line
        moves = [
            (
                chart.accrued(currency, line.year, line.code),
                chart.paid(currency, line.year, line.code),
                row.amount_cents,
            ),
            (chart.payable(currency), chart.bank(currency), row.amount_cents),
        ]
        period = open_year(moment.day, moment)
        prepared = prepare(moment, "payment", moves, year=period)
        return Consequence(
            result={"invoice": self.invoice, "amount_cents": row.amount_cents},
            effects=prepared.effects,
            plan=(prepared, row.id),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The invoice is paid; the journal moves the money."""
        prepared, row_id = consequence.plan
        SupplierInvoice.objects.filter(id=row_id).update(paid_n=moment.n)
        prepared.write()


@act("treasury.pay_unavoidable/1")
class PayUnavoidable(Act):
    """Pay what cannot wait for a decision, under the charter's standing authority.

    Bank charges, provisional twelfths and compulsory spending; the article says up to how much.
    The line need not have been adopted: what is spent shows as such against the budget.
    """

    year: Year
    line: Slug
    title: Sentence
    amount_cents: Cents

    def authorised_cents(self) -> int | None:
        """The amount paid."""
        return self.amount_cents

    def judge(self, moment: Moment) -> Consequence:
        """Money is there; the standing authority itself makes the budget it uses."""
        currency = in_force().currency
        sides: list[Any] = [
            chart.authority(currency, self.year),
            chart.available(currency, self.year, self.line),
            chart.paid(currency, self.year, self.line),
        ]
        moves = [
            (sides[0], sides[1], self.amount_cents),
            (sides[1], sides[2], self.amount_cents),
            (
                chart.expense(currency, self.year, self.line),
                chart.bank(currency),
                self.amount_cents,
            ),
        ]
        prepared = prepare(moment, "unavoidable payment", moves, year=self.year)
        return Consequence(effects=prepared.effects, plan=prepared)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The journal."""
        consequence.plan.write()


def _supplier_invoice(number: int) -> SupplierInvoice | None:
    """The accepted invoice of this number, with its commitment and budget line."""
    rows = SupplierInvoice.objects.select_related("commitment__line")
    return memo.once(
        ("supplier invoice", number),
        lambda: rows.filter(number=number).first(),
        SupplierInvoice,
        Commitment,
        BudgetLine,
    )


def _line(year: int, code: str) -> BudgetLine:
    """The budget line, or the refusal that says how a line comes to be."""
    row = BudgetLine.objects.filter(year=year, code=code).first()
    if row is None:
        articles = in_force().authority_for("treasury.adopt_budget/1")
        article = articles[0].article if articles else "-"
        refuse("treasury.no_decision", article=article, line=code, year=year)
    return row
