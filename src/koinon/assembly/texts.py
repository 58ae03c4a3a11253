"""The room's sentences: refusals, and the keys under which catalogues name its acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from koinon.assembly import texts_mandates
from koinon.assembly.texts_associates import ASSOCIATE_LABELS, ASSOCIATE_REFUSALS
from koinon.assembly.texts_calling import CALLING_LABELS, CALLING_REFUSALS
from koinon.assembly.texts_dissolving import DISSOLVING_LABELS, DISSOLVING_REFUSALS
from koinon.assembly.texts_elections import ELECTION_LABELS, ELECTION_REFUSALS
from koinon.assembly.texts_experiments import EXPERIMENT_LABELS, EXPERIMENT_REFUSALS
from koinon.assembly.texts_meetings import MEETING_LABELS, MEETING_REFUSALS
from koinon.assembly.texts_service import SERVICE_LABELS, SERVICE_REFUSALS
from koinon.assembly.texts_translating import TRANSLATION_LABELS, TRANSLATION_REFUSALS
from koinon.assembly.texts_urgency import URGENCY_LABELS, URGENCY_REFUSALS
from koinon.assembly.texts_vacancies import VACANCY_LABELS, VACANCY_REFUSALS


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


REFUSALS: Final[Mapping[str, str]] = {
    "assembly.bad_act": gettext_noop(
        "Enclosed act {place}, {act}, cannot be read: its field {field} breaks the rule "
        "“{rule}”; correct it and propose again."
    ),
    "assembly.ballots": gettext_noop(
        "The ballots of {budget} cannot be counted: {why} Mend the document and import it again."
    ),
    "assembly.budget_counted": gettext_noop(
        "The participatory budget {budget} was counted by entry {n}; its result stands."
    ),
    "assembly.budget_exists": gettext_noop(
        "There is a participatory budget {budget} already; give this one another code."
    ),
    "assembly.budget_not_open": gettext_noop(
        "Voting on the participatory budget {budget} opens on {opens_at}; import its ballots then."
    ),
    "assembly.budget_open": gettext_noop(
        "Voting on the participatory budget {budget} is open until {closes_at}; it is counted "
        "after that."
    ),
    "assembly.closed": gettext_noop(
        "Voting on proposal {number} closed on {closes_at}; it is counted with the votes cast "
        "before."
    ),
    "assembly.currency_stays": gettext_noop(
        "An amendment cannot change the currency from {before} to {after}; keep {before}."
    ),
    "assembly.decided_in_future": gettext_noop(
        "The earlier decision {number} is dated {on}, and today is {today}; correct its day."
    ),
    "assembly.decided_twice": gettext_noop(
        "The earlier decision {number} is there already; each has a number of its own."
    ),
    "assembly.not_at_founding": gettext_noop(
        "A founding cannot enclose act {place}, {act}; it takes over what was there before, and "
        "nothing else."
    ),
    "assembly.opening_form": gettext_noop(
        "The document of what the founding encloses cannot be read; write a canonical JSON array "
        "of 1 to 1,000 acts."
    ),
    "assembly.key_of_another_seat": gettext_noop(
        "{seat} cannot end a key of {holder}; whoever sits there does, or an office to which the "
        "charter gives it."
    ),
    "assembly.key_stands": gettext_noop(
        "This key is registered for {seat} already, by entry {n}; sign with it, or end it first."
    ),
    "assembly.key_unfit": gettext_noop(
        "This is no public key that can be registered; take a passkey (Ed25519, P-256 or RSA of "
        "2,048 to 4,096 bits), or a key file made by “koinon key new”."
    ),
    "assembly.keys_full": gettext_noop(
        "{limit} keys stand for {seat}, and no more may; end one that nobody uses."
    ),
    "assembly.last_member": gettext_noop(
        "{city} is the last member that is not leaving; a coalition cannot be left by all its "
        "members."
    ),
    "assembly.leaving_already": gettext_noop(
        "{city} has announced already that it leaves; it is a member until {leaves_at}."
    ),
    "assembly.mixture": gettext_noop(
        "Articles {first} and {second} are decided by different bodies or procedures; propose "
        "their acts apart."
    ),
    "assembly.needs_a_seat": gettext_noop(
        "This act is done from a seat by whoever holds it; it cannot be enclosed in a decision."
    ),
    "assembly.no_ballots": gettext_noop(
        "No ballots of the participatory budget {budget} are here yet; import them first."
    ),
    "assembly.no_leaving": gettext_noop(
        "The charter does not say how a member leaves; amend it first."
    ),
    "assembly.no_matter": gettext_noop(
        "No matter of the charter covers the act {act}; amend the charter first, or leave the act "
        "out."
    ),
    "assembly.no_proxies": gettext_noop(
        "The charter lets no seat vote for another member here; each member votes itself."
    ),
    "assembly.no_proxy": gettext_noop(
        "{giver} has given {seat} no proxy that stands for proposal {number}; ask it for one, or "
        "let it vote itself."
    ),
    "assembly.no_split": gettext_noop(
        "The charter does not let a member split its vote on proposal {number}; cast it whole."
    ),
    "assembly.fact_negative": gettext_noop(
        "The {fact} of {city} is below 0, and the charter's weighting {weighting} cannot weigh by "
        "it; certify the right figure first."
    ),
    "assembly.fact_not_whole": gettext_noop(
        "The {fact} of {city} is no whole number, as the charter's weighting {weighting} needs; "
        "certify a whole figure first."
    ),
    "assembly.votes_do_not_fit": gettext_noop(
        "The votes of the charter's weighting {weighting} cannot be shared among {members} members "
        "within its bounds; amend the charter first."
    ),
    "assembly.nobody_sits": gettext_noop(
        "None of the members that were entitled to vote sits in the body {body} of that charter."
    ),
    "assembly.weightless": gettext_noop(
        "By the charter's weighting {weighting} no member of {body} would have any vote, so that "
        "nothing could be decided; certify figures above 0 first."
    ),
    "assembly.not_a_delegate": gettext_noop(
        "{seat} casts no member's vote; act from a delegate's seat."
    ),
    "assembly.not_by_decision": gettext_noop(
        "The charter does not let a decision carry out enclosed act {place}, {act}; leave it out."
    ),
    "assembly.not_in_electorate": gettext_noop(
        "{city} was not entitled to vote when notice of proposal {number} was given; it votes on "
        "later ones."
    ),
    "assembly.suspended": gettext_noop(
        "By article {article} {city} has no vote since {since_at}, because it has not paid (entry "
        "{n}); its page says what gives the vote back."
    ),
    "assembly.not_leaving": gettext_noop(
        "{city} is no member that is leaving; it must announce it first."
    ),
    "assembly.not_leaving_yet": gettext_noop(
        "{city} is a member until {leaves_at}; it leaves by itself then."
    ),
    "assembly.no_such_key": gettext_noop(
        "No such key stands for {seat}; it was never registered there, or it has ended."
    ),
    "assembly.not_open_yet": gettext_noop(
        "Voting on proposal {number} opens on {opens_at}; come back then."
    ),
    "assembly.not_the_proposer": gettext_noop(
        "Proposal {number} was opened by {proposer}, and only that seat can withdraw it."
    ),
    "assembly.not_to_close": gettext_noop(
        "Proposal {number} is not to be counted now: its voting is still open, or it is decided "
        "already."
    ),
    "assembly.not_your_city": gettext_noop(
        "You act for {own} and cannot announce that {city} leaves; its own delegate can."
    ),
    "assembly.not_your_proxy": gettext_noop(
        "By entry {n} {seat} gave no proxy; name the entry in which you gave yours."
    ),
    "assembly.other_body": gettext_noop(
        "{seat} has no vote here; the delegates in the {body} decide this proposal."
    ),
    "assembly.own_referendum": gettext_noop(
        "By article {article} a member's vote is the result of its own referendum; report that "
        "result instead of casting a vote."
    ),
    "assembly.parts": gettext_noop(
        "The parts of a vote must sum to 1, and these sum to {sum}; correct them."
    ),
    "assembly.project_too_dear": gettext_noop(
        "The project {project} costs {cost_cents}, more than the whole envelope of "
        "{envelope_cents}; make it smaller or leave it out."
    ),
    "assembly.project_twice": gettext_noop(
        "The project {project} stands in the list twice; give each project a code of its own."
    ),
    "assembly.proxies_full": gettext_noop(
        "By the charter one seat votes for at most {limit} other members, and {holder} does "
        "already; choose another seat."
    ),
    "assembly.proxy_ended": gettext_noop(
        "The proxy of entry {n} ended with entry {ended_n}; nothing is left to take back."
    ),
    "assembly.proxy_given_already": gettext_noop(
        "You gave a proxy to {holder} by entry {n} and it stands; revoke it first."
    ),
    "assembly.proxy_other_body": gettext_noop(
        "{holder} has no open seat in the {body}; give the proxy to another delegate there."
    ),
    "assembly.proxy_past": gettext_noop("The day {until} is over; name today or a later day."),
    "assembly.proxy_scope": gettext_noop(
        "A proxy is for one proposal or until a day; name exactly one of the two."
    ),
    "assembly.proxy_for_one": gettext_noop(
        "A proxy is for one proposal, one meeting (or one item of its agenda) or until a day; name "
        "exactly one of these."
    ),
    "assembly.proxy_to_itself": gettext_noop(
        "{seat} cannot hold its own proxy; give it to another delegate, or vote yourself."
    ),
    "assembly.resolution_missing": gettext_noop(
        "An office announces that {city} leaves only by a resolution of its council; add that "
        "document."
    ),
    "assembly.step": gettext_noop(
        "Steps of {step_cents} make the count too long; let every voter gain at least "
        "{least_cents} a step, or 0 for a single run."
    ),
    "assembly.ties": gettext_noop(
        "The order among equals must name each key once and end with “id”, and it is {ties}; "
        "correct it."
    ),
    "assembly.too_many_acts": gettext_noop(
        "The projects of {budget} enclose more than {limit} acts; leave some out."
    ),
    "assembly.turnout": gettext_noop(
        "The turnout of the cities adds up to {total}, and the ballots are of {voters} voters; "
        "correct one of them."
    ),
    "assembly.unknown_act": gettext_noop(
        "Enclosed act {place} is of a kind this version does not know; leave it out."
    ),
    "assembly.unknown_budget": gettext_noop(
        "There is no participatory budget {budget}; choose one from the list."
    ),
    "assembly.unknown_proposal": gettext_noop(
        "There is no proposal {number}; choose one from the list of decisions."
    ),
    "assembly.voting_began": gettext_noop(
        "Voting on proposal {number} opened on {opens_at}; it cannot be withdrawn any more."
    ),
    "assembly.site_unfit": gettext_noop(
        "A passkey is registered with its host and with the site it signs on, such as "
        "league.example and https://league.example; a key file with neither."
    ),
    "assembly.voting_days": gettext_noop(
        "The last voting day, {closes_on}, is before the first, {opens_on}; exchange them."
    ),
    "assembly.voting_days_past": gettext_noop(
        "The last voting day of {budget}, {closes_on}, is over; propose later days."
    ),
    "assembly.owed_item": gettext_noop(
        "{body} has to answer initiative {number}, “{title}”, so the agenda must carry it; add an "
        "item with the text of the initiative among its documents."
    ),
    "assembly.which_matter": gettext_noop(
        "A proposal without enclosed acts must name its matter; the charter has: {known}."
    ),
    "assembly.withdrawn": gettext_noop("Proposal {number} was withdrawn; it is not voted on."),
    "authority.above_limit": gettext_noop(
        "Article {article} lets you do this up to {limit_cents}, and {amount_cents} is asked; "
        "propose it, so that the members decide."
    ),
    "charter.no_weighting": gettext_noop(
        "The charter has no weighting “{name}”; it has {known}. Use one of these."
    ),
    "authority.by_clock": gettext_noop(
        "By article {article} the act “{act}” happens by itself when it is due; nobody does it."
    ),
    "authority.by_decision": gettext_noop(
        "By article {article} the act “{act}” needs a decision; enclose it in a proposal."
    ),
    "authority.by_residents": gettext_noop(
        "By article {article} residents do “{act}” themselves; sign in as a resident whom a city "
        "attests."
    ),
    "authority.no_article": gettext_noop(
        "No article of the charter lets anyone do the act “{act}”; amend the charter first."
    ),
    "authority.other_seat": gettext_noop(
        "Article {article} gives the act “{act}” to {holders}; act from that seat, or ask whoever "
        "holds it."
    ),
    "authority.suspended": gettext_noop(
        "By article {article} {city} has lost its rights since {since_at}, because it has not "
        "paid; its page says what gives them back."
    ),
    "authority.unknown_seat": gettext_noop(
        "Nobody can act as {seat}: there is no such open seat; choose one of those you hold."
    ),
    "charter.mistake": gettext_noop(
        "The charter cannot be read: on line {line}, {mistake} Mistakes in all: {count}."
    ),
    "charter.not_utf8": gettext_noop("The charter is not UTF-8 text; save it as UTF-8."),
    "record.log_key": gettext_noop(
        "The log's key cannot be read or names another log; use the key that this installation "
        "shows."
    ),
    **texts_mandates.REFUSALS,
    **MEETING_REFUSALS,
    **SERVICE_REFUSALS,
    **TRANSLATION_REFUSALS,
    **ASSOCIATE_REFUSALS,
    **CALLING_REFUSALS,
    **ELECTION_REFUSALS,
    **EXPERIMENT_REFUSALS,
    **DISSOLVING_REFUSALS,
    **URGENCY_REFUSALS,
    **VACANCY_REFUSALS,
}

LABELS: Final = (
    gettext_noop("act.assembly.found_coalition/1"),
    gettext_noop("about.assembly.found_coalition/1"),
    gettext_noop("says.assembly.found_coalition/1"),
    gettext_noop("act.assembly.found_coalition/1.origin"),
    gettext_noop("act.assembly.found_coalition/1.log_key"),
    gettext_noop("act.assembly.found_coalition/1.charter"),
    gettext_noop("act.assembly.found_coalition/1.clock"),
    gettext_noop("act.assembly.found_coalition/1.fictional"),
    gettext_noop("act.assembly.found_coalition/1.members"),
    gettext_noop("act.assembly.take_over_coalition/1"),
    gettext_noop("about.assembly.take_over_coalition/1"),
    gettext_noop("says.assembly.take_over_coalition/1"),
    gettext_noop("act.assembly.take_over_coalition/1.origin"),
    gettext_noop("act.assembly.take_over_coalition/1.log_key"),
    gettext_noop("act.assembly.take_over_coalition/1.charter"),
    gettext_noop("act.assembly.take_over_coalition/1.clock"),
    gettext_noop("act.assembly.take_over_coalition/1.fictional"),
    gettext_noop("act.assembly.take_over_coalition/1.members"),
    gettext_noop("act.assembly.take_over_coalition/1.then"),
    gettext_noop("act.assembly.take_over_decisions/1"),
    gettext_noop("about.assembly.take_over_decisions/1"),
    gettext_noop("says.assembly.take_over_decisions/1"),
    gettext_noop("act.assembly.take_over_decisions/1.decisions"),
    gettext_noop("act.EarlierDecision.number"),
    gettext_noop("act.EarlierDecision.on"),
    gettext_noop("act.EarlierDecision.title"),
    gettext_noop("act.EarlierDecision.outcome"),
    gettext_noop("act.EarlierDecision.document"),
    gettext_noop("value.adopted"),
    gettext_noop("value.rejected"),
    gettext_noop("value.noted"),
    gettext_noop("value.real"),
    gettext_noop("value.told"),
    gettext_noop("act.assembly.admit_city/1"),
    gettext_noop("about.assembly.admit_city/1"),
    gettext_noop("says.assembly.admit_city/1"),
    gettext_noop("act.assembly.admit_city/1.member"),
    gettext_noop("act.assembly.amend_charter/1"),
    gettext_noop("about.assembly.amend_charter/1"),
    gettext_noop("says.assembly.amend_charter/1"),
    gettext_noop("act.assembly.amend_charter/1.charter"),
    gettext_noop("act.assembly.open_proposal/1"),
    gettext_noop("about.assembly.open_proposal/1"),
    gettext_noop("says.assembly.open_proposal/1"),
    gettext_noop("act.assembly.open_proposal/1.title"),
    gettext_noop("act.assembly.open_proposal/1.text"),
    gettext_noop("act.assembly.open_proposal/1.matter"),
    gettext_noop("act.assembly.open_proposal/1.acts"),
    gettext_noop("act.Enclosed.type"),
    gettext_noop("act.Enclosed.data"),
    gettext_noop("act.assembly.cast_vote/1"),
    gettext_noop("about.assembly.cast_vote/1"),
    gettext_noop("says.assembly.cast_vote/1"),
    gettext_noop("act.assembly.cast_vote/1.proposal"),
    gettext_noop("act.assembly.cast_vote/1.yes"),
    gettext_noop("act.assembly.cast_vote/1.no"),
    gettext_noop("act.assembly.cast_vote/1.abstain"),
    gettext_noop("act.assembly.close_vote/1"),
    gettext_noop("about.assembly.close_vote/1"),
    gettext_noop("says.assembly.close_vote/1"),
    gettext_noop("act.assembly.close_vote/1.proposal"),
    gettext_noop("act.assembly.withdraw_proposal/1"),
    gettext_noop("about.assembly.withdraw_proposal/1"),
    gettext_noop("says.assembly.withdraw_proposal/1"),
    gettext_noop("act.assembly.withdraw_proposal/1.proposal"),
    gettext_noop("act.assembly.give_proxy/1"),
    gettext_noop("about.assembly.give_proxy/1"),
    gettext_noop("says.assembly.give_proxy/1"),
    gettext_noop("act.assembly.give_proxy/1.holder"),
    gettext_noop("act.assembly.give_proxy/1.proposal"),
    gettext_noop("act.assembly.give_proxy/1.until"),
    gettext_noop("act.assembly.give_proxy/2"),
    gettext_noop("about.assembly.give_proxy/2"),
    gettext_noop("says.assembly.give_proxy/2"),
    gettext_noop("act.assembly.give_proxy/2.holder"),
    gettext_noop("act.assembly.give_proxy/2.proposal"),
    gettext_noop("act.assembly.give_proxy/2.meeting"),
    gettext_noop("act.assembly.give_proxy/2.item"),
    gettext_noop("act.assembly.give_proxy/2.until"),
    gettext_noop("act.assembly.give_proxy/2.instrument"),
    gettext_noop("act.assembly.revoke_proxy/1"),
    gettext_noop("about.assembly.revoke_proxy/1"),
    gettext_noop("says.assembly.revoke_proxy/1"),
    gettext_noop("act.assembly.revoke_proxy/1.proxy"),
    gettext_noop("act.assembly.cast_vote/2"),
    gettext_noop("about.assembly.cast_vote/2"),
    gettext_noop("says.assembly.cast_vote/2"),
    gettext_noop("act.assembly.cast_vote/2.proposal"),
    gettext_noop("act.assembly.cast_vote/2.yes"),
    gettext_noop("act.assembly.cast_vote/2.no"),
    gettext_noop("act.assembly.cast_vote/2.abstain"),
    gettext_noop("act.assembly.cast_vote/2.for_city"),
    gettext_noop("act.assembly.announce_leaving/1"),
    gettext_noop("about.assembly.announce_leaving/1"),
    gettext_noop("says.assembly.announce_leaving/1"),
    gettext_noop("act.assembly.announce_leaving/1.city"),
    gettext_noop("act.assembly.announce_leaving/1.resolution"),
    gettext_noop("act.assembly.register_key/1"),
    gettext_noop("about.assembly.register_key/1"),
    gettext_noop("says.assembly.register_key/1"),
    gettext_noop("act.assembly.register_key/1.public_key"),
    gettext_noop("act.assembly.register_key/1.rp_id"),
    gettext_noop("act.assembly.register_key/1.site"),
    gettext_noop("act.assembly.end_key/1"),
    gettext_noop("about.assembly.end_key/1"),
    gettext_noop("says.assembly.end_key/1"),
    gettext_noop("act.assembly.end_key/1.seat"),
    gettext_noop("act.assembly.end_key/1.fingerprint"),
    gettext_noop("act.assembly.let_leave/1"),
    gettext_noop("about.assembly.let_leave/1"),
    gettext_noop("says.assembly.let_leave/1"),
    gettext_noop("act.assembly.let_leave/1.city"),
    gettext_noop("act.assembly.open_participatory_budget/1"),
    gettext_noop("about.assembly.open_participatory_budget/1"),
    gettext_noop("says.assembly.open_participatory_budget/1"),
    gettext_noop("act.assembly.open_participatory_budget/1.code"),
    gettext_noop("act.assembly.open_participatory_budget/1.title"),
    gettext_noop("act.assembly.open_participatory_budget/1.year"),
    gettext_noop("act.assembly.open_participatory_budget/1.envelope_cents"),
    gettext_noop("act.assembly.open_participatory_budget/1.projects"),
    gettext_noop("act.assembly.open_participatory_budget/1.rule"),
    gettext_noop("act.assembly.open_participatory_budget/1.opens_on"),
    gettext_noop("act.assembly.open_participatory_budget/1.closes_on"),
    gettext_noop("act.assembly.import_ballots/1"),
    gettext_noop("about.assembly.import_ballots/1"),
    gettext_noop("says.assembly.import_ballots/1"),
    gettext_noop("act.assembly.import_ballots/1.code"),
    gettext_noop("act.assembly.import_ballots/1.ballots"),
    gettext_noop("act.assembly.import_ballots/1.turnout"),
    gettext_noop("act.assembly.count_participatory_budget/1"),
    gettext_noop("about.assembly.count_participatory_budget/1"),
    gettext_noop("says.assembly.count_participatory_budget/1"),
    gettext_noop("act.assembly.count_participatory_budget/1.code"),
    gettext_noop("act.BudgetedProject.code"),
    gettext_noop("act.BudgetedProject.title"),
    gettext_noop("act.BudgetedProject.city"),
    gettext_noop("act.BudgetedProject.cost_cents"),
    gettext_noop("act.BudgetedProject.acts"),
    gettext_noop("act.EqualSharesRule.kind"),
    gettext_noop("act.EqualSharesRule.start"),
    gettext_noop("act.EqualSharesRule.step_cents"),
    gettext_noop("act.EqualSharesRule.stop"),
    gettext_noop("act.EqualSharesRule.then"),
    gettext_noop("act.EqualSharesRule.ties"),
    gettext_noop("act.Turnout.city"),
    gettext_noop("act.Turnout.voters"),
    gettext_noop("value.equal_shares"),
    gettext_noop("value.exact share"),
    gettext_noop("value.whole units"),
    gettext_noop("value.overspent"),
    gettext_noop("value.exhausted"),
    gettext_noop("value.nothing"),
    gettext_noop("value.greedy"),
    gettext_noop("value.more approvals"),
    gettext_noop("value.lower cost"),
    gettext_noop("value.higher cost"),
    gettext_noop("value.id"),
    *MEETING_LABELS,
    *SERVICE_LABELS,
    *TRANSLATION_LABELS,
    *ASSOCIATE_LABELS,
    *CALLING_LABELS,
    *ELECTION_LABELS,
    *EXPERIMENT_LABELS,
    *DISSOLVING_LABELS,
    *URGENCY_LABELS,
    *VACANCY_LABELS,
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
