"""Signing on the pages: keys of a seat, the page that signs, what is demanded, what is refused."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from fido2.cose import ES256, RS256, CoseKey, EdDSA
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData
from tests.assembly.test_signed_acts import KEYS
from tests.support import pages
from tests.support.coalition import CHARTER, League
from tests.support.replaying import assert_replays
from tests.support.signing import KeyFile, Passkey

from koinon.assembly.queries_keys import standing
from koinon.people.queries import account_of
from koinon.record import canonical, store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

CERTIFY, REGISTER, END = "cities.certify_fact/1", "assembly.register_key/1", "assembly.end_key/1"
RSA = rsa.generate_private_key(65537, 2048)
FIELDS = {
    "city": "ghent",
    "fact.name": "population",
    "fact.value": "270000",
    "fact.unit": "people",
    "fact.boundary": "legal municipality",
    "fact.on": "2025-01-01",
    "fact.source": "Register of residents",
    "fact.licence": "CC0",
}


def signed_charter(demanded: str) -> str:
    return (CHARTER + KEYS).replace(
        '"cities.certify_fact/1" = {article = "3", seat = "secretariat"}',
        f'"cities.certify_fact/1" = {{article = "3", seat = "secretariat", signed = {demanded}}}',
    )


def signed_in(email: str, *seats: str) -> Client:
    """A person's browser without scripts."""
    client = Client(HTTP_HOST="league.example")
    token = pages.person(email, *seats)
    client.post(f"/enter/{token}", secure=True)
    return client


@pytest.fixture
def secretariat(db: None, tmp_path: Any, settings: Any) -> Client:
    settings.HOME = tmp_path
    settings.ALLOWED_HOSTS = ["league.example"]
    pages.found(League(), signed_charter('"any"'))
    return signed_in("clerk@league.example", "secretariat")


def hidden(answer: Any) -> dict[str, str]:
    """The hidden fields of a page's first form in its main part."""
    main = answer.content.decode().partition("<main")[2]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', main)
    return {name: unescape(text) for name, text in found if name != "csrfmiddlewaretoken"}


def statement(answer: Any) -> bytes:
    found = re.search(
        r'<textarea id="statement"[^>]*>(.*?)</textarea>', answer.content.decode(), re.S
    )
    assert found is not None, answer.content.decode()
    return unescape(found[1]).encode()


def to_sign(client: Client, act: str, fields: dict[str, str], **more: str) -> Any:
    """Fill a form, check it, and come to the page that signs."""
    checked = client.post(f"/acts/{act}", fields, secure=True)
    assert checked.status_code == 200
    return client.post(f"/acts/{act}", {**hidden(checked), **more}, secure=True)


def send(client: Client, act: str, answer: Any, signed: Any) -> Any:
    text = signed if isinstance(signed, str) else json.dumps(signed)
    return client.post(f"/acts/{act}", {**hidden(answer), "signed": text}, secure=True)


def registered(client: Client, device: KeyFile | Passkey) -> None:
    page = to_sign(client, REGISTER, device.fields())
    assert "A key is registered by an act that it signs itself." in page.content.decode()
    answer = send(client, REGISTER, page, device.sign(statement(page)))
    assert answer.status_code == 302, answer.content.decode()


def test_a_key_file_is_registered_and_signs_without_scripts(secretariat: Client) -> None:
    listed = secretariat.get("/seats/keys/", secure=True).content.decode()
    assert "No key is registered for this seat yet." in listed
    registered(secretariat, KeyFile())
    listed = secretariat.get("/seats/keys/", secure=True).content.decode()
    assert KeyFile().key.fingerprint[:16] in listed
    page = to_sign(secretariat, CERTIFY, FIELDS)
    said = page.content.decode()
    assert "Article 3 demands that “Certify a figure”" in unescape(said)
    answer = send(secretariat, CERTIFY, page, KeyFile().sign(statement(page)))
    assert answer.status_code == 302, answer.content.decode()
    n = store.head().size - 1
    entry: Any = canonical.load(store.body(n))
    assert entry["signed"]["key"] == KeyFile().key.fingerprint
    shown = unescape(secretariat.get(f"/record/{n}/", secure=True).content.decode())
    assert "By a key file of this seat" in shown
    assert f"registered by entry {n - 1}" in shown
    assert_replays()


