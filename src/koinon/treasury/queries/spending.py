"""Reads of the budget: lines and programmes against actual, commitments, invoices, the strip."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Q

from koinon.treasury import chart
from koinon.treasury.models import Account, BudgetLine, Commitment, SupplierInvoice, Transfer
from koinon.treasury.queries.views import (
    CommitmentView,
    LineView,
    MovementView,
    ProgrammeView,
    Strip,
    SupplierInvoiceView,
)

STAGES = ("committed", "accrued", "paid", "available")
"""Where the money of a line can stand; together they are its budget."""


def budget(currency: str, year: int) -> tuple[LineView, ...]:
    """Budget against actual, by programme and line; last what standing authority spent alone."""
    sums = _stages(currency, year)
    rows = BudgetLine.objects.filter(year=year).order_by("programme", "code")
    decided = [_line(row, sums.pop(row.code, {})) for row in rows]
    standing = [_standing(year, code, stages) for code, stages in sorted(sums.items())]
    return (*decided, *standing)


def line(currency: str, year: int, code: str) -> LineView | None:
    """One line of a year's budget, or what standing authority spent under that name."""
    sums = _stages(currency, year, code)
    row = BudgetLine.objects.filter(year=year, code=code).first()
    if row is not None:
        return _line(row, sums.get(code, {}))
    return _standing(year, code, sums[code]) if code in sums else None


def line_titles() -> dict[tuple[str, int], dict[str, str]]:
    """The title under which each line was adopted, by its code and year, the latest year first."""
    rows = BudgetLine.objects.order_by("-year", "code").values_list("code", "year", "title")
    return {(code, year): dict(title) for code, year, title in rows}


def _stages(currency: str, year: int, code: str | None = None) -> dict[str, dict[str, int]]:
    """Minor units at each stage, by line."""
    rows = Account.objects.filter(
        fund_id=chart.COMMON.id, unit_id=currency, kind="budget", fiscal_year=year
    ).exclude(programme="")
    if code is not None:
        rows = rows.filter(programme=code)
    found: dict[str, dict[str, int]] = {}
    for row in rows.order_by("code"):
        stages = found.setdefault(row.programme, {})
        stage = _stage(row.code)
        stages[stage] = stages.get(stage, 0) + row.posted_credits - row.posted_debits
        if stage == "available":  # every amount given to a line is credited here, and stays so
            stages["budget"] = row.posted_credits
    return found


def _stage(code: str) -> str:
    """The stage an account of the budget ledger stands for: "2025/heat/paid" gives "paid"."""
    parts = code.split("/")
    return parts[2] if len(parts) > 2 else "authority"


def _line(row: BudgetLine, stages: dict[str, int]) -> LineView:
    return LineView(
        year=row.year,
        code=row.code,
        programme=row.programme,
        title=dict(row.title),
        adopted_n=row.adopted_n,
        decision_n=row.decision_n,
        budget_cents=stages.get("budget", 0),
        committed_cents=stages.get("committed", 0),
        accrued_cents=stages.get("accrued", 0),
        paid_cents=stages.get("paid", 0),
        available_cents=stages.get("available", 0),
    )


def _standing(year: int, code: str, stages: dict[str, int]) -> LineView:
    row = BudgetLine(year=year, code=code, programme="", title={})
    return _line(row, stages)


def programmes(lines: Iterable[LineView]) -> tuple[ProgrammeView, ...]:
    """The lines by programme, with sums."""
    ordered = sorted(lines, key=lambda one: (one.adopted_n is None, one.programme, one.code))
    return tuple(
        summed(code, tuple(group))
        for code, group in groupby(ordered, key=lambda one: one.programme)
    )


