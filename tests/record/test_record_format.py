"""The worked example in docs/reference/record-format.md is true, byte for byte."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
from tests.record.exports import KEY, PRIVATE

from koinon.record import merkle, tiles
from koinon.record.canonical import MAX_DEPTH, load
from koinon.record.commitments import commit
from koinon.record.effects import CHECKERS, MAX_LABEL
from koinon.record.entries import AUTHS, VIAS
from koinon.record.note import MAX_SIGNATURES, sign
from koinon.record.verify import MAX_KEY_BYTES, verify

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "record-format.md"


@pytest.fixture(scope="module")
def text() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def blocks(text: str) -> dict[str, str]:
    found = re.findall(r"^```(?:json|text|toml)(?: (\S+))?\n(.*?)^```$", text, re.M | re.S)
    return {name or "charter": block for name, block in found}


def write_example(root: Path, blocks: dict[str, str]) -> None:
    entries = [blocks[name].rstrip("\n").encode() for name in ("entry-0", "entry-1")]
    leaves = [bytes.fromhex(line) for line in blocks["leaves"].split()]
    files = {
        "key": blocks["key"].encode(),
        "checkpoint": blocks["checkpoint"].encode(),
        "tile/entries/000.p/2": b"\x02\xe6" + entries[0] + b"\x02\x26" + entries[1],
        "tile/0/000.p/2": b"".join(leaves),
        f"documents/{blocks['charter-sha256'].strip()}": blocks["charter"].encode(),
    }
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def test_the_example_is_a_sound_record(tmp_path: Path, blocks: dict[str, str]) -> None:
    write_example(tmp_path, blocks)
    report = verify(tmp_path, key=blocks["key"])
    assert report.problems == ()
    assert report.documents == 1
    assert report.fingerprint == blocks["fingerprint"].strip()
    assert report.checkpoint is not None
    assert report.checkpoint.root.hex() == blocks["root"].strip()


def test_the_hashes_of_the_example_are_those_of_their_formulas(blocks: dict[str, str]) -> None:
    assert sha256(blocks["charter"].encode()).hexdigest() == blocks["charter-sha256"].strip()
    entries = [blocks[name].rstrip("\n").encode() for name in ("entry-0", "entry-1")]
    leaves = [sha256(b"\x00" + entry).digest() for entry in entries]
    assert [leaf.hex() for leaf in leaves] == blocks["leaves"].split()
    assert sha256(b"\x01" + b"".join(leaves)).hexdigest() == blocks["root"].strip()
    assert merkle.tree_root(leaves).hex() == blocks["root"].strip()
    origin, size, root, _, signature = blocks["checkpoint"].splitlines()
    assert blocks["checkpoint"].encode() == sign(f"{origin}\n{size}\n{root}\n", origin, PRIVATE)
    assert signature.startswith("— league.example/log ")
    assert blocks["key"] == f"{KEY}\n"
    officer = load(entries[1])["data"]["officer"]  # type: ignore[call-overload, index]
    assert officer == {"private": commit(bytes(range(32)), "Ada Peeters")}


def test_sizes_and_limits_in_the_text_are_those_of_the_code(
    text: str, blocks: dict[str, str]
) -> None:
    assert f"Entry 0, {len(blocks['entry-0'].strip().encode())} bytes" in text
    assert f"Entry 1, {len(blocks['entry-1'].strip().encode())} bytes" in text
    for limit in (tiles.MAX_ENTRY_BYTES, tiles.MAX_BUNDLE_BYTES, MAX_KEY_BYTES):
        assert f"{limit:,} bytes" in text
    assert f"at most {MAX_DEPTH} deep" in text
    assert f"at most {MAX_SIGNATURES}." in text
    assert f"1 to {MAX_LABEL} characters" in text


def test_every_kind_and_word_of_the_code_is_described(text: str) -> None:
    for kind in CHECKERS:
        assert f"**`{kind}`**" in text
    for word in VIAS | AUTHS:
        assert f"`{word}`" in text
