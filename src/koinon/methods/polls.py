"""What is voted on by whom: votes, electorates, and a poll laid out for measuring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Literal, TypeAlias

Base: TypeAlias = Literal["all", "present", "cast", "participating"]
"""Out of what a share is measured: every entitled member; those who voted at all; votes for and
against only; or the members that take part in the programme at stake."""

Abstention: TypeAlias = Literal[
    "ignored",
    "present",
    "against",
    "in favour",
    "ignored, silence in favour",
    "present, silence in favour",
    "against, silence in favour",
    "in favour, silence in favour",
    "ignored, silence against",
    "present, silence against",
    "against, silence against",
    "in favour, silence against",
]
"""What an abstaining vote counts as: in no base (but towards a quorum); as present; as a vote
against or in favour. With "silence" that of an absent member counts as a vote on that side, though
not towards a quorum."""


def silence_of(abstention: Abstention) -> str:
    """Give the side on which the silence of an absent member counts; "" for none."""
    return abstention.partition(", silence ")[2]


@dataclass(frozen=True, slots=True)
class Vote:
    """One member's vote, split into parts that sum to 1; usually all in one part."""

    yes: Fraction
    no: Fraction
    abstain: Fraction

    def __post_init__(self) -> None:
        if min(self.yes, self.no, self.abstain) < 0 or self.yes + self.no + self.abstain != 1:
            raise ValueError("the parts of a vote are not negative and sum to 1")


NOTHING, ONE = Fraction(0), Fraction(1)
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
        self._scaled: dict[str, tuple[dict[str, int], int]] = {}
        self.groups = {name: frozenset(ids) for name, ids in electorate.groups}
        self.participating = frozenset(electorate.participating)
        self._abstaining = abstention.partition(", silence ")[0]
        self.silence = silence_of(abstention)
        self.calls = frozenset(calls)
        self.voted = frozenset(votes)
        strangers = sorted((self.voted | self.calls) - set(self.members))
        if strangers:
            raise ValueError(f"{strangers[0]} votes or calls but is not in the electorate")
        self.votes = self._counted(votes)

    def _counted(self, votes: Votes) -> dict[str, Vote]:
        """Give the votes as they count, where silence counts, or abstaining does in favour."""
        if self.silence:
            silent = YES if self.silence == "in favour" else NO
            votes = dict.fromkeys(self.members, silent) | dict(votes)
        if self._abstaining != "in favour":
            return dict(votes)
        return {m: Vote(v.yes + v.abstain, v.no, NOTHING) for m, v in votes.items()}

    def of_calls(self) -> Poll:
        """Give the poll in which those that call vote in favour and nobody else votes."""
        other = self._with(dict.fromkeys(self.calls, YES))
        other.voted = self.calls
        return other

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

    def total(self, name: str, members: Iterable[str], part: Callable[[str], Fraction]) -> Fraction:
        """Sum a part of each member's weight; in whole numbers, which is what makes it fast."""
        column, scale = self._whole(name)
        whole, broken = 0, Fraction(0)
        for member in members:
            share = part(member)
            if share.denominator == 1:
                whole += column[member] * share.numerator
            else:
                broken += column[member] * share
        return (whole + broken) / scale

    def _whole(self, name: str) -> tuple[dict[str, int], int]:
        """Give a weight in whole numbers, and by what they are to be divided."""
        if name not in self._scaled:
            weight = self.weight(name)
            scale = lcm(*(value.denominator for value in weight.values()))
            whole = {m: v.numerator * (scale // v.denominator) for m, v in weight.items()}
            self._scaled[name] = (whole, scale)
        return self._scaled[name]

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
            return ONE
        vote = self.vote(member, whole)
        if vote is None:
            return NOTHING
        if self._abstaining == "against" or base == self._abstaining == "present":
            return ONE
        return ONE - vote.abstain if vote.abstain else ONE

    def vote(self, member: str, whole: bool) -> Vote | None:
        """Give a member's vote, if `whole` all of it on the side that prevails in it."""
        vote = self.votes.get(member)
        if not whole or vote is None or vote.abstain == 1:
            return vote
        return YES if self.favours(member) else NO

    def yes(self, member: str, whole: bool) -> Fraction:
        """Say which part of a member's vote is in favour."""
        vote = self.vote(member, whole)
        return NOTHING if vote is None else vote.yes

    def favours(self, member: str) -> bool:
        """Say whether more of a member's vote is for than against."""
        vote = self.votes.get(member)
        if vote is None:
            return False
        against = vote.no + vote.abstain if self._abstaining == "against" else vote.no
        return vote.yes > against
