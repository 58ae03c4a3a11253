"""Members call for a second vote, in the room and from their own seats, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.assembly.leagues import assert_holds
from tests.assembly.meetings import OFFICE
from tests.assembly.test_second_votes import with_second_vote
from tests.support.journeys import PHONE, Walker
from tests.support.meeting_pages import ALLOWED, convened
from tests.support.pages import days_ago, person

pytestmark = pytest.mark.browser

CITIES = ("ghent", "leuven", "mons", "namur")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_second_vote_is_called_for_and_decides(
    site: str, walker: Callable[..., Walker], language: str
) -> None:
    """Two big cities for it, two against: a tie by heads, 360,000 of 565,000 by residents."""
    chamber, meeting, asked = convened(-1, charter=with_second_vote(ALLOWED))
    chamber.at = days_ago(0)
    chamber.attend(meeting, *CITIES)
    chamber.open(meeting)
    office = walker(site, language)
    office.sign_in(person("desk@league.example", OFFICE))
    office.tab.goto(f"/decisions/{asked}/")
    office.look("not called")
    chamber.call(asked, ghent="yes", leuven="yes", mons="no", namur="no")
    the_office_records_one(office, asked)
    delegate = walker(site, language, viewport=PHONE, java_script_enabled=False)
    delegate.sign_in(person("delegate@ghent.example", "council/ghent"))
    the_delegate_calls(delegate, asked)
    delegate.tab.goto(f"/decisions/{asked}/")
    assert delegate.words(
        "Enough members call for it, so it takes place over the same votes."
    ) in delegate.read("main")
    assert delegate.there('a[href$="/call/"]', 0)
    delegate.look("called")
    assert_holds()


def the_office_records_one(office: Walker, asked: int) -> None:
    office.tab.goto(f"/decisions/{asked}/")
    office.follow("Record who calls in the room")
    office.press("Continue")
    assert office.words("Choose at least one member that calls.") in office.read("main")
    office.look("nobody chosen")
    office.tab.get_by_label(office.words("Mons") if office.language == "en" else "Mons").check()
    office.press("Continue")
    said = office.words("More members have to call before the second vote takes place.")
    assert said in office.read("main")
    office.press("Change the answers")
    assert office.tab.locator("input[value=mons]").is_checked()
    office.press("Continue")
    office.look("to be recorded")
    office.press("Call for the second vote")


def the_delegate_calls(delegate: Walker, asked: int) -> None:
    delegate.tab.goto(f"/decisions/{asked}/")
    assert delegate.there('section[aria-labelledby="second-title"] li', 1)
    delegate.follow("Call for the second vote")
    adopted = "Then the second vote takes place, and by the votes so far it is adopted."
    assert delegate.words(adopted) in delegate.read("main")
    delegate.look("to be called")
    delegate.press("Call for the second vote")
