"""Six cities countersign the record: their keys, and what their machines sent last night."""

from __future__ import annotations

from datetime import datetime

from koinon.cities.queries import witness_keys
from koinon.demo.keys import PublicKey, key_of
from koinon.demo.language import Deed, Step, on
from koinon.record import logkeys, note, received
from koinon.record.cosignatures import cosign, with_cosignatures

WITNESSES = ("valdorene", "osterquell", "mirelune", "lindorsk", "marisolde", "seraulde")


def _name(city: str) -> str:
    return f"{city}.example/witness"


def _registered(city: str) -> Deed:
    seat = f"council/{city}"
    data = {"name": _name(city), "public_key": PublicKey(seat)}
    return Deed("cities.register_witness_key/1", seat, data, signed=True)


WITNESS_KEYS: tuple[Step, ...] = on("1-03-02", *map(_registered, WITNESSES))


def countersign(at: str) -> int:
    """Let every city with a key countersign the record as it stands; how many did.

    `at` is the instant they do so. The log signs first, so that its key remembers this record.
    Raises SignerError where it cannot.
    """
    time = int(datetime.fromisoformat(at).timestamp())
    signed = logkeys.sign_head(logkeys.signer())
    checkpoint = note.Checkpoint.parse(note.parse_note(signed).text)
    found = (cosign(checkpoint, _name(one), key_of(f"council/{one}"), time) for one in WITNESSES)
    keys = {one.key: one.stands_at for one in witness_keys()}
    return len(received.take(with_cosignatures(signed, found), keys, time).new)
