"""Rules of decision: when a proposal passes, judged exactly and explained line by line.

A rule is data: a tree of `All` and `AnyOf` over conditions. `evaluate` judges it for an
electorate (who may vote, with which weights, in which groups) and the votes cast, and answers
with a tree of the same shape: for every condition what was measured, out of what, against what,
and whether it is met. The tree is what people read and what `koinon.methods.trees.recheck`
recomputes.

A new condition is one dataclass and one function here, one gain in `hints` and one check in
`trees`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias, assert_never

from koinon.methods.plain import LEFT_OUT, Plain, union_from_plain
from koinon.methods.polls import (
    ABSTAIN,
    NO,
    ONE,
    YES,
    Abstention,
    Base,
    Electorate,
    Poll,
    Vote,
    Votes,
    electorate,
)
from koinon.methods.weights import jagiellonian_quota

__all__ = [
    "ABSTAIN",
    "NO",
    "YES",
    "Abstention",
    "All",
    "AnyOf",
    "Base",
    "Branch",
    "Called",
    "Count",
    "Electorate",
    "IncludesLargest",
    "Jagiellonian",
    "Leaf",
    "Line",
    "Opponents",
    "Poll",
    "Quorum",
    "Relation",
    "Rule",
    "Share",
    "Tree",
    "Unless",
    "Vote",
    "Votes",
    "can_be_called",
    "electorate",
    "evaluate",
    "group_names",
    "leaves",
    "parts_of",
    "rule_from_plain",
    "threshold_of",
    "weight_names",
]

Relation: TypeAlias = Literal[">=", ">", "<="]


@dataclass(frozen=True, slots=True)
class Jagiellonian:
    """The quota of `koinon.methods.weights.jagiellonian_quota`, in steps of 10^-digits."""

    KIND: ClassVar[str] = "jagiellonian"
    digits: int


@dataclass(frozen=True, slots=True)
class Share:
    """Weight in favour, out of a base, is at least (or, `strict`, more than) a threshold.

    With a group, only the members of that group count, above and below the line. With `whole`,
    a split vote counts whole: in favour where more of it is for than against, else against, as a
    Swiss canton's vote is the result of its people's (Federal Constitution, article 142).
    """

    KIND: ClassVar[str] = "share"
    weight: str
    base: Base
    threshold: Fraction | Jagiellonian
    strict: bool
    group: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Quorum:
    """Weight of the members that voted in any way, out of all, is at least a threshold."""

    KIND: ClassVar[str] = "quorum"
    weight: str
    threshold: Fraction
    strict: bool
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """At least so many distinct members are in favour (more of their vote for than against).

    With `taking_part` it is enough that they voted in any way: a quorum of so many members.
    """

    KIND: ClassVar[str] = "count"
    at_least: int
    group: str | None = None
    taking_part: bool = field(default=False, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Opponents:
    """At most so many members of the base are not in favour.

    Base "all" counts every member not in favour, absent ones too, as in the Council of the
    European Union; base "cast" counts only members that voted and are not in favour.
    """

    KIND: ClassVar[str] = "opponents"
    at_most: int
    base: Base
    group: str | None = None


@dataclass(frozen=True, slots=True)
class IncludesLargest:
    """The largest member by a weight is in favour, if it holds more than `over` of that weight.

    Members tied for largest must all be in favour. With `each`, so must every other member that
    holds more than `over`. Source: French CGCT L5211-6-1 (the largest, over 1/4) and L5211-5, II
    (each, over 1/4).
    """

    KIND: ClassVar[str] = "includes_largest"
    weight: str
    over: Fraction
    each: bool = field(default=False, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class All:
    """Every part is met."""

    KIND: ClassVar[str] = "all"
    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part is met."""

    KIND: ClassVar[str] = "any"
    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """A second vote that members can call for, such as one by weight after one by heads.

    `first` decides unless the members that call meet `call`, which is judged as if they alone had
    voted, all in favour. Then `then` decides over the same votes; or, where the first result
    `stands`, `then` replaces it if it is met by the votes in favour (adopted) or by those against
    (rejected). Source: California Public Utilities Code 120102.5 and 132351.2, under which the
    members of several cities call a weighted vote that supersedes the first.
    """

    KIND: ClassVar[str] = "called"
    first: Rule
    call: Rule
    then: Rule
    stands: bool

    def __post_init__(self) -> None:
        if any(isinstance(part, Called | Unless) for part in parts_of(self.call)):
            raise ValueError("a call is not called for, or blocked, in its turn")
        if self.stands and any(isinstance(part, Unless) for part in parts_of(self.then)):
            raise ValueError("what is judged of those against as well is not blocked by them")


