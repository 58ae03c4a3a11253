"""A method of counting is chosen by its name: its rule is filled in, and nobody types it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from tests.assembly.electing import CHARTER, CITIES, OPEN, Electing
from tests.interfaces.web.test_budgets import day
from tests.interfaces.web.test_elections import signed_in
from tests.interfaces.web.test_pages import words
from tests.support.pages import days_ago

from koinon.acts.registry import find
from koinon.interfaces.web import count_rules
from koinon.interfaces.web.derived import Reading, fields_of
from koinon.interfaces.web.retyped import retyped
from koinon.methods.counting import methods
from koinon.methods.plain import to_plain
from koinon.record import canonical

pytestmark = pytest.mark.django_db

FORM = f"/decisions/new/{OPEN}"
NODES = fields_of(find(OPEN))
CAPPED = {"kind": "scottish_stv/1", "last_key": "paper"}


@pytest.fixture
def desk(tmp_path: Path, settings: Any) -> Client:
    settings.HOME = tmp_path
    chamber = Electing()
    chamber.at = days_ago(60)
    chamber.found(CITIES, CHARTER)
    return signed_in("secretariat")


def sent(desk: Client, **typed: str) -> Any:
    said = {
        "code": "board",
        "title.count": "1",
        "title.0.language": "en",
        "title.0.text": "Board",
        "seats": "2",
        "order": "as entered",
        "stand_from": day(40),
        "stand_until": day(50),
        "opens_on": day(60),
        "closes_on": day(70),
        "lot": "The first draw of the national lottery after the close",
    }
    dotted = {name.replace("__", "."): text for name, text in typed.items()}
    return desk.post(FORM, {**said, **dotted, "step": "check"}, follow=True)


def rule_of(desk: Client) -> Any:
    """The rule of the election that the draft encloses."""
    (one,) = desk.session["draft_proposal"]["acts"]
    return one["data"]["rule"]


def test_every_method_that_elects_is_offered_by_its_name(desk: Client) -> None:
    page = desk.get(FORM).content.decode()
    for name, title in count_rules.offered():
        assert f'<option value="{name}">{title}</option>' in page
    names = {name for name, _ in count_rules.offered()}
    assert {"scottish-stv", "meek", "schulze", "star", "seq-pav", "plurality"} <= names
    assert not names & {"greedy-budget", "equal-shares-budget", "phragmen-budget", "countback"}


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_no_two_methods_have_the_same_name(language: str) -> None:
    with translation.override(language):
        titles = [title for _, title in count_rules.offered()]
    assert len(set(titles)) == len(titles) == len(count_rules.offered())
    assert all(titles)


def test_the_rule_of_the_method_chosen_is_filled_in(desk: Client) -> None:
    page = words(sent(desk, rule__method="scottish-stv"))
    assert "There is a problem" not in page
    assert rule_of(desk) == to_plain(methods.find("scottish-stv").rule)


def test_a_rule_that_is_typed_takes_the_place_of_the_method_chosen(desk: Client) -> None:
    assert "There is a problem" not in words(
        sent(desk, rule__method="meek", rule=canonical.dump(CAPPED).decode())
    )
    assert rule_of(desk) == CAPPED


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "There is a problem"),
        ({"rule__method": "moonlight"}, "“moonlight” is no method that counts an election"),
        ({"rule__method": "countback"}, "“countback” is no method that counts an election"),
        ({"rule": "{"}, "“{” is not JSON"),
        ({"rule__method": "meek", "rule": "{"}, "“{” is not JSON"),
    ],
)
def test_what_counts_no_election_is_said(desk: Client, typed: dict[str, str], said: str) -> None:
    page = words(sent(desk, **typed))
    assert said in page
    assert "draft_proposal" not in desk.session or not desk.session["draft_proposal"]["acts"]


def test_a_form_shown_again_keeps_what_was_chosen(desk: Client) -> None:
    page = sent(desk, rule__method="meek", seats="two").content.decode()
    assert '<option value="meek" selected>' in page


@pytest.mark.parametrize("method", [name for name, _ in count_rules.offered()])
def test_a_form_begun_from_an_act_chooses_its_method(method: str) -> None:
    data = {"rule": to_plain(methods.find(method).rule)}
    typed = retyped(NODES, data, "EUR")
    assert typed == {"rule.method": method}
    assert Reading(NODES, typed, lambda _: None, "EUR").data["rule"] == data["rule"]


def test_a_form_begun_from_another_rule_holds_it_as_json() -> None:
    typed = retyped(NODES, {"rule": CAPPED}, "EUR")
    assert typed == {"rule": canonical.dump(CAPPED).decode()}
    assert Reading(NODES, typed, lambda _: None, "EUR").data["rule"] == CAPPED
