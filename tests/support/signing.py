"""Devices for tests: passkeys and key files that sign statements, also wrongly when told to."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from koinon.acts.act import Envelope
from koinon.acts.signing import statement
from koinon.record.signatures import SigningKey, challenge, to_base64url

RP_ID = "league.example"
SITE = "https://league.example"
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
ED25519 = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
OTHER_ED25519 = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
P256 = ec.derive_private_key(12345, ec.SECP256R1())
OTHER_P256 = ec.derive_private_key(54321, ec.SECP256R1())

Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def spki(private: Private) -> bytes:
    """The public key as SubjectPublicKeyInfo."""
    return private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@dataclass(frozen=True)
class KeyFile:
    """An Ed25519 key that signs statements as they are."""

    private: ed25519.Ed25519PrivateKey = ED25519

    @property
    def key(self) -> SigningKey:
        return SigningKey(spki(self.private))

    def fields(self) -> dict[str, str]:
        """What registers it."""
        return {"public_key": self.key.text}

    def sign(self, stated: bytes, **changed: Any) -> dict[str, Any]:
        signature = to_base64url(self.private.sign(stated))
        return {
            "kind": "ed25519",
            "key": self.key.fingerprint,
            "signature": signature,
            **changed,
        }


@dataclass(frozen=True)
class Passkey:
    """An authenticator with one credential, in a browser on a site."""

    private: Private = P256
    rp_id: str = RP_ID
    site: str = SITE
    flags: int = 0x1D
    """A person is there (1) and known (4); the key may be kept in a cloud (8) and is (16)."""

    @property
    def key(self) -> SigningKey:
        return SigningKey(spki(self.private), self.rp_id, self.site)

    def fields(self) -> dict[str, str]:
        """What registers it."""
        return {"public_key": self.key.text, "rp_id": self.rp_id, "site": self.site}

    def sign(
        self, stated: bytes, *, client: dict[str, Any] | None = None, **changed: Any
    ) -> dict[str, Any]:
        """An assertion; `client` changes what the browser says before it is signed."""
        said = {
            "type": "webauthn.get",
            "challenge": to_base64url(challenge(stated)),
            "origin": self.site,
            "crossOrigin": False,
            **(client or {}),
        }
        return self.asserted(json.dumps(said).encode(), **changed)

    def asserted(self, client_data: bytes, /, **changed: Any) -> dict[str, Any]:
        """An assertion over what the browser says, whatever it is."""
        device = sha256(self.rp_id.encode()).digest() + bytes([self.flags]) + bytes(4)
        signature = self._sign(device + sha256(client_data).digest())
        return {
            "kind": "passkey",
            "key": self.key.fingerprint,
            "client_data": to_base64url(client_data),
            "authenticator_data": to_base64url(device),
            "signature": to_base64url(signature),
            **changed,
        }

    def _sign(self, message: bytes) -> bytes:
        match self.private:
            case ec.EllipticCurvePrivateKey():
                return self.private.sign(message, ec.ECDSA(SHA256()))
            case rsa.RSAPrivateKey():
                return self.private.sign(message, padding.PKCS1v15(), SHA256())
        return self.private.sign(message)


def signed(envelope: Envelope, device: KeyFile | Passkey, **changed: Any) -> Envelope:
    """The act as its sender signs it."""
    return replace(envelope, signed=device.sign(statement(envelope), **changed))
