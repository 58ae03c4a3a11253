"""A charter's own test cases: a charter that contradicts them is mistaken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.charter.test_parsing import DOUBLE, SQUARE_ROOT, changed, mistakes, only
from tests.charter.test_templates import TEMPLATES

from koinon.charter.parsing import parse_charter

CITIES = 'share = "cities", of = "all", at_least = '


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_case_turned_round_is_a_mistake_with_its_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    turned = 0
    for number, line in enumerate(lines, 1):
        if not line.startswith("passes = "):
            continue
        other = "passes = false" if line.endswith("true") else "passes = true"
        code, place, key, facts = only("\n".join([*lines[: number - 1], other, *lines[number:]]))
        turned += 1
        assert code == ("case_adopted" if line.endswith("true") else "case_rejected")
        assert (place, key) == (number, f"cases[{turned}].passes")
        assert facts["title"] in text
    assert turned == len(parse_charter(text, file="as-it-is.toml").cases) > 2


def test_a_rule_that_was_changed_meets_the_cases_of_before() -> None:
    text, _ = changed(CITIES + '"55/100"', CITIES + '"1/5"', DOUBLE)
    assert {mistake.code for mistake in mistakes(text)} == {"case_adopted"}


def test_members_whose_votes_cannot_be_shared_out_are_no_case() -> None:
    start, end = SQUARE_ROOT.index("[rosters."), SQUARE_ROOT.index("[[cases]]")
    rosters = re.sub(r"population = \d+", "population = 0", SQUARE_ROOT[start:end])
    text = SQUARE_ROOT[:start] + rosters + SQUARE_ROOT[end:]
    assert {mistake.code for mistake in mistakes(text)} == {"case_rejected"}
    apportioned = 'kind = "apportioned"\nmethod = "sainte_lague"\nvotes = 9'
    text = text.replace('kind = "square_root"', apportioned).replace("digits = 6\n", "")
    text = text.replace('at_least = "jagiellonian"', 'at_least = "61/100"')
    found = mistakes(text)
    assert {mistake.code for mistake in found} == {"case_without_votes"}
    assert len(found) == SQUARE_ROOT.count("[[cases]]")
    assert found[0].key == "cases[1].members"
