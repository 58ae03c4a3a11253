"""Power under one threshold, to ten thousand members, in floating point with its own check.

Shapley and Shubik's index is the integral over t of the chance to decide when all others are in
favour with chance t (G. Owen, Management Science 18 (1972) 64). The chance without a member comes
from that with it by dividing by its factor, which is an alternating sum of windows: downwards from
the quota where t is at most ½, upwards else, so that it always dies out.

Of every piece integrated, the sum over members must be what the chance to pass gains on it; where
it is not to 1e-13 the piece is halved. All indices together must sum to 1 to 1e-12, or none is
given.

Penrose's measure is the same at t = ½, worked out for members whose votes are tilted so that the
quota is just reached on average, and scaled back. So it is exact to its last digits also where
passing by chance is next to impossible.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from koinon.methods.fast.power.distributions import (
    Crowd,
    Floats,
    Spread,
    crowd,
    log_chance_beyond,
    log_scale,
    spread,
    tilt,
    tilted,
)
from koinon.methods.power.games import Threshold, Unmeasurable

NODES = 48
FEW_NODES = 16
TOLERANCE = 1e-12
"""The error stated of an index of Shapley and Shubik, absolute."""

RELATIVE = 1e-11
"""The error stated of Penrose's measure, as a part of the greatest, and of the chance to pass."""

WEIGHT = 500_000
"""The largest sum of weights taken on."""

_PIECE = 1e-13
_HALVINGS = 10
_UNLIKELY = math.log(1e-17)


@dataclass(frozen=True, slots=True)
class Integrated:
    """Results by member: the binary fractions found, which err by the tolerances above."""

    absolute: tuple[Fraction, ...]
    shapley: tuple[Fraction, ...]
    passing: Fraction
    residue: float


def integrate(game: Threshold) -> Integrated:
    """Measure one threshold; raises Unmeasurable (``too_large``, ``inexact``)."""
    _check(game)
    of = crowd(game.weights, game.quota)
    absolute, passing = penrose(of)
    shares = shapley(of)
    residue = abs(math.fsum((shares * of.holders).tolist()) - 1)
    if not residue <= TOLERANCE:
        raise Unmeasurable("inexact", members=len(game.weights))
    pairs = zip(absolute, map(Fraction, shares.tolist()), strict=True)
    by_weight = dict(zip(of.weights.tolist(), pairs, strict=True))
    by_weight[0] = (Fraction(0), Fraction(0))
    rows = [by_weight[weight] for weight in game.weights]
    return Integrated(
        tuple(row[0] for row in rows), tuple(row[1] for row in rows), passing, residue
    )


def _check(game: Threshold) -> None:
    if sum(game.weights) > WEIGHT:
        raise Unmeasurable("too_large", weight=sum(game.weights))


def penrose(of: Crowd) -> tuple[list[Fraction], Fraction]:
    """Give Penrose's measure for each distinct weight and the chance to pass at ½."""
    slope = tilt(of, 0.5, of.quota - 0.5)
    found = spread(of, tilted(of, 0.5, slope))
    upwards = slope >= 0
    start = of.quota if upwards else of.quota - 1
    side = found.upwards(start) if upwards else found.downwards(start)
    side = side * np.exp(-abs(slope) * np.arange(len(side)))
    scale = (log_scale(of, 0.5, slope) - slope * start) / math.log(2)
    power = math.floor(scale)
    factor = Fraction(2.0 ** (scale - power)) * Fraction(2) ** power
    chances = [
        Fraction(2 * max(0.0, _alternating(side, weight, 1.0))) * factor
        for weight in of.weights.tolist()
    ]
    beyond = Fraction(float(side.sum())) * factor
    return [min(chance, Fraction(1)) for chance in chances], beyond if upwards else 1 - beyond


def _alternating(side: Floats, weight: int, ratio: float) -> float:
    """Sum windows of `weight` sums from the quota on, each `-ratio` times the one before."""
    if not len(side):
        return 0.0
    windows = np.add.reduceat(side, np.arange(0, len(side), weight))
    signs = np.cumprod(np.concatenate([np.ones(1), np.full(len(windows) - 1, -ratio)]))
    return float(windows @ signs)


