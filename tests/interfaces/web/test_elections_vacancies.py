"""Filling a vacancy in the browser: the form, what it says where it is wrong, the countback."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.assembly.electing import CODE, FILL, IMPORT, Electing
from tests.interfaces.web.test_elections import PAGE, confirmed, held, signed_in, stood
from tests.interfaces.web.test_pages import words
from tests.support.pages import days_ago

from koinon.assembly import elections
from koinon.assembly import queries_vacancies as queries
from koinon.assembly.models import Election
from koinon.methods.counting.ballots import gather_rankings

pytestmark = pytest.mark.django_db

FORM = f"{PAGE}vacancy/"
FILLED = f"{PAGE}vacancies/1/"
COUNT = "assembly.count_election/1"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


def counted(jan: int = 3, amina: int = 2, rule: str = "scottish-stv") -> Electing:
    """Vera is elected to the one seat; of her papers so many name Jan next, and so many Amina."""
    chamber = stood(held(-20, -10, rule))
    ids = elections.paper_of(Election.objects.get())
    votes = [(((0,), (1,)), jan), (((0,), (2,)), amina), (((2,),), 1)]
    document = chamber.document_of(gather_rankings(ids, votes))
    desk = "secretariat"
    chamber.at = days_ago(1)
    chamber.act(IMPORT, {"code": CODE, "ballots": document}, desk)
    chamber.act(COUNT, {"code": CODE}, desk)
    return chamber


def test_a_vacancy_is_filled_and_the_countback_told() -> None:
    counted()
    desk = signed_in("secretariat")
    assert "Fill a seat that was left" in words(desk.get(PAGE))
    form = words(desk.get(FORM))
    assert "Who left? Vera Peeters Who does not consent" in form
    assert "Jan Claes Amina Haddad Value of the lot" in form
    check = desk.post(FORM, {"vacated": "vera"})
    assert "Fill the seat that vera left in the election ombud-2025" in words(check)
    receipt = confirmed(desk, check, FILL)
    assert "See the election" in words(receipt)
    page = words(Client().get(PAGE))
    assert "Seats filled since the count" in page
    assert "Vera Peeters left; Jan Claes took the seat" in page
    assert "Who sits now: Jan Claes" in page
    told = words(Client().get(FILLED))
    assert "Who left Vera Peeters Who took the seat Jan Claes" in told
    assert "Who won ⁨Jan Claes⁩ Elected at stage 1 with 3; the quota was 2.50001." in told
    assert "these are the papers that once filled its seat" in told
    assert "Not elected, with 2; ⁨Jan Claes⁩, elected, had 3." in told
    assert Client().get(f"{PAGE}vacancies/2/").status_code == 404


def test_who_does_not_consent_is_marked() -> None:
    counted()
    desk = signed_in("secretariat")
    check = desk.post(FORM, {"vacated": "vera", "unavailable": ["jan"]})
    confirmed(desk, check, FILL)
    told = words(Client().get(FILLED))
    assert "Who took the seat Amina Haddad Did not consent Jan Claes" in told
    assert "Not elected: did not consent, or had a seat already." in told


def test_mistakes_are_told_and_a_tie_asks_for_a_lot() -> None:
    counted(2, 2)
    desk = signed_in("secretariat")
    said = words(desk.post(FORM, {"unavailable": ["jan", "amina"]}))
    assert "Choose who left the seat." in said
    assert "Leave at least one who could take the seat; else elect anew." in said
    tied = desk.post(FORM, {"vacated": "vera"})
    assert "A lot decides between ⁨Jan Claes⁩, ⁨Amina Haddad⁩" in words(tied)
    assert 'id="lot-error"' in tied.content.decode()
    assert queries.vacancies(CODE) == ()
    confirmed(desk, desk.post(FORM, {"vacated": "vera", "lot": "7 12"}), FILL)
    (found,) = queries.vacancies(CODE)
    assert found.lot == "7 12"
    assert "Value of the lot 7 12" in words(Client().get(FILLED))


def test_who_may_not_fill_it_sees_no_link_and_another_rule_has_no_form() -> None:
    counted()
    clerk = signed_in("clerk")
    assert "Fill a seat that was left" not in words(clerk.get(PAGE))
    assert "Your seat does not fill vacancies." in words(clerk.get(FORM))
    assert Client().get(FORM)["Location"].startswith("/accounts/login/")


def test_after_a_count_by_another_rule_there_is_no_form() -> None:
    counted(rule="meek")
    desk = signed_in("secretariat")
    assert "Fill a seat that was left" not in words(desk.get(PAGE))
    assert desk.get(FORM).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_pages_answer_in_every_language(language: str) -> None:
    counted()
    desk = signed_in("secretariat")
    confirmed(desk, desk.post(FORM, {"vacated": "vera"}), FILL)
    for path in (PAGE, FORM, FILLED):
        answer = desk.get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert answer.content.decode().count("<h1") == 1
