"""The pages of a meeting in a real browser: anyone can use them, in either direction."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser.test_pages_for_everyone import look
from tests.support.browser import accessibility_faults
from tests.support.meeting_pages import begun, convened, people
from tests.support.pages import person, sign_in

pytestmark = pytest.mark.browser

Open = Callable[..., Any]

DO_IT = "main form .button:not(.second)"
"""The button that goes on; beside it there may be one that goes back to the answers."""


def _keep(tab: Any, name: str) -> None:
    """Keep a picture where KOINON_SHOTS says."""
    if folder := os.environ.get("KOINON_SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_can_use_the_pages_of_a_meeting(
    site: str, new_page: Open, language: str, tmp_path: Path
) -> None:
    """A clerk writes down who is there, calls the votes, and reads the page as a delegate does."""
    _, meeting, asked = begun()
    links = people()
    size = {"width": 390, "height": 844}
    tab = new_page(base_url=site, locale=language, viewport=size)
    sign_in(tab, links["secretariat"])
    page = f"/decisions/meetings/{meeting}/"
    assert look(tab, ["/desk/", "/decisions/meetings/", page, f"{page}present/"]) == {}
    _keep(tab, f"present-{language}")
    for city in ("ghent", "leuven", "namur"):
        tab.select_option(f"#by-{city}", "delegate")
    tab.locator(DO_IT).click()
    _keep(tab, f"present-check-{language}")
    tab.locator(DO_IT).click()
    tab.wait_for_url(f"**{page}")
    tab.locator("#item-1 form .button").click()
    tab.locator(DO_IT).click()
    assert look(tab, [page, f"{page}call/{asked}/"]) == {}
    for city, choice in (("ghent", "yes"), ("leuven", "no"), ("namur", "yes")):
        tab.check(f"input[name=vote-{city}][value={choice}]")
    signed = tmp_path / "list.pdf"
    signed.write_bytes(b"%PDF-1.4\n%%EOF\n")
    tab.set_input_files("#list", str(signed))
    _keep(tab, f"call-{language}")
    tab.locator(DO_IT).click()
    tab.locator(DO_IT).click()
    tab.wait_for_url(f"**{page}")
    tab.context.clear_cookies()
    sign_in(tab, links["ghent"])
    assert look(tab, [page]) == {}
    tab.set_viewport_size({"width": 1100, "height": 800})
    _keep(tab, f"meeting-{language}")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_can_use_the_pages_of_a_meetings_end(
    site: str, new_page: Open, language: str
) -> None:
    """Amendments, their order, a tie, an objection, a correction, the minutes; on a phone."""
    chamber, meeting, asked = begun()
    chamber.attend(meeting, "ghent", "leuven", "mons", "namur")
    chamber.open(meeting)
    first, second = chamber.amend("ghent", asked), chamber.amend("leuven", asked)
    size = {"width": 390, "height": 844}
    tab = new_page(base_url=site, locale=language, viewport=size)
    offices = {
        "president": person("chair@league.example", "president"),
        "secretariat": person("clerk@league.example", "secretariat"),
        "leuven": person("other@leuven.example", "council/leuven"),
    }
    main, held = f"/decisions/{asked}/", f"/decisions/meetings/{meeting}/"
    sign_in(tab, offices["president"])
    order = f"{main}amendments/order/"
    assert look(tab, [order]) == {}
    tab.goto(order)
    tab.fill(f"#place-{first}", "2")
    tab.locator(DO_IT).click()
    _keep(tab, f"order-error-{language}")
    chamber.order(asked, second, first)
    chamber.call(second, ghent="yes", leuven="no", mons="no", namur="yes")
    assert look(tab, [main, f"/decisions/{second}/", f"/decisions/{second}/casting/"]) == {}
    tab.context.clear_cookies()
    sign_in(tab, offices["leuven"])
    assert look(tab, [f"{main}amend/", f"/decisions/{second}/object/", held]) == {}
    assert look(tab, [f"{held}proxy/"]) == {}
    tab.goto(f"{main}amend/")
    tab.locator("main form .button").first.click()
    _keep(tab, f"amend-error-{language}")
    tab.context.clear_cookies()
    sign_in(tab, offices["secretariat"])
    paths = [f"/decisions/{second}/correct/", f"{held}minutes/", "/decisions/meetings/new/"]
    assert look(tab, paths) == {}
    chamber.act("assembly.end_meeting/1", {"meeting": meeting}, "secretariat")
    tab.context.clear_cookies()
    sign_in(tab, person("chair2@league.example", "president"))
    assert look(tab, [held, f"{held}minutes/approve/"]) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_can_use_the_pages_of_an_agenda(
    site: str, new_page: Open, language: str, tmp_path: Path
) -> None:
    """A clerk adds an item with a document, moves it, and goes back to what was answered."""
    _, meeting, _ = convened(20, "The trams", "The parks")
    size = {"width": 390, "height": 844}
    tab = new_page(base_url=site, locale=language, viewport=size)
    sign_in(tab, people()["secretariat"])
    page = f"/decisions/meetings/{meeting}/"
    assert look(tab, [page, f"{page}agenda/", "/decisions/meetings/new/"]) == {}
    tab.goto(f"{page}agenda/")
    tab.locator("button[name=add]").click()
    plan = tmp_path / "plan.txt"
    plan.write_text("Forty trams")
    tab.fill("#item-3-en", "The libraries")
    tab.fill("#place-3", "first")
    tab.set_input_files("#paper-3", str(plan))
    tab.locator(DO_IT).click()
    assert accessibility_faults(tab) == []
    _keep(tab, f"agenda-error-{language}")
    tab.fill("#place-3", "1")
    tab.locator(DO_IT).click()
    assert accessibility_faults(tab) == []
    _keep(tab, f"agenda-check-{language}")
    tab.locator("main form .button.second").click()
    assert tab.input_value("#item-1-en") == "The libraries"
    assert tab.locator("#kept-1-1").is_checked()
    _keep(tab, f"agenda-{language}")
    tab.locator(DO_IT).click()
    tab.locator(DO_IT).click()
    tab.wait_for_url("**/receipts/**")
    tab.goto(page)
    assert tab.locator("ol.steps > li").count() == 3
