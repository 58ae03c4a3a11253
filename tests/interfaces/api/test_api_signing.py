"""Signed acts through the API: what is to be signed is told, the signature sent in `signed`."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from tests.assembly.test_signed_acts import KEYS
from tests.support.api import OPEN_CHARTER, Program, appointed
from tests.support.coalition import League, population
from tests.support.replaying import assert_replays
from tests.support.signing import KeyFile, Passkey

from koinon.people import tokens
from koinon.record import canonical, store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

CERTIFY, REGISTER = "cities.certify_fact/1", "assembly.register_key/1"
FACT = {"city": "ghent", "fact": population(270_000)}
DEMANDING = (OPEN_CHARTER + KEYS).replace(
    '{article = "3", seat = "secretariat"}', '{article = "3", seat = "secretariat", signed = true}'
)


@pytest.fixture
def secretariat(db: None, client: Any) -> Program:
    League().found({"ghent": 260_000, "mons": 90_000}, DEMANDING)
    return Program(tokens.issue(appointed(), ["secretariat"], label="a program"), client)


def sign(program: Program, name: str, fields: dict[str, Any], device: Any) -> Any:
    """Ask what is to be signed, sign it as a program elsewhere would, and send the act."""
    asked = program.post(f"signing/{name}", fields, Idempotency_Key=str(uuid4())).json()
    stated = asked["statement"].encode()
    assert urlsafe_b64decode(asked["challenge"] + "=") == sha256(stated).digest()
    signed = fields | {"signed": device.sign(stated)}
    return program.act(name, signed, Idempotency_Key=asked["act_id"])


@pytest.mark.parametrize("device", [KeyFile(), Passkey()], ids=["key file", "passkey"])
def test_a_program_signs(secretariat: Program, device: Any) -> None:
    size = store.head().size
    refused = secretariat.act(CERTIFY, FACT)
    assert (refused.status_code, refused.json()["code"]) == (409, "acts.signature_demanded")
    assert sign(secretariat, REGISTER, device.fields(), device).status_code == 200
    answer = sign(secretariat, CERTIFY, FACT, device)
    assert answer.status_code == 200, answer.content
    entry: Any = canonical.load(store.body(answer.json()["n"]))
    assert entry["signed"]["key"] == device.key.fingerprint
    assert entry["by"] == {"seat": "secretariat", "via": "api", "auth": "token"}
    assert store.head().size == size + 2
    assert_replays()


@pytest.mark.parametrize("signed", [{}, [], "x", 7, {"kind": "passkey", "key": "0" * 64}])
def test_what_is_no_signature_is_refused(secretariat: Program, signed: Any) -> None:
    answer = secretariat.act(CERTIFY, FACT | {"signed": signed})
    assert (answer.status_code, answer.json()["code"]) == (409, "acts.signature_unreadable")


def test_asking_what_to_sign_changes_nothing_and_says_what_is_wrong(secretariat: Program) -> None:
    size = store.head().size
    assert secretariat.post("signing/cities.certify/1", FACT).status_code == 404
    assert secretariat.post(f"signing/{CERTIFY}", {"city": "ghent"}).status_code == 422
    other = secretariat.post(f"signing/{CERTIFY}", FACT, X_Koinon_Seat="council/mons")
    assert other.status_code == 403
    assert secretariat.client.post(f"/api/signing/{CERTIFY}").status_code == 401
    assert secretariat.post(f"signing/{CERTIFY}", FACT).status_code == 200
    assert store.head().size == size


def test_who_has_several_seats_names_the_one_that_signs(secretariat: Program) -> None:
    both = tokens.issue(appointed(), ["secretariat", "council/ghent"], label="both")
    program = Program(both, secretariat.client)
    answer = program.post(f"signing/{CERTIFY}", FACT)
    assert (answer.status_code, answer.json()["code"]) == (409, "acts.signed_without_seat")
    asked = program.post(f"signing/{CERTIFY}", FACT, X_Koinon_Seat="secretariat").json()
    assert asked["seat"] == "secretariat"
