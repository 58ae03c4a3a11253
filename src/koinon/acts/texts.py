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
    "acts.key_signs_itself": gettext_noop(
        "A key is registered by an act that the key itself signs; sign it with that passkey or key "
        "file."
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
    "acts.record_behind": gettext_noop(
        "This record holds {size} entries and its key has signed {signed}, so an old copy was "
        "restored; nothing is taken until whoever runs this installation has brought back the "
        "rest with “koinon recover”."
    ),
    "acts.record_differs": gettext_noop(
        "This record of {size} entries is not the one of {signed} entries that its key has signed, "
        "so nothing is taken; whoever runs this installation restores a copy of the right one and "
        "then runs “koinon recover”."
    ),
    "acts.signer_forgot": gettext_noop(
        "It is not known here what the key of this record signed last, as after moving to another "
        "machine, so nothing is taken until whoever runs this installation has compared it with "
        "what others hold, with “koinon recover”."
    ),
    "acts.passkey_demanded": gettext_noop(
        "Article {article} demands that “{act}” is signed with a passkey registered for {seat}; "
        "sign it with one."
    ),
    "acts.signature_by_nobody": gettext_noop(
        "The device signed without saying that a person was there; sign again with one that asks "
        "to be touched."
    ),
    "acts.signature_demanded": gettext_noop(
        "Article {article} demands that “{act}” is signed with a key registered for {seat}; sign "
        "it with your passkey, or with a key file."
    ),
    "acts.signature_false": gettext_noop(
        "The signature does not hold under its key; sign the act again."
    ),
    "acts.signature_not_verified": gettext_noop(
        "Article {article} demands that “{act}” is signed with a passkey that recognises its owner "
        "by PIN, fingerprint or face, registered for {seat}; sign it with one."
    ),
    "acts.signature_of_another_act": gettext_noop(
        "The signature was made for another act, another seat or another coalition; sign this act "
        "itself."
    ),
    "acts.signature_on_another_site": gettext_noop(
        "The passkey signed on another site than the one it is registered with; sign there, or "
        "register it on this site."
    ),
    "acts.signature_unknown_key": gettext_noop(
        "The act is signed with a key that is not registered for {seat}, or has ended; register "
        "the key first, or sign with another."
    ),
    "acts.signature_unreadable": gettext_noop(
        "The signature cannot be read; sign the act again, and send what is shown unchanged."
    ),
    "acts.signed_without_seat": gettext_noop(
        "An act is signed for a seat, and this one comes from none; choose the seat you act from."
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