def test_what_is_sent_unsigned_comes_back_with_what_was_typed(secretariat: Client) -> None:
    registered(secretariat, KeyFile())
    size = store.head().size
    page = to_sign(secretariat, CERTIFY, FIELDS)
    again = send(secretariat, CERTIFY, page, "  ")
    assert again.status_code == 422
    assert "paste the signature of your key file" in again.content.decode()
    assert statement(again) == statement(page)
    assert store.head().size == size
    assert send(secretariat, CERTIFY, again, KeyFile().sign(statement(page))).status_code == 302


@pytest.mark.parametrize("signed", ["no json", '"x"', "{}", '{"kind": "ed25519"}', "[1.5]"])
def test_what_is_no_signature_is_refused_with_a_remedy(secretariat: Client, signed: str) -> None:
    page = to_sign(secretariat, CERTIFY, FIELDS)
    answer = send(secretariat, CERTIFY, page, signed)
    assert answer.status_code == 409
    assert "The signature cannot be read" in answer.content.decode()


def test_an_act_may_be_signed_where_nothing_demands_it(secretariat: Client) -> None:
    checked = secretariat.post(f"/acts/{END}", {"seat": "secretariat", "fingerprint": "0" * 64})
    assert 'name="sign"' not in checked.content.decode()
    registered(secretariat, KeyFile())
    delegate = signed_in("delegate@ghent.example", "council/ghent")
    registered(delegate, KeyFile())
    own = {"seat": "council/ghent", "fingerprint": KeyFile().key.fingerprint}
    checked = delegate.post(f"/acts/{END}", own, secure=True)
    assert 'name="sign" value="1"' in checked.content.decode()
    page = to_sign(delegate, END, own, sign="1")
    assert "Your signature enters the public record with the act." in page.content.decode()
    assert send(delegate, END, page, "").status_code == 422
    assert send(delegate, END, page, KeyFile().sign(statement(page))).status_code == 302
    entry: Any = canonical.load(store.body(store.head().size - 1))
    assert entry["signed"]["kind"] == "ed25519"
    assert "signed" not in entry["grant"]
    assert standing("council/ghent") == ()
    assert_replays()


def test_an_office_ends_the_key_of_a_lost_device(secretariat: Client) -> None:
    registered(signed_in("delegate@ghent.example", "council/ghent"), KeyFile())
    listed = secretariat.get("/seats/keys/", secure=True)
    said = unescape(listed.content.decode())
    assert "Keys of other seats" in said
    lost = {"seat": "council/ghent", "fingerprint": KeyFile().key.fingerprint}
    assert all(f'name="{name}" value="{text}"' in said for name, text in lost.items())
    checked = secretariat.post(f"/acts/{END}", lost, secure=True)
    assert secretariat.post(f"/acts/{END}", hidden(checked), secure=True).status_code == 302
    assert standing("council/ghent") == ()


def test_whoever_holds_no_seat_sees_no_keys(secretariat: Client) -> None:
    assert Client(HTTP_HOST="league.example").get("/seats/keys/", secure=True).status_code == 302
    nobody = signed_in("citizen@example.org").get("/seats/keys/", secure=True)
    assert "You hold no seat today." in nobody.content.decode()


# --- Passkeys of the account -------------------------------------------------------------------


def cose(private: Any) -> CoseKey:
    kinds: dict[str, Any] = {"EllipticCurve": ES256, "RSA": RS256, "Ed25519": EdDSA}
    public = private.public_key()
    kind = next(
        kind
        for name, kind in kinds.items()
        if name in type(public).__name__
        or (name == "EllipticCurve" and "EC" in type(public).__name__)
    )
    made: CoseKey = kind.from_cryptography_key(public)
    return made


