"""What if in a real browser: an adviser plans a coalition, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.journeys import PHONE, Walker

pytestmark = pytest.mark.browser

EXAMPLES = Path(__file__).resolve().parents[2] / "examples/what-if"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_adviser_plans_a_coalition(
    demonstration: Any, walker: Callable[..., Walker], language: str
) -> None:
    """Nobody is signed in and no script runs: cities, charter, rate; then what is passed on."""
    reader = walker(demonstration.address, language, viewport=PHONE, java_script_enabled=False)
    tab = reader.tab
    tab.goto("/")
    reader.follow("What if")
    reader.look("the suggested cities")
    assert tab.locator("svg.chart").count() >= 4
    tab.locator("input[name=city][value=tokyo]").uncheck()
    tab.locator("#charter").select_option("template-double-majority")
    tab.locator("#rate").fill("0.2 %")
    tab.locator("#you").select_option("paris")
    reader.press("Show")
    assert "city=tokyo" not in tab.url
    assert "charter=template-double-majority" in tab.url
    assert not tab.locator("input[name=city][value=tokyo]").is_checked()
    assert tab.locator("#card svg.chart").count() == 1
    reader.look("without Tokyo")
    reader.follow("An address to share: the answer without what is for the drafter")
    assert tab.locator(".private").count() == 0
    reader.look("what is passed on")
    tab.go_back()
    reader.press("Show who pays more than alone, for you alone")
    assert tab.url.endswith("/what-if/drafter/")
    assert tab.locator(".private").count() == 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_stands_behind_it(
    demonstration: Any, walker: Callable[..., Walker], language: str
) -> None:
    reader = walker(demonstration.address, language, viewport=PHONE)
    tab = reader.tab
    tab.goto("/what-if/")
    reader.follow("The manifestos’ numbers, recomputed")
    reader.look("the claims")
    tab.goto("/what-if/")
    reader.follow("How this is worked out, and its limits")
    reader.look("the limits")
    tab.goto("/what-if/")
    reader.press("Show who pays more than alone, for you alone")
    reader.look("for the drafter")
    tab.goto("/what-if/beside/?plan=city%3Dparis,rome&plan=city%3Dparis,madrid")
    reader.look("side by side")
    tab.goto("/what-if/?city=paris")
    reader.look("one city is no coalition")
    tab.goto("/what-if/?city=us-36061,us-06037,us-17031&difference=50")
    reader.look("counties in their nation")


def test_a_slider_redraws_and_the_address_follows(
    demonstration: Any, walker: Callable[..., Walker]
) -> None:
    reader = walker(demonstration.address, "en")
    tab = reader.tab
    tab.goto("/what-if/?city=paris,madrid,rome,tokyo&programme=water")
    before = tab.locator("#shares").inner_html()
    tab.locator("#part").evaluate(
        "one => { one.value = 80; one.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    tab.wait_for_url("**part=80**")
    tab.wait_for_function("was => document.querySelector('#shares').innerHTML !== was", arg=before)
    assert "80%" in tab.locator("#shares").inner_text()
    reader.look("after the slider")


def test_tables_of_ones_own_are_taken(demonstration: Any, walker: Callable[..., Walker]) -> None:
    reader = walker(demonstration.address, "en", viewport=PHONE)
    tab = reader.tab
    tab.goto("/what-if/")
    tab.locator("#own-cities").set_input_files(EXAMPLES / "cities.csv")
    tab.locator("#own-households").set_input_files(EXAMPLES / "brackets.csv")
    tab.locator("#own-programmes").set_input_files(EXAMPLES / "programmes.toml")
    reader.press("Use these files")
    assert "own=" in tab.url
    assert "What a household like yours pays" in reader.read("main")
    reader.look("of one's own")
    tab.locator("#own-cities").set_input_files(
        {"name": "bad.csv", "mimeType": "text/csv", "buffer": b"name,country\nAlba,BE\n"}
    )
    reader.press("Use these files")
    assert "bad.csv, line 1, column population" in reader.read("main")
    reader.look("a table with mistakes")
