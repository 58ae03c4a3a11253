"""An election in a real browser: two clerks type the same papers, differ, agree; it is counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.assembly.electing import CHARTER, CITIES, CODE, COUNT, OPEN, Electing
from tests.assembly.leagues import assert_holds
from tests.interfaces.web.test_budgets import day
from tests.interfaces.web.test_elections import BATCH, FILE, LIST, PAGE, PAPERS, held, stood
from tests.support.journeys import PHONE, Walker
from tests.support.pages import days_ago, person

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_clerks_type_papers_until_they_agree(
    site: str, walker: Callable[..., Walker], language: str
) -> None:
    chamber = stood(held(-5, 5, rule="scottish-stv"))
    first = walker(site, language)
    first.sign_in(person("desk@league.example", "secretariat"))
    second = walker(site, language, viewport=PHONE, java_script_enabled=False)
    second.sign_in(person("clerk@league.example", "clerk"))
    first.tab.goto(PAGE)
    first.look("open")
    first.follow("Type ballot papers")
    first.look("form")
    types(first, "3 x 1 2\n2\n0")
    assert first.words("Typed from one seat so far; another seat types the same papers.") in (
        seen(first)
    )
    second.tab.goto(PAPERS)
    second.tab.locator("#batch").fill("Box 1")
    second.press("Continue")
    second.look("mistakes")
    assert second.words("Type at least one paper.") in second.read()
    types(second, "2 x 1 2\n2\n2 1\n0")
    assert second.words(
        "The entries differ. Look at the papers; whoever mistyped types the batch again."
    ) in seen(second)
    rows = second.tab.locator("table tbody tr:has(td + td)").all_inner_texts()
    assert any("Jan Claes › Vera Peeters" in row for row in rows)
    second.look("differ")
    second.follow("Type this batch")
    assert second.tab.locator("#batch").input_value() == "box-1"
    types(second, "1 2\n1 2\n1 2\n2\n0", batch="")
    assert second.words("Typed alike from two seats: this batch counts.") in seen(second)
    for path in (LIST, PAGE, FILE, "/decisions/"):
        second.tab.goto(path)
        second.look(f"after {path.strip('/').replace('/', ' ')}")
    assert chamber.refused(COUNT, {"code": CODE}, "secretariat").code == "assembly.election_open"


def types(one: Walker, papers: str, batch: str = "box-1") -> None:
    """Type a batch of Ghent's papers, check it, and enter it."""
    one.tab.locator("#city").select_option("ghent")
    if batch:
        one.tab.locator("#batch").fill(batch)
    one.tab.locator("#papers").fill(papers)
    one.press("Continue")
    one.look("check")
    one.press("Bring in these ballots")
    one.follow("See the election")


def seen(one: Walker) -> str:
    """The page of the batch."""
    one.tab.goto(BATCH)
    return one.read()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_reads_the_result(site: str, walker: Callable[..., Walker], language: str) -> None:
    chamber: Any = stood(held(-20, -10))
    chamber.at = days_ago(5)
    chamber.bring({"vera": 5, "jan": 2}, "ghent")
    office = walker(site, language, viewport=PHONE)
    office.sign_in(person("desk@league.example", "secretariat"))
    office.tab.goto(PAGE)
    office.look("to be counted")
    office.follow("Count the ballots")
    office.press("Continue")
    office.tab.locator("main form button.button").first.click()
    office.follow("See the election")
    assert office.words("Who won") in office.read()
    assert "Vera Peeters" in office.tab.locator("main ol").first.inner_text()
    office.look("result")
    assert_holds()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_method_is_chosen_by_its_name_without_scripts(
    site: str, walker: Callable[..., Walker], language: str
) -> None:
    chamber = Electing()
    chamber.at = days_ago(60)
    chamber.found(CITIES, CHARTER)
    office = walker(site, language, viewport=PHONE, java_script_enabled=False)
    office.sign_in(person("desk@league.example", "secretariat"))
    office.tab.goto(f"/decisions/new/{OPEN}")
    for name, text in (("code", "board"), ("seats", "3"), ("lot", "The national lottery")):
        office.tab.locator(f"#field-{name}").fill(text)
    for name, away in (("stand_from", 40), ("stand_until", 50), ("opens_on", 60)):
        office.tab.locator(f"#field-{name}").fill(day(away))
    office.tab.locator("#field-rule-method").select_option("scottish-stv")
    office.look("form")
    office.press("Enclose it in the proposal")
    office.look("mistakes")
    assert office.tab.locator("#field-rule-method").input_value() == "scottish-stv"
    assert office.tab.locator("#field-rule").input_value() == ""
    title = "Single transferable vote, as Scottish councils are elected"
    chosen = office.tab.locator("#field-rule-method option[selected]")
    assert chosen.inner_text() == office.words(title)
