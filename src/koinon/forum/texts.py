"""The room's sentences: refusals, and the keys under which catalogues name its acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


REFUSALS: Final[Mapping[str, str]] = {
    "forum.answered": gettext_noop(
        "Initiative {number} has its answer already; propose a decision if it is to be another."
    ),
    "forum.attestation_over": gettext_noop(
        "What entry {n} attested was ended by entry {ended_n} already; name one that stands."
    ),
    "forum.checked": gettext_noop(
        "Initiative {number} could be turned away until {until_at}; now only signatures decide."
    ),
    "forum.closed": gettext_noop(
        "Signatures under initiative {number} were collected until {closes_at}; start a new one."
    ),
    "forum.empty_answer": gettext_noop(
        "An answer says why, or names the decision; add a text or the number of the proposal."
    ),
    "forum.joined_already": gettext_noop(
        "You are among those who start initiative {number} already; another resident has to join."
    ),
    "forum.lapsed": gettext_noop(
        "Initiative {number} did not find enough signatures in time; start a new one."
    ),
    "forum.more_than_attested": gettext_noop(
        "{city} has attested {count} residents, and as many have signed; the city must attest the "
        "others first."
    ),
    "forum.no_answer_due": gettext_noop("No answer to initiative {number} is due."),
    "forum.no_check": gettext_noop(
        "By article {article} nobody can turn an initiative away; only signatures decide."
    ),
    "forum.no_ground": gettext_noop(
        "The charter has no ground “{ground}” to turn an initiative away; it names {known}."
    ),
    "forum.no_initiatives": gettext_noop(
        "The charter has no initiatives of residents; amend it to have them."
    ),
    "forum.not_closed": gettext_noop(
        "Signatures under initiative {number} are collected until {closes_at}."
    ),
    "forum.not_collecting": gettext_noop(
        "Initiative {number} collects no signatures, so it cannot lapse."
    ),
    "forum.not_its_decision": gettext_noop(
        "Proposal {number} is no adopted decision of {body}, which has to answer; name one that is."
    ),
    "forum.not_reached": gettext_noop(
        "Initiative {number} has not reached what it needs, so no answer to it is due."
    ),
    "forum.not_signed": gettext_noop(
        "You have not signed initiative {number}, or have taken your signature back already."
    ),
    "forum.not_the_starter": gettext_noop(
        "Only who started initiative {number} can withdraw it; sign in as that person."
    ),
    "forum.other_citys_residents": gettext_noop(
        "A seat of {own} cannot speak for the residents of {city}; act from a seat of {city}."
    ),
    "forum.reached_already": gettext_noop(
        "Initiative {number} has reached what it needs (entry {n}); it takes no more signatures "
        "and gives none back."
    ),
    "forum.residents_alone": gettext_noop(
        "Only residents whom a city attests can do this; sign in as one."
    ),
    "forum.signed_already": gettext_noop(
        "You have signed initiative {number} already; a resident signs once, from whatever city."
    ),
    "forum.starters_complete": gettext_noop(
        "The {count} residents who start initiative {number} are complete; sign it instead."
    ),
    "forum.starters_missing": gettext_noop(
        "{has} of the {needed} residents who start initiative {number} together have joined; it "
        "can be signed once all have."
    ),
    "forum.text_form": gettext_noop(
        "The text of an initiative is plain text of at most {limit} kB; save it as that."
    ),
    "forum.text_twice": gettext_noop(
        "Initiative {number} has the very same text; sign that one, or write what is different."
    ),
    "forum.time_to_answer": gettext_noop(
        "The time to answer initiative {number} lasts until {until_at}."
    ),
    "forum.turned_away": gettext_noop(
        "Initiative {number} was turned away; start one that the charter allows."
    ),
    "forum.unknown_attestation": gettext_noop(
        "Entry {n} attests no residents of this city; name the entry of an attestation."
    ),
    "forum.unknown_initiative": gettext_noop(
        "There is no initiative {number}; choose one of the list."
    ),
    "forum.withdrawn": gettext_noop("Initiative {number} was withdrawn; start a new one."),
}

LABELS: Final = (
    gettext_noop("act.forum.answer_initiative/1"),
    gettext_noop("about.forum.answer_initiative/1"),
    gettext_noop("says.forum.answer_initiative/1"),
    gettext_noop("act.forum.answer_initiative/1.initiative"),
    gettext_noop("act.forum.answer_initiative/1.outcome"),
    gettext_noop("act.forum.answer_initiative/1.text"),
    gettext_noop("act.forum.answer_initiative/1.decision"),
    gettext_noop("value.taken up"),
    gettext_noop("value.taken up in part"),
    gettext_noop("value.not taken up"),
    gettext_noop("act.forum.attest_residents/1"),
    gettext_noop("about.forum.attest_residents/1"),
    gettext_noop("says.forum.attest_residents/1"),
    gettext_noop("act.forum.attest_residents/1.city"),
    gettext_noop("act.forum.attest_residents/1.method"),
    gettext_noop("act.forum.attest_residents/1.count"),
    gettext_noop("act.forum.attest_residents/1.root"),
    gettext_noop("act.forum.attest_residents/1.replaces"),
    gettext_noop("value.roll"),
    gettext_noop("value.letters"),
    gettext_noop("act.forum.end_attestation/1"),
    gettext_noop("about.forum.end_attestation/1"),
    gettext_noop("says.forum.end_attestation/1"),
    gettext_noop("act.forum.end_attestation/1.attestation"),
    gettext_noop("act.forum.end_attestation/1.reason"),
    gettext_noop("act.forum.join_starters/1"),
    gettext_noop("about.forum.join_starters/1"),
    gettext_noop("says.forum.join_starters/1"),
    gettext_noop("act.forum.join_starters/1.initiative"),
    gettext_noop("act.forum.join_starters/1.starter"),
    gettext_noop("act.forum.lapse_initiative/1"),
    gettext_noop("about.forum.lapse_initiative/1"),
    gettext_noop("says.forum.lapse_initiative/1"),
    gettext_noop("act.forum.lapse_initiative/1.initiative"),
    gettext_noop("act.forum.note_silence/1"),
    gettext_noop("about.forum.note_silence/1"),
    gettext_noop("says.forum.note_silence/1"),
    gettext_noop("act.forum.note_silence/1.initiative"),
    gettext_noop("act.forum.sign_initiative/1"),
    gettext_noop("about.forum.sign_initiative/1"),
    gettext_noop("says.forum.sign_initiative/1"),
    gettext_noop("act.forum.sign_initiative/1.initiative"),
    gettext_noop("act.forum.sign_initiative/1.mark"),
    gettext_noop("act.forum.start_initiative/1"),
    gettext_noop("about.forum.start_initiative/1"),
    gettext_noop("says.forum.start_initiative/1"),
    gettext_noop("act.forum.start_initiative/1.title"),
    gettext_noop("act.forum.start_initiative/1.text"),
    gettext_noop("act.forum.start_initiative/1.starter"),
    gettext_noop("act.forum.turn_away_initiative/1"),
    gettext_noop("about.forum.turn_away_initiative/1"),
    gettext_noop("says.forum.turn_away_initiative/1"),
    gettext_noop("act.forum.turn_away_initiative/1.initiative"),
    gettext_noop("act.forum.turn_away_initiative/1.ground"),
    gettext_noop("act.forum.turn_away_initiative/1.reason"),
    gettext_noop("act.forum.withdraw_initiative/1"),
    gettext_noop("about.forum.withdraw_initiative/1"),
    gettext_noop("says.forum.withdraw_initiative/1"),
    gettext_noop("act.forum.withdraw_initiative/1.initiative"),
    gettext_noop("act.forum.withdraw_initiative/1.proof"),
    gettext_noop("act.forum.withdraw_signature/1"),
    gettext_noop("about.forum.withdraw_signature/1"),
    gettext_noop("says.forum.withdraw_signature/1"),
    gettext_noop("act.forum.withdraw_signature/1.initiative"),
    gettext_noop("act.forum.withdraw_signature/1.proof"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
