"""What 747 participatory budgets announced, beside what the rules give that their files name.

The folder of real data (tests/support/field.py) holds `ballots/pb`: files of Pabulib (pabulib.org)
and an archive of more of them.
"""

from __future__ import annotations

import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.field import DATA

from koinon.methods.ballotfiles.pabulib import official
from koinon.methods.ballotfiles.paths import read_path
from koinon.methods.ballotfiles.reading import read
from koinon.methods.counting import methods as counting
from koinon.methods.counting.budgeting.outcomes import Outcome, compare, reading
from koinon.methods.counting.contests import Election

FOLDER = DATA / "ballots" / "pb"
ARCHIVE = FOLDER / "official-outcomes.tar.xz"
pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(
        not ARCHIVE.is_file(), reason=f"no {ARCHIVE.name} in {FOLDER}; set KOINON_FIELD_DATA"
    ),
]

BY_OTHER_TIES = {
    "Poland_Gdynia_2020_Babie_Doly__small": "101 votes each; the other one was marked 2",
    "Poland_Krakow_2022_Czyzyny": "40 points each, room for one",
    "Poland_Lodz_2024_Katedralna": "206 votes each, room for one",
    "Poland_Warszawa_2018_Niskie_Okecie": "88 votes each, room for one",
    "Poland_Warszawa_2019_Targowek_Mieszkaniowy": "173 votes for three, room for one or two",
}
"""Announced as the count has it if the dearer of equals comes first."""

UNEXPLAINED_BY_THE_RULE = {
    "Poland_Warszawa_2021_Ursynow": "of three projects on one site the city kept the least voted",
    "Hungary_Budapest_2022_VIII_Jozsefvaros": "no rule named; voters of districts voted apart",
    "Hungary_Budapest_2024": "no rule named; votes on paper are missing",
    "Hungary_Budapest_2025_VIII_Jozsefvaros": "no rule named; voters of districts voted apart",
    "Hungary_Budapest_2025_XI_Ujbuda": "no rule named; votes on paper are missing",
}


def files(only: str = "") -> Iterator[tuple[str, Election]]:
    """The elections of the archive, or the one of this name."""
    with tarfile.open(ARCHIVE) as archive:
        for member in archive:
            name = Path(member.name).stem
            if only not in ("", name):
                continue
            file = archive.extractfile(member)
            if file is not None:
                yield name, read(member.name, file.read())


def test_the_archive_gives_what_was_announced() -> None:
    found: dict[str, Outcome] = {}
    for name, election in files():
        found[name] = compare(election, frozenset(official(election)))
    counted = Counter(one.named for one in found.values() if one.matches)
    assert counted == {
        "greedy": 227,
        "greedy-threshold": 250,
        "greedy-no-skip": 194,
        "greedy-custom": 52,
        "greedy-exclusive": 11,
        "equalshares/add1": 1,
    }
    assert {name for name, one in found.items() if not one.matches} == set(UNEXPLAINED_BY_THE_RULE)
    dearer = {name for name, one in found.items() if one.rule and one.rule.ties[0] == "higher cost"}
    assert dearer == set(BY_OTHER_TIES)
    assert all(found[name].tied for name in dearer)


def test_ursynow_follows_once_the_two_that_gave_way_are_withdrawn() -> None:
    """459 and 1687 gave way to 2150 on one site; the rest is greedy."""
    ((_, told),) = files("Poland_Warszawa_2021_Ursynow")
    contest = told.contest
    paper = tuple(replace(one, withdrawn=one.id in ("459", "1687")) for one in contest.options)
    election = replace(told, contest=replace(contest, options=paper))
    assert compare(election, frozenset(official(told))).matches


def _file(name: str) -> Election:
    return read_path(FOLDER / f"{name}.pb")


@pytest.mark.parametrize(
    "name", ["Poland_Wieliczka_2023_Green_Budget", "Poland_Swiecie_2023", "Netherlands_Assen_2024"]
)
@pytest.mark.parametrize("fast", [True, False])
def test_equal_shares_are_as_announced_and_verified(name: str, fast: bool) -> None:
    told = _file(name)
    rule: Any = reading(told)
    result = counting.count(rule, told, fast=fast)
    assert sorted(result.elected) == sorted(official(told))
    assert counting.recheck(result, told) == ()


def test_wieliczka_compared_with_greedy_as_its_rules_ask() -> None:
    told = _file("Poland_Wieliczka_2023_Green_Budget")
    rule: Any = reading(told)
    assert rule.compare == "greedy"
    result = counting.count(rule, told)
    assert (result.runs, result.stopped, result.overspent_cost) == (166, "overspent", 1_045_079)
    assert result.compared.kept == "shares"
    assert result.compared.for_shares > result.compared.for_greedy


@pytest.mark.parametrize("name", ["Poland_Warszawa_2026", "Netherlands_Amsterdam_621"])
def test_a_large_city_is_counted_alike_by_both_paths(name: str) -> None:
    told = _file(name)
    rule = replace(counting.find("equal-shares-budget").rule, step=0)
    fast = counting.count(rule, told, fast=True)
    assert fast == counting.count(rule, told, fast=False)
    assert counting.recheck(fast, told) == ()


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("Poland_Wieliczka_2023_Green_Budget", 1),
        ("Netherlands_Amsterdam_621", 1),
        ("Poland_Warszawa_2026", 0),
    ],
)
def test_deciding_alone_funds_what_the_whole_count_elects(name: str, step: int) -> None:
    """The three budgets by equal shares that benchmarks/counting/budgets.py counts."""
    twins = pytest.importorskip("koinon.methods.fast.shares")
    told = _file(name)
    rule: Any = replace(counting.find("equal-shares-budget").rule, step=step)
    assert twins.decide_equal_shares(rule, told) == counting.count(rule, told).elected
