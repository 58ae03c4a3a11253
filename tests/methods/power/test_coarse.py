"""Coarser weights win less and more often, and a curve of large weights costs no memory."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.methods.fast import power as power_in_numpy
from koinon.methods.power import Threshold, chance_to_pass, power
from koinon.methods.power import measuring as room
from koinon.methods.power.coarse import between

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any)
LEVELS = tuple(Fraction(at, 10) for at in range(11))


@given(WEIGHTS, st.data(), st.integers(1, 500))
def test_whoever_wins_the_first_wins_the_game_and_then_the_second(
    weights: list[int], data: st.DataObject, total: int
) -> None:
    game = Threshold(tuple(weights), data.draw(st.integers(1, sum(weights))))
    first, second = between(game, total)
    for chosen in range(1 << len(weights)):
        inside = [at for at in range(len(weights)) if chosen >> at & 1]
        sums = [sum(one.weights[at] for at in inside) for one in (first, game, second)]
        met = [s >= one.quota for s, one in zip(sums, (first, game, second), strict=True)]
        assert met == sorted(met)


def test_a_game_that_is_small_stays_as_it_is() -> None:
    game = Threshold((3, 2, 1), 4)
    assert between(game, 6) == (game, game)


def test_the_chance_to_pass_lies_within_the_stated_error(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = tuple(1_000_003 * (at + 1) ** 2 % 9_999_991 for at in range(14))
    game = Threshold(weights, sum(weights) * 3 // 5)
    exact = chance_to_pass(game, LEVELS)
    monkeypatch.setattr(room, "counted", lambda game: None)
    found = chance_to_pass(game, LEVELS)
    assert (exact.method, found.method) == ("counted", "integrated")
    assert 0 < found.errors.passing < Fraction(1, 50)
    for one, other in zip(exact.passing, found.passing, strict=True):
        assert abs(one - other) <= found.errors.passing


def test_power_lies_within_the_stated_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for share in (Fraction(1, 2), Fraction(3, 5), Fraction(3, 4)):
        weights = tuple(1_000_003 * (at + 1) ** 2 % 9_999_991 for at in range(14))
        game = Threshold(weights, int(sum(weights) * share))
        exact = power(game)
        with monkeypatch.context() as patched:
            patched.setattr(room, "counted", lambda game: None)
            found = power(game)
        assert (exact.method, found.method) == ("counted", "integrated")
        assert 0 < found.errors.absolute < Fraction(1, 10)
        assert 0 < found.errors.shapley < Fraction(1, 20)
        assert abs(exact.passing - found.passing) <= found.errors.passing
        for one, other in zip(exact.members, found.members, strict=True):
            assert abs(one.absolute - other.absolute) <= found.errors.absolute
            assert one.shapley is not None
            assert other.shapley is not None
            assert abs(one.shapley - other.shapley) <= found.errors.shapley


def test_very_large_weights_need_no_memory_of_their_size() -> None:
    weights = tuple(10**9 + 7919 * at**3 for at in range(100))
    game = Threshold(weights, sum(weights) * 11 // 20)
    measured = power(game)
    assert measured.method == "integrated"
    assert measured.errors.absolute < Fraction(1, 100)
    curve = chance_to_pass(game, LEVELS, seed=1)
    assert (curve.passing[0], curve.passing[-1]) == (0, 1)
    assert (
        abs(curve.passing[5] - measured.passing) <= curve.errors.passing + measured.errors.passing
    )


def test_coarser_weights_that_tell_nothing_are_not_used() -> None:
    """Unanimity: rounding up may ask for more than all coarse weights."""
    weights = tuple(10**9 + 7919 * at**3 for at in range(100))
    assert room._coarsely(Threshold(weights, sum(weights)), power_in_numpy) is None
