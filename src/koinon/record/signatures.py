"""Acts signed by whoever does them: what is signed, with which keys, and when a signature holds.

docs/reference/record-format.md, section 3, states every rule. A passkey signs as WebAuthn says
(W3C Web Authentication Level 2, section 7.2); a key file holds an Ed25519 key. A key is known by
its fingerprint, SHA-256 over its SubjectPublicKeyInfo (RFC 5280, DER); the kind of the key alone
says the algorithm, so that no signature can name another one.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NoReturn, TypeAlias

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from koinon.record import canonical
from koinon.record.canonical import JSON
from koinon.record.note import LOW_ORDER_KEYS, verify_ed25519

PREFIX = b"koinon act signature v1\n"
"""What every statement begins with, so that it is signed for nothing else."""
MAX_PUBLIC_KEY = 800
"""Characters of a public key in base64url: RSA with 4,096 bits takes 734."""
MAX_SIGNATURE = 700
MAX_CLIENT_DATA = 2_000
AUTHENTICATOR_DATA_BYTES = 37
DEMANDS = ("any", "passkey", "verified passkey")
"""What an article may demand, the weakest first."""

_USER_PRESENT, _USER_VERIFIED = 0x01, 0x04
_FORBIDDEN = 0x02 | 0x20 | 0x40 | 0x80
"""Flags that are reserved, or announce data after the 37 bytes."""
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_HOST = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
_RP_ID = re.compile(_HOST)
_SITE = re.compile(rf"(https://(?P<host>{_HOST})|http://localhost)(:[1-9][0-9]{{0,4}})?")
_RSA_BITS = (2048, 3072, 4096)
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

PublicKey: TypeAlias = Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey


class SignatureError(ValueError):
    """A key or a signature does not hold: a code, and one sentence for whoever verifies."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def _fail(code: str, sentence: str) -> NoReturn:
    raise SignatureError(code, sentence)


def to_base64url(data: bytes) -> str:
    """Bytes in base64url without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: Any, limit: int, what: str) -> bytes:
    """The bytes of a text in base64url without padding and stray bits. Raises SignatureError."""
    if type(text) is str and 0 < len(text) <= limit and _BASE64URL.fullmatch(text):
        try:
            data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except Base64Error:
            data = b""
        if to_base64url(data) == text:
            return data
    _fail("unreadable", f"{what} is not base64url of at most {limit} characters.")


# --- What is signed ----------------------------------------------------------------------------


def statement(*, origin: str, id: str, type: str, data: JSON, seat: str) -> bytes:
    """What a signature stands for: this act, by this seat, in the log of this origin."""
    said: JSON = {"data": data, "id": id, "origin": origin, "seat": seat, "type": type}
    return PREFIX + canonical.dump(said)


def challenge(stated: bytes) -> bytes:
    """What a passkey is asked to sign for a statement (32 bytes)."""
    return sha256(stated).digest()


# --- Keys --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key (SubjectPublicKeyInfo); a passkey's with its relying party and its site."""

    spki: bytes
    rp_id: str | None = None
    site: str | None = None

    @property
    def fingerprint(self) -> str:
        """How the record calls it (64 hexadecimal digits)."""
        return sha256(self.spki).hexdigest()

    @property
    def is_passkey(self) -> bool:
        """Whether a passkey signs with it, else a key file."""
        return self.rp_id is not None

    @property
    def algorithm(self) -> str:
        """How it signs, in the words of JOSE (RFC 7518): EdDSA, ES256 or RS256."""
        match _load(self.spki):
            case Ed25519PublicKey():
                return "EdDSA"
            case EllipticCurvePublicKey():
                return "ES256"
        return "RS256"

    @property
    def text(self) -> str:
        """The public key as the record writes it."""
        return to_base64url(self.spki)


def read_key(public_key: Any, rp_id: Any = None, site: Any = None) -> SigningKey:
    """A key as the record states it. Raises SignatureError with the code "key" or "site"."""
    try:
        spki = from_base64url(public_key, MAX_PUBLIC_KEY, "the public key")
    except SignatureError as error:
        raise SignatureError("key", str(error)) from None
    loaded = _load(spki)
    if (rp_id is None) != (site is None):
        _fail("site", "a passkey has a relying party and a site, a key file neither.")
    if rp_id is None:
        if not isinstance(loaded, Ed25519PublicKey):
            _fail("key", "the key of a key file is not an Ed25519 key.")
        return SigningKey(spki)
    match = _SITE.fullmatch(site) if type(site) is str and len(site) <= 200 else None
    if match is None or type(rp_id) is not str or not _RP_ID.fullmatch(rp_id):
        _fail("site", "the site is not https://HOST or http://localhost, or rp_id is no host.")
    host = match["host"] or "localhost"
    if host != rp_id and not host.endswith(f".{rp_id}"):
        _fail("site", f"the site {site} is not one of the relying party {rp_id}.")
    return SigningKey(spki, rp_id, site)


def _load(spki: bytes) -> PublicKey:
    """The key of a SubjectPublicKeyInfo in its one DER form, of a kind that may sign."""
    try:
        key = load_der_public_key(spki)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        _fail("key", "the public key is no SubjectPublicKeyInfo.")
    fits = False
    if isinstance(key, Ed25519PublicKey):
        fits = key.public_bytes_raw() not in LOW_ORDER_KEYS
    elif isinstance(key, EllipticCurvePublicKey):
        fits = isinstance(key.curve, SECP256R1)
    elif isinstance(key, RSAPublicKey):
        fits = key.key_size in _RSA_BITS and key.public_numbers().e == 65_537
    if not fits:
        _fail("key", "the public key is not Ed25519, P-256, or RSA of 2,048 to 4,096 bits.")
    assert isinstance(key, PublicKey)
    if key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) != spki:
        _fail("key", "the public key is not written in its one DER form.")
    return key


