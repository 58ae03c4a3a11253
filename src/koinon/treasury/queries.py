"""Reads of the room, as frozen values: budget against actual, what members owe, the strip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from koinon.methods.levies import Assessment, assessment_from_plain
from koinon.methods.postings import Account, Balance
from koinon.treasury import chart, ledger
from koinon.treasury.models import (
    BankFact,
    BudgetLine,
    Commitment,
    Invoice,
    Levy,
    SupplierInvoice,
)


@dataclass(frozen=True, slots=True)
class LineView:
    """A budget line of a year in minor units: budget = available + committed + accrued + paid."""

    year: int
    code: str
    programme: str
    title: dict[str, str]
    decision_n: int | None
    budget_cents: int
    committed_cents: int
    accrued_cents: int
    paid_cents: int
    available_cents: int


@dataclass(frozen=True, slots=True)
class LevyView:
    """A levy; `assessment` holds every step once it is assessed."""

    code: str
    year: int
    title: dict[str, str]
    need_cents: int
    adopted_n: int
    decision_n: int | None
    assessed_n: int | None
    assessment: Assessment | None


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """What a member owes for an instalment (without a levy: its share on leaving)."""

    number: int
    levy: str | None
    levy_title: dict[str, str] | None
    city: str
    amount_cents: int
    paid_cents: int
    due: str
    reference: str
    issued_n: int

    @property
    def open_cents(self) -> int:
        """What is still owed."""
        return self.amount_cents - self.paid_cents


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """Money promised, and how much of it was invoiced; the payee is behind a commitment."""

    number: int
    year: int
    line: str
    title: str
    amount_cents: int
    invoiced_cents: int
    payee: str
    contract_sha256: str | None
    committed_n: int


@dataclass(frozen=True, slots=True)
class SupplierInvoiceView:
    """An accepted invoice; `paid_n` is the entry of its payment, once it is paid."""

    number: int
    commitment: CommitmentView
    amount_cents: int
    supplier_number: str
    document_sha256: str | None
    accepted_n: int
    paid_n: int | None


@dataclass(frozen=True, slots=True)
class Strip:
    """The way of a payment back to its vote: entries of payment, invoice, commitment, line."""

    payment_n: int | None
    invoice: SupplierInvoiceView
    line: LineView
    decision_n: int | None


@dataclass(frozen=True, slots=True)
class Chest:
    """What is at the bank, lent by it, unexplained, and owed by and to members and suppliers."""

    bank_cents: int
    overdraft_cents: int
    exceptions_cents: int
    receivable_cents: int
    advances_cents: int
    payable_cents: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What a member was charged, has paid, still owes, and holds to its credit."""

    city: str
    charged_cents: int
    paid_cents: int
    open_cents: int
    credit_cents: int


@dataclass(frozen=True, slots=True)
class BankLine:
    """A line of the bank's statement as booked; money out is negative."""

    reference: str
    on: str
    amount_cents: int
    city: str | None
    recorded_n: int
    explained_n: int | None


def _trial(currency: str) -> dict[str, tuple[Account, Balance]]:
    trial = ledger.trial_balance(chart.COMMON.id, currency)
    return {account.id: (account, balance) for account, balance in trial.rows}


def years() -> tuple[int, ...]:
    """The years with a budget or a levy, newest first."""
    found = {*BudgetLine.objects.order_by().values_list("year", flat=True).distinct()}
    found |= {*Levy.objects.order_by().values_list("year", flat=True).distinct()}
    return tuple(sorted(found, reverse=True))


def budget(currency: str, year: int) -> tuple[LineView, ...]:
    """Budget against actual, by programme and line."""
    trial = _trial(currency)
    rows = BudgetLine.objects.filter(year=year).order_by("programme", "code")
    return tuple(_line(row, trial) for row in rows)


def _line(row: BudgetLine, trial: dict[str, tuple[Account, Balance]]) -> LineView:
    prefix = f"{row.year}/{row.code}/"
    left: dict[str, int] = {"available": 0, "committed": 0, "accrued": 0, "paid": 0}
    for name, (_, balance) in trial.items():
        if name.startswith(prefix):
            kind = name.removeprefix(prefix).partition("/")[0]
            if kind in left:
                left[kind] -= balance.net
    return LineView(
        year=row.year,
        code=row.code,
        programme=row.programme,
        title=row.title,
        decision_n=row.decision_n,
        budget_cents=sum(left.values()),
        committed_cents=left["committed"],
        accrued_cents=left["accrued"],
        paid_cents=left["paid"],
        available_cents=left["available"],
    )


