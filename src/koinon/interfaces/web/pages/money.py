"""Money: the chest, a year in and out, a budget line, an invoice with its way back to the vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from koinon.interfaces.shared import sender
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.money_offered import offered
from koinon.interfaces.web.pages.money_strip import steps
from koinon.treasury import queries as treasury

TREASURER: Final = "treasury.pay/1"
"""Who may do this act works at the treasurer's desk."""
ROWS_A_PAGE: Final = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """One page of a list, counted from 1."""

    rows: Sequence[T]
    page: int
    pages: int


def paged(rows: Sequence[T], request: HttpRequest) -> Paged[T]:
    """The page of a list that the address asks for, the nearest one there is."""
    pages = max(1, -(-len(rows) // ROWS_A_PAGE))
    page = min(max(1, number_in(request.GET, "page", 1)), pages)
    return Paged(rows[(page - 1) * ROWS_A_PAGE :][:ROWS_A_PAGE], page, pages)


def year_in(request: HttpRequest, years: Sequence[int]) -> int:
    """The year asked for, if it has books; else the present one, else the latest before it."""
    wanted = number_in(request.GET, "year", 0)
    present = int(now()[:4])
    past = [year for year in years if year <= present]
    return wanted if wanted in years else next(iter((*past, *reversed(years))), present)


def money_page(request: HttpRequest) -> HttpResponse:
    """The chest as it stands, and a year's money in and out."""
    currency = said.currency()
    years = treasury.years()
    year = year_in(request, years)
    charged = treasury.charged(year)
    programmes = treasury.programmes(treasury.budget(currency, year))
    context = {
        "chest": treasury.chest(currency),
        "currency": currency,
        "years": years,
        "year": year,
        "levies": treasury.levies(year),
        "offered": offered(sender.acting_seat(request) or ""),
        "members": paged(charged, request),
        "members_total": totals(charged),
        "programmes": programmes,
        "largest": max((one.budget_cents for one in programmes), default=0),
        "spent": totals_of_lines(programmes),
        "closed": treasury.is_closed(year),
        "unexplained": treasury.bank_lines(unexplained_only=True),
        "names": words.city_names(),
        "treasurer": _may_pay(request),
    }
    return render(request, "koinon/money/money.html", context)


def totals(charged: Sequence[treasury.Charged]) -> treasury.Charged:
    """All members together."""
    return treasury.Charged(
        "", sum(one.charged_cents for one in charged), sum(one.paid_cents for one in charged)
    )


def totals_of_lines(programmes: Sequence[treasury.ProgrammeView]) -> treasury.ProgrammeView:
    """All programmes together."""
    lines = tuple(line for one in programmes for line in one.lines)
    return treasury.summed("", lines)


def _may_pay(request: HttpRequest) -> bool:
    return may(TREASURER, sender.acting_seat(request) or "")


def line_page(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A budget line: its decision, what was promised, invoiced and paid, every movement."""
    currency = said.currency()
    line = treasury.line(currency, year, code)
    if line is None:
        raise Http404
    context = {
        "line": line,
        "title": said.line_title(line),
        "closed": treasury.is_closed(year),
        "decided": said.decided(line.decision_n),
        "article": said.article_of(line.adopted_n, said.ADOPT_BUDGET) if line.adopted_n else None,
        "commitments": treasury.commitments(year, code),
        "invoices": treasury.supplier_invoices(year=year, line=code),
        "movements": treasury.movements(currency, year, code),
    }
    return render(request, "koinon/money/line.html", context)


def invoice_page(request: HttpRequest, number: int) -> HttpResponse:
    """A supplier's invoice and its payment, with every step back to the article."""
    strip = treasury.strip(said.currency(), number)
    if strip is None or strip.invoice is None:
        raise Http404
    context: dict[str, Any] = {
        "invoice": strip.invoice,
        "commitment": strip.commitment,
        "line": strip.line,
        "line_title": said.line_title(strip.line),
        "steps": steps(strip),
        "treasurer": _may_pay(request),
    }
    return render(request, "koinon/money/invoice.html", context)
