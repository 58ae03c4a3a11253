"""Money in a browser: a treasurer at work, an auditor on a payment’s trail, every page read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.support.browser import accessibility_faults
from tests.support.money import Chest, budget, founded, midyear

from koinon.people import access

pytestmark = pytest.mark.browser

OPEN = (
    "/",
    "/?city=namur",
    "/money/",
    "/money/2025/heat/",
    "/money/invoices/1/",
    "/money/levies/dues-2025/",
    "/money/levies/dues-2025/?city=namur",
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
SHOTS = os.environ.get("KOINON_SHOTS", "")
"""A folder for pictures of every page, at two widths; none are taken when it is empty."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


def signed_in(tab: Any, *seats: str) -> None:
    """Sign in by a one-time link, as someone who holds these seats."""
    person = access.invite("tom@ghent.example", name="Tom")
    for seat in seats:
        access.give_seat(person, seat, since=date(2020, 1, 1))
    tab.goto(f"/enter/{access.one_time_link(person)}")
    tab.locator("main button").click()


def spent() -> Chest:
    """A chest with a levy under a cap, an invoice paid and one to pay."""
    chest = midyear()
    chest.commit("tunnel", 1)
    return chest


def fill(tab: Any, **typed: str) -> None:
    """Fill the form of a task and go on to the answers."""
    for name, text in typed.items():
        tab.locator(f"#field-{name}").fill(text)
    tab.locator('button[value="check"]').click()


def confirm(tab: Any) -> None:
    """Do what stands in the answers."""
    tab.locator('form:has(input[name="data"]) button').click()


def test_a_payment_no_decision_covers_is_refused_and_the_decided_one_goes_through(
    site: str, new_page: Callable[..., Any]
) -> None:
    chest = founded()
    chest.decide(budget(90_000_00))
    tab = new_page(base_url=site, java_script_enabled=False)
    signed_in(tab, "treasurer")

    tab.goto("/money/desk/receipt/")
    fill(tab, bank_reference="B1", on="2025-02-03", amount_cents="20 000.00")
    assert "20,000.00" in tab.locator("main").inner_text()
    confirm(tab)
    tab.get_by_role("heading", name="It is in the record").wait_for()

    tab.goto("/money/desk/commit/")
    typed = {"line": "tunnel", "title": "A tunnel", "amount_cents": "5000", "payee": "Dig Ltd"}
    fill(tab, **typed)
    confirm(tab)
    refusal = tab.get_by_role("alert").inner_text()
    assert "No decision covers spending on line “tunnel” in 2025." in refusal
    assert "By article 7.1 the members decide the budget" in refusal
    tab.goto("/money/desk/pay/?invoice=1")
    fill(tab)
    confirm(tab)
    assert "There is no accepted invoice 1" in tab.get_by_role("alert").inner_text()

    tab.goto("/money/desk/commit/")
    fill(tab, **{**typed, "line": "heat", "title": "Heat pumps"})
    tab.locator('button[value="change"]').click()
    assert tab.locator("#field-title").input_value() == "Heat pumps"
    fill(tab, amount_cents="5000.50")
    assert "Dig Ltd" in tab.locator("main").inner_text()
    confirm(tab)
    tab.goto("/money/desk/")
    tab.get_by_role("link", name="Accept an invoice against commitment 1").click()
    fill(tab, amount_cents="4000", supplier_number="W-1")
    confirm(tab)
    tab.goto("/money/invoices/1/")
    assert tab.locator(".strip .undone h3").all_inner_texts() == ["Payment"]
    tab.get_by_role("link", name="Pay this invoice").click()
    fill(tab)
    confirm(tab)
    tab.get_by_role("link", name="See the entry and its proof").click()
    assert tab.locator(".strip > li").count() == 7
    assert tab.locator(".strip .undone").count() == 0
    assert "4,000.00" in tab.locator(".strip").inner_text()


def test_a_mistyped_amount_is_said_at_its_field(site: str, new_page: Callable[..., Any]) -> None:
    founded().decide(budget(90_000_00))
    tab = new_page(base_url=site, java_script_enabled=False)
    signed_in(tab, "treasurer")
    tab.goto("/money/desk/commit/")
    fill(tab, line="heat", title="Pumps", amount_cents="lots", payee="Dig Ltd")
    assert tab.title().startswith("Error:")
    assert "“lots” is not an amount" in tab.locator("#field-amount_cents-error").inner_text()
    assert tab.locator("#field-title").input_value() == "Pumps"


def test_another_seat_reads_which_seat_pays(site: str, new_page: Callable[..., Any]) -> None:
    spent()
    tab = new_page(base_url=site, java_script_enabled=False)
    signed_in(tab, "council/ghent")
    tab.goto("/money/desk/pay/?invoice=2")
    fill(tab)
    confirm(tab)
    refusal = tab.get_by_role("alert").inner_text()
    assert refusal.startswith("This is refused, and nothing was changed")
    assert "Article 7.4" in refusal


def test_an_auditor_follows_a_payment_to_the_article(
    site: str, new_page: Callable[..., Any]
) -> None:
    spent()
    tab = new_page(base_url=site, java_script_enabled=False)
    tab.goto("/")
    tab.get_by_role("navigation", name="Main").get_by_role("link", name="Money").click()
    tab.get_by_role("link", name="Heat in schools").click()
    tab.get_by_role("link", name="Invoice 1").click()
    trail = {
        "Payment": r"/record/\d+/",
        "Supplier’s invoice": r"/record/\d+/",
        "Commitment": r"/record/\d+/",
        "Budget line": r"/money/2025/heat/",
        "Decision": r"/decisions/\d+/",
        "Article": r"/charter/1/",
    }
    for title, address in trail.items():
        step = tab.locator(".strip > li", has=tab.get_by_role("heading", name=title, exact=True))
        wanted = "Entry" if address.startswith("/record") else ""
        step.get_by_role("link", name=re.compile(wanted)).first.click()
        assert re.fullmatch(address, tab.url.removeprefix(site)), title
        tab.go_back()
    tab.goto("/money/trial-balance/")
    with tab.expect_download() as taken:
        tab.locator('a[href$="trial-balance.csv"]').click()
    assert b"minor units, EUR with 2 decimals" in Path(taken.value.path()).read_bytes()


def test_a_citizen_s_city_is_remembered(site: str, new_page: Callable[..., Any]) -> None:
    spent()
    tab = new_page(base_url=site, java_script_enabled=False)
    tab.goto("/")
    tab.locator("#city").select_option("namur")
    tab.locator(".choose-city button").click()
    tab.goto("/money/")
    tab.goto("/")
    told = tab.locator(".told").inner_text()
    assert "Namur is charged 20,000.00" in told
    assert "0.18" in told


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_money_page_is_accessible(
    site: str, new_page: Callable[..., Any], language: str
) -> None:
    spent()
    tab = new_page(base_url=site, locale=language)
    signed_in(tab, "treasurer")
    faults: dict[str, list[str]] = {}
    for width in (390, 1280):
        tab.set_viewport_size({"width": width, "height": 900})
        for address in (*OPEN, *DESK):
            tab.goto(address)
            wide = tab.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                faults.setdefault(address, []).append(f"{wide} wide at {width}")
            if width == 1280:
                faults.setdefault(address, []).extend(accessibility_faults(tab))
            if SHOTS:
                name = re.sub(r"\W+", "-", address).strip("-") or "home"
                tab.screenshot(path=f"{SHOTS}/{language}-{width}-{name}.png", full_page=True)
    assert {address: found for address, found in faults.items() if found} == {}
