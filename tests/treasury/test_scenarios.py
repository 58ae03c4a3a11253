"""A coalition's money from the budget to the payment, each scenario replayed elsewhere."""

from __future__ import annotations

import secrets

import pytest
from tests.support.money import assessed, budget, capped, founded, levy, receipt
from tests.support.replaying import assert_replays

from koinon.acts.refused import Refused
from koinon.record import store
from koinon.record.canonical import load
from koinon.treasury import ledger
from koinon.treasury.models import Invoice, SupplierInvoice

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


def test_money_follows_the_vote() -> None:
    chest = capped()
    chest.decide(budget(90_000_00), levy(94_000_00))
    assessed = chest.treasurer("assess_levy", {"levy": "dues-2025"})
    assert assessed.result == {"levy": "dues-2025", "total_cents": 94_000_00, "left_cents": 0}
    owed: dict[str, int] = {}
    for invoice in Invoice.objects.order_by("number"):
        owed[invoice.city] = owed.get(invoice.city, 0) + invoice.amount_cents
    # Namur's key gives it 22,000; its law stops it at 20,000; the rest goes 260 : 100.
    assert owed == {"ghent": 53_444_44, "leuven": 20_555_56, "namur": 20_000_00}
    assert [i.reference for i in Invoice.objects.filter(number=1)] == ["RF74000000001"]

    part = {"bank_reference": "B1", "on": "2025-01-08", "amount_cents": 5_000_00, "city": "namur"}
    assert chest.treasurer("record_receipt", part).result["settled_cents"] == 5_000_00
    more = {"bank_reference": "B2", "on": "2025-01-08", "amount_cents": 60_000_00, "city": "ghent"}
    assert chest.treasurer("record_receipt", more).result["settled_cents"] == 53_444_44
    assert ledger.balance("advance/ghent").net == -6_555_56
    assert (
        chest.refused("treasury.record_receipt/1", more, "treasurer").code == "treasury.bank_twice"
    )
    unknown = {"bank_reference": "B3", "on": "2025-01-08", "amount_cents": 1_00}
    chest.treasurer("record_receipt", unknown)
    assert ledger.balance("exceptions").net == -1_00

    committed = chest.commit("heat", 15_000_00)
    assert committed.result == {"commitment": 1}
    chest.treasurer(
        "accept_invoice", {"commitment": 1, "amount_cents": 9_000_00, "supplier_number": "W-1"}
    )
    chest.treasurer("pay", {"invoice": 1})
    assert ledger.balance("2025/heat/available").net == -75_000_00
    assert ledger.balance("2025/heat/paid").net == -9_000_00
    assert ledger.balance("bank").net == 56_001_00
    again = chest.refused("treasury.pay/1", {"invoice": 1}, "treasurer")
    assert again.code == "treasury.paid_already"
    assert SupplierInvoice.objects.get(number=1).paid_n is not None
    assert ledger.wrong_balances() == ()
    assert_replays()


def test_what_no_decision_covers_is_refused() -> None:
    chest = founded()
    undecided = chest.commit("heat", 100_00)
    assert isinstance(undecided, Refused)
    assert undecided.code == "treasury.no_decision"
    assert undecided.fact("article") == "7.1"
    chest.decide(budget(9_000_00))
    beyond = chest.commit("heat", 9_000_01)
    assert isinstance(beyond, Refused)
    assert beyond.code == "treasury.line_exhausted"
    assert beyond.fact("available_cents") == 9_000_00
    large = chest.commit("heat", 20_000_01)
    assert isinstance(large, Refused)
    assert large.code == "authority.above_limit"
    assert large.fact("article") == "7.2"
    nothing = chest.refused("treasury.pay/1", {"invoice": 7}, "treasurer")
    assert nothing.code == "treasury.nothing_to_pay"
    assert_replays()


def test_orders_are_refused_bank_facts_never() -> None:
    chest = founded()
    chest.decide(budget(9_000_00))
    chest.commit("heat", 5_000_00)
    chest.treasurer(
        "accept_invoice", {"commitment": 1, "amount_cents": 5_000_00, "supplier_number": "W-1"}
    )
    empty = chest.refused("treasury.pay/1", {"invoice": 1}, "treasurer")
    assert empty.code == "treasury.overdrawn"
    assert empty.fact("account") == "bank"
    paid_in = {"bank_reference": "B1", "on": "2025-01-08", "amount_cents": 30_00}
    chest.treasurer("record_receipt", paid_in)
    charge = {"bank_reference": "B2", "on": "2025-01-08", "amount_cents": 45_00, "text": "Charges"}
    chest.treasurer("record_bank_debit", charge)
    assert ledger.balance("bank").net == 0
    assert ledger.balance("overdraft").net == -15_00
    assert_replays()


def test_standing_authority_has_a_limit() -> None:
    chest = founded()
    chest.treasurer(
        "record_receipt", {"bank_reference": "B1", "on": "2025-01-01", "amount_cents": 1_000_00}
    )
    fee = {"year": 2025, "line": "bank", "title": "Bank charges", "amount_cents": 500_00}
    chest.treasurer("pay_unavoidable", fee)
    over = chest.refused("treasury.pay_unavoidable/1", {**fee, "amount_cents": 500_01}, "treasurer")
    assert over.code == "authority.above_limit"
    assert ledger.balance("2025/bank/paid").net == -500_00
    assert_replays()


