"""Coarser weights for a threshold: two games, one won less often and one more often.

Rounding moves the sum of any coalition by no more than what is rounded up in all, or down. With
the quota raised by the one and lowered by the other, whoever wins the first game wins the given
one, and whoever wins that wins the second.
"""

from __future__ import annotations

from koinon.methods.power.games import Threshold


def between(game: Threshold, total: int) -> tuple[Threshold, Threshold]:
    """Give the two games, of weights that sum to about `total`, above 0; the given game twice where
    its own do not exceed that.

    The quota of the second may be 0 or below (always won), that of the first above all weights
    (never won): then the coarse weights tell nothing.
    """
    whole = sum(game.weights)
    if whole <= total:
        return game, game
    weights = tuple((2 * weight * total + whole) // (2 * whole) for weight in game.weights)
    moved = [
        coarse * whole - weight * total
        for coarse, weight in zip(weights, game.weights, strict=True)
    ]
    up = sum(one for one in moved if one > 0)
    down = -sum(one for one in moved if one < 0)
    first = -(-(game.quota * total + up) // whole)
    second = -(-(game.quota * total - down) // whole)
    return Threshold(weights, first), Threshold(weights, second)
