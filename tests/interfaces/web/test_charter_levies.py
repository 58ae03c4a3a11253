"""A person adopts a levy of the charter by a form that asks only for what that levy needs."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_voting import fields
from tests.support.charter_levies import CHARTER, DIRECTLY, adopt, adopting, league
from tests.support.money import Chest
from tests.support.pages import person
from tests.support.replaying import assert_holds

from koinon.record import canonical, store
from koinon.treasury import queries as treasury

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

FORM = "/decisions/new/treasury.adopt_levy/2"
DUE = {
    "year": "2025",
    "instalments.count": "1",
    "instalments.0.due": "2025-06-01",
    "instalments.0.share": "1",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


def entered(charter: str, seat: str = "secretariat", language: str = "en") -> tuple[Client, Chest]:
    chest = league(charter)
    client = Client(headers={"accept-language": language})
    assert client.post(f"/enter/{person('desk@league.example', seat)}").status_code == 302
    return client, chest


def names(answer: Any) -> set[str]:
    """The names of a page's form fields that hold what a levy needs."""
    html = answer.content.decode()
    known = ("charter_levy", "code", "year", "need_cents", "figures.prices", "figures.subsidy")
    return {name for name in known if f'name="{name}"' in html}


def test_the_money_page_lists_the_levies_with_who_pays_and_leads_to_the_form() -> None:
    client, _ = entered(CHARTER)
    page = client.get("/money/")
    told = words(page)
    assert "Levies that the charter writes" in told
    assert "Article 12.1. Only these members pay it, Three cities: Ghent, Mons, Namur" in told
    assert "Article 12.2. Only these members pay it, School cities: Leuven, Liege" in told
    assert "Article 12.4. Every member pays it." in told
    assert f'href="{FORM}?charter_levy=dues"' in page.content.decode()
    assert "charter_levy=" not in Client().get("/money/").content.decode(), "nobody adopts there"


@pytest.mark.parametrize(
    ("levy", "asked"),
    [
        ("", {"charter_levy"}),
        ("bus", {"charter_levy", "code", "year", "need_cents"}),
        ("dues", {"charter_levy", "code", "year", "figures.prices"}),
        ("net", {"charter_levy", "code", "year", "need_cents", "figures.subsidy"}),
        ("empty", {"charter_levy", "code", "year"}),
    ],
)
def test_the_form_asks_only_for_what_the_levy_needs(levy: str, asked: set[str]) -> None:
    client, _ = entered(CHARTER)
    page = client.get(f"{FORM}?charter_levy={levy}")
    assert names(page) == asked
    chosen = client.post(FORM, {"charter_levy": levy, "step": "check"})
    assert names(chosen) == asked
    assert ("There is a problem" in words(chosen)) == (not levy)


def test_what_the_levy_lacks_is_said_at_its_field() -> None:
    client, _ = entered(CHARTER)
    typed = {"charter_levy": "net", "code": "net", **DUE, "step": "check"}
    page = client.post(FORM, typed)
    assert words(page).count("This is missing; give it a value.") >= 2
    html = page.content.decode()
    assert 'id="field-need_cents-error"' in html
    assert 'id="field-figures-subsidy-error"' in html
    other = client.post(FORM, {**typed, "add": "charter_levy", "charter_levy": "dues"})
    assert names(other) == {"charter_levy", "code", "year", "figures.prices"}
    assert "There is a problem" not in words(other)


def test_a_proposal_adopts_a_levy_with_figures_and_says_what_it_would_charge() -> None:
    client, chest = entered(CHARTER)
    title = {"title-en": "Dues", "title-fr": "Cotisations"}
    client.post("/decisions/new/", {**title, "matter": ""})
    typed = {"charter_levy": "dues", "code": "dues", "figures.prices": "1/50", **DUE}
    assert "There is a problem" not in words(client.post(FORM, {**typed, "step": "check"}))
    step = client.post("/decisions/new/", {**title, "step": "check"})
    check = client.get(step["Location"])
    told = words(check)
    assert "The charter’s levy “Indexed dues” is adopted for 2025." in told
    assert "Article 12.4 of version 1: Indexed dues" in told
    assert "Who pays Every member pays it." in told
    assert "Rise of prices (part of one) 0.02" in told
    assert "265,200.00" in told, "what Ghent would be charged: 260,000 and a fiftieth"
    hidden = {name: unescape(value) for name, value in fields(check).items()}
    assert client.post(step["Location"], hidden).status_code == 302
    entry: Any = canonical.load(store.body(store.head().size - 1))
    assert entry["data"]["acts"][0]["data"] == {
        **adopting("dues", figures={"prices": "1/50"}),
        "code": "dues",
    }
    assert "Rise of prices (part of one) 0.02" in words(client.get("/decisions/1/"))
    assert_holds()
    assert chest.receipts


