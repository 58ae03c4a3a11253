"""Trying a charter: a vote on a matter, with members and figures that nobody has recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from koinon.charter.document import Charter, Matter
from koinon.charter.document_cases import Case, Roster
from koinon.charter.explaining_rules import explain_rule
from koinon.charter.statements import Statement
from koinon.methods.apportionment import ApportionmentError
from koinon.methods.hints import Hint, what_would_pass
from koinon.methods.rules import (
    Called,
    Count,
    Electorate,
    IncludesLargest,
    Line,
    Share,
    Tree,
    Unless,
    Vote,
    Votes,
    can_be_called,
    electorate,
    weight_names,
)
from koinon.methods.trees import Decision, decide
from koinon.methods.weights import Facts, WeightError, needed, weigh


class Untriable(ValueError):
    """A vote cannot be tried under a charter: `code` says why, `facts` where.

    Codes: ``no_matter`` (the charter has no such matter), ``no_fact`` (a member lacks a figure it
    is weighed by), ``nobody`` (no member sits in the body), ``too_few`` and ``too_many`` (the
    members must have more, or may have fewer, than the votes there are), ``unweighable`` (a figure
    is unfit, or all are 0), ``stranger`` (one votes or calls that does not sit in the body),
    ``splits`` (a vote is in parts where it is cast in one), ``calls`` (a second vote is called for
    where there is none).
    """

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Trial:
    """A vote on a matter as a charter decides it."""

    matter: Matter
    decision: Decision

    @property
    def tree(self) -> Tree:
        """The rule as it was judged."""
        return self.decision.tree

    def hint(self) -> Hint | None:
        """What would make it pass; None where it does."""
        found = self.decision
        votes = dict(found.votes)
        undecided = set(found.electorate.members) - votes.keys()
        return what_would_pass(
            found.rule, found.electorate, votes, undecided, found.abstention, found.calls
        )


def try_vote(
    charter: Charter,
    matter: str,
    members: Iterable[str],
    facts: Facts,
    votes: Votes,
    calling: Iterable[str] = (),
) -> Trial:
    """Try a vote on a matter; facts are needed only where the weights ask for them.

    Raises Untriable.
    """
    found = next((one for one in charter.matters if one.id == matter), None)
    if found is None:
        raise Untriable("no_matter", matter=matter)
    rule = charter.rule(found.rule).rule
    voters = electorate_on(charter, found, members, facts)
    calls = tuple(sorted(set(calling)))
    for member in sorted({*votes, *calls} - set(voters.members)):
        raise Untriable("stranger", member=member)
    split = sorted(member for member, vote in votes.items() if _is_split(vote))
    if split and found.vote_from == "delegate":
        raise Untriable("splits", member=split[0], matter=matter)
    if calls and not can_be_called(rule):
        raise Untriable("calls", member=calls[0], matter=matter)
    decision = decide(rule, voters, votes, found.abstention, calls)
    return Trial(found, decision)


def _is_split(vote: Vote) -> bool:
    return 1 not in (vote.yes, vote.no, vote.abstain)


def try_case(charter: Charter, case: Case, roster: Roster) -> Trial:
    """Try a test case of a charter, maybe under another one's rules. Raises Untriable."""
    facts = roster_facts(roster)
    members = [member.id for member in roster.members]
    return try_vote(charter, case.matter, members, facts, dict(case.votes), case.calling)


def roster_facts(roster: Roster) -> dict[str, dict[str, Fraction]]:
    """The figures of a roster: fact, then member."""
    facts: dict[str, dict[str, Fraction]] = {}
    for member in roster.members:
        for name, value in member.facts:
            facts.setdefault(name, {})[member.id] = Fraction(value)
    return facts


def voters_on(charter: Charter, matter: Matter, members: Iterable[str]) -> tuple[str, ...]:
    """Those of some members that vote on a matter, in the order of their ids."""
    sitting = charter.sitting(charter.body(matter.body), tuple(sorted(set(members))))
    taking_part = charter.participants(matter.programme, sitting)
    return taking_part if matter.participants_only else sitting


def electorate_on(
    charter: Charter, matter: Matter, members: Iterable[str], facts: Facts
) -> Electorate:
    """Those of some members that vote on a matter, weighed, with groups and participants.

    Raises Untriable: ``nobody``, ``no_fact``, ``too_few``, ``too_many``, ``unweighable``.
    """
    body, rule = charter.body(matter.body), charter.rule(matter.rule).rule
    sitting = voters_on(charter, matter, members)
    participating = charter.participants(matter.programme, sitting)
    if not sitting:
        raise Untriable("nobody", body=body.id)
    weights = {}
    for name in dict.fromkeys((body.weight, *weight_names(rule))):
        weights[name] = _weighed(charter, name, sitting, facts)
    groups = {group.id: set(group.members) & set(sitting) for group in charter.groups}
    return electorate(weights, groups=groups, participating=participating)


def _weighed(
    charter: Charter, name: str, sitting: tuple[str, ...], facts: Facts
) -> Mapping[str, Fraction]:
    statement = charter.weighting(name).weights
    for fact, who in needed(statement, sitting).items():
        for member in who:
            if member not in facts.get(fact, {}):
                raise Untriable("no_fact", fact=fact, member=member)
    try:
        return weigh(statement, sitting, facts)
    except ApportionmentError as error:
        code = error.code if error.code in ("too_few", "too_many") else "unweighable"
        raise Untriable(code, weight=name, detail=error.code) from error
    except WeightError as error:
        raise Untriable("unweighable", weight=name, detail=error.code) from error


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence of a rule with what came of it; `met` is None for one that only narrows others.

    `line` has the measure of a condition, None above several.
    """

    statement: Statement
    met: bool | None
    line: Line | None


def judged(charter: Charter, tree: Tree, depth: int = 0) -> Iterator[Judged]:
    """A rule sentence by sentence, each with what was judged there."""
    statements = explain_rule(charter, tree.rule, depth)
    for statement, (met, line) in zip(statements, _aligned(tree), strict=True):
        yield Judged(statement, met, line)


def _aligned(tree: Tree, *, calling: bool = False) -> Iterator[tuple[bool | None, Line | None]]:
    """What was judged, in the order in which `explain_rule` tells the same rule."""
    if isinstance(tree, Line):
        yield from ((None, None) for _ in range(_headings(tree, calling=calling)))
        yield tree.met, tree
    elif isinstance(tree.rule, Called):
        for number, part in enumerate(tree.parts[:3]):
            yield part.met, None
            yield from _aligned(part, calling=number == 1)
    elif isinstance(tree.rule, Unless):
        yield tree.met, None
        for part in tree.parts:
            yield from _aligned(part)
    else:
        yield tree.met, None
        for part in tree.parts:
            yield from _aligned(part, calling=calling)


def _headings(line: Line, *, calling: bool) -> int:
    """How many sentences narrow a condition before it is said itself."""
    rule = line.rule
    if isinstance(rule, IncludesLargest) or (calling and isinstance(rule, Count)):
        return 0
    return int(rule.group is not None) + int(isinstance(rule, Share) and rule.whole)
