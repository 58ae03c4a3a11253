"""What the room's queries return."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.methods.levies import Assessment, Facts, Levy


@dataclass(frozen=True, slots=True)
class LineView:
    """A budget line in minor units: budget = available + committed + accrued + paid + lapsed.

    Nothing lapses before the year is closed.
    `adopted_n` is None for what was spent under standing authority, without a line of the budget.
    """

    year: int
    code: str
    programme: str
    title: dict[str, str]
    adopted_n: int | None
    decision_n: int | None
    budget_cents: int
    committed_cents: int
    accrued_cents: int
    paid_cents: int
    available_cents: int

    @property
    def lapsed_cents(self) -> int:
        """What was not used when the year was closed."""
        used = self.committed_cents + self.accrued_cents + self.paid_cents
        return self.budget_cents - used - self.available_cents


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A programme's lines of a year, and their sums in minor units."""

    code: str
    lines: tuple[LineView, ...]
    budget_cents: int
    committed_cents: int
    accrued_cents: int
    paid_cents: int
    available_cents: int
    lapsed_cents: int


@dataclass(frozen=True, slots=True)
class MovementView:
    """Money of a line that went from one stage to the next in a journal (entry `n`).

    Stages: authority (what the assembly decided), available, committed, accrued, paid.
    """

    n: int
    kind: str
    effective: str
    source: str
    target: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class OfCharter:
    """The levy of the charter that a levy was adopted by, as that charter (by its hash) has it.

    `payers` are the cities of the group that pays, members or not; None where every member does.
    """

    id: str
    charter_sha256: str
    payers: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class LevyView:
    """A levy; `assessment` holds every step once it is assessed.

    `of_charter` is None where its formula came with the act; `figures` are those of the coalition
    as a whole.
    """

    code: str
    year: int
    title: dict[str, str]
    need_cents: int
    formula: Levy
    adopted_n: int
    decision_n: int | None
    assessed_n: int | None
    assessment: Assessment | None
    of_charter: OfCharter | None
    figures: Facts


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """What a member owes for an instalment, or for a charge that was taken over.

    Without a levy and a title it is its share on leaving, or `lacking` at the coalition's end.
    """

    number: int
    levy: str | None
    levy_title: dict[str, str] | None
    city: str
    amount_cents: int
    paid_cents: int
    due: str
    reference: str
    issued_n: int
    lacking: bool = False

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
    """The way of money back to its vote: payment, invoice, commitment, budget line, decision.

    What has not happened yet is None.
    """

    line: LineView
    commitment: CommitmentView
    invoice: SupplierInvoiceView | None

    @property
    def payment_n(self) -> int | None:
        """The entry of the payment."""
        return self.invoice.paid_n if self.invoice else None


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
class Charged:
    """What a member was charged for a year, and has paid of it, in minor units."""

    city: str
    charged_cents: int
    paid_cents: int

    @property
    def open_cents(self) -> int:
        """What it still owes."""
        return self.charged_cents - self.paid_cents


@dataclass(frozen=True, slots=True)
class Statement:
    """What a member was charged, has paid, still owes, and holds to its credit (in minor units)."""

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


@dataclass(frozen=True, slots=True)
class TransferView:
    """One line of a journal: an amount from the debited to the credited account, by their codes."""

    line: int
    debit: str
    credit: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class JournalView:
    """A journal, entry `n` of the record; `transfers` are its first lines of `count`."""

    n: int
    kind: str
    period: str
    effective: str
    at: str
    authority: str
    count: int
    transfers: tuple[TransferView, ...]


@dataclass(frozen=True, slots=True)
class JournalPage:
    """One page of journals, newest first, counted from 1."""

    journals: tuple[JournalView, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An account with what went through it, and the last journal that moved it (0: none)."""

    account: str
    kind: str
    member: str
    line: str
    year: int | None
    debits_cents: int
    credits_cents: int
    last_journal: int

    @property
    def net_cents(self) -> int:
        """Debits less credits."""
        return self.debits_cents - self.credits_cents
