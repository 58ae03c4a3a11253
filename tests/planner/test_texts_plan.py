"""Every way to refuse a plan has its sentence, and names no fact that is not given."""

from __future__ import annotations

import ast
import gettext
from pathlib import Path
from string import Formatter

import koinon.planner
from koinon.methods.power.games import Code
from koinon.planner.asking import Unplannable
from koinon.planner.texts_plan import UNPLANNABLE, tell_unplannable

ROOM = Path(koinon.planner.__file__).parent
UNTRIABLE = {"nobody", "no_fact", "too_few", "too_many", "unweighable"}
"""Codes of `charter.trying.Untriable` that a plan can meet with; see `electorate_on`."""


def raised() -> dict[str, set[str]]:
    """Code → the facts it is raised with, read from the room's sources."""
    found: dict[str, set[str]] = {}
    for file in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Unplannable"):
                continue
            if isinstance(node.args[0], ast.Constant):
                facts = {keyword.arg for keyword in node.keywords if keyword.arg}
                found.setdefault(node.args[0].value, set()).update(facts)
    return found


def test_every_refusal_has_its_sentence() -> None:
    known = raised()
    assert len(known) > 20
    assert set(UNPLANNABLE) == set(known) | UNTRIABLE | set(Code.__args__)


def test_sentences_name_facts_that_are_given() -> None:
    for code, facts in raised().items():
        named = {name for _, name, _, _ in Formatter().parse(UNPLANNABLE[code]) if name}
        assert named <= facts, code


def test_a_refusal_reads_as_a_sentence() -> None:
    said = tell_unplannable(
        Unplannable("few_places", number=1, least=2), gettext.NullTranslations()
    )
    assert said == "A coalition has at least 2 cities; choose more of them."
