"""A delegate casts the vote that carries a budget, and its line appears on Money with the vote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.support.clock import local
from tests.support.coalition import League
from tests.support.journeys import Walker

pytestmark = pytest.mark.browser

IN_FAVOUR = (
    *("valdorene", "osterquell", "castrevane", "mirelune"),
    *("lindorsk", "pontaverre", "quillanor", "serravonde"),
)
"""The eight largest of seventeen cities: enough votes, and one city too few (article 5.2)."""
TITLE = {
    "en": "Lunch in every school of 2027",
    "ar": "غداء في كل مدرسة لعام 2027",
}
LINE = {"en": "School lunches", "ar": "وجبات المدارس"}


def open_budget(league: League) -> None:
    """Notice of a budget for 2027 on 20 November; 21 whole days later eight cities vote for it."""
    line = {
        "code": "school-lunches",
        "programme": "education",
        "title": names(LINE),
        "amount_cents": 460_000_00,
    }
    data = {"year": 2027, "lines": [line]}
    opened = league.act(
        "assembly.open_proposal/1",
        {"title": names(TITLE), "acts": [{"type": "treasury.adopt_budget/1", "data": data}]},
        "secretariat",
    )
    assert opened.result["proposal"] == 22
    assert opened.result["opens_at"] == "2026-12-11T23:00:00.000000Z"
    league.at = "2026-12-12T09:00:00.000000Z"
    for city in IN_FAVOUR:
        league.vote(22, city, "yes")


def names(said: dict[str, str]) -> list[dict[str, str]]:
    return [{"language": language, "text": text} for language, text in said.items()]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_delegate_votes_and_the_budget_line_appears(
    demonstration: Any, walker: Callable[..., Walker], language: str
) -> None:
    open_budget(League(at=demonstration.clock.now_utc()))
    demonstration.clock.strike(local(date(2026, 12, 14), 10))
    delegate = walker(demonstration.address, language)
    delegate.sign_in(demonstration.links["krestamont"])
    delegate.go("Decisions")
    delegate.tab.get_by_role("link", name=TITLE[language]).click()
    delegate.look("open")
    # Eight of seventeen cities are 47.05 %; more than half are needed.
    assert cities_condition(delegate) == ("47%", delegate.words("Not met"))

    delegate.follow("Cast %(city)s’s vote", city="Krestamont")
    delegate.tab.get_by_label(delegate.words("In favour"), exact=True).check()
    delegate.look("vote")
    delegate.press("Continue")
    delegate.look("check")
    delegate.press("Cast %(city)s’s vote", city="Krestamont")
    delegate.look("receipt")
    cast = delegate.words("%(city)s’s vote is cast", city="Krestamont")
    assert delegate.read("h1") == cast
    delegate.follow("See the proposal")
    # Nine of seventeen are 52.94 %.
    assert cities_condition(delegate) == ("52.9%", delegate.words("Met"))
    assert delegate.tab.locator(".meter .tag.no").count() == 0
    delegate.look("crossed")

    demonstration.clock.strike(local(date(2026, 12, 19)))
    delegate.tab.reload()
    assert delegate.words("Adopted") in delegate.read(".eyebrow")
    assert delegate.read("#meter-title") == delegate.words("How the rule decided")
    assert cities_condition(delegate) == ("52.9%", delegate.words("Met"))
    delegate.look("adopted")

    the_line_stands_on_money(delegate)


def the_line_stands_on_money(delegate: Walker) -> None:
    """With the amount decided, the decision, and the article that lets the members decide."""
    tab, language = delegate.tab, delegate.language
    delegate.go("Money")
    tab.get_by_role("link", name="2027", exact=True).click()
    delegate.look("money")
    row = tab.get_by_role("row").filter(has_text=LINE[language])
    assert delegate.text(row.locator("td").first) == "460,000.00 EUR"
    row.get_by_role("link").click()
    assert delegate.read("h1") == LINE[language]
    delegate.look("line")
    article = delegate.words(
        "Article %(article)s of the charter, version %(number)s", article="7.1", number=2
    )
    tab.get_by_role("link", name=article, exact=True).click()
    assert tab.url.endswith("/charter/2/")
    delegate.look("article")
    tab.go_back()
    tab.get_by_role("link", name=TITLE[language], exact=True).click()
    assert tab.url.endswith("/decisions/22/")


def cities_condition(delegate: Walker) -> tuple[str, str]:
    """What the meter measures by cities, and whether it is met."""
    row = delegate.tab.locator(".meter tbody tr").last
    return delegate.text(row.locator("strong")), delegate.text(row.locator(".tag"))


def test_a_delegate_votes_without_scripts_and_sees_the_meter_move(
    site: str, links: dict[str, str], walker: Callable[..., Walker]
) -> None:
    """In a small league whose charter lets a delegate split the vote and change it."""
    delegate = walker(site, "en", java_script_enabled=False)
    delegate.sign_in(links["ghent"])
    tab = delegate.tab
    tab.get_by_role("link", name="Decisions").click()
    tab.get_by_role("link", name="Admit Mechelen to the league").click()
    tab.wait_for_url("**/decisions/2/")
    assert "17.8%" in tab.inner_text(".meter")
    assert "Ghent’s vote in favour would do." in tab.inner_text(".meter")
    tab.get_by_role("link", name="Cast Ghent’s vote").click()
    tab.get_by_role("button", name="Continue").click()
    tab.wait_for_selector(".errors")
    assert tab.title().startswith("Error:")
    tab.get_by_role("link", name="Choose how Ghent votes.").click()
    tab.get_by_label("Split the vote").check()
    tab.get_by_label("Part in favour").fill("2 of 3")
    tab.get_by_label("Part against").fill("1 of 3")
    tab.get_by_role("button", name="Continue").click()
    tab.wait_for_url("**/check/**")
    assert "In favour 66.6%, against 33.3%, abstaining 0%" in tab.inner_text("main")
    tab.get_by_role("button", name="Cast Ghent’s vote").click()
    tab.wait_for_url("**/receipts/**")
    assert tab.inner_text("h1") == "Ghent’s vote is cast"
    tab.get_by_role("link", name="See the proposal").click()
    tab.wait_for_url("**/decisions/2/")
    # (102,851 + 2/3 of 262,219) of 575,313 residents are 48.26...%
    assert "48.2%" in tab.inner_text(".meter")
    tab.get_by_role("link", name="Change Ghent’s vote").click()
    tab.get_by_label("In favour", exact=True).check()
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_role("button", name="Cast Ghent’s vote").click()
    tab.get_by_role("link", name="See the proposal").click()
    tab.wait_for_url("**/decisions/2/")
    assert "63.4%" in tab.inner_text(".meter")
    assert "the proposal would be adopted" in tab.inner_text(".meter")
