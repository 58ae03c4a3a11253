"""The sentences about what a member owes on leaving: refusals, keys of the act and its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


LEAVING_REFUSALS: Final[Mapping[str, str]] = {
    "treasury.no_residual": gettext_noop(
        "The charter under which {city} left says nothing of what it then owes; it is charged "
        "nothing by it."
    ),
    "treasury.not_left": gettext_noop(
        "{city} is a member; what it owes on leaving is reckoned once it has left."
    ),
    "treasury.residual_order": gettext_noop(
        "{earlier} left before {city} and is not charged its share yet; charge {earlier} first, "
        "because what it owes is not counted again."
    ),
    "treasury.residual_too_long": gettext_noop(
        "The share of {city} by the weighting {weighting} has too many digits to be written down; "
        "choose a weighting in whole votes."
    ),
}

LEAVING_LABELS: Final = (
    gettext_noop("act.treasury.charge_residual/2"),
    gettext_noop("about.treasury.charge_residual/2"),
    gettext_noop("says.treasury.charge_residual/2"),
    gettext_noop("act.treasury.charge_residual/2.city"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
