"""A charter in plain sentences of the reader's language, and what an amendment changes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from django.utils import translation
from django.utils.translation import get_language, gettext

from koinon.charter.comparing import Change, Sentence, changed_sentences
from koinon.charter.document import Charter
from koinon.charter.explaining import explain
from koinon.charter.statements import Statement, say
from koinon.interfaces.shared import wording
from koinon.interfaces.web import words


def sentences(charter: Charter) -> list[Sentence]:
    """The charter, sentence by sentence."""
    return [_said(one) for one in explain(charter)]


def told_statements(statements: Iterable[Statement]) -> list[Sentence]:
    """Some statements about a charter, sentence by sentence."""
    return [_said(one) for one in statements]


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


def changes(before: Charter, after: Charter) -> tuple[Change, ...]:
    """The sentences removed and added, in their order, each under the sentences it belongs to."""
    return changed_sentences(sentences(before), sentences(after))
