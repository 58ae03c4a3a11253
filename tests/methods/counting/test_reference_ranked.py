"""The examples of the reference pages are run, and the pages name what the rules state."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from koinon.methods.counting.methods import find

DOCS = Path(__file__).resolve().parents[3] / "docs/reference"
PAGES = {
    "counting-pairwise.md": ("schulze", "ranked-pairs", "minimax"),
    "counting-grades.md": ("plurality", "approval", "score", "star", "majority-judgment"),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_example_runs(page: str) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)
    exec(code, {})  # noqa: S102


@pytest.mark.parametrize("page", PAGES)
def test_every_method_and_every_field_of_its_rule_is_told(page: str) -> None:
    told = set(re.findall(r"`([^`\n]+)`", (DOCS / page).read_text()))
    for name in PAGES[page]:
        assert name in told
        assert {one.name for one in fields(find(name).rule)} <= told
