"""The sentences about decisions in urgency: refusals, keys of acts, fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


URGENCY_REFUSALS: Final[Mapping[str, str]] = {
    "assembly.no_urgency": gettext_noop(
        "The charter lets nobody decide in urgency; open the proposal without it."
    ),
    "assembly.not_urgent": gettext_noop(
        "By article {article} what article {matter} is about cannot be decided in urgency; open "
        "the proposal without it."
    ),
    "assembly.ratifies_alone": gettext_noop(
        "Proposal {number}: a decision in urgency is ratified by a proposal that encloses that and "
        "nothing else, and whose acts are not amended; propose the rest apart."
    ),
    "assembly.ratified_in_urgency": gettext_noop(
        "Proposal {number} was decided in urgency, so it is not ratified in urgency; open the "
        "proposal without it."
    ),
    "assembly.ratified_already": gettext_noop(
        "Proposal {number} was ratified by entry {n}; once is enough."
    ),
    "assembly.unratified": gettext_noop(
        "Proposal {number} was not ratified and lapsed by entry {n}; propose its acts anew."
    ),
    "assembly.nothing_to_ratify": gettext_noop(
        "Proposal {number} is no decision taken in urgency, so there is nothing to ratify."
    ),
    "assembly.ratification_open": gettext_noop(
        "Proposal {other} to ratify proposal {number} is open already; vote on that."
    ),
    "assembly.ratified_late": gettext_noop(
        "Proposal {number} lapses on {until_at} unless it is ratified, and voting would begin only "
        "after that; put it to an earlier meeting, or to a vote without one."
    ),
    "assembly.matter_gone": gettext_noop(
        "The charter has the matter {matter} no more, by which proposal {number} would be "
        "ratified; propose its acts anew."
    ),
    "assembly.not_to_lapse": gettext_noop(
        "Proposal {number} can be ratified until {until_at}, or a vote on it is open; it does not "
        "lapse now."
    ),
}

URGENCY_LABELS: Final = (
    gettext_noop("act.assembly.open_proposal/1.urgent"),
    gettext_noop("act.assembly.open_proposal/2.urgent"),
    gettext_noop("act.assembly.ratify/1"),
    gettext_noop("about.assembly.ratify/1"),
    gettext_noop("says.assembly.ratify/1"),
    gettext_noop("act.assembly.ratify/1.proposal"),
    gettext_noop("act.assembly.let_lapse/1"),
    gettext_noop("about.assembly.let_lapse/1"),
    gettext_noop("says.assembly.let_lapse/1"),
    gettext_noop("act.assembly.let_lapse/1.proposal"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
