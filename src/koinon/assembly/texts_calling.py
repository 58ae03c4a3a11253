"""The sentences about second votes that members call for: refusals, keys of acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


CALLING_REFUSALS: Final[Mapping[str, str]] = {
    "assembly.no_second_vote": gettext_noop(
        "Proposal {number} has no second vote that could be called for: its rule provides none, or "
        "it is an amendment."
    ),
    "assembly.calls_already": gettext_noop(
        "{city} calls for a second vote on proposal {number} already; once is enough."
    ),
}

CALLING_LABELS: Final = (
    gettext_noop("act.assembly.call_second_vote/1"),
    gettext_noop("about.assembly.call_second_vote/1"),
    gettext_noop("says.assembly.call_second_vote/1"),
    gettext_noop("act.assembly.call_second_vote/1.proposal"),
    gettext_noop("act.assembly.record_calls/1"),
    gettext_noop("about.assembly.record_calls/1"),
    gettext_noop("says.assembly.record_calls/1"),
    gettext_noop("act.assembly.record_calls/1.proposal"),
    gettext_noop("act.assembly.record_calls/1.cities"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
