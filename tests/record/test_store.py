"""The record in the database: any root, any proof, any document, as the pure functions say."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from uuid import UUID, uuid5

import pytest
from tests.support.coalition import SPACE

from koinon.acts.guard import writing
from koinon.record import merkle, store
from koinon.record.store import Line, UnknownEntry

pytestmark = pytest.mark.django_db

AT = "2025-01-01T00:00:00.000000Z"


def line(n: int, cause: int | None = None) -> Line:
    body = f'{{"n":{n}}}'.encode()
    return Line(n, uuid5(SPACE, f"line {n}"), AT, "a.b/1", None, cause, bytes(32), body)


def append(start: int, stop: int) -> list[bytes]:
    """Append some lines; the leaf hashes of all entries up to `stop`."""
    with writing():
        store.append([line(n) for n in range(start, stop)])
    return [merkle.leaf_hash(line(n).body) for n in range(stop)]


@pytest.mark.parametrize("parts", [(0, 1), (0, 70), (0, 1, 2, 3, 64, 65, 70), (0, 33, 70)])
def test_roots_and_proofs_do_not_depend_on_how_entries_came(parts: tuple[int, ...]) -> None:
    leaves: list[bytes] = []
    for start, stop in pairwise(parts):
        leaves = append(start, stop)
    size = len(leaves)
    assert store.head() == store.Head(size, AT, leaves[-1])
    for old in range(size + 1):
        assert store.root(old) == merkle.tree_root(leaves[:old])
    for index in range(0, size, 7):
        proof = store.proof(index)
        assert proof.leaf == leaves[index]
        assert merkle.verify_inclusion(index, size, proof.leaf, proof.path, store.root())
    for old in range(1, size + 1, 5):
        path = store.consistency(old, size)
        assert merkle.verify_consistency(old, size, store.root(old), store.root(), path)


def test_what_is_not_there_has_no_proof_and_no_body() -> None:
    append(0, 5)
    for index, size in ((5, 5), (-1, 5), (3, 3)):
        with pytest.raises(UnknownEntry):
            store.proof(index, size)
    with pytest.raises(UnknownEntry):
        store.body(5)
    assert store.by_act(UUID(int=1)) is None
    assert list(store.bodies(5)) == []


def test_entries_are_found_by_place_and_by_act() -> None:
    append(0, 5)
    assert store.by_act(line(3).act_id) == line(3)
    assert set(store.by_acts([line(1).act_id, line(4).act_id, UUID(int=1)])) == {
        line(1).act_id,
        line(4).act_id,
    }
    assert list(store.bodies(1, 4, chunk=2)) == [line(n).body for n in (1, 2, 3)]
    assert store.nodes_at([(0, 1), (0, 2)]) == {
        (0, n): merkle.leaf_hash(line(n).body) for n in (1, 2)
    }


def test_followers_are_the_run_of_entries_with_a_cause() -> None:
    with writing():
        causes = [None, None, 1, 2, 1, None, 5, None]
        store.append([line(n, cause) for n, cause in enumerate(causes)])
    assert [one.n for one in store.followers(1)] == [2, 3, 4]
    assert [one.n for one in store.followers(5)] == [6]
    assert store.followers(0) == store.followers(7) == []


def test_a_document_is_kept_once_and_named_once() -> None:
    data = b"resolution"
    sha256 = store.keep_document(data, "text/plain")
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert store.keep_document(data, "text/html") == sha256
    assert store.document(sha256) == (data, "text/plain")
    assert store.missing_documents([sha256, "0" * 64]) == ("0" * 64,)
    assert store.named_document(sha256) is None
    for n in (3, 5):
        store.name_documents([sha256], n)
    assert [one.named_n for one in store.documents()] == [3]
    assert list(store.named_documents(3)) == []
    assert [one.sha256 for one in store.named_documents(4)] == [sha256]


def test_what_is_withheld_stays_withheld() -> None:
    sha256 = store.keep_document(b"a name", "text/plain")
    store.name_documents([sha256], 0)
    assert store.withhold(sha256, "It named a person.")
    assert store.document(sha256) is None
    assert store.withheld(1) == ((sha256, "It named a person."),)
    store.keep_document(b"a name", "text/plain")
    assert store.document(sha256) is None
    assert store.document_sizes([sha256]) == {sha256: 6}
    assert not store.withhold("0" * 64, "unknown")


def test_a_document_has_a_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "DOCUMENT_LIMIT", 3)
    store.keep_document(b"123", "text/plain")
    with pytest.raises(ValueError, match="a document has at most 3 bytes, this one 4"):
        store.keep_document(b"1234", "text/plain")