def chest(currency: str) -> Chest:
    """The chest as it stands."""
    nets: dict[str, int] = {}
    for name, (_, balance) in _trial(currency).items():
        group = name.partition("/")[0]
        nets[group] = nets.get(group, 0) + balance.net
    return Chest(
        bank_cents=nets.get("bank", 0),
        overdraft_cents=-nets.get("overdraft", 0),
        exceptions_cents=nets.get("exceptions", 0),
        receivable_cents=nets.get("receivable", 0),
        advances_cents=-nets.get("advance", 0),
        payable_cents=-nets.get("payable", 0),
    )


def levies(year: int | None = None) -> tuple[LevyView, ...]:
    """The levies adopted (of a year), newest first."""
    rows = Levy.objects.order_by("-year", "code")
    chosen = rows if year is None else rows.filter(year=year)
    return tuple(_levy(row) for row in chosen)


def levy(code: str) -> LevyView | None:
    """One levy with its assessment."""
    row = Levy.objects.filter(code=code).first()
    return _levy(row) if row else None


def _levy(row: Levy) -> LevyView:
    plain: Any = row.assessment
    return LevyView(
        row.code,
        row.year,
        row.title,
        row.need_cents,
        row.adopted_n,
        row.decision_n,
        row.assessed_n,
        assessment_from_plain(plain) if plain is not None else None,
    )


def invoices(city: str | None = None) -> tuple[InvoiceView, ...]:
    """The invoices to members (to one), by due day."""
    rows = Invoice.objects.select_related("levy").order_by("due", "number")
    chosen = rows if city is None else rows.filter(city=city)
    return tuple(
        InvoiceView(
            row.number,
            row.levy.code if row.levy else None,
            row.levy.title if row.levy else None,
            row.city,
            row.amount_cents,
            row.paid_cents,
            row.due,
            row.reference,
            row.issued_n,
        )
        for row in chosen
    )


def statement(currency: str, city: str) -> Statement:
    """What one member was charged, paid, owes and holds to its credit."""
    own = invoices(city)
    charged = sum(one.amount_cents for one in own)
    paid = sum(one.paid_cents for one in own)
    _, credit = _trial(currency).get(chart.advance(currency, city).id, (None, Balance()))
    return Statement(city, charged, paid, charged - paid, -credit.net)


def commitments(year: int | None = None) -> tuple[CommitmentView, ...]:
    """The commitments (of a year's lines), newest first."""
    rows = Commitment.objects.select_related("line").order_by("-number")
    chosen = rows if year is None else rows.filter(line__year=year)
    return tuple(map(_commitment, chosen))


def _commitment(row: Commitment) -> CommitmentView:
    return CommitmentView(
        row.number,
        row.line.year,
        row.line.code,
        row.title,
        row.amount_cents,
        row.invoiced_cents,
        row.payee,
        row.contract_sha256,
        row.committed_n,
    )


def supplier_invoices(*, unpaid_only: bool = False) -> tuple[SupplierInvoiceView, ...]:
    """The accepted invoices, newest first."""
    rows = SupplierInvoice.objects.select_related("commitment__line").order_by("-number")
    chosen: Iterable[SupplierInvoice] = rows.filter(paid_n=None) if unpaid_only else rows
    return tuple(map(_supplier_invoice, chosen))


def _supplier_invoice(row: SupplierInvoice) -> SupplierInvoiceView:
    return SupplierInvoiceView(
        row.number,
        _commitment(row.commitment),
        row.amount_cents,
        row.supplier_number,
        row.document_sha256,
        row.accepted_n,
        row.paid_n,
    )


def strip(currency: str, invoice: int) -> Strip | None:
    """The way of a supplier's invoice: payment ← invoice ← commitment ← line ← decision."""
    rows = SupplierInvoice.objects.select_related("commitment__line")
    row = rows.filter(number=invoice).first()
    if row is None:
        return None
    line = row.commitment.line
    return Strip(row.paid_n, _supplier_invoice(row), _line(line, _trial(currency)), line.decision_n)


def bank_lines(limit: int = 50) -> tuple[BankLine, ...]:
    """The latest lines of the bank's statement."""
    rows = BankFact.objects.order_by("-on", "-recorded_n")[:limit]
    return tuple(
        BankLine(row.reference, row.on, row.amount_cents, row.city, row.recorded_n, row.explained_n)
        for row in rows
    )
