"""The ledger's tables, for reading; `ledger.py` writes them and the database keeps their rules.

Django does not manage these tables: they come from `sql/`, and `schema.py` watches over them.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from koinon.acts.state import State
from koinon.treasury.models_audit import (
    Audit,
    AuditSample,
    Confirmation,
    EvidenceRequest,
    Finding,
    SampledItem,
)

__all__ = [
    "Account",
    "AccountTitle",
    "ArrearsWarning",
    "Audit",
    "AuditSample",
    "BankFact",
    "BudgetLine",
    "Commitment",
    "Confirmation",
    "CreditNote",
    "Delay",
    "Dispute",
    "EvidenceRequest",
    "Finding",
    "Fund",
    "Invoice",
    "Journal",
    "Levy",
    "Period",
    "Recalculation",
    "ResidualCharge",
    "SampledItem",
    "SharedOut",
    "SupplierInvoice",
    "Transfer",
    "Unit",
]


class Unit(State):
    """A currency: ISO 4217 code and number of decimal places of its minor unit."""

    code = models.CharField(max_length=3, primary_key=True)
    exponent = models.IntegerField()

    class Meta:
        managed = False
        db_table = "ledger_unit"


class Fund(State):
    """Money with a purpose of its own; no transfer leaves its fund."""

    id = models.CharField(max_length=64, primary_key=True)
    purpose = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "ledger_fund"


class Period(State):
    """An accounting period: open, then closed for good."""

    id = models.CharField(max_length=64, primary_key=True)
    state = models.CharField(max_length=6)

    class Meta:
        managed = False
        db_table = "ledger_period"


class Account(State):
    """An account of one fund and one unit, with the balances the database keeps.

    Amounts are whole minor units, below 2**53. `last_journal` is the last one that moved it
    (0: none yet).
    """

    id = models.CharField(max_length=64, primary_key=True)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+", db_column="fund")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_column="unit")
    code = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    rule = models.CharField(max_length=21)
    programme = models.CharField(max_length=64, default="")
    member = models.CharField(max_length=64, default="")
    fiscal_year = models.IntegerField(null=True)
    closed = models.BooleanField(default=False)
    posted_debits = models.BigIntegerField(default=0)
    posted_credits = models.BigIntegerField(default=0)
    pending_debits = models.BigIntegerField(default=0)
    pending_credits = models.BigIntegerField(default=0)
    last_journal = models.BigIntegerField(default=0)

    class Meta:
        managed = False
        db_table = "ledger_account"


class Journal(State):
    """The transfers of one entry of the record, all or none; `n` is the entry's index."""

    n = models.BigIntegerField(primary_key=True)
    lines = models.IntegerField()
    kind = models.CharField(max_length=64)
    period = models.ForeignKey(Period, models.PROTECT, related_name="+", db_column="period")
    effective = models.CharField(max_length=10)
    at_utc = models.CharField(max_length=27)
    authority = models.CharField(max_length=200)
    reverses = models.OneToOneField(
        "self", models.PROTECT, related_name="+", db_column="reverses", null=True
    )

    class Meta:
        managed = False
        db_table = "ledger_journal"


class Transfer(State):
    """One line of a journal: an amount from one account's debit to another's credit."""

    pk = models.CompositePrimaryKey("journal_id", "line")
    journal = models.ForeignKey(
        Journal, models.PROTECT, related_name="+", db_column="journal", db_index=False
    )
    line = models.IntegerField()
    fund = models.CharField(max_length=64)
    unit = models.CharField(max_length=3)
    debit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_column="debit")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_column="credit")
    amount = models.BigIntegerField()
    phase = models.CharField(max_length=7)
    resolves_journal = models.BigIntegerField(null=True)
    resolves_line = models.IntegerField(null=True)

    class Meta:
        managed = False
        db_table = "ledger_transfer"


