"""What the check of a plan's JSON says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext, gettext_noop

from koinon.interfaces.shared.whatif.plain.checking import Fault

_HOLDS: Final[Mapping[str, str]] = {
    "form": gettext_noop("The file has the form koinon-plan/1."),
    "raise": gettext_noop("What the cities raise adds up to the total."),
    "costs": gettext_noop("The costs follow from the curves and what every city uses."),
    "shares": gettext_noop("The shares follow the rule and add up to the bill."),
    "power": gettext_noop("The power is that counted from all coalitions, one by one."),
    "proof": gettext_noop("The proof of who pays more than alone holds."),
    "solidarity": gettext_noop("The proof of how much solidarity the plan can bear holds."),
}
_UNCHECKED: Final[Mapping[str, str]] = {
    "raise": gettext_noop("Not checked: the file does not say what a levy raises."),
    "costs": gettext_noop("Not checked: the file does not say what programmes cost."),
    "shares": gettext_noop("Not checked: the file does not say who pays what."),
    "power": gettext_noop("Not checked: the power of more than 14 cities, or of none."),
    "proof": gettext_noop(
        "Not checked: the file has no proof of who pays more than alone; write it with --drafter."
    ),
    "solidarity": gettext_noop(
        "Not checked: the file has no proof of solidarity; write it with --drafter."
    ),
}
_FAULTS: Final[Mapping[str, str]] = {
    "form": gettext_noop("This is no file of the form koinon-plan/1: {place}."),
    "raise": gettext_noop("What the cities raise does not add up: {place}."),
    "costs": gettext_noop("The costs do not follow from curves and uses: {place}."),
    "shares": gettext_noop("The shares do not follow the rule, or do not add up: {place}."),
    "power": gettext_noop("The power is not that counted from all coalitions: {place}."),
    "proof": gettext_noop("The proof of who pays more than alone does not hold: {place}."),
    "solidarity": gettext_noop("The proof of solidarity does not hold: {place}."),
}


def holding(part: str) -> str:
    """That a part holds."""
    return gettext(_HOLDS[part])


def unchecked(part: str) -> str:
    """That the file gave nothing to check of a part."""
    return gettext(_UNCHECKED[part])


def faulty(fault: Fault) -> str:
    """What does not hold, and where."""
    return gettext(_FAULTS[fault.part]).format(place=f"\u2068{fault.place}\u2069")
