"""Reads of arrears: who has not paid, for how long, and what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.cities.queries import SuspensionView
from koinon.treasury.arrears import delays, standing, unpaid, warned_from
from koinon.treasury.models import ArrearsWarning, Invoice
from koinon.treasury.queries.revenue import invoice_view
from koinon.treasury.queries.views import InvoiceView

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Overdue:
    """An invoice that is not paid although its day has passed, and what follows.

    `warns_at` is the instant from which its payer is warned, None where the charter takes nothing
    away; `warned_n` and `suspends_at` are there while a warning stands.
    """

    invoice: InvoiceView
    days: int
    until: str | None
    warns_at: str | None
    warned_n: int | None
    suspends_at: str | None
    suspension: SuspensionView | None


@dataclass(frozen=True, slots=True)
class OverduePage:
    """One page of overdue invoices, the oldest first, counted from 1; `cents` is open in all."""

    rows: tuple[Overdue, ...]
    page: int
    pages: int
    total: int


def overdue(day: str, page: int = 1, *, city: str | None = None) -> OverduePage:
    """The invoices whose due day is before a day and that are not paid (of one member)."""
    rows = unpaid().filter(due__lt=day).select_related("levy")
    if city is not None:
        rows = rows.filter(city=city)
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    chosen = list(rows[(page - 1) * PAGE_SIZE :][:PAGE_SIZE])
    warned = {one.invoice_id: one for one in standing().filter(invoice__in=chosen)}
    given = delays()
    views = [_overdue(row, day, given.get(row.city), warned.get(row.id)) for row in chosen]
    return OverduePage(tuple(views), page, pages, total)


def _overdue(row: Invoice, day: str, until: str | None, warning: ArrearsWarning | None) -> Overdue:
    charter = in_force()
    terms = charter.arrears
    return Overdue(
        invoice=invoice_view(row),
        days=(date.fromisoformat(day) - date.fromisoformat(row.due)).days,
        until=until if until is not None and until >= day else None,
        warns_at=warned_from(terms, charter.time_zone, row.due, until) if terms else None,
        warned_n=warning.warned_n if warning else None,
        suspends_at=warning.suspends_at if warning else None,
        suspension=cities.suspension(row.city),
    )
