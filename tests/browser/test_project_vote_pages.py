"""A budget by points in a real browser: papers typed by two offices, counted, read by anyone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.assembly.test_project_votes import OPEN, POINTS
from tests.interfaces.web.test_project_votes import FILE, PAGE, PAPERS, held
from tests.support.journeys import PHONE, Walker
from tests.support.pages import person

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_offices_type_points_and_anyone_reads_what_is_funded(
    site: str, walker: Callable[..., Walker], language: str
) -> None:
    held(-20, -10, budget_rule=POINTS)
    office = walker(site, language)
    office.sign_in(person("desk@league.example", "secretariat"))
    clerk = walker(site, language, viewport=PHONE, java_script_enabled=False)
    clerk.sign_in(person("clerk@league.example", "clerk"))
    office.tab.goto(f"/decisions/new/{OPEN}")
    office.look("the form of the decision")
    office.tab.goto(PAGE)
    office.look("waiting for ballots")
    office.follow("Type ballot papers")
    types(office, "3 x 1:1 3:5\n2 x 2:1\n0")
    clerk.tab.goto(PAPERS)
    types(clerk, "3 x 1:1 3:5\n2:1\n2:1\n0")
    for one in (office, clerk):
        one.tab.goto(FILE)
        one.look("a file instead")
    office.tab.goto(PAGE)
    office.look("to be counted")
    office.follow("Count the ballots")
    office.press("Continue")
    office.tab.locator("main form button.button").first.click()
    office.follow("See the election")
    for one in (office, clerk):
        one.tab.goto(PAGE)
        one.look("counted")
        assert one.words("Budget line") in one.read()
        said = one.words("Projects are funded by their points, most first, while the money lasts.")
        assert said in one.read()
    rows = office.tab.locator("table.projects tbody tr").all()
    assert [row.locator(".tag.yes").count() for row in rows] == [1, 0, 1]


def types(one: Walker, papers: str) -> None:
    """Type a batch of Ghent's papers, check it, and enter it."""
    one.tab.locator("#city").select_option("ghent")
    one.tab.locator("#batch").fill("box-1")
    one.tab.locator("#papers").fill(papers)
    one.look("form")
    one.press("Continue")
    one.look("check")
    one.press("Bring in these ballots")
    one.follow("See the election")
    one.look("afterwards")
