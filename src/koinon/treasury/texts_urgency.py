"""The refusals about money that was adopted in urgency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


URGENCY_REFUSALS: Final[Mapping[str, str]] = {
    "treasury.levy_lapsed": gettext_noop(
        "The levy {levy} is not assessed any more: it was adopted in urgency by proposal {number}, "
        "which was not ratified and lapsed by entry {n}. Adopt it anew under another code."
    ),
    "treasury.line_lapsed": gettext_noop(
        "Nothing new is spent from or added to budget line “{line}” of {year}: it was adopted in "
        "urgency by proposal {number}, which was not ratified and lapsed by entry {n}. Adopt a "
        "line of another code."
    ),
    "treasury.urgent_line": gettext_noop(
        "The budget line “{line}” of {year} exists already; what is adopted in urgency needs a "
        "line of its own, so that it can lapse. Give it another code."
    ),
}
