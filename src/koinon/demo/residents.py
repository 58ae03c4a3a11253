"""The residents' budget: half a million euros, twenty projects, ballots counted by equal shares.

The ballots follow from the cities' sizes and eight habits of mind, not from chance: of every 25
residents one votes, who approves what her kind of voter likes and what her own city proposed.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from koinon.demo.cities import TOWNS
from koinon.demo.language import (
    LANGUAGES,
    Ballot,
    Day,
    Document,
    Step,
    Text,
    Year,
    decision,
    on,
    secretariat,
)
from koinon.demo.money import EUR, Enclosed, billed, paid, signed
from koinon.record import canonical

CODE = "residents-budget"
ENVELOPE_CENTS = 500_000 * EUR
RESIDENTS_PER_VOTER = 25

PROJECTS: dict[str, dict[str, Any]] = tomllib.loads(
    files("koinon.demo").joinpath("projects.toml").read_text(encoding="utf-8")
)

HABITS = (
    (3, ("playground-shade", "school-garden", "fruit-trees", "reading-van")),
    (2, ("skate-park", "night-bus", "film-nights", "dock-swim")),
    (2, ("cargo-bikes", "fruit-trees", "river-path", "cool-rooms")),
    (3, ("hearing-loops", "clinic-bus", "cool-rooms", "county-archive")),
    (1, ("choir-shell", "film-nights", "county-archive", "old-mill")),
    (1, ("women-in-sport", "dock-swim", "river-path", "skate-park")),
    (2, ("repair-cafes", "water-points", "hearing-loops")),
    (2, ("bridge-lights", "night-bus", "women-in-sport", "water-points")),
)
"""Kinds of voters: their part in sixteen, and what they like most, best first."""
PARTS = sum(part for part, _ in HABITS)
STAMINA = ((3, None), (2, 2))
"""Of five voters three read the whole list, two approve their two favourites."""


def ballots() -> tuple[list[list[Any]], Counter[str]]:
    """Canonical ballots [approved projects, voters], and the voters of each city."""
    cast: Counter[tuple[str, ...]] = Counter()
    turnout: Counter[str] = Counter()
    for town in TOWNS:
        own = [code for code, project in PROJECTS.items() if project["city"] == town.slug]
        for part, likes in HABITS:
            for fifths, longest in STAMINA:
                voters = town.population * part * fifths // (5 * PARTS * RESIDENTS_PER_VOTER)
                cast[tuple(sorted({*likes[:longest], *own}))] += voters
                turnout[town.slug] += voters
    return [[list(codes), voters] for codes, voters in sorted(cast.items()) if voters], turnout


def opened(opens: str, closes: str) -> Enclosed:
    """Open the residents' budget: a funded project becomes a line of the first year's budget."""
    return "assembly.open_participatory_budget/1", {
        "code": CODE,
        "title": Text(CODE),
        "year": Year(1),
        "envelope_cents": ENVELOPE_CENTS,
        "projects": [project(code, stated, 1) for code, stated in PROJECTS.items()],
        "rule": {
            "kind": "equal_shares",
            "start": "whole units",
            "step_cents": 100,
            "stop": "overspent",
            "then": "greedy",
            "ties": ["more approvals", "lower cost", "id"],
        },
        "opens_on": Day(opens),
        "closes_on": Day(closes),
    }


def project(code: str, stated: Mapping[str, Any], year: int) -> dict[str, Any]:
    """A project as its file states it; funded, it becomes a line of that year's budget."""
    title = [{"language": language, "text": stated[language]} for language in LANGUAGES]
    cents = stated["cost"] * EUR
    line = {"code": code, "programme": "residents", "title": title, "amount_cents": cents}
    budget = {"type": "treasury.adopt_budget/1", "data": {"year": Year(year), "lines": [line]}}
    return {
        "code": code,
        "title": title,
        "city": stated["city"],
        "cost_cents": cents,
        "acts": [budget],
    }


def imported(day: str) -> tuple[Step, ...]:
    """The secretariat brings in the ballots of all cities in one document."""
    cast, turnout = ballots()
    deed = secretariat(
        "assembly.import_ballots/1",
        code=CODE,
        ballots=Document(canonical.dump(cast), "application/json"),
        turnout=[{"city": city, "voters": voters} for city, voters in turnout.items()],
    )
    return on(day, deed)


RESIDENTS = (
    # The Council gives the residents half a million euros and the twenty projects they proposed.
    *decision(
        "1-03-20",
        CODE,
        opened("1-05-04", "1-05-24"),
        matter="budget",
        ballot=Ballot(abstaining=("tolvermark",), absent=("veltrazzo",)),
    ),
    # Three weeks of voting, then the ballots are brought in and counted in public: every voter has
    # the same share, which Add1 raises by a euro until the money is used.
    *imported("1-05-27"),
    *on("1-05-28", secretariat("assembly.count_participatory_budget/1", code=CODE)),
    # Two of the funded projects are small enough for the treasurer alone, and done by autumn.
    *on(
        "1-06-10",
        signed("films", 1, "film-nights", "Projector, screen and van", 16_000, "Kino Rural"),
        signed("trees", 1, "fruit-trees", "Nine hundred trees", 22_000, "Greenbank & Daughters"),
    ),
    *on("1-09-10", billed("films", 16_000, "KR-5"), billed("trees", 22_000, "GB-311")),
    *on("1-10-02", *paid("KR-5", "GB-311")),
)
