"""A stream sealed with a passphrase: ChaCha20-Poly1305 in chunks, the key by scrypt.

The head is one line, a salt of 16 bytes, then chunks of at most 64 KiB, each with its tag. A
chunk's nonce is its number and whether it is the last (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár, 2015), so that chunks cannot be exchanged, repeated or cut off
unnoticed.
"""

from __future__ import annotations

import os
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

HEAD: Final = b"koinon-sealed/1\n"
CHUNK_BYTES: Final = 64 * 1024
_SALT_BYTES = 16
_TAG_BYTES = 16
_SCRYPT_N = 2**16
"""64 MiB of memory for each guess."""


class SealError(ValueError):
    """A sealed stream cannot be opened; one sentence."""


def _cipher(passphrase: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(Scrypt(salt, length=32, n=_SCRYPT_N, r=8, p=1).derive(passphrase))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealer:
    """Writes what it is given to `out`, sealed; whole only once it is closed."""

    def __init__(self, out: IO[bytes], passphrase: bytes) -> None:
        salt = os.urandom(_SALT_BYTES)
        self._out, self._cipher = out, _cipher(passphrase, salt)
        self._waiting, self._number = bytearray(), 0
        out.write(HEAD + salt)

    def write(self, data: bytes) -> int:
        """Take some bytes; a chunk goes out when it is known not to be the last."""
        self._waiting += data
        while len(self._waiting) > CHUNK_BYTES:
            self._put(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(data)

    def close(self) -> None:
        """Write the last chunk."""
        self._put(bytes(self._waiting), last=True)

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last), chunk, None))
        self._number += 1


class Opener:
    """Reads a sealed stream from `source`, which stands after the head. Raises SealError."""

    def __init__(self, source: IO[bytes], passphrase: bytes) -> None:
        self._source = source
        self._cipher = _cipher(passphrase, source.read(_SALT_BYTES))
        self._ahead = source.read(CHUNK_BYTES + _TAG_BYTES)
        self._opened, self._number = b"", 0

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        while not self._opened and self._ahead:
            self._next()
        taken, self._opened = self._opened[:size], self._opened[size:]
        return taken

    def _next(self) -> None:
        sealed, self._ahead = self._ahead, self._source.read(CHUNK_BYTES + _TAG_BYTES)
        try:
            nonce = _nonce(self._number, not self._ahead)
            self._opened = self._cipher.decrypt(nonce, sealed, None)
        except InvalidTag:
            why = "the passphrase is another one" if not self._number else "it was damaged or cut"
            raise SealError(f"it cannot be opened: {why}.") from None
        self._number += 1
