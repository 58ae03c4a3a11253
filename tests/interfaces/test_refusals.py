"""A refusal is one whole sentence, down to the message that another message holds."""

from __future__ import annotations

import pytest
from tests.support.coalition import CHARTER, League, population
from tests.support.money import CITIES, MONEY, budget, founded
from tests.treasury.test_levy_limits import DIRECTLY, adopting

from koinon.acts.not_executed import NoteNotExecuted
from koinon.acts.refused import Refused
from koinon.interfaces.shared.refusals import sentence

FACT = {"city": "ghent", "fact": population(1)}

pytestmark = pytest.mark.django_db


def amended(text: str) -> Refused:
    """What an amendment to this text is refused with."""
    league = League()
    league.found(CITIES, CHARTER)
    document = league.document(text.encode()).model_dump()
    asked = {
        "title": [{"language": "en", "text": "Amend"}],
        "acts": [{"type": "assembly.amend_charter/1", "data": {"charter": document}}],
    }
    return league.refused("assembly.open_proposal/1", asked, "secretariat")


def test_a_charters_mistake_is_told_with_its_facts() -> None:
    wrong = amended(MONEY.replace("voting_days = 3", "voting_days = 3\nnotice_day = 2"))
    told = sentence(wrong, "en")
    assert "“notice_day” is not known here; did you mean “notice_days”?" in told
    assert "{" not in told
    assert "vouliez-vous dire «\xa0notice_days\xa0»" in sentence(wrong, "fr")


LEVIED = """
[figures.price]
title = { en = "price", fr = "prix" }
unit = "EUR"
[levies.dues]
title = { en = "dues", fr = "cotisation" }
article = "6"
need = false
charge = "due"
steps = [{ name = "due", kind = "flat", amount = "price" }]
[rosters.one]
ghent = { population = 1 }
[[levy_cases]]
title = "the price is forgotten"
levy = "dues"
members = "one"
total = "1 EUR"
"""


def test_a_charters_levy_that_fails_is_told_with_its_step() -> None:
    told = sentence(amended(MONEY + LEVIED), "fr")
    assert (
        "le cas «\u202fthe price is forgotten\u202f» ne peut être calculé à l’étape «\u202fdue"
        in told
    )
    assert "écrivez figures = { price = … } dans le cas." in told
    assert "{price}" not in told


def test_a_formula_that_fails_says_where_and_why_in_the_readers_language() -> None:
    league = League()
    league.found(CITIES, DIRECTLY)
    wanted = adopting(100)
    column = {"kind": "indicator", "name": "population"}
    wanted["formula"]["amount"] = {
        "kind": "quotient",
        "of": column,
        "by": {"kind": "rate", "rate": "0", "base": column},
    }
    refused = league.refused("treasury.adopt_levy/1", wanted, "treasurer")
    assert sentence(refused, "en") == (
        "The formula of the levy dues cannot be applied to the members, at amount: Ghent has zero "
        "to divide by; give it a figure above zero or leave it out of those who pay."
    )
    assert "à amount : Ghent a zéro comme diviseur\u202f; donnez-lui" in sentence(refused, "fr")


def test_amounts_of_a_formula_that_fails_are_told_as_money() -> None:
    league = League()
    league.found(CITIES, DIRECTLY)
    wanted = adopting(100_000)
    floor = {"kind": "flat", "amount": {"kind": "fixed", "value": "123456"}}
    people = {"kind": "indicator", "name": "weight:people"}
    quota = {"kind": "quota", "amount": {"kind": "need"}, "by": people}
    within = {"kind": "within", "of": quota, "floor": floor, "cap": None}
    wanted["formula"]["amount"] = within
    refused = league.refused("treasury.adopt_levy/1", wanted, "treasurer")
    assert sentence(refused, "en") == (
        "The formula of the levy dues cannot be applied to the members, at amount: all together "
        "1,000.00\u00a0EUR is to be collected, and the floors alone come to 3,703.68\u00a0EUR; "
        "lower the floors or collect more."
    )
    assert "3\u202f703,68\u00a0EUR" in sentence(refused, "fr")
    others = {"kind": "class_table", "name": "groups:coast", "table": [["coast", "1"]]}
    wanted["formula"]["amount"] = {**quota, "by": others}
    refused = league.refused("treasury.adopt_levy/1", wanted, "treasurer")
    assert "Ghent is in none of the groups that the table" in sentence(refused, "en")


def test_a_refusal_that_an_older_record_holds_is_still_told() -> None:
    facts = {"levy": "dues", "place": "amount", "fault": "bounds_leave_no_room", "whole": "5"}
    told = sentence(Refused("treasury.levy_fails", tuple(facts.items())), "en")
    assert told.endswith(
        "at amount: floors and caps leave no room for a sum of 5; change them, or "
        "what is to be collected."
    )


def test_what_could_never_be_carried_out_is_refused_at_notice() -> None:
    league = League()
    league.found(CITIES, MONEY)
    line = {
        "code": "heat",
        "programme": "energy",
        "title": [{"language": "en", "text": "Heat"}],
        "amount_cents": 1,
    }
    unreadable = adopting(1) | {"formula": {"amount": {"kind": "whim"}}}
    for name, data, code in (
        ("treasury.adopt_budget/1", {"year": 2025, "lines": [line, line]}, "treasury.line_twice"),
        ("treasury.adopt_levy/1", unreadable, "treasury.formula"),
    ):
        asked = {
            "title": [{"language": "en", "text": "Money"}],
            "acts": [{"type": name, "data": data}],
        }
        assert league.refused("assembly.open_proposal/1", asked, "secretariat").code == code


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The delegate of Leuven in the Council has no vote here; the delegates in the"),
        ("fr", "La délégation de Leuven (Conseil) n’a pas de voix ici"),
        ("es", "La delegación de Leuven (Council) no tiene voto aquí"),
        ("ar", "ليس لـمندوب Leuven في Council صوت هنا"),
    ],
)
def test_a_seat_is_called_what_people_call_it(language: str, said: str) -> None:
    League().found(CITIES, CHARTER)
    refused = Refused("assembly.other_body", (("body", "council"), ("seat", "council/leuven")))
    assert sentence(refused, language).startswith(said)


def test_an_office_and_those_who_may_are_called_by_their_titles() -> None:
    league = League()
    league.found(CITIES, CHARTER)
    refused = league.refused("cities.certify_fact/1", FACT, "council/ghent")
    assert "to the Secretariat; act from that seat" in sentence(refused, "en")
    refused = league.refused("assembly.cast_vote/1", {"proposal": 1, "yes": "1"}, "secretariat")
    assert "to the delegates in the Council;" in sentence(refused, "en")


def test_a_budget_line_is_called_by_its_title() -> None:
    chest = founded()
    chest.decide(budget(100_00))
    refused = chest.commit("heat", 200_00)
    assert isinstance(refused, Refused)
    assert sentence(refused, "en").startswith("Of budget line “Heat in schools” of 2025, 100.00")
    noted = NoteNotExecuted.of(1, refused).refused()  # the record holds facts as texts
    assert sentence(noted, "en") == sentence(refused, "en")
