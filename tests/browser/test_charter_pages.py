"""Trying a vote and comparing charters in a real browser, in either direction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support.journeys import PHONE, Walker

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_adviser_tries_a_vote_and_compares_charters(
    demonstration: Any, walker: Callable[..., Walker], language: str
) -> None:
    """Nobody is signed in, no script runs: every switch is a field of a form."""
    reader = walker(
        demonstration.address, language, viewport=PHONE, java_script_enabled=language == "en"
    )
    tab = reader.tab
    tab.goto("/charter/")
    reader.follow("Try a vote")
    reader.look("nobody votes")
    switches = tab.locator("select[name^=v-]")
    assert switches.count() > 10
    for place in range(switches.count()):
        switches.nth(place).select_option("yes")
    reader.press("Judge these votes")
    assert reader.words("With these votes it passes.") in reader.read("main")
    reader.look("everybody in favour")
    tab.locator("select[name^=v-]").first.select_option("no")
    reader.press("Judge these votes")
    assert tab.locator("select[name^=v-]").first.input_value() == "no"
    tab.goto("/charter/")
    reader.follow("Compare two charters")
    reader.look("compared")
    tab.locator("#before").select_option("version-1")
    tab.locator("#after").select_option("template-square-root")
    reader.press("Compare")
    assert tab.locator(".amended .removed").count() > 0
    assert tab.locator(".amended .added").count() > 0
    reader.look("to a template")