class BudgetLine(State):
    """A line of a year's budget; its amounts are accounts of the ledger (see `chart`)."""

    id = models.UUIDField(primary_key=True)
    year = models.IntegerField()
    code = models.CharField(max_length=40)
    programme = models.CharField(max_length=40)
    title = models.JSONField()
    adopted_n = models.BigIntegerField()
    decision_n = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "code"], name="one_line_a_year")
        ]


class Levy(State):
    """A levy as adopted, and once assessed with every step of it.

    `charter_levy` and `charter_sha256` are the levy of the charter that it was adopted by, and
    that charter's text; None where the formula came with the act. `payers` are the cities of the
    group that pays, members or not, None where every member does; `figures` those of the coalition
    as a whole, as [name, exact number].
    """

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)
    year = models.IntegerField(db_index=True)
    title = models.JSONField()
    need_cents = models.BigIntegerField()
    formula = models.JSONField()
    charter_levy = models.CharField(max_length=63, null=True)
    charter_sha256 = models.CharField(max_length=64, null=True)
    payers = models.JSONField(null=True)
    figures = models.JSONField(default=list)
    instalments = models.JSONField()
    adopted_n = models.BigIntegerField()
    decision_n = models.BigIntegerField(null=True)
    assessed_n = models.BigIntegerField(null=True)
    assessed_at = models.CharField(max_length=27, null=True)
    assessment = models.JSONField(null=True)


class Invoice(State):
    """What a member owes: an instalment of a levy, or (without one) its share on leaving.

    `title` is what books kept elsewhere charged it for; it belongs to no levy of ours. `reference`
    is a creditor reference of ISO 11649.
    """

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    levy = models.ForeignKey(Levy, models.PROTECT, related_name="+", null=True)
    title = models.JSONField(null=True)
    year = models.IntegerField(db_index=True)
    city = models.CharField(max_length=40)
    amount_cents = models.BigIntegerField()
    paid_cents = models.BigIntegerField()
    due = models.CharField(max_length=10)
    reference = models.CharField(max_length=25, unique=True)
    issued_n = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["city", "due", "number"])]


class Dispute(State):
    """A member's objection to what a levy charges it.

    `status` is "open", then how it ended in entry `ended_n`: "settled" (granted by the answer),
    "upheld", "upheld in part", "rejected" or "withdrawn". While it is open and `stays`, nothing is
    lost by the levy's invoices to the member. One that was upheld is carried out by computing anew
    (entry `recalculated_n`), or by what was `done` instead (entry `carried_out_n`).

    It is to be answered before the instant `answer_by` and ruled on before `rule_by`, where the
    charter it was raised under set days; `unanswered` is what it made of silence, and an answer
    without a reason is silence.
    """

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    levy = models.ForeignKey(Levy, models.PROTECT, related_name="+")
    city = models.CharField(max_length=40)
    ground = models.CharField(max_length=200)
    figure = models.CharField(max_length=40, null=True)
    claimed = models.CharField(max_length=61, null=True)
    document_sha256 = models.CharField(max_length=64, null=True)
    stays = models.BooleanField()
    answer_by = models.CharField(max_length=27, null=True)
    unanswered = models.CharField(max_length=10, null=True)
    rule_by = models.CharField(max_length=27, null=True)
    opened_n = models.BigIntegerField()
    answer = models.CharField(max_length=10, null=True)
    answer_reason = models.CharField(max_length=200, null=True)
    answered_n = models.BigIntegerField(null=True)
    status = models.CharField(max_length=20)
    ruling_reason = models.CharField(max_length=200, null=True)
    ended_n = models.BigIntegerField(null=True)
    recalculated_n = models.BigIntegerField(null=True)
    done = models.CharField(max_length=200, null=True)
    carried_out_n = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["city", "status"]),
            models.Index(fields=["status", "answer_by"]),
        ]


