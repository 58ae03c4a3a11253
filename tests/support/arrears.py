"""A league in which who does not pay loses its vote, for tests of arrears and disputes."""

from __future__ import annotations

from tests.support.money import CITIES, MONEY, Chest, budget, levy

RULES = MONEY.replace(
    "[authority]",
    """
[arrears]
article = "6.5"
after_days = 30
notice_days = 14
lost = "voting"
electorate = "not counted"
restored_by = "payment"

[authority]
"treasury.warn_of_arrears/1" = {article = "6.5", by = "clock"}
"treasury.suspend_for_arrears/1" = {article = "6.5", by = "clock"}
"treasury.lift_suspension/1" = {article = "6.6", seat = "secretariat"}
""",
    1,
)
NEXT_YEAR = RULES.replace(
    "after_days = 30\n", 'after_days = 0\nlost_at = "first day of next year"\n'
)

# Levied 47,000 by residents 260 : 100 : 110 of 470, a third due on 1 February, the rest on
# 1 August. Thirty days after 1 February end with 3 March; fourteen whole days of notice before.
WARNED = "2025-02-16T23:00:00.000000Z"
LOST = "2025-03-03T23:00:00.000000Z"


def in_debt(charter: str = RULES) -> Chest:
    """47,000 are levied; Ghent and Leuven have paid all of it, Namur nothing.

    Invoices 5 and 6 are Namur's: 3,666.67 due on 1 February, 7,333.33 on 1 August.
    """
    chest = Chest()
    chest.found(CITIES, charter)
    chest.decide(budget(90_000_00), levy(47_000_00))
    chest.treasurer("assess_levy", {"levy": "dues-2025"})
    pay(chest, "A1", 26_000_00, "ghent")
    pay(chest, "A2", 10_000_00, "leuven")
    return chest


def pay(chest: Chest, reference: str, cents: int, city: str) -> None:
    """Money of a city comes in today."""
    chest.treasurer(
        "record_receipt",
        {"bank_reference": reference, "on": chest.at[:10], "amount_cents": cents, "city": city},
    )


DISPUTED = RULES.replace(
    "[authority]",
    """
[disputes]
article = "6.7"
object_within_days = 60
stays_suspension = true
corrects = "all members"

[seats.arbiter]
title = {en = "Arbiter", fr = "Arbitre"}

[authority]
"cities.correct_fact/1" = {article = "3", seat = "secretariat"}
"treasury.record_receipt/2" = {article = "7.5", seat = "treasurer"}
"treasury.dispute_levy/1" = {article = "6.7", body = "council"}
"treasury.withdraw_dispute/1" = {article = "6.7", body = "council"}
"treasury.answer_dispute/1" = {article = "6.8", seat = "treasurer"}
"treasury.rule_on_dispute/1" = [
  {article = "6.9", seat = "arbiter"},
  {article = "6.9", body = "council"},
]
"treasury.repay_credit/1" = {article = "7.5", seat = "treasurer", up_to = 15000}
"treasury.recalculate_levy/1" = {article = "6.10", seat = "treasurer"}
"treasury.carry_out_dispute/1" = {article = "6.10", seat = "treasurer"}
""",
    1,
)
ALONE = DISPUTED.replace('corrects = "all members"', 'corrects = "disputing member"')
UNSTAYED = DISPUTED.replace("stays_suspension = true", "stays_suspension = false")
