"""The pages of Money in a browser: mistakes told at their field, who may pay, every page read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from tests.support.desk import confirm, fill
from tests.support.journeys import PHONE, SCREEN, Walker
from tests.support.money import Chest, budget, founded, midyear
from tests.support.pages import person

pytestmark = pytest.mark.browser

OPEN = (
    "/",
    "/?city=namur",
    "/money/",
    "/money/2025/heat/",
    "/money/invoices/1/",
    "/money/levies/dues-2025/",
    "/money/levies/dues-2025/?city=namur",
    "/money/levies/dues-2025/namur/around/",
    "/money/journal/",
    "/money/trial-balance/",
    "/cities/namur/",
)
DESK = (
    "/money/desk/",
    "/money/desk/commit/",
    "/money/desk/accept/",
    "/money/desk/pay/?invoice=2",
    "/money/desk/receipt/",
)


def spent() -> Chest:
    """A chest with a levy under a cap, an invoice paid and one to pay."""
    chest = midyear()
    chest.commit("tunnel", 1)
    return chest


def test_a_mistyped_amount_is_said_at_its_field(site: str, walker: Callable[..., Walker]) -> None:
    founded().decide(budget(90_000_00))
    treasurer = walker(site, "en", java_script_enabled=False)
    treasurer.sign_in(person("tom@league.example", "treasurer"))
    treasurer.tab.goto("/money/desk/commit/")
    fill(treasurer, line="heat", title="Pumps", amount_cents="lots", payee="Dig Ltd")
    assert treasurer.tab.title().startswith("Error:")
    assert "“lots” is not an amount" in treasurer.read("#field-amount_cents-error")
    assert treasurer.tab.locator("#field-title").input_value() == "Pumps"


def test_another_seat_reads_which_seat_pays(site: str, walker: Callable[..., Walker]) -> None:
    spent()
    delegate = walker(site, "en", java_script_enabled=False)
    delegate.sign_in(person("delegate@ghent.example", "council/ghent"))
    delegate.tab.goto("/money/desk/pay/?invoice=2")
    fill(delegate)
    confirm(delegate, "treasury.pay/1")
    refusal = delegate.text(delegate.tab.get_by_role("alert"))
    assert refusal.startswith("This is refused, and nothing was changed")
    assert "Article 7.4" in refusal


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_money_page_is_accessible(
    site: str, walker: Callable[..., Walker], language: str
) -> None:
    spent()
    treasurer = walker(site, language)
    treasurer.sign_in(person("tom@league.example", "treasurer"))
    for address in (*OPEN, *DESK):
        treasurer.tab.goto(address)
        treasurer.tab.set_viewport_size(PHONE)
        wide = treasurer.tab.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} px too wide on a phone"
        treasurer.tab.set_viewport_size(SCREEN)
        treasurer.look(re.sub(r"\W+", "-", address).strip("-") or "home")