class Recalculation(State):
    """A levy computed anew after an objection; `changes` are [member, cents more or less]."""

    id = models.UUIDField(primary_key=True)
    levy = models.ForeignKey(Levy, models.PROTECT, related_name="+")
    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="+")
    n = models.BigIntegerField()
    scope = models.CharField(max_length=20)
    assessment = models.JSONField()
    changes = models.JSONField()


class CreditNote(State):
    """What a member owes less by a levy than it was charged.

    `settled` says how much of it went on which invoice; the rest stays to the member's credit.
    """

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    levy = models.ForeignKey(Levy, models.PROTECT, related_name="+")
    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="+")
    city = models.CharField(max_length=40)
    amount_cents = models.BigIntegerField()
    settled = models.JSONField()
    issued_n = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["city", "number"])]


class ResidualCharge(State):
    """What a member that left was charged by its charter, with every number it follows from.

    `day` is its last day as a member and `left_n` the entry by which it left; `reckoning` is the
    plain form of `koinon.methods.residuals.Residual`. `invoice` is None where it owes nothing.
    """

    id = models.UUIDField(primary_key=True)
    city = models.CharField(max_length=40, unique=True)
    day = models.CharField(max_length=10)
    left_n = models.BigIntegerField()
    reckoning = models.JSONField()
    amount_cents = models.BigIntegerField()
    invoice = models.IntegerField(null=True)
    charged_n = models.BigIntegerField()


class SharedOut(State):
    """What a dissolved coalition had, in minor units, was shared out; there is one row at most.

    Negative, it was lacking and charged. `sharing` is the plain form of
    `koinon.methods.sharing.Sharing`.
    """

    id = models.UUIDField(primary_key=True)
    shared_n = models.BigIntegerField()
    total_cents = models.BigIntegerField()
    sharing = models.JSONField()


class ArrearsWarning(State):
    """A member was warned that it loses rights at `suspends_at` unless it pays an invoice.

    It stands until the invoice is settled or the member is given time (entry `ended_n`).
    """

    id = models.UUIDField(primary_key=True)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="+")
    city = models.CharField(max_length=40)
    suspends_at = models.CharField(max_length=27)
    warned_n = models.BigIntegerField()
    warned_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ended_n", "suspends_at"])]


class Delay(State):
    """A member was given time: it loses no right by what it owes before the day `until` is over."""

    id = models.UUIDField(primary_key=True)
    city = models.CharField(max_length=40)
    until = models.CharField(max_length=10)
    granted_n = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["city", "granted_n"])]


class Commitment(State):
    """Money of a line that is promised; `payee` is a commitment to a name in the vault."""

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    amount_cents = models.BigIntegerField()
    invoiced_cents = models.BigIntegerField()
    payee = models.CharField(max_length=64)
    contract_sha256 = models.CharField(max_length=64, null=True)
    committed_n = models.BigIntegerField()


class SupplierInvoice(State):
    """An invoice accepted against a commitment, paid by the entry `paid_n`."""

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    supplier_number = models.CharField(max_length=100)
    document_sha256 = models.CharField(max_length=64, null=True)
    accepted_n = models.BigIntegerField()
    paid_n = models.BigIntegerField(null=True)


class AccountTitle(State):
    """What an account that was taken over holds, in words."""

    id = models.UUIDField(primary_key=True)
    account = models.CharField(max_length=64, unique=True)
    title = models.JSONField()


class BankFact(State):
    """A line of the bank's statement; money out is negative.

    `settled` says how much of a receipt went on which invoice, `under_protest` why its payer paid
    without agreeing; `explained_n` is the entry that
    corrected or explained the line since.
    """

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=60, unique=True)
    on = models.CharField(max_length=10)
    amount_cents = models.BigIntegerField()
    city = models.CharField(max_length=40, null=True)
    recorded_n = models.BigIntegerField()
    settled = models.JSONField()
    under_protest = models.CharField(max_length=200, null=True)
    explained_n = models.BigIntegerField(null=True)