def summed(code: str, lines: tuple[LineView, ...]) -> ProgrammeView:
    """Lines under one name, with their sums."""
    return ProgrammeView(
        code,
        lines,
        budget_cents=sum(one.budget_cents for one in lines),
        committed_cents=sum(one.committed_cents for one in lines),
        accrued_cents=sum(one.accrued_cents for one in lines),
        paid_cents=sum(one.paid_cents for one in lines),
        available_cents=sum(one.available_cents for one in lines),
        lapsed_cents=sum(one.lapsed_cents for one in lines),
    )


def movements(currency: str, year: int, code: str) -> tuple[MovementView, ...]:
    """Everything that moved money of a line from one stage to another, in the record's order."""
    own = Account.objects.filter(
        fund_id=chart.COMMON.id, unit_id=currency, kind="budget", fiscal_year=year, programme=code
    ).values("id")
    rows = Transfer.objects.filter(Q(debit_id__in=own) | Q(credit_id__in=own))
    rows = rows.select_related("journal", "debit", "credit").order_by("journal_id", "line")
    return tuple(
        MovementView(
            n=row.journal.n,
            kind=row.journal.kind,
            effective=row.journal.effective,
            source=_stage(row.debit.code),
            target=_stage(row.credit.code),
            amount_cents=row.amount,
        )
        for row in rows
    )


def commitments(year: int | None = None, line: str | None = None) -> tuple[CommitmentView, ...]:
    """The commitments (of a year's lines, of one), newest first."""
    rows = Commitment.objects.select_related("line").order_by("-number")
    wanted = {"line__year": year, "line__code": line}
    chosen = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return tuple(map(_commitment, chosen))


def commitment(number: int) -> CommitmentView | None:
    """One commitment."""
    row = Commitment.objects.select_related("line").filter(number=number).first()
    return _commitment(row) if row else None


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


def supplier_invoices(
    *, unpaid_only: bool = False, year: int | None = None, line: str | None = None
) -> tuple[SupplierInvoiceView, ...]:
    """The accepted invoices (on a year's lines, on one), newest first."""
    rows = SupplierInvoice.objects.select_related("commitment__line").order_by("-number")
    wanted = {"commitment__line__year": year, "commitment__line__code": line}
    chosen = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if unpaid_only:
        chosen = chosen.filter(paid_n=None)
    return tuple(map(_supplier_invoice, chosen))


def largest_payments(year: int, limit: int = 3) -> tuple[SupplierInvoiceView, ...]:
    """The largest paid invoices on a year's lines; of equal ones the earlier first."""
    rows = SupplierInvoice.objects.select_related("commitment__line").exclude(paid_n=None)
    chosen = rows.filter(commitment__line__year=year).order_by("-amount_cents", "number")
    return tuple(map(_supplier_invoice, chosen[:limit]))


def latest_payments(limit: int = 20) -> tuple[SupplierInvoiceView, ...]:
    """The invoices paid last, the latest first."""
    rows = SupplierInvoice.objects.select_related("commitment__line").exclude(paid_n=None)
    return tuple(map(_supplier_invoice, rows.order_by("-paid_n", "-number")[:limit]))


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
    """The way of a supplier's invoice back to its vote."""
    return _strip(currency, SupplierInvoice.objects.filter(number=invoice).first())


def strip_of_entry(currency: str, n: int) -> Strip | None:
    """The way of what an entry promised, accepted or paid; None where it did none of these."""
    found = _strip(currency, SupplierInvoice.objects.filter(Q(accepted_n=n) | Q(paid_n=n)).first())
    if found is not None:
        return found
    row = Commitment.objects.select_related("line").filter(committed_n=n).first()
    if row is None:
        return None
    return Strip(_known_line(currency, row), _commitment(row), None)


def _strip(currency: str, row: SupplierInvoice | None) -> Strip | None:
    if row is None:
        return None
    invoice = _supplier_invoice(row)
    return Strip(_known_line(currency, row.commitment), invoice.commitment, invoice)


def _known_line(currency: str, row: Commitment) -> LineView:
    stages = _stages(currency, row.line.year, row.line.code)
    return _line(row.line, stages.get(row.line.code, {}))
