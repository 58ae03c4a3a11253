"""The mayoral election of Minneapolis in 2013, by pairs: a real paper of 35 names and three ranks.

The folder of real data (tests/support/field.py) holds `ballots/cvr/mn_2013_cast_vote_record.csv`,
the city's cast vote record. Betsy Hodges was elected by instant runoff
(vote.minneapolismn.gov, 2013 results).
"""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from tests.support.field import DATA

from koinon.methods.ballotfiles.paths import read_path
from koinon.methods.counting.contests import Election
from koinon.methods.counting.methods import count, recheck

FILE = DATA / "ballots/cvr/mn_2013_cast_vote_record.csv"
pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(not FILE.is_file(), reason=f"no {FILE}; set KOINON_FIELD_DATA"),
]
HODGES, ANDREW = "BETSY HODGES", "MARK ANDREW"


@pytest.fixture(scope="module")
def rows() -> Counter[tuple[str, ...]]:
    with FILE.open(newline="", encoding="utf-8") as file:
        return Counter(map(tuple, list(csv.reader(file))[1:]))


@pytest.fixture(scope="module")
def election() -> Election:
    return read_path(FILE)


@pytest.mark.parametrize("name", ["schulze", "ranked-pairs", "minimax"])
def test_hodges_beats_everybody(name: str, election: Election) -> None:
    result = count(name, election, fast=False)
    assert result.elected == (HODGES,)
    assert (result.compared.condorcet_winner, result.compared.smith) == (HODGES, (HODGES,))
    assert recheck(result, election) == ()
    assert (result.tally.cast, result.tally.valid) == (80_101, 79_358)
    repeated = next(one for one in result.tally.irregular if one.reason == "repeated")
    assert (repeated.ballots, repeated.valid) == (1_735, True)


def test_hodges_against_andrew_is_what_the_rows_say(
    rows: Counter[tuple[str, ...]], election: Election
) -> None:
    """Counted from the file by nothing but where the two names stand."""
    for_hodges = for_andrew = 0
    for row, voters in rows.items():
        read = row[: row.index("overvote")] if "overvote" in row else row
        hodges = read.index(HODGES) if HODGES in read else 9
        andrew = read.index(ANDREW) if ANDREW in read else 9
        for_hodges += voters * (hodges < andrew)
        for_andrew += voters * (andrew < hodges)
    compared = count("schulze", election, fast=False).compared
    h, a = compared.options.index(HODGES), compared.options.index(ANDREW)
    assert (compared.matrix[h][a], compared.matrix[a][h]) == (for_hodges, for_andrew)


def test_the_compiled_twin_agrees(election: Election) -> None:
    pytest.importorskip("numba")
    for name in ("schulze", "ranked-pairs", "minimax"):
        assert count(name, election, fast=True) == count(name, election, fast=False)
