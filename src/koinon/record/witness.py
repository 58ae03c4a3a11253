"""A city's memory of a log: what it countersigned last, and what it therefore never countersigns.

The rules are those of C2SP tlog-witness: a checkpoint is cosigned only if the log's key signed it
and it extends, as a consistency proof shows, the one cosigned before. What is remembered is on
disk before a cosignature leaves, and changes only from what was read to what follows it, so that
two runs at once cannot part ways. A checkpoint that does not extend it is kept, with the one
before, as evidence: both bear the log's signature, and they cannot both be true.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from koinon.record import merkle, note
from koinon.record.cosignatures import cosign
from koinon.record.keyfiles import read_limited, write_durably
from koinon.record.note import Checkpoint, Note, NoteError, VerifierKey

ProofOf = Callable[[int, int], Sequence[bytes]]
"""Gives the consistency proof from one size to another."""


class WitnessError(RuntimeError):
    """Nothing is countersigned; the message is one sentence for whoever runs the city's machine."""


class TwoHistories(WitnessError):
    """The log's key signed what cannot both be true; `evidence` is the folder that holds both."""

    def __init__(self, sentence: str, evidence: Path) -> None:
        super().__init__(f"{sentence} Both checkpoints are kept in {evidence}.")
        self.evidence = evidence


@dataclass(frozen=True, slots=True)
class Seen:
    """What was countersigned last: the log's key, and the checkpoint as the log signed it."""

    log_key: VerifierKey
    signed: bytes

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint. Raises NoteError if it is not genuine."""
        return note.open_checkpoint(self.signed, self.log_key)

    def __bytes__(self) -> bytes:
        """As it lies in the file: the key in a line, then the signed note."""
        return f"{self.log_key}\n".encode() + self.signed


class Witness:
    """Countersigns with a private key, remembering in `state_file` what it countersigned.

    The file is never restored from a backup, and never copied to where the same key is used too:
    two memories of one key are how a city comes to vouch for two histories.
    """

    def __init__(self, private_key: Ed25519PrivateKey, state_file: Path) -> None:
        self._private_key = private_key
        self._state_file = state_file

    def seen(self) -> Seen | None:
        """What is remembered; None before the first time. Raises WitnessError if it is damaged."""
        try:
            line, _, signed = read_limited(self._state_file).partition(b"\n")
            found = Seen(VerifierKey.parse(line.decode()), signed)
            _ = found.checkpoint
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise WitnessError(
                f"{self._state_file} is damaged, so it is not known what was countersigned: {error}"
            ) from None
        return found

    def countersign(
        self, offered: bytes, log_key: VerifierKey, proof_of: ProofOf, *, name: str, time: int
    ) -> bytes:
        """The checkpoint as the log signed it, with the city's cosignature under it.

        `offered` is a signed note and `time` is in seconds since 1970. Raises WitnessError, with
        nothing countersigned, and TwoHistories where that proves a fault of the log.
        """
        while True:
            seen = self.seen()
            checkpoint, signed = self._genuine(offered, log_key, seen)
            self._require_extension(seen, checkpoint, signed, proof_of)
            if self._swap(seen, Seen(log_key, signed)):
                break
        signature = cosign(checkpoint, name, self._private_key, time)
        only = note.parse_note(signed)
        return bytes(Note(only.text, (*only.signatures, signature)))

    def _genuine(
        self, offered: bytes, log_key: VerifierKey, seen: Seen | None
    ) -> tuple[Checkpoint, bytes]:
        """The checkpoint, and the note with the log's signature alone. Raises WitnessError."""
        if seen is not None and seen.log_key != log_key:
            raise TwoHistories(
                f"the log's key is {log_key} now and was {seen.log_key}: it was signed anew, or "
                "another log answers.",
                self._keep(seen, offered, log_key),
            )
        try:
            checkpoint = note.open_checkpoint(offered, log_key)
        except NoteError as error:
            raise WitnessError(f"the checkpoint is not genuine: {error}") from None
        if not checkpoint.size:
            raise WitnessError(f"the record of {checkpoint.origin} is empty.")
        parsed = note.parse_note(offered)
        own = [one for one in parsed.signatures if one.key_id == log_key.key_id]
        return checkpoint, bytes(Note(parsed.text, tuple(own[:1])))

    def _require_extension(
        self, seen: Seen | None, new: Checkpoint, signed: bytes, proof_of: ProofOf
    ) -> None:
        if seen is None:
            return
        old = seen.checkpoint
        if new.size < old.size:
            raise TwoHistories(
                f"the log shows {new.size} entries after it has shown {old.size}: entries were "
                "taken away, or an old backup was restored.",
                self._keep(seen, signed, seen.log_key),
            )
        proof = proof_of(old.size, new.size)
        if not merkle.verify_consistency(old.size, new.size, old.root, new.root, proof):
            raise TwoHistories(
                f"the log of {new.size} entries does not extend the one of {old.size} entries that "
                "was countersigned: its past was rewritten, or it shows two versions.",
                self._keep(seen, signed, seen.log_key),
            )

    def _swap(self, before: Seen | None, after: Seen) -> bool:
        """Remember what follows, unless another run has remembered something meanwhile."""
        with self._locked():
            if self.seen() != before:
                return False
            if before != after:
                write_durably(self._state_file, bytes(after))
            return True

    def _keep(self, seen: Seen, offered: bytes, log_key: VerifierKey) -> Path:
        """Keep both checkpoints and both keys; the same pair once."""
        name = f"{merkle.leaf_hash(seen.signed + offered).hex()[:16]}"
        folder = self._state_file.with_name(f"{self._state_file.name}.evidence") / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(folder / "countersigned-before", seen.signed)
        write_durably(folder / "countersigned-before.key", f"{seen.log_key}\n".encode())
        write_durably(folder / "shown-now", offered)
        write_durably(folder / "shown-now.key", f"{log_key}\n".encode())
        return folder

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold a lock beside the state file, which itself is replaced and cannot carry one."""
        lock = self._state_file.with_name(f"{self._state_file.name}.lock")
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
