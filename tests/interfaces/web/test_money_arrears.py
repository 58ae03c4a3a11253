"""Who has not paid, what happens when, and what a member has lost: said on its pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_money_pages import text
from tests.support.arrears import LOST, RULES, WARNED, in_debt, pay
from tests.support.money import Chest, founded
from tests.support.pages import person

from koinon.acts.gate import tick
from koinon.cities import queries as cities

pytestmark = pytest.mark.django_db

NOW = "koinon.interfaces.web.pages.money_arrears.now"


@pytest.fixture
def chest(monkeypatch: pytest.MonkeyPatch) -> Chest:
    """Namur owes two instalments; the pages are read at the instant the chest is told."""
    chest = in_debt()
    monkeypatch.setattr(NOW, lambda: chest.at)
    return chest


def signed_in(email: str, seat: str) -> Client:
    client = Client()
    client.post(f"/enter/{person(email, seat)}")
    return client


def test_the_list_says_what_happens_when(chest: Chest, client: Client) -> None:
    chest.at = "2025-02-10T09:00:00.000000Z"
    said = text(client, "/money/arrears/")
    row = "Namur {reference} 1 February 2025 9 3,666.67 EUR"
    reference = re.search(r"RF\d{11}", said)
    assert reference is not None
    assert row.format(reference=reference[0]) in said
    print(said)
    assert "It is warned on 17 February 2025, 00:00 (Europe/Brussels time)." in said
    chest.at = WARNED
    tick(at=WARNED)
    warned = "It is suspended on 4 March 2025, 00:00 (Europe/Brussels time) unless it pays."
    assert warned in text(client, "/money/arrears/")
    assert warned in text(client, "/cities/namur/")
    assert "Warned" not in text(client, "/cities/ghent/")


def test_a_suspended_member_reads_why_and_what_restores_it(chest: Chest, client: Client) -> None:
    for chest.at in (WARNED, LOST):
        tick(at=chest.at)
    said = text(client, "/cities/namur/")
    assert (
        "By article 6.5 it has had no vote since 4 March 2025, 00:00 (Europe/Brussels time)."
        in said
    )
    assert "It has its rights back at the moment it has paid this:" in said
    assert "3,666.67 EUR, due on 1 February 2025" in said
    assert "Suspended now Namur By article 6.5" in text(client, "/money/arrears/")
    lost = cities.suspension("namur")
    assert lost is not None
    entry = text(client, f"/record/{lost.since_n}/")
    assert "Namur is suspended: it owes 3,666.67 EUR (article 6.5)." in entry
    for chest.at in ("2025-08-17T09:00:00.000000Z", "2025-08-18T09:00:00.000000Z"):
        tick(at=chest.at)
    both = text(client, "/cities/namur/")
    assert "3,666.67 EUR, due on 1 February 2025" in both
    assert "7,333.33 EUR, due on 1 August 2025" not in both, "it is warned of, and not lost yet"
    pay(chest, "B1", 3_666_67, "namur")
    after = text(client, "/cities/namur/")
    assert "By article 6.5" not in after
    assert "Earlier suspensions From 4 March 2025, 00:00" in after
    assert "It is suspended on 1 September 2025" in text(client, "/money/arrears/")


def test_its_delegate_reads_it_where_it_would_vote(chest: Chest) -> None:
    for chest.at in (WARNED, "2025-03-01T09:00:00.000000Z"):
        tick(at=chest.at)
    number = chest.propose("Early", matter="ordinary")
    tick(at=LOST)
    said = text(signed_in("namur@league.example", "council/namur"), f"/decisions/{number}/vote/")
    assert "By article 6.5 Namur has no vote since 4 March 2025" in said
    assert "its page says what gives the vote back." in said


def test_the_treasurer_books_and_the_secretariat_gives_time_from_there(chest: Chest) -> None:
    for chest.at in (WARNED, LOST):
        tick(at=chest.at)
    desk = signed_in("chest@league.example", "treasurer")
    page = desk.get("/money/arrears/").content.decode()
    address = re.search(r'href="(/money/desk/receipt/[^"]+)"', page)
    assert address is not None
    form = desk.get(address[1].replace("&amp;", "&")).content.decode()
    assert '<option value="namur" selected>' in form
    assert "/money/arrears/" in desk.get("/money/desk/").content.decode()
    office = signed_in("desk@league.example", "secretariat")
    lift = "/acts/treasury.lift_suspension/1"
    assert lift in office.get("/money/arrears/").content.decode()
    typed: dict[str, Any] = {"city": "namur", "reason": "Agreed", "until": "2026-01-31"}
    checked = office.post(lift, {**typed, "step": "check"})
    hidden = dict(re.findall(r'name="(data|id)" value="([^"]*)"', checked.content.decode()))
    hidden["data"] = hidden["data"].replace("&quot;", '"')
    assert {"data", "id"} <= hidden.keys()


def test_a_charter_that_is_silent_says_so(client: Client) -> None:
    founded()
    said = text(client, "/money/arrears/")
    assert "The charter takes no right away from a member that does not pay." in said


def test_by_decision_a_proposal_gives_time(monkeypatch: pytest.MonkeyPatch) -> None:
    decided = RULES.replace(
        '"treasury.lift_suspension/1" = {article = "6.6", seat = "secretariat"}',
        '"treasury.lift_suspension/1" = {article = "6.6", by = "decision"}',
    ).replace('"treasury.commit/1"]\n', '"treasury.commit/1", "treasury.lift_suspension/1"]\n')
    chest = in_debt(decided)
    monkeypatch.setattr(NOW, lambda: chest.at)
    for chest.at in (WARNED, LOST):
        tick(at=chest.at)
    office = signed_in("desk@league.example", "secretariat")
    assert "Propose to give a member time to pay" in text(office, "/money/arrears/")
    chest.at = "2025-03-05T09:00:00.000000Z"
    lift = {"city": "namur", "reason": "Flood", "until": "2025-12-31"}
    number = chest.propose("Time for Namur", ("treasury.lift_suspension/1", lift))
    chest.at = "2025-03-08T09:00:00.000000Z"
    for city in ("ghent", "leuven"):
        chest.vote(number, city, "yes")
    chest.at = "2025-03-12T09:00:00.000000Z"
    tick(at=chest.at)
    assert cities.suspension("namur") is None
    chest.at = "2025-03-13T09:00:00.000000Z"
    assert "It was given time to pay until 31 December 2025." in text(office, "/money/arrears/")
