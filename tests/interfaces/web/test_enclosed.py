"""A proposal shows in full what it would do, whatever act it encloses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.support.coalition import League
from tests.support.pages import person
from tests.support.proposals import (
    ADMISSION,
    AMENDMENT,
    BUDGET,
    COMMITMENT,
    LEGAL_LIMIT,
    LEVY,
    OVERDRAWN,
    RESIDENTS,
    budget,
    line,
    proposed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def league(tmp_path: Path, settings: Any) -> League:
    settings.HOME = tmp_path
    league = League()
    proposed(league)
    return league


def delegate(city: str) -> Client:
    client = Client()
    token = person(f"delegate@{city}.example", f"council/{city}")
    assert client.post(f"/enter/{token}").status_code == 302
    return client


def page(number: int, client: Client | None = None) -> str:
    return words((client or Client()).get(f"/decisions/{number}/"))


def test_a_budget_is_a_table_beside_the_year_before(league: League) -> None:
    said = page(BUDGET)
    assert "Programme, line Amount The same line in 2025" in said
    assert "Energy and heat 100,000.00 EUR 90,000.00 EUR" in said
    assert "Heat in schools 95,000.00 EUR 90,000.00 EUR Roofs 5,000.00 EUR –" in said
    assert "All lines 100,001.00 EUR The whole budget of 2025 is 90,000.00 EUR." in said
    decided = Client().get("/decisions/1/").content.decode()
    assert 'href="/money/2025/heat/"' in decided


def test_the_books_call_a_line_by_its_title(league: League) -> None:
    said = words(Client().get("/money/trial-balance/"))
    assert "Line Heat in schools, 2025: available" in said


def test_a_levy_says_what_each_member_would_be_charged_today(league: League) -> None:
    # 94,000 by 262,219 : 102,851 : 114,007 residents; the 2,369.39 that the law of Namur cuts off
    # are spread over the others in proportion.
    said = page(LEVY, delegate("ghent"))
    assert "1 February 2026: \u20661/3\u2069 of what a member owes" in said
    assert "is shared among the members in proportion to the second" in said
    assert "Ghent would be charged 53,152.01 EUR." in said
    assert "When the levy is charged, the figures and the members of that day count." in said
    assert (
        "Ghent 53,152.01 EUR 262,219 Leuven 20,847.99 EUR 102,851 Namur At its legal limit" in said
    )
    assert "Municipal finance act, art. 12 lets it pay 20,000.00 EUR." in said
    assert "20,000.00 EUR 114,007 All members 94,000.00 EUR" in said


def test_an_admission_shows_the_city_its_figures_and_its_own_resolution(league: League) -> None:
    said = page(ADMISSION)
    assert "Latitude 51.0259, longitude 4.4776, in degrees" in said
    assert "Residents legal municipality 87,665 people 1 January 2024" in said
    assert "Register of residents CC0" in said
    assert "The council of Mechelen resolves to join." in said


def test_an_amendment_is_told_in_sentences_removed_and_added(league: League) -> None:
    said = page(AMENDMENT)
    assert (
        "Article 5, Ordinary decisions: Council decides by the rule “Double majority”. "
        "Removed Voting is open for 3 days. Added Voting is open for 5 days. "
        "Removed Article 7.2: Treasurer may do “Commit money” up to 20,000.00 EUR. "
        "Added Article 7.2: Treasurer may do “Commit money” up to 30,000.00 EUR. The new text"
    ) in said
    assert "voting_days = 5" in said


def test_a_commitment_says_what_is_left_of_the_line(league: League) -> None:
    said = page(COMMITMENT)
    assert "40,000.00 EUR of line “Heat in schools” of 2025 are committed" in said
    assert "Left of the line today 90,000.00 EUR Left of it after this 50,000.00 EUR" in said


def test_a_participatory_budget_shows_its_projects_and_its_rule(league: League) -> None:
    said = page(RESIDENTS)
    assert (
        "Street trees Ghent 600.00 EUR 600.00 EUR for “Street trees” in the budget of 2026" in said
    )
    assert "All projects 1,300.00 EUR" in said
    assert "All voters have equal shares of 1,000.00 EUR." in said


def test_any_other_act_shows_its_fields(league: League) -> None:
    said = page(LEGAL_LIMIT)
    assert "Leuven Kind of limit Levies in a year Amount 20,000.00 EUR" in said


def test_what_could_not_be_carried_out_says_so_and_why(league: League) -> None:
    why = (
        "Of budget line “Heat in schools” of 2025, 90,000.00 EUR are left of what the decision in "
        "entry 6 gave, and this needs 100,000.00 EUR"
    )
    said = page(OVERDRAWN)
    assert "Adopted Not carried out Proposal 2" in said
    assert f"It could not be carried out. {why}" in said
    for path in ("/", "/decisions/"):
        listed = words(Client().get(path))
        assert listed.count("Not carried out") == 1
        assert why in listed
    assert "Not carried out" not in page(1)


def test_the_vote_is_checked_beside_all_that_it_would_do(league: League) -> None:
    ghent = delegate("ghent")
    check = ghent.get(ghent.get(f"/decisions/{LEVY}/vote/?asked=1&choice=yes")["Location"])
    assert "Ghent would be charged 53,152.01 EUR." in words(check)


def test_the_entry_of_a_notice_and_of_an_act_shows_them_in_full(league: League) -> None:
    notice = words(Client().get("/record/14/"))
    assert "In full The budget of 2026 is adopted (lines: 3)." in notice
    assert "Roofs 5,000.00 EUR –" in notice
    carried = words(Client().get("/record/7/"))
    assert "In full The budget of 2025 is adopted (lines: 1)." in carried


def test_a_draft_is_checked_in_full(league: League) -> None:
    desk = Client()
    desk.post(f"/enter/{person('desk@league.example', 'secretariat')}")
    session = desk.session
    name, data = budget(2026, line("heat", "Heat in schools", 1_00))
    session["draft_proposal"] = {
        "titles": {"en": "Little heat"},
        "matter": "",
        "text": None,
        "acts": [{"type": name, "data": data}],
    }
    session.save()
    said = words(desk.get("/decisions/new/check/"))
    assert "Heat in schools 1.00 EUR 90,000.00 EUR" in said


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_kind_is_told_in_every_language(league: League, language: str) -> None:
    for number in range(1, 10):
        answer = Client(headers={"accept-language": language}).get(f"/decisions/{number}/")
        assert answer.status_code == 200
        assert answer.content.decode().count("<h1") == 1


def test_the_reader_first_learns_whether_its_own_vote_would_do(league: League) -> None:
    assert "The rule is not met yet; Ghent’s vote in favour would do." in page(
        COMMITMENT, delegate("ghent")
    )
    said = page(COMMITMENT, delegate("leuven"))
    assert (
        "Leuven’s vote in favour would not do alone. The rule is not met yet; one more vote in "
        "favour would do: Ghent."
    ) in said
    assert "would not do alone" not in page(COMMITMENT)


def test_who_has_voted_is_not_offered_to_give_its_proxy(league: League) -> None:
    ghent = delegate("ghent")
    assert "Give Ghent’s proxy" in page(BUDGET, ghent)
    league.vote(BUDGET, "ghent", "yes")
    assert "Give Ghent’s proxy" not in page(BUDGET, ghent)
    assert "Voting by proxy" not in page(BUDGET, ghent)
