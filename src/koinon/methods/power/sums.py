"""Counting for one threshold: all coalitions at once, as the coefficients of one product.

The product over members of (1 + x·z^w) has at z^k x^s the number of coalitions of s members and
weight k. It is kept as one whole number (Kronecker substitution), cut off at the quota. What
remains without a member is had by dividing by its factor, which as a series is an alternating sum
of windows of running totals; it is worked out once for each distinct weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from koinon.methods.power.counts import Counts, by_size
from koinon.methods.power.games import Threshold

_BYTE = 8
_KEPT = 2_000


def work(game: Threshold) -> int:
    """Estimate the work of `count` in steps of the machine (words added, and a list kept)."""
    n = len(game.weights)
    lowest = min(game.quota, sum(game.weights) - game.quota + 1)
    return max(0, lowest) * (_KEPT + _field(n) * (n + 1) * n // 64)


def count(game: Threshold) -> Counts:
    """Count winning coalitions and swings of one threshold by size, exactly.

    The dual game has the same swings, of the complements; the one with the lower quota is counted.
    """
    n, total = len(game.weights), sum(game.weights)
    if not 0 < game.quota <= total:
        size = [0] * (n + 1) if game.quota > 0 else _binomials(n)
        return Counts(tuple(size), ((0,) * n,) * n)
    other = total - game.quota + 1
    exchanged = other < game.quota
    below = _below(game.weights, min(other, game.quota))
    running = [0, *accumulate(below)]
    width = _field(n)
    losing = by_size(running[-1], width, n + 1)
    rows = {
        weight: _swings(running, weight, width, n) if weight else (0,) * n
        for weight in set(game.weights)
    }
    if exchanged:
        # Losing in the dual: the complement wins here.
        return Counts(losing[::-1], tuple(rows[weight][::-1] for weight in game.weights))
    winning = tuple(all_ - lost for all_, lost in zip(_binomials(n), losing, strict=True))
    return Counts(winning, tuple(rows[weight] for weight in game.weights))


def of_equals(members: int, needed: int) -> Counts:
    """Count where all weigh the same and `needed` of them carry the decision."""
    ways = _binomials(members)
    winning = tuple(number if size >= needed else 0 for size, number in enumerate(ways))
    swings = tuple(
        number if size == needed - 1 else 0 for size, number in enumerate(_binomials(members - 1))
    )
    return Counts(winning, (swings,) * members)


def _field(n: int) -> int:
    """Bits of one number of coalitions, so that those of all sizes are whole bytes."""
    return -(-(n + 1) // _BYTE) * _BYTE


def _below(weights: Sequence[int], quota: int) -> Iterator[int]:
    """Give the coalitions of each weight below the quota, packed by size."""
    n = len(weights)
    width = _field(n)
    cell = width * (n + 1)
    mask = (1 << (cell * quota)) - 1
    product = 1
    for weight in weights:
        if weight < quota:
            product += (product << (cell * weight + width)) & mask
    step = cell // _BYTE
    laid = product.to_bytes(step * quota, "little")
    return (int.from_bytes(laid[at : at + step], "little") for at in range(0, len(laid), step))


def _swings(running: list[int], weight: int, width: int, n: int) -> tuple[int, ...]:
    """Give by size the coalitions without one member of that weight from which it tips the sum.

    `running[k]` are the coalitions of all members with a weight below k.
    """
    packed, sign, top, shift = 0, 1, len(running) - 1, 0
    while top > 0:
        window = running[top] - running[max(0, top - weight)]
        packed += sign * (window << shift)
        sign, top, shift = -sign, top - weight, shift + width
    return by_size(packed, width, n)


def _binomials(n: int) -> list[int]:
    row = [1]
    for s in range(n):
        row.append(row[-1] * (n - s) // (s + 1))
    return row
