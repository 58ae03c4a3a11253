"""A charter's own test cases: imagined members and votes, and whether the proposal passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from koinon.charter.document import Case, Charter, FactKind, Matter, Roster, RosterMember
from koinon.charter.sections import NAME, Section
from koinon.methods.rules import (
    ABSTAIN,
    NO,
    YES,
    Electorate,
    Tree,
    Vote,
    electorate,
    evaluate,
    weight_names,
)
from koinon.methods.weights import Facts, weigh

_WHOLE_VOTES = (("yes", YES), ("no", NO), ("abstain", ABSTAIN))


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and its judgement; `agrees` when the charter decides as the case says."""

    case: Case
    tree: Tree

    @property
    def agrees(self) -> bool:
        """Whether the judgement is the one the case expects."""
        return self.tree.met == self.case.passes


def run_cases(charter: Charter) -> tuple[CaseResult, ...]:
    """Judge every test case of a charter. Raises WeightError where a roster cannot be weighed."""
    rosters = {roster.id: roster for roster in charter.rosters}
    results = []
    for case in charter.cases:
        roster = rosters[case.roster]
        facts = {
            kind.id: {m.id: Fraction(dict(m.facts)[kind.id]) for m in roster.members}
            for kind in charter.facts
        }
        members = tuple(member.id for member in roster.members)
        voters = electorate_for(charter, charter.matter(case.matter), members, facts)
        results.append(CaseResult(case, judge(charter, case.matter, voters, dict(case.votes))))
    return tuple(results)


def electorate_for(
    charter: Charter,
    matter: Matter,
    members: tuple[str, ...],
    facts: Facts,
    participating: tuple[str, ...] | None = None,
) -> Electorate:
    """Freeze who may vote on a matter and with what weight, from the coalition's members.

    Weighs only by the weights the matter's rule (and its body) use. Raises WeightError where a
    member lacks a fact, ValueError where no member sits in the body.
    """
    body = charter.body(matter.body)
    groups = {group.id: group.members for group in charter.groups}
    sitting = [m for m in members if body.group is None or m in groups[body.group]]
    names = {body.weight, *weight_names(charter.rule(matter.rule).rule)}
    return electorate(
        {name: weigh(charter.weighting(name).weights, sitting, facts) for name in sorted(names)},
        groups={name: set(ids) & set(sitting) for name, ids in groups.items()},
        participating=None if participating is None else set(participating) & set(sitting),
    )


def judge(charter: Charter, matter: str, voters: Electorate, votes: Mapping[str, Vote]) -> Tree:
    """Judge votes on a matter by the charter's rule and its treatment of abstention."""
    item = charter.matter(matter)
    return evaluate(charter.rule(item.rule).rule, voters, votes, item.abstention)


def read_rosters(root: Section, facts: Mapping[str, FactKind]) -> dict[str, Roster]:
    """Read the imagined memberships; every member gives every declared fact."""
    rosters = {}
    for name, section in root.named("rosters"):
        members = tuple(
            RosterMember(member, tuple((fact, row.whole(fact, 0)) for fact in facts))
            for member, row in section.rows()
        )
        if not members:
            section.note("empty")
        rosters[name] = Roster(name, members)
    return rosters


def read_cases(
    root: Section, matters: Mapping[str, Matter], rosters: Mapping[str, Roster]
) -> tuple[Case, ...]:
    """Read the test cases."""
    return tuple(_case(section, matters, rosters) for section in root.listed("cases"))


def _case(section: Section, matters: Mapping[str, Matter], rosters: Mapping[str, Roster]) -> Case:
    roster = section.reference("members", rosters)
    known = {member.id: None for member in rosters[roster].members} if roster in rosters else {}
    votes: dict[str, Vote] = {}
    for key, vote in _WHOLE_VOTES:
        for member in section.texts(key, lambda item: bool(NAME.fullmatch(item))):
            _add(section, key, votes, member, vote, known)
    split = section.section("split", required=False)
    if split is not None:
        for member, row in split.rows():
            _add(section, "split", votes, member, _split(row), known)
    return Case(
        title=section.text("title"),
        matter=section.reference("matter", matters),
        roster=roster,
        votes=tuple(sorted(votes.items())),
        passes=section.truth("passes"),
    )


def _split(row: Section) -> Vote:
    parts = [row.fraction(key) if row.has(key) else Fraction(0) for key, _ in _WHOLE_VOTES]
    if sum(parts) != 1:
        row.note("split_not_whole")
        return ABSTAIN
    return Vote(*parts)


def _add(
    section: Section,
    key: str,
    votes: dict[str, Vote],
    member: str,
    vote: Vote,
    known: Mapping[str, object],
) -> None:
    if known and member not in known:
        section.note("no_such_member", key, value=member)
    elif member in votes:
        section.note("twice", key, value=member)
    votes[member] = vote
