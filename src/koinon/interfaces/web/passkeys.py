"""The passkeys a person signs in with, as keys that can be registered for a seat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.http import HttpRequest

from koinon.record.signatures import SignatureError, SigningKey, read_key, to_base64url

_ALGORITHM: Final = 3
"""COSE names: -7 is ES256, -8 EdDSA, -257 RS256 (RFC 9053, RFC 8812)."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey of an account: the name its owner gave it, its credential, its key."""

    name: str
    credential: str
    key: SigningKey


def site(request: HttpRequest) -> str:
    """The origin of these pages, as browsers write it."""
    return f"{request.scheme}://{request.get_host()}"


def passkeys_of(request: HttpRequest) -> tuple[Passkey, ...]:
    """The passkeys of the signed-in person that can sign on this site, oldest first."""
    rp_id = str(get_adapter().get_public_key_credential_rp_entity()["id"])
    rows = Authenticator.objects.filter(
        user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN
    ).order_by("pk")
    found = (_passkey(row, rp_id, site(request)) for row in rows)
    return tuple(one for one in found if one is not None)


def _passkey(row: Any, rp_id: str, origin: str) -> Passkey | None:
    """None for a key of a kind that signs no acts, and where this site is none passkeys sign on."""
    held = row.wrap().authenticator_data.credential_data
    encoded = _spki(dict(held.public_key)) if held is not None else None
    if encoded is None:
        return None
    try:
        key = read_key(to_base64url(encoded), rp_id, origin)
    except SignatureError:
        return None
    return Passkey(str(row), to_base64url(held.credential_id), key)


def _spki(cose: dict[int, Any]) -> bytes | None:
    """A COSE key (RFC 9052, section 7) as SubjectPublicKeyInfo; None for another algorithm."""
    key: Any
    match cose.get(_ALGORITHM):
        case -7:
            x, y = (int.from_bytes(cose[name], "big") for name in (-2, -3))
            key = EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
        case -8:
            key = Ed25519PublicKey.from_public_bytes(cose[-2])
        case -257:
            n, e = (int.from_bytes(cose[name], "big") for name in (-1, -2))
            key = RSAPublicNumbers(e, n).public_key()
        case _:
            return None
    encoded: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return encoded
