"""The Merkle tree: published hashes, proofs of every small tree, storage, forgeries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.record import merkle

# Inputs and roots of Certificate Transparency's reference tests, used by every implementation.
REFERENCE_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
REFERENCE_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Log:
    """Rows as the database keeps them, and a reader of nodes that says what was read."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.rows: list[bytes] = []
        self.read: list[merkle.Node] = []
        for n, leaf in enumerate(leaves):
            self.rows.append(merkle.completed(n, merkle.leaf_hash(leaf), self.node))

    def node(self, level: int, index: int) -> bytes:
        self.read.append((level, index))
        row, offset = merkle.location(level, index)
        node = self.rows[row][offset : offset + 32]
        assert len(node) == 32
        return node


def definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if not leaves:
        return merkle.EMPTY_ROOT
    if len(leaves) == 1:
        return merkle.leaf_hash(leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return merkle.node_hash(definition(leaves[:k]), definition(leaves[k:]))


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*path(m, leaves[:k]), definition(leaves[k:])]
    return [*path(m - k, leaves[k:]), definition(leaves[:k])]


def subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962, 2.1.2."""
    if m == len(leaves):
        return [] if whole else [definition(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*subproof(m, leaves[:k], whole), definition(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), definition(leaves[:k])]


LEAVES = [b"leaf %d" % n for n in range(70)]


def test_reference_roots() -> None:
    for size, expected in enumerate(REFERENCE_ROOTS):
        log = Log(REFERENCE_LEAVES[:size])
        assert merkle.root(size, log.node).hex() == expected
        assert merkle.tree_root(map(merkle.leaf_hash, REFERENCE_LEAVES[:size])).hex() == expected


def test_a_row_stores_the_nodes_its_leaf_completes() -> None:
    log = Log(LEAVES)
    assert [len(row) // 32 for row in log.rows[:9]] == [1, 2, 1, 3, 1, 2, 1, 4, 1]
    for level in range(6):
        for index in range(len(LEAVES) >> level):
            covered = LEAVES[index << level : (index + 1) << level]
            assert log.node(level, index) == definition(covered)


def test_roots_and_proofs_are_those_of_the_definition_and_verify() -> None:
    log = Log(LEAVES)
    for size in range(1, 36):
        root = definition(LEAVES[:size])
        assert merkle.root(size, log.node) == root
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, log.node)
            assert list(proof) == path(index, LEAVES[:size])
            leaf = merkle.leaf_hash(LEAVES[index])
            assert merkle.verify_inclusion(index, size, leaf, proof, root)
        for old in range(1, size + 1):
            proof = merkle.consistency_proof(old, size, log.node)
            assert list(proof) == subproof(old, LEAVES[:size], True)
            assert merkle.verify_consistency(old, size, definition(LEAVES[:old]), root, proof)


def test_the_listed_nodes_are_the_nodes_read() -> None:
    log = Log(LEAVES)
    for size in range(36):
        log.read.clear()
        merkle.root(size, log.node)
        assert sorted(log.read) == sorted(merkle.root_nodes(size))
        for other in range(size):
            log.read.clear()
            merkle.inclusion_proof(other, size, log.node)
            assert sorted(log.read) == sorted(merkle.inclusion_nodes(other, size))
            log.read.clear()
            merkle.consistency_proof(other, size, log.node)
            assert sorted(log.read) == sorted(merkle.consistency_nodes(other, size))
    for n in range(64):
        log.read.clear()
        assert merkle.completed(n, merkle.leaf_hash(LEAVES[n]), log.node) == log.rows[n]
        assert tuple(log.read) == merkle.completed_nodes(n)


@given(st.integers(1, 70), st.data())
@settings(max_examples=50)
def test_a_forged_proof_fails(size: int, draw: st.DataObject) -> None:
    log = Log(LEAVES[:size])
    root = merkle.root(size, log.node)
    index = draw.draw(st.integers(0, size - 1))
    leaf = merkle.leaf_hash(LEAVES[index])
    proof = list(merkle.inclusion_proof(index, size, log.node))
    for other in set(range(size)) - {index}:
        assert not merkle.verify_inclusion(other, size, leaf, proof, root)
    assert not merkle.verify_inclusion(index, size, leaf, [*proof, root], root)
    for position in range(len(proof)):
        shorter = proof[:position] + proof[position + 1 :]
        assert not merkle.verify_inclusion(index, size, leaf, shorter, root)
        flipped = [*proof]
        flipped[position] = bytes([proof[position][0] ^ 1]) + proof[position][1:]
        assert not merkle.verify_inclusion(index, size, leaf, flipped, root)


def test_a_rewritten_beginning_is_not_consistent() -> None:
    log, forged = Log(LEAVES), Log([b"other", *LEAVES[1:]])
    for old in range(1, 40):
        proof = merkle.consistency_proof(old, 40, forged.node)
        old_root, new_root = merkle.root(old, log.node), merkle.root(40, forged.node)
        assert not merkle.verify_consistency(old, 40, old_root, new_root, proof)


def test_nothing_follows_from_the_empty_tree() -> None:
    root = merkle.tree_root(map(merkle.leaf_hash, LEAVES))
    assert merkle.consistency_proof(0, 70, Log(LEAVES).node) == ()
    assert not merkle.verify_consistency(0, 70, merkle.EMPTY_ROOT, root, [])
    assert not merkle.verify_consistency(0, 0, merkle.EMPTY_ROOT, merkle.EMPTY_ROOT, [])


def test_hashes_of_another_length_prove_nothing() -> None:
    leaf = merkle.leaf_hash(b"")
    assert merkle.verify_inclusion(0, 1, leaf, [], leaf)
    assert not merkle.verify_inclusion(0, 1, b"", [], b"")
    assert merkle.verify_consistency(1, 1, leaf, leaf, [])
    assert not merkle.verify_consistency(1, 1, b"short", b"short", [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 2)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="is not in a tree"):
        merkle.inclusion_proof(index, size, Log(LEAVES).node)


def test_a_larger_tree_is_not_the_beginning_of_a_smaller() -> None:
    with pytest.raises(ValueError, match="is not the beginning"):
        merkle.consistency_proof(3, 2, Log(LEAVES).node)
