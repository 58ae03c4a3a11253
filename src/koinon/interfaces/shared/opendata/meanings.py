"""What each column means, as the schema of the data set says it in every language.

"table.column" says it for one table, "column" for all. Columns of money are named by their field,
which ends in `_cents`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

EXACT: Final = gettext_noop("{said} In whole minor units: 10^{digits} of them are 1 {currency}.")
"""What is said of an amount that is written exactly."""
_ALL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "n": gettext_noop("The entry's place in the record, from 0; its page is /record/N/."),
        "at": gettext_noop("When the entry was written, UTC."),
        "type": gettext_noop("The kind of act and its version."),
        "seat": gettext_noop("The seat concerned, as office or body/city."),
        "cause": gettext_noop("The entry whose adoption this one followed from."),
        "version": gettext_noop("The charter's version, from 1."),
        "charter_sha256": gettext_noop("SHA-256 of the charter's text (TOML)."),
        "since_n": gettext_noop("Entry with which it began."),
        "since_at": gettext_noop("When it began, UTC."),
        "ended_n": gettext_noop("Entry with which it ended; empty while it lasts."),
        "ended_at": gettext_noop("When it ended, UTC; empty while it lasts."),
        "city": gettext_noop("The member's short name in addresses; its page is /cities/CITY/."),
        "name": gettext_noop("The city's name."),
        "country": gettext_noop("Country, ISO 3166-1 alpha-2."),
        "latitude_e4": gettext_noop("Latitude in ten-thousandths of a degree, WGS 84."),
        "longitude_e4": gettext_noop("Longitude in ten-thousandths of a degree, WGS 84."),
        "members.status": gettext_noop(
            "associate (a voice and no vote), member, leaving (announced, still a member) or left."
        ),
        "joined_n": gettext_noop("Entry with which it joined."),
        "joined_at": gettext_noop("When it joined, UTC."),
        "associated_n": gettext_noop("Entry that gave it a voice without a vote."),
        "associated_at": gettext_noop("When it was given that, UTC."),
        "leaving_n": gettext_noop("Entry that announced its leaving."),
        "leaves_at": gettext_noop("When it leaves, UTC."),
        "left_n": gettext_noop("Entry with which it had left."),
        "article": gettext_noop("The charter's article."),
        "lost": gettext_noop("What was lost: voting or all rights."),
        "electorate": gettext_noop(
            "Whether the member is counted when a proposal is noticed meanwhile."
        ),
        "restored_by": gettext_noop("What gives it back: payment or decision."),
        "figure": gettext_noop("The name of the figure, as the charter has it."),
        "value": gettext_noop("The figure, exact: a whole number or a fraction p/q."),
        "figures.unit": gettext_noop("What the figure counts."),
        "boundary": gettext_noop("The territory the figure is of."),
        "figures.on": gettext_noop("The day the figure is of."),
        "source": gettext_noop("Where the figure is from."),
        "licence": gettext_noop(
            "The licence of the figure's source; it holds for the figure here as well."
        ),
        "certified_n": gettext_noop("Entry that certified the figure."),
        "supersedes_n": gettext_noop("Entry whose figure this one replaces."),
        "legal_limits.kind": gettext_noop("What is limited."),
        "legal_limits.amount_cents": gettext_noop("The most that the law allows."),
        "citation": gettext_noop("The law's passage."),
        "legal_limits.on": gettext_noop("The day from which the limit holds."),
        "attested_by": gettext_noop("Who attests the limit."),
        "document_sha256": gettext_noop("SHA-256 of the document."),
        "expires_on": gettext_noop("The last day the limit holds."),
        "recorded_n": gettext_noop("Entry that recorded it."),
        "recorded_at": gettext_noop("When it was recorded, UTC."),
        "body": gettext_noop("The body, by its name in the charter; empty for an office."),
        "open": gettext_noop("Whether the seat stands."),
        "appointed_n": gettext_noop("Entry that gave the mandate; it names the mandate."),
        "role": gettext_noop("delegate, alternate or officer, as the record has it."),
        "appointed_at": gettext_noop("When the mandate was given, UTC."),
        "begins_at": gettext_noop("When it begins, UTC."),
        "mandates.ends_at": gettext_noop("When it ends by its term, UTC; empty without a term."),
        "ended_how": gettext_noop("How it ended before its term."),
        "over_n": gettext_noop("Entry with which it was over."),
        "meeting": gettext_noop("The meeting's number; its page is /decisions/meetings/N/."),
        "title": gettext_noop(
            "The title in the charter's authoritative language; others are in titles.csv."
        ),
        "mode": gettext_noop("room, online, hybrid or written."),
        "meetings.ends_at": gettext_noop("For a written procedure, when its voting closes, UTC."),
        "agenda": gettext_noop("The version of the agenda in force."),
        "second_call_of": gettext_noop("The meeting without quorum that this one calls again."),
        "meetings.status": gettext_noop("convened, ended, without quorum, cancelled or demanded."),
        "convened_n": gettext_noop("Entry that convened it."),
        "present_by": gettext_noop("Who was there for the member: delegate, alternate or proxy."),
        "online": gettext_noop("Whether by remote means."),
        "quorum_met": gettext_noop("Whether this list met the quorum."),
        "proposal": gettext_noop("The proposal's number; its page is /decisions/N/."),
        "text_sha256": gettext_noop("SHA-256 of its text."),
        "proposer": gettext_noop("The seat that opened it."),
        "matters": gettext_noop("Its matters by their names in the charter, a space between them."),
        "acts": gettext_noop("How many acts take effect if it is adopted."),
        "opened_n": gettext_noop("Entry that opened it."),
        "noticed_at": gettext_noop("When notice was given, UTC."),
        "opens_at": gettext_noop("When voting opens, UTC; empty until it is known."),
        "closes_at": gettext_noop("When voting closes, UTC; empty until it is known."),
        "item": gettext_noop("The item of the meeting's agenda it is put under."),
        "amends": gettext_noop("The proposal that this one, an amendment, amends."),
        "urgent": gettext_noop("Why it was decided in urgency; empty where it was not."),
        "ratify_until_at": gettext_noop(
            "Until when it can be ratified, UTC; for decisions in urgency."
        ),
        "ratification": gettext_noop("waiting, ratified or lapsed; for decisions in urgency."),
        "ratification_n": gettext_noop("Entry that ratified it, or by which it lapsed."),
        "ratifies": gettext_noop("The decision in urgency that it is to ratify."),
        "proposals.status": gettext_noop("open, adopted, rejected, withdrawn, lapsed or fallen."),
        "decided_n": gettext_noop("Entry that ended it."),
        "yes": gettext_noop("The part of the member's vote in favour, exact: 0, 1 or p/q."),
        "no": gettext_noop("The part against, exact."),
        "abstain": gettext_noop("The part abstaining, exact."),
        "votes.seat": gettext_noop(
            "The seat that cast it: the member's own, or one that held its proxy."
        ),
        "spoken_by": gettext_noop(
            "Who spoke for the member in a meeting; empty where the seat cast it itself."
        ),
        "cast_n": gettext_noop("Entry that cast it."),
        "cast_at": gettext_noop("When it was cast, UTC."),
        "corrected_n": gettext_noop("Entry that corrected it last."),
        "given_n": gettext_noop("Entry that gave the proxy."),
        "giver": gettext_noop("The seat that gave it."),
        "holder": gettext_noop("The seat that casts the vote."),
        "until_at": gettext_noop(
            "Until when it stands, UTC; empty for one proposal or one meeting."
        ),
        "given_at": gettext_noop("When it was given, UTC."),
        "approved_n": gettext_noop("Entry that approved the minutes."),
        "language": gettext_noop("The language, as BCP 47 writes it."),
        "document_bytes": gettext_noop("How many bytes the document has."),
        "approved_at": gettext_noop("When they were approved, UTC."),
        "translated_n": gettext_noop("Entry that recorded the translation."),
        "text": gettext_noop(
            "The text: charter, proposal/N, minutes/MEETING, paper/MEETING/ITEM/PLACE."
        ),
        "source_sha256": gettext_noop("SHA-256 of the version it is a translation of."),
        "made": gettext_noop("by a person, by machine and checked, or by machine."),
        "translated_at": gettext_noop("When it was recorded, UTC."),
        "verdict": gettext_noop("accepted or refused; empty until it is reviewed."),
        "reviewer": gettext_noop(
            "The seat that reviewed it, another than that of the translation."
        ),
        "reviewed_n": gettext_noop("Entry of the review."),
        "reviewed_at": gettext_noop("When it was reviewed, UTC."),
        "evaluated_n": gettext_noop("Entry that recorded the evaluation."),
        "experiment": gettext_noop("The experiment, as the charter names it."),
        "until_on": gettext_noop("The last day of the experiment, as the charter had it then."),
        "conclusion": gettext_noop("keep, change or end; empty where it draws no conclusion."),
        "evaluated_at": gettext_noop("When the evaluation was recorded, UTC."),
        "past_decisions.number": gettext_noop("The number the decision had then."),
        "past_decisions.on": gettext_noop("The day of the decision."),
        "outcome": gettext_noop("adopted or rejected, as the papers say."),
        "budget": gettext_noop(
            "The participatory budget's code; its page is /decisions/budgets/CODE/."
        ),
        "year": gettext_noop("The financial year."),
        "envelope_cents": gettext_noop("The money to decide about."),
        "voters": gettext_noop("How many residents voted."),
        "imported_n": gettext_noop("Entry that brought the ballots in."),
        "participatory_budgets.status": gettext_noop("open or counted."),
        "counted_n": gettext_noop("Entry that counted."),
        "project": gettext_noop("The project's code."),
        "place": gettext_noop("Its place on the ballot paper."),
        "projects.city": gettext_noop("The member the project lies in; empty for all."),
        "cost_cents": gettext_noop("What the project costs."),
        "funded": gettext_noop("Whether it was funded; empty until the count."),
        "election": gettext_noop("The election's code; its page is /decisions/elections/CODE/."),
        "elections.seats": gettext_noop("How many are elected; of projects, how many there are."),
        "elections.body": gettext_noop("The body whose delegates vote; empty where residents do."),
        "rule": gettext_noop("The rule that counts, with its version, as greedy_budget/1."),
        "confirmed_n": gettext_noop("Entry that made the ballot paper."),
        "elections.voters": gettext_noop("How many ballots were counted."),
        "ballots_sha256": gettext_noop("SHA-256 of the document with all ballots."),
        "result_sha256": gettext_noop("SHA-256 of the document with the whole count."),
        "candidate": gettext_noop("The code of whoever or what can be elected."),
        "candidates.title": gettext_noop("The title of an option or project; empty for people."),
        "candidates.city": gettext_noop("The city of the candidate or project; empty for none."),
        "supporters": gettext_noop("How many signed for the candidacy."),
        "stood_n": gettext_noop("Entry of the candidacy, or that opened the vote."),
        "withdrawn_n": gettext_noop("Entry by which it was withdrawn."),
        "elected": gettext_noop("Its place among those elected or funded; empty for others."),
        "rolls.city": gettext_noop("The city, by its name in addresses."),
        "entitled": gettext_noop("How many of the city may vote."),
        "issued": gettext_noop("How many ballot papers it issued."),
        "stated_n": gettext_noop("Entry that stated the roll."),
        "line": gettext_noop("The budget line's code."),
        "programme": gettext_noop("The programme or the budget line it belongs to."),
        "adopted_n": gettext_noop(
            "Entry that adopted it; empty for what standing authority spent."
        ),
        "decision_n": gettext_noop("Entry of the decision behind it."),
        "budget_cents": gettext_noop("What the assembly gave the line."),
        "committed_cents": gettext_noop("What is promised and not invoiced yet."),
        "accrued_cents": gettext_noop("What is invoiced and not paid yet."),
        "paid_cents": gettext_noop("What was paid."),
        "available_cents": gettext_noop("What may still be promised."),
        "lapsed_cents": gettext_noop("What was not used when the year was closed."),
        "levy": gettext_noop("The levy's code; its page is /money/levies/CODE/."),
        "need_cents": gettext_noop("What the levy is for."),
        "levies.charter_levy": gettext_noop("The levy of the charter that it was adopted by."),
        "levies.charter_sha256": gettext_noop("SHA-256 of the text of the charter it keeps to."),
        "assessed_n": gettext_noop("Entry that assessed it."),
        "assessed_at": gettext_noop("When it was assessed, UTC."),
        "charges.amount_cents": gettext_noop("What the member owes; negative: what it receives."),
        "recalculated_n": gettext_noop("Entry that computed the levy anew."),
        "dispute": gettext_noop("The objection's number."),
        "change_cents": gettext_noop("What the member owes more (negative: less)."),
        "invoice": gettext_noop("The invoice's number."),
        "invoices.amount_cents": gettext_noop("What was asked for."),
        "open_cents": gettext_noop("What is still owed."),
        "due_on": gettext_noop("The day it is due."),
        "reference": gettext_noop(
            "The reference of the payment (for invoices a creditor reference, ISO 11649)."
        ),
        "issued_n": gettext_noop("Entry that issued it."),
        "credit_note": gettext_noop("The credit note's number."),
        "credit_notes.amount_cents": gettext_noop("What the member owes less."),
        "last_on": gettext_noop("Its last day as a member."),
        "residual_cents": gettext_noop("What it was charged, cut off to whole minor units."),
        "charged_n": gettext_noop("Entry that charged it."),
        "residual_parts.programme": gettext_noop("The programme."),
        "unpaid_cents": gettext_noop("What was committed and not paid when it left."),
        "uncharged_minor_exact": gettext_noop(
            "What of it was charged to no member that left before, exact."
        ),
        "share": gettext_noop("Its share by weight among all that took part, exact."),
        "owed_minor_exact": gettext_noop("What it owed of it, exact."),
        "shared_out.key": gettext_noop(
            "What it paid in minor units, or its weight, as the charter says; exact."
        ),
        "share_minor_exact": gettext_noop("Its share before rounding, exact."),
        "share_cents": gettext_noop("Its share; negative: what it is charged."),
        "shared_n": gettext_noop("Entry that shared it out."),
        "disputes.figure": gettext_noop("The figure objected to."),
        "claimed": gettext_noop("What the member says the figure is, exact."),
        "stays": gettext_noop("Whether nothing is lost by not paying while it is open."),
        "answer": gettext_noop("What was answered."),
        "answered_n": gettext_noop("Entry of the answer."),
        "disputes.status": gettext_noop(
            "open, settled, upheld, upheld in part, rejected or withdrawn."
        ),
        "carried_out_n": gettext_noop(
            "Entry that says what was done where nothing was computed anew."
        ),
        "commitment": gettext_noop("The commitment's number."),
        "subject": gettext_noop("What it is for."),
        "commitments.amount_cents": gettext_noop("What was promised."),
        "invoiced_cents": gettext_noop("What was invoiced of it."),
        "contract_sha256": gettext_noop("SHA-256 of the contract."),
        "committed_n": gettext_noop("Entry that promised it."),
        "supplier_invoice": gettext_noop("Our number; its page is /money/invoices/N/."),
        "supplier_invoices.amount_cents": gettext_noop("What the supplier asks for."),
        "supplier_number": gettext_noop("The supplier's own number."),
        "accepted_n": gettext_noop("Entry that accepted it."),
        "paid_n": gettext_noop("Entry that paid it; empty until then."),
        "bank_lines.on": gettext_noop("The bank's day."),
        "bank_lines.amount_cents": gettext_noop("What came in; negative: what left."),
        "bank_lines.city": gettext_noop("The member that paid; empty for others."),
        "explained_n": gettext_noop("Entry that explained or corrected it."),
        "account": gettext_noop("The account."),
        "fund": gettext_noop("The fund it belongs to."),
        "currency": gettext_noop("Its unit, ISO 4217."),
        "accounts.kind": gettext_noop("asset, liability, net_assets, revenue, expense or budget."),
        "accounts.city": gettext_noop("The member it is kept for."),
        "closed": gettext_noop("Whether nothing more can be posted to it."),
        "debits_cents": gettext_noop("All that was debited."),
        "credits_cents": gettext_noop("All that was credited."),
        "balance_cents": gettext_noop("Debits less credits."),
        "last_journal_n": gettext_noop("Entry that moved it last."),
        "journal_n": gettext_noop(
            "Entry of the record that moved the money; it names the journal."
        ),
        "journals.kind": gettext_noop("What the journal is for."),
        "period": gettext_noop("The accounting period."),
        "effective_on": gettext_noop("The day it takes effect in the books."),
        "transfers": gettext_noop("How many transfers the journal has."),
        "reverses_n": gettext_noop("The journal that this one reverses."),
        "transfer": gettext_noop("The transfer's place in its journal."),
        "debit": gettext_noop("The account debited."),
        "credit": gettext_noop("The account credited."),
        "transfers.amount_cents": gettext_noop("The amount moved."),
        "phase": gettext_noop("posted, or the phase of a transfer in two steps."),
        "proxies.item": gettext_noop(
            "The item of the meeting's agenda that it holds for; empty for all."
        ),
        "initiative": gettext_noop("The initiative's number; its page is /initiatives/N/."),
        "initiatives.city": gettext_noop("The member from which it was started."),
        "initiatives.body": gettext_noop(
            "The body that has to answer it, by its name in the charter."
        ),
        "initiatives.status": gettext_noop(
            "collecting, lapsed, withdrawn, turned away, reached, answered or unanswered."
        ),
        "signatures_needed": gettext_noop("How many signatures it needs."),
        "cities_needed": gettext_noop("From how many members at least."),
        "each": gettext_noop("From how many signatures on a member counts."),
        "starters": gettext_noop("How many residents start it together."),
        "started_n": gettext_noop("Entry that started it."),
        "started_at": gettext_noop("When it was started, UTC."),
        "initiatives.closes_at": gettext_noop("Until when signatures are collected, UTC."),
        "initiatives.ended_n": gettext_noop(
            "Entry that ended the collecting without success; empty otherwise."
        ),
        "reached_n": gettext_noop("Entry of the signature with which it reached what it needs."),
        "answer_by_at": gettext_noop("By when the body has to answer, UTC."),
        "silence_n": gettext_noop("Entry that says that no answer came in time."),
        "initiatives.outcome": gettext_noop(
            "taken up, taken up in part or not taken up; empty until it is answered."
        ),
        "answer_sha256": gettext_noop("SHA-256 of the text of the answer."),
        "signatures": gettext_noop(
            "How many signatures of the member stand; who gave them is not published."
        ),
        "attested_n": gettext_noop("Entry that attested them."),
        "attestations.method": gettext_noop("roll (a list) or letters (codes by post)."),
        "residents": gettext_noop("How many residents."),
        "attested_at": gettext_noop("When they were attested, UTC."),
        "attestations.ends_at": gettext_noop("Until when it holds, UTC."),
        "audit": gettext_noop("The audit's number."),
        "materiality_cents": gettext_noop(
            "Below this amount an error does not matter to the opinion."
        ),
        "audits.opened_n": gettext_noop("Entry that opened the audit."),
        "opinion_due_on": gettext_noop("The day by which the opinion is due."),
        "opinion": gettext_noop("The auditor's opinion; empty until it is given."),
        "opinion_sha256": gettext_noop("SHA-256 of the opinion's document."),
        "opinion_n": gettext_noop("Entry that gave the opinion."),
        "sample": gettext_noop("The sample's number."),
        "population": gettext_noop("What it is drawn from: which lines of the ledger."),
        "population_sha256": gettext_noop("SHA-256 of the list of these lines."),
        "items": gettext_noop("How many lines there are."),
        "total_cents": gettext_noop("Their sum."),
        "audit_samples.method": gettext_noop("How lines are drawn."),
        "interval_cents": gettext_noop(
            "The sampling interval, where amounts are drawn in proportion."
        ),
        "seed_size": gettext_noop(
            "After how many entries of the record the value it is drawn from was there."
        ),
        "planned_n": gettext_noop("Entry that planned it."),
        "seed": gettext_noop("The value it was drawn from, in hexadecimal; empty until then."),
        "drawn_n": gettext_noop("Entry that drew it."),
        "sampled_lines.amount_cents": gettext_noop("The amount in the books."),
        "why": gettext_noop("Why it is in the sample."),
        "audited_cents": gettext_noop(
            "What the auditor found the amount to be; empty until it is examined."
        ),
        "examined_n": gettext_noop("Entry that examined it."),
        "request": gettext_noop("The request's number."),
        "entry_n": gettext_noop("Entry that it is about."),
        "what": gettext_noop("What was asked for, in the auditor's words."),
        "audit_requests.status": gettext_noop("open, provided, accepted or insufficient."),
        "asked_n": gettext_noop("Entry that asked."),
        "provided_n": gettext_noop("Entry that provided it."),
        "judged_n": gettext_noop("Entry in which the auditor judged it."),
        "confirmation": gettext_noop("The confirmation's number."),
        "confirmations.on": gettext_noop("The day of the balance."),
        "confirmations.balance_cents": gettext_noop(
            "What the member owed by the books; negative: what it was owed."
        ),
        "agrees": gettext_noop("Whether the member agrees; empty until it answers."),
        "figure_cents": gettext_noop("The member's own figure, where it disagrees."),
        "misstated_cents": gettext_noop(
            "How much of the difference the auditor found to be wrong in the books."
        ),
        "reconciled_n": gettext_noop("Entry that explained the difference."),
        "finding": gettext_noop("The finding's number."),
        "findings.title": gettext_noop("What was found, in one line."),
        "severity": gettext_noop("How serious it is."),
        "findings.amount_cents": gettext_noop("The amount concerned; empty without one."),
        "accepts": gettext_noop("Whether the seat responsible accepts it; empty until it replies."),
        "action_by_on": gettext_noop("The day by which something is to be done about it."),
        "replied_n": gettext_noop("Entry of the reply."),
        "findings.status": gettext_noop("What became of it."),
        "followed_n": gettext_noop("Entry in which the auditor looked again."),
        "witness_key": gettext_noop("The key, as verifiers write it (C2SP)."),
        "registered_n": gettext_noop("Entry that registered it."),
        "registered_at": gettext_noop("When it was registered, UTC."),
        "size": gettext_noop("How many entries the record had that was countersigned."),
        "countersigned_at": gettext_noop("When the member says it countersigned, UTC."),
        "table": gettext_noop("The table the title belongs to."),
        "key": gettext_noop("What names the row there; several columns with / between them."),
        "titles.title": gettext_noop("The title in this language."),
    }
)


def of(table: str, column: str) -> str:
    """What a column of a table means, in English."""
    return _ALL.get(f"{table}.{column}") or _ALL[column]


def in_languages(message: str) -> dict[str, str]:
    """A message of this package in every language of the pages, by its code."""
    found = {}
    for code, _ in settings.LANGUAGES:
        with override(code):
            found[code] = gettext(message)
    return found
