"""The room's sentences: refusals, and the keys under which catalogues name its acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


REFUSALS: Final[Mapping[str, str]] = {
    "treasury.assessed_already": gettext_noop(
        "The levy {levy} was assessed by entry {n} already; a levy is assessed once."
    ),
    "treasury.bank_future": gettext_noop(
        "The bank's line is dated {on}, and today is {today}; book it once that day has come."
    ),
    "treasury.bank_twice": gettext_noop(
        "The bank's line {reference} was booked by entry {n} already; each line is booked once."
    ),
    "treasury.beyond_commitment": gettext_noop(
        "The invoice is for {amount_cents}, and {left_cents} are left of commitment {commitment}; "
        "commit the difference first."
    ),
    "treasury.earlier_year_open": gettext_noop(
        "{year} cannot be closed while {earlier} is open; close {earlier} first."
    ),
    "treasury.formula": gettext_noop("The levy's formula cannot be read: {why}"),
    "treasury.instalment_days": gettext_noop(
        "The instalments of the levy {levy} must be due on different days, the earliest first; put "
        "them in order."
    ),
    "treasury.instalments": gettext_noop(
        "The instalments of the levy {levy} must each be above zero and make 1 together; correct "
        "their shares."
    ),
    "treasury.levy_exists": gettext_noop(
        "There is a levy {levy} already; give the new one a code of its own."
    ),
    "treasury.charge_too_large": gettext_noop(
        "The formula of levy {levy} would charge {city} more than the books can hold; correct the "
        "formula."
    ),
    "treasury.levy_fails": gettext_noop(
        "The formula of the levy {levy} cannot be applied to the members, at {place}: {fault}"
    ),
    "treasury.line_exhausted": gettext_noop(
        "Of budget line “{line}” of {year}, {available_cents} are left of what the decision in "
        "entry {decision} gave, and this needs {amount_cents}; promise less, or propose a larger "
        "budget."
    ),
    "treasury.line_twice": gettext_noop(
        "The budget line “{line}” stands in the list twice; give its whole amount once."
    ),
    "treasury.negative_charge": gettext_noop(
        "By its formula the levy {levy} would pay money out to a member; a levy only charges, so "
        "change the formula."
    ),
    "treasury.no_commitment": gettext_noop(
        "There is no commitment {number} that this invoice could be accepted against; commit the "
        "money of a budget line first."
    ),
    "treasury.no_credit": gettext_noop(
        "{city} has no credit that an open invoice could use; wait for money to come in."
    ),
    "treasury.no_decision": gettext_noop(
        "No decision covers spending on line “{line}” in {year}. By article {article} the members "
        "decide the budget; enclose the line in a proposal, and spend once it is adopted."
    ),
    "treasury.no_levy_assessed": gettext_noop(
        "The share of {city} follows from a levy it was charged by, and none is assessed; assess "
        "the levy first."
    ),
    "treasury.not_leaving": gettext_noop(
        "{city} is not leaving; only a member that leaves is charged its share of what is promised."
    ),
    "treasury.not_posted": gettext_noop(
        "The ledger does not take this booking ({why}); correct the amounts or accounts."
    ),
    "treasury.nothing_to_correct": gettext_noop(
        "The receipt {reference} is booked so already; name another city or invoice."
    ),
    "treasury.nothing_to_explain": gettext_noop(
        "There is no unexplained bank debit {reference}; choose one from the list."
    ),
    "treasury.nothing_to_pay": gettext_noop(
        "There is no accepted invoice {number}, so no decision covers its payment; commit the "
        "money of a budget line and accept the supplier's invoice first."
    ),
    "treasury.other_programme": gettext_noop(
        "The budget line “{line}” belongs to the programme “{programme}”; leave it there, or open "
        "another line."
    ),
    "treasury.overdrawn": gettext_noop(
        "The account “{account}” has {available_cents} left, {short_cents} less than this needs; "
        "wait for money to come in, or do it in parts."
    ),
    "treasury.paid_already": gettext_noop(
        "Invoice {number} was paid by entry {n} already; an invoice is paid once."
    ),
    "treasury.period_closed": gettext_noop(
        "The books of {year} are not open; book it in a year that is."
    ),
    "treasury.residual_charged": gettext_noop(
        "{city} was charged its share on leaving already; it is charged once."
    ),
    "treasury.unexplained": gettext_noop(
        "Movements at the bank of {amount_cents} in all are not explained yet; explain each one "
        "before the year is closed."
    ),
    "treasury.unknown_levy": gettext_noop(
        "There is no levy {levy}; choose one that the members adopted."
    ),
    "treasury.unknown_receipt": gettext_noop(
        "No receipt {reference} is booked; choose one from the list of receipts."
    ),
    "treasury.year_not_open": gettext_noop(
        "The books of {year} were closed already, or never opened; choose an open year."
    ),
    "treasury.year_not_over": gettext_noop(
        "{year} is not over; it can be closed from the first day of the next year on."
    ),
}

LABELS: Final = (
    gettext_noop("act.treasury.accept_invoice/1"),
    gettext_noop("about.treasury.accept_invoice/1"),
    gettext_noop("says.treasury.accept_invoice/1"),
    gettext_noop("act.treasury.accept_invoice/1.commitment"),
    gettext_noop("act.treasury.accept_invoice/1.amount_cents"),
    gettext_noop("act.treasury.accept_invoice/1.supplier_number"),
    gettext_noop("act.treasury.accept_invoice/1.document"),
    gettext_noop("act.treasury.adopt_budget/1"),
    gettext_noop("about.treasury.adopt_budget/1"),
    gettext_noop("says.treasury.adopt_budget/1"),
    gettext_noop("act.treasury.adopt_budget/1.year"),
    gettext_noop("act.treasury.adopt_budget/1.lines"),
    gettext_noop("act.Line.code"),
    gettext_noop("act.Line.programme"),
    gettext_noop("act.Line.title"),
    gettext_noop("act.Line.amount_cents"),
    gettext_noop("act.treasury.adopt_levy/1"),
    gettext_noop("about.treasury.adopt_levy/1"),
    gettext_noop("says.treasury.adopt_levy/1"),
    gettext_noop("act.treasury.adopt_levy/1.code"),
    gettext_noop("act.treasury.adopt_levy/1.year"),
    gettext_noop("act.treasury.adopt_levy/1.title"),
    gettext_noop("act.treasury.adopt_levy/1.need_cents"),
    gettext_noop("act.treasury.adopt_levy/1.formula"),
    gettext_noop("act.treasury.adopt_levy/1.instalments"),
    gettext_noop("act.Instalment.due"),
    gettext_noop("act.Instalment.share"),
    gettext_noop("act.treasury.apply_credit/1"),
    gettext_noop("about.treasury.apply_credit/1"),
    gettext_noop("says.treasury.apply_credit/1"),
    gettext_noop("act.treasury.apply_credit/1.city"),
    gettext_noop("act.treasury.assess_levy/1"),
    gettext_noop("about.treasury.assess_levy/1"),
    gettext_noop("says.treasury.assess_levy/1"),
    gettext_noop("act.treasury.assess_levy/1.levy"),
    gettext_noop("act.treasury.charge_residual/1"),
    gettext_noop("about.treasury.charge_residual/1"),
    gettext_noop("says.treasury.charge_residual/1"),
    gettext_noop("act.treasury.charge_residual/1.city"),
    gettext_noop("act.treasury.charge_residual/1.due"),
    gettext_noop("act.treasury.charge_residual/1.levy"),
    gettext_noop("act.treasury.close_year/1"),
    gettext_noop("about.treasury.close_year/1"),
    gettext_noop("says.treasury.close_year/1"),
    gettext_noop("act.treasury.close_year/1.year"),
    gettext_noop("act.treasury.commit/1"),
    gettext_noop("about.treasury.commit/1"),
    gettext_noop("says.treasury.commit/1"),
    gettext_noop("act.treasury.commit/1.year"),
    gettext_noop("act.treasury.commit/1.line"),
    gettext_noop("act.treasury.commit/1.title"),
    gettext_noop("act.treasury.commit/1.amount_cents"),
    gettext_noop("act.treasury.commit/1.payee"),
    gettext_noop("act.treasury.commit/1.contract"),
    gettext_noop("act.treasury.correct_receipt/1"),
    gettext_noop("about.treasury.correct_receipt/1"),
    gettext_noop("says.treasury.correct_receipt/1"),
    gettext_noop("act.treasury.correct_receipt/1.bank_reference"),
    gettext_noop("act.treasury.correct_receipt/1.city"),
    gettext_noop("act.treasury.correct_receipt/1.invoice_reference"),
    gettext_noop("act.treasury.correct_receipt/1.reason"),
    gettext_noop("act.treasury.explain_debit/1"),
    gettext_noop("about.treasury.explain_debit/1"),
    gettext_noop("says.treasury.explain_debit/1"),
    gettext_noop("act.treasury.explain_debit/1.bank_reference"),
    gettext_noop("act.treasury.explain_debit/1.year"),
    gettext_noop("act.treasury.explain_debit/1.line"),
    gettext_noop("act.treasury.explain_debit/1.title"),
    gettext_noop("act.treasury.pay/1"),
    gettext_noop("about.treasury.pay/1"),
    gettext_noop("says.treasury.pay/1"),
    gettext_noop("act.treasury.pay/1.invoice"),
    gettext_noop("act.treasury.pay_unavoidable/1"),
    gettext_noop("about.treasury.pay_unavoidable/1"),
    gettext_noop("says.treasury.pay_unavoidable/1"),
    gettext_noop("act.treasury.pay_unavoidable/1.year"),
    gettext_noop("act.treasury.pay_unavoidable/1.line"),
    gettext_noop("act.treasury.pay_unavoidable/1.title"),
    gettext_noop("act.treasury.pay_unavoidable/1.amount_cents"),
    gettext_noop("act.treasury.record_bank_debit/1"),
    gettext_noop("about.treasury.record_bank_debit/1"),
    gettext_noop("says.treasury.record_bank_debit/1"),
    gettext_noop("act.treasury.record_bank_debit/1.bank_reference"),
    gettext_noop("act.treasury.record_bank_debit/1.on"),
    gettext_noop("act.treasury.record_bank_debit/1.amount_cents"),
    gettext_noop("act.treasury.record_bank_debit/1.text"),
    gettext_noop("act.treasury.record_receipt/1"),
    gettext_noop("about.treasury.record_receipt/1"),
    gettext_noop("says.treasury.record_receipt/1"),
    gettext_noop("act.treasury.record_receipt/1.bank_reference"),
    gettext_noop("act.treasury.record_receipt/1.on"),
    gettext_noop("act.treasury.record_receipt/1.amount_cents"),
    gettext_noop("act.treasury.record_receipt/1.city"),
    gettext_noop("act.treasury.record_receipt/1.invoice_reference"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
