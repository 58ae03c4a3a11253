"""Urgency on the pages: asked for, told, proposed to be ratified, on the desk, and lapsed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.assembly.leagues import assert_holds
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_voting import fields
from tests.support import pages
from tests.support.money import budget
from tests.support.pages import days_ago, person
from tests.support.urgency import CHARTER, WHY, League

from koinon.acts.gate import tick
from koinon.assembly.queries import proposal
from koinon.assembly.queries_urgency import to_ratify
from koinon.interfaces.shared import wording
from koinon.interfaces.shared.mail.announcing import announcement
from koinon.interfaces.web.desk import laid
from koinon.interfaces.web.instants import now
from koinon.post.outbox import Occasion

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


def founded(settings: Any, home: Path, days: int) -> League:
    """A league that was founded so many days ago."""
    settings.HOME = home
    league = League(at=days_ago(days))
    pages.found(league, CHARTER)
    return league


def decided(league: League) -> int:
    """A budget line the bureau adopted in urgency on the day of the founding, and that counted."""
    number = league.propose("Heat now", budget(9_000_00), urgent=WHY)
    for city in ("ghent", "leuven"):
        league.bureau(number, city, "yes")
    tick()
    return number


def sit(seat: str, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    link = person(f"{seat.replace('/', '-')}@league.example", seat)
    assert client.post(f"/enter/{link}").status_code == 302
    return client


def due(number: int) -> str:
    (one,) = [one for one in to_ratify(9) if one.number == number]
    return wording.day(wording.last_day(one.until_at))


def notice(client: Client) -> None:
    """Give notice of the draft from the page of the answers."""
    check = client.get("/decisions/new/check/")
    sent = {name: unescape(value) for name, value in fields(check).items()}
    assert client.post("/decisions/new/check/", sent).status_code == 302


def offered() -> list[str]:
    """The budget lines that the treasurer's form lets money be committed from."""
    form = sit("treasurer").get("/money/desk/commit/?year=2025")
    assert form.status_code == 200
    lines = form.content.decode().partition("</datalist>")[0]
    return re.findall(r'<option value="([^"]+)">', lines)


def test_a_proposal_is_opened_in_urgency(tmp_path: Path, settings: Any) -> None:
    founded(settings, tmp_path, 1)
    office = sit("secretariat")
    form = words(office.get("/decisions/new/"))
    assert "Bureau decides by article 12, and it lapses unless it is ratified" in form
    assert "Only on these matters: Money" in form
    typed = {"title-en": "Heat now", "matter": "money", "urgent": WHY, "step": "check"}
    assert office.post("/decisions/new/", typed).status_code == 302
    assert f'value="{WHY}"' in office.get("/decisions/new/").content.decode(), "it is kept"
    check = words(office.get("/decisions/new/check/"))
    assert f"In urgency {WHY} Bureau decides" in check
    assert "Article 12 asks for no notice: voting opens at once." in check
    notice(office)
    found = proposal(1, now())
    assert found is not None
    assert (found.body, found.urgency and found.urgency.reason) == ("bureau", WHY)
    said = words(Client().get("/decisions/1/"))
    assert f"In urgency, by article 12, because: {WHY}" in said
    assert "Council is then to ratify it; whole days to do so: 10. Else it lapses." in said
    assert "Article 12.1, Majority of the bureau" in said
    assert "Double majority" not in said, "the council's rule does not decide it"
    assert "Open now In urgency" in words(Client().get("/decisions/"))
    assert sit("bureau/ghent").get("/decisions/1/vote/").status_code == 200
    assert_holds()


def test_what_may_not_be_urgent_is_refused_with_a_sentence(tmp_path: Path, settings: Any) -> None:
    founded(settings, tmp_path, 1)
    office = sit("secretariat")
    typed = {"title-en": "Now", "matter": "ordinary", "urgent": WHY, "step": "check"}
    assert office.post("/decisions/new/", typed).status_code == 302
    check = office.get("/decisions/new/check/")
    answer = office.post("/decisions/new/check/", fields(check))
    assert answer.status_code == 409
    assert "By article 12 what article 5 is about cannot be decided in urgency" in words(answer)
    assert proposal(1, now()) is None


