"""For the auditor: the journal and the trial balance, as pages and as files with units."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeAlias

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from koinon.interfaces.web import words
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages import money_words as said
from koinon.methods.currencies import EXPONENTS
from koinon.record import store
from koinon.treasury import queries as treasury

Cell: TypeAlias = str | int | None
Table: TypeAlias = tuple[Sequence[str], Iterable[Sequence[Cell]]]
"""The columns of a file and its rows."""
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


def journal_page(request: HttpRequest) -> HttpResponse:
    """Every booking, newest first, each with its entry and its authority."""
    context = {
        "list": treasury.journals(number_in(request.GET, "page", 1)),
        "currency": said.currency(),
        "names": words.city_names(),
    }
    return render(request, "koinon/money/journal.html", context)


def trial_balance_page(request: HttpRequest) -> HttpResponse:
    """Every account with what went through it; debits and credits come to the same."""
    rows = treasury.trial_balance(said.currency())
    debits, credits = sum(one.debits_cents for one in rows), sum(one.credits_cents for one in rows)
    context = {
        "rows": list(_anchored(rows)),
        "debits": debits,
        "credits": credits,
        "difference": debits - credits,
        "currency": said.currency(),
        "names": words.city_names(),
        "head": store.head(),
    }
    return render(request, "koinon/money/trial_balance.html", context)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account and its place on the page; the first of a group has the group's word."""

    row: treasury.TrialRow
    anchor: str


def _anchored(rows: Iterable[treasury.TrialRow]) -> Iterator[AccountRow]:
    seen: set[str] = set()
    for row in rows:
        group = row.account.partition("/")[0]
        yield AccountRow(row, row.account.replace("/", "-") if group in seen else group)
        seen.add(group)


def journal_file(request: HttpRequest) -> StreamingHttpResponse:
    """The whole journal as CSV, line by line as it is read."""
    return answered("journal.csv", _journal(said.currency(), None))


def trial_balance_file(request: HttpRequest) -> StreamingHttpResponse:
    """The trial balance as CSV."""
    return answered("trial-balance.csv", _trial(said.currency()))


