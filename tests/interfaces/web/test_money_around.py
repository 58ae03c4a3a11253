"""A city sees what a little less or more of its figures would cost, and where a charge jumps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.support.money import Chest, assessed, budget, founded, levy

from koinon.charter.parsing import parse_charter
from koinon.interfaces.web.pages import money_around
from koinon.methods.plain import to_plain

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

STEPS = """
format = "koinon-charter/1"
[coalition]
name = { en = "League" }
noun = { en = "league" }
languages = ["en"]
authoritative = "en"
time_zone = "UTC"
currency = "EUR"
[facts.population]
title = { en = "residents" }
unit = "inhabitants"
boundary = "legal municipality"
[levies.steps]
title = { en = "Big cities pay" }
article = "1"
need = false
charge = "due"
steps = [
  { name = "big", kind = "at_least", of = "population", threshold = THRESHOLD },
  { name = "due", kind = "rate", rate = "1000 EUR", of = "big" },
]
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


def said(city: str, code: str = "dues-2025") -> str:
    answer = Client(headers={"accept-language": "en"}).get(f"/money/levies/{code}/{city}/around/")
    assert answer.status_code == 200
    return words(answer)


def test_a_quota_has_no_cliffs_and_grows_with_the_residents() -> None:
    assessed(60_000_00)
    page = words(Client().get("/money/levies/dues-2025/?city=ghent"))
    assert "What a little less or more of its figures would change" in page
    told = said("ghent")
    assert "Ghent: a little less, a little more" in told
    assert "A hundredth less As it is A hundredth more" in told
    assert "jumps" not in told
    assert "weight:" not in told, "a weighting has its title"


def by_steps(threshold: int) -> Chest:
    text = STEPS.replace("THRESHOLD", str(threshold))
    formula = to_plain(parse_charter(text, file="steps").levy("steps").levy)
    chest = founded()
    name, data = levy(0)
    chest.decide(budget(90_000_00), (name, {**data, "formula": formula}))
    chest.treasurer("assess_levy", {"levy": "dues-2025"})
    return chest


def test_a_threshold_just_above_a_city_is_told_as_a_jump() -> None:
    from tests.support.money import CITIES

    residents = CITIES["ghent"]
    by_steps(residents + residents // 200)
    told = said("ghent")
    assert "the charge jumps by 1,000.00 EUR." in told
    assert "jumps" not in said("leuven")


def test_what_is_not_charged_or_too_large_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assessed(60_000_00)
    assert Client().get("/money/levies/dues-2025/atlantis/around/").status_code == 404
    assert Client().get("/money/levies/none/ghent/around/").status_code == 404
    monkeypatch.setattr(money_around, "MOST", 1)
    assert "too many members and steps" in said("ghent")
