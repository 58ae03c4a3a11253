"""The sentences about second votes and members' own referendums: refusals, keys of acts, fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


CALLING_REFUSALS: Final[Mapping[str, str]] = {
    "assembly.no_referendum": gettext_noop(
        "By article {article} the delegates vote on proposal {number} themselves; cast a vote."
    ),
    "assembly.nobody_voted": gettext_noop(
        "In the referendum of {city} nobody voted for or against, so that it has no result."
    ),
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
    gettext_noop("act.assembly.report_referendum/1"),
    gettext_noop("about.assembly.report_referendum/1"),
    gettext_noop("says.assembly.report_referendum/1"),
    gettext_noop("act.assembly.report_referendum/1.proposal"),
    gettext_noop("act.assembly.report_referendum/1.votes_for"),
    gettext_noop("act.assembly.report_referendum/1.votes_against"),
    gettext_noop("act.assembly.report_referendum/1.certificate"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
