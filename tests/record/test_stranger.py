"""A verifier that was written from the specification alone reads our exports and trusts them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.record import cities
from tests.record.exports import ORIGIN, PRIVATE, THIEF, bodies, entry, league, write_export
from tests.support.api import founded

from koinon.record import logkeys, merkle, note, store
from koinon.record.export import export
from koinon.record.note import Checkpoint
from koinon.record.verify import verify

STRANGER = Path(__file__).with_name("stranger.py")


def judged(folder: Path) -> tuple[int, str]:
    """Its verdict: exit code and words. It runs apart, where nothing of ours can be imported."""
    done = subprocess.run(
        [sys.executable, "-I", str(STRANGER), str(folder)], capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def test_it_knows_nothing_of_ours() -> None:
    assert re.findall(r"(?m)^\s*(?:from|import) +(koinon|tests)", STRANGER.read_text()) == []


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 600])
def test_it_trusts_what_we_export(tmp_path: Path, size: int) -> None:
    """Every entry is proved from the tiles, and every shorter log to be the beginning."""
    record = bodies(league(size))
    code, said = judged(write_export(tmp_path, record))
    root = merkle.tree_root([merkle.leaf_hash(body) for body in record])
    documents = 1 if size <= 2 else 2
    told = f"{size} entries, 0 signed, {documents} documents, root {root.hex()}\n"
    assert (code, said) == (0, told)


@pytest.mark.django_db
def test_it_trusts_a_record_from_the_database(tmp_path: Path, settings: Any) -> None:
    founded(tmp_path, settings)
    done = export(tmp_path / "out", signer=logkeys.signer())
    code, said = judged(tmp_path / "out")
    size, root = store.head().size, store.root().hex()
    told = f"{size} entries, 0 signed, {done.documents} documents, root {root}\n"
    assert (code, said) == (0, told)


def test_it_reads_tiles_of_three_levels(tmp_path: Path) -> None:
    size = 65_537
    write_export(tmp_path, [b"%d" % n for n in range(size)], documents=())
    stranger = ModuleType("stranger")
    exec(STRANGER.read_text(), vars(stranger))  # noqa: S102 (our own file, which is no module)
    entries = stranger.read_entries(tmp_path, size)
    tree = stranger.Tree(tmp_path, size)
    assert [len(level) for level in tree.levels] == [65_537, 256, 1]
    root = merkle.tree_root([merkle.leaf_hash(body) for body in entries])
    assert tree.root_of(0, size) == root
    for n in (0, 1, 255, 256, 40_000, 65_535, 65_536):
        path = tree.inclusion(n, 0, size)
        assert stranger.included(n, size, stranger.leaf(entries[n]), path, root)
        proof = tree.consistency(n + 1, 0, size)
        assert stranger.consistent(n + 1, size, tree.root_of(0, n + 1), root, proof)


@pytest.mark.parametrize("spoilt", ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"])
def test_it_sees_one_bit(tmp_path: Path, spoilt: str) -> None:
    file = write_export(tmp_path, bodies(league(300))) / spoilt
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    assert judged(tmp_path)[0] != 0


def test_it_sees_another_signer_and_another_root(tmp_path: Path) -> None:
    record = bodies(league(5))
    assert judged(write_export(tmp_path / "thief", record, private_key=THIEF))[0] != 0
    folder = write_export(tmp_path / "root", record)
    other = Checkpoint(ORIGIN, 5, bytes(32))
    (folder / "checkpoint").write_bytes(note.sign(other.text, ORIGIN, PRIVATE))
    assert "do not give one root" in judged(folder)[1]


def test_it_counts_who_countersigned_as_we_do(tmp_path: Path) -> None:
    """Keys that begin and end, several checkpoints, a stranger, and one that is forged."""
    entries = [*cities.record(6), cities.ending(6, cities.LYON, "lyon"), entry(7)]
    lyon, ghent, turku = (cities.LYON, "lyon"), (cities.GHENT, "ghent"), (cities.TURKU, "turku")
    notes = [
        cities.countersigned(cities.checkpoint(entries[:2]), ghent, lyon),
        cities.countersigned(cities.checkpoint(entries[:5]), lyon, turku),
        cities.countersigned(cities.checkpoint(entries), ghent, lyon),
    ]
    root = cities.published(tmp_path, entries, *notes)
    code, said = judged(root)
    assert (code, said.split("\n")[:2]) == (
        0,
        ["ghent countersigned 8 entries", "lyon countersigned 5 entries"],
    )
    ours = verify(root).countersigned.by
    assert [(one.name, one.size) for one in ours] == [("ghent", 8), ("lyon", 5)]
    other = cities.checkpoint([*entries[:4], entry(4, effects=[])])
    (root / "countersigned").write_bytes(cities.countersigned(other, lyon))
    assert "countersigned another log of 5 entries" in judged(root)[1]
