"""The sentences about proof of service: refusals, and the keys of its acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


SERVICE_REFUSALS: Final[Mapping[str, str]] = {
    "assembly.notice_of_what": gettext_noop(
        "Notice is of one proposal or of one meeting; name exactly one of the two."
    ),
    "assembly.no_notice": gettext_noop("That notice was not given to {seat}; leave this seat out."),
    "assembly.served_twice": gettext_noop(
        "The list names {seat} twice; give each seat one line, and attest a second way later."
    ),
    "assembly.served_when": gettext_noop(
        "Service on {seat} cannot have been on {on}: it is between the day of the notice, "
        "{first_on}, and today."
    ),
    "assembly.service_without_log": gettext_noop(
        "Service on {seat} by e-mail is proved by the log of deliveries; attach it."
    ),
    "assembly.acknowledged_already": gettext_noop(
        "This seat acknowledged the notice by entry {n}; nothing is left to do."
    ),
}

SERVICE_LABELS: Final = (
    gettext_noop("act.assembly.attest_service/1"),
    gettext_noop("about.assembly.attest_service/1"),
    gettext_noop("says.assembly.attest_service/1"),
    gettext_noop("act.assembly.attest_service/1.proposal"),
    gettext_noop("act.assembly.attest_service/1.meeting"),
    gettext_noop("act.assembly.attest_service/1.served"),
    gettext_noop("act.assembly.attest_service/1.evidence"),
    gettext_noop("act.ServedSeat.seat"),
    gettext_noop("act.ServedSeat.how"),
    gettext_noop("act.ServedSeat.on"),
    gettext_noop("value.e-mail"),
    gettext_noop("value.letter"),
    gettext_noop("value.in person"),
    gettext_noop("value.electronic"),
    gettext_noop("act.assembly.acknowledge_notice/1"),
    gettext_noop("about.assembly.acknowledge_notice/1"),
    gettext_noop("says.assembly.acknowledge_notice/1"),
    gettext_noop("act.assembly.acknowledge_notice/1.proposal"),
    gettext_noop("act.assembly.acknowledge_notice/1.meeting"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
