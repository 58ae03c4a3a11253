"""Real participatory budgets: what the cities announced is what the count gives, exactly.

The folder of real data (tests/support/field.py) holds `ballots/pb/*.pb` from Pabulib (pabulib.org).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pytest
from tests.support.field import DATA

from koinon.methods.ballotfiles.pabulib import official
from koinon.methods.ballotfiles.paths import read_path
from koinon.methods.budgets import Greedy, Profile, Project, canonical_ballots, greedy
from koinon.methods.counting.contests import Option
from koinon.methods.equal_shares import EqualShares, equal_shares
from koinon.methods.equal_shares_check import check_equal_shares

FOLDER = DATA / "ballots" / "pb"
pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason=f"no .pb files in {FOLDER}; set KOINON_FIELD_DATA"
    ),
]

OFFICIAL = EqualShares(
    start="exact share",
    step=1,
    stop="overspent",
    then="nothing",
    ties=("more approvals", "lower cost", "id"),
)
"""Add-one, one currency unit per voter and run, kept before the first run that overspends."""


@dataclass(frozen=True, slots=True)
class Announced:
    """An approval profile, the budget in currency units, and who officially won, by id."""

    budget: int
    profile: Profile
    selected: tuple[str, ...]


def budget(name: str) -> Announced:
    """A file as these methods take it: projects by id, amounts without decimals."""
    election = read_path(FOLDER / f"{name}.pb")
    contest, ballots = election.contest, election.ballots
    assert (contest.unit, ballots.form) in ((1, "approvals"), (1, "choice"))
    if ballots.form == "approvals":
        votes = [([contest.ids[at] for at in row], n) for row, n in ballots.approvals()]
    else:
        votes = [([] if at is None else [contest.ids[at]], n) for at, n in ballots.choices()]
    projects = tuple(Project(one.id, one.cost) for one in sorted(contest.options, key=by_id))
    profile = Profile(projects, canonical_ballots(row for row, n in votes for _ in range(n)))
    assert contest.budget is not None
    return Announced(contest.budget, profile, tuple(sorted(official(election))))


def by_id(option: Option) -> str:
    return option.id


@pytest.mark.parametrize("start", ["exact share", "whole units"])
def test_wieliczka_2023_is_the_official_outcome(start: Any) -> None:
    """6,586 voters, 64 projects, 1,000,000 PLN: the first city to use equal shares."""
    instance = budget("Poland_Wieliczka_2023_Green_Budget")
    assert instance.profile.voters == 6_586
    assert len(instance.profile.ballots) == 1_190
    rule = replace(OFFICIAL, start=start)
    outcome = equal_shares(rule, instance.profile, instance.budget)
    assert outcome.selected == instance.selected
    assert (outcome.runs, outcome.stopped, outcome.cost) == (166, "overspent", 995_079)
    assert outcome.overspent is not None
    assert outcome.overspent.cost == 1_045_079
    if start == "exact share":
        assert outcome.run.per_voter == Fraction(1_000_000, 6_586) + 164
    assert check_equal_shares(outcome, instance.profile) == ()


def test_wieliczka_would_differ_if_the_runs_stopped_when_exhausted() -> None:
    """The option that looks harmless swaps project 46 for 66 and 67."""
    instance = budget("Poland_Wieliczka_2023_Green_Budget")
    outcome = equal_shares(replace(OFFICIAL, stop="exhausted"), instance.profile, instance.budget)
    assert outcome.stopped == "exhausted"
    assert set(outcome.selected) - set(instance.selected) == {"66", "67"}
    assert set(instance.selected) - set(outcome.selected) == {"46"}
    assert check_equal_shares(outcome, instance.profile) == ()


@pytest.mark.parametrize("name", ["Poland_Swiecie_2023", "Netherlands_Assen_2024"])
def test_the_other_official_equal_shares_outcomes(name: str) -> None:
    instance = budget(name)
    outcome = equal_shares(OFFICIAL, instance.profile, instance.budget)
    assert outcome.selected == instance.selected
    assert check_equal_shares(outcome, instance.profile) == ()


def test_assen_would_have_funded_project_7_with_a_greedy_completion() -> None:
    instance = budget("Netherlands_Assen_2024")
    outcome = equal_shares(replace(OFFICIAL, then="greedy"), instance.profile, instance.budget)
    assert set(outcome.selected) - set(instance.selected) == set(outcome.added) == {"7"}
    assert check_equal_shares(outcome, instance.profile) == ()


@pytest.mark.parametrize(
    ("name", "when_short"),
    [
        ("Poland_Warszawa_2021_Mokotow", "skip"),
        ("Poland_Wroclaw_2015_150_-_500", "stop"),
    ],
)
def test_official_greedy_outcomes(name: str, when_short: Any) -> None:
    instance = budget(name)
    rule = Greedy(when_short, ("lower cost", "id"))
    assert tuple(sorted(greedy(rule, instance.profile, instance.budget))) == instance.selected
