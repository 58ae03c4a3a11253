"""Rules by name, their options as typed, and a count as a document that is rechecked."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from koinon.methods.counting import documents, methods, options
from koinon.methods.counting.ballots import gather_approvals, gather_choices
from koinon.methods.counting.contests import Contest, CountError, Election, Option
from koinon.methods.counting.documents import Count
from koinon.methods.plain import to_plain

PAPER = Contest("Board", tuple(Option(id_, id_.upper()) for id_ in "abc"), seats=2)
ELECTION = Election(PAPER, gather_approvals("abc", [([0, 1], 4), ([1, 2], 3), ([2], 2)]))


def counted() -> Count:
    return Count(methods.find("approval"), PAPER, methods.count("approval", ELECTION))


def test_every_method_states_itself_and_its_options_read_back() -> None:
    assert len(methods.methods()) >= 2
    for name, method in methods.methods().items():
        stated = method.statement
        assert all(getattr(stated, field.name).strip() for field in fields(stated)), name
        assert method.rule.KIND.endswith("/1"), name
        typed = {option: value for option, value, _ in options.options_of(method.rule)}
        assert options.with_options(method.rule, typed) == method.rule, name
        assert methods.method_of(method.rule).name in methods.methods()


def test_a_count_is_written_read_and_rechecked() -> None:
    count = counted()
    again = documents.load(count.dump())
    assert (again.contest, again.result) == (count.contest, count.result)
    assert again.sha256 == count.sha256
    assert documents.recheck(again, ELECTION) == ()


def test_other_ballots_or_another_paper_are_told() -> None:
    other = Election(PAPER, gather_approvals("abc", [([0], 1)]))
    assert documents.recheck(counted(), other) == ("result.tally.ballots_sha256",)
    renamed = tuple(replace(one, cost=5) for one in PAPER.options)
    priced = Election(replace(PAPER, options=renamed), ELECTION.ballots)
    assert documents.recheck(counted(), priced) == ("contest.options",)


def test_a_changed_result_is_told_where() -> None:
    plain = json.loads(counted().dump())
    plain["result"]["elected"] = ["a", "b"]
    assert documents.recheck(documents.load(json.dumps(plain).encode()), ELECTION) != ()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda plain: plain.update(kind="x"), "no koinon-count/1"),
        (lambda plain: plain.update(more=1), "no koinon-count/1"),
        (lambda plain: plain.update(method="guess"), "no method"),
        (lambda plain: plain.update(method="plurality"), "not one of plurality"),
        (lambda plain: plain.update(contest=[]), "contest|expected"),
        (lambda plain: plain["result"].pop("elected"), "expected an object"),
        (lambda plain: plain["result"]["rule"].update(kind="x/1"), "not a rule of counting"),
    ],
)
def test_a_document_that_is_none_is_refused(change: Any, why: str) -> None:
    plain = json.loads(counted().dump())
    change(plain)
    with pytest.raises(CountError, match=why):
        documents.load(json.dumps(plain).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"[" * 100_000, b"\xff", b"[]"])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(CountError, match="koinon count --json"):
        documents.load(data)


@pytest.mark.parametrize(
    ("options_", "why"),
    [
        ({"colour": "red"}, "has no option 'colour'; it has"),
        ({"last": "dice"}, "last: 'dice' is not allowed here; write 'paper' or 'lot'"),
        ({"most": "many"}, "most: 'many' is not a whole number"),
    ],
)
def test_an_option_that_is_none_is_refused(options_: dict[str, str], why: str) -> None:
    with pytest.raises(CountError, match=why):
        options.with_options(methods.find("approval").rule, options_)


def test_options_are_typed() -> None:
    rule = options.with_options(methods.find("approval").rule, {"most": "3", "last": "lot"})
    assert (rule.most, rule.last) == (3, "lot")
    assert options.with_options(rule, {"most": "none"}).most is None
    assert options.written((True, None, Fraction(1, 2), ("a",))) == "yes,none,1/2,a"


def test_ballots_of_another_form_and_unknown_methods_are_refused() -> None:
    choices = Election(PAPER, gather_choices("abc", [(0, 1)]))
    with pytest.raises(CountError, match="counts approvals, and these ballots"):
        methods.count("approval", choices)
    with pytest.raises(CountError, match="'guess' is no method; choose one of"):
        methods.count("guess", choices)
    with pytest.raises(CountError, match="other options"):
        Election(PAPER, gather_choices("ab", [(0, 1)]))
    assert to_plain(methods.count("plurality", choices, "42")) == to_plain(
        methods.count(methods.find("plurality").rule, choices, "42", fast=False)
    )


def test_the_examples_of_the_page_run() -> None:
    page = Path(__file__).parents[3] / "docs/reference/counting.md"
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    told: dict[str, Any] = {}
    for block in blocks:
        exec(block, told)  # noqa: S102 (the page's own examples)
    assert told["result"].elected == ("ann",)
