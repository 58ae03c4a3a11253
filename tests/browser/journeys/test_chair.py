"""The chair brings a meeting to its end: amendments, a tie, minutes approved and signed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.assembly.leagues import assert_holds
from tests.assembly.meetings import Assembly
from tests.support.journeys import Walker
from tests.support.meeting_pages import convened
from tests.support.pages import days_ago, person

pytestmark = pytest.mark.browser

TEXT = "The league buys forty trams.\nThey are paid in ten years.\n"
CITIES = ("ghent", "leuven", "mons", "namur")


def in_the_room() -> tuple[Assembly, int, int, int, int]:
    """A meeting with its item taken up, a proposal with a text, and two amendments to it."""
    chamber, meeting, _ = convened(-1)
    text = chamber.document(TEXT.encode(), "text/plain").model_dump()
    chamber.at = days_ago(9)
    asked = chamber.put(meeting, title="Forty trams", text=text)
    chamber.at = days_ago(0)
    chamber.attend(meeting, *CITIES)
    chamber.open(meeting)
    return chamber, meeting, asked, fifty(chamber, asked), sixty(chamber, asked)


def fifty(chamber: Assembly, asked: int) -> int:
    text = chamber.document(TEXT.replace("forty", "fifty").encode(), "text/plain").model_dump()
    return chamber.amend("ghent", asked, "Fifty trams", text=text)


def sixty(chamber: Assembly, asked: int) -> int:
    text = chamber.document(TEXT.replace("forty", "sixty").encode(), "text/plain").model_dump()
    return chamber.amend("leuven", asked, "Sixty trams", text=text)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_chair_brings_a_meeting_to_its_end(
    site: str, walker: Callable[..., Walker], language: str
) -> None:
    chamber, meeting, asked, fifty, sixty = in_the_room()
    chair = walker(site, language)
    chair.sign_in(person("chair@league.example", "president"))
    chair.go("Decisions")
    chair.follow("All meetings")
    chair.tab.locator(".card a").first.click()
    chair.look("meeting")
    the_order_is_set(chair, fifty, sixty)
    # Two of four are half of the votes, and more than half are needed.
    chamber.call(sixty, ghent="yes", leuven="no", mons="no", namur="yes")
    chair.tab.goto(f"/decisions/meetings/{meeting}/")
    the_tie_is_decided(chair)
    chair.tab.goto(f"/decisions/{asked}/")
    table = chair.read("main")
    assert (
        chair.words("Fallen: amendment {first} was carried and replaces the same", first=sixty)
        in table
    )
    chair.look("fallen")
    chamber.call(asked, ghent="yes", leuven="yes", mons="yes", namur="no")
    chamber.act("assembly.end_meeting/1", {"meeting": meeting}, "secretariat")
    clerk = walker(site, language)
    clerk.sign_in(person("clerk@league.example", "secretariat"))
    the_minutes_are_frozen(clerk, meeting)
    chair.tab.goto(f"/decisions/meetings/{meeting}/")
    the_minutes_are_approved_and_signed(chair)
    clerk.tab.goto(f"/decisions/meetings/{meeting}/")
    clerk.follow("Read the minutes, then sign them")
    clerk.press("Sign the minutes")
    clerk.follow("Meeting %(number)s", number=meeting)
    page = clerk.read("#minutes-title + *")
    assert clerk.words("Still to sign") not in page
    clerk.look("signed")
    assert_holds()


def the_order_is_set(chair: Walker, fifty: int, sixty: int) -> None:
    """The one that goes furthest first: sixty before fifty."""
    chair.follow("Set the order of the amendments")
    chair.tab.locator(f"#place-{sixty}").fill("1")
    chair.tab.locator(f"#place-{fifty}").fill("2")
    chair.look("order")
    chair.press("Continue")
    chair.look("order-check")
    chair.press("Set this order")
    assert chair.read("h1") == chair.words("It is in the record")
    chair.look("order-receipt")


def the_tie_is_decided(chair: Walker) -> None:
    """What each answer would do stands beside it, before anything is pressed."""
    chair.look("tied")
    chair.follow("Give the casting vote")
    said = chair.read()
    assert chair.words("Then the rule is met, and the amendment is carried.") in said
    assert chair.words("Then the rule is not met, and the amendment is not carried.") in said
    chair.tab.get_by_label(chair.words("In favour"), exact=True).check()
    chair.look("casting")
    chair.press("Continue")
    chair.look("casting-check")
    chair.press("Give the casting vote")
    assert chair.read("h1") == chair.words("It is in the record")


def the_minutes_are_frozen(clerk: Walker, meeting: int) -> None:
    clerk.tab.goto(f"/decisions/meetings/{meeting}/")
    clerk.follow("Write the minutes")
    clerk.tab.locator("#field-opening").fill("The chair opened the meeting at ten.")
    clerk.press("Save, and freeze the minutes")
    clerk.look("frozen")


def the_minutes_are_approved_and_signed(chair: Walker) -> None:
    chair.look("ended")
    chair.follow("Approve the minutes")
    chair.look("approve")
    chair.press("Continue")
    chair.look("approve-check")
    chair.press("Approve the minutes")
    chair.follow("Meeting %(number)s", number=1)
    chair.look("approved")
    chair.follow("Read the minutes, then sign them")
    chair.look("sign")
    chair.press("Sign the minutes")
    assert chair.read("h1") == chair.words("It is in the record")
