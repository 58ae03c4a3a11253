"""The log's key is exchanged, lost, stolen: what is signed then, and what others can tell."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from tests.support.api import founded
from tests.support.coalition import KEY, League, population

from koinon.interfaces.shell.main import run
from koinon.record import logkeys, note
from koinon.record.export import export
from koinon.record.note import Checkpoint, VerifierKey
from koinon.record.signer import Signer, SignerError
from koinon.record.verify import Report, verify

pytestmark = pytest.mark.django_db


class Log:
    """A founded league with one act, its key, an export and the checkpoint a city kept."""

    def __init__(self, home: Path, settings: Any) -> None:
        self.league: League = founded(home, settings)
        self.place, self.out = home / "log", home / "out"
        self.key = str(logkeys.signer().verifier_key(KEY.name))
        export(self.out, signer=logkeys.signer())
        self.kept = (self.out / "checkpoint").read_bytes()
        self.grow()
        export(self.out, signer=logkeys.signer())

    def grow(self) -> None:
        fact = {"city": "ghent", "fact": population(self.league.count)}
        self.league.act("cities.certify_fact/1", fact, "secretariat")

    def exchange(self) -> Ed25519PrivateKey:
        """Another key in the place of the right one; the right one lies beside it."""
        shutil.copy2(self.place / "key.pem", self.place / "right.pem")
        new = Ed25519PrivateKey.generate()
        pem = new.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (self.place / "key.pem").write_bytes(pem)
        return new


@pytest.fixture
def log(tmp_path: Path, settings: Any) -> Log:
    return Log(tmp_path, settings)


def signed_anew(out: Path, private: Ed25519PrivateKey) -> tuple[str, Report]:
    """The export as whoever holds another key would publish it, and what it says by itself."""
    key = VerifierKey(KEY.name, private.public_key().public_bytes_raw())
    text = note.parse_note((out / "checkpoint").read_bytes()).text
    assert Checkpoint.parse(text).origin == KEY.name
    (out / "checkpoint").write_bytes(note.sign(text, KEY.name, private))
    (out / "key").write_text(f"{key}\n")
    return str(key), verify(out)


def test_an_exchanged_key_signs_nothing_and_undoes_nothing(log: Log) -> None:
    log.exchange()
    log.grow()
    with pytest.raises(SignerError, match="this record was founded with the log key") as refused:
        export(log.out, signer=logkeys.signer())
    assert log.key in str(refused.value)
    for known in (None, log.kept):
        report = verify(log.out, key=log.key, checkpoint=known)
        assert (report.problems, report.checkpoint and report.checkpoint.size) == ((), 2)
    shutil.move(log.place / "right.pem", log.place / "key.pem")
    export(log.out, signer=logkeys.signer())
    report = verify(log.out, key=log.key, checkpoint=log.kept)
    assert (report.problems, report.checkpoint and report.checkpoint.size) == ((), 3)


def test_an_export_signed_with_another_key_is_found_out(log: Log) -> None:
    new, alone = signed_anew(log.out, log.exchange())
    assert alone.problems == (f"entry 0 names the log key {log.key}, not {new}.",)
    (mine,) = [one for one in verify(log.out, key=log.key).problems if "signed anew" in one]
    assert mine == f"key is {new}, not the key given: the record was signed anew."
    assert "this record was signed anew" in "".join(verify(log.out, checkpoint=log.kept).problems)
    assert verify(log.out, key=new).problems == alone.problems


def test_whoever_steals_the_key_cannot_take_back_what_others_hold(log: Log) -> None:
    """Signed by the right key, but shorter than what a city has seen."""
    seen = (log.out / "checkpoint").read_bytes()
    pem = (log.place / "key.pem").read_bytes()
    stolen = load_pem_private_key(pem, None)
    assert isinstance(stolen, Ed25519PrivateKey)
    for one in (log.out / "tile").rglob("2"):
        one.unlink()
    first = Checkpoint.parse(note.parse_note(log.kept).text)
    assert first.size == 1
    shorter = log.place / "shorter"
    (log.out / "checkpoint").write_bytes(note.sign(first.text, KEY.name, stolen))
    assert not shorter.exists()
    problems = verify(log.out, key=log.key, checkpoint=seen).problems
    assert any("entries 1–1 were cut off" in one for one in problems)


def test_a_missing_key_is_not_replaced_beside_a_record(log: Log) -> None:
    """Else its empty memory would let the right key, put back, sign a second history."""
    right = (log.place / "key.pem").read_bytes()
    for name in ("key.pem", "signed"):
        (log.place / name).unlink()
    with pytest.raises(SignerError, match=r"key.pem is gone; put back the key"):
        logkeys.signer()
    assert not (log.place / "key.pem").exists()
    (log.place / "key.pem").write_bytes(right)
    (log.place / "key.pem").chmod(0o600)
    with pytest.raises(SignerError, match="is lost, so the signer cannot know what it signed"):
        logkeys.sign_head(logkeys.signer())


def test_a_lost_memory_is_recovered_from_the_keyboard(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    latest = log.out / "checkpoint"
    assert run(["recover", str(latest)]) == 2
    assert "only a lost state is recovered" in capsys.readouterr().err
    log.grow()
    (log.place / "signed").unlink()
    (tmp_path / "page").write_text("<html>")
    for wrong, why in ((tmp_path / "none", "cannot be read (No such"), (tmp_path / "page", "")):
        assert run(["recover", str(wrong)]) == 2
        assert f"recover: {'this checkpoint' if not why else wrong}" in capsys.readouterr().err
    assert run(["recover", str(latest)]) == 0
    assert capsys.readouterr().out == (
        "The signer remembers 2 entries again, and the record extends them.\n"
    )
    signer = Signer(log.place / "key.pem", log.place / "signed")
    last = signer.last()
    assert last is not None
    assert last.size == 3


def test_an_old_backup_is_not_signed_after_a_recovery(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Others hold five entries, the restored database has two."""
    signer = logkeys.signer()
    ahead = Checkpoint(KEY.name, 5, bytes(32))
    held = Signer(log.place / "key.pem", tmp_path / "elsewhere.state")
    (tmp_path / "elsewhere.state").write_bytes(b"")
    (tmp_path / "held").write_bytes(held.sign(ahead))
    (log.place / "signed").unlink()
    assert run(["recover", str(tmp_path / "held")]) == 2
    assert "was an old backup restored?" in capsys.readouterr().err
    assert signer.last() == ahead
