"""Derived forms of acts, and opening a proposal: exact data from what people type."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_voting import fields
from tests.support.coalition import CHARTER, League

from koinon.acts.registry import all_acts, find
from koinon.charter.parsing import parse_charter
from koinon.cities import queries as cities
from koinon.interfaces.web import instants
from koinon.interfaces.web import words as web_words
from koinon.interfaces.web.derived import Node, Reading, fields_of
from koinon.record import canonical, store

Enter = Callable[[str], Client]

FACT = {
    "city": "ghent",
    "fact.name": "population",
    "fact.value": "263 703",
    "fact.unit": "people",
    "fact.boundary": "legal municipality",
    "fact.on": "2025-01-01",
    "fact.source": "Register of residents",
    "fact.licence": "CC0",
    "step": "check",
}


def read(name: str, typed: dict[str, str]) -> Reading:
    return Reading(fields_of(find(name)), typed, lambda path: None, "EUR")


def leaves(nodes: tuple[Node, ...]) -> list[Node]:
    return [leaf for node in nodes for leaf in ([node, *leaves(node.inside)])]


def test_every_act_has_a_form() -> None:
    for act in all_acts():
        nodes = fields_of(act)
        assert [node.name for node in nodes] == list(act.model_fields)
        assert all(leaf.label.startswith("act.") for leaf in leaves(nodes))


def test_kinds_follow_from_types() -> None:
    kinds = {node.name: node.kind for node in fields_of(find("cities.record_legal_limit/1"))}
    assert kinds == {
        "city": "text",
        "kind": "choice",
        "amount_cents": "money",
        "citation": "long",
        "on": "day",
        "attested_by": "long",
        "document": "document",
        "expires": "day",
    }
    (member,) = fields_of(find("assembly.admit_city/1"))
    inside = {node.name: (node.kind, node.required) for node in member.inside}
    assert inside["latitude_e4"] == ("degrees", False)
    assert inside["facts"] == ("list", False)


def test_a_form_reads_nested_and_repeated_fields() -> None:
    reading = read(
        "assembly.admit_city/1",
        {
            "member.slug": "mechelen",
            "member.name": "Mechelen",
            "member.country": "BE",
            "member.latitude_e4": "51,0259",
            "member.longitude_e4": "-4.4776",
            "member.facts.count": "2",
            "member.facts.1.name": "population",
            "member.facts.1.value": "12.5",
        },
    )
    assert reading.data["member"] == {
        "slug": "mechelen",
        "name": "Mechelen",
        "country": "BE",
        "latitude_e4": 510_259,
        "longitude_e4": -44_776,
        "facts": [{"name": "population", "value": "25/2"}],
    }
    assert reading.errors() == []


def test_staff_certify_a_figure_after_checking(enter: Enter) -> None:
    desk = enter("secretariat")
    check = desk.post("/acts/cities.certify_fact/1", FACT)
    said = words(check)
    assert "Check your answers" in said
    assert "A figure of Ghent is certified: Residents 263,703" in said
    hidden = {k: v.replace("&quot;", '"') for k, v in fields(check).items()}
    done = desk.post("/acts/cities.certify_fact/1", hidden)
    assert done.status_code == 302
    assert cities.facts("ghent")[0].value == 263_703
    assert "It is in the record" in words(desk.get(done["Location"]))


def test_mistakes_are_all_told_at_their_fields(enter: Enter) -> None:
    wrong = {**FACT, "fact.value": "many", "fact.on": "2025-02-30", "fact.unit": ""}
    desk = enter("secretariat")
    answer = desk.post("/acts/cities.certify_fact/1", wrong)
    said = words(answer)
    assert "“many” is not a number" in said
    assert 'value="many"' in answer.content.decode()
    answer = desk.post("/acts/cities.certify_fact/1", {**wrong, "fact.value": "2"})
    html = answer.content.decode()
    assert "A day is written YYYY-MM-DD" in html
    assert "This is missing; give it a value." in html
    assert re.findall(r'<li><a href="#([^"]+)"', html) == ["field-fact-unit", "field-fact-on"]


def test_another_row_is_added_without_scripts(enter: Enter) -> None:
    desk = enter("secretariat")
    typed = {"member.slug": "mechelen", "member.facts.count": "0", "add": "member.facts"}
    answer = desk.post("/decisions/new/assembly.admit_city/1", typed)
    html = answer.content.decode()
    assert 'name="member.facts.0.source"' in html
    assert 'value="mechelen"' in html
    assert "There is a problem" not in html


def test_an_act_of_another_seat_is_refused_with_its_article(enter: Enter) -> None:
    ghent = enter("ghent")
    check = ghent.post("/acts/cities.certify_fact/1", FACT)
    hidden = {k: v.replace("&quot;", '"') for k, v in fields(check).items()}
    answer = ghent.post("/acts/cities.certify_fact/1", hidden)
    assert answer.status_code == 409
    assert "Article 3 gives the act “Certify a figure” to the Secretariat" in words(answer)


@pytest.mark.parametrize("path", ["/acts/cities.unknown/1", "/acts/assembly.close_vote/1"])
def test_what_no_seat_may_do_has_no_form(enter: Enter, path: str) -> None:
    assert enter("secretariat").get(path).status_code == 404


def test_the_secretariat_opens_a_proposal_with_a_text_and_an_act(enter: Enter) -> None:
    desk = enter("secretariat")
    text = SimpleUploadedFile("text.txt", b"We amend the charter.", "text/plain")
    step = desk.post(
        "/decisions/new/",
        {
            "title-en": "Vote for four days",
            "title-fr": "Voter quatre jours",
            "matter": "",
            "enclose": "assembly.amend_charter/1",
            "text": text,
        },
    )
    assert step["Location"] == "/decisions/new/assembly.amend_charter/1"
    amended = CHARTER.replace("voting_days = 3", "voting_days = 4").encode()
    upload = SimpleUploadedFile("charter.toml", amended, "application/toml")
    step = desk.post(step["Location"], {"charter": upload, "step": "check"})
    assert step["Location"] == "/decisions/new/"
    assert "The charter is replaced by a new text" in words(desk.get("/decisions/new/"))
    step = desk.post(
        "/decisions/new/",
        {"title-en": "Vote for four days", "title-fr": "Voter quatre jours", "step": "check"},
    )
    check = desk.get(step["Location"])
    assert "Voter quatre jours" in words(check)
    done = desk.post(step["Location"], fields(check))
    assert done.status_code == 302
    entry: Any = canonical.load(store.body(store.head().size - 1))
    assert entry["data"]["title"][0] == {"language": "en", "text": "Vote for four days"}
    assert entry["data"]["acts"][0]["type"] == "assembly.amend_charter/1"
    assert entry["data"]["text"]["size"] == 21
    assert "Vote for four days" in words(Client().get("/decisions/3/"))
    assert words(desk.get("/decisions/new/")).count("Vote for four days") == 0


def test_the_notice_a_proposal_needs_is_told_before_it_is_given(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None as the league is; with two days, given on a Monday, voting begins on Thursday."""
    monkeypatch.setattr(instants, "now_utc", lambda: "2030-01-07T10:00:00.000000Z")
    desk = enter("secretariat")
    titled = {"title-en": "Meet twice a year", "matter": "ordinary", "step": "check"}
    desk.post("/decisions/new/", titled)
    said = words(desk.get("/decisions/new/check/"))
    assert "Article 5 asks for no notice: voting opens at once." in said
    amended = parse_charter(CHARTER, file="charter.toml")
    monkeypatch.setattr(web_words, "charter", lambda: amended)
    said = words(desk.get("/decisions/new/check/"))
    assert "Article 5 asks for 2 whole days of notice, and nobody can shorten them." in said
    assert "from 10 January 2030, 00:00 (Europe/Brussels time) until 12 January 2030, 24:00" in said


def test_a_proposal_needs_a_title_and_a_matter(enter: Enter) -> None:
    answer = enter("secretariat").post("/decisions/new/", {"step": "check"})
    said = words(answer)
    assert said.count("Write the title in the charter's authoritative language.") == 1
    assert said.count("Choose a matter, or enclose an act.") == 1


def test_an_enclosed_act_can_be_taken_out_again(enter: Enter, league: League) -> None:
    desk = enter("secretariat")
    upload = SimpleUploadedFile("charter.toml", CHARTER.encode(), "application/toml")
    desk.post("/decisions/new/assembly.amend_charter/1", {"charter": upload, "step": "check"})
    assert "The charter is replaced" in words(desk.get("/decisions/new/"))
    for odd in ("²", "-1", "1", "9" * 5_000):
        assert "The charter is replaced" in words(desk.post("/decisions/new/", {"remove": odd}))
    assert "The charter is replaced" not in words(desk.post("/decisions/new/", {"remove": "0"}))


def test_delegates_without_that_power_cannot_propose(enter: Enter) -> None:
    assert enter("ghent").get("/decisions/new/").status_code == 404
