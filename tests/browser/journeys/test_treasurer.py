"""A treasurer is refused what nobody decided, with its remedy, and pays what was decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support import pages
from tests.support.desk import confirm, fill
from tests.support.journeys import Walker
from tests.support.money import budget, founded

from koinon.record import store

pytestmark = pytest.mark.browser

TODAY = {"en": "20 November 2026", "es": "20 de noviembre de 2026"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_treasurer_is_refused_the_undecided_and_pays_the_decided(
    demonstration: Any, walker: Callable[..., Walker], language: str
) -> None:
    treasurer = walker(demonstration.address, language)
    treasurer.sign_in(demonstration.links["treasurer"])
    treasurer.go("Money")
    treasurer.follow("Treasurer’s desk")
    treasurer.look("desk")
    size = store.head().size
    nobody_decided_a_tunnel(treasurer)
    the_council_decides_above_40_000(treasurer)
    assert store.head().size == size
    an_accepted_invoice_is_paid(treasurer)
    assert store.head().size == size + 1


def nobody_decided_a_tunnel(treasurer: Walker) -> None:
    treasurer.follow("Commit money of a line")
    fill(treasurer, line="tunnel", title="A tunnel", amount_cents="5000", payee="Dig Ltd")
    confirm(treasurer, "treasury.commit/1")
    refusal = treasurer.words(
        "No decision covers spending on line “{line}” in {year}. By article {article} the members "
        "decide the budget; enclose the line in a proposal, and spend once it is adopted.",
        line="tunnel",
        year=2026,
        article="7.1",
    )
    said = treasurer.text(treasurer.tab.get_by_role("alert"))
    assert treasurer.words("This is refused, and nothing was changed") in said
    assert refusal in said
    treasurer.look("refused")
    treasurer.follow("See the proposals, or open one")
    assert treasurer.tab.url.endswith("/decisions/")


def the_council_decides_above_40_000(treasurer: Walker) -> None:
    """The amendment of the first year let the treasurer promise 40,000 EUR, and not a cent more."""
    treasurer.tab.goto("/money/desk/commit/")
    fill(treasurer, line="school-heat", title="Pipes", amount_cents="40000,01", payee="Warm Ltd")
    confirm(treasurer, "treasury.commit/1")
    refusal = treasurer.words(
        "Article {article} lets you do this up to {limit_cents}, and {amount_cents} is asked; "
        "propose it, so that the members decide.",
        article="7.3",
        limit_cents=treasurer.figure("40,000.00 EUR"),
        amount_cents=treasurer.figure("40,000.01 EUR"),
    )
    assert refusal in treasurer.text(treasurer.tab.get_by_role("alert"))
    treasurer.look("above-the-limit")


def an_accepted_invoice_is_paid(treasurer: Walker) -> None:
    """OE-7, 250,000 EUR of the evening courses; 19,400 EUR stay owed for song books."""
    tab = treasurer.tab
    tab.goto("/money/desk/")
    card = tab.locator("li.card").filter(has_text="OE-7")
    assert treasurer.figure("250,000.00 EUR") in treasurer.text(card)
    card.get_by_role("link").last.click()
    tab.locator('button[value="check"]').click()
    assert treasurer.there(".strip .undone")
    treasurer.look("check")
    confirm(treasurer, "treasury.pay/1")
    assert treasurer.read("h1") == treasurer.words("It is in the record")
    treasurer.look("receipt")
    treasurer.follow("See the entry and its proof")
    assert treasurer.there(".strip > li", 7)
    assert tab.locator(".strip .undone").count() == 0
    amount, day = treasurer.figure("250,000.00 EUR"), TODAY[treasurer.language]
    paid = treasurer.words("{amount} paid on {day}.", amount=amount, day=day)
    assert paid in treasurer.read(".strip")
    tab.wait_for_selector(".verdict")
    treasurer.look("paid")
    treasurer.go("Money")
    # 3,629,100.67 lay at the bank and 269,400.00 were owed.
    assert treasurer.figure("3,379,100.67 EUR") in treasurer.read(".figures")
    assert treasurer.figure("19,400.00 EUR") in treasurer.read(".figures")
    treasurer.look("money")


def test_without_scripts_a_treasurer_books_promises_accepts_and_pays(
    site: str, walker: Callable[..., Walker]
) -> None:
    """In a league whose members decided 90,000 EUR for heat in schools, with an empty chest."""
    founded().decide(budget(90_000_00))
    treasurer = walker(site, "fr", java_script_enabled=False)
    treasurer.sign_in(pages.person("tom@league.example", "treasurer"))
    tab = treasurer.tab
    tab.goto("/money/desk/receipt/")
    fill(treasurer, bank_reference="B1", on="2025-02-03", amount_cents="20 000,00")
    assert "20 000,00 EUR" in treasurer.read()
    confirm(treasurer, "treasury.record_receipt/1")
    tab.goto("/money/desk/pay/?invoice=1")
    fill(treasurer)
    confirm(treasurer, "treasury.pay/1")
    assert treasurer.there(tab.get_by_role("alert"))

    tab.goto("/money/desk/commit/?year=2025")
    fill(treasurer, line="heat", title="Heat pumps", amount_cents="5000", payee="Dig Ltd")
    treasurer.press("Change the answers")
    assert tab.locator("#field-title").input_value() == "Heat pumps"
    fill(treasurer, amount_cents="5000,50")
    assert "Dig Ltd" in treasurer.read()
    confirm(treasurer, "treasury.commit/1")
    tab.goto("/money/desk/")
    treasurer.follow("Accept an invoice against commitment %(number)s", number=1)
    fill(treasurer, amount_cents="4000", supplier_number="W-1")
    confirm(treasurer, "treasury.accept_invoice/1")
    tab.goto("/money/invoices/1/")
    assert tab.locator(".strip .undone h3").all_inner_texts() == [treasurer.words("Payment")]
    treasurer.follow("Pay this invoice")
    fill(treasurer)
    confirm(treasurer, "treasury.pay/1")
    treasurer.follow("See the entry and its proof")
    assert treasurer.there(".strip > li", 7)
    assert tab.locator(".strip .undone").count() == 0
    assert "4 000,00 EUR" in treasurer.read(".strip")
    treasurer.look("paid-without-scripts")
