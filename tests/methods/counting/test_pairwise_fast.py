"""The compiled twins give the results of the standard library, also at their bounds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.counting.test_pairwise import FORTY_FIVE, RULES
from tests.support.ranked_elections import contest, elections

from koinon.methods.counting.ballots import MAX_VOTERS, Ballots, gather_rankings
from koinon.methods.counting.contests import Election
from koinon.methods.counting.methods import count
from koinon.methods.counting.pairwise import comparing
from koinon.methods.counting.pairwise import schulze as exact

pytest.importorskip("numba")
fast = pytest.importorskip("koinon.methods.fast.pairwise")


@settings(deadline=None)
@given(elections(), st.sampled_from(RULES))
def test_results_are_equal(election: Election, rule: object) -> None:
    twin = count(rule, election, "a draw", fast=True)
    assert twin == count(rule, election, "a draw", fast=False)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 60), st.integers(1, 40), st.randoms())
def test_long_ballots_of_several_words_are_read(n: int, longest: int, chance: object) -> None:
    ids = tuple(f"o{at}" for at in range(n))
    votes = []
    for _ in range(9):
        ranks = [(chance.randrange(n),) for _ in range(chance.randint(0, longest))]
        votes.append((tuple(r if chance.random() < 0.9 else () for r in ranks), 3))
    election = Election(contest(ids, 2), gather_rankings(ids, votes))
    for name in ("schulze", "minimax"):
        assert count(name, election, "x", fast=True) == count(name, election, "x", fast=False)


@settings(deadline=None)
@given(st.integers(1, 8).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), min_size=n, max_size=n)
))  # fmt: skip
def test_strongest_paths_are_equal(links: list[list[int]]) -> None:
    best, before = fast.widest_paths(links)
    twin_best, twin_before = exact.widest_paths(links)
    ends = [(a, b) for a in range(len(links)) for b in range(len(links)) if a != b]
    assert all(best[a][b] == twin_best[a][b] for a, b in ends)
    assert all(before[a][b] == twin_before[a][b] for a, b in ends)


def test_as_many_voters_as_ballots_may_have() -> None:
    half = MAX_VOTERS // 2
    ballots = gather_rankings("abc", [(((0,), (1,)), half), (((1, 0),), half - 1), (((1,),), 1)])
    assert ballots.voters == MAX_VOTERS
    table, _ = fast.tabulate(ballots, (0, 1, 2), "last")
    assert table == comparing.tabulate(ballots, (0, 1, 2), "last")[0]
    assert table[0] == [0, half, MAX_VOTERS - 1]


def test_more_voters_than_that_are_left_to_the_exact_count() -> None:
    """A row forged to 2^64 - 1 voters is no canonical ballot; it must not wrap round."""
    ballots = gather_rankings("ab", [(((0,),), 1), (((1,),), 1)])
    wide = ballots.width
    rows = bytearray(ballots.rows)
    for at in range(wide - 8, len(rows), wide):
        rows[at : at + 8] = b"\xff" * 8
    forged = Ballots("rankings", ballots.options, ballots.digits, bytes(rows))
    table, _ = fast.tabulate(forged, (0, 1), "last")
    assert table == [[0, 2**64 - 1], [2**64 - 1, 0]]


def test_no_ballots_at_all() -> None:
    election = Election(contest("abc"), gather_rankings("abc", []))
    for rule in RULES:
        assert count(rule, election, "x", fast=True) == count(rule, election, "x", fast=False)


def test_the_twin_is_what_counts_where_it_is_installed() -> None:
    assert count("schulze", FORTY_FIVE) == count("schulze", FORTY_FIVE, fast=False)
