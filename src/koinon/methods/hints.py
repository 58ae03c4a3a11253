"""What would still make a proposal pass: exact, with bounded work.

One more vote in favour moves every condition by a fixed gain that does not depend on who else
joins, and never backwards. So a condition alone is met soonest by the members with the greatest
gains; and a whole rule is, whenever one order of the members sorts the gains of all its
conditions at once: exchanging a member for an earlier one then hurts no condition. Where the
conditions want different members, sets are tried by size, up to MAX_SETS of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, islice, pairwise
from typing import Literal, assert_never

from koinon.methods.rules import (
    YES,
    Abstention,
    All,
    AnyOf,
    Branch,
    Called,
    Count,
    Electorate,
    IncludesLargest,
    Leaf,
    Line,
    Opponents,
    Poll,
    Quorum,
    Rule,
    Share,
    Tree,
    Unless,
    Votes,
    evaluate,
)

MAX_SETS = 20_000
"""Most sets of members tried for one hint."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A condition that is not met, and what it lacks.

    `place` is the path of part numbers from the root of the rule in which what was called for has
    taken the place of a second vote, and what was not, of a first; `short` is the amount by which
    `measured` misses `needed` now (0 where more than `needed` is asked and just that is reached);
    `members` says how many undecided members could meet this condition alone, None when all
    together cannot.
    """

    place: tuple[int, ...]
    line: Line
    short: Fraction
    members: int | None


@dataclass(frozen=True, slots=True)
class Hint:
    """What would make a proposal pass.

    `enough` is a smallest set of undecided members whose votes in favour suffice, the first in
    the order of gains, then ids; empty unless `outcome` is "enough". "out of reach": not even all
    undecided votes suffice. "too many ways": finding the smallest set would take too long.
    """

    missing: tuple[Missing, ...]
    enough: tuple[str, ...]
    outcome: Literal["enough", "out of reach", "too many ways"]


def what_would_pass(
    rule: Rule,
    electorate: Electorate,
    votes: Votes,
    undecided: Iterable[str],
    abstention: Abstention = "present",
    calls: Iterable[str] = (),
) -> Hint | None:
    """Find what an open vote still lacks; None when the rule is met already.

    `undecided` members have not voted yet (ValueError otherwise). `calls` stay as they are.
    """
    open_ = sorted(set(undecided))
    called = tuple(calls)
    if votes.keys() & set(open_) or not set(open_) <= set(electorate.members):
        raise ValueError("undecided members are members that have not voted")
    judged = evaluate(rule, electorate, votes, abstention, called)
    if judged.met:
        return None
    settled = _settled(judged)
    tree = judged if settled == rule else evaluate(settled, electorate, votes, abstention)
    if _may_hurt(judged):
        missing = _unmet(_ways(tree, Poll(electorate, votes, abstention), open_))

        def passes(joining: Iterable[str]) -> bool:
            cast = {**votes, **dict.fromkeys(joining, YES)}
            return evaluate(rule, electorate, cast, abstention, called).met

        return _tried(missing, open_, passes, MAX_SETS // (50 + 10 * len(electorate.members)))
    rule = settled
    poll = Poll(electorate, votes, abstention)
    ways = _ways(tree, poll, open_)
    missing = _unmet(ways)
    if not _passes(rule, (), ways, open_):
        return Hint(missing, (), "out of reach")
    found = _smallest(rule, ways, open_)
    return Hint(missing, found or (), "too many ways" if found is None else "enough")


def _settled(tree: Tree) -> Rule:
    """The rule with every second vote that was called for, or was not, in its place."""
    if not isinstance(tree, Branch):
        return tree.rule
    if isinstance(tree.rule, Called):
        first, call, then, *_ = tree.parts
        return _settled(then if call.met else first)
    if isinstance(tree.rule, Unless):
        return All(()) if tree.met else tree.rule
    return replace(tree.rule, parts=tuple(map(_settled, tree.parts)))


def _may_hurt(tree: Tree) -> bool:
    """Say whether gains do not tell all, because what is against is judged as well.

    A second vote that was called for may leave the first result as it is: more votes in favour may
    bring about the quorum it needs. And where a minority blocks, votes in favour bring it down only
    where they make it a smaller part of what is cast. What blocks nothing now is not brought about
    by votes in favour.
    """
    if not isinstance(tree, Branch):
        return False
    if isinstance(tree.rule, Called) and tree.rule.stands and tree.parts[1].met:
        return True
    if isinstance(tree.rule, Unless):
        return not tree.met
    return any(map(_may_hurt, tree.parts))


def _tried(
    missing: tuple[Missing, ...],
    open_: list[str],
    passes: Callable[[Iterable[str]], bool],
    most: int,
) -> Hint:
    """Try sets of members by size, at most so many: each is a whole judgement."""
    sets = (group for size in range(len(open_) + 1) for group in combinations(open_, size))
    for group in islice(sets, most):
        if passes(group):
            return Hint(missing, group, "enough")
    return Hint(missing, (), "out of reach" if 2 ** len(open_) <= most else "too many ways")


def _ways(tree: Tree, poll: Poll, open_: list[str]) -> dict[tuple[int, ...], _Way]:
    return {place: _Way(line, poll, open_) for place, line in _lines(tree)}


def _unmet(ways: dict[tuple[int, ...], _Way]) -> tuple[Missing, ...]:
    return tuple(
        Missing(place, way.line, abs(way.line.needed - way.line.measured), way.alone())
        for place, way in ways.items()
        if not way.line.met
    )


class _Way:
    """A condition as a sum: met when the gains of those who join reach what is short."""

    def __init__(self, line: Line, poll: Poll, open_: list[str]) -> None:
        self.line = line
        self.gains = _gains(line, poll, open_)
        less = line.relation == "<="
        self._short = line.measured - line.needed if less else line.needed - line.measured

    def met_by(self, joining: Iterable[str]) -> bool:
        """Say whether the condition is met once these members vote in favour."""
        if self.line.met:
            return True
        gained = sum((self.gains[member] for member in joining), Fraction(0))
        if self.line.relation == ">" or self._short == 0:  # short of nothing: its base is empty
            return gained > self._short
        return gained >= self._short

    def alone(self) -> int | None:
        """Count the fewest members that meet this condition, were it the only one."""
        order = sorted(self.gains, key=lambda member: (-self.gains[member], member))
        return _fewest(order, self.met_by)


def _gains(line: Line, poll: Poll, open_: list[str]) -> dict[str, Fraction]:
    """Give by how much each member's vote in favour would bring a condition nearer."""
    rule = line.rule
    if poll.silence == "in favour" and not _counts_presence(rule):
        return dict.fromkeys(open_, Fraction(0))  # their silence counts in favour already
    if isinstance(rule, IncludesLargest):
        inside = set(line.about)
    else:
        base = rule.base if isinstance(rule, Share | Opponents) else "all"
        inside = set(poll.within(base, rule.group))
    weigh = _weigh(line, poll)
    return {member: weigh(member) if member in inside else Fraction(0) for member in open_}