# --- Signatures --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature of an act: which key, what it signed around the statement, the signature.

    `client_data` and `authenticator_data` are None for a key file.
    """

    key: str
    signature: bytes
    client_data: bytes | None = None
    authenticator_data: bytes | None = None

    @property
    def kind(self) -> str:
        """The word for it in the record."""
        return "ed25519" if self.client_data is None else "passkey"

    def plain(self) -> dict[str, JSON]:
        """As it stands in the entry."""
        said: dict[str, JSON] = {
            "kind": self.kind,
            "key": self.key,
            "signature": to_base64url(self.signature),
        }
        if self.client_data is not None and self.authenticator_data is not None:
            said["client_data"] = to_base64url(self.client_data)
            said["authenticator_data"] = to_base64url(self.authenticator_data)
        return said


_KEYS = {
    "ed25519": {"kind", "key", "signature"},
    "passkey": {"kind", "key", "signature", "client_data", "authenticator_data"},
}


def read_signed(value: Any) -> Signed:
    """The value of `signed` in an entry. Raises SignatureError with the code "unreadable"."""
    kind = value.get("kind") if type(value) is dict else None
    if type(kind) is not str or value.keys() != _KEYS.get(kind, set()):
        _fail("unreadable", "it has not the keys of a signature.")
    if type(value["key"]) is not str or not _FINGERPRINT.fullmatch(value["key"]):
        _fail("unreadable", "it names no key.")
    signature = from_base64url(value["signature"], MAX_SIGNATURE, "the signature")
    if kind == "ed25519":
        return Signed(value["key"], signature)
    return Signed(
        value["key"],
        signature,
        from_base64url(value["client_data"], MAX_CLIENT_DATA, "client_data"),
        from_base64url(value["authenticator_data"], 50, "authenticator_data"),
    )


def settled(signed: Signed, key: SigningKey) -> Signed:
    """The same signature in the one form the record takes.

    Of the two forms that an ECDSA signature has, (r, s) and (r, n - s), the one with the smaller
    s, in DER; what cannot be read stays as it is and fails when it is checked.
    """
    if not isinstance(_load(key.spki), EllipticCurvePublicKey):
        return signed
    try:
        r, s = decode_dss_signature(signed.signature)
    except ValueError:
        return signed
    if not (0 < r < _P256_ORDER and 0 < s < _P256_ORDER):
        return signed
    low = encode_dss_signature(r, _P256_ORDER - s if s > _P256_ORDER // 2 else s)
    return Signed(signed.key, low, signed.client_data, signed.authenticator_data)


def check(signed: Signed, key: SigningKey, stated: bytes, demanded: str | None = None) -> None:
    """Raise SignatureError unless this key signed the statement, in the way that was demanded."""
    if signed.key != key.fingerprint:
        _fail("unknown_key", f"it names the key {signed.key}, not {key.fingerprint}.")
    if (signed.kind == "passkey") != key.is_passkey:
        _fail("unreadable", f"it is of the kind {signed.kind}, and its key is not.")
    if demanded in DEMANDS[1:] and not key.is_passkey:
        _fail("passkey_demanded", "a passkey was demanded, and a key file signed.")
    message = stated
    if signed.client_data is not None and signed.authenticator_data is not None:
        _check_client(signed.client_data, key, stated)
        _check_authenticator(signed.authenticator_data, key, demanded)
        message = signed.authenticator_data + sha256(signed.client_data).digest()
    if not _holds(_load(key.spki), signed.signature, message):
        _fail("false", "the signature does not hold under its key.")


def _check_client(client_data: bytes, key: SigningKey, stated: bytes) -> None:
    """What the browser says it was asked: to sign this statement, on this site, directly."""
    try:
        client = json.loads(client_data.decode(), object_pairs_hook=_once_each)
    except (ValueError, RecursionError):
        client = None
    if type(client) is not dict:
        _fail("unreadable", "client_data is not a JSON object.")
    if client.get("type") != "webauthn.get":
        _fail("other_statement", "the passkey was asked for something else than to sign.")
    if client.get("challenge") != to_base64url(challenge(stated)):
        _fail("other_statement", "the passkey signed another act, or for another seat or log.")
    if client.get("origin") != key.site:
        _fail("other_site", f"the passkey signed on {client.get('origin')!a}, not on {key.site}.")
    if client.get("crossOrigin", False) is not False or "topOrigin" in client:
        _fail("other_site", "the passkey signed inside a page of another site.")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a key stands twice")
    return read


def _check_authenticator(data: bytes, key: SigningKey, demanded: str | None) -> None:
    """What the device says: for which relying party, whether a person was there and known."""
    if len(data) != AUTHENTICATOR_DATA_BYTES or data[32] & _FORBIDDEN:
        _fail("unreadable", "authenticator_data has more or less than 37 bytes.")
    assert key.rp_id is not None
    if data[:32] != sha256(key.rp_id.encode()).digest():
        _fail("other_site", f"the passkey signed for another relying party than {key.rp_id}.")
    if not data[32] & _USER_PRESENT:
        _fail("nobody_there", "the device does not say that a person was there.")
    if demanded == "verified passkey" and not data[32] & _USER_VERIFIED:
        _fail("not_verified", "the device does not say that it recognised its owner.")


def _holds(key: PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        match key:
            case Ed25519PublicKey():
                return verify_ed25519(key.public_bytes_raw(), signature, message)
            case EllipticCurvePublicKey():
                r, s = decode_dss_signature(signature)
                if s > _P256_ORDER // 2 or encode_dss_signature(r, s) != signature:
                    return False
                key.verify(signature, message, ECDSA(SHA256()))
            case RSAPublicKey():
                key.verify(signature, message, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True
