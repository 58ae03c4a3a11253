"""The league's money in the story: budget lines, the formula of contributions, contracts."""

from __future__ import annotations

from typing import Any

from koinon.demo.cities import ALL
from koinon.demo.language import (
    Day,
    Deed,
    Levied,
    Of,
    Owed,
    Secret,
    Step,
    Text,
    ThisDay,
    Year,
    on,
    treasurer,
)

EUR = 100
"""Minor units in a euro."""
YEARLY_CENTS = 9_600_000 * EUR

Lines = tuple[tuple[str, str, int], ...]
"""Budget lines: programme, name (also of its sentence), whole EUR."""

FIRST: Lines = (
    ("education", "evening-courses", 1_450_000),
    ("education", "teacher-training", 900_000),
    ("energy", "school-heat", 1_800_000),
    ("energy", "rivers-and-trees", 600_000),
    ("science", "open-laboratories", 1_050_000),
    ("health", "night-clinics", 950_000),
    ("health", "listening-line", 600_000),
    ("homes", "home-repair", 900_000),
    ("homes", "rent-advice", 400_000),
    ("culture", "culture-exchange", 250_000),
    ("league", "league-office", 200_000),
)
"""The first year's lines; with the residents' half million they are 9.6 million."""

SECOND: Lines = (
    ("education", "evening-courses", 1_500_000),
    ("education", "teacher-training", 850_000),
    ("energy", "school-heat", 2_000_000),
    ("energy", "rivers-and-trees", 650_000),
    ("science", "open-laboratories", 1_000_000),
    ("health", "night-clinics", 1_000_000),
    ("health", "listening-line", 600_000),
    ("homes", "home-repair", 1_150_000),
    ("homes", "rent-advice", 350_000),
    ("culture", "culture-exchange", 280_000),
    ("league", "league-office", 220_000),
)
Enclosed = tuple[str, dict[str, Any]]


def budget(year: int, lines: Lines) -> Enclosed:
    """Adopt the budget of the first or second year."""
    stated = [
        {"code": name, "programme": programme, "title": Text(name), "amount_cents": eur * EUR}
        for programme, name, eur in lines
    ]
    return "treasury.adopt_budget/1", {"year": Year(year), "lines": stated}


def contributions(year: int, title: str, *instalments: tuple[str, str]) -> Enclosed:
    """Adopt a year's contributions: a quarter by votes, the rest by tax base, within each law.

    Instalments are (day due, share).
    """
    return "treasury.adopt_levy/1", {
        "code": Levied(year),
        "year": Year(year),
        "title": Text(title),
        "need_cents": YEARLY_CENTS,
        "formula": {
            "amount": {
                "kind": "legal_cap",
                "of": {
                    "kind": "sum",
                    "terms": [_by_key("1/4", "weight:votes"), _by_key("3/4", "tax_base")],
                },
                "limit": "levy_per_year",
                "rest": "redistribute",
            },
            "rounding": {"unit_cents": 1, "ties": "id"},
        },
        "instalments": [{"due": Day(day), "share": share} for day, share in instalments],
    }


def _by_key(share: str, key: str) -> dict[str, Any]:
    return {
        "kind": "quota",
        "amount": {"kind": "portion", "share": share, "of": {"kind": "need"}},
        "by": {"kind": "indicator", "name": key},
    }


def contract(year: int, line: str, title: str, eur: int, payee: str) -> dict[str, Any]:
    """The fields of a promise of money of a line to a payee, whom the record does not name."""
    return {
        "year": Year(year),
        "line": line,
        "title": title,
        "amount_cents": eur * EUR,
        "payee": Secret(payee),
    }


RUNNING = (
    ("teacher-training", "Courses for 1,100 teachers", "Atelier Pédagogique Orveil"),
    (
        "open-laboratories",
        "Nine laboratories, open on Saturdays",
        "Lindorsk Polytechnic Foundation",
    ),
    ("listening-line", "A listening line, day and night", "Linie Nacht Cooperative"),
    ("home-repair", "Loans and measurement for the repair of homes", "Baucasa Repair Fund"),
    ("rent-advice", "Advice for tenants in eighteen town halls", "Tenants' Union of Lysmara"),
    ("rivers-and-trees", "Planting and river banks", "Greenbank & Daughters"),
    ("culture-exchange", "Tours of choirs and small theatres", "Wandering Stages Society"),
    ("league-office", "Rooms, accounts and the public record", "Casa Comuna Services"),
)
"""The running contracts: line, title, supplier."""


def running(year: int, thousands: tuple[int, ...]) -> tuple[Enclosed, ...]:
    """The running contracts of a year, for so many thousand euros each."""
    return tuple(
        ("treasury.commit/1", contract(year, line, title, 1_000 * eur, payee))
        for (line, title, payee), eur in zip(RUNNING, thousands, strict=True)
    )


def halves(name: str, thousands: tuple[int, ...], number: str) -> tuple[tuple[str, int, str], ...]:
    """The promises of a decision on running contracts: each with half its euros and a number."""
    return tuple(
        (f"{name}/{place}", 500 * one, f"{number}-{place + 1}")
        for place, one in enumerate(thousands)
    )


def signed(name: str, year: int, line: str, title: str, eur: int, payee: str) -> Deed:
    """The treasurer promises money by its own authority."""
    return treasurer("treasury.commit/1", name, **contract(year, line, title, eur, payee))


def billed(commitment: str, eur: int, number: str) -> Deed:
    """A supplier's invoice arrives and is accepted; it is called by the supplier's number."""
    return treasurer(
        "treasury.accept_invoice/1",
        number,
        commitment=Of(commitment, "commitment"),
        amount_cents=eur * EUR,
        supplier_number=number,
    )


def paid(*numbers: str) -> tuple[Deed, ...]:
    """Accepted invoices are paid."""
    return tuple(treasurer("treasury.pay/1", invoice=Of(number, "invoice")) for number in numbers)


def received(reference: str, cents: Any, city: str | None = None) -> Deed:
    """Money arrives at the bank today."""
    named = {"city": city} if city else {}
    return treasurer(
        "treasury.record_receipt/1",
        bank_reference=reference,
        on=ThisDay(),
        amount_cents=cents,
        **named,
    )


def instalment(
    day: str, year: int, number: int, *, days: int = 5, but: tuple[str, ...] = ()
) -> tuple[Step, ...]:
    """The cities, but those named, pay an instalment in full, spread over some days."""
    return tuple(
        Step(day, received(f"Z{year}{number}-{place:02d}", Owed(city, year, number), city), later)
        for place, city in enumerate(ALL, 1)
        if city not in but
        for later in (place % days,)
    )


def charges(day: str, year: int, reference: str, cents: int) -> tuple[Step, ...]:
    """The bank's charges, paid under the standing authority of article 8."""
    deed = treasurer(
        "treasury.pay_unavoidable/1",
        year=Year(year),
        line="bank-charges",
        title=f"Bank charges, {reference}",
        amount_cents=cents,
    )
    return on(day, deed)
