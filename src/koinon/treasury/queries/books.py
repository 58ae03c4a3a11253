"""Reads of the books: the chest, the journal, the trial balance, the bank's statement."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q, Sum

from koinon.treasury import chart
from koinon.treasury.models import Account, AccountTitle, BankFact, Journal, Levy, Period, Transfer
from koinon.treasury.queries.views import (
    BankLine,
    Chest,
    JournalPage,
    JournalView,
    TransferView,
    TrialRow,
)

JOURNALS_A_PAGE = 20
LINES_SHOWN = 40
"""Lines of a journal that a page of journals holds; a levy may have 120,000."""


def years() -> tuple[int, ...]:
    """The years with a levy, a budget or any spending, newest first."""
    levied = Levy.objects.order_by().values_list("year", flat=True).distinct()
    booked = Account.objects.order_by().values_list("fiscal_year", flat=True).distinct()
    found = {*levied, *booked}
    return tuple(sorted((year for year in found if year is not None), reverse=True))


def is_closed(year: int) -> bool:
    """Whether a year's books are closed for good."""
    return Period.objects.filter(id=str(year), state="closed").exists()


def chest(currency: str) -> Chest:
    """The chest as it stands."""
    groups = ("bank", "overdraft", "exceptions", "receivable", "advance", "payable")
    net = F("posted_debits") - F("posted_credits")
    sums = {name: Sum(net, filter=Q(code=name) | Q(code__startswith=f"{name}/")) for name in groups}
    found = Account.objects.filter(fund_id=chart.COMMON.id, unit_id=currency).aggregate(**sums)
    nets = {name: int(found[name] or 0) for name in groups}
    return Chest(
        bank_cents=nets["bank"],
        overdraft_cents=-nets["overdraft"],
        exceptions_cents=nets["exceptions"],
        receivable_cents=nets["receivable"],
        advances_cents=-nets["advance"],
        payable_cents=-nets["payable"],
    )


def trial_balance(currency: str) -> tuple[TrialRow, ...]:
    """Every account of the common chest, by code; debits and credits come to the same."""
    rows = Account.objects.filter(fund_id=chart.COMMON.id, unit_id=currency)
    trial = [
        TrialRow(
            account=row.code,
            kind=row.kind,
            member=row.member,
            line=row.programme,
            year=row.fiscal_year,
            debits_cents=row.posted_debits,
            credits_cents=row.posted_credits,
            last_journal=row.last_journal,
        )
        for row in rows
    ]
    assert sum(row.net_cents for row in trial) == 0, "the chest does not balance"
    return tuple(sorted(trial, key=lambda row: row.account))


def account_titles() -> dict[str, dict[str, str]]:
    """What each account that was taken over holds, by the account and by language."""
    rows = AccountTitle.objects.order_by("account").values_list("account", "title")
    return {account: dict(title) for account, title in rows}


def journals(page: int = 1) -> JournalPage:
    """A page of journals, newest first."""
    total = Journal.objects.count()
    pages = max(1, -(-total // JOURNALS_A_PAGE))
    page = min(max(1, page), pages)
    first = (page - 1) * JOURNALS_A_PAGE
    rows = list(Journal.objects.order_by("-n")[first : first + JOURNALS_A_PAGE])
    lines = _transfers(row.n for row in rows)
    return JournalPage(
        tuple(_journal(row, tuple(lines[row.n])) for row in rows), page, pages, total
    )


def _transfers(ns: Iterator[int]) -> dict[int, list[TransferView]]:
    """The first lines of these journals."""
    found: dict[int, list[TransferView]] = {n: [] for n in ns}
    rows = Transfer.objects.filter(journal_id__in=list(found), line__lte=LINES_SHOWN)
    for n, *line in rows.order_by("journal_id", "line").values_list("journal_id", *_LINE):
        found[n].append(TransferView(*line))
    return found


_LINE = ("line", "debit__code", "credit__code", "amount")


def _journal(row: Journal, transfers: tuple[TransferView, ...]) -> JournalView:
    return JournalView(
        n=row.n,
        kind=row.kind,
        period=row.period_id,
        effective=row.effective,
        at=row.at_utc,
        authority=row.authority,
        count=row.lines,
        transfers=transfers,
    )


def journal_lines(year: int | None = None) -> Iterator[tuple[JournalView, TransferView]]:
    """Every line booked (in a year's books), in the order of the record, with its journal."""
    rows = Transfer.objects.select_related("journal").order_by("journal_id", "line")
    if year is not None:
        rows = rows.filter(journal__period_id=str(year))
    journal: JournalView | None = None
    for row in rows.select_related("journal", "debit", "credit").iterator(chunk_size=2_000):
        if journal is None or journal.n != row.journal.n:
            journal = _journal(row.journal, ())
        yield journal, TransferView(row.line, row.debit.code, row.credit.code, row.amount)


def bank_lines(limit: int = 50, *, unexplained_only: bool = False) -> tuple[BankLine, ...]:
    """The latest lines of the bank's statement (those nobody has explained yet)."""
    rows = BankFact.objects.order_by("-on", "-recorded_n")
    if unexplained_only:
        rows = rows.filter(city=None, explained_n=None)
    return tuple(
        BankLine(row.reference, row.on, row.amount_cents, row.city, row.recorded_n, row.explained_n)
        for row in rows[:limit]
    )