def _counts_presence(rule: Leaf) -> bool:
    return isinstance(rule, Quorum) or (isinstance(rule, Count) and rule.taking_part)


def _weigh(line: Line, poll: Poll) -> Callable[[str], Fraction]:
    rule = line.rule
    match rule:
        case Share():
            weight = poll.weight(rule.weight)
            silent = poll.silence == "against"  # in the base already
            joins_base = rule.base in ("present", "cast") and line.base > 0 and not silent
            kept = 1 - (line.threshold or 0) * joins_base
            return lambda member: weight[member] * kept
        case Quorum() | IncludesLargest():
            return poll.weight(rule.weight).__getitem__
        case Count():
            return lambda _: Fraction(1)
        case Opponents():
            silent = poll.silence == "against"
            opposes_by_absence = Fraction(silent or rule.base in ("all", "participating"))
            return lambda _: opposes_by_absence
    assert_never(rule)


def _lines(tree: Tree, place: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Line]]:
    if isinstance(tree, Branch) and isinstance(tree.rule, Unless):
        return  # its lines measure those against
    if isinstance(tree, Branch):
        for number, part in enumerate(tree.parts):
            yield from _lines(part, (*place, number))
    else:
        yield place, tree


def _passes(
    rule: Rule, place: tuple[int, ...], ways: dict[tuple[int, ...], _Way], joining: Sequence[str]
) -> bool:
    """Say whether the rule is met once these members vote in favour."""
    assert not isinstance(rule, Called | Unless)
    if not isinstance(rule, All | AnyOf):
        return ways[place].met_by(joining)
    parts = (_passes(part, (*place, i), ways, joining) for i, part in enumerate(rule.parts))
    return all(parts) if isinstance(rule, All) else any(parts)


def _smallest(
    rule: Rule, ways: dict[tuple[int, ...], _Way], open_: list[str]
) -> tuple[str, ...] | None:
    """Find a smallest passing set; None when it would take more than MAX_SETS trials.

    Conditions met already stay met, so only the others sort the members. If any order sorts all
    their gains at once, the lexicographic one does.
    """
    unmet = [way.gains for way in ways.values() if not way.line.met]
    order = sorted(open_, key=lambda member: ([-gains[member] for gains in unmet], member))
    if all(gains[a] >= gains[b] for gains in unmet for a, b in pairwise(order)):
        size = _fewest(order, lambda joining: _passes(rule, (), ways, joining))
        assert size is not None
        return tuple(order[:size])
    sets = (group for size in range(1, len(order) + 1) for group in combinations(order, size))
    for group in islice(sets, MAX_SETS):
        if _passes(rule, (), ways, group):
            return group
    return None


def _fewest(order: list[str], passes: Callable[[Sequence[str]], bool]) -> int | None:
    """Count how many from the front of the order pass, by halving: more never hurt."""
    sizes = range(len(order) + 1)
    size = bisect_left(sizes, True, key=lambda size: passes(order[:size]))
    return size if size <= len(order) else None
