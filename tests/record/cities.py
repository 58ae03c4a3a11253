"""Cities that countersign small records: their keys, the entries that register them, exports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.record.exports import KEY, ORIGIN, PRIVATE, bodies, entry, genesis, write_export
from tests.record.test_signatures import sign
from tests.support.signing import KeyFile

from koinon.record import merkle, note
from koinon.record.cosignatures import cosign, with_cosignatures, witness_key, write_file
from koinon.record.note import Checkpoint, VerifierKey

TIME = 1_795_000_000
GHENT = Ed25519PrivateKey.from_private_bytes(bytes([11]) * 32)
LYON = Ed25519PrivateKey.from_private_bytes(bytes([12]) * 32)
TURKU = Ed25519PrivateKey.from_private_bytes(bytes([13]) * 32)


def key(private: Ed25519PrivateKey, city: str) -> VerifierKey:
    return witness_key(f"{city}.example/koinon", private.public_key().public_bytes_raw())


def registering(
    n: int, private: Ed25519PrivateKey, city: str, seat: str = "", **effect: Any
) -> dict[str, Any]:
    """The entry by which a city's seat registers a key, signed with it."""
    said = {"kind": "witness_key", "city": city, "key": str(key(private, city)), **effect}
    return sign(
        entry(
            n,
            type="cities.register_witness_key/1",
            by={"seat": seat or f"council/{city}", "via": "web", "auth": "passkey"},
            data={"name": key(private, city).name, "public_key": KeyFile(private).key.text},
            effects=[said],
        ),
        KeyFile(private),
    )


def ending(n: int, private: Ed25519PrivateKey, city: str) -> dict[str, Any]:
    said = {"kind": "witness_key_end", "city": city, "key": str(key(private, city))}
    return entry(n, type="cities.end_witness_key/1", data={}, effects=[said])


def record(size: int) -> list[dict[str, Any]]:
    """A league of Ghent and Lyon whose keys are registered by the entries 1 and 2."""
    first = [genesis(), registering(1, GHENT, "ghent"), registering(2, LYON, "lyon")]
    return [*first, *(entry(n) for n in range(3, size))][:size]


def checkpoint(entries: Sequence[dict[str, Any]], origin: str = ORIGIN) -> Checkpoint:
    leaves = [merkle.leaf_hash(body) for body in bodies(entries)]
    return Checkpoint(origin, len(leaves), merkle.tree_root(leaves))


def countersigned(
    said: Checkpoint,
    *by: tuple[Ed25519PrivateKey, str],
    log: Ed25519PrivateKey = PRIVATE,
    time: int = TIME,
) -> bytes:
    """A checkpoint signed by the log and cosigned by these cities."""
    signed = note.sign(said.text, said.origin, log)
    made = [cosign(said, key(private, city).name, private, time) for private, city in by]
    return with_cosignatures(signed, made)


def published(
    root: Path, entries: Sequence[dict[str, Any]], *notes: bytes, policy: bytes = b""
) -> Path:
    """An export of these entries, with the checkpoints that cities countersigned beside it."""
    write_export(root, bodies(entries))
    (root / "countersigned").write_bytes(write_file(notes))
    if policy:
        (root / "policy").write_bytes(policy)
    return root


def policy(enough: str = "2", *, log: VerifierKey = KEY) -> bytes:
    return (
        f"# what a journalist relies on\nlog {log}\n"
        f"witness ghent {key(GHENT, 'ghent')}\n"
        f"witness lyon {key(LYON, 'lyon')}\n"
        f"witness turku {key(TURKU, 'turku')} https://turku.example/\n"
        f"group cities {enough} ghent lyon turku\nquorum cities\n"
    ).encode()
