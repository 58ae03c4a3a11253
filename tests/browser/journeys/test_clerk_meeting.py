"""A clerk runs a meeting from its convocation to its minutes, in a league of seventeen cities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.support.clock import local
from tests.support.journeys import Walker

from koinon.assembly.models import Attendance, Meeting, Proposal, Vote

pytestmark = pytest.mark.browser

TITLE = {"en": "December assembly", "es": "Asamblea de diciembre"}
ITEM = {"en": "Reading rooms", "es": "Salas de lectura"}
DAY = date(2026, 12, 14)
ABSENT = "ruscadel"
AGAINST = ("krestamont", "lindorsk")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_clerk_runs_a_meeting_from_convocation_to_minutes(
    demonstration: Any, walker: Callable[..., Walker], language: str, tmp_path: Path
) -> None:
    clerk = walker(demonstration.address, language)
    clerk.sign_in(demonstration.links["secretariat"])
    meeting = it_is_convened(clerk)
    asked = a_proposal_is_put(clerk)
    demonstration.clock.strike(local(DAY, 11))
    clerk.tab.goto("/desk/")
    clerk.look("desk")
    clerk.tab.get_by_role(
        "link", name=clerk.words("Meeting {number}", number=meeting)
    ).first.click()
    who_is_there(clerk)
    clerk.press("Take up item %(number)s", number=1)
    clerk.tab.locator("main form .button").first.click()
    clerk.follow("Meeting %(number)s", number=meeting)
    the_votes_are_called(clerk, tmp_path)
    # Fourteen of sixteen cities present are in favour; none of it is counted yet.
    assert Vote.objects.filter(proposal__number=asked, yes="1").count() == 14
    assert clerk.words("Adopted, if nothing is corrected") in clerk.read("#item-1")
    clerk.look("called")
    clerk.press("End the meeting")
    clerk.tab.locator("main form .button").first.click()
    clerk.follow("Meeting %(number)s", number=meeting)
    assert Meeting.objects.get(number=meeting).status == "ended"
    the_minutes_are_written(clerk)


def it_is_convened(clerk: Walker) -> int:
    """Twenty-four days before, by the form; the agenda has one item."""
    tab, language = clerk.tab, clerk.language
    clerk.go("Decisions")
    clerk.follow("All meetings")
    clerk.follow("Convene a meeting")
    clerk.look("convene")
    typed = {
        **{f"title-{code}": TITLE[code] for code in ("en", language)},
        "day": "2026-12-14",
        "hour": "10:00",
        "place": "Valdorène",
        **{f"item-1-{code}": ITEM[code] for code in ("en", language)},
    }
    for name, said in typed.items():
        tab.locator(f"#{name}").fill(said)
    clerk.press("Continue")
    clerk.look("convene-check")
    clerk.press("Convene the meeting")
    tab.wait_for_url("**/receipts/**")
    meeting = Meeting.objects.order_by("-number").first()
    assert meeting is not None
    clerk.follow("Meeting %(number)s", number=meeting.number)
    clerk.look("convened")
    return int(meeting.number)


def a_proposal_is_put(clerk: Walker) -> int:
    tab, language = clerk.tab, clerk.language
    clerk.follow("Put a proposal under item %(number)s", number=1)
    for code in ("en", language):
        if tab.locator(f"#title-{code}").count():
            tab.locator(f"#title-{code}").fill(ITEM[code])
    tab.select_option("#matter", "ordinary")
    clerk.press("Continue")
    clerk.press("Give notice of the proposal")
    tab.wait_for_url("**/receipts/**")
    proposal = Proposal.objects.order_by("-number").first()
    assert proposal is not None
    return int(proposal.number)


def who_is_there(clerk: Walker) -> None:
    """Everybody but one comes; the quorum is judged before anything is recorded."""
    tab = clerk.tab
    clerk.follow("Write down who is present")
    for one in tab.locator("select[name^=by-]").all():
        if one.get_attribute("name") != f"by-{ABSENT}":
            one.select_option("delegate")
    clerk.look("present")
    clerk.press("Continue")
    assert clerk.words("Met") in clerk.read("main")
    clerk.look("present-check")
    tab.locator("main form .button").first.click()
    tab.wait_for_url("**/decisions/meetings/*/")
    attended = Attendance.objects.order_by("-recorded_n")[0]
    assert (len(attended.present), attended.met) == (16, True)


def the_votes_are_called(clerk: Walker, folder: Path) -> None:
    tab = clerk.tab
    clerk.follow("Call the votes")
    for one in tab.locator("input[type=radio][value=yes]").all():
        city = str(one.get_attribute("name")).removeprefix("vote-")
        tab.check(f"input[name=vote-{city}][value={'no' if city in AGAINST else 'yes'}]")
    signed = folder / "list.pdf"
    signed.write_bytes(b"%PDF-1.4\n%%EOF\n")
    tab.set_input_files("#list", str(signed))
    clerk.look("call")
    clerk.press("Continue")
    clerk.look("call-check")
    tab.locator("main form .button").first.click()
    tab.wait_for_url("**/decisions/meetings/*/")


def the_minutes_are_written(clerk: Walker) -> None:
    clerk.follow("Write the minutes")
    clerk.tab.locator("#field-closing").fill("Valdorène, 11:30.")
    clerk.look("minutes")
    clerk.press("Save, and freeze the minutes")
    clerk.follow("Which minutes are approved, and who signed them")
    assert clerk.words("No minutes are approved yet.") in clerk.read("main")
    clerk.look("minutes-state")
