"""What a formula may come to: never more than the books can hold."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.coalition import League
from tests.support.money import CITIES, MONEY

from koinon.methods.postings import MAX_AMOUNT

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

DIRECTLY = MONEY.replace(
    '"treasury.adopt_levy/1" = {article = "6.1", by = "decision"}',
    '"treasury.adopt_levy/1" = {article = "6.1", seat = "treasurer"}',
).replace('"treasury.adopt_levy/1",', "")


def adopting(each_cents: int) -> dict[str, Any]:
    return {
        "code": "dues",
        "year": 2025,
        "title": [{"language": "en", "text": "Dues"}],
        "need_cents": each_cents,
        "formula": {
            "amount": {"kind": "flat", "amount": {"kind": "need"}},
            "rounding": {"unit_cents": 1, "ties": "id"},
        },
        "instalments": [{"due": "2025-03-01", "share": "1"}],
    }


def test_a_charge_beyond_what_an_amount_can_be_is_refused_at_adoption() -> None:
    league = League()
    league.found(CITIES, DIRECTLY)
    times = {"kind": "rate", "rate": "2", "base": adopting(1)["formula"]["amount"]}
    wanted = adopting(MAX_AMOUNT)
    wanted["formula"]["amount"] = times
    told = league.refused("treasury.adopt_levy/1", wanted, "treasurer")
    assert told.code == "treasury.charge_too_large"
    assert told.fact("city") in CITIES
    league.act("treasury.adopt_levy/1", adopting(MAX_AMOUNT // 3), "treasurer")
    league.act("treasury.assess_levy/1", {"levy": "dues"}, "treasurer")
