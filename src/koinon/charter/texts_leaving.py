"""The sentences of a charter on leaving and on its end; fields in braces are facts."""

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
    "contributions_is_a_weighting": gettext_noop(
        "“contributions” here means what members have paid, and a weighting has that name; rename "
        "the weighting."
    ),
    "dissolution_by_nobody": gettext_noop(
        "nobody may do “{value}”, by which the coalition ends; grant it under [authority]."
    ),
    "dissolved_by_decision": gettext_noop(
        'the coalition is dissolved by a decision alone; write by = "decision" and name “{value}” '
        "among the acts of a matter."
    ),
    "no_dissolution": gettext_noop(
        "“{value}” carries out what [dissolution] says, and there is none; write it, or take this "
        "grant out."
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
    "dissolution": gettext_noop(
        "Article {article}. Once the coalition is dissolved, no city is admitted and no levy is "
        "adopted any more."
    ),
    "dissolution.still": gettext_noop("Proposals on “{matter}” can still be put."),
    "dissolution.none_still": gettext_noop("No proposal can be put any more."),
    "dissolution.by_contributions": gettext_noop(
        "When nothing is open any more, what it has is shared out among its members, in proportion "
        "to what each has paid over all years; remainders go to the largest fractions, equal ones "
        "by name."
    ),
    "dissolution.by_weight": gettext_noop(
        "When nothing is open any more, what it has is shared out among its members, in proportion "
        "to “{weight}” on the day of the dissolution; remainders go to the largest fractions, "
        "equal ones by name."
    ),
    "dissolution.lacking": ngettext_noop(
        "What is lacking is charged in the same proportion, to be paid within {n} day.",
        "What is lacking is charged in the same proportion, to be paid within {n} days.",
    ),
}