def deciding(of: Crowd, level: float) -> tuple[Floats, float]:
    """Give, by weight, the chance to decide at a level of agreement, and the chance to pass."""
    found = spread(of, np.full(len(of.weights), level))
    odds = level / (1 - level)
    if level <= 0.5:
        side, ratio, scale = found.downwards(of.quota - 1), odds, 1 / (1 - level)
    else:
        side, ratio, scale = found.upwards(of.quota), 1 / odds, 1 / level
    chances = np.array([_alternating(side, weight, ratio) for weight in of.weights.tolist()])
    return scale * chances, _passing(found, of.quota)


def _passing(found: Spread, quota: int) -> float:
    above = float(found.upwards(quota).sum())
    return above if above < 0.5 else 1 - float(found.downwards(quota - 1).sum())


def passing(game: Threshold, at: Fraction) -> float:
    """Give the chance to pass when each is in favour with chance `at` (0 to 1).

    Raises Unmeasurable (``too_large``): sums are laid out one by one, so they must fit.
    """
    _check(game)
    level = float(at)
    if level in (0.0, 1.0):
        return level
    of = crowd(game.weights, game.quota)
    return _passing(spread(of, np.full(len(of.weights), level)), of.quota)


def between_passing(one: Threshold, other: Threshold) -> float:
    """Give the integral over levels of the chances to pass two games that differ in their quota.

    The weights are the same; the first has the higher quota. It is a bound, so few nodes do, and
    what they may miss is added: a twentieth, and 1e-9.
    """
    _check(one)
    assert one.weights == other.weights
    assert one.quota >= other.quota
    strict, easy = crowd(one.weights, one.quota), crowd(other.weights, other.quota)
    low, high = _transition(easy)[0], _transition(strict)[1]
    nodes, shares = np.polynomial.legendre.leggauss(FEW_NODES)
    found = 0.0
    for node, share in zip(nodes.tolist(), shares.tolist(), strict=True):
        level = low + (high - low) * (node + 1) / 2
        laid = spread(easy, np.full(len(easy.weights), level))
        found += share * (_passing(laid, easy.quota) - _passing(laid, strict.quota))
    return 1.05 * found * (high - low) / 2 + 1e-9


def shapley(of: Crowd) -> Floats:
    """Give Shapley and Shubik's index for each distinct weight."""
    low, high = _transition(of)
    return _integral(of, low, high, _at_end(of, low), _at_end(of, high), 0)


def _at_end(of: Crowd, level: float) -> float:
    if level in (0.0, 1.0):
        return level
    return _passing(spread(of, np.full(len(of.weights), level)), of.quota)


def _integral(of: Crowd, low: float, high: float, at_low: float, at_high: float,
              halvings: int) -> Floats:  # fmt: skip
    nodes, shares = np.polynomial.legendre.leggauss(NODES)
    levels = low + (high - low) * (nodes + 1) / 2
    found = np.zeros(len(of.weights))
    for level, share in zip(levels.tolist(), (shares * (high - low) / 2).tolist(), strict=True):
        found += share * deciding(of, level)[0]
    gained = math.fsum((found * of.holders).tolist())
    if abs(gained - (at_high - at_low)) <= _PIECE or halvings == _HALVINGS:
        return found
    middle = (low + high) / 2
    between = _at_end(of, middle)
    return _integral(of, low, middle, at_low, between, halvings + 1) + _integral(
        of, middle, high, between, at_high, halvings + 1
    )


def _transition(of: Crowd) -> tuple[float, float]:
    """Give the levels between which passing turns from as good as impossible to certain."""
    low, high = 0.0, 1.0
    average = of.quota / of.total
    inner = average
    for _ in range(12):
        middle = (low + inner) / 2
        if log_chance_beyond(of, middle, of.quota) <= _UNLIKELY:
            low = middle
        else:
            inner = middle
    inner = average
    for _ in range(12 if average < 1 else 0):
        middle = (inner + high) / 2
        if log_chance_beyond(of, middle, of.quota - 1) <= _UNLIKELY:
            high = middle
        else:
            inner = middle
    return low, high
