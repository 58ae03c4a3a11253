"""Marks: what stands in the record for a resident, different under every initiative.

A resident's secret lies in the private tables. From it and an initiative follows a key, from the
key its mark, SHA-256 of it. Whoever has the secret can make the mark again and so shows that a
signature is theirs; marks of two initiatives have nothing in common that others could see.
"""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

_SIGNING = b"koinon/initiative/sign/1\0"
_STARTING = b"koinon/initiative/start/1\0"


def signing_key(secret: bytes, initiative: UUID) -> str:
    """The key with which a resident signs an initiative (hexadecimal); it takes the name back."""
    return hmac.new(secret, _SIGNING + initiative.bytes, hashlib.sha256).hexdigest()


def starting_key(secret: bytes, initiative: UUID) -> str:
    """The key with which a resident withdraws an initiative of this id that they started."""
    return hmac.new(secret, _STARTING + initiative.bytes, hashlib.sha256).hexdigest()


def mark_of(key: str) -> str:
    """The mark of a key: SHA-256 of its 32 bytes, hexadecimal."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()
