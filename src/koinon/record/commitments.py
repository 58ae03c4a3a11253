"""Salted commitments: how a private value is in the record without being readable there.

The record holds {"private": "<64 hexadecimal digits>"}; value and salt lie elsewhere and can be
erased, after which the commitment says nothing about the value.
"""

from __future__ import annotations

import re
from hashlib import sha256
from hmac import compare_digest

from koinon.record import canonical

SALT_BYTES = 32
_COMMITMENT = re.compile(r"[0-9a-f]{64}")


def commit(salt: bytes, value: canonical.JSON) -> str:
    """Return sha256(salt ‖ canonical bytes of `value`) in hexadecimal.

    The salt is 32 bytes of chance, used once: an unsalted hash of a name would give it away.
    """
    assert len(salt) == SALT_BYTES
    return sha256(salt + canonical.dump(value)).hexdigest()


def open_commitment(commitment: str, salt: bytes, value: canonical.JSON) -> bool:
    """Return whether `salt` and `value` are what was committed to."""
    return len(salt) == SALT_BYTES and compare_digest(commit(salt, value), commitment)


def is_private(value: canonical.JSON) -> bool:
    """Return whether `value` is a commitment as the record writes it."""
    return (
        type(value) is dict
        and len(value) == 1
        and type(text := value.get("private")) is str
        and _COMMITMENT.fullmatch(text) is not None
    )
