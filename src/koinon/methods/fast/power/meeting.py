"""Exact counts in any game of thresholds, to about forty members: meet in the middle.

The members are cut into two halves. All coalitions of a half are laid out and put into classes by
their size and by their weight for every threshold of few different sums. For a pair of classes
these thresholds are decided, and what remains hangs on the few others, the heavy ones: written as
a sum of "all of these are met" (inclusion and exclusion), it is counted by searching in sorted
sums for one threshold, by a tree of sorted blocks for two, and pair by pair for more.

Source: E. Horowitz and S. Sahni, J. of the ACM 21 (1974) 277; B. Klinz and G. Woeginger,
Mathematical Social Sciences 49 (2005) 111, for power.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from koinon.methods.power.counts import Counts
from koinon.methods.power.games import (
    AllOf,
    Game,
    Threshold,
    Unmeasurable,
    simplified,
    size,
    thresholds,
)

MEMBERS = 40
"""As many members can be counted with at most one heavy threshold."""

MEMBERS_HEAVY = 36
"""As many with two."""

MEMBERS_PAIRWISE = 30
"""As many with three or four."""

HEAVY = 4
BOUND = 2**62
"""Sums of weights stay below this, and so in 64 bits with a quota subtracted."""

_PAIRS_OF_CLASSES = 6_000
_BLOCK = 2**22

Ints: TypeAlias = NDArray[np.int64]
_Terms: TypeAlias = "tuple[tuple[int, tuple[int, ...]], ...]"


@dataclass(frozen=True, slots=True)
class _Class:
    """Coalitions of one half alike in size and in every light sum; `heavy` sums by threshold."""

    members: int
    light: tuple[int, ...]
    which: Ints
    heavy: tuple[Ints, ...]


def count(game: Game) -> Counts:
    """Count winning coalitions and swings exactly, by size.

    Raises Unmeasurable (``too_large``) beyond the stated numbers of members and 62 bits of weight.
    """
    game = simplified(game)
    n, leaves = size(game), thresholds(game)
    if n > MEMBERS or max(sum(leaf.weights) for leaf in leaves) >= BOUND:
        raise Unmeasurable("too_large", members=n)
    cut = n // 2
    halves = [_sums(leaves, range(cut)), _sums(leaves, range(cut, n))]
    light, heavy = _sorted_out(leaves, halves, (cut, n - cut))
    most = MEMBERS if len(heavy) < 2 else MEMBERS_HEAVY if len(heavy) == 2 else MEMBERS_PAIRWISE
    if n > most or len(heavy) > HEAVY:
        raise Unmeasurable("too_large", members=n, thresholds=len(heavy))
    terms = _Remaining(game, leaves, light, heavy)
    first, second = (
        _classes(half, width, light, heavy)
        for half, width in zip(halves, (cut, n - cut), strict=True)
    )
    winning, with_first = _side(first, second, cut, n, terms)
    again, with_second = _side(second, first, n - cut, n, terms)
    assert winning == again
    return _swings(winning, with_first + with_second)


def _sums(leaves: tuple[Threshold, ...], members: range) -> list[Ints]:
    """Sum the weights of every coalition of these members; bit j of its index is the j-th."""
    found = []
    for leaf in leaves:
        sums = np.zeros(1, np.int64)
        for member in members:
            sums = np.concatenate([sums, sums + leaf.weights[member]])
        found.append(sums)
    return found


def _size(width: int) -> Ints:
    sizes = np.zeros(1, np.int64)
    for _ in range(width):
        sizes = np.concatenate([sizes, sizes + 1])
    return sizes


def _sorted_out(
    leaves: tuple[Threshold, ...], halves: list[list[Ints]], widths: tuple[int, int]
) -> tuple[list[int], list[int]]:
    """Tell the thresholds whose sums make few classes from the heavy ones."""
    keys = [_size(width) for width in widths]
    numbered = range(len(leaves))
    different = [[len(np.unique(half[leaf])) for leaf in numbered] for half in halves]
    light: list[int] = []
    for leaf in sorted(numbered, key=lambda one: different[0][one] * different[1][one]):
        finer = [_refined(key, half[leaf]) for key, half in zip(keys, halves, strict=True)]
        if (int(finer[0].max()) + 1) * (int(finer[1].max()) + 1) > _PAIRS_OF_CLASSES:
            break
        keys = finer
        light.append(leaf)
    return light, [leaf for leaf in numbered if leaf not in light]


def _refined(key: Ints, sums: Ints) -> Ints:
    """Number the pairs of a class and a sum that occur."""
    _, ranks = np.unique(sums, return_inverse=True)
    _, finer = np.unique(key * (int(ranks.max()) + 1) + ranks, return_inverse=True)
    numbered: Ints = finer.astype(np.int64)
    return numbered


def _classes(sums: list[Ints], width: int, light: list[int], heavy: list[int]) -> list[_Class]:
    sizes = _size(width)
    key = sizes
    for leaf in light:
        key = _refined(key, sums[leaf])
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order])) + 1
    groups = np.split(order, starts)
    if heavy:  # what is searched for in order is found fastest
        groups = [which[np.argsort(-sums[heavy[0]][which], kind="stable")] for which in groups]
    return [
        _Class(
            int(sizes[which[0]]),
            tuple(int(sums[leaf][which[0]]) for leaf in light),
            which,
            tuple(sums[leaf][which] for leaf in heavy),
        )
        for which in groups
    ]


class _Remaining:
    """What remains of a game for a pair of classes, as a sum of sets of heavy thresholds."""

    def __init__(
        self, game: Game, leaves: tuple[Threshold, ...], light: list[int], heavy: list[int]
    ) -> None:
        self.quotas = [leaf.quota for leaf in leaves]
        self.light, self.heavy = light, heavy

        def met(part: Game, truth: dict[int, bool]) -> bool:
            if isinstance(part, Threshold):
                return truth[leaves.index(part)]
            results = (met(one, truth) for one in part.parts)
            return all(results) if isinstance(part, AllOf) else any(results)

        @cache
        def terms(decided: tuple[bool, ...]) -> _Terms:
            known = dict(zip(light, decided, strict=True))
            numbers: dict[tuple[int, ...], int] = {}
            for together in _subsets(len(heavy)):
                truth = known | {leaf: at in together for at, leaf in enumerate(heavy)}
                smaller = sum(
                    number for inside, number in numbers.items() if set(inside) <= set(together)
                )
                numbers[together] = met(game, truth) - smaller
            return tuple((number, together) for together, number in numbers.items() if number)

        self._terms = terms

    def of(self, one: _Class, other: _Class) -> _Terms:
        """Give what remains for two classes: how often to count the pairs that meet which."""
        quotas = (self.quotas[leaf] for leaf in self.light)
        return self._terms(
            tuple(a + b >= q for a, b, q in zip(one.light, other.light, quotas, strict=True))
        )

    def missing(self, one: _Class, heavy: int) -> Ints:
        """Give what each coalition of a class lacks for a heavy threshold."""
        return self.quotas[self.heavy[heavy]] - one.heavy[heavy]


def _subsets(number: int) -> Iterator[tuple[int, ...]]:
    for length in range(number + 1):
        yield from combinations(range(number), length)


def _side(
    ours: list[_Class], others: list[_Class], width: int, n: int, terms: _Remaining
) -> tuple[list[int], list[list[int]]]:
    """Count winning coalitions by size, all of them and those with each member of our half."""
    winning = [0] * (n + 1)
    with_member = [[0] * (n + 1) for _ in range(width)]
    ranked = [tuple(np.sort(sums) for sums in other.heavy) for other in others]
    for one in ours:
        found = np.zeros((n - width + 1, len(one.which)), np.int64)
        for other, sums in zip(others, ranked, strict=True):
            for number, together in terms.of(one, other):
                lacking = [terms.missing(one, heavy) for heavy in together]
                if not together:
                    found[other.members] += number * len(other.which)
                elif len(together) == 1:
                    below = np.searchsorted(sums[together[0]], lacking[0])
                    found[other.members] += number * (len(other.which) - below)
                else:
                    there = [other.heavy[heavy] for heavy in together]
                    found[other.members] += number * _meeting_all(there, lacking)
        # All numbers are below 2^40, and so exact in what multiplies fast.
        bits = (one.which[:, None] >> np.arange(width)) & 1
        inside = found.astype(np.float64) @ bits.astype(np.float64)
        for extra, row in enumerate(found.sum(axis=1)):
            winning[one.members + extra] += int(row)
            for member in range(width):
                with_member[member][one.members + extra] += int(inside[extra, member])
    return winning, with_member


def _meeting_all(there: list[Ints], lacking: list[Ints]) -> Ints:
    """Count for each query the points that have at least what it lacks in every coordinate."""
    pairs = len(there[0]) * len(lacking[0])
    if len(there) == 2 and pairs > _BLOCK:
        return _dominating(there[0], there[1], lacking[0], lacking[1])
    found = np.empty(len(lacking[0]), np.int64)
    step = max(1, _BLOCK // len(there[0]))
    for at in range(0, len(found), step):
        met = there[0] >= lacking[0][at : at + step, None]
        for sums, lack in zip(there[1:], lacking[1:], strict=True):
            met &= sums >= lack[at : at + step, None]
        found[at : at + step] = np.count_nonzero(met, axis=1)
    return found


def _dominating(x: Ints, y: Ints, least_x: Ints, least_y: Ints) -> Ints:
    """Count points with x and y at least as asked, for many queries at once.

    Points are sorted by x; a query is a run of them to the end, cut into blocks of sizes 1, 2, 4 …
    that are each sorted by y. One search in all blocks of a size answers that part of all queries.
    """
    order = np.argsort(x, kind="stable")
    ys = np.sort(y)
    levels = len(x).bit_length()
    full = 1 << levels
    height = np.full(full, -1, np.int64)  # what fills up the last block is below every query
    height[: len(x)] = np.searchsorted(ys, y[order])
    start = np.searchsorted(x[order], least_x)
    bar = np.searchsorted(ys, least_y)
    found = np.zeros(len(start), np.int64)
    stride = full + 2
    for level in range(levels):
        blocks = np.sort(height.reshape(-1, 1 << level), axis=1)
        laid = (blocks + 1 + np.arange(len(blocks))[:, None] * stride).ravel()
        at = np.flatnonzero((start >> level) & 1)
        block = start[at] >> level
        below = np.searchsorted(laid, block * stride + bar[at] + 1)
        found[at] += ((block + 1) << level) - below
        start[at] += 1 << level
    at = np.flatnonzero(start == 0)
    found[at] = len(x) - bar[at]
    return found


def _swings(winning: list[int], with_member: list[list[int]]) -> Counts:
    n = len(with_member)
    rows = tuple(tuple(row[s + 1] - (winning[s] - row[s]) for s in range(n)) for row in with_member)
    return Counts(tuple(winning), rows)
