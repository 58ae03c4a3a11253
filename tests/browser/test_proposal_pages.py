"""What every kind of proposal would do, on each page that shows it, on a screen and a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.support.coalition import League
from tests.support.journeys import PHONE, SCREEN, Walker
from tests.support.pages import person
from tests.support.proposals import LEVY, proposed

pytestmark = pytest.mark.browser

PAGES = (
    "/decisions/",
    *(f"/decisions/{number}/" for number in range(1, 10)),
    f"/decisions/{LEVY}/vote/?asked=1&choice=yes",
    "/record/13/",
    *(f"/record/{n}/" for n in range(14, 21)),
    "/charter/",
)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
def test_everyone_can_read_what_a_proposal_would_do(
    site: str, walker: Callable[..., Walker], language: str, size: dict[str, int]
) -> None:
    proposed(League())
    delegate = walker(site, language, viewport=size)
    delegate.sign_in(person("delegate@ghent.example", "council/ghent"))
    for address in PAGES:
        delegate.tab.goto(address)
        delegate.look(f"{size['width']}-{address.strip('/').replace('/', '-').partition('?')[0]}")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
def test_a_proposal_is_checked_in_full_before_notice(
    site: str, walker: Callable[..., Walker], language: str, size: dict[str, int]
) -> None:
    proposed(League())
    desk = walker(site, language, viewport=size)
    desk.sign_in(person("desk@league.example", "secretariat"))
    desk.tab.goto("/decisions/new/treasury.adopt_budget/1")
    desk.tab.locator("[name=year]").fill("2026")
    desk.tab.locator("[name='lines.0.code']").fill("heat")
    desk.tab.locator("[name='lines.0.programme']").fill("energy")
    desk.tab.locator("[name='lines.0.title.0.language']").fill("en")
    desk.tab.locator("[name='lines.0.title.0.text']").fill("Heat in schools")
    desk.tab.locator("[name='lines.0.amount_cents']").fill("1")
    desk.tab.locator("main form button.button").last.click()
    desk.tab.wait_for_url("**/decisions/new/")
    desk.tab.locator("#title-en").fill("A euro for heat")
    desk.tab.locator("[name=step]").click()
    desk.tab.wait_for_url("**/decisions/new/check/")
    assert "90,000.00" in desk.read()
    desk.look(f"{size['width']}-check")