def test_the_payee_is_not_in_the_record() -> None:
    chest = founded()
    chest.decide(budget(9_000_00))
    chest.commit("heat", 5_000_00)
    assert not any(b"Warm Ltd" in body for body in store.bodies())
    last = load(store.body(store.head().size - 1))
    assert isinstance(last, dict)
    assert set(last["data"]["payee"]) == {"private"}  # type: ignore[index,call-overload]
    assert secrets.compare_digest(last["type"], "treasury.commit/1")  # type: ignore[arg-type]


def test_a_receipt_on_the_wrong_city_is_corrected_without_touching_the_bank() -> None:
    chest = assessed(47_000_00)
    # By residents 260 : 100 : 110 of 470; a third of it is due first.
    chest.treasurer("record_receipt", receipt("B1", 12_000_00, city="leuven"))
    assert ledger.balance("receivable/leuven").net == 0
    assert ledger.balance("advance/leuven").net == -2_000_00
    correction = {"bank_reference": "B1", "city": "namur", "reason": "Paid by Namur"}
    corrected = chest.treasurer("correct_receipt", correction)
    assert corrected.result == {"city": "namur", "invoices": [5, 6], "settled_cents": 11_000_00}
    assert ledger.balance("receivable/leuven").net == 10_000_00
    assert ledger.balance("advance/leuven").net == 0
    assert ledger.balance("receivable/namur").net == 0
    assert ledger.balance("advance/namur").net == -1_000_00
    assert ledger.balance("bank").net == 12_000_00
    again = chest.refused("treasury.correct_receipt/1", correction, "treasurer")
    assert again.code == "treasury.nothing_to_correct"
    assert ledger.wrong_balances() == ()
    assert_replays()


def test_an_unknown_receipt_finds_its_payer() -> None:
    chest = assessed(47_000_00)
    chest.treasurer("record_receipt", receipt("B1", 500_00))
    reference = Invoice.objects.get(number=1).reference
    found = {"bank_reference": "B1", "invoice_reference": reference, "reason": "Ghent wrote"}
    assert chest.treasurer("correct_receipt", found).result["city"] == "ghent"
    assert ledger.balance("exceptions").net == 0
    assert Invoice.objects.get(number=1).paid_cents == 500_00
    assert_replays()


def test_what_was_paid_beforehand_pays_the_next_levy() -> None:
    chest = founded()
    chest.treasurer("record_receipt", receipt("B0", 4_000_00, city="ghent") | {"on": "2025-01-01"})
    chest.decide(levy(47_000_00))
    chest.treasurer("assess_levy", {"levy": "dues-2025"})
    used = chest.treasurer("apply_credit", {"city": "ghent"})
    assert used.result == {"city": "ghent", "settled_cents": 4_000_00}
    assert ledger.balance("receivable/ghent").net == 22_000_00
    none = chest.refused("treasury.apply_credit/1", {"city": "ghent"}, "treasurer")
    assert none.code == "treasury.no_credit"
    assert_replays()


def test_a_year_closes_once_it_is_over_and_explained() -> None:
    chest = assessed(47_000_00)
    chest.treasurer("record_receipt", receipt("B1", 26_000_00, city="ghent"))
    chest.commit("heat", 5_000_00)
    bill = {"commitment": 1, "amount_cents": 3_000_00, "supplier_number": "W-1"}
    chest.treasurer("accept_invoice", bill)
    chest.treasurer(
        "record_bank_debit",
        {"bank_reference": "B2", "on": "2025-01-08", "amount_cents": 12_00, "text": "Charges"},
    )
    close = {"year": 2025}
    assert (
        chest.refused("treasury.close_year/1", close, "treasurer").code == "treasury.year_not_over"
    )
    chest.at = "2026-01-20T12:00:00.000000Z"
    assert chest.refused("treasury.close_year/1", close, "treasurer").code == "treasury.unexplained"
    chest.treasurer(
        "explain_debit",
        {"bank_reference": "B2", "year": 2025, "line": "bank", "title": "Bank charges"},
    )
    closed = chest.treasurer("close_year", close)
    # Of 90,000.00 the invoice of 3,000.00 stays; 87,000.00 lapses.
    assert closed.result == {"year": 2025, "lapsed_cents": 87_000_00}
    assert ledger.balance("net_assets").net == -(47_000_00 - 3_000_00 - 12_00)
    assert (
        chest.refused("treasury.close_year/1", close, "treasurer").code == "treasury.year_not_open"
    )
    chest.treasurer("pay", {"invoice": 1})
    assert ledger.balance("2025/heat/paid").net == -3_000_00
    late = receipt("B3", 10_000_00, city="leuven") | {"on": "2025-12-30"}
    chest.treasurer("record_receipt", late)
    assert ledger.balance("receivable/leuven").net == 0
    assert ledger.wrong_balances() == ()
    assert_replays()
