"""What changes from one charter to another: sentences that go or come, cases that end otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from koinon.charter.document import Charter
from koinon.charter.document_cases import Case
from koinon.charter.document_levies import LevyCase
from koinon.charter.levy_cases import run_levy_case
from koinon.charter.trying import Untriable, try_case
from koinon.methods.apportionment import ApportionmentError
from koinon.methods.levies import LevyError
from koinon.methods.weights import WeightError

Sentence: TypeAlias = tuple[int, str]
"""How deep it stands under others, and the sentence."""


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that goes or comes; "stays" for one that only says what the next ones are of."""

    kind: Literal["stays", "removed", "added"]
    depth: int
    sentence: str


def changed_sentences(before: Sequence[Sentence], after: Sequence[Sentence]) -> tuple[Change, ...]:
    """The sentences removed and added, in their order, each under the sentences it belongs to."""
    old, new = _with_those_above(before), _with_those_above(after)
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    told: list[Change] = []
    for tag, i1, i2, j1, j2 in found:
        if tag != "equal":
            told += _told("removed", old[i1:i2], told)
            told += _told("added", new[j1:j2], told)
    return tuple(told)


@dataclass(frozen=True, slots=True)
class Flip:
    """A test case of one charter under the other's rules; `passes` is None where it has no place.

    It has none where the other charter lacks the matter, or cannot weigh the members of the case.
    """

    case: Case
    passes: bool | None


def flipped_cases(before: Charter, after: Charter) -> tuple[Flip, ...]:
    """The test cases of `before` that `after` decides otherwise, or cannot decide at all."""
    rosters = {roster.id: roster for roster in before.rosters}
    flips: list[Flip] = []
    for case in before.cases:
        try:
            passes: bool | None = try_case(after, case, rosters[case.roster]).tree.met
        except Untriable:
            passes = None
        if passes != case.passes:
            flips.append(Flip(case, passes))
    return tuple(flips)


@dataclass(frozen=True, slots=True)
class Recharge:
    """A levy case of one charter under the other's levy of the same name.

    `charges` has the members that owe otherwise: (member, before, after), in minor units, 0 where
    it does not pay. None where the other charter has no such levy, has another currency, or cannot
    charge the members of the case.
    """

    case: LevyCase
    charges: tuple[tuple[str, int, int], ...] | None


def recharged_cases(before: Charter, after: Charter) -> tuple[Recharge, ...]:
    """The levy cases of `before` that `after` charges otherwise, or cannot charge at all."""
    found: list[Recharge] = []
    for case in before.levy_cases:
        old, new = _charged(before, before, case), _charged(after, before, case)
        if new is None or old is None:
            found.append(Recharge(case, None))
            continue
        members = sorted(old.keys() | new.keys())
        rows = tuple((one, old.get(one, 0), new.get(one, 0)) for one in members)
        changed = tuple(row for row in rows if row[1] != row[2])
        if changed:
            found.append(Recharge(case, changed))
    return tuple(found)


def _charged(charter: Charter, before: Charter, case: LevyCase) -> dict[str, int] | None:
    """What each member of a case of `before` owes by the levy that `charter` calls the same."""
    rule = next((one for one in charter.levies if one.id == case.levy), None)
    roster = next(one for one in before.rosters if one.id == case.roster)
    known = {fact for member in roster.members for fact, _ in member.facts}
    if rule is None or charter.currency != before.currency or not known.issuperset(rule.facts):
        return None
    facts = tuple(kind for kind in charter.facts if kind.id in known)
    tried = replace(charter, facts=facts, rosters=before.rosters)
    try:
        charges = run_levy_case(tried, case).charges
    except (ApportionmentError, LevyError, WeightError):
        return None
    return {charge.member: charge.cents for charge in charges}


_Way: TypeAlias = tuple[str, ...]
"""A sentence after those it stands under."""


def _with_those_above(told: Sequence[Sentence]) -> list[_Way]:
    above: list[str] = []
    found: list[_Way] = []
    for depth, sentence in told:
        above = [*above[:depth], sentence]
        found.append(tuple(above))
    return found


def _told(
    kind: Literal["removed", "added"], ways: Sequence[_Way], so_far: Sequence[Change]
) -> list[Change]:
    """These sentences, with those above that are not told already."""
    said: list[Change] = []
    for way in ways:
        missing = list(_untold(way, [*so_far, *said]))
        said += [Change("stays", depth, way[depth]) for depth in missing]
        said.append(Change(kind, len(way) - 1, way[-1]))
    return said


def _untold(way: _Way, so_far: Sequence[Change]) -> Iterator[int]:
    """The depths above a sentence that a reader does not see over it yet."""
    seen: dict[int, str] = {}
    for one in so_far:
        seen = {depth: text for depth, text in seen.items() if depth < one.depth}
        seen[one.depth] = one.sentence
    for depth in range(len(way) - 1):
        if any(seen.get(upper) != way[upper] for upper in range(depth + 1)):
            yield depth
