"""Power in games on heads and one weight, at size: all pairs of a number of members and a weight.

Kept are the chances of a weight given the number in favour, all sets of that number being equally
likely. Joining a member mixes two neighbours, and taking one away undoes it: from below for less
than half of the members, from above for more, so that no error grows. From them follow Penrose's
measure, Shapley and Shubik's index, which is their plain average over numbers, and the chance to
pass at every level of agreement, without any further integration.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, gcd
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from koinon.methods.power.games import AllOf, Game, Threshold, Unmeasurable, size, thresholds

CELLS = 10_000_000
"""At most so many pairs of a number of members and a weight."""

TOLERANCE = 1e-11
"""The error stated of chances given a number in favour, and of the index of Shapley and Shubik.

The indices must sum to 1 to 1e-12 or nothing is given.
"""

_RESIDUE = 1e-12

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class OnLattice:
    """Results by member; `winning[s]` is the chance to win of a random coalition of s members.

    `reach` is the chance that others in favour are of a number at which some vote can decide, and
    `passable` that members in favour can win: errors of Penrose's measure and of the chance to pass
    are at most such a part of the tolerance.
    """

    absolute: tuple[Fraction, ...]
    shapley: tuple[Fraction, ...]
    winning: tuple[float, ...]
    residue: float
    reach: Fraction
    passable: Fraction


def measure(game: Game) -> OnLattice:
    """Measure a game whose thresholds are on heads or on one weight; raises Unmeasurable."""
    weights, chances, won = _prepared(game)
    n = len(weights)
    pivots = {weight: _pivots(chances, won, weight) for weight in set(weights)}
    shares = {weight: math.fsum(row) / n for weight, row in pivots.items()}
    residue = abs(math.fsum(shares[weight] for weight in weights) - 1)
    if not residue <= _RESIDUE:
        raise Unmeasurable("inexact", members=n)
    sizes = [comb(n - 1, s) for s in range(n)]
    measures = {
        weight: sum((Fraction(p) * c for p, c in zip(row, sizes, strict=True)), Fraction(0))
        / (1 << (n - 1))
        for weight, row in pivots.items()
    }
    open_at = won[1:].any(axis=1) & ~won[:n].all(axis=1)
    return OnLattice(
        tuple(measures[weight] for weight in weights),
        tuple(Fraction(shares[weight]) for weight in weights),
        _winning(chances, won),
        residue,
        Fraction(sum(sizes[s] for s in np.flatnonzero(open_at).tolist()), 1 << (n - 1)),
        Fraction(sum(comb(n, s) for s in np.flatnonzero(won.any(axis=1)).tolist()), 1 << n),
    )


def winning(game: Game) -> tuple[float, ...]:
    """Give for each number in favour the chance that they win; raises Unmeasurable."""
    _, chances, won = _prepared(game)
    return _winning(chances, won)


def _prepared(game: Game) -> tuple[tuple[int, ...], Floats, Bools]:
    weights, quotas = _laid_out(game)
    n, total = len(weights), sum(weights)
    if (n + 1) * (total + 1) > CELLS:
        raise Unmeasurable("too_large", cells=(n + 1) * (total + 1))
    return weights, _chances(weights), _won(game, quotas, n, total)


def _winning(chances: Floats, won: Bools) -> tuple[float, ...]:
    found = np.einsum("mk,mk->m", chances, won).tolist()
    return tuple(min(1.0, max(0.0, chance)) for chance in found)


def passing(winning: Sequence[float], at: Fraction) -> float:
    """Give the chance to pass when each is in favour with chance `at` (0 to 1)."""
    n, level = len(winning) - 1, float(at)
    if level <= 0.0 or level >= 1.0:
        return winning[n if level > 0 else 0]
    odds, rest = math.log(level), math.log1p(-level)
    return math.fsum(
        won * math.exp(
            math.lgamma(n + 1) - math.lgamma(s + 1) - math.lgamma(n - s + 1)
            + s * odds + (n - s) * rest
        )
        for s, won in enumerate(winning)
        if won
    )  # fmt: skip


def _laid_out(game: Game) -> tuple[tuple[int, ...], dict[Threshold, tuple[bool, int]]]:
    """Find the one weight, and say of each threshold whether it is on heads, and its quota."""
    n = size(game)
    found: tuple[int, ...] | None = None
    quotas = {}
    for leaf in thresholds(game):
        step = gcd(*leaf.weights) or 1
        weights = tuple(value // step for value in leaf.weights)
        heads = len(set(weights)) == 1
        quotas[leaf] = (heads, -(-leaf.quota // step))
        if heads:
            continue
        if found is not None and weights != found:
            raise Unmeasurable("too_large", members=n, thresholds=len(thresholds(game)))
        found = weights
    return found or (1,) * n, quotas


def _won(game: Game, quotas: dict[Threshold, tuple[bool, int]], n: int, total: int) -> Bools:
    """Say for each number of members and weight whether it wins."""
    if isinstance(game, Threshold):
        heads, quota = quotas[game]
        met = np.arange(n + 1)[:, None] >= quota if heads else np.arange(total + 1) >= quota
        return np.broadcast_to(met, (n + 1, total + 1))
    parts = [_won(part, quotas, n, total) for part in game.parts]
    join = np.logical_and if isinstance(game, AllOf) else np.logical_or
    result: Bools = join.reduce(parts)
    return result


def _chances(weights: tuple[int, ...]) -> Floats:
    """Give for each number in favour the chance of each weight."""
    n = len(weights)
    chances = np.zeros((n + 1, sum(weights) + 1))
    chances[0, 0] = 1.0
    top = 0
    for joined, weight in enumerate(sorted(weights), start=1):
        part = np.arange(joined + 1)[:, None] / joined
        with_it = chances[:joined, : top + 1] * part[1:]
        chances[: joined + 1, : top + 1] *= 1 - part
        chances[1 : joined + 1, weight : weight + top + 1] += with_it
        top += weight
    return chances


def _pivots(chances: Floats, won: Bools, weight: int) -> list[float]:
    """Give for each number of others in favour the chance that a member of that weight decides."""
    n, width = len(chances) - 1, chances.shape[1] - weight
    found = [0.0] * n
    half = (n - 1) // 2
    before = np.zeros(width)
    for s in range(half + 1):
        row = chances[s, :width].copy()
        row[weight:] -= s / n * before[: width - weight]
        before = row / (1 - s / n)
        found[s] = _deciding(before, won, s, weight)
    before = np.zeros(width)
    for s in range(n - 1, half, -1):
        row = chances[s + 1, weight:].copy()
        row[: width - weight] -= (1 - (s + 1) / n) * before[weight:]
        before = row * (n / (s + 1))
        found[s] = _deciding(before, won, s, weight)
    return found


def _deciding(others: Floats, won: Bools, s: int, weight: int) -> float:
    decides = won[s + 1, weight:] & ~won[s, : len(others)]
    return min(1.0, max(0.0, float(others @ decides)))