def keep_passkey(email: str, private: Any, name: str = "Desk phone") -> None:
    """What allauth keeps when a person adds this device."""
    held = AttestedCredentialData.create(bytes(16), b"credential " + name.encode(), cose(private))
    data = AuthenticatorData.create(bytes(32), 0x45, 0, held)
    response = {
        "clientDataJSON": websafe_encode(b'{"type":"webauthn.create","challenge":"","origin":""}'),
        "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
    }
    credential = {
        "id": websafe_encode(held.credential_id),
        "rawId": websafe_encode(held.credential_id),
        "type": "public-key",
        "response": response,
    }
    Authenticator.objects.create(
        user=account_of(email), type="webauthn", data={"name": name, "credential": credential}
    )


@pytest.mark.parametrize("device", [Passkey(), Passkey(KeyFile().private), Passkey(RSA)])
def test_a_passkey_of_the_account_is_registered_and_offered(
    secretariat: Client, device: Passkey
) -> None:
    keep_passkey("clerk@league.example", device.private)
    said = unescape(secretariat.get("/seats/keys/", secure=True).content.decode())
    assert "Desk phone" in said
    for name, text in device.fields().items():
        assert f'name="{name}" value="{text}"' in said
    registered(secretariat, device)
    said = unescape(secretariat.get("/seats/keys/", secure=True).content.decode())
    assert "All your passkeys are registered for this seat." in said
    page = to_sign(secretariat, CERTIFY, FIELDS)
    script = re.search(r'<script id="signing"[^>]*>(.*?)</script>', page.content.decode())
    assert script is not None
    given = json.loads(script[1])
    assert given["rp_id"] == "league.example"
    assert list(given["keys"].values()) == [device.key.fingerprint]
    assert given["verified"] is False
    answer = send(secretariat, CERTIFY, page, device.sign(statement(page)))
    assert answer.status_code == 302
    assert_replays()


def test_the_label_of_a_device_stays_private(secretariat: Client) -> None:
    keep_passkey("clerk@league.example", Passkey().private, "Ada’s phone")
    registered(secretariat, Passkey())
    record = b"".join(store.bodies())
    assert "Ada’s".encode() not in record, "base64 of a key may well spell a name"
    held = Authenticator.objects.get().wrap().authenticator_data.credential_data
    assert websafe_encode(held.credential_id).encode() not in record


def test_one_device_for_two_seats_is_said_before(secretariat: Client) -> None:
    keep_passkey("clerk@league.example", Passkey().private)
    registered(secretariat, Passkey())
    pages.person("clerk@league.example", "council/ghent")
    secretariat.post("/seats/", {"seat": "council/ghent"}, secure=True)
    said = unescape(secretariat.get("/seats/keys/", secure=True).content.decode())
    assert "It is or was registered for another seat as well: Secretariat" in said


def test_without_https_no_passkey_is_offered(secretariat: Client) -> None:
    keep_passkey("clerk@league.example", Passkey().private)
    said = secretariat.get("/seats/keys/").content.decode()
    assert "You have no passkey that can sign on http://league.example." in said


def test_a_long_list_of_keys_asks_as_little_as_a_short_one(secretariat: Client) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    made = [KeyFile(Ed25519PrivateKey.from_private_bytes(bytes([n] * 32))) for n in range(1, 24)]
    registered(secretariat, made[0])
    with CaptureQueriesContext(connection) as few:
        secretariat.get("/seats/keys/", secure=True)
    for device in made[1:]:
        registered(secretariat, device)
        end = {"seat": "secretariat", "fingerprint": device.key.fingerprint}
        checked = secretariat.post(f"/acts/{END}", end, secure=True)
        secretariat.post(f"/acts/{END}", hidden(checked), secure=True)
    with CaptureQueriesContext(connection) as many:
        answer = secretariat.get("/seats/keys/", secure=True)
    assert len(many) == len(few)
    assert answer.content.decode().count("<code dir=") == 20
    assert "?page=2" in answer.content.decode()
    last = secretariat.get("/seats/keys/?page=2", secure=True).content.decode()
    assert made[0].key.fingerprint[:16] in last
    assert secretariat.get("/seats/keys/?page=x&others=99999", secure=True).status_code == 200
