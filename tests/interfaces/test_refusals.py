"""A refusal is one whole sentence, down to the message that another message holds."""

from __future__ import annotations

import pytest
from tests.support.coalition import CHARTER, League
from tests.support.money import CITIES, MONEY
from tests.treasury.test_levy_limits import DIRECTLY, adopting

from koinon.acts.refused import Refused
from koinon.interfaces.shared.refusals import sentence

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
        "The formula of the levy dues cannot be applied to the members, at amount: the divisor of "
        "member ghent is zero."
    )
    assert sentence(refused, "fr").endswith("à amount : le diviseur du membre ghent est zéro.")


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
