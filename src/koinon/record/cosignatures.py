"""Cosignatures: a city's statement that a log's checkpoint extends all it countersigned before.

The form is C2SP tlog-cosignature, `cosignature/v1` with Ed25519. The file `countersigned` gathers
checkpoints with their signatures, each a signed note, one empty line between two of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from koinon.record.note import (
    COSIGNATURE_V1,
    MAX_SIGNATURES,
    Checkpoint,
    Note,
    NoteError,
    Signature,
    VerifierKey,
    parse_note,
)

MAX_FILE_BYTES = 4_000_000
"""Of the file `countersigned`."""
MAX_NOTES = 1_000
MAX_TIME = 2**53 - 1
TIME_BYTES = 8


def witness_key(name: str, public_key: bytes) -> VerifierKey:
    """The verifier key of a witness (type 4). Raises NoteError for a name or key that is none."""
    return VerifierKey(name, public_key, COSIGNATURE_V1)


def cosign(
    checkpoint: Checkpoint, name: str, private_key: Ed25519PrivateKey, time: int
) -> Signature:
    """The cosignature of a checkpoint at `time`, in seconds since 1970."""
    assert 0 < time <= MAX_TIME
    key = witness_key(name, private_key.public_key().public_bytes_raw())
    message = b"cosignature/v1\ntime %d\n" % time + checkpoint.text.encode()
    made = time.to_bytes(TIME_BYTES, "big") + private_key.sign(message)
    assert key.verifies(made, checkpoint.text.encode())
    return Signature(name, key.key_id, made)


def time_of(signature: Signature) -> int:
    """When a cosignature says that it was made, in seconds since 1970."""
    return int.from_bytes(signature.signature[:TIME_BYTES], "big")


def with_cosignatures(signed: bytes, found: Iterable[Signature]) -> bytes:
    """A checkpoint that its log signed, with as many of these cosignatures as a note carries."""
    note = parse_note(signed)
    room = MAX_SIGNATURES - len(note.signatures)
    return bytes(Note(note.text, (*note.signatures, *list(found)[:room])))


def write_file(notes: Sequence[bytes]) -> bytes:
    """The file `countersigned`: these signed notes in their order."""
    return b"\n".join(notes)


def read_file(data: bytes) -> tuple[Note, ...]:
    """The checkpoints in a file `countersigned`. Raises NoteError; no signature is checked yet."""
    if len(data) > MAX_FILE_BYTES:
        raise NoteError(f"it has more than {MAX_FILE_BYTES} bytes.")
    if not data:
        return ()
    parts = data.split(b"\n\n")
    if len(parts) % 2 or len(parts) > 2 * MAX_NOTES:
        raise NoteError("it is not one signed note after the other, with empty lines between.")
    ends = [b"\n"] * (len(parts) // 2 - 1) + [b""]
    pairs = zip(parts[::2], parts[1::2], ends, strict=True)
    found = tuple(parse_note(text + b"\n\n" + lines + end) for text, lines, end in pairs)
    for one in found:
        Checkpoint.parse(one.text)
    return found
