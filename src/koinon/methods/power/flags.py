"""Who can stop a decision alone, who can take it alone, whose vote never matters: told exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from koinon.methods.power.games import AllOf, Game, Threshold, size, thresholds

_WORK = 4_000_000_000
"""Words added at most to find the least weight that ever decides."""


def vetoes(game: Game) -> tuple[bool, ...]:
    """Say of each member whether nothing passes against it, even with all others in favour."""
    totals = {leaf: sum(leaf.weights) for leaf in thresholds(game)}
    return tuple(
        not _won(game, lambda leaf, m=member: totals[leaf] - leaf.weights[m])
        for member in range(size(game))
    )


def carries(game: Game) -> tuple[bool, ...]:
    """Say of each member whether it wins alone; with a veto besides, it is a dictator."""
    return tuple(_won(game, lambda leaf, m=member: leaf.weights[m]) for member in range(size(game)))


def _won(game: Game, weight: Callable[[Threshold], int]) -> bool:
    if isinstance(game, Threshold):
        return weight(game) >= game.quota
    results = (_won(part, weight) for part in game.parts)
    return all(results) if isinstance(game, AllOf) else any(results)


def weightless(game: Game) -> tuple[bool, ...]:
    """Say of each member whether it has no weight in any threshold, and so never matters."""
    leaves = thresholds(game)
    return tuple(not any(leaf.weights[m] for leaf in leaves) for m in range(size(game)))


def least_deciding(game: Threshold) -> int | None:
    """Give the least weight that decides in some vote; None where that is too much work.

    Whoever has less never does, since a member decides wherever one of less weight would.
    """
    held = Counter(weight for weight in game.weights if weight)
    distinct = sorted(held)
    if len(held) * (game.quota // 64 + 1) * 32 * len(distinct).bit_length() > _WORK:
        return None
    low, high = 0, len(distinct) - 1
    while low < high:
        middle = (low + high) // 2
        if _decides(held, game.quota, distinct[middle]):
            high = middle
        else:
            low = middle + 1
    return distinct[low]


def _decides(held: Counter[int], quota: int, weight: int) -> bool:
    """Say whether others can sum to just less than the quota: sums as bits of one number."""
    sums, mask = 1, (1 << quota) - 1
    for other, holders in held.items():
        left, part = holders - (other == weight), 1
        while left > 0:
            take = min(part, left)
            if other * take < quota:
                sums |= (sums << (other * take)) & mask
            left, part = left - take, part * 2
    return bool(sums >> max(0, quota - weight))
