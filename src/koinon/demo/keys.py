"""The key files of the league's offices: made from the seat's name, so that a story repeats itself.

Whoever reads this can make them again. A real key is made by chance and kept by whoever signs.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from koinon.demo.language import Telling
from koinon.record import keyfiles
from koinon.record.canonical import JSON


def key_of(seat: str) -> Ed25519PrivateKey:
    """The key of a seat of the league."""
    seed = hashlib.sha256(f"League of Lysmara, key of {seat}".encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a seat registers of its key."""

    seat: str

    def resolve(self, telling: Telling) -> JSON:
        """As the record writes it."""
        return keyfiles.public_key(key_of(self.seat)).text
