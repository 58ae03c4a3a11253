"""Whose rules a charter restates, and how well they are known."""

from __future__ import annotations

import pytest
from tests.charter.test_explaining import EVERY_KIND, PLAIN

from koinon.charter.document_cases import Source, Statute
from koinon.charter.explaining import explain
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.statements import say

STATUTE = """
[statute]
body = "Lycian League"
place = "Lycia"
as_of = "0014-01-01"
confidence = "low"
figures = "unsourced"
note = "Strabo quotes Artemidorus."
sources = [
  { text = "Strabo 14.3.3", at = "https://a.example", read = "2026-11-30", quality = "law" },
  { text = "A handbook", read = "2026-11-30", quality = "encyclopaedia" },
]
"""


def changed(old: str, new: str) -> str:
    assert old in STATUTE
    return EVERY_KIND + STATUTE.replace(old, new)


def test_it_is_kept_and_told_before_the_rules() -> None:
    charter = parse_charter(EVERY_KIND + STATUTE, file="x")
    assert charter.statute == Statute(
        "Lycian League",
        "Lycia",
        "0014-01-01",
        "low",
        "unsourced",
        "Strabo quotes Artemidorus.",
        (
            Source("Strabo 14.3.3", "https://a.example", "2026-11-30", "law"),
            Source("A handbook", "", "2026-11-30", "encyclopaedia"),
        ),
    )
    assert [say(s, PLAIN, "en") for s in explain(charter)][1:7] == [
        "These are the rules of Lycian League, Lycia, as of 0014-01-01, restated.",
        "They are contested, incomplete or known at second hand only.",
        "The figures of its members are from memory: inputs unsourced.",
        "Source, law: Strabo 14.3.3 (https://a.example), read on 2026-11-30.",
        "Source, encyclopaedia: A handbook, read on 2026-11-30.",
        "Note: Strabo quotes Artemidorus.",
    ]
    assert parse_charter(EVERY_KIND, file="x").statute is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"0014-01-01"', '"1 January"', "no_day"),
        ('"0014-01-01"', '"20140101"', "no_day"),
        ('"low"', '"good"', "not_one_of"),
        ('"unsourced"', '"known"', "not_one_of"),
        ('"law"', '"hearsay"', "not_one_of"),
        ('place = "Lycia"', "", "missing"),
        (STATUTE[STATUTE.index("sources") :], "sources = []", "empty"),
    ],
)
def test_what_is_no_day_no_grade_or_no_source_is_refused(old: str, new: str, code: str) -> None:
    with pytest.raises(CharterErrors) as refused:
        parse_charter(changed(old, new), file="x")
    assert [one.code for one in refused.value.mistakes] == [code]