def answered(name: str, table: Table) -> StreamingHttpResponse:
    """A table as a CSV file of this name, row by row."""
    answer = StreamingHttpResponse(_lines(table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(table: Table) -> Iterator[str]:
    """The file of a table (RFC 4180), line by line, its columns first."""
    columns, rows = table
    for row in chain((columns,), rows):
        out = io.StringIO()
        csv.writer(out).writerow([_safe(cell) for cell in row])
        yield out.getvalue()


def _safe(cell: Cell) -> Cell:
    """A cell as it stands; text that a spreadsheet would run as a formula gets an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS) else cell


def year_file(request: HttpRequest, year: int) -> HttpResponse:
    """A year's books as a zip of CSV files, with a page that says what the columns mean."""
    currency = said.currency()
    if year not in treasury.years():
        raise Http404
    tables = {
        "budget.csv": _budget(currency, year),
        "commitments.csv": _commitments(currency, year),
        "supplier-invoices.csv": _supplier_invoices(currency, year),
        "levies.csv": _charges(currency, year),
        "member-invoices.csv": _invoices(currency, year),
        "journal.csv": _journal(currency, year),
        "trial-balance.csv": _trial(currency),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        kept.writestr(_named("README.txt"), _readme(request, year, currency))
        for name, table in tables.items():
            kept.writestr(_named(name), "".join(_lines(table)))
    answer = HttpResponse(out.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="books-{year}.zip"'
    return answer


def _named(name: str) -> zipfile.ZipInfo:
    """A file in the zip, dated so that the same books give the same bytes."""
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _readme(request: HttpRequest, year: int, currency: str) -> str:
    head = store.head()
    lines = (
        gettext("The books of {year}, as the record of {size} entries gives them."),
        gettext("Amounts are whole minor units of {currency}; {places} decimal places make one."),
        gettext("Columns named entry hold the number of the entry that proves the row: {entries}"),
        gettext("The whole record, to check all of it without this server: {log}"),
    )
    facts = {
        "year": year,
        "size": head.size,
        "currency": currency,
        "places": EXPONENTS[currency],
        "entries": request.build_absolute_uri(reverse("record")),
        "log": request.build_absolute_uri("/log/"),
    }
    return "".join(f"{line.format_map(facts)}\n" for line in lines)


def _unit(currency: str) -> str:
    """How a column of amounts is headed: minor units, their currency and its decimal places."""
    return f"minor units, {currency} with {EXPONENTS[currency]} decimals"


def _journal(currency: str, year: int | None) -> Table:
    columns = (
        *("entry", "line", "kind", "period", "effective", "at_utc", "authority"),
        *("debit_account", "credit_account", f"amount ({_unit(currency)})"),
    )
    rows = (
        (
            *(one.n, moved.line, one.kind, one.period, one.effective, one.at, one.authority),
            *(moved.debit, moved.credit, moved.amount_cents),
        )
        for one, moved in treasury.journal_lines(year)
    )
    return columns, rows


def _trial(currency: str) -> Table:
    unit = _unit(currency)
    columns = (
        *("account", "kind", "member", "line", "year"),
        *(f"debits ({unit})", f"credits ({unit})", f"net ({unit})", "last_entry"),
    )
    rows = (
        (
            *(row.account, row.kind, row.member, row.line, row.year),
            *(row.debits_cents, row.credits_cents, row.net_cents, row.last_journal or None),
        )
        for row in treasury.trial_balance(currency)
    )
    return columns, rows


def _budget(currency: str, year: int) -> Table:
    unit = _unit(currency)
    stages = ("budget", "committed", "owed", "paid", "available", "lapsed")
    columns = (
        *("year", "programme", "line", "title", "adopted_entry", "decision_entry"),
        *(f"{stage} ({unit})" for stage in stages),
    )
    rows = (
        (
            *(one.year, one.programme, one.code, said.line_title(one)),
            *(one.adopted_n, one.decision_n, one.budget_cents, one.committed_cents),
            *(one.accrued_cents, one.paid_cents, one.available_cents, one.lapsed_cents),
        )
        for one in treasury.budget(currency, year)
    )
    return columns, rows


def _commitments(currency: str, year: int) -> Table:
    unit = _unit(currency)
    columns = (
        *("commitment", "year", "line", "title", f"amount ({unit})", f"invoiced ({unit})"),
        *("payee_commitment_sha256", "contract_sha256", "entry"),
    )
    rows = (
        (
            *(one.number, one.year, one.line, one.title, one.amount_cents, one.invoiced_cents),
            *(one.payee, one.contract_sha256, one.committed_n),
        )
        for one in treasury.commitments(year)
    )
    return columns, rows


def _supplier_invoices(currency: str, year: int) -> Table:
    columns = (
        *("invoice", "commitment", "line", "supplier_number", f"amount ({_unit(currency)})"),
        *("document_sha256", "accepted_entry", "paid_entry"),
    )
    rows = (
        (
            *(one.number, one.commitment.number, one.commitment.line, one.supplier_number),
            *(one.amount_cents, one.document_sha256, one.accepted_n, one.paid_n),
        )
        for one in treasury.supplier_invoices(year=year)
    )
    return columns, rows


def _charges(currency: str, year: int) -> Table:
    unit = _unit(currency)
    columns = ("levy", "member", f"exact ({unit})", f"owes ({unit})", "assessed_entry")
    rows = (
        (levy.code, charge.member, str(charge.exact_cents), charge.cents, levy.assessed_n)
        for levy in treasury.levies(year)
        if levy.assessment is not None
        for charge in levy.assessment.charges
    )
    return columns, rows


def _invoices(currency: str, year: int) -> Table:
    unit = _unit(currency)
    columns = (
        *("invoice", "levy", "member", f"amount ({unit})", f"paid ({unit})"),
        *("due", "reference_iso11649", "entry"),
    )
    rows = (
        (
            *(one.number, one.levy, one.city, one.amount_cents, one.paid_cents),
            *(one.due, one.reference, one.issued_n),
        )
        for one in treasury.invoices(year=year)
    )
    return columns, rows
