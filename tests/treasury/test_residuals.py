"""What a member owes on leaving: its share of what is open, exact, charged once, rechecked."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from tests.assembly.leagues import entries, faults
from tests.support.coalition import member
from tests.support.leaving import RULES, Purse, promised
from tests.support.replaying import assert_replays

from koinon.cities import queries as cities
from koinon.treasury import queries as treasury
from koinon.treasury.models import ResidualCharge

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


def amounts() -> dict[str, int]:
    return dict(ResidualCharge.objects.values_list("city", "amount_cents"))


def test_a_leaver_pays_its_share_of_what_is_open_by_programme() -> None:
    purse = promised()
    purse.leave("namur")
    # Open: 6,000.01 for all, of which Namur has 110 of 500, and 2,100.01 for the towns, 110 of 210.
    charge = purse.charge("namur")
    # 132,000.22 cents and 110,000 11/21: together 242,000 and a fraction, which is cut off.
    assert charge.result["amount_cents"] == 242_000
    assert charge.result["day"] == "2025-01-28"
    found = treasury.residual_of("namur")
    assert found is not None
    assert [(p.programme, p.cents, p.share) for p in found.reckoning.parts] == [
        ("energy", 600_001, Fraction(11, 50)),
        ("water", 210_001, Fraction(11, 21)),
    ]
    assert sum(p.owed for p in found.reckoning.parts) == Fraction(254_100_781, 1_050)
    (invoice,) = [one for one in treasury.invoices("namur") if one.levy is None]
    assert (invoice.amount_cents, invoice.number) == (242_000, found.invoice)
    assert invoice.due == charge.result["due"]
    assert_replays()


ASSOCIATES = """
[associates]
article = "2.3"
title = {en = "associate", fr = "associé"}
bodies = ["council"]
may = []

