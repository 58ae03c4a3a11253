"""A member's vote is the result of its own referendum: reported, not cast, whole or in parts."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.assembly.leagues import assert_holds, entries
from tests.assembly.meetings import CALLED, RULED, Assembly
from tests.assembly.meetings import in_the_room as in_room
from tests.assembly.test_second_votes import DOUBLE
from tests.interfaces.web.test_pages import words
from tests.support.coalition import CHARTER, League
from tests.support.pages import person

from koinon.assembly.queries import proposal
from koinon.interfaces.web import instants

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

REPORT = "assembly.report_referendum/1"
CITIES = {"ghent": 260_000, "leuven": 100_000, "mons": 95_000, "namur": 110_000}
VOTING = "2025-01-04T08:00:00.000000Z"
SWISS = """all = [
  {share = "one", of = "all", over = "1/2", whole = true},
  {share = "people", of = "all", over = "1/2"},
]"""


def by_referendum(charter: str) -> str:
    """Cities as their people vote, each whole; and the people by their parts."""
    return (
        charter.replace(DOUBLE, SWISS)
        .replace('vote_from = "delegate, may split"', 'vote_from = "own referendum"')
        .replace(
            "[authority]", f'[authority]\n"{REPORT}" = {{article = "5.3", body = "council"}}', 1
        )
    )


def opened() -> tuple[League, int]:
    league = League()
    league.found(CITIES, by_referendum(CHARTER))
    number = league.propose("Join", matter="ordinary")
    league.at = VOTING
    return league, number


def report(league: League, number: int, city: str, votes: tuple[int, int]) -> dict[str, Any]:
    paper = league.document(f"{city} {votes}".encode(), "text/plain").model_dump()
    return {
        "proposal": number,
        "votes_for": votes[0],
        "votes_against": votes[1],
        "certificate": paper,
    }


def reported(league: League, number: int, city: str, *votes: int) -> None:
    data = report(league, number, city, (votes[0], votes[1]))
    league.act(REPORT, data, f"council/{city}")


def test_cities_count_whole_and_people_in_parts() -> None:
    league, number = opened()
    reported(league, number, "leuven", 501, 499)
    reported(league, number, "mons", 600, 400)
    reported(league, number, "namur", 700, 300)
    reported(league, number, "ghent", 400, 600)
    found = proposal(number, VOTING)
    assert found is not None
    cities, people = found.decision.tree.parts  # type: ignore[union-attr]
    assert (cities.measured, cities.met) == (3, True)  # type: ignore[union-attr]
    measured = Fraction(501 * 100 + 600 * 95 + 700 * 110 + 400 * 260)
    assert (people.measured, people.met) == (measured, True)  # type: ignore[union-attr]
    reported(league, number, "ghent", 300, 700)
    found = proposal(number, VOTING)
    assert found is not None
    assert not found.decision.tree.met, "counted anew in Ghent, the people are against"
    documents = [e for entry in entries() for e in entry["effects"] if e["kind"] == "document"]
    assert len(documents) >= 5, "each result comes with its paper"
    assert_holds()


def test_nobody_casts_such_a_vote_and_nothing_is_reported_elsewhere() -> None:
    league, number = opened()
    cast = {"proposal": number, "yes": "1"}
    said = league.refused("assembly.cast_vote/1", cast, "council/ghent")
    assert (said.code, said.fact("article")) == ("assembly.own_referendum", "5")
    none = report(league, number, "ghent", (0, 0))
    assert league.refused(REPORT, none, "council/ghent").code == "assembly.nobody_voted"
    late = report(league, number, "ghent", (1, 0))
    league.at = "2025-01-06T23:00:00.000000Z"
    assert league.refused(REPORT, late, "council/ghent").code == "assembly.closed"
    assert_holds()


def test_where_delegates_vote_there_is_no_referendum() -> None:
    league = League()
    delegates = by_referendum(CHARTER).replace('"own referendum"', '"delegate"')
    league.found(CITIES, delegates)
    number = league.propose("Join", matter="ordinary")
    early = report(league, number, "ghent", (1, 0))
    assert league.refused(REPORT, early, "council/ghent").code == "assembly.no_referendum"
    league.at = VOTING
    league.vote(number, "ghent", "yes")
    assert_holds()


def test_in_a_room_nobody_is_called_for_it() -> None:
    chamber, _, asked = in_room(charter=by_referendum(RULED))
    assert isinstance(chamber, Assembly)
    chamber.at = CALLED
    votes = chamber.called(asked, ghent="yes")
    assert chamber.office_refused("record_roll_call/1", **votes) == "assembly.own_referendum"
    chamber.delegate("ghent", REPORT, **report(chamber, asked, "ghent", (3, 1)))
    chamber.call(asked)
    assert_holds()


def test_the_page_of_the_vote_leads_to_the_report(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    _, number = opened()
    monkeypatch.setattr(instants, "now_utc", lambda: VOTING)
    client = Client(headers={"accept-language": "en"})
    client.post(f"/enter/{person('delegate@ghent.example', 'council/ghent')}")
    step = client.get(f"/decisions/{number}/vote/")
    assert step["Location"] == f"/acts/{REPORT}?proposal={number}"
    page = words(client.get(step["Location"]))
    assert "Report the result of a referendum" in page
    assert "Certified result (a document)" in page
    paper = SimpleUploadedFile("result.txt", b"700 for, 300 against", "text/plain")
    typed = {"proposal": str(number), "votes_for": "700", "votes_against": "300"}
    check = client.post(f"/acts/{REPORT}", {**typed, "certificate": paper, "step": "check"})
    assert "its own referendum on proposal 1: 700 for, 300 against." in words(check)
