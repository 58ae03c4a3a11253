"""Participatory budgets on their pages: every stage, the ballots brought in, the count told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.assembly.leagues import Chamber
from tests.assembly.test_participatory import BALLOTS, CHARTER, CITIES, OPEN, opening
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_voting import fields
from tests.support.pages import days_ago, person

from koinon.assembly import queries_participatory as queries
from koinon.interfaces.web.ballot_files import BadBallots, read_ballots
from koinon.record import store
from koinon.record.canonical import dump

pytestmark = pytest.mark.django_db

PAGE = "/decisions/budgets/commons-2025/"
FORM = f"{PAGE}ballots/"
CODES = ("trees", "park", "library")
CSV = "approved,voters\nlibrary,3\ntrees park,4\npark trees,1\ntrees,2\n"


def day(days: int) -> str:
    """A day so many days from today, by the clocks of UTC."""
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def opened(first: int, last: int, **changes: Any) -> Chamber:
    """A budget adopted four weeks ago, with voting between two days from today."""
    chamber = Chamber()
    chamber.at = days_ago(40)
    chamber.found(CITIES, CHARTER)
    said = opening(opens_on=day(first), closes_on=day(last), **changes)
    chamber.decide("Commons", (OPEN, said), voted=days_ago(36), adopted=days_ago(30))
    return chamber


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


def signed_in(*seats: str) -> Client:
    client = Client()
    assert client.post(f"/enter/{person('someone@league.example', *seats)}").status_code == 302
    return client


def upload(text: str, name: str = "ballots.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def brought_in(desk: Client) -> None:
    """Bring in the ballots through the form and confirm them."""
    typed = {"ballots": upload(CSV), "voters-ghent": "7", "voters-leuven": "3"}
    check = desk.post(FORM, typed)
    assert "Check the ballots" in words(check)
    hidden = {name: text.replace("&quot;", '"') for name, text in fields(check).items()}
    assert desk.post("/acts/assembly.import_ballots/1", hidden).status_code == 302


def test_a_budget_from_the_ballots_to_the_lines_of_the_budget() -> None:
    opened(-20, -10)
    desk = signed_in("secretariat")
    waiting = words(desk.get(PAGE))
    assert "Waiting for the ballots" in waiting
    assert "Article 7.8: Secretariat." in waiting
    assert "Count the ballots" not in waiting
    brought_in(desk)
    ready = words(desk.get(PAGE))
    assert "Waiting for the count" in ready
    assert "The ballots of 10 residents, brought in on" in ready
    check = desk.post(
        "/acts/assembly.count_participatory_budget/1", {"code": "commons-2025", "step": "check"}
    )
    hidden = {name: text.replace("&quot;", '"') for name, text in fields(check).items()}
    done = desk.post("/acts/assembly.count_participatory_budget/1", hidden)
    assert "See the participatory budget" in words(desk.get(done["Location"]))
    assert f'href="{PAGE}"' in desk.get(done["Location"]).content.decode()
    assert "What the residents decide: Commons" in words(Client().get("/decisions/1/"))
    view = queries.participatory_budget("commons-2025", days_ago(0))
    assert view is not None
    assert view.ballots_sha256 is not None
    assert store.document(view.ballots_sha256) == (dump(BALLOTS), "application/json")
    said = words(Client().get(PAGE))
    # Seven pay 500 for the trees: 71.42... each; three pay 290 for the library: 96.66... each.
    assert "1 Trees Ghent · Budget line Trees 5.00 EUR 7 70% of the voters 0.71 EUR" in said
    assert "as if 7 had paid equal parts" in said
    assert "2 Library Leuven · Budget line Library 2.90 EUR 3 30% of the voters 0.96 EUR" in said
    # Five of them have 142.85... left of 500, cut to 1.42; the park costs 4.50.
    lacked = "Its supporters had 1.42 EUR left together: 3.08 EUR less than it costs."
    assert f"Park 4.50 EUR 5 50% of the voters {lacked}" in said
    assert "What is left over, 2.10 EUR, pays for none of these." in said
    assert "2 funded projects are lines of the budget of 2025." in said
    assert "Ghent 7 70%" in said
    assert "Bring in" not in said.split("Where it stands")[0]


def test_who_may_not_act_sees_no_button() -> None:
    opened(-20, -10)
    assert "What you can do now" not in words(Client().get(PAGE))
    assert "What you can do now" not in words(signed_in("council/ghent").get(PAGE))
    assert Client().get(FORM)["Location"].startswith("/accounts/login/")
    assert "does not bring in ballots" in words(signed_in("council/leuven").get(FORM))


def test_every_stage_says_where_it_stands() -> None:
    opened(10, 20)
    said = words(Client().get(PAGE))
    assert "Upcoming" in said
    assert "The residents decide what 10.00 EUR are spent on. Voting opens" in said
    assert signed_in("secretariat").get(FORM).status_code == 404
    assert "Commons Upcoming 10.00 EUR of 2025, 3 projects" in words(
        Client().get("/decisions/budgets/")
    )
    for page in ("/decisions/", "/money/"):
        assert "What residents decide themselves" in words(Client().get(page))


def test_the_vote_is_open() -> None:
    opened(-5, 5)
    said = words(signed_in("secretariat").get(PAGE))
    assert "Residents vote now" in said
    assert "Bring in the ballots" in said
    assert "Trees Ghent 5.00 EUR Park – 4.50 EUR Library Leuven 2.90 EUR" in said


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_pages_answer_in_every_language(language: str) -> None:
    opened(-20, -10)
    desk = signed_in("secretariat")
    brought_in(desk)
    for path in ("/decisions/budgets/", PAGE, FORM):
        answer = desk.get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert answer.content.decode().count("<h1") == 1


def test_no_budget_is_no_page() -> None:
    Chamber().found(CITIES, CHARTER)
    assert "There is none yet." in words(Client().get("/decisions/budgets/"))
    assert "What residents decide themselves" not in words(Client().get("/decisions/"))
    assert Client().get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence", "field"),
    [
        ({}, "Choose the file with the ballots.", "ballots"),
        (
            {"ballots": "approved,voters\ntrees,3\nmoon,1\n"},
            "ballots.csv, line 3, approved: “moon” is no project of this budget; "
            "write trees, park, library.",
            "ballots",
        ),
        (
            {"ballots": CSV, "voters-ghent": "9"},
            "The turnout of the cities adds up to 9, and the ballots are of 10 voters; correct one "
            "of them.",
            "voters-ghent",
        ),
        (
            {"ballots": CSV, "voters-leuven": "some"},
            "“some” is not a whole number; write digits only, e.g. 12500.",
            "voters-leuven",
        ),
    ],
)
def test_a_mistake_is_told_at_its_field(typed: dict[str, str], sentence: str, field: str) -> None:
    opened(-20, -10)
    data = {k: upload(v) if k == "ballots" else v for k, v in typed.items()}
    answer = signed_in("secretariat").post(FORM, data)
    html = answer.content.decode()
    assert "<title>Error:" in html
    assert f'<a href="#{field}">' in html
    assert f'id="{field}-error"' in html
    assert sentence in words(answer)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "f, line 1: the columns must be “approved,voters”; write them so."),
        ("a,b\n", "f, line 1: the columns must be “approved,voters”; write them so."),
        ("approved,voters\n", "f holds no ballot; write one line for each kind of ballot."),
        ("approved,voters\ntrees\n", "f, line 2: there must be two fields; write approved,voters."),
        (
            "approved,voters\ntrees,many\n",
            "f, line 2, voters: “many” is no number of voters; write digits, e.g. 125.",
        ),
        (
            "approved,voters\ntrees,0\n",
            "f, line 2, voters: “0” is no number of voters; write digits, e.g. 125.",
        ),
        (
            "approved,voters\ntrees trees,1\n",
            "f, line 2, approved: “trees” stands there twice; write it once.",
        ),
        ("[", "f is not JSON; write a list of [approved projects, voters]."),
        ('[[["trees"], 1], 7]', "f, ballot 2: write [approved projects, voters]."),
        (
            "[[[7], 1]]",
            "f, ballot 1, approved: “7” is no project of this budget; write trees, park, library.",
        ),
        (
            '[[["trees"], true]]',
            "f, ballot 1, voters: “True” is no number of voters; write digits, e.g. 125.",
        ),
    ],
)
def test_a_file_without_ballots_is_refused_with_the_place(text: str, sentence: str) -> None:
    with pytest.raises(BadBallots) as wrong:
        read_ballots("f", text.encode(), CODES)
    assert str(wrong.value) == sentence


def test_csv_and_json_in_any_order_are_the_same_document() -> None:
    from_csv = read_ballots("f", b"\xef\xbb\xbf" + CSV.encode(), CODES)
    from_json = read_ballots("f", b'[[["trees","park"],5], [["trees"],2], [["library"],3]]', CODES)
    assert from_csv == from_json
    assert from_csv.data == dump(BALLOTS)
    assert (from_csv.voters, from_csv.different) == (10, 3)
    assert from_csv.approvals == (("trees", 7), ("park", 5), ("library", 3))
    with pytest.raises(BadBallots, match="byte 1 is not UTF-8"):
        read_ballots("f", b"[\xff]", CODES)


PABULIB = """META
key;value
description;Commons
country;Nowhere
unit;Vale
instance;2025
num_projects;3
num_votes;5
budget;1000
vote_type;approval
rule;equalshares
PROJECTS
project_id;cost;name
trees;500;Trees
park;450;Park
library;300;Library
VOTES
voter_id;vote
1;trees,park
2;park,trees
3;trees
4;library
5;trees,park
"""


def test_a_pabulib_file_is_the_same_document() -> None:
    found = read_ballots("commons.pb", PABULIB.encode(), CODES)
    assert found.data == dump([[["library"], 1], [["park", "trees"], 3], [["trees"], 1]])
    chosen = PABULIB.replace("approval", "choose-1").replace("trees,park", "park")
    chosen = chosen.replace("park,trees", "park")
    assert read_ballots("c.pb", chosen.encode(), CODES).approvals == (
        ("trees", 1),
        ("park", 3),
        ("library", 1),
    )
    with pytest.raises(BadBallots, match=r"commons\.pb, line 21"):
        read_ballots("commons.pb", PABULIB.replace("3;trees", "3;moon").encode(), CODES)
    with pytest.raises(BadBallots, match="is no project of this budget"):
        read_ballots("commons.pb", PABULIB.encode(), ("trees", "park"))
    with pytest.raises(BadBallots, match="points or ranks"):
        read_ballots("o.pb", PABULIB.replace("approval", "ordinal").encode(), CODES)