@dataclass(frozen=True, slots=True)
class Unless:
    """What is asked of a blocking minority is not met by those against.

    `blocked` is judged with votes for and against exchanged. Silence and abstentions block nothing,
    unless they count as votes against. Source: French loi ALUR of 2014, article 136 II (a quarter
    of the communes with a fifth of the people oppose it).
    """

    KIND: ClassVar[str] = "unless"
    blocked: Rule

    def __post_init__(self) -> None:
        if any(
            isinstance(part, Called | Unless | Quorum | Opponents)
            or (isinstance(part, Count) and part.taking_part)
            for part in parts_of(self.blocked)
        ):
            raise ValueError("a blocking minority is told by shares, numbers and the largest")


Leaf: TypeAlias = Share | Quorum | Count | Opponents | IncludesLargest
Rule: TypeAlias = (
    Share | Quorum | Count | Opponents | IncludesLargest | All | AnyOf | Called | Unless
)


@dataclass(frozen=True, slots=True)
class Line:
    """One judged condition: `measured` out of `base` stands in `relation` to `needed`.

    Unit: votes of the condition's weight, or members. `threshold` is the share asked for (None
    for conditions that ask for a number); `about` names the members a condition singles out.
    """

    KIND: ClassVar[str] = "line"
    rule: Leaf
    measured: Fraction
    base: Fraction
    threshold: Fraction | None
    needed: Fraction
    relation: Relation
    met: bool
    about: tuple[str, ...] = ()

    @property
    def ratio(self) -> Fraction | None:
        """Measured out of base, or None where the base is empty."""
        return self.measured / self.base if self.base else None


@dataclass(frozen=True, slots=True)
class Branch:
    """A judged `All`, `AnyOf`, `Called` or `Unless` with its judged parts.

    That of `Unless` is what would block, judged of those against. Those of `Called` are the first
    vote, the call, the second vote and, where the first result stands, the second vote with votes
    for and against exchanged.
    """

    KIND: ClassVar[str] = "branch"
    rule: All | AnyOf | Called | Unless
    met: bool
    parts: tuple[Tree, ...]


Tree: TypeAlias = Line | Branch


def evaluate(
    rule: Rule,
    electorate: Electorate,
    votes: Votes,
    abstention: Abstention = "present",
    calls: Iterable[str] = (),
) -> Tree:
    """Judge a rule; every condition is judged, also where the outcome is already clear.

    `calls` are the members that called for a second vote. Raises ValueError when a vote is cast or
    called for by no member, or the rule names an unknown weight.
    """
    return _judge(rule, Poll(electorate, votes, abstention, calls))


def rule_from_plain(plain: Plain) -> Rule:
    """Read a rule from its plain form (`plain.to_plain`); raises PlainError."""
    rule: Rule = union_from_plain(Rule, plain)
    return rule


def parts_of(rule: Rule) -> tuple[Rule, ...]:
    """List a rule and everything in it, from the whole to its conditions."""
    match rule:
        case All(parts=parts) | AnyOf(parts=parts):
            inside = parts
        case Called(first=first, call=call, then=then):
            inside = (first, call, then)
        case Unless(blocked=blocked):
            inside = (blocked,)
        case _:
            inside = ()
    return (rule, *(one for part in inside for one in parts_of(part)))


def leaves(rule: Rule) -> tuple[Leaf, ...]:
    """List the conditions of a rule from first to last."""
    return tuple(
        one for one in parts_of(rule) if not isinstance(one, All | AnyOf | Called | Unless)
    )


def can_be_called(rule: Rule) -> bool:
    """Say whether a rule provides for a second vote that members call for."""
    return any(isinstance(one, Called) for one in parts_of(rule))


def group_names(rule: Rule) -> tuple[str, ...]:
    """List the names of the groups a rule looks at, sorted."""
    grouped = [leaf for leaf in leaves(rule) if not isinstance(leaf, IncludesLargest)]
    return tuple(sorted({leaf.group for leaf in grouped if leaf.group is not None}))


def weight_names(rule: Rule) -> tuple[str, ...]:
    """List the names of the weights a rule measures by, sorted."""
    return tuple(
        sorted({leaf.weight for leaf in leaves(rule) if not isinstance(leaf, Count | Opponents)})
    )


