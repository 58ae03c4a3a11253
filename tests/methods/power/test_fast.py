"""The twins in numpy against exact counts, within what they state."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from tests.support.power_games import by_trying, drawn_game

from koinon.methods.fast.power import (
    citizens,
    distributions,
    integrating,
    lattice,
    meeting,
    sampling,
)
from koinon.methods.power import (
    AllOf,
    AnyOf,
    Game,
    Threshold,
    Unmeasurable,
    diagrams,
    simplified,
    sums,
)
from koinon.methods.power.counts import Counts, absolute, chance, shapley_shubik

LEVELS = [Fraction(k, 10) for k in range(11)]


def close(found: tuple[Fraction, ...], exact: tuple[Fraction, ...], error: float) -> bool:
    return max(abs(a - b) for a, b in zip(found, exact, strict=True)) <= error


# One threshold


def weights_of(kind: str, n: int, chance_of: random.Random) -> tuple[int, ...]:
    match kind:
        case "equal":
            return (3,) * n
        case "giant":
            return (n, *(1,) * (n - 1))
        case "giants":
            return (100, 90, 80, *(1,) * (n - 3))
        case "some without":
            return (*(chance_of.choice([0, 1, 5]) for _ in range(n - 1)), 4)
    return tuple(chance_of.randint(1, 14) for _ in range(n))


@pytest.mark.parametrize("n", [5, 41, 120])
@pytest.mark.parametrize("kind", ["equal", "giant", "giants", "some without", "mixed"])
def test_integrated_is_counted(n: int, kind: str) -> None:
    weights = weights_of(kind, n, random.Random(n))
    total = sum(weights)
    for quota in {1, total // 3 + 1, total // 2 + 1, total * 2 // 3 + 1, total}:
        game = simplified(Threshold(weights, quota))
        assert isinstance(game, Threshold)
        counts, found = sums.count(game), integrating.integrate(game)
        exact = absolute(counts)
        assert close(found.shapley, shapley_shubik(counts), integrating.TOLERANCE)
        assert close(found.absolute, exact, integrating.RELATIVE * float(max(exact)))
        assert abs(found.passing - Fraction(counts.coalitions, 2**n)) <= integrating.RELATIVE
        for level in LEVELS:
            passing = integrating.passing(game, level)
            assert abs(passing - chance(counts.winning, level)) <= integrating.RELATIVE


def test_a_thousand_members_pass_hardly_ever_and_are_measured_all_the_same() -> None:
    """Unanimity of 2,000: a measure of 2^-1999, which no floating-point number can hold."""
    found = integrating.integrate(Threshold((1,) * 2000, 2000))
    exact = Fraction(1, 2**1999)
    assert abs(found.absolute[0] / exact - 1) < integrating.RELATIVE
    assert abs(found.shapley[0] - Fraction(1, 2000)) < integrating.TOLERANCE


def test_ten_thousand_members() -> None:
    drawn = random.Random(1)
    weights = tuple(max(1, int(drawn.paretovariate(1.1) ** 0.5)) for _ in range(10_000))
    found = integrating.integrate(Threshold(weights, sum(weights) // 2 + 1))
    assert found.residue <= 1e-12
    assert abs(sum(found.shapley) - 1) <= 1e-12
    part = [float(a * sum(weights) / w) for a, w in zip(found.shapley, weights, strict=True)]
    assert max(part) < 1.01  # the largest has a hundredth more than its votes, at most
    assert min(part) > 0.99


def test_a_wrong_sum_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = integrating.deciding
    monkeypatch.setattr(
        integrating,
        "deciding",
        lambda of, level: (honest(of, level)[0] * (1 + 1e-11), honest(of, level)[1]),
    )
    monkeypatch.setattr(integrating, "_HALVINGS", 1)
    with pytest.raises(Unmeasurable, match="inexact"):
        integrating.integrate(Threshold((3, 2, 2, 1), 5))


def test_too_much_weight_is_an_error() -> None:
    with pytest.raises(Unmeasurable, match="too_large"):
        integrating.integrate(Threshold((10**6, 10**6, 1), 10**6))


def test_binomials_sum_to_one_and_are_those_of_pascal() -> None:
    from math import comb

    first, chances = distributions.binomial(60, 0.25)
    exact = [comb(60, k) * 3 ** (60 - k) / 4**60 for k in range(61)]
    assert np.allclose(chances, exact[first : first + len(chances)], rtol=1e-13, atol=0)
    assert distributions.binomial(5, 0.0) == (0, np.ones(1))
    assert distributions.binomial(5, 1.0) == (5, np.ones(1))


def test_sizes_of_transforms_are_good_and_least() -> None:
    good = sorted(2**a * 3**b * 5**c for a in range(12) for b in range(8) for c in range(6))
    for least in range(1, 2000, 7):
        assert distributions._good_size(least) == next(size for size in good if size >= least)


# Meet in the middle


@pytest.mark.parametrize(("block", "classes"), [(4, 6_000), (4, 30), (2**22, 10), (2**22, 10**6)])
def test_every_way_of_meeting_counts_the_same(
    block: int, classes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small bounds send small games down the ways of large ones: trees, blocks, many classes."""
    monkeypatch.setattr(meeting, "_BLOCK", block)
    monkeypatch.setattr(meeting, "_PAIRS_OF_CLASSES", classes)
    drawn, counted = random.Random(block + classes), 0
    for _ in range(150):
        game = drawn_game(drawn, drawn.randint(1, 8))
        try:
            found = meeting.count(game)
        except Unmeasurable:  # more than four heavy thresholds
            continue
        counted += 1
        assert found == by_trying(game), game
    assert counted > 100


