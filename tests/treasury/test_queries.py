"""What the room answers about a coalition's money, against sums done by hand."""

from __future__ import annotations

import pytest
from tests.support.money import Chest, assessed, receipt

from koinon.treasury import queries as treasury

pytestmark = pytest.mark.django_db


@pytest.fixture
def chest() -> Chest:
    """90,000 budgeted and 47,000 levied; 15,000 committed, 9,000 invoiced, 4,000 of it paid."""
    chest = assessed(47_000_00)
    chest.treasurer("record_receipt", receipt("B1", 30_000_00, city="ghent"))
    chest.treasurer("record_receipt", receipt("B2", 1_000_00))
    chest.commit("heat", 15_000_00)
    for number, cents in (("W-1", 4_000_00), ("W-2", 5_000_00)):
        bill = {"commitment": 1, "amount_cents": cents, "supplier_number": number}
        chest.treasurer("accept_invoice", bill)
    chest.treasurer("pay", {"invoice": 1})
    fee = {"year": 2025, "line": "bank", "title": "Bank charges", "amount_cents": 10_00}
    chest.treasurer("pay_unavoidable", fee)
    return chest


def test_the_chest_now(chest: Chest) -> None:
    found = treasury.chest("EUR")
    assert found == treasury.Chest(
        bank_cents=26_990_00,
        overdraft_cents=0,
        exceptions_cents=-1_000_00,
        receivable_cents=21_000_00,
        advances_cents=4_000_00,
        payable_cents=5_000_00,
    )


def test_a_budget_with_what_standing_authority_spent_beside_it(chest: Chest) -> None:
    lines = treasury.budget("EUR", 2025)
    assert [(one.code, one.budget_cents, one.paid_cents) for one in lines] == [
        ("heat", 90_000_00, 4_000_00),
        ("bank", 10_00, 10_00),
    ]
    heat, bank = lines
    assert (heat.committed_cents, heat.accrued_cents) == (6_000_00, 5_000_00)
    assert heat.available_cents == 75_000_00
    assert heat.adopted_n is not None
    assert (bank.adopted_n, bank.decision_n, bank.title) == (None, None, {})
    energy, none = treasury.programmes(lines)
    assert (energy.code, energy.lines, energy.paid_cents) == ("energy", (heat,), 4_000_00)
    assert (none.code, none.lines) == ("", (bank,))
    assert treasury.line("EUR", 2025, "heat") == heat
    assert treasury.line("EUR", 2025, "bank") == bank
    assert treasury.line("EUR", 2025, "sewers") is None
    assert treasury.line("EUR", 2024, "heat") is None


def test_a_line_tells_every_movement(chest: Chest) -> None:
    moves = treasury.movements("EUR", 2025, "heat")
    assert [(one.source, one.target, one.amount_cents) for one in moves] == [
        ("authority", "available", 90_000_00),
        ("available", "committed", 15_000_00),
        ("committed", "accrued", 4_000_00),
        ("committed", "accrued", 5_000_00),
        ("accrued", "paid", 4_000_00),
    ]
    assert [one.n for one in moves] == sorted(one.n for one in moves)


def test_the_strip_is_found_from_each_of_its_entries(chest: Chest) -> None:
    whole = treasury.strip("EUR", 1)
    assert whole is not None
    assert whole.invoice is not None
    accepted, paid = whole.invoice.accepted_n, whole.payment_n
    assert paid is not None
    assert treasury.strip_of_entry("EUR", accepted) == whole
    assert treasury.strip_of_entry("EUR", paid) == whole
    begun = treasury.strip_of_entry("EUR", whole.commitment.committed_n)
    assert begun == treasury.Strip(whole.line, whole.commitment, None)
    assert begun.payment_n is None
    assert whole.line.decision_n is not None
    assert treasury.strip_of_entry("EUR", whole.line.decision_n) is None
    unpaid = treasury.strip("EUR", 2)
    assert unpaid is not None
    assert unpaid.payment_n is None
    assert treasury.strip("EUR", 3) is None


def test_what_a_member_owes(chest: Chest) -> None:
    assert treasury.statement("EUR", "ghent") == treasury.Statement(
        "ghent", 26_000_00, 26_000_00, 0, 4_000_00
    )
    assert treasury.statement("EUR", "leuven", 2025).open_cents == 10_000_00
    assert treasury.statement("EUR", "leuven", 2024).charged_cents == 0
    by_city = treasury.charged(2025)
    assert [(one.city, one.charged_cents, one.open_cents) for one in by_city] == [
        ("ghent", 26_000_00, 0),
        ("leuven", 10_000_00, 10_000_00),
        ("namur", 11_000_00, 11_000_00),
    ]
    assert treasury.charged(2024) == ()
    assert {one.city for one in treasury.invoices(levy="dues-2025", year=2025)} == {
        "ghent",
        "leuven",
        "namur",
    }
    assert treasury.invoices(levy="other") == ()


def test_the_journal_and_the_trial_balance_agree(chest: Chest) -> None:
    page = treasury.journals()
    assert (page.page, page.pages, page.total) == (1, 1, len(page.journals))
    newest = page.journals[0]
    assert (newest.kind, newest.count, newest.authority) == (
        "unavoidable payment",
        3,
        "article 7.6",
    )
    assert [one.amount_cents for one in newest.transfers] == [10_00, 10_00, 10_00]
    lines = list(treasury.journal_lines(2025))
    assert len(lines) == sum(one.count for one in page.journals)
    assert list(treasury.journal_lines(2024)) == []
    nets: dict[str, int] = {}
    for _, moved in lines:
        nets[moved.debit] = nets.get(moved.debit, 0) + moved.amount_cents
        nets[moved.credit] = nets.get(moved.credit, 0) - moved.amount_cents
    assert nets == {row.account: row.net_cents for row in treasury.trial_balance("EUR")}
    assert treasury.years() == (2025,)


def test_the_largest_payments_and_the_unexplained(chest: Chest) -> None:
    assert [one.number for one in treasury.largest_payments(2025)] == [1]
    assert treasury.largest_payments(2024) == ()
    assert [one.reference for one in treasury.bank_lines(unexplained_only=True)] == ["B2"]
    assert [one.number for one in treasury.supplier_invoices(unpaid_only=True)] == [2]
    assert treasury.commitment(1) == treasury.commitments(2025, "heat")[0]
    assert treasury.commitment(2) is None
