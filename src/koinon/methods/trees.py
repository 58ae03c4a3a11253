"""Decisions that prove themselves: rule, electorate, votes and judged tree in one plain form.

`recheck` recomputes every line from that form alone, by another way than `rules.evaluate` (it
tallies votes for, against, abstaining and absent first and combines the tallies), so that an
error in one of them shows. It needs the standard library only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import ClassVar, get_args

from koinon.methods.plain import LEFT_OUT, Plain, PlainError, from_plain
from koinon.methods.rules import (
    Abstention,
    All,
    AnyOf,
    Branch,
    Called,
    Count,
    Electorate,
    IncludesLargest,
    Jagiellonian,
    Leaf,
    Line,
    Opponents,
    Quorum,
    Relation,
    Rule,
    Share,
    Tree,
    Unless,
    Vote,
    Votes,
    evaluate,
)


class TreeError(ValueError):
    """A recorded decision does not follow from its own rule, electorate and votes."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides a proposal, frozen when notice of it is given."""

    KIND: ClassVar[str] = "terms"
    rule: Rule
    electorate: Electorate
    abstention: Abstention


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement with everything it follows from; votes and calls are sorted by member."""

    KIND: ClassVar[str] = "decision"
    rule: Rule
    electorate: Electorate
    votes: tuple[tuple[str, Vote], ...]
    abstention: Abstention
    tree: Tree
    calls: tuple[str, ...] = field(default=(), metadata=LEFT_OUT)


def decide(
    rule: Rule,
    electorate: Electorate,
    votes: Votes,
    abstention: Abstention = "present",
    calls: Iterable[str] = (),
) -> Decision:
    """Judge a rule and keep what the judgement follows from; see `rules.evaluate`."""
    called = tuple(sorted(set(calls)))
    tree = evaluate(rule, electorate, votes, abstention, called)
    return Decision(rule, electorate, tuple(sorted(votes.items())), abstention, tree, called)


def recheck(plain: Plain) -> None:
    """Recompute a decision from its plain form (`plain.to_plain`); TreeError says what is wrong."""
    try:
        decision = from_plain(Decision, plain)
    except PlainError as error:
        raise TreeError(str(error)) from error
    voters = [member for member, _ in decision.votes]
    if voters != sorted(set(voters) & set(decision.electorate.members)):
        raise TreeError("votes: not sorted, doubled, or by no member")
    if list(decision.calls) != sorted(set(decision.calls) & set(decision.electorate.members)):
        raise TreeError("calls: not sorted, doubled, or by no member")
    _recheck(decision.tree, decision.rule, decision, "tree")


def _recheck(tree: Tree, rule: Rule, decision: Decision, place: str) -> None:
    if tree.rule != rule:
        raise TreeError(f"{place}: judged by another rule")
    if isinstance(tree, Line):
        if isinstance(rule, All | AnyOf | Called | Unless) or tree != _line(rule, decision):
            raise TreeError(f"{place}: the measured line does not follow from the votes")
        return
    assert isinstance(rule, All | AnyOf | Called | Unless)
    if isinstance(rule, Called):
        _recheck_called(tree, rule, decision, place)
        return
    if isinstance(rule, Unless):
        _recheck_unless(tree, rule, decision, place)
        return
    if len(tree.parts) != len(rule.parts):
        raise TreeError(f"{place}: {len(tree.parts)} parts judged of {len(rule.parts)}")
    for number, (part, below) in enumerate(zip(tree.parts, rule.parts, strict=True)):
        _recheck(part, below, decision, f"{place}.parts[{number}]")
    met = sum(part.met for part in tree.parts)
    if tree.met != (met == len(tree.parts) if isinstance(rule, All) else met > 0):
        raise TreeError(f"{place}: the outcome does not follow from its parts")


def _recheck_unless(tree: Branch, rule: Unless, decision: Decision, place: str) -> None:
    """What would block, over the votes exchanged."""
    if len(tree.parts) != 1:
        raise TreeError(f"{place}: {len(tree.parts)} parts judged of 1")
    _recheck(tree.parts[0], rule.blocked, _turned(decision), f"{place}.parts[0]")
    if tree.met == tree.parts[0].met:
        raise TreeError(f"{place}: the outcome does not follow from its parts")


def _turned(decision: Decision) -> Decision:
    """The decision with votes for and against exchanged, and what counted in favour with them."""
    turned = tuple((m, Vote(v.no, v.yes, v.abstain)) for m, v in decision.votes)
    return replace(decision, votes=turned, abstention=_turned_over(decision.abstention))


def _turned_over(abstention: Abstention) -> Abstention:
    """What was counted in favour is against then; an abstention that is against stays so."""
    abstaining, _, silence = abstention.partition(", silence ")
    side = {"in favour": "against", "against": "in favour", "": ""}[silence]
    kept = "against" if abstaining == "in favour" else abstaining
    words = f"{kept}, silence {side}" if side else kept
    return next(one for one in get_args(Abstention) if one == words)


def _recheck_called(tree: Branch, rule: Called, decision: Decision, place: str) -> None:
    """The first vote, the call over those who call, the second vote and, maybe, its reverse."""
    yes = Vote(Fraction(1), Fraction(0), Fraction(0))
    votes = tuple((member, yes) for member in decision.calls)
    calling = replace(decision, votes=votes, abstention="present")
    judged: list[tuple[Rule, Decision]] = [
        (rule.first, decision),
        (rule.call, calling),
        (rule.then, decision),
        *([(rule.then, _turned(decision))] if rule.stands else []),
    ]
    if len(tree.parts) != len(judged):
        raise TreeError(f"{place}: {len(tree.parts)} parts judged of {len(judged)}")
    for number, (part, (below, over)) in enumerate(zip(tree.parts, judged, strict=True)):
        _recheck(part, below, over, f"{place}.parts[{number}]")
    first, called, then, *against = (part.met for part in tree.parts)
    decides = called and (then or not rule.stands or any(against))
    if tree.met != (then if decides else first):
        raise TreeError(f"{place}: the outcome does not follow from its parts")


@dataclass(slots=True)
class _Tally:
    """Weight for, against, abstaining and absent."""

    yes: Fraction = Fraction(0)
    no: Fraction = Fraction(0)
    abstain: Fraction = Fraction(0)
    absent: Fraction = Fraction(0)

    def add(self, weight: Fraction, vote: Vote | None) -> None:
        if vote is None:
            self.absent += weight
            return
        self.yes += weight * vote.yes
        self.no += weight * vote.no
        self.abstain += weight * vote.abstain

    def silent(self, side: str, abstention: Abstention) -> Fraction:
        """What counts on a side without having been cast for it."""
        abstaining, _, silence = abstention.partition(", silence ")
        counted = self.abstain if abstaining == side else Fraction(0)
        return counted + (self.absent if silence == side else 0)

    def favour(self, abstention: Abstention) -> Fraction:
        return self.yes + self.silent("in favour", abstention)

    def base(self, name: str, abstention: Abstention) -> Fraction:
        voted = self.favour(abstention) + self.no + self.silent("against", abstention)
        if name == abstention.partition(", silence ")[0] == "present":
            voted += self.abstain
        return voted if name in ("present", "cast") else self.total()

    def prevails(self, abstention: Abstention) -> bool:
        return self.favour(abstention) > self.no + self.silent("against", abstention)

    def present(self) -> Fraction:
        return self.yes + self.no + self.abstain

    def total(self) -> Fraction:
        return self.present() + self.absent


def _line(rule: Leaf, decision: Decision) -> Line:
    """Judge one condition from tallies."""
    if isinstance(rule, IncludesLargest):
        return _largest(rule, decision)
    if isinstance(rule, Count | Opponents):
        return _heads(rule, decision)
    tally, column = _tally(rule, decision)
    if isinstance(rule, Quorum):
        measured, base = tally.present(), tally.total()
    else:
        measured, base = (
            tally.favour(decision.abstention),
            tally.base(rule.base, decision.abstention),
        )
    threshold = rule.threshold
    if isinstance(threshold, Jagiellonian):
        threshold = _quota(column, threshold.digits)
    relation: Relation = ">" if rule.strict else ">="
    beyond = measured - threshold * base
    met = base != 0 and (beyond > 0 or (beyond == 0 and not rule.strict))
    return Line(rule, measured, base, threshold, threshold * base, relation, met)


def _tally(rule: Share | Quorum, decision: Decision) -> tuple[_Tally, list[Fraction]]:
    """Tally the votes of the members a condition looks at; also give their weights."""
    base = rule.base if isinstance(rule, Share) else "all"
    looked_at = _looked_at(base, rule.group, decision)
    votes = dict(decision.votes)
    tally = _Tally()
    column = []
    for member, weight in zip(
        decision.electorate.members, _column(rule.weight, decision), strict=True
    ):
        if member in looked_at:
            vote = votes.get(member)
            whole = isinstance(rule, Share) and rule.whole
            tally.add(weight, _prevailing(vote, decision.abstention) if whole else vote)
            column.append(weight)
    return tally, column


def _prevailing(vote: Vote | None, abstention: Abstention) -> Vote | None:
    one = _Tally()
    one.add(Fraction(1), vote)
    if vote is None or one.present() == one.abstain:
        return vote
    yes = Fraction(one.prevails(abstention))
    return Vote(yes, 1 - yes, Fraction(0))


def _looked_at(base: str, group: str | None, decision: Decision) -> set[str]:
    voters = decision.electorate
    looked_at = set(voters.members)
    if group is not None:
        if group not in dict(voters.groups):
            raise TreeError(f"the electorate has no group {group}")
        looked_at &= set(dict(voters.groups)[group])
    return looked_at & set(voters.participating) if base == "participating" else looked_at


def _column(name: str, decision: Decision) -> tuple[Fraction, ...]:
    columns = dict(decision.electorate.weights)
    if name not in columns:
        raise TreeError(f"the electorate has no weight {name}")
    return columns[name]


def _quota(column: list[Fraction], digits: int) -> Fraction:
    """Find the Jagiellonian quota by bisection over whole steps instead of a square root."""
    steps = [weight * 10**digits for weight in column]
    total = sum(steps, Fraction(0))
    squares = sum(step * step for step in steps)
    low, high = 0, int(total)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if middle * middle >= squares else (middle + 1, high)
    if any(step.denominator != 1 for step in steps):
        raise TreeError("these weights have no Jagiellonian quota in such steps")
    if total == 0:
        return Fraction(1)
    return (total + low) / (2 * total)


def _heads(rule: Count | Opponents, decision: Decision) -> Line:
    """Count members by the part of their vote that prevails."""
    base = "all" if isinstance(rule, Count) else rule.base
    votes = dict(decision.votes)
    counted = favour = 0
    for member in _looked_at(base, rule.group, decision):
        one = _Tally()
        one.add(Fraction(1), votes.get(member))
        if one.base(base, decision.abstention) > 0:
            counted += 1
            taking_part = isinstance(rule, Count) and rule.taking_part
            favour += one.present() > 0 if taking_part else one.prevails(decision.abstention)
    base_heads = Fraction(counted)
    if isinstance(rule, Count):
        least = Fraction(rule.at_least)
        return Line(rule, Fraction(favour), base_heads, None, least, ">=", favour >= least)
    opposed, most = Fraction(counted - favour), Fraction(rule.at_most)
    return Line(rule, opposed, base_heads, None, most, "<=", opposed <= most)


def _largest(rule: IncludesLargest, decision: Decision) -> Line:
    """Judge whether the largest agree, from the ranking of weights."""
    column = _column(rule.weight, decision)
    votes = dict(decision.votes)
    total = sum(column, Fraction(0))
    ranked = sorted(zip(column, decision.electorate.members, strict=True), reverse=True)
    top = ranked[0][0]
    above = {member for weight, member in ranked if total > 0 and weight / total > rule.over}
    greatest = {member for weight, member in ranked if weight == top}
    about = above if rule.each else greatest
    agreed = needed = Fraction(0)
    for weight, member in ranked:
        one = _Tally()
        one.add(weight, votes.get(member))
        agreed += weight if member in about and one.prevails(decision.abstention) else 0
        needed += weight if member in about & above else 0
    met = agreed >= needed
    return Line(rule, agreed, total, rule.over, needed, ">=", met, tuple(sorted(about)))
