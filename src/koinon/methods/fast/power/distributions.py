"""How the votes in favour are distributed when members are in favour by chance.

A `Crowd` is the distinct weights of a threshold and how many members hold each. Its distribution
is a product of binomials, multiplied out in a tree, shortest first, by fast Fourier transforms,
and by shifting where one factor has few terms. Ends that together weigh less than 1e-17 are cut
off.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

TAIL = 1e-17
_FEW = 24
_FFT_FROM = 96


@dataclass(frozen=True, slots=True)
class Crowd:
    """Distinct weights above zero, ascending, how many members hold each, and the quota."""

    weights: Ints
    holders: Ints
    quota: int

    @property
    def total(self) -> int:
        """The sum of all weights."""
        return int(self.weights @ self.holders)


@dataclass(frozen=True, slots=True)
class Spread:
    """Chances of the sums `first`, `first` + 1, …; all others are as good as impossible."""

    first: int
    chances: Floats

    def upwards(self, start: int) -> Floats:
        """Give the chances of `start`, `start` + 1, …"""
        at = start - self.first
        if at >= 0:
            return self.chances[at:]
        return np.concatenate([np.zeros(-at), self.chances])

    def downwards(self, start: int) -> Floats:
        """Give the chances of `start`, `start` - 1, …"""
        end = self.first + len(self.chances) - 1
        mirrored = Spread(-end, self.chances[::-1])
        return mirrored.upwards(-start)


def crowd(weights: tuple[int, ...], quota: int) -> Crowd:
    """Lay out a threshold; sums below 2^53 are asserted, since chances are indexed by them."""
    assert 0 < quota <= sum(weights) < 2**53
    held = np.array([weight for weight in weights if weight], np.int64)
    distinct, holders = np.unique(held, return_counts=True)
    return Crowd(distinct, holders.astype(np.int64), quota)


def spread(of: Crowd, levels: Floats) -> Spread:
    """Give the distribution of the sum; `levels` are the chances to be in favour, by weight."""
    heap: list[tuple[int, int, Spread]] = []
    for at, (weight, holders, level) in enumerate(
        zip(of.weights.tolist(), of.holders.tolist(), levels.tolist(), strict=True)
    ):
        lowest, chances = binomial(holders, level)
        laid = np.zeros(weight * (len(chances) - 1) + 1)
        laid[::weight] = chances
        heap.append((len(laid), at, Spread(lowest * weight, laid)))
    heapq.heapify(heap)
    while len(heap) > 1:
        _, at, short = heapq.heappop(heap)
        _, _, long = heapq.heappop(heap)
        product = _trimmed(
            Spread(short.first + long.first, _convolved(short.chances, long.chances))
        )
        heapq.heappush(heap, (len(product.chances), at, product))
    return heap[0][2]


def binomial(trials: int, level: float) -> tuple[int, Floats]:
    """Give the chances of so many successes, from the first that matters.

    They are built outwards from the likeliest by ratios and then made to sum to 1.
    """
    if level <= 0.0 or level >= 1.0:
        return (0 if level <= 0.0 else trials), np.ones(1)
    odds = level / (1 - level)
    mode = min(trials, int((trials + 1) * level))
    reach = int(10 * math.sqrt(trials * level * (1 - level)) + 50)
    up = np.arange(mode, min(trials, mode + reach), dtype=np.float64)
    down = np.arange(mode, max(0, mode - reach), -1, dtype=np.float64)
    above = np.cumprod((trials - up) / (up + 1) * odds)
    below = np.cumprod(down / ((trials - down + 1) * odds))
    chances = np.concatenate([below[::-1], np.ones(1), above])
    kept = _trimmed(Spread(mode - len(below), chances / chances.sum()))
    return kept.first, kept.chances


def _trimmed(of: Spread) -> Spread:
    chances = of.chances
    start = int(np.searchsorted(np.cumsum(chances), TAIL, side="right"))
    end = int(np.searchsorted(np.cumsum(chances[::-1]), TAIL, side="right"))
    return Spread(of.first + start, chances[start : len(chances) - end])


def _convolved(short: Floats, long: Floats) -> Floats:
    if len(short) > len(long):
        short, long = long, short
    places = np.flatnonzero(short)
    length = len(short) + len(long) - 1
    if len(places) <= _FEW:
        shifted = np.zeros(length)
        for place in places.tolist():
            shifted[place : place + len(long)] += short[place] * long
        return shifted
    if len(short) < _FFT_FROM:
        return np.convolve(short, long)
    size = _good_size(length)
    product = np.fft.irfft(np.fft.rfft(short, size) * np.fft.rfft(long, size), size)[:length]
    return np.maximum(product, 0.0)


def _good_size(least: int) -> int:
    """Give the smallest number of the form 2^a·3^b·5^c that is not below `least`."""
    best = 1 << (least - 1).bit_length()
    fives = 1
    while fives < best:
        threes = fives
        while threes < best:
            twos = threes << max(0, (-(-least // threes) - 1).bit_length())
            best = min(best, twos)
            threes *= 3
        fives *= 5
    return best


def tilt(of: Crowd, level: float, goal: float) -> float:
    """Find the slope at which members in favour with odds level/(1 - level)·e^(slope·weight) bring
    `goal` votes on average (exponential tilting); bounded where nothing but all or nothing does.
    """
    bound = 60.0 / float(of.weights[0])
    low, high = -bound, bound
    for _ in range(80):
        middle = (low + high) / 2
        average = float((of.weights * of.holders) @ tilted(of, level, middle))
        low, high = (middle, high) if average < goal else (low, middle)
    return (low + high) / 2


def tilted(of: Crowd, level: float, slope: float) -> Floats:
    """Give the chances to be in favour, by weight, at that slope."""
    lifted = math.log(level) - math.log1p(-level) + slope * of.weights
    levels: Floats = np.exp(-np.logaddexp(0.0, -lifted))
    return levels


def log_scale(of: Crowd, level: float, slope: float) -> float:
    """Give the logarithm of the mean of e^(slope·sum), members in favour with chance `level`."""
    each = np.logaddexp(math.log1p(-level), math.log(level) + slope * of.weights)
    return math.fsum((of.holders * each).tolist())


def log_chance_beyond(of: Crowd, level: float, goal: int) -> float:
    """Bound the logarithm of the chance of a sum on the far side of the goal (H. Chernoff)."""
    slope = tilt(of, level, goal)
    return min(0.0, log_scale(of, level, slope) - slope * goal)