def test_dominance_is_counted_as_pair_by_pair() -> None:
    drawn = np.random.default_rng(4)
    for points, queries in ((1, 5), (7, 20), (64, 64), (1000, 300)):
        x, y = drawn.integers(0, 50, (2, points))
        p, q = drawn.integers(-5, 55, (2, queries))
        expected = ((x >= p[:, None]) & (y >= q[:, None])).sum(axis=1)
        assert (meeting._dominating(x, y, p, q) == expected).all()


def test_forty_equal_members_in_disguise() -> None:
    """Forty weights so near to each other that only heads count: known without counting."""
    from math import comb

    weights = tuple(10**9 + k for k in range(40))
    counts = meeting.count(Threshold(weights, 21 * 10**9))
    assert [sum(row) for row in counts.swings] == [comb(39, 20)] * 40


# Heads and a weight


def double(weights: tuple[int, ...], heads: int, quota: int, enough: int) -> Game:
    ones = (1,) * len(weights)
    over = AnyOf((Threshold(weights, quota), Threshold(ones, enough)))
    return simplified(AllOf((Threshold(ones, heads), over)))


@pytest.mark.parametrize("n", [2, 7, 20, 33])
def test_a_lattice_measures_as_counted(n: int) -> None:
    drawn = random.Random(n)
    weights = tuple(drawn.randint(1, 20) for _ in range(n))
    game = double(weights, n * 11 // 20 + 1, sum(weights) * 13 // 20 + 1, max(1, n - 2))
    counts: Counts = meeting.count(game)
    found = lattice.measure(game)
    assert close(found.absolute, absolute(counts), lattice.TOLERANCE * float(found.reach))
    assert close(found.shapley, shapley_shubik(counts), lattice.TOLERANCE)
    assert lattice.winning(game) == found.winning
    for level in LEVELS:
        exact = chance(counts.winning, level)
        assert abs(lattice.passing(found.winning, level) - exact) <= lattice.TOLERANCE


def test_a_lattice_of_one_weight_agrees_with_exact_sums_at_size() -> None:
    drawn = random.Random(9)
    weights = tuple(drawn.randint(1, 6) for _ in range(150))
    game = Threshold(weights, sum(weights) * 3 // 5)
    counts, found = sums.count(game), lattice.measure(game)
    assert close(found.absolute, absolute(counts), lattice.TOLERANCE * float(found.reach))
    assert close(found.shapley, shapley_shubik(counts), lattice.TOLERANCE)


def test_a_lattice_is_as_exact_where_hardly_anything_passes() -> None:
    """Nine tenths of 60 heads, and of the weight: one vote in 10^9 passes, and is measured."""
    drawn = random.Random(6)
    weights = tuple(drawn.randint(1, 5) for _ in range(60))
    game = AllOf((Threshold((1,) * 60, 54), Threshold(weights, sum(weights) * 9 // 10)))
    counts, found = diagrams.count(game), lattice.measure(game)
    exact, passing = absolute(counts), Fraction(counts.coalitions, 2**60)
    assert passing < Fraction(1, 10**9)
    assert found.reach < Fraction(1, 10**8)
    assert close(found.absolute, exact, lattice.TOLERANCE * float(found.reach))
    error = abs(lattice.passing(found.winning, Fraction(1, 2)) - passing)
    assert error <= lattice.TOLERANCE * found.passable


def test_two_weights_are_no_lattice() -> None:
    with pytest.raises(Unmeasurable, match="too_large"):
        lattice.measure(AllOf((Threshold((1, 2, 3), 4), Threshold((3, 1, 1), 3))))
    with pytest.raises(Unmeasurable, match="too_large"):
        lattice.measure(Threshold((10**7, 1), 5))


# Sampling


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sampled_lies_within_its_bound(seed: int) -> None:
    drawn = random.Random(seed)
    weights = tuple(drawn.randint(1, 20) for _ in range(17))
    other = tuple(drawn.randint(1, 20) for _ in range(17))
    game = AllOf((Threshold(weights, sum(weights) // 2), Threshold(other, sum(other) // 2)))
    counts = meeting.count(game)
    found = sampling.sample(game, seed, 20_000)
    assert close(found.absolute, absolute(counts), found.error)
    assert abs(found.passing - Fraction(counts.coalitions, 2**17)) <= found.error < 0.03
    assert sampling.sample(game, seed, 20_000) == found
    shares, error = sampling.passing(game, tuple(LEVELS), seed, 20_000)
    assert close(shares, tuple(chance(counts.winning, level) for level in LEVELS), error)
    assert list(shares) == sorted(shares)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_halving_finds_the_same_shares_as_every_level_by_itself(seed: int) -> None:
    drawn = random.Random(seed)
    one, other = (tuple(drawn.randint(1, 9) for _ in range(30)) for _ in range(2))
    game = AllOf((Threshold(one, sum(one) // 2), Threshold(other, sum(other) * 2 // 3)))
    levels = (Fraction(9, 10), Fraction(0), Fraction(1, 2), Fraction(1), Fraction(3, 5))
    shares, _ = sampling.passing(game, levels, seed, 3_000)
    by_themselves = [sampling.passing(game, (level,), seed, 3_000)[0][0] for level in levels]
    assert list(shares) == by_themselves
    assert (shares[1], shares[3]) == (0, 1)


def test_a_rare_decision_is_not_said_to_be_none() -> None:
    with pytest.raises(Unmeasurable, match="rare"):
        sampling.sample(Threshold((1,) * 100, 100), 1, 1000)


def test_sums_beyond_exact_floats_are_still_exact() -> None:
    """2^53 and 2^53 + 1 are one floating-point number, and two sums."""
    game = Threshold((2**53, 2**53 + 1, 1), 2**54 + 1)
    found = sampling.sample(game, 5, 4000)
    exact = absolute(by_trying(game))
    assert close(found.absolute, exact, found.error)
    assert exact[2] == 0 == found.absolute[2]
    with pytest.raises(Unmeasurable, match="too_large"):
        sampling.sample(Threshold((2**62, 1), 5), 1)


def test_what_a_resident_has() -> None:
    """Ten residents of a member with measure ½: 0.5·√(2/(10π))."""
    assert citizens([Fraction(1, 2)], [10]) == (pytest.approx(0.126156626, abs=1e-9),)
