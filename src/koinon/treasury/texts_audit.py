"""Sentences of audits: refusals, and the keys under which catalogues name acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


AUDIT_REFUSALS: Final[Mapping[str, str]] = {
    "treasury.no_audit": gettext_noop(
        "The charter says nothing about an audit; add a section [audit] to it by an amendment."
    ),
    "treasury.unknown_audit": gettext_noop(
        "There is no audit {number}; open it first, or give the number of one."
    ),
    "treasury.audit_over": gettext_noop(
        "The opinion of audit {number} was given by entry {n}; open an audit of another year."
    ),
    "treasury.audit_of_the_future": gettext_noop(
        "{year} has not begun; open the audit of a year that has."
    ),
    "treasury.audit_runs": gettext_noop(
        "Audit {number} of {year} is not finished; give its opinion before you open another."
    ),
    "treasury.items_not_examined": gettext_noop(
        "Of the samples of audit {number}, items not examined yet: {left}. Examine them, or "
        "disclaim an opinion."
    ),
    "treasury.audit_seat": gettext_noop(
        "{seat} is no seat that the charter lets answer this; choose one that it does."
    ),
    "treasury.population_empty": gettext_noop(
        "The books of {year} hold nothing of the kind “{population}”; choose another population."
    ),
    "treasury.population_too_large": gettext_noop(
        "The population has more than {limit} items; choose a smaller one."
    ),
    "treasury.population_withheld": gettext_noop(
        "The document of the population of sample {number} is withheld; plan the sample anew."
    ),
    "treasury.sample_too_large": gettext_noop(
        "The sample would have about {found} items, and {limit} are the most; take a larger "
        "interval or fewer items."
    ),
    "treasury.plan_monetary_unit": gettext_noop(
        "Monetary-unit sampling needs an interval and a confidence, and no number of items or "
        "strata; give these two alone."
    ),
    "treasury.plan_random": gettext_noop(
        "A simple random sample needs the number of its items, and nothing else; give it alone."
    ),
    "treasury.plan_stratified": gettext_noop(
        "A stratified sample needs two strata or more, the first from the smallest amount on and "
        "each from a larger one, and nothing else; put them in order."
    ),
    "treasury.plan_chance": gettext_noop(
        "Chance comes either from the record after so many more entries or from a public draw with "
        "its name and day; give one of the two, whole."
    ),
    "treasury.draw_not_to_come": gettext_noop(
        "A public draw on {on} is not to come; announce one of a later day."
    ),
    "treasury.draw_lacks": gettext_noop(
        "The sample waits for the outcome of {draw}; give the outcome and the paper that attests "
        "it."
    ),
    "treasury.draw_to_come": gettext_noop("{draw} takes place on {on}; draw the sample then."),
    "treasury.draw_not_asked": gettext_noop(
        "Sample {number} is drawn from the record; leave out the outcome and the paper."
    ),
    "treasury.seed_to_come": gettext_noop(
        "The sample is drawn from the record once it has {size} entries; entries to go: {left}."
    ),
    "treasury.unknown_sample": gettext_noop(
        "There is no sample {number}; plan it first, or give the number of one."
    ),
    "treasury.drawn_already": gettext_noop(
        "Sample {number} was drawn by entry {n} already; a sample is drawn once."
    ),
    "treasury.not_sampled": gettext_noop(
        "Line {line} of entry {entry} is not in sample {number}, or stands here twice; leave it "
        "out."
    ),
    "treasury.no_such_entry": gettext_noop(
        "There is no entry {entry} in the record; give the number of one that is."
    ),
    "treasury.unknown_request": gettext_noop(
        "There is no request {number} for evidence; give the number of one."
    ),
    "treasury.not_asked": gettext_noop(
        "Request {number} was made to {seat}; sign in for that seat to answer it."
    ),
    "treasury.evidence_accepted": gettext_noop(
        "What was provided for request {number} was accepted by entry {n}; nothing more is needed."
    ),
    "treasury.nothing_provided": gettext_noop(
        "Nothing is provided for request {number}; add a document, or a sentence."
    ),
    "treasury.nothing_to_judge": gettext_noop(
        "For request {number} there is nothing to judge; wait until something is provided."
    ),
    "treasury.say_what_lacks": gettext_noop(
        "What was provided for request {number} is found insufficient without a reason; say what "
        "is missing."
    ),
    "treasury.cut_off_to_come": gettext_noop(
        "Balances of {on} cannot be confirmed before that day is over; choose an earlier day."
    ),
    "treasury.asked_already": gettext_noop(
        "{city} was asked to confirm its balance of {on} already; leave it out."
    ),
    "treasury.unknown_letter": gettext_noop(
        "There is no confirmation {number}; give the number of one."
    ),
    "treasury.other_citys_letter": gettext_noop(
        "Confirmation {number} was asked of {city}, whose delegate alone answers it."
    ),
    "treasury.letter_answered": gettext_noop(
        "Confirmation {number} was answered by entry {n} already; write to the auditor."
    ),
    "treasury.figure_and_reason": gettext_noop(
        "Whoever disagrees with confirmation {number} gives its own figure and the reason; whoever "
        "agrees gives neither figure nor reason."
    ),
    "treasury.same_figure": gettext_noop(
        "The figure given is that of confirmation {number}; agree with it."
    ),
    "treasury.nothing_to_reconcile": gettext_noop(
        "The member does not disagree with confirmation {number}; there is nothing to explain."
    ),
    "treasury.beyond_difference": gettext_noop(
        "The difference of confirmation {number} is {difference_cents}; give an amount between "
        "nothing and that."
    ),
    "treasury.unknown_finding": gettext_noop(
        "There is no finding {number}; give the number of one."
    ),
    "treasury.not_asked_to_reply": gettext_noop(
        "Finding {number} is for {seat} to reply to; sign in for that seat."
    ),
    "treasury.replied_already": gettext_noop(
        "Finding {number} was replied to by entry {n} already; it is replied to once."
    ),
}


AUDIT_LABELS: Final = (
    gettext_noop("act.treasury.open_audit/1"),
    gettext_noop("about.treasury.open_audit/1"),
    gettext_noop("says.treasury.open_audit/1"),
    gettext_noop("act.treasury.open_audit/1.year"),
    gettext_noop("act.treasury.open_audit/1.scope"),
    gettext_noop("act.treasury.open_audit/1.materiality_cents"),
    gettext_noop("act.treasury.open_audit/1.basis"),
    gettext_noop("act.treasury.plan_sample/1"),
    gettext_noop("about.treasury.plan_sample/1"),
    gettext_noop("says.treasury.plan_sample/1"),
    gettext_noop("act.treasury.plan_sample/1.audit"),
    gettext_noop("act.treasury.plan_sample/1.population"),
    gettext_noop("act.treasury.plan_sample/1.method"),
    gettext_noop("act.treasury.plan_sample/1.interval_cents"),
    gettext_noop("act.treasury.plan_sample/1.confidence_percent"),
    gettext_noop("act.treasury.plan_sample/1.size"),
    gettext_noop("act.treasury.plan_sample/1.strata"),
    gettext_noop("act.treasury.plan_sample/1.after_entries"),
    gettext_noop("act.treasury.plan_sample/1.draw_name"),
    gettext_noop("act.treasury.plan_sample/1.draw_on"),
    gettext_noop("act.treasury.draw_sample/1"),
    gettext_noop("about.treasury.draw_sample/1"),
    gettext_noop("says.treasury.draw_sample/1"),
    gettext_noop("act.treasury.draw_sample/1.sample"),
    gettext_noop("act.treasury.draw_sample/1.outcome"),
    gettext_noop("act.treasury.draw_sample/1.paper"),
    gettext_noop("act.treasury.examine_items/1"),
    gettext_noop("about.treasury.examine_items/1"),
    gettext_noop("says.treasury.examine_items/1"),
    gettext_noop("act.treasury.examine_items/1.sample"),
    gettext_noop("act.treasury.examine_items/1.items"),
    gettext_noop("act.treasury.request_evidence/1"),
    gettext_noop("about.treasury.request_evidence/1"),
    gettext_noop("says.treasury.request_evidence/1"),
    gettext_noop("act.treasury.request_evidence/1.audit"),
    gettext_noop("act.treasury.request_evidence/1.entry"),
    gettext_noop("act.treasury.request_evidence/1.what"),
    gettext_noop("act.treasury.request_evidence/1.seat"),
    gettext_noop("act.treasury.provide_evidence/1"),
    gettext_noop("about.treasury.provide_evidence/1"),
    gettext_noop("says.treasury.provide_evidence/1"),
    gettext_noop("act.treasury.provide_evidence/1.request"),
    gettext_noop("act.treasury.provide_evidence/1.documents"),
    gettext_noop("act.treasury.provide_evidence/1.note"),
    gettext_noop("act.treasury.close_request/1"),
    gettext_noop("about.treasury.close_request/1"),
    gettext_noop("says.treasury.close_request/1"),
    gettext_noop("act.treasury.close_request/1.request"),
    gettext_noop("act.treasury.close_request/1.outcome"),
    gettext_noop("act.treasury.close_request/1.reason"),
    gettext_noop("act.treasury.ask_confirmations/1"),
    gettext_noop("about.treasury.ask_confirmations/1"),
    gettext_noop("says.treasury.ask_confirmations/1"),
    gettext_noop("act.treasury.ask_confirmations/1.audit"),
    gettext_noop("act.treasury.ask_confirmations/1.on"),
    gettext_noop("act.treasury.ask_confirmations/1.cities"),
    gettext_noop("act.treasury.answer_confirmation/1"),
    gettext_noop("about.treasury.answer_confirmation/1"),
    gettext_noop("says.treasury.answer_confirmation/1"),
    gettext_noop("act.treasury.answer_confirmation/1.confirmation"),
    gettext_noop("act.treasury.answer_confirmation/1.agrees"),
    gettext_noop("act.treasury.answer_confirmation/1.figure_cents"),
    gettext_noop("act.treasury.answer_confirmation/1.reason"),
    gettext_noop("act.treasury.reconcile_confirmation/1"),
    gettext_noop("about.treasury.reconcile_confirmation/1"),
    gettext_noop("says.treasury.reconcile_confirmation/1"),
    gettext_noop("act.treasury.reconcile_confirmation/1.confirmation"),
    gettext_noop("act.treasury.reconcile_confirmation/1.explanation"),
    gettext_noop("act.treasury.reconcile_confirmation/1.misstated_cents"),
    gettext_noop("act.treasury.record_finding/1"),
    gettext_noop("about.treasury.record_finding/1"),
    gettext_noop("says.treasury.record_finding/1"),
    gettext_noop("act.treasury.record_finding/1.audit"),
    gettext_noop("act.treasury.record_finding/1.title"),
    gettext_noop("act.treasury.record_finding/1.severity"),
    gettext_noop("act.treasury.record_finding/1.seat"),
    gettext_noop("act.treasury.record_finding/1.amount_cents"),
    gettext_noop("act.treasury.record_finding/1.entries"),
    gettext_noop("act.treasury.record_finding/1.document"),
    gettext_noop("act.treasury.reply_to_finding/1"),
    gettext_noop("about.treasury.reply_to_finding/1"),
    gettext_noop("says.treasury.reply_to_finding/1"),
    gettext_noop("act.treasury.reply_to_finding/1.finding"),
    gettext_noop("act.treasury.reply_to_finding/1.accepts"),
    gettext_noop("act.treasury.reply_to_finding/1.reply"),
    gettext_noop("act.treasury.reply_to_finding/1.action_by"),
    gettext_noop("act.treasury.reply_to_finding/1.document"),
    gettext_noop("act.treasury.follow_up_finding/1"),
    gettext_noop("about.treasury.follow_up_finding/1"),
    gettext_noop("says.treasury.follow_up_finding/1"),
    gettext_noop("act.treasury.follow_up_finding/1.finding"),
    gettext_noop("act.treasury.follow_up_finding/1.status"),
    gettext_noop("act.treasury.follow_up_finding/1.note"),
    gettext_noop("act.treasury.give_opinion/1"),
    gettext_noop("about.treasury.give_opinion/1"),
    gettext_noop("says.treasury.give_opinion/1"),
    gettext_noop("act.treasury.give_opinion/1.audit"),
    gettext_noop("act.treasury.give_opinion/1.opinion"),
    gettext_noop("act.treasury.give_opinion/1.basis"),
    gettext_noop("act.treasury.give_opinion/1.document"),
    gettext_noop("act.SampleStratum.from_cents"),
    gettext_noop("act.SampleStratum.size"),
    gettext_noop("act.ItemExamined.entry"),
    gettext_noop("act.ItemExamined.line"),
    gettext_noop("act.ItemExamined.audited_cents"),
    gettext_noop("act.ItemExamined.remark"),
    gettext_noop("value.payments"),
    gettext_noop("value.receipts"),
    gettext_noop("value.supplier invoices"),
    gettext_noop("value.commitments"),
    gettext_noop("value.levy charges"),
    gettext_noop("value.monetary unit"),
    gettext_noop("value.random"),
    gettext_noop("value.stratified"),
    gettext_noop("value.open"),
    gettext_noop("value.accepted"),
    gettext_noop("value.insufficient"),
    gettext_noop("value.provided"),
    gettext_noop("value.minor"),
    gettext_noop("value.significant"),
    gettext_noop("value.material"),
    gettext_noop("value.replied"),
    gettext_noop("value.carried out"),
    gettext_noop("value.carried out in part"),
    gettext_noop("value.not carried out"),
    gettext_noop("value.unmodified"),
    gettext_noop("value.qualified"),
    gettext_noop("value.adverse"),
    gettext_noop("value.disclaimer"),
    gettext_noop("value.whole stratum"),
    gettext_noop("value.hit"),
    gettext_noop("value.drawn"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