def test_a_charter_without_urgency_does_not_offer_it(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    pages.found(League(at=days_ago(1)))
    assert "Why it cannot wait" not in words(sit("secretariat").get("/decisions/new/"))


def test_it_is_proposed_to_be_ratified_from_the_desk(tmp_path: Path, settings: Any) -> None:
    league = founded(settings, tmp_path, 3)
    number = decided(league)
    task = {one.key: one for one in laid("secretariat", now())}[f"ratify-{number}"]
    assert task.title == "Propose to ratify proposal 1, Heat now, decided in urgency"
    assert task.due is not None
    assert wording.day(task.due) == due(number)
    assert task.link.address == "/decisions/1/ratify/"
    assert f"ratify-{number}" not in {one.key for one in laid("council/ghent", now())}

    assert "heat" in offered()
    said = words(Client().get("/decisions/1/"))
    assert f"To be ratified by {due(number)}" in said
    assert "It has taken effect. Council is to ratify it until" in said
    assert "Propose to ratify it" not in said, "nobody is signed in"
    assert f"Adopted To be ratified by {due(number)}" in words(Client().get("/decisions/"))

    office = sit("secretariat")
    assert "Propose to ratify it" in words(office.get("/decisions/1/"))
    where = office.get("/decisions/1/ratify/")
    assert "Council decides on it, by the rule of its matter." in words(where)
    none = office.post("/decisions/1/ratify/", {})
    assert "Choose where it is put now." in words(none)
    assert office.post("/decisions/1/ratify/", {"where": "alone"}).status_code == 302
    form = office.get("/decisions/new/").content.decode()
    assert 'value="Ratification of proposal 1: Heat now"' in form
    assert 'value="Ratification de la proposition 1 : Heat now"' in form
    assert "Why it cannot wait" not in form, "what ratifies is not urgent itself"
    check = words(office.get("/decisions/new/check/"))
    assert "Article 7 asks for 2 whole days of notice" in check
    assert f"Why it could not wait {WHY}" in check
    notice(office)

    assert f"ratify-{number}" not in {one.key for one in laid("secretariat", now())}
    assert "The vote on ratifying it: Proposal 2" in words(office.get("/decisions/1/"))
    vote = words(Client().get("/decisions/2/"))
    assert "If it is adopted, that decision stays; if not, that decision lapses at once." in vote
    assert "Article 5.1, Double majority" in vote
    assert office.get("/decisions/1/ratify/").status_code == 404, "a vote on it is open"
    assert_holds()


def test_only_who_may_propose_gets_the_page(tmp_path: Path, settings: Any) -> None:
    league = founded(settings, tmp_path, 3)
    decided(league)
    league.propose("Later", matter="money")
    assert Client().get("/decisions/1/ratify/").status_code == 302
    assert sit("bureau/ghent").get("/decisions/1/ratify/").status_code == 404
    assert sit("secretariat").get("/decisions/2/ratify/").status_code == 404


def test_what_lapsed_says_so_wherever_it_stands(tmp_path: Path, settings: Any) -> None:
    league = founded(settings, tmp_path, 14)
    number = decided(league)
    said = words(Client().get("/decisions/1/"))
    assert "Council has not ratified it, so that it lapsed" in said
    assert "Adopted Not ratified" in words(Client().get("/decisions/"))
    tasks = {one.key: one for one in laid("secretariat", now())}
    assert tasks[f"unratified-{number}"].title == (
        "Proposal 1, Heat now, was not ratified and lapsed"
    )
    line = words(Client().get("/money/2025/heat/"))
    assert "Not ratified It was taken in urgency and lapsed" in line
    assert "heat" not in offered(), "it takes no commitment any more"
    office = sit("secretariat")
    assert office.get("/decisions/1/ratify/").status_code == 404
    paper = words(office.get("/decisions/1/certificate.html"))
    assert "Council has not ratified it" in paper
    assert_holds()


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_the_pages_speak_every_language(tmp_path: Path, settings: Any, language: str) -> None:
    league = founded(settings, tmp_path, 3)
    decided(league)
    office = sit("secretariat", language)
    for path in ("/decisions/1/", "/decisions/1/ratify/", "/decisions/new/", "/desk/"):
        answer = office.get(path)
        assert answer.status_code == 200, path
        assert "urgency" not in words(answer), path


def told(kind: str, n: int, seat: str) -> str:
    """The mail of an entry to a seat."""
    occasion = Occasion(id=1, kind=kind, about=f"entry/{n}", n=n, made=datetime.now(UTC))
    found = announcement(occasion, now())
    assert found is not None
    assert seat in found.seats
    return " ".join(found.letter(seat).paragraphs)


def test_the_mails_say_why_and_until_when(tmp_path: Path, settings: Any) -> None:
    league = founded(settings, tmp_path, 3)
    number = decided(league)
    found = proposal(number, now())
    assert found is not None
    assert found.decided_n is not None
    noticed = told("notice", found.opened_n, "bureau/ghent")
    assert f"It is decided in urgency, because it is said that: {WHY}" in noticed
    counted = told("decided", found.decided_n, "bureau/leuven")
    assert f"It lapses unless it is ratified until {due(number)}" in counted
