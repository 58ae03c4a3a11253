"""What the room publishes as tables: budgets, levies, invoices, payments, the whole ledger.

Payees are in none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from koinon.acts.rows import rows
from koinon.methods.sharing import sharing_from_plain
from koinon.treasury import leaving
from koinon.treasury.models import (
    Account,
    BankFact,
    Commitment,
    CreditNote,
    Dispute,
    Invoice,
    Journal,
    Levy,
    Recalculation,
    ResidualCharge,
    SharedOut,
    SupplierInvoice,
    Transfer,
)
from koinon.treasury.queries.books import years
from koinon.treasury.queries.revenue import levies
from koinon.treasury.queries.spending import budget

Titles = dict[str, str]
"""{language: text}."""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A budget line: budget = available + committed + accrued + paid + lapsed."""

    year: int
    line: str
    programme: str | None
    title: Titles
    adopted_n: int | None
    decision_n: int | None
    budget_cents: int
    committed_cents: int
    accrued_cents: int
    paid_cents: int
    available_cents: int
    lapsed_cents: int


@dataclass(frozen=True, slots=True)
class LevyRow:
    """A levy as adopted."""

    levy: str
    year: int
    title: Titles
    need_cents: int
    adopted_n: int
    decision_n: int | None
    assessed_n: int | None
    assessed_at: str | None
    charter_levy: str | None
    charter_sha256: str | None


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """What a levy charged a member when it was assessed; negative: what it receives."""

    levy: str
    city: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What a member owes more or less by a levy that was computed anew."""

    recalculated_n: int
    levy: str
    dispute: int
    city: str
    change_cents: int


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """What a member owes."""

    invoice: int
    levy: str | None
    year: int
    city: str
    amount_cents: int
    paid_cents: int
    open_cents: int
    due_on: str
    reference: str
    issued_n: int


@dataclass(frozen=True, slots=True)
class CreditRow:
    """What a member owes less by a levy than it was charged."""

    credit_note: int
    levy: str
    dispute: int
    city: str
    amount_cents: int
    issued_n: int


@dataclass(frozen=True, slots=True)
class ResidualRow:
    """What a member that left owed by its charter."""

    city: str
    last_on: str
    left_n: int
    residual_cents: int
    charged_n: int


@dataclass(frozen=True, slots=True)
class ResidualPartRow:
    """What it owed of a programme: its share of what no member that left before was charged for."""

    city: str
    programme: str
    unpaid_cents: int
    uncharged_minor_exact: str
    share: str
    owed_minor_exact: str


@dataclass(frozen=True, slots=True)
class SharedRow:
    """What a member received when the coalition ended; negative: what it was charged."""

    city: str
    key: str
    share_minor_exact: str
    share_cents: int
    shared_n: int


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A member's objection to a charge."""

    dispute: int
    levy: str
    city: str
    figure: str | None
    claimed: str | None
    stays: bool
    opened_n: int
    answer: str | None
    answered_n: int | None
    status: str
    ended_n: int | None
    carried_out_n: int | None


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """Money of a line that is promised."""

    commitment: int
    year: int
    line: str
    subject: str
    amount_cents: int
    invoiced_cents: int
    contract_sha256: str | None
    committed_n: int


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """An invoice accepted against a commitment, and the entry that paid it."""

    supplier_invoice: int
    commitment: int
    amount_cents: int
    supplier_number: str
    document_sha256: str | None
    accepted_n: int
    paid_n: int | None


