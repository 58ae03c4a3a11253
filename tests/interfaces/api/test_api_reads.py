"""What anyone may read through the API; a page written against it keeps working."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.support.api import CITIES, OPEN_CHARTER, Program
from tests.support.coalition import KEY, League, population

from koinon.record import canonical, logkeys, merkle, note, store


def read(path: str, **query: Any) -> Any:
    response = Client().get(f"/api/{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def status(path: str) -> int:
    response = Client().get(f"/api/{path}")
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"
    return response.status_code


@pytest.fixture
def proposal(league: League, program: Program) -> int:
    """A proposal open for voting now."""
    sent = {"title": [{"language": "en", "text": "A tram"}], "matter": "ordinary"}
    answer = program.act("assembly.open_proposal/1", sent)
    number = answer.json()["result"]["proposal"]
    assert isinstance(number, int)
    return number


def test_the_head_is_a_checkpoint_anyone_can_check(league: League) -> None:
    head = read("record/head")
    checkpoint = note.open_checkpoint(
        head["checkpoint"].encode(), note.VerifierKey.parse(head["log_key"])
    )
    assert checkpoint == note.Checkpoint(KEY.name, 1, bytes.fromhex(head["root"]))
    assert (head["origin"], head["size"], head["at"]) == (KEY.name, 1, league.at)


def test_an_empty_record_has_a_head_without_a_name(db: None) -> None:
    assert read("record/head") == {
        "size": 0,
        "at": None,
        "root": hashlib.sha256().hexdigest(),
        "origin": None,
        "log_key": None,
        "checkpoint": None,
    }
    assert read("record/entries") == {"entries": [], "next": None, "size": 0}
    assert read("cities") == {"cities": [], "next": None, "total": 0}
    assert status("charter") == 404
    assert read("acts")["charter"] is None


def test_a_record_founded_with_a_key_we_lack_is_read_without_a_checkpoint(
    db: None, tmp_path: Any, settings: Any
) -> None:
    settings.HOME = tmp_path
    League().found(CITIES)
    head = read("record/head")
    assert head["checkpoint"] is None
    assert head["root"] == store.root().hex()


def test_entries_come_in_pages_and_hash_to_their_leaves(league: League) -> None:
    for people in range(6):
        league.act(
            "cities.certify_fact/1", {"city": "ghent", "fact": population(people)}, "secretariat"
        )
    seen: list[Any] = []
    after: int | None = 0
    while after is not None:
        page = read("record/entries", **{"from": after, "limit": 3})
        assert page["size"] == 7
        assert len(page["entries"]) <= 3
        seen += page["entries"]
        after = page["next"]
    assert [one["n"] for one in seen] == list(range(7))
    for one in seen:
        body = canonical.dump(one["entry"])
        assert body == store.body(one["n"])
        assert one["leaf"] == hashlib.sha256(b"\x00" + body).hexdigest()
    assert read("record/entries", **{"from": 7})["entries"] == []
    assert read("record/entries/6") == seen[6]


@pytest.mark.parametrize("size", [None, 4, 7])
def test_an_entry_is_proved_to_be_in_the_record(league: League, size: int | None) -> None:
    for people in range(6):
        league.act(
            "cities.certify_fact/1", {"city": "ghent", "fact": population(people)}, "secretariat"
        )
    query = {} if size is None else {"size": size}
    proof = read("record/entries/3/proof", **query)
    assert proof["size"] == (size or 7)
    leaf = merkle.leaf_hash(canonical.dump(read("record/entries/3")["entry"]))
    assert proof["leaf"] == leaf.hex()
    path = [bytes.fromhex(step) for step in proof["path"]]
    root = bytes.fromhex(proof["root"])
    assert root == store.root(proof["size"])
    assert merkle.verify_inclusion(3, proof["size"], leaf, path, root)
    assert not merkle.verify_inclusion(2, proof["size"], leaf, path, root)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("record/entries/1", 404),
        ("record/entries/9007199254740991", 404),
        ("record/entries/9007199254740992", 422),
        ("record/entries/-1", 422),
        ("record/entries/1/proof", 404),
        ("record/entries/0/proof?size=0", 404),
        ("record/entries/0/proof?size=2", 404),
        ("record/entries?limit=0", 422),
        ("record/entries?limit=201", 422),
        ("record/entries?from=-1", 422),
        ("record/entries?from=x", 422),
        ("cities/atlantis", 404),
        ("proposals/1", 404),
        ("proposals/0", 422),
        ("proposals?listing=lost", 422),
        ("proposals?page=0", 422),
    ],
)
def test_what_is_not_there_or_makes_no_sense(league: League, path: str, code: int) -> None:
    assert status(path) == code


def test_cities_come_with_what_was_certified(league: League, program: Program) -> None:
    program.act("cities.certify_fact/1", {"city": "ghent", "fact": population(7, "2025-01-01")})
    listed = read("cities", limit=2)
    assert [city["slug"] for city in listed["cities"]] == ["ghent", "leuven"]
    assert (listed["next"], listed["total"]) == (2, 3)
    assert [c["slug"] for c in read("cities", **{"from": 2})["cities"]] == ["namur"]
    ghent = read("cities/ghent")
    assert ghent["status"] == "member"
    assert [(fact["value"], fact["on"], fact["certified_n"]) for fact in ghent["facts"]] == [
        ("7", "2025-01-01", 1),
        ("260000", "2024-01-01", 0),
    ]
    assert {"unit": "people", "boundary": "legal municipality", "licence": "CC0"}.items() <= ghent[
        "facts"
    ][0].items()


def test_the_charter_is_read_as_it_was_adopted(league: League) -> None:
    charter = read("charter")
    assert charter["text"] == OPEN_CHARTER
    assert charter["sha256"] == hashlib.sha256(OPEN_CHARTER.encode()).hexdigest()
    assert [version["number"] for version in charter["versions"]] == [1]


def test_a_proposal_is_followed_from_its_notice_to_its_votes(
    league: League, account: Any, proposal: int
) -> None:
    from koinon.people import tokens

    listed = read("proposals")
    assert [(one["number"], one["title"], one["votes"]) for one in listed["proposals"]] == [
        (proposal, {"en": "A tram"}, 0)
    ]
    delegate = Program(tokens.issue(account, ["council/ghent"], label="vote"), Client())
    vote = {"proposal": proposal, "yes": "2/3", "no": "1/3"}
    assert delegate.act("assembly.cast_vote/1", vote).status_code == 200
    one = read(f"proposals/{proposal}")
    assert one["phase"] == "open"
    assert one["opens_at"] < datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert [(cast["city"], cast["yes"], cast["no"]) for cast in one["votes"]] == [
        ("ghent", "2/3", "1/3")
    ]
    heads, people = one["decision"]["tree"]["parts"]
    assert (heads["met"], people["met"]) == (True, False)
    assert people["measured"] == "520000/3"
    assert read("proposals", listing="decided")["total"] == 0


def test_the_signature_is_over_the_bytes_of_the_note(league: League) -> None:
    """The last line of the checkpoint is an Ed25519 signature over its text (C2SP signed-note)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    text, _, line = read("record/head")["checkpoint"].rpartition("\n\n")
    signature = b64decode(line.split()[2])[4:]
    key = logkeys.signer().verifier_key(KEY.name).public_key
    Ed25519PublicKey.from_public_bytes(key).verify(signature, f"{text}\n".encode())
