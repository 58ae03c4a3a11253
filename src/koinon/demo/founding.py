"""How the league begins: its founding, its limits in law, its first budget and contributions."""

from __future__ import annotations

from koinon.demo.cities import TOWNS, founder, population
from koinon.demo.language import (
    CHARTER_TEXT,
    Ballot,
    Day,
    Deed,
    Document,
    Levied,
    Step,
    YearEnd,
    decision,
    on,
    secretariat,
    treasurer,
)
from koinon.demo.money import EUR, FIRST, budget, contributions

ORIGIN = "lysmara.example/record"
"""The name of the league's log; `.example` can never be a real address (RFC 2606)."""


def founded(log_key: str) -> tuple[Step, ...]:
    """Entry 0: the charter, the log's key, eighteen members, and that all of it is fictional."""
    genesis = {
        "origin": ORIGIN,
        "log_key": log_key,
        "charter": Document(CHARTER_TEXT.encode(), "application/toml"),
        "clock": "told",
        "fictional": True,
        "members": [founder(town, YearEnd(1)) for town in TOWNS],
    }
    return on("1-01-07", Deed("assembly.found_coalition/1", None, genesis))


def limit(city: str, eur: int, citation: str) -> Deed:
    """Record what a city's law lets it be charged in a year."""
    return secretariat(
        "cities.record_legal_limit/1",
        city=city,
        kind="levy_per_year",
        amount_cents=eur * EUR,
        citation=citation,
        on=Day("1-01-07"),
        attested_by=f"Legal office of {city.title()}",
    )


FINANCE_ACT = "Fictional Municipal Finance Act of Lysmara, section"

BEGINNING = (
    # Three cities attest what their law lets them be charged. Only Serravonde's limit will bind.
    *on(
        "1-01-09",
        limit("serravonde", 540_000, f"{FINANCE_ACT} 31 (cities with a debt plan)"),
        limit("tolvermark", 450_000, f"{FINANCE_ACT} 12 (contributions to associations)"),
        limit("krestamont", 90_000, f"{FINANCE_ACT} 12 (contributions to associations)"),
    ),
    # Haldrumsey finds two digits of its population swapped, 34,218 for 43,218. The right figure
    # is certified for the same day; the wrong one stays in the record, and no longer counts.
    *on(
        "1-01-12",
        secretariat(
            "cities.certify_fact/1",
            city="haldrumsey",
            fact=population(43_218, YearEnd(1)),
        ),
    ),
    # The first budget and its contributions are one proposal: none without the other.
    *decision(
        "1-01-14",
        "first-budget",
        budget(1, FIRST),
        contributions(1, "first-contributions", ("1-03-15", "1/2"), ("1-09-15", "1/2")),
        matter="budget",
        ballot=Ballot(against=("veltrazzo",), abstaining=("tolvermark",), absent=("krestamont",)),
    ),
    # Serravonde's share would be above 600,000 euros; its law stops it at 540,000, and the
    # others carry the rest.
    *on("1-02-16", treasurer("treasury.assess_levy/1", levy=Levied(1))),
)
