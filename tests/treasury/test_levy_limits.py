"""What a formula may come to: never more than the books can hold."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.coalition import League
from tests.support.money import CITIES, MONEY

from koinon.charter.parsing import parse_charter
from koinon.interfaces.web.pages.money_formula import clauses
from koinon.methods.levies import levy_from_plain
from koinon.methods.plain import to_plain
from koinon.methods.postings import MAX_AMOUNT
from koinon.treasury.models import Invoice

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


def test_a_levy_of_the_charter_is_assessed_by_its_groups() -> None:
    """The formula that the charter's steps become is adopted as it is; groups are looked up."""
    charter = DIRECTLY.replace(
        "[rules.double]",
        """[groups.coast]
title = { en = "coastal cities", fr = "villes côtières" }
members = ["ghent"]
[levies.dues]
title = { en = "Dues", fr = "Cotisation" }
article = "12"
need = false
charge = "due"
steps = [
  { name = "each", kind = "class_table", values = { coast = "38/100 EUR" }, others = "27/100 EUR" },
  { name = "due", kind = "product", of = ["each", "weight:people"] },
]
[rules.double]""",
    )
    league = League()
    league.found(CITIES, charter)
    formula = to_plain(parse_charter(charter, file="charter.toml").levy("dues").levy)
    league.act("treasury.adopt_levy/1", adopting(0) | {"formula": formula}, "treasurer")
    league.act("treasury.assess_levy/1", {"levy": "dues"}, "treasurer")
    owed = dict(Invoice.objects.order_by("number").values_list("city", "amount_cents"))
    assert owed == {"ghent": 9_880_000, "leuven": 2_700_000, "namur": 2_970_000}
    (clause,) = [
        clause
        for clause in clauses(levy_from_plain(formula), parse_charter(charter, file="charter.toml"))
        if clause.kind == "class_table"
    ]
    assert "coastal cities" in clause.sentence
    assert "all others" in clause.sentence
