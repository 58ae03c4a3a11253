"""The room's sentences: refusals, and the keys under which catalogues name its acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


REFUSALS: Final[Mapping[str, str]] = {
    "acts.by_the_clock_alone": gettext_noop(
        "The clock alone puts off what is its own to do; leave this act to it."
    ),
    "acts.clock_is_real": gettext_noop(
        "This coalition lives in real time, so an act cannot be given another instant; send it "
        "without one."
    ),
    "acts.document_missing": gettext_noop(
        "The document {sha256} is not kept here; upload it first, then send the act again."
    ),
    "acts.document_size": gettext_noop(
        "The document {sha256} has {kept} bytes and the act says {size}; name it with its own size."
    ),
    "acts.entry_too_large": gettext_noop(
        "This act would make an entry of {bytes} bytes, and the record takes at most {limit}; put "
        "long texts into a document and name it."
    ),
    "acts.founded_already": gettext_noop(
        "The coalition is founded already; further cities join by a decision."
    ),
    "acts.id_reserved": gettext_noop(
        "Identifiers of version 8 are the record's own; send the act again with one of version 4 "
        "or 7."
    ),
    "acts.id_taken": gettext_noop(
        "Another act was recorded under the same identifier as entry {n}; send this one again "
        "with an identifier of its own."
    ),
    "acts.not_founded": gettext_noop(
        "The coalition is not founded yet; the first act must be its founding."
    ),
    "acts.nothing_to_carry_out": gettext_noop(
        "Nothing of the decision of entry {decision} waits to be carried out."
    ),
    "acts.own_fault": gettext_noop(
        "The act “{act}” broke by a fault of the software, not of the act; nothing of it took "
        "effect, and it is tried again by itself after a day. Tell whoever runs this installation."
    ),
}

LABELS: Final = (
    gettext_noop("act.acts.note_not_executed/1"),
    gettext_noop("about.acts.note_not_executed/1"),
    gettext_noop("says.acts.note_not_executed/1"),
    gettext_noop("act.acts.note_not_executed/1.decision"),
    gettext_noop("act.acts.note_not_executed/1.refusal"),
    gettext_noop("act.acts.note_not_executed/1.facts"),
    gettext_noop("act.acts.note_postponed/1"),
    gettext_noop("about.acts.note_postponed/1"),
    gettext_noop("says.acts.note_postponed/1"),
    gettext_noop("act.acts.note_postponed/1.what"),
    gettext_noop("act.acts.note_postponed/1.data"),
    gettext_noop("act.acts.note_postponed/1.refusal"),
    gettext_noop("act.acts.note_postponed/1.facts"),
    gettext_noop("act.acts.carry_out/1"),
    gettext_noop("about.acts.carry_out/1"),
    gettext_noop("says.acts.carry_out/1"),
    gettext_noop("act.acts.carry_out/1.decision"),
    gettext_noop("act.DocumentRef.sha256"),
    gettext_noop("act.DocumentRef.size"),
    gettext_noop("act.DocumentRef.media"),
    gettext_noop("act.Said.name"),
    gettext_noop("act.Said.value"),
    gettext_noop("act.Translation.language"),
    gettext_noop("act.Translation.text"),
)
"""Keys whose English stands in the English catalogue: an act's name (`act.`), what it is for
(`about.`), what an entry of it says (`says.`), its fields' labels."""
