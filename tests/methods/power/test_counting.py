"""Exact counts: against the definition, between three algorithms, and in games known by heart."""

from __future__ import annotations

import os
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.power_games import by_trying, drawn_game, games, thresholds_of

from koinon.methods.power import AllOf, AnyOf, Game, Threshold, Unmeasurable, diagrams, sums
from koinon.methods.power.counts import Counts, absolute, chance, shapley_shubik

GAMES = int(os.environ.get("KOINON_GAMES", "300"))
"""How many games are drawn; 10,000 were on 30 November 2026, without one difference."""


def all_ways(game: Game) -> list[Counts]:
    from koinon.methods.fast.power import meeting

    found = [diagrams.count(game), meeting.count(game)]
    return [*found, sums.count(game)] if isinstance(game, Threshold) and work(game) else found


def work(game: Threshold) -> bool:
    return sums.work(game) < 10**6


def test_drawn_games_are_counted_as_by_trying() -> None:
    chance_of_games = random.Random(2026)
    for _ in range(GAMES):
        game = drawn_game(chance_of_games, chance_of_games.randint(1, 8))
        expected = by_trying(game)
        assert all(found == expected for found in all_ways(game)), game


@given(games())
def test_games_are_counted_as_by_trying(game: Game) -> None:
    expected = by_trying(game)
    assert all(found == expected for found in all_ways(game))


@given(thresholds_of(6))
def test_one_threshold_is_counted_as_by_trying(game: Threshold) -> None:
    assert sums.count(game) == by_trying(game)


@given(st.integers(1, 9), st.integers(1, 9))
def test_equals_are_counted_as_by_trying(members: int, needed: int) -> None:
    if needed <= members:
        game = Threshold((1,) * members, needed)
        assert sums.of_equals(members, needed) == by_trying(game)


@given(games(5), st.fractions(0, 1, max_denominator=9))
def test_the_chance_to_pass_is_the_sum_over_coalitions(game: Game, level: Fraction) -> None:
    from itertools import product

    from koinon.methods.power import size, wins

    n, expected = size(game), Fraction(0)
    for votes in product([0, 1], repeat=n):
        favour = [member for member in range(n) if votes[member]]
        if wins(game, favour):
            expected += level ** len(favour) * (1 - level) ** (n - len(favour))
    assert chance(by_trying(game).winning, level) == expected


# Classic games. Sources: D. Felsenthal, M. Machover, The Measurement of Voting Power (1998);
# J. Banzhaf, Rutgers Law Review 19 (1965) 317; S. Brams, Game Theory and Politics (1975).

EEC = Threshold((4, 4, 4, 2, 2, 1), 12)
EU15 = Threshold((10, 10, 10, 10, 8, 5, 5, 5, 5, 4, 4, 3, 3, 3, 2), 62)
UN = Threshold((7,) * 5 + (1,) * 10, 39)
NASSAU = Threshold((31, 31, 28, 21, 2, 2), 58)


def swings(counts: Counts) -> list[int]:
    return [sum(row) for row in counts.swings]


def normalised(counts: Counts) -> list[Fraction]:
    total = sum(swings(counts))
    return [Fraction(number, total) for number in swings(counts)]


def fractions(*texts: str) -> list[Fraction]:
    return [Fraction(text) for text in texts]


@pytest.mark.parametrize("way", [0, 1, 2])
def test_the_council_of_the_six(way: int) -> None:
    """The Council of 1958 to 1972: Luxembourg's vote never mattered."""
    counts = all_ways(EEC)[way]
    assert swings(counts) == [10, 10, 10, 6, 6, 0]
    assert normalised(counts) == fractions("5/21", "5/21", "5/21", "1/7", "1/7", "0")
    shares = fractions("7/30", "7/30", "7/30", "3/20", "3/20", "0")
    assert list(shapley_shubik(counts)) == shares


@pytest.mark.parametrize("way", [0, 1, 2])
def test_the_council_of_the_fifteen(way: int) -> None:
    counts = all_ways(EU15)[way]
    by_votes = dict(zip(EU15.weights, normalised(counts), strict=True))
    said = {votes: round(part, 4) for votes, part in by_votes.items()}
    published = fractions("0.1116", "0.0924", "0.0587", "0.0479", "0.0359", "0.0226")
    assert list(said.values()) == published
    shares = [round(part, 4) for part in dict.fromkeys(shapley_shubik(counts))]
    assert shares == fractions("0.1167", "0.0955", "0.0552", "0.0454", "0.0353", "0.0207")


@pytest.mark.parametrize("way", [0, 1, 2])
def test_the_security_council(way: int) -> None:
    counts = all_ways(UN)[way]
    assert swings(counts) == [848] * 5 + [84] * 10
    shares = shapley_shubik(counts)
    assert (shares[0], shares[5]) == (Fraction(421, 2145), Fraction(4, 2145))


@pytest.mark.parametrize("way", [0, 1])
def test_the_security_council_as_it_is_written(way: int) -> None:
    """All five permanent members and nine of fifteen: the same game without invented weights."""
    written = AllOf((Threshold((1,) * 5 + (0,) * 10, 5), Threshold((1,) * 15, 9)))
    assert all_ways(written)[way] == sums.count(UN)


def test_nassau_county() -> None:
    """Three of six members, with 22 % of the votes, had no power at all: Banzhaf's case."""
    assert swings(sums.count(NASSAU)) == [16, 16, 16, 0, 0, 0]


# Attacks


def test_more_members_than_bits() -> None:
    """Counts beyond 64 bits are whole numbers still: 200 equal members, half of them."""
    from math import comb

    counts = sums.count(Threshold((1,) * 200, 101))
    assert swings(counts) == [comb(199, 100)] * 200
    assert shapley_shubik(counts) == (Fraction(1, 200),) * 200
    assert diagrams.count(Threshold((1,) * 200, 101)) == counts


@pytest.mark.parametrize("quota", [1, 40])
def test_anybody_and_everybody(quota: int) -> None:
    """With a quota of 1 and of all, everybody has the same power and decides in one case."""
    for found in all_ways(Threshold((1,) * 40, quota)):
        assert swings(found) == [1] * 40
        assert absolute(found) == (Fraction(1, 2**39),) * 40


def test_weights_at_the_edge_of_64_bits() -> None:
    """Three of equal weight 2^60 and a fourth one short: sums pass 2^61 and nothing overflows."""
    huge = 2**60
    game = Threshold((huge, huge, huge, huge - 1), 2 * huge)
    expected = by_trying(game)
    from koinon.methods.fast.power import meeting

    assert diagrams.count(game) == meeting.count(game) == expected
    beyond = Threshold((2**62, 2**62, 2**62 - 1, 1), 2**63)
    assert diagrams.count(beyond) == by_trying(beyond)
    with pytest.raises(Unmeasurable, match="too_large"):
        meeting.count(beyond)


def test_a_quota_nobody_reaches_or_everybody_has() -> None:
    never, always = Threshold((3, 2), 6), Threshold((3, 2), 0)
    for way in (diagrams.count, sums.count):
        assert way(never) == Counts((0, 0, 0), ((0, 0), (0, 0)))
        assert way(always) == Counts((1, 2, 1), ((0, 0), (0, 0)))


def test_too_many_situations_are_an_error() -> None:
    drawn = random.Random(5)
    one, other = (tuple(drawn.randint(10**6, 10**7) for _ in range(16)) for _ in range(2))
    game = AnyOf((Threshold(one, sum(one) // 2), Threshold(other, sum(other) // 2)))
    with pytest.raises(Unmeasurable) as refused:
        diagrams.count(game, 1000)
    assert refused.value.code == "too_large"
