"""The room's sentences: refusals, and the keys under which catalogues name its acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from koinon.treasury.texts_audit import AUDIT_LABELS, AUDIT_REFUSALS
from koinon.treasury.texts_leaving import LEAVING_LABELS, LEAVING_REFUSALS
from koinon.treasury.texts_levies import LEVY_LABELS, LEVY_REFUSALS
from koinon.treasury.texts_urgency import URGENCY_REFUSALS


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


REFUSALS: Final[Mapping[str, str]] = {
    **AUDIT_REFUSALS,
    **LEVY_REFUSALS,
    **LEAVING_REFUSALS,
    **URGENCY_REFUSALS,
    "treasury.assessed_already": gettext_noop(
        "The levy {levy} was assessed by entry {n} already; a levy is assessed once."
    ),
    "treasury.balance_title": gettext_noop(
        "A line of the kind {account} cannot be opened so; name assets, debts and reserves, and "
        "nothing else."
    ),
    "treasury.balance_twice": gettext_noop(
        "The account {account} ({name}) stands in the balance sheet twice; write it once."
    ),
    "treasury.contract_number": gettext_noop(
        "Of the contract “{title}” an invoice is unpaid; give its number."
    ),
    "treasury.contract_over": gettext_noop(
        "Nothing of the contract “{title}” is left to be invoiced or paid; leave it out."
    ),
    "treasury.contract_parts": gettext_noop(
        "Of the contract “{title}” more is unpaid than invoiced, or more invoiced than promised; "
        "correct the amounts."
    ),
    "treasury.dues_twice": gettext_noop(
        "For {city}, “{title}” of {year} stands twice; put the two together."
    ),
    "treasury.not_balanced": gettext_noop(
        "The balance sheet states net assets of {stated_cents}, and {found_cents} are left over, "
        "{difference_cents} apart; correct the line that is wrong."
    ),
    "treasury.opened_already": gettext_noop(
        "The books were opened by entry {n} already; they are opened once."
    ),
    "treasury.opening_advance": gettext_noop(
        "The balance sheet states {stated_cents} paid by members beforehand, and their dues come "
        "to {found_cents}, {difference_cents} apart; correct the one that is wrong."
    ),
    "treasury.opening_future": gettext_noop(
        "The balance sheet is of {on}, and today is {today}; open the books once that day has come."
    ),
    "treasury.opening_payable": gettext_noop(
        "The balance sheet states {stated_cents} owed to suppliers, and the contracts come to "
        "{found_cents}, {difference_cents} apart; correct the one that is wrong."
    ),
    "treasury.opening_receivable": gettext_noop(
        "The balance sheet states that members owe {stated_cents}, and their dues come to "
        "{found_cents}, {difference_cents} apart; correct the one that is wrong."
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
    "treasury.nothing_to_repay": gettext_noop(
        "{city} has no credit; there is nothing to repay to it."
    ),
    "treasury.credit_needed": gettext_noop(
        "{city} still owes {open_cents} that its credit can settle; use the credit on that first."
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
    "treasury.answered_already": gettext_noop(
        "Dispute {number} was answered by entry {n} already; the arbiter rules on it."
    ),
    "treasury.charges_to_compute": gettext_noop(
        "Corrected figures change what the levy {levy} charges; for dispute {number} it is "
        "computed anew instead."
    ),
    "treasury.figure_to_correct": gettext_noop(
        "Dispute {number} claims that {figure} is {value} and was upheld; correct that figure "
        "first."
    ),
    "treasury.nothing_to_carry_out": gettext_noop(
        "Dispute {number} is neither upheld nor granted, so nothing is to be carried out; it is "
        "ruled on first."
    ),
    "treasury.silence_is_shown": gettext_noop(
        "By the charter nothing follows from dispute {number} not being answered; the arbiter "
        "rules on it."
    ),
    "treasury.time_to_answer": gettext_noop(
        "Dispute {number} can be answered until {until_at}; until then silence means nothing."
    ),
    "treasury.dispute_over": gettext_noop("Dispute {number} was ended by entry {n} already."),
    "treasury.disputed_already": gettext_noop(
        "{city} objects to this levy already, in dispute {number}; withdraw that one first."
    ),
    "treasury.figure_and_claim": gettext_noop(
        "A figure that is claimed to be wrong comes with what it should be; give both or neither."
    ),
    "treasury.no_disputes": gettext_noop(
        "The charter lets nobody object to a charge; amend it first if it should."
    ),
    "treasury.not_charged": gettext_noop(
        "{city} was charged nothing by the levy {levy}; there is nothing to object to."
    ),
    "treasury.not_upheld": gettext_noop(
        "The levy {levy} is computed anew once dispute {number} about it is upheld or granted."
    ),
    "treasury.nothing_to_recalculate": gettext_noop(
        "No corrected figure changes what the levy {levy} charges; correct the figure first."
    ),
    "treasury.other_citys_dispute": gettext_noop(
        "Dispute {number} is one of {city}; only its own delegate withdraws it."
    ),
    "treasury.own_case": gettext_noop(
        "The dispute is one of {city}; its own delegate does not rule on it."
    ),
    "treasury.recalculated_already": gettext_noop(
        "Dispute {number} was carried out by entry {n} already."
    ),
    "treasury.too_late_to_object": gettext_noop(
        "{city} could object until {until_at}; a payment under protest would open the time again."
    ),
    "treasury.unknown_dispute": gettext_noop(
        "There is no dispute {number}; choose one from the list of disputes."
    ),
    "treasury.delay_day": gettext_noop(
        "Time to pay is given until a day after today, {today}, and not beyond {latest_on}; "
        "{until} is not such a day."
    ),
    "treasury.no_arrears": gettext_noop(
        "The charter takes no right away from members that do not pay; amend it first if it should."
    ),
    "treasury.not_in_arrears": gettext_noop(
        "{city} is neither suspended nor warned for arrears; there is nothing to lift."
    ),
    "treasury.not_overdue_yet": gettext_noop(
        "The payer of invoice {number} is warned from {begins_at} on, and not before."
    ),
    "treasury.not_warned": gettext_noop(
        "The payer of invoice {number} was not warned; nobody is suspended without a warning."
    ),
    "treasury.nothing_overdue": gettext_noop(
        "There is no unpaid invoice {number} of a member; choose one from the list of arrears."
    ),
    "treasury.notice_runs": gettext_noop(
        "{city} has until {suspends_at} to pay; it is suspended then, and not before."
    ),
    "treasury.still_overdue": gettext_noop(
        "{city} still owes invoice {number}; name the day until which it is given time, or wait "
        "for its payment."
    ),
    "treasury.suspended_already": gettext_noop(
        "{city} was suspended by entry {n} already; it is suspended once."
    ),
    "treasury.warned_already": gettext_noop(
        "The payer of invoice {number} was warned already; the warning stands."
    ),
    "treasury.year_not_open": gettext_noop(
        "The books of {year} were closed already, or never opened; choose an open year."
    ),
    "treasury.year_not_over": gettext_noop(
        "{year} is not over; it can be closed from the first day of the next year on."
    ),
}

LABELS: Final = (
    *AUDIT_LABELS,
    *LEVY_LABELS,
    *LEAVING_LABELS,
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
    gettext_noop("act.treasury.dispute_levy/1"),
    gettext_noop("about.treasury.dispute_levy/1"),
    gettext_noop("says.treasury.dispute_levy/1"),
    gettext_noop("act.treasury.answer_dispute/1"),
    gettext_noop("about.treasury.answer_dispute/1"),
    gettext_noop("says.treasury.answer_dispute/1"),
    gettext_noop("act.treasury.rule_on_dispute/1"),
    gettext_noop("about.treasury.rule_on_dispute/1"),
    gettext_noop("says.treasury.rule_on_dispute/1"),
    gettext_noop("act.treasury.withdraw_dispute/1"),
    gettext_noop("about.treasury.withdraw_dispute/1"),
    gettext_noop("says.treasury.withdraw_dispute/1"),
    gettext_noop("act.treasury.recalculate_levy/1"),
    gettext_noop("about.treasury.recalculate_levy/1"),
    gettext_noop("says.treasury.recalculate_levy/1"),
    gettext_noop("act.treasury.note_unanswered/1"),
    gettext_noop("about.treasury.note_unanswered/1"),
    gettext_noop("says.treasury.note_unanswered/1"),
    gettext_noop("act.treasury.note_unanswered/1.dispute"),
    gettext_noop("act.treasury.carry_out_dispute/1"),
    gettext_noop("about.treasury.carry_out_dispute/1"),
    gettext_noop("says.treasury.carry_out_dispute/1"),
    gettext_noop("act.treasury.carry_out_dispute/1.dispute"),
    gettext_noop("act.treasury.carry_out_dispute/1.done"),
    gettext_noop("act.treasury.carry_out_dispute/1.document"),
    gettext_noop("act.treasury.record_receipt/2"),
    gettext_noop("about.treasury.record_receipt/2"),
    gettext_noop("says.treasury.record_receipt/2"),
    gettext_noop("act.treasury.record_receipt/2.bank_reference"),
    gettext_noop("act.treasury.record_receipt/2.on"),
    gettext_noop("act.treasury.record_receipt/2.amount_cents"),
    gettext_noop("act.treasury.record_receipt/2.city"),
    gettext_noop("act.treasury.record_receipt/2.invoice_reference"),
    gettext_noop("act.treasury.record_receipt/2.under_protest"),
    gettext_noop("act.treasury.dispute_levy/1.levy"),
    gettext_noop("act.treasury.dispute_levy/1.ground"),
    gettext_noop("act.treasury.dispute_levy/1.figure"),
    gettext_noop("act.treasury.dispute_levy/1.claimed"),
    gettext_noop("act.treasury.dispute_levy/1.document"),
    gettext_noop("act.treasury.answer_dispute/1.dispute"),
    gettext_noop("act.treasury.answer_dispute/1.answer"),
    gettext_noop("act.treasury.answer_dispute/1.reason"),
    gettext_noop("act.treasury.answer_dispute/1.document"),
    gettext_noop("act.treasury.rule_on_dispute/1.dispute"),
    gettext_noop("act.treasury.rule_on_dispute/1.outcome"),
    gettext_noop("act.treasury.rule_on_dispute/1.reason"),
    gettext_noop("act.treasury.rule_on_dispute/1.document"),
    gettext_noop("act.treasury.withdraw_dispute/1.dispute"),
    gettext_noop("act.treasury.recalculate_levy/1.levy"),
    gettext_noop("act.treasury.recalculate_levy/1.dispute"),
    gettext_noop("act.treasury.recalculate_levy/1.due"),
    gettext_noop("value.settled"),
    gettext_noop("value.withdrawn"),
    gettext_noop("value.granted"),
    gettext_noop("value.contested"),
    gettext_noop("value.upheld"),
    gettext_noop("value.upheld in part"),
    gettext_noop("value.rejected"),
    gettext_noop("act.treasury.warn_of_arrears/1"),
    gettext_noop("about.treasury.warn_of_arrears/1"),
    gettext_noop("says.treasury.warn_of_arrears/1"),
    gettext_noop("act.treasury.warn_of_arrears/1.invoice"),
    gettext_noop("act.treasury.suspend_for_arrears/1"),
    gettext_noop("about.treasury.suspend_for_arrears/1"),
    gettext_noop("says.treasury.suspend_for_arrears/1"),
    gettext_noop("act.treasury.suspend_for_arrears/1.invoice"),
    gettext_noop("act.treasury.lift_suspension/1"),
    gettext_noop("about.treasury.lift_suspension/1"),
    gettext_noop("says.treasury.lift_suspension/1"),
    gettext_noop("act.treasury.lift_suspension/1.city"),
    gettext_noop("act.treasury.lift_suspension/1.until"),
    gettext_noop("act.treasury.lift_suspension/1.reason"),
    gettext_noop("act.treasury.lift_suspension/1.document"),
    gettext_noop("act.treasury.apply_credit/1"),
    gettext_noop("about.treasury.apply_credit/1"),
    gettext_noop("says.treasury.apply_credit/1"),
    gettext_noop("act.treasury.apply_credit/1.city"),
    gettext_noop("act.treasury.repay_credit/1"),
    gettext_noop("about.treasury.repay_credit/1"),
    gettext_noop("says.treasury.repay_credit/1"),
    gettext_noop("act.treasury.repay_credit/1.city"),
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
    gettext_noop("act.treasury.open_books/1"),
    gettext_noop("about.treasury.open_books/1"),
    gettext_noop("says.treasury.open_books/1"),
    gettext_noop("act.treasury.open_books/1.on"),
    gettext_noop("act.treasury.open_books/1.lines"),
    gettext_noop("act.treasury.open_books/1.receivable_cents"),
    gettext_noop("act.treasury.open_books/1.advance_cents"),
    gettext_noop("act.treasury.open_books/1.payable_cents"),
    gettext_noop("act.treasury.open_books/1.net_assets_cents"),
    gettext_noop("act.BalanceLine.account"),
    gettext_noop("act.BalanceLine.code"),
    gettext_noop("act.BalanceLine.title"),
    gettext_noop("act.BalanceLine.amount_cents"),
    gettext_noop("value.bank"),
    gettext_noop("value.overdraft"),
    gettext_noop("value.asset"),
    gettext_noop("value.liability"),
    gettext_noop("value.reserve"),
    gettext_noop("act.treasury.take_over_contract/1"),
    gettext_noop("about.treasury.take_over_contract/1"),
    gettext_noop("says.treasury.take_over_contract/1"),
    gettext_noop("act.treasury.take_over_contract/1.on"),
    gettext_noop("act.treasury.take_over_contract/1.year"),
    gettext_noop("act.treasury.take_over_contract/1.line"),
    gettext_noop("act.treasury.take_over_contract/1.programme"),
    gettext_noop("act.treasury.take_over_contract/1.line_title"),
    gettext_noop("act.treasury.take_over_contract/1.title"),
    gettext_noop("act.treasury.take_over_contract/1.payee"),
    gettext_noop("act.treasury.take_over_contract/1.amount_cents"),
    gettext_noop("act.treasury.take_over_contract/1.invoiced_cents"),
    gettext_noop("act.treasury.take_over_contract/1.unpaid_cents"),
    gettext_noop("act.treasury.take_over_contract/1.supplier_number"),
    gettext_noop("act.treasury.take_over_contract/1.contract"),
    gettext_noop("act.treasury.take_over_dues/1"),
    gettext_noop("about.treasury.take_over_dues/1"),
    gettext_noop("says.treasury.take_over_dues/1"),
    gettext_noop("act.treasury.take_over_dues/1.on"),
    gettext_noop("act.treasury.take_over_dues/1.dues"),
    gettext_noop("act.Dues.city"),
    gettext_noop("act.Dues.title"),
    gettext_noop("act.Dues.year"),
    gettext_noop("act.Dues.charged_cents"),
    gettext_noop("act.Dues.paid_cents"),
    gettext_noop("act.Dues.due"),
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
