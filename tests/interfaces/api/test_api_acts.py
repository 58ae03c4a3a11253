"""Acts through the API: what is taken, what is refused, and how each no is said."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.support.api import CITIES, OPEN_CHARTER, Program
from tests.support.coalition import League, member, population

from koinon.acts.registry import all_acts
from koinon.interfaces.shared.coercion import BODY_LIMIT
from koinon.people import access, tokens
from koinon.record import canonical, logkeys, store

CERTIFY = "cities.certify_fact/1"
FACT = {"city": "ghent", "fact": population(270_000)}
KEY = "01980000-0000-7000-8000-000000000001"
PROBLEM = {"type", "title", "status", "code", "detail", "facts", "errors"}


def no(response: Any, status: int, code: str) -> dict[str, Any]:
    """A problem with this status and code, in whole; its body."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert set(body) == PROBLEM
    assert (body["status"], body["code"]) == (status, code)
    assert body["detail"].endswith(".")
    return body


def test_an_act_is_taken_and_stands_in_the_record(league: League, program: Program) -> None:
    response = program.act(CERTIFY, FACT, Idempotency_Key=KEY)
    assert response.status_code == 200, response.content
    receipt = response.json()
    body = store.body(1)
    entry = canonical.load(body)
    assert isinstance(entry, dict)
    assert receipt == {
        "n": 1,
        "at": entry["at"],
        "act_id": KEY,
        "type": CERTIFY,
        "leaf": hashlib.sha256(b"\x00" + body).hexdigest(),
        "result": {"city": "ghent", "fact": "population"},
        "then": [],
        "repeated": False,
        "not_executed": None,
    }
    assert entry["by"] == {"seat": "secretariat", "via": "api", "auth": "token"}
    assert entry["id"] == KEY


def test_the_same_request_again_gives_the_same_answer(league: League, program: Program) -> None:
    first = program.act(CERTIFY, FACT, Idempotency_Key=KEY).json()
    again = program.act(CERTIFY, FACT, Idempotency_Key=KEY).json()
    assert again == {**first, "repeated": True}
    assert store.head().size == 2


def test_another_request_under_the_same_key_is_refused(league: League, program: Program) -> None:
    program.act(CERTIFY, FACT, Idempotency_Key=KEY)
    other = {"city": "ghent", "fact": population(1)}
    problem = no(program.act(CERTIFY, other, Idempotency_Key=KEY), 409, "acts.id_taken")
    assert problem["facts"] == {"n": 1}
    assert "entry 1" in problem["detail"]
    assert store.head().size == 2


def test_without_a_key_each_request_is_an_act_of_its_own(league: League, program: Program) -> None:
    first, second = (program.act(CERTIFY, FACT).json() for _ in range(2))
    assert (first["n"], second["n"]) == (1, 2)
    assert first["act_id"] != second["act_id"]
    assert first["act_id"][14] == "7"


def test_a_refusal_says_why_in_the_readers_language(league: League, program: Program) -> None:
    wrong = {"city": "mons", "fact": population(1)}
    problem = no(program.act(CERTIFY, wrong, Idempotency_Key=KEY), 409, "cities.unknown")
    assert problem["facts"] == {"city": "mons"}
    french = program.act(CERTIFY, wrong, Accept_Language="fr")
    assert french["Content-Language"] == "fr"
    assert no(french, 409, "cities.unknown")["detail"] != problem["detail"]
    assert program.act(CERTIFY, FACT, Idempotency_Key=KEY).status_code == 200


def test_the_caller_chooses_among_its_seats(league: League, account: Any) -> None:
    both = tokens.issue(account, ["council/ghent", "secretariat"], label="both")
    program = Program(both, Client())
    no(program.act(CERTIFY, FACT), 409, "authority.other_seat")
    assert program.act(CERTIFY, FACT, X_Koinon_Seat="secretariat").status_code == 200
    refused = program.act(CERTIFY, FACT, X_Koinon_Seat="council/ghent")
    assert no(refused, 409, "authority.other_seat")["facts"]["holders"] == ["secretariat"]


def test_a_seat_that_is_not_held_is_forbidden(league: League, program: Program) -> None:
    """The account sits in the council, but this token was not given that seat."""
    for seat in ("council/ghent", "council/namur", "nowhere", ""):
        problem = no(program.act(CERTIFY, FACT, X_Koinon_Seat=seat), 403, "api.other_seat")
        assert problem["facts"] == {"seat": seat, "held": ["secretariat"]}
    assert store.head().size == 1