def test_a_seat_that_may_adopts_it_at_once_and_may_change_its_answers() -> None:
    client, _ = entered(DIRECTLY, "treasurer")
    form = "/acts/treasury.adopt_levy/2"
    assert f'href="{form}?charter_levy=bus"' in client.get("/money/").content.decode()
    typed = {"charter_levy": "net", "code": "net", "need_cents": "861000.00", **DUE}
    answer = client.post(form, {**typed, "figures.subsidy": "100000", "step": "check"})
    told = words(answer)
    assert "Check your answers" in told
    assert "Levy net of the subsidy (net)" in told
    assert "Subsidy (EUR) 100000" in told
    assert 'name="figures.subsidy" value="100000"' in answer.content.decode(), "to be changed"
    hidden = {name: unescape(value) for name, value in fields(answer).items()}
    sent = {name: hidden[name] for name in ("data", "id")}
    assert client.post(form, sent).status_code == 302
    found = treasury.levy("net")
    assert found is not None
    assert (found.need_cents, dict(found.figures)) == (861_000_00, {"subsidy": 100_000})
    assert_holds()


def test_the_page_of_a_levy_shows_article_payers_and_the_charters_sentences() -> None:
    chest = league()
    code = adopt(chest, "bus", need_cents=100_000_00)
    dues = adopt(chest, "dues", figures={"prices": "3/100"})
    page = words(Client().get(f"/money/levies/{code}/"))
    assert "Article 12.1 of version 1: Bus levy" in page
    assert "Who pays Only these members pay it, Three cities: Ghent, Mons, Namur" in page
    assert "Article 12.1, Bus levy. Only these members pay it, Three cities:" in page
    assert "For 2025 it is to raise 100,000.00" in page
    own = words(Client().get(f"/money/levies/{dues}/"))
    assert "For 2025; what it raises follows from the charter’s steps" in own
    assert "Rise of prices (part of one) 0.03" in own
    assert "The coalition’s certified figure “Rise of prices”." in own
    chest.treasurer("assess_levy", {"levy": code})
    charged = words(Client().get(f"/money/levies/{code}/?city=namur"))
    assert "Namur, step by step" in charged
    assert "22,222.22" in charged
    assert "step by step" not in words(Client().get(f"/money/levies/{code}/?city=leuven"))
    assert Client().get(f"/money/levies/{code}/namur/around/").status_code == 200
    assert Client().get(f"/money/levies/{code}/leuven/around/").status_code == 404
    chest.treasurer("assess_levy", {"levy": dues})
    around = words(Client().get(f"/money/levies/{dues}/ghent/around/"))
    assert "267,800.00" in around, "by the figure given: 260,000 and three hundredths"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Seuls ces membres la paient, Trois villes : Ghent, Mons, Namur"),
        ("es", "Solo la pagan estos miembros, Three cities: Ghent, Mons, Namur"),
        ("ar", "لا يدفعها إلا هؤلاء الأعضاء"),
    ],
)
def test_the_form_is_in_the_readers_language(language: str, said: str) -> None:
    client, _ = entered(CHARTER, language=language)
    page = client.get(f"{FORM}?charter_levy=bus")
    assert said in words(page)
    assert ('dir="rtl"' in page.content.decode()) == (language == "ar")


def test_under_an_amended_charter_a_levy_keeps_its_page() -> None:
    from tests.treasury.test_charter_levies import amending, decided

    chest = league(CHARTER)
    data = adopting("bus", need_cents=100_000_00)
    decided(chest, ("treasury.adopt_levy/2", data))
    gone = CHARTER.replace("[weights.seats]", "[weights.places]").replace(
        'by = "weight:seats"', 'by = "weight:places"'
    )
    decided(chest, amending(chest, gone.replace("12.1", "99")))
    page = words(Client().get("/money/levies/bus-2025/"))
    assert "Article 12.1 of version 1: Bus levy" in page
    assert "The member’s weight “Seats”." in page
