"""Who sees that a second vote can be called for, what it would do, and who is told nothing."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.assembly.leagues import assert_holds
from tests.assembly.test_second_votes import with_second_vote
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_voting import fields
from tests.support.meeting_pages import ALLOWED, convened
from tests.support.pages import days_ago, person

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


@pytest.fixture
def asked(tmp_path: Path, settings: Any) -> int:
    """A proposal in a room whose votes are called: a tie by heads."""
    settings.HOME = tmp_path
    chamber, meeting, number = convened(-1, charter=with_second_vote(ALLOWED))
    chamber.at = days_ago(0)
    chamber.attend(meeting, "ghent", "leuven", "mons", "namur")
    chamber.open(meeting)
    chamber.call(number, ghent="yes", leuven="yes", mons="no", namur="no")
    return number


def answers(page: Any) -> dict[str, str]:
    """The hidden fields of a page's form, as a browser sends them."""
    return {name: unescape(value) for name, value in fields(page).items()}


def sit(seat: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    link = person(f"{seat.replace('/', '-')}@league.example", seat)
    assert client.post(f"/enter/{link}").status_code == 302
    return client


def test_the_meter_shows_both_votes_and_the_call(asked: int) -> None:
    said = words(Client().get(f"/decisions/{asked}/"))
    assert "First vote, unless a second is called for: Not met" in said
    assert "Called for by members: Not met Members that call 0 of 4 at least 2 Not met" in said
    assert "Second vote, replaces the first if it adopts: Met" in said
    assert "Against, of all members, by “By residents” 36.2% 205,000 of 565,000" in said
    assert "It is not called for yet, so the first vote decides." in said
    assert "Call for the second vote" not in said, "nobody is signed in"


def test_a_call_is_checked_made_once_and_shown(asked: int) -> None:
    ghent, mons = sit("council/ghent"), sit("council/mons")
    check = ghent.get(f"/decisions/{asked}/call/")
    assert "More members have to call" in words(check)
    stale = answers(mons.get(f"/decisions/{asked}/call/"))
    assert ghent.post(f"/decisions/{asked}/call/", answers(check)).status_code == 302
    said = words(ghent.get(f"/decisions/{asked}/"))
    assert "Ghent · Entry" in said
    assert ghent.get(f"/decisions/{asked}/call/").status_code == 404, "it has called"
    changed = mons.post(f"/decisions/{asked}/call/", stale)
    assert changed.status_code == 409
    assert "Somebody else changed this" in words(changed)
    assert "by the votes so far it is adopted" in words(changed)
    assert mons.post(f"/decisions/{asked}/call/", answers(changed)).status_code == 302
    said = words(Client().get(f"/decisions/{asked}/"))
    assert "Enough members call for it, so it takes place over the same votes." in said
    assert_holds()


def test_only_who_may_gets_the_pages(asked: int) -> None:
    office, ghent = sit("secretariat"), sit("council/ghent")
    assert Client().get(f"/decisions/{asked}/call/").status_code == 302
    assert office.get(f"/decisions/{asked}/call/").status_code == 404
    assert ghent.get(f"/decisions/{asked}/calls/").status_code == 404
    assert office.get("/decisions/99/calls/").status_code == 404
    none = office.post(f"/decisions/{asked}/calls/", {"city": ["atlantis"]})
    assert "Choose at least one member that calls." in words(none)
    check = office.post(f"/decisions/{asked}/calls/", {"city": ["mons", "namur"]})
    assert "Calls now Mons, Namur" in words(check)
    broken = {**answers(check), "data": '{"proposal": 1}'}
    assert office.post(f"/decisions/{asked}/calls/", broken).status_code == 302
    assert office.post(f"/decisions/{asked}/calls/", answers(check)).status_code == 302
    assert "Mons · Entry" in words(Client().get(f"/decisions/{asked}/"))
    assert_holds()
