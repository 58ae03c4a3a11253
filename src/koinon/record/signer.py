"""The signer of checkpoints: holds the log's key and never signs two histories.

It remembers the last tree it signed in a file of its own and signs only what extends that tree.
So a database restored from an old backup, or one that was rewritten, gets no signature.

For that reason the state file is NEVER restored from a backup, and never copied together with the
key to a second place that signs: two memories of one key are how a log splits. A lost state file
is replaced with `recover`, from the latest checkpoint that others hold.
"""

from __future__ import annotations

import fcntl
import os
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from koinon.record import merkle, note
from koinon.record.keyfiles import (
    KeyFileError,
    load_key,
    read_key,
    read_limited,
    write_durably,
    write_key,
)
from koinon.record.note import Checkpoint, NoteError, VerifierKey


class SignerError(RuntimeError):
    """The signer refuses; the message is one sentence for whoever runs the log."""


@contextmanager
def _told() -> Iterator[None]:
    """Say what is wrong with a key file as the signer's own refusal."""
    try:
        yield
    except KeyFileError as error:
        raise SignerError(str(error)) from None


def remembered(state_file: Path) -> Checkpoint | None:
    """What a signer's state file says was signed last; None where nothing was yet.

    Raises SignerError when the file is lost or damaged.
    """
    try:
        text = read_limited(state_file).decode()
        return Checkpoint.parse(text) if text else None
    except FileNotFoundError:
        raise SignerError(
            f"{state_file} is lost, so the signer cannot know what it signed; "
            "recover it from the latest checkpoint a witness or mirror holds."
        ) from None
    except ValueError as error:
        raise SignerError(f"{state_file} is damaged: {error}") from None


def public_key(key_file: Path) -> bytes:
    """The public half of a private key, whoever may read the file. Raises SignerError."""
    with _told():
        return load_key(key_file).public_key().public_bytes_raw()


class Signer:
    """Signs checkpoints with the private key in `key_file`, remembering them in `state_file`.

    Makes both files, readable by their owner alone, if neither exists, unless `make` is false:
    then there is a log already and a new key would be of no use. Several processes may hold a
    Signer on the same files.
    """

    def __init__(self, key_file: Path, state_file: Path, *, make: bool = True) -> None:
        self._key_file, self._state_file = Path(key_file), Path(state_file)
        with self._locked():
            if not self._key_file.exists():
                self._create(make)
            with _told():
                self._private_key = read_key(self._key_file)

    def verifier_key(self, origin: str) -> VerifierKey:
        """Return the public key under which checkpoints of `origin` are checked."""
        return VerifierKey(origin, self._private_key.public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint, proof: Sequence[bytes] = ()) -> bytes:
        """Return the signed note of a checkpoint that extends the last one signed.

        `proof` is the consistency proof from `last()` to it (empty at first and for the same
        tree). Raises SignerError, having signed nothing, if the tree is smaller, inconsistent or
        of another log. What is remembered is on disk before the signature leaves.
        """
        with self._locked():
            last = self._remembered()
            if last is not None:
                _require_extension(last, checkpoint, proof)
            if checkpoint != last:
                self._remember(checkpoint)
            return note.sign(checkpoint.text, checkpoint.origin, self._private_key)

    def last(self) -> Checkpoint | None:
        """Return the last checkpoint signed, or None before the first."""
        with self._locked():
            return self._remembered()

    def recover(self, published: bytes) -> Checkpoint:
        """Replace a lost state file by the latest checkpoint that witnesses or mirrors hold.

        Raises SignerError if the state is not lost or this key did not sign `published`.
        """
        with self._locked():
            self._require_lost()
            try:
                origin = Checkpoint.parse(note.parse_note(published).text).origin
                checkpoint = note.open_checkpoint(published, self.verifier_key(origin))
            except NoteError as error:
                raise SignerError(f"this checkpoint cannot be recovered from: {error}") from None
            self._remember(checkpoint)
            return checkpoint

    def begin_again(self, checkpoint: Checkpoint) -> None:
        """Replace a lost state file by a checkpoint that nobody vouches for.

        For a log whose latest checkpoint nobody holds. Raises SignerError if the state is not lost.
        """
        with self._locked():
            self._require_lost()
            self._remember(checkpoint)

    def _require_lost(self) -> None:
        if self._state_file.exists():
            raise SignerError(f"{self._state_file} exists; only a lost state is recovered.")

    def _create(self, make: bool) -> None:
        """Make the key and an empty state; a crash between the two leaves an empty state.

        Beside a log that was founded, an empty state would forget what was signed: whoever then
        put the right key back would have a signer that signs a second history.
        """
        if not make:
            raise SignerError(
                f"{self._key_file} is gone; put back the key that this log was founded with."
            )
        if self._state_file.exists() and self._remembered() is not None:
            raise SignerError(
                f"{self._key_file} is gone while {self._state_file} remembers what it signed; "
                "put the key back, or begin a new log with both files moved away."
            )
        key = Ed25519PrivateKey.generate()
        write_durably(self._state_file, b"")
        write_key(self._key_file, key)

    def _remembered(self) -> Checkpoint | None:
        return remembered(self._state_file)

    def _remember(self, checkpoint: Checkpoint) -> None:
        write_durably(self._state_file, checkpoint.text.encode())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold a lock beside the state file, which itself is replaced and cannot carry one."""
        lock = self._state_file.with_name(self._state_file.name + ".lock")
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _require_extension(last: Checkpoint, new: Checkpoint, proof: Sequence[bytes]) -> None:
    if new.origin != last.origin:
        raise SignerError(f"this key signs for {last.origin}, not for {new.origin}.")
    if new.size < last.size:
        raise SignerError(
            f"a record of {new.size} entries was offered after one of {last.size} had been "
            "signed; was an old backup restored?"
        )
    if last.size == 0 and (new.size > 0 or new.root == last.root):
        return
    if not merkle.verify_consistency(last.size, new.size, last.root, new.root, proof):
        raise SignerError(
            f"the record of {new.size} entries (root {_short(new.root)}) does not extend the one "
            f"of {last.size} entries that was signed (root {_short(last.root)}); it was changed."
        )


def _short(root: bytes) -> str:
    return b64encode(root).decode()[:12] + "…"