def _judge(rule: Rule, poll: Poll) -> Tree:
    match rule:
        case All(parts=parts):
            judged = tuple(_judge(part, poll) for part in parts)
            return Branch(rule, all(part.met for part in judged), judged)
        case AnyOf(parts=parts):
            judged = tuple(_judge(part, poll) for part in parts)
            return Branch(rule, any(part.met for part in judged), judged)
        case Called():
            return _called(rule, poll)
        case Unless():
            blocking = _judge(rule.blocked, poll.exchanged())
            return Branch(rule, not blocking.met, (blocking,))
        case Share():
            return _share(rule, poll)
        case Quorum():
            return _quorum(rule, poll)
        case Count():
            return _count(rule, poll)
        case Opponents():
            return _opponents(rule, poll)
        case IncludesLargest():
            return _includes_largest(rule, poll)
    assert_never(rule)


def _called(rule: Called, poll: Poll) -> Branch:
    first, call = _judge(rule.first, poll), _judge(rule.call, poll.of_calls())
    then = _judge(rule.then, poll)
    if not rule.stands:
        return Branch(rule, then.met if call.met else first.met, (first, call, then))
    against = _judge(rule.then, poll.exchanged())
    superseded = call.met and (then.met or against.met)
    return Branch(rule, then.met if superseded else first.met, (first, call, then, against))


def threshold_of(rule: Share, poll: Poll) -> Fraction:
    """Give the share asked for; a Jagiellonian quota is that of all members of the group."""
    if isinstance(rule.threshold, Fraction):
        return rule.threshold
    weight = poll.weight(rule.weight)
    members = poll.within(rule.base, rule.group)
    return jagiellonian_quota((weight[m] for m in members), rule.threshold.digits)


def _share(rule: Share, poll: Poll) -> Line:
    members = poll.within(rule.base, rule.group)
    favour = poll.total(rule.weight, members, lambda m: poll.yes(m, rule.whole))
    base = poll.total(rule.weight, members, lambda m: poll.part_in_base(m, rule.base, rule.whole))
    return _ratio_line(rule, favour, base, threshold_of(rule, poll))


def _quorum(rule: Quorum, poll: Poll) -> Line:
    members = poll.within("all", rule.group)
    present = poll.total(rule.weight, (m for m in members if m in poll.voted), lambda _: ONE)
    total = poll.total(rule.weight, members, lambda _: ONE)
    return _ratio_line(rule, present, total, rule.threshold)


def _ratio_line(
    rule: Share | Quorum, measured: Fraction, base: Fraction, threshold: Fraction
) -> Line:
    """Judge a share of a base; nothing is ever a sufficient share of an empty base."""
    needed = threshold * base
    enough = measured > needed if rule.strict else measured >= needed
    relation: Relation = ">" if rule.strict else ">="
    return Line(rule, measured, base, threshold, needed, relation, base > 0 and enough)


def _count(rule: Count, poll: Poll) -> Line:
    members = poll.within("all", rule.group)
    favour = sum(m in poll.voted if rule.taking_part else poll.favours(m) for m in members)
    needed = Fraction(rule.at_least)
    return Line(
        rule, Fraction(favour), Fraction(len(members)), None, needed, ">=", favour >= needed
    )


def _opponents(rule: Opponents, poll: Poll) -> Line:
    members = [m for m in poll.within(rule.base, rule.group) if poll.part_in_base(m, rule.base)]
    against = sum(not poll.favours(m) for m in members)
    most = Fraction(rule.at_most)
    return Line(rule, Fraction(against), Fraction(len(members)), None, most, "<=", against <= most)


def _includes_largest(rule: IncludesLargest, poll: Poll) -> Line:
    weight = poll.weight(rule.weight)
    greatest = max(weight.values())
    total = poll.total(rule.weight, poll.members, lambda _: ONE)
    bar = rule.over * total
    if rule.each:
        asked = tuple(m for m in poll.members if weight[m] > bar)
        about = asked
    else:
        about = tuple(m for m in poll.members if weight[m] == greatest)
        asked = about if greatest > bar else ()
    needed = poll.total(rule.weight, asked, lambda _: ONE)
    measured = poll.total(rule.weight, about, lambda m: Fraction(poll.favours(m)))
    return Line(rule, measured, total, rule.over, needed, ">=", measured >= needed, about)
