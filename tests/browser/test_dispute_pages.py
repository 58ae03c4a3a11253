"""The pages of disputes, invoices and the letterhead in a real browser, on a phone's width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.test_pages_for_everyone import look
from tests.support import pages
from tests.support.arrears import DISPUTED
from tests.support.coalition import population
from tests.support.disputes import charged

from koinon.interfaces.web.instants import now

pytestmark = pytest.mark.browser

DAYS = 'answer_days = 20\nunanswered = "contested"\nruling_days = 20\nstays_suspension'
CLAIM = {
    "levy": "dues",
    "ground": "The census counted our students twice",
    "figure": "population",
    "claimed": "90000",
}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_a_dispute_is_for_everyone(
    site: str, new_page: Callable[..., Any], language: str
) -> None:
    chest = charged(DISPUTED.replace("stays_suspension", DAYS))
    chest.at = now()
    size = {"width": 390, "height": 844}
    tab = new_page(base_url=site, locale=language, viewport=size)
    seats = ("treasurer", "secretariat", "council/namur")
    pages.sign_in(tab, pages.person("all@league.example", *seats))
    tab.goto("/seats/")
    tab.locator('input[value="council/namur"]').check()
    tab.locator("main form button").first.click()
    objecting = ["/desk/", "/money/charges/3/", "/money/levies/dues/object/"]
    assert look(tab, [*objecting, "/money/levies/dues/?city=namur"]) == {}
    chest.act("treasury.dispute_levy/1", CLAIM, "council/namur")
    open_steps = [f"/money/disputes/1/{step}/" for step in ("answer", "rule", "withdraw")]
    assert look(tab, ["/money/disputes/", "/money/disputes/1/", *open_steps]) == {}
    ruling = {"dispute": 1, "outcome": "upheld", "reason": "So it is"}
    chest.act("treasury.rule_on_dispute/1", ruling, "arbiter")
    assert look(tab, ["/money/disputes/1/correct/", "/money/disputes/1/recalculate/"]) == {}
    assert look(tab, ["/money/disputes/1/carry_out/"]) == {}
    fact = {"city": "namur", "supersedes": 0, "fact": population(90_000)}
    chest.act("cities.correct_fact/1", fact, "secretariat")
    assert look(tab, ["/money/disputes/1/recalculate/"]) == {}
    anew = {"levy": "dues", "dispute": 1, "due": "2031-01-31"}
    chest.act("treasury.recalculate_levy/1", anew, "treasurer")
    after = ["/money/disputes/1/", "/cities/namur/", "/money/disputes/1/credit/"]
    assert look(tab, after) == {}
    tab.goto("/seats/")
    tab.locator('input[value="treasurer"]').check()
    tab.locator("main form button").first.click()
    kept = ["/desk/", "/money/desk/letterhead/", "/money/desk/receipt/", "/money/arrears/"]
    assert look(tab, kept) == {}
