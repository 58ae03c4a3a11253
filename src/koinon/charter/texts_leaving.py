"""The sentences of a charter on what a leaver owes; fields in braces are facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message with plural forms for translation; the number is the field {n}."""
    return singular, plural


LEAVING_MISTAKES: Final[Mapping[str, str]] = {
    "residual_by_nobody": gettext_noop(
        "nobody may charge what a member that leaves owes; grant “{value}” to a seat under "
        "[authority]."
    ),
    "residual_by_no_rule": gettext_noop(
        "“{value}” charges what “residual” under [membership] says, and there is none; write it, "
        "or take this grant out."
    ),
    "residual_by_two_rules": gettext_noop(
        "“{value}” charges by the last levy and “residual” says otherwise; grant “{other}” alone."
    ),
}

LEAVING: Final[Mapping[str, str | tuple[str, str]]] = {
    "membership.residual.commitments": gettext_noop(
        "Once it has left, it pays its share of what the coalition had then committed and not yet "
        "paid, in the programmes it took part in; its share is by “{weight}”, among all members "
        "that took part on its last day."
    ),
    "membership.residual.left": gettext_noop(
        "What members that left before were charged for is not counted again; fractions of the "
        "smallest coin are cut off; and nothing is reckoned anew when a commitment is cancelled."
    ),
    "membership.residual.within": ngettext_noop(
        "It pays within {n} day of being charged.", "It pays within {n} days of being charged."
    ),
}
