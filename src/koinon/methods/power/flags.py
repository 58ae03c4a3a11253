"""Who can stop a decision alone, who can take it alone, whose vote never matters: told exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from koinon.methods.power.games import AllOf, Game, Threshold, thresholds

_WORK = 4_000_000_000
"""Words added at most to find the least weight that ever decides."""


def vetoes(game: Game) -> tuple[bool, ...]:
    """Say of each member whether nothing passes against it, even with all others in favour."""
    leaves = thresholds(game)
    totals = [sum(leaf.weights) for leaf in leaves]
    rows = _rows(leaves)
    lost = {}
    for row in set(rows):
        left = [total - weight for total, weight in zip(totals, row, strict=True)]
        lost[row] = not _won(game, dict(zip(leaves, left, strict=True)))
    return tuple(lost[row] for row in rows)


def carries(game: Game) -> tuple[bool, ...]:
    """Say of each member whether it wins alone; with a veto besides, it is a dictator."""
    leaves = thresholds(game)
    rows = _rows(leaves)
    won = {row: _won(game, dict(zip(leaves, row, strict=True))) for row in set(rows)}
    return tuple(won[row] for row in rows)


def _rows(leaves: tuple[Threshold, ...]) -> list[tuple[int, ...]]:
    """Give for each member its weights in all thresholds: who has the same is treated alike."""
    return list(zip(*(leaf.weights for leaf in leaves), strict=True))


def _won(game: Game, weight: Mapping[Threshold, int]) -> bool:
    if isinstance(game, Threshold):
        return weight[game] >= game.quota
    results = (_won(part, weight) for part in game.parts)
    return all(results) if isinstance(game, AllOf) else any(results)


def weightless(game: Game) -> tuple[bool, ...]:
    """Say of each member whether it has no weight in any threshold, and so never matters."""
    return tuple(not any(row) for row in _rows(thresholds(game)))


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
