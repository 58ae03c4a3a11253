"""Small random games, and the slow way to count them."""

from __future__ import annotations

import random
from collections.abc import Callable

from hypothesis import strategies as st

from koinon.methods.power.counts import Counts
from koinon.methods.power.games import AllOf, AnyOf, Game, Threshold, size, wins


def by_trying(game: Game) -> Counts:
    """Count by trying every coalition: the definition itself."""
    n = size(game)
    won = [
        wins(game, [member for member in range(n) if mask >> member & 1]) for mask in range(1 << n)
    ]
    winning = [0] * (n + 1)
    swings = [[0] * n for _ in range(n)]
    for mask, met in enumerate(won):
        winning[mask.bit_count()] += met
        for member in range(n):
            with_it = mask | 1 << member
            if with_it != mask and won[with_it] and not met:
                swings[member][mask.bit_count()] += 1
    return Counts(tuple(winning), tuple(map(tuple, swings)))


KINDS: tuple[Callable[[random.Random], int], ...] = (
    lambda _: 0,
    lambda _: 1,
    lambda chance: chance.randint(0, 6),
    lambda chance: chance.randint(0, 40),
    lambda chance: 10 ** chance.randint(1, 9),
)


def drawn_game(chance: random.Random, n: int, depth: int = 2) -> Game:
    """Draw a game: small, large, equal and absent weights, quotas from below 0 to beyond all."""
    if depth == 0 or chance.random() < 0.4:
        weights = tuple(chance.choice(KINDS)(chance) for _ in range(n))
        return Threshold(weights, chance.randint(-1, sum(weights) + 2))
    every = chance.choice([True, False])
    parts = tuple(drawn_game(chance, n, depth - 1) for _ in range(chance.randint(1, 3)))
    return AllOf(parts) if every else AnyOf(parts)


def games(most: int = 7) -> st.SearchStrategy[Game]:
    """Games hypothesis can shrink."""
    return st.integers(1, most).flatmap(_games_of)


def thresholds_of(n: int) -> st.SearchStrategy[Threshold]:
    columns = st.lists(st.integers(0, 12), min_size=n, max_size=n).map(tuple)
    return columns.flatmap(
        lambda column: st.builds(Threshold, st.just(column), st.integers(-1, sum(column) + 2))
    )


def _games_of(n: int) -> st.SearchStrategy[Game]:
    return st.recursive(
        thresholds_of(n),
        lambda parts: st.builds(
            lambda kind, inside: kind(tuple(inside)),
            st.sampled_from([AllOf, AnyOf]),
            st.lists(parts, min_size=1, max_size=3),
        ),
        max_leaves=5,
    )
