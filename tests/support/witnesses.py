"""A league whose cities countersign: its charter, their keys registered, what they send."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.support import signing as devices
from tests.support.coalition import CHARTER, League
from tests.support.signing import KeyFile

from koinon.acts.act import Receipt
from koinon.acts.gate import enact
from koinon.record import keyfiles
from koinon.record.cosignatures import cosign
from koinon.record.note import Checkpoint, Note, parse_note

REGISTER, END = "cities.register_witness_key/1", "cities.end_witness_key/1"
COUNTERSIGNING = f"""
"{REGISTER}" = {{article = "13", body = "council"}}
"{END}" = [{{article = "13", body = "council"}}, {{article = "13", seat = "secretariat"}}]

[countersigning]
article = "13"
cities = 2
days = 7
"""
WITNESSED = CHARTER + COUNTERSIGNING


def device(n: int) -> KeyFile:
    """A key file made of one byte."""
    return KeyFile(Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32))


def written(file: Path, n: int) -> Path:
    """The same as a file."""
    keyfiles.write_key(file, device(n).private)
    return file


def name_of(city: str) -> str:
    """Under which name a city countersigns."""
    return f"{city}.example/koinon"


def registered(league: League, city: str, n: int) -> Receipt:
    """A city registers a key."""
    fields = {"name": name_of(city), **device(n).fields()}
    envelope = league.envelope(REGISTER, fields, f"council/{city}")
    answer = enact(devices.signed(envelope, device(n)), at=league.at)
    assert isinstance(answer, Receipt), answer
    return answer


def vouched(signed: bytes, city: str, n: int, time: int) -> bytes:
    """A checkpoint as its log signed it, countersigned by a city."""
    note = parse_note(signed)
    made = cosign(Checkpoint.parse(note.text), name_of(city), device(n).private, time)
    return bytes(Note(note.text, (note.signatures[0], made)))
