"""A delegate casts, splits and changes a vote through the pages, without any script."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.support.coalition import League

from koinon.assembly import queries as assembly
from koinon.interfaces.web.instants import now
from koinon.record import canonical, store

Enter = Callable[[str], Client]


def fields(answer: Any) -> dict[str, str]:
    """The hidden fields of the page's own form."""
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def vote_of(city: str, number: int = 2) -> Any:
    found = assembly.proposal(number, now())
    assert found is not None
    return next((vote for vote in found.votes if vote.city == city), None)


def test_a_delegate_votes_and_gets_a_receipt(enter: Enter) -> None:
    ghent = enter("ghent")
    assert "Cast Ghent’s vote" in words(ghent.get("/decisions/2/"))
    asked = ghent.get("/decisions/2/vote/?asked=1&choice=yes")
    assert asked.status_code == 302
    check = ghent.get(asked["Location"])
    assert "Check Ghent’s vote" in words(check)
    done = ghent.post("/decisions/2/vote/check/", fields(check))
    assert done.status_code == 302
    receipt = words(ghent.get(done["Location"]))
    assert "Ghent’s vote is cast" in receipt
    last = store.head().size - 1
    assert f"Receipt: entry {last}" in receipt
    assert store.proof(last).leaf.hex() in receipt
    entry: Any = canonical.load(store.body(last))
    assert entry["by"] == {"seat": "council/ghent", "via": "web", "auth": "link"}
    # Leuven and Ghent: 365,070 of 575,313 residents, 63.45...%
    said = words(ghent.get("/decisions/2/"))
    assert "63.4% 365,070 of 575,313 at least 50% Met" in said
    assert "the proposal would be adopted" in said
    assert "Change Ghent’s vote" in said


def test_sending_the_same_form_twice_votes_once(enter: Enter) -> None:
    ghent = enter("ghent")
    check = ghent.get(ghent.get("/decisions/2/vote/?asked=1&choice=no")["Location"])
    for _ in range(2):
        assert ghent.post("/decisions/2/vote/check/", fields(check)).status_code == 302
        size = store.head().size
    assert store.head().size == size
    entry: Any = canonical.load(store.body(size - 1))
    assert entry["data"]["no"] == "1"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("yes=60 %25&no=40%25", ("3/5", "2/5", "0")),
        ("yes=2 of 3&abstain=1/3", ("2/3", "0", "1/3")),
        ("yes=2&no=1&abstain=4", ("2/7", "1/7", "4/7")),
    ],
)
def test_a_split_is_exact(enter: Enter, typed: str, parts: tuple[str, str, str]) -> None:
    ghent = enter("ghent")
    asked = ghent.get(f"/decisions/2/vote/?asked=1&choice=split&{typed}")
    assert (
        ghent.post("/decisions/2/vote/check/", fields(ghent.get(asked["Location"]))).status_code
        == 302
    )
    cast = vote_of("ghent")
    assert (str(cast.yes), str(cast.no), str(cast.abstain)) == parts


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("asked=1", "Choose how Ghent votes."),
        ("asked=1&choice=maybe", "Choose one of the answers."),
        ("asked=1&choice=split&yes=many", "“many” is not a part of a vote"),
        ("asked=1&choice=split&yes=60%25&no=30%25", "The parts make 90% together"),
    ],
)
def test_a_mistake_is_told_at_the_top_and_at_the_field(
    enter: Enter, query: str, sentence: str
) -> None:
    answer = enter("ghent").get(f"/decisions/2/vote/?{query}")
    assert "<title>Error:" in answer.content.decode()
    said = words(answer)
    assert "There is a problem" in said
    assert said.count(sentence) == 2
    target = re.search(r'<li><a href="#([^"]+)"', answer.content.decode())
    assert target is not None
    assert f'id="{target[1]}"' in answer.content.decode()
    assert vote_of("ghent") is None


def test_after_the_close_the_form_is_not_shown(enter: Enter) -> None:
    said = words(enter("ghent").get("/decisions/1/vote/"))
    assert "You cannot vote here" in said
    assert "Voting on proposal 1 closed on" in said
    assert "Choose another seat" not in said


def test_a_refusal_says_which_rule_and_changes_nothing(enter: Enter, league: League) -> None:
    ghent = enter("ghent")
    check = ghent.get(ghent.get("/decisions/1/vote/?asked=1&choice=no")["Location"])
    before = store.head().size
    answer = ghent.post("/decisions/1/vote/check/", fields(check))
    assert answer.status_code == 409
    assert "Voting on proposal 1 closed on" in words(answer)
    assert store.head().size == before


def test_only_a_delegates_seat_votes(enter: Enter) -> None:
    desk = enter("secretariat")
    assert "only a member's delegate casts its vote" in words(desk.get("/decisions/2/vote/"))
    assert "Cast" not in words(desk.get("/decisions/2/")).split("Who voted what")[0]
    anonymous = Client().get("/decisions/2/vote/")
    assert anonymous["Location"].startswith("/accounts/login/?next=/decisions/2/vote/")


def test_a_person_with_two_seats_chooses_one(enter: Enter) -> None:
    both = enter("both")
    assert "Choose a seat" in words(both.get("/"))
    answer = both.post("/seats/", {"seat": "council/namur", "next": "/decisions/2/"})
    assert answer["Location"] == "/decisions/2/"
    assert "Cast Namur’s vote" in words(both.get("/decisions/2/"))
    both.post("/seats/", {"seat": "council/ghent"})
    assert "Council · Namur" in words(both.get("/"))
    away = both.post("/seats/", {"seat": "secretariat", "next": "https://elsewhere.example/"})
    assert away["Location"] == "/desk/"


def test_a_link_signs_in_once_and_a_preview_spends_nothing(league: League) -> None:
    token = league.links["ghent"]  # type: ignore[attr-defined]
    assert "Sign in now" in words(Client().get(f"/enter/{token}"))
    client = Client()
    assert client.post(f"/enter/{token}")["Location"] == "/seats/"
    assert "Council · Ghent" in words(client.get("/seats/"))
    second = Client().post(f"/enter/{token}")
    assert second.status_code == 410
    assert "does not sign in any more" in words(second)


@pytest.mark.parametrize("missing", ["id", "yes"])
def test_a_mangled_form_leads_back_to_the_question(enter: Enter, missing: str) -> None:
    ghent = enter("ghent")
    given = {"id": "00000000-0000-4000-8000-000000000000", "yes": "1", "no": "0", "abstain": "0"}
    given[missing] = "x"
    assert ghent.post("/decisions/2/vote/check/", given)["Location"] == "/decisions/2/vote/"
