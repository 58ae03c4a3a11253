"""Counting in any game: members are asked one after the other, and equal situations are merged.

A situation is what is still missing for each threshold, as far as it can still matter. Forwards it
is known how many coalitions of each size lead to a situation, backwards how many ways to go on
from it win; a member's swings are the sum over situations of ways in times the difference its vote
makes. Numbers by size are packed into one whole number, so that a product is a product of
polynomials.

The number of situations is at most 2 to the number of members asked, and far less where weights
are small numbers; it is bounded, and the bound is an error, never a guess.

Source of the idea: S. Bolus, European J. of Operational Research 210 (2011) 258.
"""

from __future__ import annotations

from typing import TypeAlias

from koinon.methods.power.counts import Counts, by_size
from koinon.methods.power.games import AllOf, Game, Threshold, Unmeasurable, size, thresholds

SITUATIONS = 400_000
"""How many situations are kept at most, unless the caller says otherwise."""

_State: TypeAlias = tuple[int, ...]
"""What is missing for each threshold: 0 where it is met or can no longer matter, FAILED where
it cannot be met."""

_Situation: TypeAlias = "_State | bool"
"""What is missing, or how the vote ends whatever the others do."""

_Step: TypeAlias = "tuple[_Situation, _Situation]"
"""Where a vote in favour leads, and one against."""

FAILED = -1

_Plan: TypeAlias = "int | tuple[bool, tuple[_Plan, ...]]"
"""The game with its thresholds numbered: a number, or whether all are needed and the parts."""


def count(game: Game, limit: int = SITUATIONS) -> Counts:
    """Count winning coalitions and swings exactly; raises Unmeasurable (``too_large``)."""
    return _Diagram(game, limit).counts()


class _Diagram:
    def __init__(self, game: Game, limit: int) -> None:
        self.leaves = thresholds(game)
        self.plan = _planned(game, self.leaves)
        self.members = size(game)
        self.width = self.members + 1
        self.order = self._ordered()
        self.left = self._left_over()
        self.limit = limit

    def _ordered(self) -> list[int]:
        """Ask the heaviest first: what they leave open is decided soonest."""
        totals = [max(1, sum(leaf.weights)) for leaf in self.leaves]
        part = [
            max(
                leaf.weights[m] * (1 << 64) // t
                for leaf, t in zip(self.leaves, totals, strict=True)
            )
            for m in range(self.members)
        ]
        return sorted(range(self.members), key=lambda m: (-part[m], m))

    def _left_over(self) -> list[_State]:
        """Weigh those not yet asked, for each number of members that were."""
        left = [tuple(0 for _ in self.leaves)]
        for member in reversed(self.order):
            row = tuple(
                now + leaf.weights[member] for now, leaf in zip(left[-1], self.leaves, strict=True)
            )
            left.append(row)
        return left[::-1]

    def counts(self) -> Counts:
        """Walk forwards, then backwards."""
        layers, steps = self._forwards()
        one = 1 << self.width
        ways: dict[_Situation, int] = {}
        packed = [0] * self.members
        for depth in range(self.members - 1, -1, -1):
            after = ways
            after[True], after[False] = (1 + one) ** (self.members - depth - 1), 0
            ways, swings = {}, 0
            for state, paths in layers[depth].items():
                yes, no = steps[depth][state]
                ways[state] = after[yes] * one + after[no]
                swings += paths * (after[yes] - after[no])
            packed[self.order[depth]] = swings
        ways[True], ways[False] = (1 + one) ** self.members, 0
        winning = ways[self._start()]
        rows = tuple(by_size(number, self.width, self.members) for number in packed)
        return Counts(by_size(winning, self.width, self.members + 1), rows)

    def _start(self) -> _Situation:
        return self._settled(tuple(max(0, leaf.quota) for leaf in self.leaves), 0)

    def _forwards(self) -> tuple[list[dict[_State, int]], list[dict[_State, _Step]]]:
        """Give, for each member in turn, the ways to each situation and where its vote leads."""
        one, kept = 1 << self.width, 0
        start = self._start()
        layer: dict[_State, int] = {} if isinstance(start, bool) else {start: 1}
        layers: list[dict[_State, int]] = []
        steps: list[dict[_State, _Step]] = []
        for depth, member in enumerate(self.order):
            kept += len(layer)
            if kept > self.limit:
                raise Unmeasurable("too_large", situations=kept)
            weights = tuple(leaf.weights[member] for leaf in self.leaves)
            following: dict[_State, int] = {}
            step: dict[_State, _Step] = {}
            for state, paths in layer.items():
                taken = tuple(
                    max(0, m - w) if m > 0 else m for m, w in zip(state, weights, strict=True)
                )
                yes, no = self._settled(taken, depth + 1), self._settled(state, depth + 1)
                step[state] = (yes, no)
                if not isinstance(yes, bool):
                    following[yes] = following.get(yes, 0) + paths * one
                if not isinstance(no, bool):
                    following[no] = following.get(no, 0) + paths
            layers.append(layer)
            steps.append(step)
            layer = following
        assert not layer
        return layers, steps

    def _settled(self, missing: _State, depth: int) -> _Situation:
        """Write a situation in its one form, or say how it ends."""
        left = self.left[depth]
        known = [m if m <= rest else FAILED for m, rest in zip(missing, left, strict=True)]
        matters: set[int] = set()
        verdict = _verdict(self.plan, known, matters)
        if verdict is not None:
            return verdict
        return tuple(m if leaf in matters or m == FAILED else 0 for leaf, m in enumerate(known))


def _verdict(plan: _Plan, known: list[int], matters: set[int]) -> bool | None:
    """Say whether the game is won, lost or open, and collect the thresholds it then hangs on."""
    if isinstance(plan, int):
        if known[plan] == 0:
            return True
        if known[plan] == FAILED:
            return False
        matters.add(plan)
        return None
    together, parts = plan
    inside: set[int] = set()
    verdicts = set()
    for part in parts:
        verdict = _verdict(part, known, inside)
        if verdict is (not together):
            return verdict
        verdicts.add(verdict)
    if None in verdicts:
        matters |= inside
        return None
    return together


def _planned(game: Game, leaves: tuple[Threshold, ...]) -> _Plan:
    if isinstance(game, Threshold):
        return leaves.index(game)
    return isinstance(game, AllOf), tuple(_planned(part, leaves) for part in game.parts)
