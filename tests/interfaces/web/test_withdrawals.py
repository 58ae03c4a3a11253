"""A withdrawn proposal is labelled so wherever it stands, with who withdrew it and when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_voting import fields
from tests.support import pages
from tests.support.coalition import League

from koinon.interfaces.web import withdrawals

pytestmark = pytest.mark.django_db

SAID = "Withdrawn 12 March 2026, 11:30 (Europe/Brussels time) by Secretariat"


@pytest.fixture
def league(tmp_path: Path, settings: Any) -> League:
    """A league whose secretariat withdrew its first proposal."""
    settings.HOME = tmp_path
    league = League(at="2026-03-12T09:00:00.000000Z")
    pages.found(league)
    league.propose("A tunnel", matter="ordinary")
    league.at = "2026-03-12T10:30:00.000000Z"
    league.act("assembly.withdraw_proposal/1", {"proposal": 1}, "secretariat")
    return league


def test_it_says_so_in_every_list(league: League) -> None:
    for path in ("/", "/decisions/"):
        said = words(Client().get(path))
        assert f"A tunnel Withdrawn Proposal 1 {SAID}" in said, path


def test_its_page_says_who_withdrew_it_and_judges_nothing(league: League) -> None:
    said = words(Client().get("/decisions/1/"))
    assert "Secretariat withdrew it 12 March 2026, 11:30 (Europe/Brussels time)" in said
    assert "before voting opened. Nobody could vote on it, and it has no effect. Entry 2" in said
    assert "What it would have needed to pass" in said
    assert "What it would have done" in said
    assert "Who was entitled to vote" in said
    for wrong in ("How the rule decided", "The count is entry", "Has not voted", "Not met"):
        assert wrong not in said


def test_a_list_of_many_asks_for_them_once(
    league: League, django_assert_max_num_queries: Any
) -> None:
    for number in range(2, 9):
        league.propose("Once more", matter="ordinary")
        league.act("assembly.withdraw_proposal/1", {"proposal": number}, "secretariat")
    with django_assert_max_num_queries(25):
        said = words(Client().get("/decisions/"))
    assert said.count(SAID) == 8


def test_one_long_ago_is_read_from_its_own_entry(
    league: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdrawals, "RECENT", 1)
    league.propose("Once more", matter="ordinary")
    league.act("assembly.withdraw_proposal/1", {"proposal": 2}, "secretariat")
    assert words(Client().get("/decisions/")).count(SAID) == 2


def test_who_opened_it_withdraws_it_on_its_page(league: League) -> None:
    league.at = pages.days_ago(0)
    league.propose("A bridge", matter="ordinary")
    assert "Withdraw the proposal" not in words(Client().get("/decisions/2/"))
    desk = Client()
    desk.post(f"/enter/{pages.person('desk@league.example', 'secretariat')}")
    assert "Withdraw the proposal" in words(desk.get("/decisions/2/"))
    address = "/acts/assembly.withdraw_proposal/1"
    check = desk.post(address, {"proposal": "2", "step": "check"})
    hidden = {name: text.replace("&quot;", '"') for name, text in fields(check).items()}
    assert desk.post(address, hidden).status_code == 302
    assert "A bridge Withdrawn Proposal 2 Withdrawn" in words(desk.get("/decisions/"))
    assert "Withdraw the proposal" not in words(desk.get("/decisions/2/"))
