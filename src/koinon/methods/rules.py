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

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias, assert_never

from koinon.methods.plain import Plain, union_from_plain
from koinon.methods.weights import jagiellonian_quota

Base: TypeAlias = Literal["all", "present", "cast", "participating"]
"""Out of what a share is measured: every entitled member; those who voted at all; votes for and
against only; or the members that take part in the programme at stake."""

Abstention: TypeAlias = Literal["ignored", "present", "against"]
"""What an abstaining vote counts as: in no base (but towards a quorum); as present; as against."""

Relation: TypeAlias = Literal[">=", ">", "<="]


@dataclass(frozen=True, slots=True)
class Vote:
    """One member's vote, split into parts that sum to 1; usually all in one part."""

    yes: Fraction
    no: Fraction
    abstain: Fraction

    def __post_init__(self) -> None:
        if min(self.yes, self.no, self.abstain) < 0 or self.yes + self.no + self.abstain != 1:
            raise ValueError("the parts of a vote are not negative and sum to 1")


YES = Vote(Fraction(1), Fraction(0), Fraction(0))
NO = Vote(Fraction(0), Fraction(1), Fraction(0))
ABSTAIN = Vote(Fraction(0), Fraction(0), Fraction(1))

Votes: TypeAlias = Mapping[str, Vote]
"""Member id → vote; a member that is not in it is absent."""


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who may vote and with what weight, frozen when notice of the proposal is given.

    `members` are sorted ids; each weight has a name and one value for each member in that order;
    `groups` and `participating` hold member ids, sorted.
    """

    members: tuple[str, ...]
    weights: tuple[tuple[str, tuple[Fraction, ...]], ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    participating: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.members or list(self.members) != sorted(set(self.members)):
            raise ValueError("members are sorted, distinct and at least one")
        for name, column in self.weights:
            if len(column) != len(self.members) or min(column) < 0:
                raise ValueError(f"weight {name} has one value of zero or more for each member")
        for name, ids in (*self.groups, ("participating", self.participating)):
            if list(ids) != sorted(set(ids) & set(self.members)):
                raise ValueError(f"group {name} holds members, sorted")


def electorate(
    weights: Mapping[str, Mapping[str, Fraction | int]],
    *,
    groups: Mapping[str, Iterable[str]] | None = None,
    participating: Iterable[str] | None = None,
) -> Electorate:
    """Build an electorate from weights by name and member; all weights name the same members.

    Without `participating`, every member takes part. Raises ValueError on members that differ.
    """
    members = tuple(sorted(next(iter(weights.values()), {})))
    if any(sorted(column) != list(members) for column in weights.values()):
        raise ValueError("every weight names the same members")
    columns = tuple(
        (name, tuple(Fraction(weights[name][member]) for member in members))
        for name in sorted(weights)
    )
    parts = tuple((name, tuple(sorted(ids))) for name, ids in sorted((groups or {}).items()))
    taking_part = members if participating is None else tuple(sorted(participating))
    return Electorate(members, columns, parts, taking_part)


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
    """At least so many distinct members are in favour (more of their vote for than against)."""

    KIND: ClassVar[str] = "count"
    at_least: int
    group: str | None = None


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

    Members tied for largest must all be in favour. Source: French CGCT L5211-6-1 (over 1/4).
    """

    KIND: ClassVar[str] = "includes_largest"
    weight: str
    over: Fraction


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
        if any(isinstance(part, Called) for part in parts_of(self.call)):
            raise ValueError("a call is not called for in its turn")


Leaf: TypeAlias = Share | Quorum | Count | Opponents | IncludesLargest
Rule: TypeAlias = Share | Quorum | Count | Opponents | IncludesLargest | All | AnyOf | Called


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
    """A judged `All`, `AnyOf` or `Called` with its judged parts.

    Those of `Called` are the first vote, the call, the second vote and, where the first result
    stands, the second vote with votes for and against exchanged.
    """

    KIND: ClassVar[str] = "branch"
    rule: All | AnyOf | Called
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
        case _:
            inside = ()
    return (rule, *(one for part in inside for one in parts_of(part)))


def leaves(rule: Rule) -> tuple[Leaf, ...]:
    """List the conditions of a rule from first to last."""
    return tuple(one for one in parts_of(rule) if not isinstance(one, All | AnyOf | Called))


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


