"""The order of ties among projects or candidates: keys that the rule states, asked in turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from koinon.methods.counting.contests import Contest, CountError
from koinon.methods.counting.ties import LotNeeded, Lots, Tie

Key: TypeAlias = Literal["more votes", "fewer votes", "lower cost", "higher cost", "paper", "lot"]
"""What comes first of equals; "paper" and "lot" always decide and stand last."""


class Order:
    """All options in the order of ties, as numbers.

    ranks: place of each option; 0 comes first. A lot puts all options in one order for the whole
    count, however often it is asked; it is asked only where every earlier key is equal.
    """

    def __init__(
        self, keys: Sequence[Key], contest: Contest, votes: Sequence[int], lots: Lots
    ) -> None:
        if not keys or keys[-1] not in ("paper", "lot") or len(set(keys)) < len(keys):
            raise CountError('an order of ties names each key once and ends with "paper" or "lot".')
        if set(keys[:-1]) & {"paper", "lot"}:
            raise CountError('an order of ties ends with "paper" or "lot"; leave out what follows.')
        self.keys = tuple(keys)
        self.ids = contest.ids
        self.lots = lots
        last = list(range(len(self.ids)))
        if keys[-1] == "lot" and lots.value:
            place = {id_: at for at, id_ in enumerate(lots.order(self.ids))}
            last = [place[id_] for id_ in self.ids]
        costs = [option.cost or 0 for option in contest.options]
        self._values = [
            tuple(_value(key, votes[at], costs[at], last[at]) for key in keys)
            for at in range(len(self.ids))
        ]
        ordered = sorted(range(len(self.ids)), key=self._values.__getitem__)
        self.ranks = [0] * len(self.ids)
        for rank, at in enumerate(ordered):
            self.ranks[at] = rank

    def first(self, tied: Sequence[int]) -> tuple[int, str]:
        """Who comes first of the tied, and the key that decided. Raises LotNeeded."""
        best = min(tied, key=self.ranks.__getitem__)
        rest = list(tied)
        for at, key in enumerate(self.keys):
            rest = [one for one in rest if self._values[one][at] == self._values[best][at]]
            if key == "lot" and not self.lots.value:
                raise LotNeeded([self.ids[one] for one in sorted(tied)])
            if len(rest) == 1:
                return best, key
        raise AssertionError(tied)

    def settle(self, tied: Sequence[int], stage: int, what: str) -> tuple[int, tuple[Tie, ...]]:
        """Who comes first, and the tie as it is told: none where there is only one."""
        if len(tied) == 1:
            return tied[0], ()
        best, by = self.first(tied)
        names = tuple(self.ids[one] for one in sorted(tied))
        return best, (Tie(stage, what, names, by, self.ids[best]),)


def _value(key: Key, votes: int, cost: int, last: int) -> int:
    values = {"more votes": -votes, "fewer votes": votes, "lower cost": cost, "higher cost": -cost}
    return values.get(key, last)
