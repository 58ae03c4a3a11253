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

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from koinon.record import merkle, note
from koinon.record.note import Checkpoint, NoteError, VerifierKey

MAX_FILE_BYTES = 10_000


class SignerError(RuntimeError):
    """The signer refuses; the message is one sentence for whoever runs the log."""


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
            self._private_key = _read_key(self._key_file)

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
            if self._state_file.exists():
                raise SignerError(f"{self._state_file} exists; only a lost state is recovered.")
            try:
                origin = Checkpoint.parse(note.parse_note(published).text).origin
                checkpoint = note.open_checkpoint(published, self.verifier_key(origin))
            except NoteError as error:
                raise SignerError(f"this checkpoint cannot be recovered from: {error}") from None
            self._remember(checkpoint)
            return checkpoint

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
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write_durably(self._state_file, b"")
        _write_durably(self._key_file, pem)

    def _remembered(self) -> Checkpoint | None:
        try:
            text = _read_limited(self._state_file).decode()
            return Checkpoint.parse(text) if text else None
        except FileNotFoundError:
            raise SignerError(
                f"{self._state_file} is lost, so the signer cannot know what it signed; "
                "recover it from the latest checkpoint a witness or mirror holds."
            ) from None
        except ValueError as error:
            raise SignerError(f"{self._state_file} is damaged: {error}") from None

    def _remember(self, checkpoint: Checkpoint) -> None:
        _write_durably(self._state_file, checkpoint.text.encode())

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


def _read_key(path: Path) -> Ed25519PrivateKey:
    if path.stat().st_mode & 0o077:
        raise SignerError(f"{path} can be read by others; run: chmod 600 {path}")
    try:
        key = load_pem_private_key(_read_limited(path), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SignerError(f"{path} does not hold a private key in PEM form.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise SignerError(f"the private key in {path} is not an Ed25519 key.")
    return key


def _read_limited(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise ValueError(f"it has more than {MAX_FILE_BYTES} bytes.")
    return data


def _write_durably(path: Path, data: bytes) -> None:
    """Replace a file at once, so that after a crash it holds all of the old or all of the new."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        assert os.write(descriptor, data) == len(data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    fresh.replace(path)
    directory = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
