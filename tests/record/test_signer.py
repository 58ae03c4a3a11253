"""The signer: its files, and the histories it refuses to sign."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

import pytest

from koinon.record import merkle, note
from koinon.record.note import Checkpoint, VerifierKey, open_checkpoint
from koinon.record.signer import Signer, SignerError

ORIGIN = "league.example/log"


class Tree:
    """A tree of leaf hashes, with what a signer is told about it."""

    def __init__(self, leaves: Sequence[str]) -> None:
        self.hashes = [merkle.leaf_hash(leaf.encode()) for leaf in leaves]

    def node(self, level: int, index: int) -> bytes:
        return merkle.tree_root(self.hashes[index << level : (index + 1) << level])

    def at(self, size: int, origin: str = ORIGIN) -> Checkpoint:
        return Checkpoint(origin, size, merkle.tree_root(self.hashes[:size]))

    def proof(self, old: int, new: int) -> tuple[bytes, ...]:
        return merkle.consistency_proof(old, new, self.node)


TREE = Tree([f"entry {n}" for n in range(20)])
OTHER = Tree([f"entry {n}" if n != 3 else "rewritten" for n in range(20)])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "log.key", tmp_path / "log.state"


def test_it_makes_its_files_once_and_for_its_owner_alone(files: tuple[Path, Path]) -> None:
    first = Signer(*files).verifier_key(ORIGIN)
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600, 0o600]
    assert Signer(*files).verifier_key(ORIGIN) == first
    assert Signer(*files).last() is None


def test_a_growing_record_is_signed(files: tuple[Path, Path]) -> None:
    key = Signer(*files).verifier_key(ORIGIN)
    for old, new in [(0, 1), (1, 1), (1, 7), (7, 8), (8, 20)]:
        signed = Signer(*files).sign(TREE.at(new), TREE.proof(old, new))
        assert open_checkpoint(signed, key) == TREE.at(new)
        assert Signer(*files).last() == TREE.at(new)


@pytest.mark.parametrize(
    ("offered", "proof", "sentence"),
    [
        (TREE.at(7), (), "a record of 7 entries was offered after one of 8 had been signed"),
        (OTHER.at(8), (), "does not extend the one of 8 entries"),
        (OTHER.at(12), OTHER.proof(8, 12), "does not extend the one of 8 entries"),
        (TREE.at(12), (), "does not extend the one of 8 entries"),
        (TREE.at(12), TREE.proof(7, 12), "does not extend the one of 8 entries"),
        (TREE.at(12, "other.example"), TREE.proof(8, 12), "signs for league.example/log, not for"),
    ],
)
def test_another_history_is_not_signed(
    files: tuple[Path, Path], offered: Checkpoint, proof: tuple[bytes, ...], sentence: str
) -> None:
    signer = Signer(*files)
    signer.sign(TREE.at(8))
    with pytest.raises(SignerError, match=sentence):
        signer.sign(offered, proof)
    assert signer.last() == TREE.at(8)
    assert signer.sign(TREE.at(12), TREE.proof(8, 12))


def test_an_empty_log_may_be_signed_and_then_grow(files: tuple[Path, Path]) -> None:
    signer = Signer(*files)
    signer.sign(Checkpoint(ORIGIN, 0, merkle.EMPTY_ROOT))
    with pytest.raises(SignerError, match="does not extend"):
        signer.sign(Checkpoint(ORIGIN, 0, bytes(32)))
    assert signer.sign(TREE.at(3))


def test_a_lost_state_stops_it_until_it_is_recovered(files: tuple[Path, Path]) -> None:
    signer = Signer(*files)
    published = signer.sign(TREE.at(8))
    with pytest.raises(SignerError, match="only a lost state is recovered"):
        signer.recover(published)
    files[1].unlink()
    with pytest.raises(SignerError, match="is lost"):
        Signer(*files).sign(OTHER.at(9))
    with pytest.raises(SignerError, match="cannot be recovered from"):
        signer.recover(published.replace(b"\n8\n", b"\n7\n"))
    assert signer.recover(published) == TREE.at(8)
    with pytest.raises(SignerError, match="does not extend"):
        signer.sign(OTHER.at(9), OTHER.proof(8, 9))


def test_a_lost_key_is_not_replaced_in_silence(files: tuple[Path, Path]) -> None:
    Signer(*files).sign(TREE.at(1))
    files[0].unlink()
    with pytest.raises(SignerError, match="put the key back"):
        Signer(*files)


def test_a_crash_before_the_key_was_written_is_begun_again(files: tuple[Path, Path]) -> None:
    files[1].write_bytes(b"")
    assert Signer(*files).sign(TREE.at(1))


@pytest.mark.parametrize("damage", [b"league.example/log\n8\n", b"\xff", b"x" * 20_000])
def test_a_damaged_state_is_refused(files: tuple[Path, Path], damage: bytes) -> None:
    signer = Signer(*files)
    files[1].write_bytes(damage)
    with pytest.raises(SignerError, match="is damaged"):
        signer.sign(TREE.at(1))


def test_a_key_that_others_read_or_of_another_kind_is_refused(files: tuple[Path, Path]) -> None:
    Signer(*files)
    files[0].chmod(0o640)
    with pytest.raises(SignerError, match="chmod 600"):
        Signer(*files)
    files[0].chmod(0o600)
    files[0].write_bytes(b"not a key")
    with pytest.raises(SignerError, match="does not hold a private key"):
        Signer(*files)


def _race(key_file: Path, state_file: Path, size: int, tree: Tree) -> bool:
    try:
        Signer(key_file, state_file).sign(tree.at(size), tree.proof(4, size))
    except SignerError:
        return False
    return True


def test_of_two_histories_at_once_one_is_signed(files: tuple[Path, Path]) -> None:
    Signer(*files).sign(TREE.at(2))
    forks = Tree([*(f"entry {n}" for n in range(4)), *(f"fork {n}" for n in range(4))])
    Signer(*files).sign(TREE.at(4), TREE.proof(2, 4))
    with get_context("spawn").Pool(2) as pool:
        signed = pool.starmap(_race, [(*files, 8, TREE), (*files, 8, forks)])
    assert sorted(signed) == [False, True]


def test_nothing_is_signed_before_it_is_remembered(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = Signer(*files)
    signer.sign(TREE.at(2))

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        signer.sign(TREE.at(5), TREE.proof(2, 5))
    monkeypatch.undo()
    assert signer.last() == TREE.at(2)
    key: VerifierKey = signer.verifier_key(ORIGIN)
    assert note.open_checkpoint(signer.sign(TREE.at(5), TREE.proof(2, 5)), key) == TREE.at(5)
