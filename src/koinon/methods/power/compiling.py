"""From a rule of decision to a game: every member votes for or against, with all of its vote.

That is the situation in which power is measured a priori: nobody is absent, abstains or splits its
vote, so what an abstention counts as makes no difference, every base is all members that the
condition looks at, and a quorum of presence is met or not once and for all. A second vote is called
for by whoever gains by it: those in favour where the first is lost, those against where it is won.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from math import lcm
from typing import assert_never

from koinon.methods.polls import Electorate, Poll
from koinon.methods.power.games import (
    AllOf,
    Game,
    Threshold,
    Unmeasurable,
    constant,
    dual,
    simplified,
)
from koinon.methods.power.games import AnyOf as AnyGame
from koinon.methods.rules import (
    All,
    AnyOf,
    Called,
    Count,
    IncludesLargest,
    Opponents,
    Quorum,
    Rule,
    Share,
    Unless,
    parts_of,
    threshold_of,
)


def game_of(rule: Rule, electorate: Electorate) -> Game:
    """Give the game a rule makes of an electorate; its members are in the electorate's order.

    A coalition wins exactly if `rules.evaluate` finds the rule met by these votes in favour and
    all others against, and whoever gains by a second vote calls for it. Raises ValueError where
    the rule names an unknown weight or group, and Unmeasurable (``several_second_votes``) where it
    has more than one second vote: who calls for one calls for all, and which side gains is open.
    """
    second = sum(isinstance(part, Called) for part in parts_of(rule))
    if second > 1:
        raise Unmeasurable("several_second_votes", number=second)
    return simplified(_Compiler(electorate, calling=False).game(rule))


class _Compiler:
    """A rule over an electorate; with `calling`, only those in favour vote and nobody against."""

    def __init__(self, electorate: Electorate, calling: bool) -> None:
        self.poll = Poll(electorate, {}, "present")
        self.electorate = electorate
        self.calling = calling
        self.size = len(electorate.members)

    def game(self, rule: Rule) -> Game:
        match rule:
            case All(parts=parts):
                return AllOf(tuple(map(self.game, parts))) if parts else self._constant(True)
            case AnyOf(parts=parts):
                return AnyGame(tuple(map(self.game, parts))) if parts else self._constant(False)
            case Called():
                return self._called(rule)
            case Unless(blocked=blocked):
                return dual(self.game(blocked))
            case Share():
                return self._share(rule)
            case Quorum():
                return self._quorum(rule)
            case Count():
                return self._count(rule)
            case Opponents():
                return self._opponents(rule)
            case IncludesLargest():
                return self._includes_largest(rule)
        assert_never(rule)

    def _called(self, rule: Called) -> Game:
        first, then = self.game(rule.first), self.game(rule.then)
        call = _Compiler(self.electorate, calling=True).game(rule.call)
        uncalled = dual(call)
        if rule.stands:
            unreversed = AnyGame((uncalled, dual(then)))
            won = AllOf((first, unreversed))
            return AnyGame((won, AllOf((then, AnyGame((call, first))))))
        won = AllOf((first, AnyGame((then, uncalled))))
        return AnyGame((won, AllOf((then, call))))

    def _share(self, rule: Share) -> Game:
        members = self.poll.within(rule.base, rule.group)
        threshold = threshold_of(rule, self.poll)
        if self.calling and rule.base in ("present", "cast"):
            # Nobody but those that call votes: any weight at all is all of the base.
            enough = threshold < 1 if rule.strict else threshold <= 1
            weights, _ = self._whole(rule.weight, members)
            return Threshold(weights, 1) if enough else self._constant(False)
        return self._at_least(rule.weight, members, threshold, rule.strict)

    def _quorum(self, rule: Quorum) -> Game:
        members = self.poll.within("all", rule.group)
        if self.calling:
            return self._at_least(rule.weight, members, rule.threshold, rule.strict)
        total = self.poll.total(rule.weight, members, lambda _: Fraction(1))
        needed = rule.threshold * total
        return self._constant(total > 0 and (total > needed if rule.strict else total >= needed))

    def _count(self, rule: Count) -> Game:
        members = self.poll.within("all", rule.group)
        if rule.taking_part and not self.calling:
            return self._constant(len(members) >= rule.at_least)
        return Threshold(self._heads(members), rule.at_least)

    def _opponents(self, rule: Opponents) -> Game:
        members = self.poll.within(rule.base, rule.group)
        if self.calling and rule.base in ("present", "cast"):
            return self._constant(rule.at_most >= 0)
        return Threshold(self._heads(members), len(members) - rule.at_most)

    def _includes_largest(self, rule: IncludesLargest) -> Game:
        weight = self.poll.weight(rule.weight)
        bar = rule.over * self.poll.total(rule.weight, self.poll.members, lambda _: Fraction(1))
        greatest = max(weight.values())
        if rule.each:
            asked = [m for m in self.poll.members if weight[m] > bar]
        else:
            asked = [m for m in self.poll.members if weight[m] == greatest > bar]
        # Whoever is asked must be in favour; who has no weight is not missed.
        asked = [member for member in asked if weight[member]]
        return Threshold(self._heads(asked), len(asked))

    def _at_least(
        self, weight: str, members: Collection[str], threshold: Fraction, strict: bool
    ) -> Game:
        weights, _ = self._whole(weight, members)
        total = sum(weights)
        if not total:
            return self._constant(False)
        needed = threshold * total
        quota = needed.__floor__() + 1 if strict else needed.__ceil__()
        return Threshold(weights, quota)

    def _whole(self, name: str, members: Collection[str]) -> tuple[tuple[int, ...], int]:
        """Give a weight in whole numbers, 0 for all but these members, and the scale."""
        column = self.poll.weight(name)
        scale = lcm(*(value.denominator for value in column.values()))
        inside = set(members)
        return tuple(
            (column[m] * scale).numerator if m in inside else 0 for m in self.poll.members
        ), scale

    def _heads(self, members: Collection[str]) -> tuple[int, ...]:
        inside = set(members)
        return tuple(int(member in inside) for member in self.poll.members)

    def _constant(self, met: bool) -> Game:
        return constant(self.size, met)
