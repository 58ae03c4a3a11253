"""The Schulze method: strongest paths, found by Floyd and Warshall's algorithm.

Source: M. Schulze, A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
single-winner election method, Social Choice and Welfare 36 (2011) 267; arXiv:1804.02973, 2.1-2.3.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise
from typing import TypeAlias

from koinon.methods.counting.contests import Election
from koinon.methods.counting.pairwise.comparing import (
    Matrix,
    Tabulating,
    compare,
    fill_places,
    levels,
    tabulate,
)
from koinon.methods.counting.pairwise.types import Compared, Duel, Link, Schulze, SchulzeResult
from koinon.methods.counting.ties import Lots

Widest: TypeAlias = Callable[[Matrix], "tuple[Matrix, Matrix]"]
"""Strengths of links, numbered from the weakest → strengths of the strongest paths, and the option
before the last on each."""


def count_schulze(
    rule: Schulze,
    election: Election,
    lot: str = "",
    tabulating: Tabulating = tabulate,
    widest: Widest | None = None,
) -> SchulzeResult:
    """Count by strongest paths. Raises CountError, LotNeeded."""
    compared, faults = compare(election, rule.unranked, tabulating)
    links = numbered(rule, compared)
    strengths, before = (widest or widest_paths)(links)
    n = len(compared.options)
    beaten_by = [
        sum(1 << a for a in range(n) if strengths[a][b] > strengths[b][a]) for b in range(n)
    ]
    places = levels(beaten_by)
    lots = Lots(lot, election.ballots.sha256)
    elected, ties = fill_places(places, compared, election.contest, rule.last, lots)
    return SchulzeResult(
        rule=rule,
        tally=faults.tally(election.ballots),
        compared=compared,
        duels=_duels(compared, links, strengths, before),
        places=tuple(tuple(compared.options[at] for at in place) for place in places),
        elected=elected,
        ties=ties,
        lot=lot,
    )


def strength_key(rule: Schulze, votes: int, against: int) -> tuple[int, ...]:
    """The strength of a link, to be compared with that of others."""
    if rule.strength == "margins":
        return (votes - against,)
    side = (votes > against) - (votes < against)
    if side == 0:
        return (0, 0, 0)
    by_votes = (rule.strength == "winning votes") == (side > 0)
    return (side, votes, -against) if by_votes else (side, -against, votes)


def numbered(rule: Schulze, compared: Compared) -> Matrix:
    """The strengths of all links as whole numbers from 1, equal where the strengths are."""
    matrix, n = compared.matrix, len(compared.options)
    keys = [
        [strength_key(rule, matrix[a][b], matrix[b][a]) for b in range(n)] for a in range(n)
    ]  # fmt: skip
    different = sorted({key for a, row in enumerate(keys) for b, key in enumerate(row) if a != b})
    number = {key: at for at, key in enumerate(different, 1)}
    return [
        [number[key] if a != b else 0 for b, key in enumerate(row)] for a, row in enumerate(keys)
    ]


def widest_paths(links: Matrix) -> tuple[Matrix, Matrix]:
    """Strengths of the strongest paths, and for each the option before its last.

    A later option replaces a path only by a stronger one, so the options before lead back to the
    start: by induction over the options passed, those before have strengths as great, and of equal
    ones each was reached no later. What stands for an option to itself means nothing.
    """
    n = len(links)
    best = [list(row) for row in links]
    before = [[a] * n for a in range(n)]
    for through in range(n):
        onward, last = best[through], before[through]
        for a in range(n):
            if a == through:
                continue
            row, came = best[a], before[a]
            first = row[through]
            for b, more in enumerate(onward):
                found = min(first, more)
                if found > row[b]:
                    row[b] = found
                    came[b] = last[b]
    return best, before


def _duels(
    compared: Compared, links: Matrix, strengths: Matrix, before: Matrix
) -> tuple[Duel, ...]:
    """Every two options, who beats first; in the order of the paper."""
    ids, matrix = compared.options, compared.matrix
    paths = [
        [_path(before[a], a, b) if a != b else () for b in range(len(ids))]
        for a in range(len(ids))
    ]  # fmt: skip

    def weakest(path: tuple[int, ...], strength: int) -> Link:
        for a, b in pairwise(path):
            if links[a][b] == strength:
                return Link(matrix[a][b], matrix[b][a])
        raise AssertionError("a path has its strength from one of its links")

    found = []
    for a, b in combinations(range(len(ids)), 2):
        there, back = strengths[a][b], strengths[b][a]
        x, y, there, back = (a, b, there, back) if there >= back else (b, a, back, there)
        path, home = paths[x][y], paths[y][x]
        found.append(
            Duel(
                ids[x],
                ids[y],
                tuple(ids[at] for at in path),
                weakest(path, there),
                tuple(ids[at] for at in home),
                weakest(home, back),
                there == back,
            )
        )
    return tuple(found)


def _path(before: list[int], start: int, end: int) -> tuple[int, ...]:
    path = [end]
    while path[-1] != start:
        path.append(before[path[-1]])
    return tuple(reversed(path))
