"""The page about the language is true: its charter is one, and its lists are complete."""

from __future__ import annotations

import re
from pathlib import Path

from koinon.charter.cases import run_cases
from koinon.charter.document import Membership
from koinon.charter.parsing import parse_charter
from koinon.charter.reading_rules import _CONDITIONS, _KINDS
from koinon.methods.rules import Branch, Line

PAGE = Path(__file__).parents[2] / "docs/reference/charter-language.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_charter_on_the_page_decides_as_its_cases_say() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    charter = parse_charter(text, file="charter-language.md")
    first, second = run_cases(charter)
    assert (first.agrees, second.agrees) == (True, True)
    shares = []
    for tree in (first.tree, second.tree):
        assert isinstance(tree, Branch)
        share = tree.parts[1]
        assert isinstance(share, Line)
        shares.append((share.measured, share.base))
    assert shares == [(18, 24), (17, 25)]
    assert charter.matter("ordinary").proxies_per_holder == 1
    assert [one.id for one in charter.programmes] == ["schools"]
    assert charter.membership == Membership("9", 180, "end of year")
    assert [a.up_to_cents for a in charter.authority_for("treasury.pay/1")] == [500_000, None]


def test_every_kind_of_weight_and_condition_is_on_the_page() -> None:
    for word in (*_KINDS, *_CONDITIONS):
        assert f"`{word}" in TEXT, word
