"""The room's sentences: refusals, and the keys under which catalogues name its acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


REFUSALS: Final[Mapping[str, str]] = {
    "assembly.bad_act": gettext_noop(
        "Enclosed act {place}, {act}, cannot be read: its field {field} breaks the rule "
        "“{rule}”; correct it and propose again."
    ),
    "assembly.closed": gettext_noop(
        "Voting on proposal {number} closed on {closes_at}; it is counted with the votes cast "
        "before."
    ),
    "assembly.currency_stays": gettext_noop(
        "An amendment cannot change the currency from {before} to {after}; keep {before}."
    ),
    "assembly.mixture": gettext_noop(
        "Articles {first} and {second} are decided by different bodies or procedures; propose "
        "their acts apart."
    ),
    "assembly.no_matter": gettext_noop(
        "No matter of the charter covers the act {act}; amend the charter first, or leave the act "
        "out."
    ),
    "assembly.no_split": gettext_noop(
        "The charter does not let a member split its vote on proposal {number}; cast it whole."
    ),
    "assembly.not_by_decision": gettext_noop(
        "The charter does not let a decision carry out enclosed act {place}, {act}; leave it out."
    ),
    "assembly.not_in_electorate": gettext_noop(
        "{city} was not entitled to vote when notice of proposal {number} was given; it votes on "
        "later ones."
    ),
    "assembly.not_open_yet": gettext_noop(
        "Voting on proposal {number} opens on {opens_at}; come back then."
    ),
    "assembly.not_to_close": gettext_noop(
        "Proposal {number} is not to be counted now: its voting is still open, or it is decided "
        "already."
    ),
    "assembly.other_body": gettext_noop(
        "The seat {seat} has no vote here; the delegates in {body} decide this proposal."
    ),
    "assembly.own_referendum": gettext_noop(
        "By article {article} a member's vote is the result of its own referendum, which cannot "
        "be entered yet."
    ),
    "assembly.parts": gettext_noop(
        "The parts of a vote must sum to 1, and these sum to {sum}; correct them."
    ),
    "assembly.unknown_act": gettext_noop(
        "Enclosed act {place} is of a kind this version does not know; leave it out."
    ),
    "assembly.unknown_proposal": gettext_noop(
        "There is no proposal {number}; choose one from the list of decisions."
    ),
    "assembly.which_matter": gettext_noop(
        "A proposal without enclosed acts must name its matter; the charter has: {known}."
    ),
    "authority.by_clock": gettext_noop(
        "By article {article} the act “{act}” happens by itself when it is due; nobody does it."
    ),
    "authority.by_decision": gettext_noop(
        "By article {article} the act “{act}” needs a decision; enclose it in a proposal."
    ),
    "authority.no_article": gettext_noop(
        "No article of the charter lets anyone do the act “{act}”; amend the charter first."
    ),
    "authority.other_seat": gettext_noop(
        "Article {article} gives the act “{act}” to {holders}; act from that seat, or ask whoever "
        "holds it."
    ),
    "authority.unknown_seat": gettext_noop(
        "There is no open seat {seat}; choose one of the seats you hold."
    ),
    "charter.mistake": gettext_noop(
        "The charter cannot be read: on line {line}, {mistake} Mistakes in all: {count}."
    ),
    "charter.not_utf8": gettext_noop("The charter is not UTF-8 text; save it as UTF-8."),
    "record.log_key": gettext_noop(
        "The log's key cannot be read or names another log; use the key that this installation "
        "shows."
    ),
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
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
