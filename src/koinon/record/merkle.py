"""The Merkle tree of RFC 6962 and RFC 9162 over the entries of the record.

A node (level, index) covers the leaves [index * 2**level, (index + 1) * 2**level); only complete
nodes are stored. Appending leaf number n completes one node on each level 0..k, where k counts the
trailing one bits of n; the row of entry n stores those hashes one after the other. Every other
hash, of any range that a root or a proof speaks of, is folded from complete nodes.

Two decisions where sources differ: a hash that is not 32 bytes long makes any proof false, and so
does a consistency proof from the empty tree, because it would prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import TypeAlias

Node: TypeAlias = tuple[int, int]
"""(level, index)"""
Range: TypeAlias = tuple[int, int]
"""Leaves from the first number up to, not including, the second."""
ReadNode: TypeAlias = Callable[[int, int], bytes]
"""Returns the stored hash of the complete node (level, index)."""

HASH_BYTES = 32
EMPTY_ROOT = sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of the leaf that holds `data`."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two hashes."""
    return sha256(b"\x01" + left + right).digest()


# --- Storage -----------------------------------------------------------------------------------


def completed(n: int, leaf: bytes, left: ReadNode) -> bytes:
    """Return what the row of entry `n` stores: the hashes of the nodes that its leaf completes.

    `leaf` is the leaf hash; `left(level, index)` returns hashes stored by earlier rows.
    """
    assert n >= 0
    assert len(leaf) == HASH_BYTES
    hashes = [leaf]
    for level, index in completed_nodes(n):
        hashes.append(node_hash(left(level, index), hashes[-1]))
    return b"".join(hashes)


def completed_nodes(n: int) -> tuple[Node, ...]:
    """Return the nodes that `completed(n, ...)` reads, lowest first: the left siblings."""
    trailing_ones = (~n & (n + 1)).bit_length() - 1
    return tuple((level, (n >> level) - 1) for level in range(trailing_ones))


def location(level: int, index: int) -> tuple[int, int]:
    """Return (row, offset in bytes) at which the complete node (level, index) is stored."""
    return ((index + 1) << level) - 1, HASH_BYTES * level


# --- Roots and proofs --------------------------------------------------------------------------


def root(size: int, node: ReadNode) -> bytes:
    """Return the root of the tree of the first `size` leaves."""
    return _fold((0, size), node) if size else EMPTY_ROOT


def root_nodes(size: int) -> tuple[Node, ...]:
    """Return the nodes that `root(size, ...)` reads."""
    return _cover((0, size))


def inclusion_proof(index: int, size: int, node: ReadNode) -> tuple[bytes, ...]:
    """Return the proof that leaf `index` is in the tree of `size` leaves (RFC 9162, 2.1.3.1)."""
    return tuple(_fold(span, node) for span in _inclusion_ranges(index, size))


def inclusion_nodes(index: int, size: int) -> tuple[Node, ...]:
    """Return the nodes that `inclusion_proof(index, size, ...)` reads."""
    return tuple(n for span in _inclusion_ranges(index, size) for n in _cover(span))


def consistency_proof(old: int, new: int, node: ReadNode) -> tuple[bytes, ...]:
    """Return the proof that the tree of `old` leaves is the beginning of that of `new` leaves.

    RFC 9162, 2.1.4.1. Empty when `old` is 0 (nothing to prove) or equals `new`.
    """
    return tuple(_fold(span, node) for span in _consistency_ranges(old, new))


def consistency_nodes(old: int, new: int) -> tuple[Node, ...]:
    """Return the nodes that `consistency_proof(old, new, ...)` reads."""
    return tuple(n for span in _consistency_ranges(old, new) for n in _cover(span))


def _inclusion_ranges(index: int, size: int) -> list[Range]:
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size} leaves.")
    start, end, spans = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return spans[::-1]


def _consistency_ranges(old: int, new: int) -> list[Range]:
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} leaves is not the beginning of one of {new}.")
    start, end, spans = 0, new, []
    while old and old != end:
        middle = start + _split(end - start)
        if old <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    if start:  # Else the old tree is itself the node, and the verifier knows its root.
        spans.append((start, end))
    return spans[::-1]


def _split(width: int) -> int:
    """Return the largest power of two smaller than `width`, which is at least 2."""
    return 1 << (width - 1).bit_length() - 1


def _cover(span: Range) -> tuple[Node, ...]:
    """Return the largest complete nodes that make up a range of the tree, left to right."""
    start, end = span
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        assert start & ((1 << level) - 1) == 0, "ranges of a tree begin at a multiple of their node"
        nodes.append((level, start >> level))
        start += 1 << level
    return tuple(nodes)


def _fold(span: Range, node: ReadNode) -> bytes:
    *rest, last = _cover(span)
    result = node(*last)
    for level, index in reversed(rest):
        result = node_hash(node(level, index), result)
    return result


# --- Verifying ---------------------------------------------------------------------------------


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> bool:
    """Return whether `proof` shows that `leaf` is leaf `index` of the tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _all_hashes(leaf, root, *proof):
        return False
    fn, sn, result = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            result = node_hash(sibling, result)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            result = node_hash(result, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and result == root


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether `proof` shows that the old tree is the beginning of the new one.

    RFC 9162, 2.1.4.2. False when `old` is 0: whoever begins from nothing has nothing to compare.
    """
    if not 0 < old <= new or not _all_hashes(old_root, new_root, *proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old_result = new_result = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old_result = node_hash(sibling, old_result)
            new_result = node_hash(sibling, new_result)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new_result = node_hash(new_result, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old_result == old_root and new_result == new_root


def _all_hashes(*hashes: bytes) -> bool:
    return all(len(each) == HASH_BYTES for each in hashes)


def tree_root(hashes: Iterable[bytes]) -> bytes:
    """Return the root over hashes of one level, computed level by level; for whole trees.

    The hashes may be leaf hashes, or nodes of a higher level of which the last may be the root of
    what remains at the right edge.
    """
    level = list(hashes)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ] + odd
    return level[0]
