"""Penrose's measure by sampling, for games beyond all counting, with a bound that holds.

Coalitions are drawn with every member in favour or against by the toss of a coin from a seed of
the caller; in each it is seen which members' votes decide. The bound holds for all members and the
chance to pass at once with the stated confidence, whatever the game. Shapley and Shubik's index is
not sampled: at such sizes random orders say nothing of most members.

Source of the bounds: W. Hoeffding, J. of the American Statistical Association 58 (1963) 13; A.
Maurer and M. Pontil, Conference on Learning Theory (2009), theorem 4.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from koinon.methods.power.games import AllOf, Game, Threshold, Unmeasurable, size, thresholds

COALITIONS = 100_000
VOTES = 200_000_000
"""As many coalitions are drawn, or fewer with more votes in all, but never below a tenth."""

CONFIDENCE = Fraction(999, 1000)
BOUND = 2**62
"""Sums of weights stay below this, and so in 64 bits."""

_CELLS = 2**21

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sampled:
    """Shares seen of the coalitions drawn, and the error none exceeds, with that confidence."""

    absolute: tuple[Fraction, ...]
    passing: Fraction
    error: float
    coalitions: int


def sample(game: Game, seed: int, coalitions: int | None = None) -> Sampled:
    """Draw coalitions and count who decides; raises Unmeasurable (``too_large``, ``rare``)."""
    n = _checked(game)
    coalitions = coalitions or _affordable(n)
    chance = np.random.default_rng(seed)
    decided, passed, drawn = np.zeros(n, np.int64), 0, 0
    while drawn < coalitions:
        batch = min(coalitions - drawn, max(1, _CELLS // n))
        bits = np.unpackbits(chance.integers(0, 256, (batch, -(-n // 8)), np.uint8), axis=1)
        favour = bits[:, :n].astype(np.int64)
        sums = {leaf: _sum(favour, leaf) for leaf in thresholds(game)}
        without = {
            leaf: sums[leaf][:, None] - favour * np.array(leaf.weights, np.int64) for leaf in sums
        }
        lost = ~_met(game, {leaf: without[leaf] >= leaf.quota for leaf in sums})
        joined = {leaf: without[leaf] + np.array(leaf.weights, np.int64) for leaf in sums}
        lost &= _met(game, {leaf: joined[leaf] >= leaf.quota for leaf in sums})
        decided += np.count_nonzero(lost, axis=0)
        passed += int(
            np.count_nonzero(_met(game, {leaf: sums[leaf] >= leaf.quota for leaf in sums}))
        )
        drawn += batch
    if not decided.any():
        raise Unmeasurable("rare", coalitions=drawn)
    shares = [*(decided / drawn).tolist(), passed / drawn]
    error = max(_error(share, drawn, n + 1) for share in shares)
    absolute = tuple(Fraction(count, drawn) for count in decided.tolist())
    return Sampled(absolute, Fraction(passed, drawn), error, drawn)


def passing(
    game: Game, levels: tuple[Fraction, ...], seed: int, coalitions: int | None = None
) -> tuple[tuple[Fraction, ...], float]:
    """Give the share that passes at each level of agreement, and the error of all of them.

    The same draws serve all levels, so that the curve never falls.
    """
    n = _checked(game)
    coalitions = coalitions or _affordable(n)
    chance = np.random.default_rng(seed)
    rising = np.array([float(level) for level in sorted(levels)])
    first, drawn = np.zeros(len(levels) + 1, np.int64), 0
    while drawn < coalitions:
        batch = min(coalitions - drawn, max(1, _CELLS // n))
        found = _first_passed(game, chance.random((batch, n)), rising)
        first += np.bincount(found, minlength=len(levels) + 1)
        drawn += batch
    counts = dict(zip(sorted(levels), np.cumsum(first).tolist(), strict=False))
    passed = [counts[level] for level in levels]
    error = max(_error(count / drawn, drawn, len(levels)) for count in passed)
    return tuple(Fraction(count, drawn) for count in passed), error


def _first_passed(game: Game, draws: NDArray[np.float64], rising: NDArray[np.float64]) -> Ints:
    """Give, for each row of draws, the place of the lowest level at which it passes.

    Who agrees at a level agrees at any higher one, so that halving finds it in a few steps.
    """
    low = np.zeros(len(draws), np.int64)
    high = np.full(len(draws), len(rising), np.int64)
    while (low < high).any():
        tried = np.minimum((low + high) // 2, len(rising) - 1)
        favour = (draws < rising[tried][:, None]).astype(np.int64)
        met = _met(game, {f: _sum(favour, f) >= f.quota for f in thresholds(game)})
        is_open = low < high
        high = np.where(is_open & met, tried, high)
        low = np.where(is_open & ~met, tried + 1, low)
    return low


def _affordable(n: int) -> int:
    return min(COALITIONS, max(COALITIONS // 10, VOTES // n))


def _checked(game: Game) -> int:
    total = max(sum(leaf.weights) for leaf in thresholds(game))
    if total >= BOUND or max(abs(leaf.quota) for leaf in thresholds(game)) >= BOUND:
        raise Unmeasurable("too_large", weight=total)
    return size(game)


def _sum(favour: Ints, leaf: Threshold) -> Ints:
    weights = np.array(leaf.weights, np.int64)
    if sum(leaf.weights) < 2**53:  # exact in floating point, which multiplies faster
        return (favour.astype(np.float64) @ weights.astype(np.float64)).astype(np.int64)
    result: Ints = favour @ weights
    return result


def _met(game: Game, truth: dict[Threshold, Bools]) -> Bools:
    if isinstance(game, Threshold):
        return truth[game]
    join = np.logical_and if isinstance(game, AllOf) else np.logical_or
    result: Bools = join.reduce([_met(part, truth) for part in game.parts])
    return result


def _error(share: float, drawn: int, shares: int) -> float:
    """Bound the error of one of so many shares by the better of two bounds, each given half."""
    doubt = math.log(4 * shares / float(1 - CONFIDENCE))
    variance = share * (1 - share) * drawn / max(1, drawn - 1)
    bernstein = math.sqrt(2 * variance * (doubt + math.log(2)) / drawn)
    bernstein += 7 * (doubt + math.log(2)) / (3 * max(1, drawn - 1))
    return min(1.0, math.sqrt(doubt / (2 * drawn)), bernstein)
