"""Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature).

One rule for Ed25519, so that two honest verifiers never differ on a signature: RFC 8032 without
cofactor, as OpenSSL, Go and WebCrypto have it, and in addition the 14 encodings of public keys of
low order are refused, because under such a key one signature fits many messages.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

ED25519 = 0x01
COSIGNATURE_V1 = 0x04

MAX_NOTE_BYTES = 65_536
MAX_SIGNATURES = 100
MAX_NAME_CHARACTERS = 200
MAX_SIZE = 2**53 - 1

_EM_DASH = "\u2014"
_NAME = re.compile(rf"[^\s+\x00-\x1f\x7f]{{1,{MAX_NAME_CHARACTERS}}}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_KEY_ID = re.compile(r"[0-9a-f]{8}")

# y = 0, 1, p - 1, p, p + 1 and the two of order 8, each with either sign of x (p = 2**255 - 19).
_Y_ORDER_8 = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
_P = 2**255 - 19
LOW_ORDER_KEYS = frozenset(
    (y | sign << 255).to_bytes(32, "little")
    for y in (0, 1, _P - 1, _P, _P + 1, _Y_ORDER_8, _P - _Y_ORDER_8)
    for sign in (0, 1)
)


class NoteError(ValueError):
    """A note, a checkpoint or a key is malformed or not genuine; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Who signs: a name, the algorithm of its signatures and the raw 32-byte public key."""

    name: str
    public_key: bytes
    algorithm: int = ED25519

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise NoteError(f"the key name {self.name!a} is empty, too long, or has a blank or +.")
        if self.algorithm not in (ED25519, COSIGNATURE_V1):
            raise NoteError(f"the key of {self.name} is of the unknown type {self.algorithm:#04x}.")
        if len(self.public_key) != 32 or self.public_key in LOW_ORDER_KEYS:
            raise NoteError(f"the key of {self.name} is not a sound Ed25519 public key.")

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart; no proof of anything."""
        return sha256(self.name.encode() + b"\n" + self._typed_key()).digest()[:4]

    def _typed_key(self) -> bytes:
        return bytes([self.algorithm]) + self.public_key

    def __str__(self) -> str:
        """Return the one-line form `name+key id+base64`, which `parse` reads."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(self._typed_key()).decode()}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read the form `name+key id+base64`. Raises NoteError."""
        name, _, rest = text.partition("+")
        key_id, _, encoded = rest.partition("+")
        typed_key = _from_base64(encoded, "the verifier key")
        if not _KEY_ID.fullmatch(key_id) or not typed_key:
            raise NoteError("a verifier key is written name+8 hexadecimal digits+base64.")
        key = cls(name, typed_key[1:], typed_key[0])
        if key.key_id.hex() != key_id:
            raise NoteError(f"the key id {key_id} does not belong to this key of {name}.")
        return key

    def verifies(self, signature: bytes, text: bytes) -> bool:
        """Return whether `signature` (without its key id) is this key's over the note `text`."""
        if self.algorithm == COSIGNATURE_V1:
            if len(signature) != 8 + 64:
                return False
            time = int.from_bytes(signature[:8], "big")
            text = b"cosignature/v1\ntime %d\n" % time + text
            signature = signature[8:]
        return verify_ed25519(self.public_key, signature, text)


def verify_ed25519(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether the signature holds under the one rule stated at the head of this file."""
    if len(public_key) != 32 or len(signature) != 64 or public_key in LOW_ORDER_KEYS:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the claimed name, the key id and the signature itself."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_EM_DASH} {self.name} {b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and the signatures under it, none of them checked yet."""

    text: str
    signatures: tuple[Signature, ...]

    def __bytes__(self) -> bytes:
        return (self.text + "\n" + "".join(map(str, self.signatures))).encode()

    def signed_by(self, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
        """Return those of `keys` that signed; signatures of unknown keys are ignored.

        Raises NoteError if a signature that claims to be of a known key does not hold.
        """
        known = {(key.name, key.key_id): key for key in keys}
        found: dict[VerifierKey, None] = {}
        for signature in self.signatures:
            key = known.get((signature.name, signature.key_id))
            if key is None:
                continue
            if not key.verifies(signature.signature, self.text.encode()):
                raise NoteError(f"the signature of {key.name} does not fit the text.")
            found[key] = None
        return tuple(found)


def parse_note(data: bytes) -> Note:
    """Read a signed note. Raises NoteError; says nothing yet about its signatures."""
    if len(data) > MAX_NOTE_BYTES:
        raise NoteError(f"a signed note has at most {MAX_NOTE_BYTES} bytes, this has {len(data)}.")
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise NoteError(f"byte {error.start} of the signed note is not UTF-8.") from None
    if any(character < " " and character != "\n" for character in whole):
        raise NoteError("a signed note holds no control character except the newline.")
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not text or not lines.endswith("\n"):
        raise NoteError("a signed note is a text, an empty line and one line a signature.")
    signatures = tuple(map(_parse_signature, lines[:-1].split("\n")))
    if len(signatures) > MAX_SIGNATURES:
        raise NoteError(f"a signed note carries at most {MAX_SIGNATURES} signatures.")
    return Note(text + "\n", signatures)


def _parse_signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != _EM_DASH or not _NAME.fullmatch(name):
        raise NoteError("a signature line is written: em dash, name, base64, with single blanks.")
    decoded = _from_base64(encoded, f"the signature of {name}")
    if len(decoded) < 5:
        raise NoteError(f"the signature of {name} is too short.")
    return Signature(name, decoded[:4], decoded[4:])


def _from_base64(text: str, what: str) -> bytes:
    try:
        decoded = b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, Base64Error):
        decoded = b""
    if b64encode(decoded).decode() != text:  # Also refuses stray bits in the last character.
        raise NoteError(f"{what} is not base64.")
    return decoded


def sign(text: str, name: str, private_key: Ed25519PrivateKey) -> bytes:
    """Return `text`, which ends in a newline, as a note signed in `name` (type 0x01)."""
    assert text.endswith("\n")
    key = VerifierKey(name, private_key.public_key().public_bytes_raw())
    signature = Signature(name, key.key_id, private_key.sign(text.encode()))
    signed = bytes(Note(text, (signature,)))
    assert parse_note(signed).signed_by([key]) == (key,)
    return signed


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its name, how many entries it holds, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read the three lines; extension lines are refused. Raises NoteError."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3]:
            raise NoteError("a checkpoint has three lines: origin, size, root.")
        origin, size, root = lines[:3]
        if not _NAME.fullmatch(origin):
            raise NoteError(f"the origin {origin!a} is empty, too long, or has a blank or +.")
        if not _SIZE.fullmatch(size) or int(size) > MAX_SIZE:
            raise NoteError(f"the size {size!a} of the checkpoint is not a whole number.")
        checkpoint = cls(origin, int(size), _from_base64(root, "the root of the checkpoint"))
        if len(checkpoint.root) != 32:
            raise NoteError("the root of a checkpoint has 32 bytes.")
        assert checkpoint.text == text
        return checkpoint


def open_checkpoint(data: bytes, key: VerifierKey) -> Checkpoint:
    """Return the checkpoint in the signed note `data`, signed by `key` under its own name.

    Raises NoteError if it is malformed, unsigned by `key`, or of another origin.
    """
    note = parse_note(data)
    if not note.signed_by([key]):
        raise NoteError(f"{key.name} did not sign this checkpoint with the key {key}.")
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != key.name:
        raise NoteError(f"{key.name} signed a checkpoint of another log, {checkpoint.origin}.")
    return checkpoint
