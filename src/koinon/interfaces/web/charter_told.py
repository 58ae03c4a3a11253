"""A charter in plain sentences of the reader's language, and what an amendment changes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, TypeAlias

from django.utils import translation
from django.utils.translation import get_language, gettext

from koinon.charter.document import Charter
from koinon.charter.explaining import explain
from koinon.charter.statements import Statement, say
from koinon.interfaces.shared import wording
from koinon.interfaces.web import words

Sentence: TypeAlias = tuple[int, str]
"""How deep it stands under others, and the sentence."""


def sentences(charter: Charter) -> list[Sentence]:
    """The charter, sentence by sentence."""
    return [_said(one) for one in explain(charter)]


def outline(charter: Charter) -> list[tuple[int, str, bool]]:
    """Each sentence with its depth, and whether others stand under it."""
    told = sentences(charter)
    return [
        (depth, sentence, below > depth)
        for (depth, sentence), (below, _) in pairwise([*told, (0, "")])
    ]


def how_it_meets(charter: Charter, body: str) -> list[Sentence]:
    """The sentences on how a body meets; none where it has no meetings."""
    title = charter.body(body).title
    found: list[Sentence] = []
    for one in explain(charter):
        begins = one.code == "meetings" and dict(one.facts)["body"] == title
        if begins or (found and one.depth):
            found.append(_said(one))
        elif found:
            break
    return found


def _said(statement: Statement) -> Sentence:
    language = get_language() or "en"
    said = say(_named(statement), translation, language, wording.IN_CHARTERS)
    return statement.depth, said


def _named(statement: Statement) -> Statement:
    """The same statement with its act by name instead of by code."""
    quoted = gettext("“{name}”")
    facts = tuple(
        (key, quoted.format(name=words.act_name(str(value))) if key == "act" else value)
        for key, value in statement.facts
    )
    return replace(statement, facts=facts)


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that goes or comes; "stays" for one that only says what the next ones are of."""

    kind: Literal["stays", "removed", "added"]
    depth: int
    sentence: str


def changes(before: Charter, after: Charter) -> tuple[Change, ...]:
    """The sentences removed and added, in their order, each under the sentences it belongs to."""
    old, new = (_with_those_above(sentences(one)) for one in (before, after))
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    told: list[Change] = []
    for tag, i1, i2, j1, j2 in found:
        if tag != "equal":
            told += _told("removed", old[i1:i2], told)
            told += _told("added", new[j1:j2], told)
    return tuple(told)


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
