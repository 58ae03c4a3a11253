"""Signed acts at the gate: what a sender signs, and whether an act may be taken as it came.

An act may always be signed with a key that is registered for its seat; an article may demand it.
Who registers a key signs that act with the key itself, which shows that it is held.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from koinon.acts.act import Envelope, Grant
from koinon.acts.ports import ports
from koinon.acts.refused import Refusal, Refused
from koinon.record import signatures
from koinon.record.signatures import SignatureError, SigningKey

REFUSED: Final = {
    "unreadable": "acts.signature_unreadable",
    "unknown_key": "acts.signature_unknown_key",
    "other_statement": "acts.signature_of_another_act",
    "other_site": "acts.signature_on_another_site",
    "nobody_there": "acts.signature_by_nobody",
    "not_verified": "acts.signature_not_verified",
    "passkey_demanded": "acts.passkey_demanded",
    "false": "acts.signature_false",
}
"""The refusal for each way in which a signature may fail."""
DEMANDED: Final = {
    "any": "acts.signature_demanded",
    "passkey": "acts.passkey_demanded",
    "verified passkey": "acts.signature_not_verified",
}
"""The refusal of an unsigned act, by what its article demands."""


def statement(envelope: Envelope) -> bytes:
    """What whoever sends this act from a seat signs (docs/reference/record-format.md)."""
    assert ports.origin is not None
    assert envelope.seat is not None
    return signatures.statement(
        origin=ports.origin(),
        id=str(envelope.act_id),
        type=envelope.act.type,
        data=envelope.act.plain(),
        seat=envelope.seat,
    )


def settled(envelope: Envelope, grant: Grant) -> Envelope | Refused:
    """The envelope with its signature in the record's form; a refusal where one fails or lacks."""
    try:
        own = envelope.act.own_key()
    except Refusal as refusal:
        return refusal.refused
    if envelope.signed is None:
        if own is not None:
            return _refused("acts.key_signs_itself", envelope, grant)
        if grant.signed is not None:
            return _refused(DEMANDED[grant.signed], envelope, grant)
        return envelope
    if envelope.seat is None:
        return Refused("acts.signed_without_seat")
    try:
        signed = signatures.read_signed(envelope.signed)
        key = own or _registered(envelope.seat, signed.key)
        signed = signatures.settled(signed, key)
        signatures.check(signed, key, statement(envelope), grant.signed)
    except SignatureError as error:
        return _refused(REFUSED[error.code], envelope, grant)
    return replace(envelope, signed=signed.plain())


def _registered(seat: str, fingerprint: str) -> SigningKey:
    """The key that stands for a seat. Raises SignatureError where there is none."""
    assert ports.signing_key is not None
    key = ports.signing_key(seat, fingerprint)
    if key is None:
        raise SignatureError("unknown_key", "no such key stands.")
    return key


def _refused(code: str, envelope: Envelope, grant: Grant) -> Refused:
    facts = {"act": envelope.act.type, "article": grant.article or "", "seat": envelope.seat or ""}
    return Refused(code, tuple(sorted(facts.items())))
