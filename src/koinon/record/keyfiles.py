"""Files that hold a private Ed25519 key, and signing an act with one."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from koinon.record import canonical
from koinon.record.canonical import CanonicalError
from koinon.record.signatures import PREFIX, Signed, SigningKey

MAX_FILE_BYTES = 10_000
MAX_STATEMENT_BYTES = 100_000


class KeyFileError(RuntimeError):
    """A key file, or what is to be signed with it, is not what it should be; one sentence."""


def new(path: Path) -> Ed25519PrivateKey:
    """Make a key and write it where no file is yet, readable by its owner alone.

    Raises KeyFileError if there is one.
    """
    if path.exists():
        raise KeyFileError(f"{path} exists; name a new file, a key is never written over.")
    key = Ed25519PrivateKey.generate()
    write_key(path, key)
    return key


def write_key(path: Path, key: Ed25519PrivateKey) -> None:
    """Write a key as PEM (PKCS 8), readable by its owner alone."""
    write_durably(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def read_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file that nobody else can read. Raises KeyFileError."""
    if path.stat().st_mode & 0o077:
        raise KeyFileError(f"{path} can be read by others; run: chmod 600 {path}")
    return load_key(path)


def load_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file, whoever may read it. Raises KeyFileError."""
    try:
        key = load_pem_private_key(read_limited(path), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyFileError(f"{path} does not hold a private key in PEM form.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"the private key in {path} is not an Ed25519 key.")
    return key


def public_key(key: Ed25519PrivateKey) -> SigningKey:
    """What is registered of it."""
    encoded = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return SigningKey(encoded)


def sign(key: Ed25519PrivateKey, stated: bytes) -> Signed:
    """The signature of a statement."""
    return Signed(public_key(key).fingerprint, key.sign(stated))


def read_statement(data: bytes) -> tuple[bytes, dict[str, str]]:
    """A statement to sign, as it was copied, and what it names besides the act's fields.

    Ends of lines that copying has changed are put right. Raises KeyFileError for what is none, so
    that nobody signs something else unawares.
    """
    stated = data.replace(b"\r\n", b"\n").strip(b"\n")
    if not stated.startswith(PREFIX) or len(stated) > MAX_STATEMENT_BYTES:
        raise KeyFileError(f"it is no act to sign: it does not begin with {PREFIX.decode()!a}.")
    try:
        said = canonical.load(stated.removeprefix(PREFIX))
    except CanonicalError as error:
        raise KeyFileError(f"it was changed since it was shown: {error}") from None
    named = ("type", "seat", "origin", "id")
    if not isinstance(said, dict) or said.keys() != {"data", *named}:
        raise KeyFileError("it is no act to sign; copy the whole text that is shown.")
    return stated, {name: str(said[name]) for name in named}


def read_limited(path: Path) -> bytes:
    """The bytes of a small file. Raises ValueError if it is not."""
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise ValueError(f"it has more than {MAX_FILE_BYTES} bytes.")
    return data


def write_durably(path: Path, data: bytes) -> None:
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