@dataclass(frozen=True, slots=True)
class BankRow:
    """A line of the bank's statement; money out is negative."""

    reference: str
    on: str
    amount_cents: int
    city: str | None
    recorded_n: int
    explained_n: int | None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account of the ledger with its balances."""

    account: str
    fund: str
    currency: str
    kind: str
    programme: str | None
    city: str | None
    year: int | None
    closed: bool
    debits_cents: int
    credits_cents: int
    balance_cents: int
    last_journal_n: int | None


@dataclass(frozen=True, slots=True)
class JournalRow:
    """The transfers of one entry of the record, all or none."""

    journal_n: int
    kind: str
    period: str
    effective_on: str
    at: str
    transfers: int
    reverses_n: int | None


@dataclass(frozen=True, slots=True)
class TransferRow:
    """An amount from one account's debit to another's credit."""

    journal_n: int
    transfer: int
    debit: str
    credit: str
    amount_cents: int
    phase: str


def lines(currency: str) -> Iterator[LineRow]:
    """Every budget line of every year, and what standing authority spent alone."""
    for year in sorted(years()):
        for one in budget(currency, year):
            yield LineRow(
                one.year,
                one.code,
                one.programme or None,
                dict(one.title),
                one.adopted_n,
                one.decision_n,
                one.budget_cents,
                one.committed_cents,
                one.accrued_cents,
                one.paid_cents,
                one.available_cents,
                one.lapsed_cents,
            )


def levy_rows() -> Iterator[LevyRow]:
    """Every levy, by year and code."""
    columns = ("code", "year", "title", "need_cents", "adopted_n", "decision_n", "assessed_n")
    of_charter = ("charter_levy", "charter_sha256")
    found = Levy.objects.order_by("year", "code")
    return rows(LevyRow, found, *columns, "assessed_at", *of_charter)


def charges() -> Iterator[ChargeRow]:
    """What every levy charged every member, as first assessed."""
    for one in sorted(levies(), key=lambda levy: (levy.year, levy.code)):
        for charge in one.assessment.charges if one.assessment else ():
            yield ChargeRow(one.code, charge.member, charge.cents)


def changes() -> Iterator[ChangeRow]:
    """What was computed anew after objections."""
    columns = ("n", "levy__code", "dispute__number", "changes")
    found = Recalculation.objects.order_by("n", "levy__code").values_list(*columns)
    for n, levy, dispute, changed in found:
        for city, cents in changed:
            yield ChangeRow(n, levy, dispute, city, cents)


def invoice_rows() -> Iterator[InvoiceRow]:
    """Every invoice to a member, by number."""
    for row in Invoice.objects.order_by("number").select_related("levy").iterator(2_000):
        yield InvoiceRow(
            invoice=row.number,
            levy=row.levy.code if row.levy else None,
            year=row.year,
            city=row.city,
            amount_cents=row.amount_cents,
            paid_cents=row.paid_cents,
            open_cents=row.amount_cents - row.paid_cents,
            due_on=row.due,
            reference=row.reference,
            issued_n=row.issued_n,
        )


def credit_notes() -> Iterator[CreditRow]:
    """Every credit note, by number."""
    columns = ("number", "levy__code", "dispute__number", "city", "amount_cents", "issued_n")
    return rows(CreditRow, CreditNote.objects.order_by("number"), *columns)


def residuals() -> Iterator[ResidualRow]:
    """Every charge of a member that left under a charter that says what it owes, by city."""
    columns = ("city", "day", "left_n", "amount_cents", "charged_n")
    return rows(ResidualRow, ResidualCharge.objects.order_by("city"), *columns)


def residual_parts() -> Iterator[ResidualPartRow]:
    """What each of them owed of every programme, exact."""
    for city, found in leaving.charged().items():
        for one in found.parts:
            yield ResidualPartRow(
                city,
                one.programme,
                one.cents,
                str(one.left_cents),
                str(one.share),
                str(one.owed),
            )


def shared_out() -> Iterator[SharedRow]:
    """Every member's share at the end, by city; nothing before."""
    for row in SharedOut.objects.order_by("shared_n"):
        for one in sharing_from_plain(row.sharing).shares:
            yield SharedRow(one.member, str(one.key), str(one.exact), one.cents, row.shared_n)


def disputes() -> Iterator[DisputeRow]:
    """Every objection to a charge, by number."""
    columns = ("number", "levy__code", "city", "figure", "claimed", "stays", "opened_n")
    more = ("answer", "answered_n", "status", "ended_n", "carried_out_n")
    return rows(DisputeRow, Dispute.objects.order_by("number"), *columns, *more)


def commitments() -> Iterator[CommitmentRow]:
    """Every commitment, by number."""
    columns = ("number", "line__year", "line__code", "title", "amount_cents", "invoiced_cents")
    found = Commitment.objects.order_by("number")
    return rows(CommitmentRow, found, *columns, "contract_sha256", "committed_n")


def supplier_invoices() -> Iterator[SupplierRow]:
    """Every accepted invoice of a supplier, by number."""
    columns = ("number", "commitment__number", "amount_cents", "supplier_number")
    found = SupplierInvoice.objects.order_by("number")
    return rows(SupplierRow, found, *columns, "document_sha256", "accepted_n", "paid_n")


def bank_lines() -> Iterator[BankRow]:
    """Every line of the bank's statements that was recorded."""
    columns = ("reference", "on", "amount_cents", "city", "recorded_n", "explained_n")
    return rows(BankRow, BankFact.objects.order_by("recorded_n", "reference"), *columns)


def accounts() -> Iterator[AccountRow]:
    """Every account of the ledger, by its id."""
    for row in sorted(Account.objects.order_by("id").iterator(2_000), key=lambda row: row.id):
        yield AccountRow(
            account=row.id,
            fund=row.fund_id,
            currency=row.unit_id,
            kind=row.kind,
            programme=row.programme or None,
            city=row.member or None,
            year=row.fiscal_year,
            closed=row.closed,
            debits_cents=row.posted_debits,
            credits_cents=row.posted_credits,
            balance_cents=row.posted_debits - row.posted_credits,
            last_journal_n=row.last_journal or None,
        )


def journals() -> Iterator[JournalRow]:
    """Every journal, in the order of the record."""
    columns = ("n", "kind", "period_id", "effective", "at_utc", "lines", "reverses_id")
    return rows(JournalRow, Journal.objects.order_by("n"), *columns)


def transfers() -> Iterator[TransferRow]:
    """Every line of every journal."""
    columns = ("journal_id", "line", "debit_id", "credit_id", "amount", "phase")
    return rows(TransferRow, Transfer.objects.order_by("journal_id", "line"), *columns)