def test_a_seat_taken_away_is_gone_from_the_token(
    league: League, program: Program, account: Any
) -> None:
    access.take_seat(account, "secretariat", until=date(2021, 1, 1))
    refused = program.act(CERTIFY, FACT, X_Koinon_Seat="secretariat")
    assert no(refused, 403, "api.other_seat")["facts"]["held"] == []


def test_tokens_end(league: League, account: Any) -> None:
    now = datetime.now(UTC)
    day = timedelta(days=1)
    old = tokens.issue(account, ["secretariat"], label="old", life=day, now=now - 2 * day)
    gone = tokens.issue(account, ["secretariat"], label="gone")
    assert Program(gone, Client()).act(CERTIFY, FACT).status_code == 200
    assert tokens.revoke(account, "gone") == 1
    for token in (old, gone, "koinon_guess", "", "x" * 10_000):
        response = Program(token, Client()).act(CERTIFY, FACT)
        no(response, 401, "api.not_signed_in")
        assert response["WWW-Authenticate"] == "Bearer"
    standing = tokens.issue(account, ["secretariat"], label="new")
    account.is_active = False
    account.save()
    no(Program(standing, Client()).act(CERTIFY, FACT), 401, "api.not_signed_in")
    assert store.head().size == 2
    with pytest.raises(ValueError, match="at most 366 days"):
        tokens.issue(account, [], label="for ever", life=timedelta(days=367))


def test_only_the_hash_of_a_token_is_kept(league: League, account: Any) -> None:
    from django.db import connection

    token = tokens.issue(account, ["secretariat"], label="desk")
    with connection.cursor() as cursor:
        cursor.execute("select * from people_token")
        assert token not in repr(cursor.fetchall())


def test_a_session_needs_the_csrf_token(league: League, account: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    sent: dict[str, Any] = {"data": FACT, "content_type": "application/json"}
    seat = {"X-Koinon-Seat": "secretariat"}
    no(client.post(f"/api/acts/{CERTIFY}", headers=seat, **sent), 403, "api.csrf")
    client.cookies["csrftoken"] = "a" * 32
    taken = client.post(f"/api/acts/{CERTIFY}", headers={**seat, "X-CSRFToken": "a" * 32}, **sent)
    assert taken.status_code == 200, taken.content
    entry = canonical.load(store.body(1))
    assert isinstance(entry, dict)
    assert entry["by"] == {"seat": "secretariat", "via": "api", "auth": "none"}


def test_nobody_acts_without_signing_in(league: League) -> None:
    response = Client().post(f"/api/acts/{CERTIFY}", FACT, content_type="application/json")
    no(response, 401, "api.not_signed_in")


def test_an_unknown_act_names_its_neighbours(league: League, program: Program) -> None:
    problem = no(program.act("cities.certify_fact/2", FACT), 404, "api.not_found")
    assert problem["facts"]["near"][0] == CERTIFY


def test_every_wrong_field_is_named_with_its_rule(league: League, program: Program) -> None:
    fact = {**population(1), "value": "4/6", "unit": 5, "colour": "red"}
    del fact["licence"]
    problem = no(program.act(CERTIFY, {"city": "Ghent!", "fact": fact}), 422, "api.fields")
    assert {(one["field"], one["rule"]) for one in problem["errors"]} == {
        ("city", "string_pattern_mismatch"),
        ("fact.value", "fraction_lowest"),
        ("fact.unit", "string_type"),
        ("fact.colour", "extra_forbidden"),
        ("fact.licence", "missing"),
    }
    said = {one["field"]: one["detail"] for one in problem["errors"]}
    assert said["fact.licence"] == "This is missing; give it a value."
    assert said["city"] == "This must have the form ^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$."


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "line 1, column 1: it is not JSON"),
        (b'{"city": "ghent",}', "it is not JSON"),
        (b'{"city": "ghent", "city": "namur"}', "the key 'city' comes twice; write it once."),
        (b'{"fact": {"a": 1, "a": 1}}', "the key 'a' comes twice; write it once."),
        (b'{"city": 1.5}', 'the number 1.5 is not whole; write a whole number or "p/q".'),
        (b'{"city": 1e3}', "the number 1e3 is not whole"),
        (b'{"city": NaN}', "the number NaN is not whole"),
        (b'{"city": 9007199254740992}', "the number at $.city is outside"),
        (b'{"city": ' + b"9" * 5_000 + b"}", "is too long; write it as text."),
        (b"[" * 100_000, "it is nested too deeply; flatten it."),
        (b"[" * 33 + b"]" * 33, "lies deeper than 32 levels"),
        (b'{"city": "\\u0000"}', "holds the character NUL"),
        (b'{"city": "\\ud800"}', "holds half a surrogate pair"),
        (b'{"city": "\xff"}', "byte 10 is not UTF-8"),
    ],
)
def test_json_the_record_could_not_keep_is_refused(
    league: League, program: Program, body: bytes, sentence: str
) -> None:
    problem = no(program.act(CERTIFY, body), 422, "api.not_json")
    assert sentence in problem["errors"][0]["detail"]
    assert store.head().size == 1


