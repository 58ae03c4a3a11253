"""The sentences about elections: refusals, keys of acts, fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


ELECTION_REFUSALS: Final[Mapping[str, str]] = {
    "assembly.ballots_form": gettext_noop(
        "Ballots of {election} that came in before are {known}, and these are {form}; bring in"
        " all of one form."
    ),
    "assembly.ballots_media": gettext_noop(
        "Ballots of {election} come as canonical ballots, of the media type {media}; turn the"
        " file into these."
    ),
    "assembly.batch_differs": gettext_noop(
        "Batch {batch} of papers of {city} in {election} is not typed alike from two seats; "
        "compare the entries and enter it again."
    ),
    "assembly.budget_of_election": gettext_noop(
        "The ballots of the participatory budget {budget} come in and are counted as those of an "
        "election; use the acts of elections."
    ),
    "assembly.budget_rule": gettext_noop(
        "The participatory budget {budget} cannot be counted: {why} Mend its rule."
    ),
    "assembly.candidacies_closed": gettext_noop(
        "Candidacies for {election} are entered from {opens_at} to {closes_at}, at no other time."
    ),
    "assembly.candidacies_open": gettext_noop(
        "Candidacies for {election} are open until {closes_at}; the ballot paper is made "
        "after that."
    ),
    "assembly.candidacy_days": gettext_noop(
        "Candidacies for {election} from {stand_from} to {stand_until} do not end before "
        "voting opens on {opens_on}; put the days in order."
    ),
    "assembly.candidate_exists": gettext_noop(
        "There is a candidate {candidate} in {election} already; give this one another code."
    ),
    "assembly.candidate_gone": gettext_noop(
        "The candidate {candidate} withdrew by entry {n}; nothing is left to withdraw."
    ),
    "assembly.election_ballots": gettext_noop(
        "The ballots of {election} cannot be counted: {why} Mend the document and bring it in"
        " again."
    ),
    "assembly.election_body": gettext_noop(
        "The charter has no body {body} whose delegates could elect; it has: {known}. Name "
        "one of these."
    ),
    "assembly.election_city": gettext_noop(
        "{city} has no vote in {election}; name a city that has."
    ),
    "assembly.election_closed": gettext_noop(
        "Voting in {election} closed on {closes_at}; nobody withdraws any more."
    ),
    "assembly.election_counted": gettext_noop(
        "The election {election} was counted by entry {n}; its result stands."
    ),
    "assembly.election_exists": gettext_noop(
        "There is an election {election} already; give this one another code."
    ),
    "assembly.election_not_open": gettext_noop(
        "Voting in {election} opens on {opens_at}; bring in its ballots then."
    ),
    "assembly.election_open": gettext_noop(
        "Voting in {election} is open until {closes_at}; it is counted after that."
    ),
    "assembly.election_past": gettext_noop(
        "The last voting day of {election}, {closes_on}, is over; propose later days."
    ),
    "assembly.election_rule": gettext_noop(
        "The election {election} cannot be counted: {why} Mend its rule."
    ),
    "assembly.election_who": gettext_noop(
        "The election {election} needs either options to choose among or the first and last "
        "day of candidacies; give one of the two."
    ),
    "assembly.lot_needed": gettext_noop(
        "In {election} a lot decides between {candidates}; give the value of what was decided"
        " on: {lot}."
    ),
    "assembly.more_ballots": gettext_noop(
        "{city} would have more ballots in {election}, {voters}, than papers issued, "
        "{issued}; correct the roll or the ballots."
    ),
    "assembly.more_ballots_in_all": gettext_noop(
        "There would be more ballots in {election}, {voters}, than papers issued in all "
        "cities, {issued}; correct the rolls or the ballots."
    ),
    "assembly.no_candidacies": gettext_noop(
        "In {election} voters choose among options that were decided; nobody stands in it."
    ),
    "assembly.no_candidate": gettext_noop(
        "Nobody stands in {election} as {candidate}; take a code from the list of candidates."
    ),
    "assembly.no_election_ballots": gettext_noop(
        "No ballots of {election} are here yet; bring them in first."
    ),
    "assembly.no_paper": gettext_noop(
        "The election {election} has no ballot paper yet; confirm its candidates first."
    ),
    "assembly.nobody_stands": gettext_noop(
        "Nobody stands in {election}, so there is no ballot paper; have another election decided."
    ),
    "assembly.paper_lot": gettext_noop(
        "The ballot paper of {election} has the order “{order}”: give the value that was "
        "drawn where it is by lot, and none else."
    ),
    "assembly.paper_made": gettext_noop(
        "The ballot paper of {election} was made by entry {n}; it stays as it is."
    ),
    "assembly.papers_seat": gettext_noop(
        "Papers of {election} are entered from a seat, so that two seats can be compared; act"
        " from one."
    ),
    "assembly.result_too_large": gettext_noop(
        "The result of {election} is larger than a document may be; count it with fewer candidates."
    ),
    "assembly.roll_papers": gettext_noop(
        "{city} states more papers issued, {issued}, than entitled voters, {entitled}; "
        "correct one of them."
    ),
    "assembly.too_few_supporters": gettext_noop(
        "Whoever stands in {election} needs supporters, {needed} at least, and {supporters} "
        "are stated; bring more signatures."
    ),
    "assembly.too_many_candidates": gettext_noop(
        "As many as can stand in {election} stand in it, {limit}; no more are entered."
    ),
    "assembly.unknown_election": gettext_noop(
        "There is no election {election}; choose one from the list."
    ),
}

ELECTION_LABELS: Final = (
    gettext_noop("act.assembly.open_election/1"),
    gettext_noop("about.assembly.open_election/1"),
    gettext_noop("says.assembly.open_election/1"),
    gettext_noop("act.assembly.open_election/1.code"),
    gettext_noop("act.assembly.open_election/1.title"),
    gettext_noop("act.assembly.open_election/1.seats"),
    gettext_noop("act.assembly.open_election/1.body"),
    gettext_noop("act.assembly.open_election/1.cities"),
    gettext_noop("act.assembly.open_election/1.options"),
    gettext_noop("act.assembly.open_election/1.rule"),
    gettext_noop("act.assembly.open_election/1.supporters"),
    gettext_noop("act.assembly.open_election/1.order"),
    gettext_noop("act.assembly.open_election/1.stand_from"),
    gettext_noop("act.assembly.open_election/1.stand_until"),
    gettext_noop("act.assembly.open_election/1.opens_on"),
    gettext_noop("act.assembly.open_election/1.closes_on"),
    gettext_noop("act.assembly.open_election/1.lot"),
    gettext_noop("act.assembly.open_participatory_budget/2"),
    gettext_noop("about.assembly.open_participatory_budget/2"),
    gettext_noop("says.assembly.open_participatory_budget/2"),
    gettext_noop("act.assembly.open_participatory_budget/2.code"),
    gettext_noop("act.assembly.open_participatory_budget/2.title"),
    gettext_noop("act.assembly.open_participatory_budget/2.year"),
    gettext_noop("act.assembly.open_participatory_budget/2.envelope_cents"),
    gettext_noop("act.assembly.open_participatory_budget/2.projects"),
    gettext_noop("act.assembly.open_participatory_budget/2.cities"),
    gettext_noop("act.assembly.open_participatory_budget/2.budget_rule"),
    gettext_noop("act.assembly.open_participatory_budget/2.opens_on"),
    gettext_noop("act.assembly.open_participatory_budget/2.closes_on"),
    gettext_noop("act.assembly.open_participatory_budget/2.lot"),
    gettext_noop("act.assembly.stand/1"),
    gettext_noop("about.assembly.stand/1"),
    gettext_noop("says.assembly.stand/1"),
    gettext_noop("act.assembly.stand/1.code"),
    gettext_noop("act.assembly.stand/1.candidate"),
    gettext_noop("act.assembly.stand/1.name"),
    gettext_noop("act.assembly.stand/1.city"),
    gettext_noop("act.assembly.stand/1.supporters"),
    gettext_noop("act.assembly.stand/1.statement"),
    gettext_noop("act.assembly.withdraw_candidacy/1"),
    gettext_noop("about.assembly.withdraw_candidacy/1"),
    gettext_noop("says.assembly.withdraw_candidacy/1"),
    gettext_noop("act.assembly.withdraw_candidacy/1.code"),
    gettext_noop("act.assembly.withdraw_candidacy/1.candidate"),
    gettext_noop("act.assembly.confirm_candidates/1"),
    gettext_noop("about.assembly.confirm_candidates/1"),
    gettext_noop("says.assembly.confirm_candidates/1"),
    gettext_noop("act.assembly.confirm_candidates/1.code"),
    gettext_noop("act.assembly.confirm_candidates/1.lot"),
    gettext_noop("act.assembly.state_roll/1"),
    gettext_noop("about.assembly.state_roll/1"),
    gettext_noop("says.assembly.state_roll/1"),
    gettext_noop("act.assembly.state_roll/1.code"),
    gettext_noop("act.assembly.state_roll/1.rolls"),
    gettext_noop("act.assembly.import_election_ballots/1"),
    gettext_noop("about.assembly.import_election_ballots/1"),
    gettext_noop("says.assembly.import_election_ballots/1"),
    gettext_noop("act.assembly.import_election_ballots/1.code"),
    gettext_noop("act.assembly.import_election_ballots/1.city"),
    gettext_noop("act.assembly.import_election_ballots/1.ballots"),
    gettext_noop("act.assembly.enter_papers/1"),
    gettext_noop("about.assembly.enter_papers/1"),
    gettext_noop("says.assembly.enter_papers/1"),
    gettext_noop("act.assembly.enter_papers/1.code"),
    gettext_noop("act.assembly.enter_papers/1.city"),
    gettext_noop("act.assembly.enter_papers/1.batch"),
    gettext_noop("act.assembly.enter_papers/1.ballots"),
    gettext_noop("act.assembly.count_election/1"),
    gettext_noop("about.assembly.count_election/1"),
    gettext_noop("says.assembly.count_election/1"),
    gettext_noop("act.assembly.count_election/1.code"),
    gettext_noop("act.assembly.count_election/1.lot"),
    gettext_noop("act.ElectionOption.code"),
    gettext_noop("act.ElectionOption.title"),
    gettext_noop("act.Roll.city"),
    gettext_noop("act.Roll.entitled"),
    gettext_noop("act.Roll.issued"),
    gettext_noop("value.as entered"),
    gettext_noop("value.lot"),
    gettext_noop("value.paper"),
    gettext_noop("value.more votes"),
    gettext_noop("value.fewer votes"),
    gettext_noop("value.higher cost"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
