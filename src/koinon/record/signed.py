"""What signed acts owe to the record: keys that stand for a seat, and signatures by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from koinon.record import signatures
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    Witness,
    require_form,
    require_keys,
    require_seat,
)
from koinon.record.note import COSIGNATURE_V1, NoteError, VerifierKey
from koinon.record.signatures import SignatureError, SigningKey, read_key, read_signed

_BEGINS = frozenset({"kind", "seat", "key", "public_key"})
_PASSKEY = frozenset({"rp_id", "site"})
_ENDS = frozenset({"kind", "seat", "key"})
_WITNESS = frozenset({"kind", "city", "key"})
_CITY = re.compile(r"[a-z0-9-]{1,40}")
_NONE: frozenset[str] = frozenset()


def check_signed(state: State, entry: Entry) -> None:
    """The signature of an entry, before its effects: whether it is there and holds."""
    demanded = entry["grant"].get("signed")
    introduced = list(_introduced(entry))
    if "signed" not in entry:
        if demanded is not None:
            raise EntryError(f"its grant demands a signature ({demanded!a}), and it has none.")
        if introduced:
            raise EntryError("it registers a key without being signed with it.")
        return
    seat = entry["by"]["seat"]
    if seat is None or "cause" in entry:
        raise EntryError("it is signed, although no seat sent it.")
    try:
        signed = read_signed(entry["signed"])
        key = state.keys.get((seat, signed.key))
        if introduced:
            key = _introduced_key(introduced[0])
        if key is None:
            raise EntryError(f"it is signed with {signed.key}, which is no key of {seat} then.")
        signatures.check(signed, key, _statement(state, entry), demanded)
    except SignatureError as error:
        raise EntryError(f"its signature: {error}") from None


def _introduced(entry: Entry) -> Iterator[Mapping[str, Any]]:
    """The keys that an entry registers, as far as its effects have the form for it."""
    effects = entry["effects"] if type(entry["effects"]) is list else []
    for effect in effects:
        if type(effect) is dict and effect.get("kind") in ("signing_key", "witness_key"):
            yield effect


def _introduced_key(effect: Mapping[str, Any]) -> SigningKey:
    """The key that an entry registers and is signed with. Raises SignatureError."""
    if effect["kind"] == "witness_key":
        return _as_signing_key(read_witness_key(effect.get("key")))
    return read_key(*(effect.get(name) for name in ("public_key", "rp_id", "site")))


def _statement(state: State, entry: Entry) -> bytes:
    return signatures.statement(
        origin=state.origin,
        id=entry["id"],
        type=entry["type"],
        data=entry["data"],
        seat=entry["by"]["seat"],
    )


def check_signing_key(state: State, entry: Entry, effect: Effect) -> None:
    """A key begins to stand for the seat that acts; the entry is signed with it."""
    require_keys(effect, _BEGINS, _PASSKEY, "a signing key")
    seat = require_seat(effect["seat"])
    if seat != entry["by"]["seat"]:
        raise EntryError(f"the key is registered for {seat}, which does not act.")
    try:
        key = read_key(*(effect.get(name) for name in ("public_key", "rp_id", "site")))
    except SignatureError as error:
        raise EntryError(f"the key: {error}") from None
    if key.fingerprint != effect["key"]:
        raise EntryError(f"the fingerprint of the key is {key.fingerprint}, not {effect['key']!a}.")
    if "signed" not in entry or entry["signed"].get("key") != key.fingerprint:
        raise EntryError("the entry is not signed with the key that it registers.")
    if (seat, key.fingerprint) in state.keys:
        raise EntryError(f"the key {key.fingerprint} is registered for {seat} already.")
    state.keys[seat, key.fingerprint] = key


def check_signing_key_end(state: State, entry: Entry, effect: Effect) -> None:
    """A key ends to stand for its seat."""
    require_keys(effect, _ENDS, _NONE, "the end of a signing key")
    seat = require_seat(effect["seat"])
    if type(effect["key"]) is not str or (seat, effect["key"]) not in state.keys:
        raise EntryError(f"the key {effect['key']!a} is not registered for {seat}.")
    del state.keys[seat, effect["key"]]


def read_witness_key(text: Any) -> VerifierKey:
    """The verifier key of a witness in its one form. Raises SignatureError with the code "key"."""
    try:
        key = VerifierKey.parse(text if type(text) is str else "")
    except NoteError as error:
        raise SignatureError("key", str(error)) from None
    if key.algorithm != COSIGNATURE_V1:
        raise SignatureError("key", f"the key of {key.name} is not that of a witness.")
    return key


def _as_signing_key(key: VerifierKey) -> SigningKey:
    """The same key as one that signs acts."""
    public = Ed25519PublicKey.from_public_bytes(key.public_key)
    return SigningKey(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def check_witness_key(state: State, entry: Entry, effect: Effect) -> None:
    """A key with which the city of the acting seat countersigns; the entry is signed with it.

    No key is registered twice in a record, nor the log's own, so that nobody counts twice.
    """
    require_keys(effect, _WITNESS, _NONE, "the key of a witness")
    city = require_form(effect["city"], _CITY, "the city of a witness")
    if str(entry["by"]["seat"]).partition("/")[2] != city:
        raise EntryError(f"a key of {city} is registered by a seat that is not the city's.")
    try:
        key = read_witness_key(effect["key"])
    except SignatureError as error:
        raise EntryError(f"the key of {city}: {error}") from None
    fingerprint = _as_signing_key(key).fingerprint
    if "signed" not in entry or entry["signed"].get("key") != fingerprint:
        raise EntryError("the entry is not signed with the key that it registers.")
    taken = {one.key.public_key for one in state.witnesses.values()}
    if key.public_key in taken | {VerifierKey.parse(state.log_key).public_key}:
        raise EntryError(f"the key of {city} is or was another's, or is that of the log.")
    if key.name in {one.key.name for one in state.witnesses.values() if one.city != city}:
        raise EntryError(f"{city} registers a key under the name {key.name}, which is another's.")
    state.witnesses[str(key)] = Witness(city, key, state.size)


def check_witness_key_end(state: State, entry: Entry, effect: Effect) -> None:
    """A key ends: what it countersigns of later logs counts no more."""
    require_keys(effect, _WITNESS, _NONE, "the end of a key of a witness")
    found = state.witnesses.get(effect["key"]) if type(effect["key"]) is str else None
    if found is None or found.city != effect["city"] or found.ended is not None:
        raise EntryError(f"the key {effect['key']!a} is not one with which it countersigns.")
    found.ended = state.size


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "signing_key": check_signing_key,
        "signing_key_end": check_signing_key_end,
        "witness_key": check_witness_key,
        "witness_key_end": check_witness_key_end,
    }
)
