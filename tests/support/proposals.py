"""A league with a proposal open for every kind of act that a decision can enclose."""

from __future__ import annotations

from typing import Any

from tests.support.coalition import League, population
from tests.support.money import MONEY, QUOTA
from tests.support.pages import days_ago, found

from koinon.acts.gate import tick
from koinon.record.commitments import commit

CHARTER = (
    MONEY.replace("notice_days = 2", "notice_days = 0")
    .replace('abstention = "ignored"', 'abstention = "ignored"\nproxies_per_holder = 1')
    .replace(
        '"treasury.adopt_levy/1", "treasury.commit/1"]',
        '"treasury.adopt_levy/1", "treasury.commit/1", "assembly.open_participatory_budget/1",'
        ' "cities.record_legal_limit/1"]',
    )
    .replace(
        '"cities.record_legal_limit/1" = {article = "3.2", seat = "secretariat"}',
        '"cities.record_legal_limit/1" = [{article = "3.2", seat = "secretariat"},'
        ' {article = "3.3", by = "decision"}]\n'
        '"assembly.open_participatory_budget/1" = {article = "7.7", by = "decision"}\n'
        '"assembly.give_proxy/1" = {article = "5.5", body = "council"}',
    )
)
CHARTER = CHARTER.replace(
    "[rules.double]",
    '[programmes.energy]\ntitle = {en = "Energy and heat", fr = "Énergie et chaleur"}\n\n'
    "[rules.double]",
)
AMENDED = CHARTER.replace("voting_days = 3", "voting_days = 5").replace(
    "up_to = 20000", "up_to = 30000"
)
LIMIT = {
    "city": "namur",
    "kind": "levy_per_year",
    "amount_cents": 20_000_00,
    "citation": "Municipal finance act, art. 12",
    "on": "2025-01-01",
    "attested_by": "City of Namur",
}


def line(code: str, title: str, cents: int, programme: str = "energy") -> dict[str, Any]:
    """A line of a budget."""
    told = [{"language": "en", "text": title}]
    return {"code": code, "programme": programme, "title": told, "amount_cents": cents}


def budget(year: int, *lines: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A budget of these lines."""
    return ("treasury.adopt_budget/1", {"year": year, "lines": list(lines)})


def levy(cents: int = 94_000_00) -> tuple[str, dict[str, Any]]:
    """A levy by residents, each member charged at most what its law allows."""
    return (
        "treasury.adopt_levy/1",
        {
            "code": "dues-2026",
            "year": 2026,
            "title": [{"language": "en", "text": "Contributions 2026"}],
            "need_cents": cents,
            "formula": QUOTA,
            "instalments": [
                {"due": "2026-02-01", "share": "1/3"},
                {"due": "2026-08-01", "share": "2/3"},
            ],
        },
    )


def commitment(cents: int) -> tuple[str, dict[str, Any]]:
    """A commitment on the heat line."""
    payee = {"private": commit(b"salt" * 8, "Warm Ltd")}
    said = {"year": 2025, "line": "heat", "title": "Heat pumps for ten schools", "payee": payee}
    return ("treasury.commit/1", {**said, "amount_cents": cents})


def admission(league: League) -> tuple[str, dict[str, Any]]:
    """Mechelen joins, by its own council's resolution."""
    resolution = league.document(b"The council of Mechelen resolves to join.\n", "text/plain")
    mechelen = {
        "slug": "mechelen",
        "name": "Mechelen",
        "country": "BE",
        "latitude_e4": 510_259,
        "longitude_e4": 44_776,
        "facts": [population(87_665)],
        "accession": resolution.model_dump(),
    }
    return ("assembly.admit_city/1", {"member": mechelen})


def residents() -> tuple[str, dict[str, Any]]:
    """A participatory budget of two projects, one of which becomes a line of the budget."""
    trees = budget(2026, line("trees", "Street trees", 600_00, "commons"))
    projects = [
        {
            "code": "trees",
            "title": [{"language": "en", "text": "Street trees"}],
            "city": "ghent",
            "cost_cents": 600_00,
            "acts": [{"type": trees[0], "data": trees[1]}],
        },
        {"code": "park", "title": [{"language": "en", "text": "A park"}], "cost_cents": 700_00},
    ]
    rule = {
        "start": "exact share",
        "step_cents": 1_00,
        "stop": "exhausted",
        "then": "greedy",
        "ties": ["more approvals", "id"],
    }
    return (
        "assembly.open_participatory_budget/1",
        {
            "code": "commons-2026",
            "title": [{"language": "en", "text": "Commons"}],
            "year": 2026,
            "envelope_cents": 1_000_00,
            "projects": projects,
            "rule": rule,
            "opens_on": "2099-01-10",
            "closes_on": "2099-01-19",
        },
    )


OVERDRAWN, BUDGET, LEVY, ADMISSION, AMENDMENT, COMMITMENT, RESIDENTS, LEGAL_LIMIT = range(2, 10)
"""The numbers of the proposals: one that could not be carried out, then one for each kind."""


def proposed(league: League) -> None:
    """A budget of 2025 behind it, a decision that could not be carried out, and open proposals."""
    league.at = days_ago(20)
    found(league, CHARTER)
    league.act("cities.record_legal_limit/1", LIMIT, "secretariat")
    _adopted(league, 16, "Budget 2025", budget(2025, line("heat", "Heat in schools", 90_000_00)))
    _adopted(league, 10, "Pumps for all", commitment(100_000_00))
    league.at = days_ago(1)
    text = league.document(AMENDED.encode())
    both = (line("heat", "Heat in schools", 95_000_00), line("roofs", "Roofs", 5_000_00))
    league.propose("Budget 2026", budget(2026, *both, line("wells", "Wells", 1_00, "water")))
    league.propose("Contributions 2026", levy())
    league.propose("Admit Mechelen", admission(league))
    league.propose("Amend", ("assembly.amend_charter/1", {"charter": text.model_dump()}))
    league.propose("Pumps", commitment(40_000_00))
    league.propose("Commons", residents())
    limit = {**LIMIT, "city": "leuven"}
    league.propose("Leuven's limit", ("cities.record_legal_limit/1", limit))


def _adopted(league: League, days: int, title: str, act: tuple[str, dict[str, Any]]) -> None:
    number = league.propose(title, act)
    for city in ("ghent", "leuven", "namur"):
        league.vote(number, city, "yes")
    league.at = days_ago(days)
    tick(at=league.at)
