"""The pupils' budget: sixty thousand euros, seven projects, ten points for each pupil.

The ballots follow from the cities' sizes and six habits of mind, not from chance: of every ninety
residents one is a pupil who votes, by her own taste or for what her own city proposed.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from typing import Any

from koinon.demo.cities import Town
from koinon.demo.elections import CLOSING_LOT, voting
from koinon.demo.language import (
    Day,
    Deed,
    Document,
    Step,
    Text,
    Year,
    on,
    secretariat,
)
from koinon.demo.money import EUR, Enclosed
from koinon.demo.residents import project
from koinon.methods.counting import methods
from koinon.methods.counting.ballots import Ballots, gather_points
from koinon.methods.plain import to_plain
from koinon.record.elections import BALLOTS_MEDIA

CODE = "pupils-budget"
ENVELOPE_CENTS = 60_000 * EUR
TOP = 10
"""The most points that a pupil gives a project."""
RESIDENTS_PER_PUPIL = 90
WITHDRAWN = "swim-slide"
"""What the harbour master forbids while the pupils vote."""

PROJECTS: dict[str, dict[str, Any]] = tomllib.loads(
    files("koinon.demo").joinpath("pupils.toml").read_text(encoding="utf-8")
)
PAPER = tuple(PROJECTS)

HABITS = (
    (4, {"wheel-ramps": 10, "bike-kitchen": 6, "swim-slide": 4}),
    (3, {"sound-studio": 10, "night-sky": 3}),
    (3, {"swim-slide": 10, "wheel-ramps": 5, "sound-studio": 2}),
    (2, {"quiet-rooms": 10, "tree-nursery": 5, "night-sky": 5}),
    (2, {"tree-nursery": 10, "bike-kitchen": 4}),
    (2, {"night-sky": 10, "quiet-rooms": 8, "sound-studio": 1}),
)
"""Kinds of pupils: their part in sixteen, and the points they give."""
PARTS = sum(part for part, _ in HABITS)


def cast_in(town: Town) -> Ballots:
    """The ballots of a city; every second kind of pupil gives its own project all points too."""
    voters = town.population // RESIDENTS_PER_PUPIL
    own = {code: TOP for code, one in PROJECTS.items() if one["city"] == town.slug}
    cast: Counter[tuple[tuple[int, int], ...]] = Counter()
    before = 0
    for place, (part, likes) in enumerate(HABITS):
        after = before + part
        given = {**likes, **(own if place % 2 == 0 else {})}
        marks = tuple(sorted((PAPER.index(code), points) for code, points in given.items()))
        cast[marks] += voters * after // PARTS - voters * before // PARTS
        before = after
    votes = ((dict(marks), size) for marks, size in cast.items() if size)
    return gather_points(PAPER, votes, 0, TOP)


def opened(opens: str, closes: str) -> Enclosed:
    """Open the pupils' budget: a funded project becomes a line of the second year's budget."""
    rule = methods.find("equal-shares-budget").rule
    return "assembly.open_participatory_budget/2", {
        "code": CODE,
        "title": Text(CODE),
        "year": Year(2),
        "envelope_cents": ENVELOPE_CENTS,
        "projects": [project(code, stated, 2) for code, stated in PROJECTS.items()],
        "cities": [town.slug for town in voting()],
        "budget_rule": to_plain(replace(rule, worth="points", step=EUR, then="greedy")),
        "opens_on": Day(opens),
        "closes_on": Day(closes),
        "lot": CLOSING_LOT,
    }


def _brought(town: Town) -> Deed:
    """The ballots of a city come in as a document."""
    return secretariat(
        "assembly.import_election_ballots/1",
        code=CODE,
        city=town.slug,
        ballots=Document(cast_in(town).dump(), BALLOTS_MEDIA),
    )


PUPILS: tuple[Step, ...] = (
    # The harbour master forbids the slide while the pupils vote: no points count for it any more.
    *on("2-02-03", secretariat("assembly.withdraw_candidacy/1", code=CODE, candidate=WITHDRAWN)),
    # The schools of each city send their ballots; the shares of all pupils pay for what they like.
    *on("2-02-12", *map(_brought, voting())),
    *on("2-02-13", secretariat("assembly.count_election/1", code=CODE)),
)