@pytest.mark.parametrize("body", [b"[]", b"null", b"3", b'"text"'])
def test_a_body_that_is_no_object_is_refused(league: League, program: Program, body: bytes) -> None:
    problem = no(program.act(CERTIFY, body), 422, "api.fields")
    assert problem["errors"][0]["field"] == ""


@pytest.mark.parametrize("size", [BODY_LIMIT + 1, 3_000_000])
def test_a_body_too_large_is_refused(league: League, program: Program, size: int) -> None:
    problem = no(program.act(CERTIFY, b" " * size), 413, "api.too_large")
    assert problem["facts"] == {"limit": BODY_LIMIT}


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid"])
def test_a_key_that_is_no_uuid_is_refused(league: League, program: Program, key: str) -> None:
    problem = no(program.act(CERTIFY, FACT, Idempotency_Key=key), 422, "api.parameters")
    assert problem["errors"][0]["field"] == "Idempotency-Key"


def test_a_document_is_checked_in_and_named(league: League, program: Program) -> None:
    text = b"Council resolution, 4 March"
    document = program.post("documents", text, "text/plain").json()
    assert document == {
        "sha256": hashlib.sha256(text).hexdigest(),
        "size": len(text),
        "media": "text/plain",
    }
    limit = {
        "city": "ghent",
        "kind": "levy_per_year",
        "amount_cents": 5_000_000_00,
        "citation": "Decree 12, art. 4",
        "on": "2025-01-01",
        "attested_by": "The clerk",
        "document": document,
    }
    assert program.act("cities.record_legal_limit/1", limit).status_code == 200
    unknown = {**limit, "document": {**document, "sha256": "0" * 64}}
    refused = program.act("cities.record_legal_limit/1", unknown)
    no(refused, 409, "acts.document_missing")


def test_a_document_needs_a_media_type_and_a_limit(
    league: League, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    for media in ("", "Text", "multipart/form-data; boundary=x"):
        no(program.post("documents", b"x", media), 422, "api.parameters")
    monkeypatch.setattr(store, "DOCUMENT_LIMIT", 10)
    sent = program.post("documents", b"x" * 11, "text/plain")
    assert no(sent, 413, "api.too_large")["facts"] == {"limit": 10}
    assert next(store.documents()).media == "application/toml"
    no(Client().post("/api/documents", b"x", content_type="text/plain"), 401, "api.not_signed_in")


def test_every_act_is_listed_with_its_fields_and_its_articles(
    league: League, program: Program
) -> None:
    listed = {one["type"]: one for one in program.client.get("/api/acts").json()["acts"]}
    assert set(listed) == {one.type for one in all_acts()}
    certify = listed[CERTIFY]
    assert certify["authority"] == [
        {"article": "3", "by": "seat", "seats": ["secretariat"], "bodies": [], "signed": None}
    ]
    assert certify["fields"]["required"] == ["city", "fact"]
    assert certify["summary"].startswith("Certify a figure of a member")


def test_a_coalition_is_founded_through_the_api(
    db: None, program: Program, tmp_path: Any, settings: Any
) -> None:
    settings.HOME = tmp_path
    charter = program.post("documents", OPEN_CHARTER.encode(), "application/toml").json()
    genesis = {
        "origin": "test.example/api",
        "log_key": str(logkeys.signer().verifier_key("test.example/api")),
        "charter": charter,
        "members": [member(slug, people) for slug, people in CITIES.items()],
    }
    no(program.act(CERTIFY, FACT), 409, "acts.not_founded")
    founded = program.act("assembly.found_coalition/1", genesis)
    assert founded.status_code == 200, founded.content
    assert founded.json()["result"] == {"members": 3}
    no(program.act("assembly.found_coalition/1", genesis), 409, "acts.founded_already")
    assert program.act(CERTIFY, FACT).status_code == 200
