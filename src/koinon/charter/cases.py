"""A charter's own test cases: imagined members and votes, and whether the proposal passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from koinon.charter.document import Charter, FactKind, Matter
from koinon.charter.document_cases import Case, Roster, RosterMember
from koinon.charter.mistakes import Mistakes
from koinon.charter.sections import NAME, Section
from koinon.charter.toml import Path
from koinon.charter.trying import Untriable, try_case
from koinon.methods.rules import ABSTAIN, NO, YES, Tree, Vote

_WHOLE_VOTES = (("yes", YES), ("no", NO), ("abstain", ABSTAIN))

UNTRIED: Final = {
    "too_few": ("case_too_few", "members"),
    "too_many": ("case_too_many", "members"),
    "splits": ("case_splits", "split"),
    "calls": ("case_calls", "calling"),
}
"""What is wrong with a case that cannot be tried, and at which of its keys."""


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
    """Judge every test case of a charter that was read."""
    rosters = {roster.id: roster for roster in charter.rosters}
    return tuple(_judged(charter, case, rosters[case.roster]) for case in charter.cases)


def check_cases(charter: Charter, mistakes: Mistakes) -> None:
    """Note every case that the charter decides otherwise, or whose votes cannot be weighed."""
    rosters = {roster.id: roster for roster in charter.rosters}
    for place, case in enumerate(charter.cases):
        try:
            result = _judged(charter, case, rosters[case.roster])
        except Untriable as untriable:
            code, key = UNTRIED.get(untriable.code, ("case_without_votes", "members"))
            mistakes.add(code, ("cases", place, key), title=case.title, **untriable.facts)
            continue
        stated: Path = ("cases", place, "passes")
        if case.passes and not result.agrees:
            mistakes.add("case_rejected", stated, title=case.title)
        elif not result.agrees:
            mistakes.add("case_adopted", stated, title=case.title)


def _judged(charter: Charter, case: Case, roster: Roster) -> CaseResult:
    return CaseResult(case, try_case(charter, case, roster).tree)


def read_rosters(root: Section, facts: Mapping[str, FactKind]) -> dict[str, Roster]:
    """Read the imagined memberships; every member gives every declared fact."""
    rosters = {}
    for name, section in root.named("rosters"):
        members = tuple(
            RosterMember(member, tuple((fact, row.figure(fact)) for fact in facts))
            for member, row in section.rows()
        )
        if not members:
            section.note("empty")
        rosters[name] = Roster(name, members)
    return rosters


def read_cases(
    root: Section,
    matters: Mapping[str, Matter],
    rosters: Mapping[str, Roster],
    sitting: Mapping[str, frozenset[str] | None],
) -> tuple[Case, ...]:
    """Read the test cases; `sitting` gives the members of each body, None for all."""
    return tuple(_case(section, matters, rosters, sitting) for section in root.listed("cases"))


def _case(
    section: Section,
    matters: Mapping[str, Matter],
    rosters: Mapping[str, Roster],
    sitting: Mapping[str, frozenset[str] | None],
) -> Case:
    roster = section.reference("members", rosters)
    matter = section.reference("matter", matters)
    body = sitting.get(matters[matter].body) if matter in matters else None
    everyone = {member.id for member in rosters[roster].members} if roster in rosters else set()
    known = dict.fromkeys(everyone if body is None else everyone & body)
    if everyone and not known:
        section.note("nobody_sits", "members", value=roster)
    votes: dict[str, Vote] = {}
    for key, vote in _WHOLE_VOTES:
        for member in section.texts(key, lambda item: bool(NAME.fullmatch(item))):
            _add(section, key, votes, member, vote, known)
    split = section.section("split", required=False)
    if split is not None:
        for member, row in split.rows():
            _add(section, "split", votes, member, _split(row), known)
    calling = section.texts("calling", lambda item: bool(NAME.fullmatch(item)))
    for member in calling if known else ():
        if member not in known:
            section.note("no_such_member", "calling", value=member)
    return Case(
        title=section.text("title"),
        matter=matter,
        roster=roster,
        votes=tuple(sorted(votes.items())),
        passes=section.truth("passes"),
        calling=tuple(sorted(calling)),
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
