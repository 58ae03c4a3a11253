"""A levy is adopted by its name: its formula is the charter's, and nobody types it."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_voting import fields
from tests.support.money import CITIES, MONEY, Chest
from tests.support.pages import person
from tests.support.replaying import assert_holds

from koinon.interfaces.web.formulas import formula_of, levies
from koinon.record import canonical, store
from koinon.treasury import queries as treasury

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

LEVIES = """
[figures.grants]
title = {en = "Grants", fr = "Subventions"}
unit = "EUR"

[groups.two]
title = {en = "Two cities", fr = "Deux villes"}
members = ["ghent", "namur"]

[levies.dues]
title = {en = "Yearly dues", fr = "Cotisation annuelle"}
article = "7.2"
need = true
charge = "due"
steps = [{name = "due", kind = "quota", amount = "need", by = "population"}]

[levies.of_two]
title = {en = "Of two", fr = "De deux"}
article = "7.3"
members = "two"
need = true
charge = "due"
steps = [{name = "due", kind = "quota", amount = "need", by = "population"}]

[levies.net]
title = {en = "Net of grants", fr = "Nette de subventions"}
article = "7.4"
need = false
charge = "due"
steps = [{name = "due", kind = "quota", amount = "grants", by = "population"}]

[rules."""
FORM = {
    "code": "dues-2025",
    "year": "2025",
    "title.count": "1",
    "title.0.language": "en",
    "title.0.text": "Dues",
    "need_cents": "600000",
    "instalments.count": "1",
    "instalments.0.due": "2025-06-01",
    "instalments.0.share": "1",
}


@pytest.fixture
def desk(tmp_path: Path, settings: Any) -> Client:
    settings.HOME = tmp_path
    chest = Chest()
    chest.found(CITIES, MONEY.replace("[rules.", LEVIES, 1))
    client = Client(headers={"accept-language": "en"})
    assert client.post(f"/enter/{person('desk@league.example', 'secretariat')}").status_code == 302
    return client


def enclosed(desk: Client, **typed: str) -> Any:
    return desk.post(
        "/decisions/new/treasury.adopt_levy/1", {**FORM, **typed, "step": "check"}, follow=True
    )


def test_levies_that_every_member_pays_can_be_named(desk: Client) -> None:
    assert [one.id for one in levies()] == ["dues"], "not of a group, nor by a figure of all"
    page = words(desk.get("/decisions/new/treasury.adopt_levy/1"))
    assert "The name of a levy of the charter, or a formula as JSON: dues (Yearly dues)" in page


def test_a_named_levy_enters_the_record_with_its_formula(desk: Client) -> None:
    desk.post("/decisions/new/", {"title-en": "Dues", "title-fr": "Cotisations", "matter": ""})
    assert "There is a problem" not in words(enclosed(desk, formula="dues"))
    step = desk.post(
        "/decisions/new/", {"title-en": "Dues", "title-fr": "Cotisations", "step": "check"}
    )
    check = desk.get(step["Location"])
    hidden = {name: unescape(value) for name, value in fields(check).items()}
    assert desk.post(step["Location"], hidden).status_code == 302
    entry: Any = canonical.load(store.body(store.head().size - 1))
    assert entry["data"]["acts"][0]["data"]["formula"] == formula_of("dues")
    assert_holds()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("of_two", "“of_two” is no levy of the charter that can be named here; write one of dues"),
        ("{", "“{” is not JSON"),
        ("7", "treasury.formula"),
    ],
)
def test_what_is_no_formula_is_said(desk: Client, typed: str, said: str) -> None:
    page = words(enclosed(desk, formula=typed))
    if said == "treasury.formula":
        assert "There is a problem" in page
    else:
        assert said in page
    assert treasury.levy("dues-2025") is None


def test_without_levies_the_charter_names_none(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    chest = Chest()
    chest.found(CITIES, MONEY)
    client = Client(headers={"accept-language": "en"})
    client.post(f"/enter/{person('desk@league.example', 'secretariat')}")
    page = words(client.get("/decisions/new/treasury.adopt_levy/1"))
    assert "JSON with whole numbers and text" in page
    assert "the charter has no levy that can be named here" in words(
        enclosed(client, formula="dues")
    )
