"""Ranked pairs: majorities are locked, strongest first, unless they contradict what is locked.

Source: T. N. Tideman, Independence of clones as a criterion for voting rules, Social Choice and
Welfare 4 (1987) 185; equal majorities: T. M. Zavist and T. N. Tideman, Complete independence of
clones in the ranked pairs rule, the same 6 (1989) 167.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, permutations

from koinon.methods.counting.contests import Election
from koinon.methods.counting.pairwise.comparing import (
    Tabulating,
    compare,
    fill_places,
    levels,
    tabulate,
)
from koinon.methods.counting.pairwise.types import (
    Compared,
    Majority,
    RankedPairs,
    RankedPairsResult,
)
from koinon.methods.counting.ties import Lots, Tie

_Pair = tuple[int, int]


def count_ranked_pairs(
    rule: RankedPairs, election: Election, lot: str = "", tabulating: Tabulating = tabulate
) -> RankedPairsResult:
    """Count by locking majorities. Raises CountError, LotNeeded."""
    compared, faults = compare(election, rule.unranked, tabulating)
    lots = Lots(lot, election.ballots.sha256)
    locking = _Locking(rule, compared, lots)
    for group in _by_strength(rule, compared):
        locking.take(group)
    n = len(compared.options)
    beaten_by = [sum(1 << a for a in range(n) if locking.over[a] >> b & 1) for b in range(n)]
    places = levels(beaten_by)
    elected, ties = fill_places(
        places, compared, election.contest, rule.last, lots, len(locking.taken) + 1
    )
    return RankedPairsResult(
        rule=rule,
        tally=faults.tally(election.ballots),
        compared=compared,
        majorities=tuple(locking.taken),
        places=tuple(tuple(compared.options[at] for at in place) for place in places),
        elected=elected,
        ties=(*locking.ties, *ties),
        lot=lot,
    )


def _by_strength(rule: RankedPairs, compared: Compared) -> list[list[_Pair]]:
    """The majorities in groups of equal strength, the strongest first."""
    matrix = compared.matrix

    def key(pair: _Pair) -> tuple[int, int]:
        votes, against = matrix[pair[0]][pair[1]], matrix[pair[1]][pair[0]]
        strength = votes - against if rule.strength == "margins" else votes
        return -strength, against if rule.equal == "smaller losing side" else -against

    pairs = permutations(range(len(compared.options)), 2)
    found = sorted((pair for pair in pairs if matrix[pair[0]][pair[1]] > matrix[pair[1]][pair[0]]),
                   key=key)  # fmt: skip
    return [list(group) for _, group in groupby(found, key=key)]


@dataclass(slots=True)
class _Locking:
    """What is locked so far. over: for each option the bits of those it stands over, by paths."""

    rule: RankedPairs
    compared: Compared
    lots: Lots
    over: list[int] = field(init=False)
    locked: list[list[int]] = field(init=False)
    taken: list[Majority] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        n = len(self.compared.options)
        self.over = [0] * n
        self.locked = [[] for _ in range(n)]

    def take(self, group: list[_Pair]) -> None:
        """Lock or skip each majority of a group of equals."""
        for a, b in self.ordered(group):
            matrix, ids = self.compared.matrix, self.compared.options
            fits = not self.over[b] >> a & 1
            cycle = () if fits else tuple(ids[at] for at in self.path(b, a))
            self.taken.append(Majority(ids[a], ids[b], matrix[a][b], matrix[b][a], fits, cycle))
            if fits:
                self.locked[a].append(b)
                _stand(self.over, a, b)

    def ordered(self, group: list[_Pair]) -> list[_Pair]:
        """The order in which a group is taken; a tie where it decides what is locked."""
        free = [(a, b) for a, b in group if not self.over[b] >> a & 1]
        together = list(self.over)
        for a, b in free:
            _stand(together, a, b)
        circling = [(a, b) for a, b in free if together[b] >> a & 1]
        ids = self.compared.options
        standing: Sequence[str] = ids
        if circling and self.rule.last == "lot":
            standing = self.order = self.order or self.lots.order(ids)
        at = {id_: number for number, id_ in enumerate(standing)}

        def key(pair: _Pair) -> tuple[int, int]:
            return at[ids[pair[0]]], -at[ids[pair[1]]]

        if circling:
            names = [f"{ids[a]} > {ids[b]}" for a, b in sorted(circling, key=key)]
            said = tuple(f"{ids[a]} > {ids[b]}" for a, b in circling)
            self.ties.append(Tie(len(self.taken) + 1, "majorities", said, self.rule.last, names[0]))
        return sorted(group, key=key)

    def path(self, start: int, end: int) -> list[int]:
        """The shortest path over locked majorities; of equals, the one locked earlier."""
        came = {start: start}
        queue = [start]
        for at in queue:
            for to in self.locked[at]:
                if to not in came:
                    came[to] = at
                    queue.append(to)
        path = [end]
        while path[-1] != start:
            path.append(came[path[-1]])
        return path[::-1]


def _stand(over: list[int], a: int, b: int) -> None:
    """Put option a, and all that stand over it, over b and all that b stands over."""
    more = over[b] | 1 << b
    for at, below in enumerate(over):
        if at == a or below >> a & 1:
            over[at] = below | more