[authority]
"assembly.admit_associate/1" = {article = "2.4", by = "decision"}
"assembly.end_association/1" = {article = "2.5", by = "decision"}
"""
VOICED = RULES.replace("[authority]\n", ASSOCIATES, 1).replace(
    'acts = ["assembly.admit_city/1"',
    'acts = ["assembly.admit_associate/1", "assembly.end_association/1", "assembly.admit_city/1"',
    1,
)


def test_a_city_that_only_had_a_voice_is_no_leaver_and_owes_nothing() -> None:
    purse = promised(VOICED)
    purse.decide(
        ("assembly.admit_associate/1", {"associate": {**member("arlon", 30_000), "facts": []}})
    )
    purse.decide(("assembly.end_association/1", {"city": "arlon"}))
    assert purse.cannot_charge("arlon") == "cities.unknown"
    purse.leave("namur")
    assert [one.slug for one in treasury.residuals_to_charge()] == ["namur"]
    assert purse.charge("namur").result["amount_cents"] == 242_000
    assert_replays()


def test_who_leaves_one_after_the_other_pays_nothing_twice() -> None:
    purse = promised()
    purse.leave("namur")
    purse.charge("namur")
    assert purse.commit("heat", 700_00).type == "treasury.commit/1"
    purse.leave("mons")
    purse.charge("mons")
    # Of the 6,000.01 Namur owed 11/50, so 39/50 are left, and Mons has 30 of 390: 360.0006 euros.
    # Of the 700 that came after, Mons owes 30 of 390: 53.84 and 6/13 cents. It is no town.
    exact = Fraction(3, 39) * (Fraction(39, 50) * 600_001 + 70_000)
    found = treasury.residual_of("mons")
    assert found is not None
    assert [p.owed for p in found.reckoning.parts] == [exact, 0]
    assert amounts() == {"namur": 242_000, "mons": 41_384}
    assert int(exact) == 41_384
    assert [one.left for one in found.reckoning.commitments] == [
        Fraction(39, 50),
        Fraction(39, 50),
        Fraction(10, 21),
        1,
    ]
    assert_replays()


def test_two_that_leave_at_once_owe_what_they_owed_alone() -> None:
    purse = promised()
    purse.leave("namur", "mons")
    purse.charge("namur")
    purse.charge("mons")
    assert amounts() == {"namur": 242_000, "mons": 36_000}, "6/100 of 6,000.01 are 360.0006"
    assert_replays()


def test_what_was_paid_or_promised_after_it_left_changes_nothing() -> None:
    purse = promised()
    purse.leave("namur")
    purse.treasurer("pay", {"invoice": 2})
    purse.treasurer("pay", {"invoice": purse.bill(2, 3_000_00, "W-3")})
    purse.commit("pipes", 1_000_00)
    purse.charge("namur")
    assert amounts() == {"namur": 242_000}
    assert_replays()


def test_a_leaver_that_owes_nothing_is_charged_nothing_and_that_stands() -> None:
    purse = Purse()
    purse.found({"ghent": 260_000, "namur": 110_000}, RULES)
    purse.leave("namur")
    answer = purse.charge("namur")
    assert answer.result["amount_cents"] == 0
    found = treasury.residual_of("namur")
    assert found is not None
    assert (found.invoice, found.reckoning.parts, treasury.invoices("namur")) == (None, (), ())
    assert purse.cannot_charge("namur") == "treasury.residual_charged"
    assert_replays()


def test_who_is_charged_when_and_by_whom() -> None:
    purse = promised()
    assert purse.cannot_charge("atlantis") == "cities.unknown"
    assert purse.cannot_charge("namur") == "treasury.not_left"
    purse.act("assembly.announce_leaving/1", {"city": "namur"}, "council/namur")
    assert purse.cannot_charge("namur") == "treasury.not_left", "it still is a member"
    purse.leave("mons")
    assert purse.cannot_charge("namur", "secretariat") == "authority.other_seat"
    assert purse.cannot_charge("namur", "council/namur") == "authority.unknown_seat"
    purse.charge("namur")
    assert purse.cannot_charge("namur") == "treasury.residual_charged"
    assert_replays()


def test_members_are_charged_in_the_order_in_which_they_left() -> None:
    purse = promised()
    purse.leave("namur")
    purse.leave("mons")
    assert [one.slug for one in treasury.residuals_to_charge()] == ["namur", "mons"]
    refused = purse.refused("treasury.charge_residual/2", {"city": "mons"}, "treasurer")
    assert (refused.code, dict(refused.facts)["earlier"]) == ("treasury.residual_order", "namur")
    purse.charge("namur")
    purse.charge("mons")
    assert treasury.residuals_to_charge() == ()
    assert_replays()


def test_the_charter_under_which_it_left_decides() -> None:
    purse = promised()
    purse.leave("namur")
    kept = RULES.replace('by = "people"', 'by = "one"').replace(
        "within_days = 60", "within_days = 1"
    )
    text = purse.document(kept.encode()).model_dump()
    purse.at = "2025-03-01T12:00:00.000000Z"
    number = purse.propose("One each", ("assembly.amend_charter/1", {"charter": text}))
    purse.at = "2025-03-04T12:00:00.000000Z"
    for city in ("ghent", "leuven", "mons"):
        purse.vote(number, city, "yes")
    purse.at = "2025-03-08T12:00:00.000000Z"
    charge = purse.charge("namur")
    assert (charge.result["amount_cents"], charge.result["due"]) == (242_000, "2025-05-07")
    assert_replays()


def test_a_charter_without_the_rule_charges_by_the_last_levy_as_before() -> None:
    old = RULES.replace('residual = {of = "commitments", by = "people", within_days = 60}\n', "")
    old = old.replace("treasury.charge_residual/2", "treasury.charge_residual/1")
    purse = promised(old)
    purse.leave("namur")
    answer = purse.treasurer("charge_residual", {"city": "namur", "due": "2025-04-01"})
    # By the levy, 110 of 500 of all that is open: 1,782.00 and 44 hundredths of a cent.
    assert answer.result["amount_cents"] == 178_200
    refused = purse.refused(
        "treasury.charge_residual/1", {"city": "namur", "due": "2025-04-01"}, "treasurer"
    )
    assert refused.code == "treasury.residual_charged"
    assert treasury.residuals_to_charge() == ()
    assert_replays()


def changed(place: str, to: Any) -> Callable[[list[dict[str, Any]]], None]:
    """Set a part of the reckoning in the last entry."""

    def change(record: list[dict[str, Any]]) -> None:
        (effect,) = [one for one in record[-1]["effects"] if one["kind"] == "residual"]
        *way, last = place.split(".")
        at: Any = effect
        for step in way:
            at = at[int(step)] if step.isdigit() else at[step]
        at[int(last) if last.isdigit() else last] = to

    return change


def test_whoever_checks_the_record_recomputes_the_charge() -> None:
    purse = promised()
    purse.leave("namur")
    purse.charge("namur")
    assert cities.city("namur") is not None
    assert faults(lambda record: None) == ""
    assert "its parts" in faults(changed("reckoning.cents", 242_001))
    assert "its parts" in faults(changed("reckoning.parts.0.share", "1/5"))
    assert "its parts" in faults(changed("reckoning.weights.0.1", "250000"))
    assert "commitment 2" in faults(changed("reckoning.commitments.1.left", "1/2"))
    assert "does not read" in faults(changed("reckoning.parts.0.share", 1))
    assert "has not left" in faults(changed("city", "mons"))

    def twice(record: list[dict[str, Any]]) -> None:
        record[-1]["effects"].append(record[-1]["effects"][0])

    def cheap(record: list[dict[str, Any]]) -> None:
        for one in record[-1]["effects"]:
            if one["kind"] == "residual":
                one["reckoning"]["commitments"].pop()
                one["reckoning"]["parts"].pop()
                one["reckoning"]["cents"] = 132_000

    assert "twice" in faults(twice)
    assert "other commitments than were open" in faults(cheap)
    assert "residual" in {one["kind"] for one in entries()[-1]["effects"]}


def test_a_journal_that_books_another_amount_is_noticed() -> None:
    purse = promised()
    purse.leave("namur")
    purse.charge("namur")

    def other(record: list[dict[str, Any]]) -> None:
        kept = [one for one in record[-1]["effects"] if one["kind"] == "residual"]
        record[-1]["effects"] = kept

    assert "books another amount" in faults(other)
