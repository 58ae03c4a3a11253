"""Reads of what members owe: levies with every step, invoices, a member's statement."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.db.models import Sum

from koinon.methods.levies import Assessment, assessment_from_plain, levy_from_plain
from koinon.methods.levies import Levy as Formula
from koinon.treasury import chart
from koinon.treasury.models import Account, CreditNote, Invoice, Levy
from koinon.treasury.queries.views import Charged, InvoiceView, LevyView, OfCharter, Statement
from koinon.treasury.sharing import shared_out_n


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
    formula: Any = row.formula
    plain: Any = row.assessment
    read: Formula = levy_from_plain(formula)
    assessment: Assessment | None = assessment_from_plain(plain) if plain is not None else None
    return LevyView(
        row.code,
        row.year,
        dict(row.title),
        row.need_cents,
        read,
        row.adopted_n,
        row.decision_n,
        row.assessed_n,
        assessment,
        _of_charter(row),
        tuple((name, Fraction(value)) for name, value in row.figures),
    )


def _of_charter(row: Levy) -> OfCharter | None:
    if row.charter_levy is None or row.charter_sha256 is None:
        return None
    payers = None if row.payers is None else tuple(row.payers)
    return OfCharter(row.charter_levy, row.charter_sha256, payers)


def invoices(
    city: str | None = None, *, levy: str | None = None, year: int | None = None
) -> tuple[InvoiceView, ...]:
    """The invoices to members (to one, of a levy, of a year), by due day."""
    rows = Invoice.objects.select_related("levy").order_by("due", "number")
    wanted = {"city": city, "levy__code": levy, "year": year}
    chosen = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return tuple(map(invoice_view, chosen))


def invoice(number: int) -> InvoiceView | None:
    """The invoice to a member of this number."""
    row = Invoice.objects.select_related("levy").filter(number=number).first()
    return invoice_view(row) if row else None


def invoice_view(row: Invoice) -> InvoiceView:
    """An invoice as queries return it; its levy is read with it."""
    return InvoiceView(
        row.number,
        row.levy.code if row.levy else None,
        dict(row.levy.title) if row.levy else dict(row.title) if row.title else None,
        row.city,
        row.amount_cents,
        row.paid_cents,
        row.due,
        row.reference,
        row.issued_n,
        row.issued_n == shared_out_n(),
    )


def charged(year: int) -> tuple[Charged, ...]:
    """What each member was charged for a year and has paid of it, by the member's name."""
    less = credited(year=year)
    rows = Invoice.objects.filter(year=year).values("city").order_by("city")
    sums = rows.annotate(amount=Sum("amount_cents"), paid=Sum("paid_cents"))
    return tuple(
        Charged(
            row["city"],
            int(row["amount"]) - less.get(row["city"], 0),
            int(row["paid"]) - less.get(row["city"], 0),
        )
        for row in sums
    )


def credited(*, year: int | None = None) -> dict[str, int]:
    """What credit notes took off each member's charges (of a year), in minor units.

    A credit note settles invoices like money; so it lowers what was charged and what was paid.
    """
    rows = CreditNote.objects.order_by("city")
    chosen = rows if year is None else rows.filter(levy__year=year)
    sums = chosen.values("city").annotate(amount=Sum("amount_cents"))
    return {row["city"]: int(row["amount"]) for row in sums}


def statement(currency: str, city: str, year: int | None = None) -> Statement:
    """What one member was charged and paid (for a year), and its credit as it stands."""
    own = invoices(city, year=year)
    less = credited(year=year).get(city, 0)
    charged = sum(one.amount_cents for one in own) - less
    paid = sum(one.paid_cents for one in own) - less
    account = Account.objects.filter(id=chart.advance(currency, city).id).first()
    credit = account.posted_credits - account.posted_debits if account else 0
    return Statement(city, charged, paid, charged - paid, credit)