class Poll:
    """An electorate and its votes, laid out for measuring; built once for each judgement."""

    def __init__(
        self,
        electorate: Electorate,
        votes: Votes,
        abstention: Abstention,
        calls: Iterable[str] = (),
    ) -> None:
        self.members = electorate.members
        self.weights = {
            name: dict(zip(electorate.members, column, strict=True))
            for name, column in electorate.weights
        }
        self.groups = {name: frozenset(ids) for name, ids in electorate.groups}
        self.participating = frozenset(electorate.participating)
        self.abstention: Abstention = abstention
        self.votes = dict(votes)
        self.calls = frozenset(calls)
        strangers = sorted((self.votes.keys() | self.calls) - set(self.members))
        if strangers:
            raise ValueError(f"{strangers[0]} votes or calls but is not in the electorate")

    def of_calls(self) -> Poll:
        """Give the poll in which those that call vote in favour and nobody else votes."""
        return self._with(dict.fromkeys(self.calls, YES))

    def exchanged(self) -> Poll:
        """Give the poll in which votes for and against are exchanged."""
        return self._with({m: Vote(v.no, v.yes, v.abstain) for m, v in self.votes.items()})

    def _with(self, votes: dict[str, Vote]) -> Poll:
        other = copy(self)
        other.votes = votes
        return other

    def weight(self, name: str) -> dict[str, Fraction]:
        """Give the weight of that name for each member."""
        if name not in self.weights:
            raise ValueError(f"the electorate has no weight {name}")
        return self.weights[name]

    def within(self, base: Base, group: str | None) -> list[str]:
        """List the members a condition looks at: its group, and the participants if it says so."""
        if group is not None and group not in self.groups:
            raise ValueError(f"the electorate has no group {group}")
        members = [m for m in self.members if group is None or m in self.groups[group]]
        if base == "participating":
            members = [m for m in members if m in self.participating]
        return members

    def part_in_base(self, member: str, base: Base, whole: bool = False) -> Fraction:
        """Say which part of a member's vote counts below the line."""
        if base in ("all", "participating"):
            return Fraction(1)
        vote = self.vote(member, whole)
        if vote is None:
            return Fraction(0)
        if self.abstention == "against" or (base == "present" and self.abstention == "present"):
            return Fraction(1)
        return vote.yes + vote.no

    def vote(self, member: str, whole: bool) -> Vote | None:
        """Give a member's vote, if `whole` all of it on the side that prevails in it."""
        vote = self.votes.get(member)
        if not whole or vote is None or vote.abstain == 1:
            return vote
        return YES if self.favours(member) else NO

    def yes(self, member: str, whole: bool) -> Fraction:
        """Say which part of a member's vote is in favour."""
        vote = self.vote(member, whole)
        return Fraction(0) if vote is None else vote.yes

    def favours(self, member: str) -> bool:
        """Say whether more of a member's vote is for than against."""
        vote = self.votes.get(member)
        if vote is None:
            return False
        against = vote.no + vote.abstain if self.abstention == "against" else vote.no
        return vote.yes > against


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
    weight = poll.weight(rule.weight)
    members = poll.within(rule.base, rule.group)
    favour = sum((weight[m] * poll.yes(m, rule.whole) for m in members), Fraction(0))
    parts = (weight[m] * poll.part_in_base(m, rule.base, rule.whole) for m in members)
    base = sum(parts, Fraction(0))
    return _ratio_line(rule, favour, base, threshold_of(rule, poll))


def _quorum(rule: Quorum, poll: Poll) -> Line:
    weight = poll.weight(rule.weight)
    members = poll.within("all", rule.group)
    present = sum((weight[m] for m in members if m in poll.votes), Fraction(0))
    total = sum((weight[m] for m in members), Fraction(0))
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
    favour = sum(poll.favours(m) for m in members)
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
    total = sum(weight.values(), Fraction(0))
    largest = tuple(m for m in poll.members if weight[m] == greatest)
    asked = greatest > rule.over * total
    needed = greatest * len(largest) if asked else Fraction(0)
    measured = greatest * sum(poll.favours(m) for m in largest)
    return Line(rule, measured, total, rule.over, needed, ">=", measured >= needed, largest)
