"""What changes from one charter to another: sentences that go or come, cases decided otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from koinon.charter.document import Charter
from koinon.charter.document_cases import Case
from koinon.charter.trying import Untriable, try_case

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
