"""A clerk moves a league of twelve cities in; seven councils found another: in the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.journeys import Walker
from tests.support.workbooks import PDF, league, xlsx

from koinon.cities import founding_drafts as drafts
from koinon.cities import queries as cities
from koinon.interfaces.shared.founding import founder_token
from koinon.record import store
from koinon.treasury import queries as treasury

pytestmark = pytest.mark.browser


def answer(clerk: Walker, name: str) -> None:
    """What every founding asks for."""
    clerk.tab.locator("#name-en").fill(name)
    clerk.tab.locator("#origin").fill("league.example/record")
    clerk.tab.locator("#email").fill("clerk@example.org")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_clerk_moves_a_league_in(
    site: str, walker: Callable[..., Walker], tmp_path: Path, language: str
) -> None:
    """5,000.00 at the bank and 40.00 owed: 5,040.00 on either side."""
    clerk = walker(site, language)
    clerk.tab.goto(f"/found/{founder_token()}/")
    link = (
        "The coalition lives already: move it in with its dues, balances, contracts and decisions"
    )
    clerk.follow(link)
    clerk.look("empty")
    answer(clerk, "League of twelve")
    clerk.tab.locator("#on").fill("2025-01-01")
    paper = tmp_path / "2024-1.pdf"
    paper.write_bytes(PDF)
    book = tmp_path / "league.xlsx"
    spoilt = league()
    spoilt["dues"][1][0] = "Citty 1"
    book.write_bytes(xlsx(spoilt))
    clerk.tab.locator("#files").set_input_files([book, paper])
    clerk.press("Check everything")
    assert "Citty 1" in clerk.read(".mistakes")
    clerk.look("mistakes")
    clerk.follow("Change the answers, or give another file")
    book.write_bytes(xlsx(league()))
    clerk.tab.locator("#files").set_input_files([book, paper])
    clerk.press("Check everything")
    assert clerk.figure("5,040.00") in clerk.read("#balance-title")
    clerk.look("dry-run")
    assert store.head().size == 0
    clerk.press("Take the coalition over")
    clerk.tab.wait_for_url("**/seats/?next=/desk/")
    assert len(cities.members()) == 12
    assert treasury.chest("EUR").receivable_cents == 40_00
    clerk.go("Decisions")
    clerk.follow("Decisions of before the coalition moved in")
    clerk.look("before")
    clerk.go("Money")
    clerk.look("money")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_councils_found_a_league(
    site: str, walker: Callable[..., Walker], tmp_path: Path, language: str
) -> None:
    """Two of three cities suffice; the public page says how far it is."""
    clerk = walker(site, language)
    clerk.tab.goto(f"/found/{founder_token()}/")
    clerk.follow("Found it step by step, as each city’s council resolves")
    clerk.look("empty")
    answer(clerk, "League of councils")
    rows = "".join(f"City {k},BE,{k}00000,2024-01-01,Statbel\n" for k in (1, 2, 3))
    file = tmp_path / "cities.csv"
    file.write_text(f"name,country,population,population_on,population_source\n{rows}")
    clerk.tab.locator("#members").set_input_files(file)
    clerk.tab.locator("#condition-cities").fill("2")
    clerk.tab.locator("#deadline").fill("2999-01-01")
    clerk.press("Save the draft")
    paper = tmp_path / "resolution.pdf"
    paper.write_bytes(PDF)
    for k in (1, 2):
        clerk.tab.get_by_role("link", name=f"City {k}", exact=True).click()
        clerk.tab.locator("#resolution").set_input_files(paper)
        clerk.tab.locator("#resolved_on").fill("2025-01-01")
        if k == 1:
            clerk.look("city")
        clerk.press("Save")
    clerk.look("draft")
    found = drafts.current()
    assert found is not None
    citizen = walker(site, language, java_script_enabled=False)
    citizen.tab.goto(f"/founding/{found.code}/")
    assert "City 3" in citizen.read()
    citizen.look("counter")
    clerk.follow("Look at what would be founded")
    clerk.look("check")
    clerk.press("Found the coalition")
    clerk.tab.wait_for_url("**/seats/?next=/desk/")
    assert cities.members() == ("city-1", "city-2")
