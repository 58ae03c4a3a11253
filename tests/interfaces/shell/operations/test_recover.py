"""`koinon recover`: what an old copy lacks comes back from those who hold it, and nothing else."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.support.coalition import KEY
from tests.support.databases import OwnDatabase, own
from tests.support.money import CITIES, MONEY, Chest, budget
from tests.support.replaying import assert_replays

from koinon.acts import replay
from koinon.acts.act import Receipt
from koinon.acts.refused import Refused
from koinon.interfaces.shell.main import run
from koinon.people import queries
from koinon.record import canonical, logkeys, note, store
from koinon.record.export import export
from koinon.record.note import Checkpoint
from koinon.record.verify import verify

MAP = b"a map of the pipes"


class Lost:
    """A backup of Monday, a mirror of Tuesday, and the state as it was on Tuesday."""

    def __init__(self, folder: Path, settings: Any) -> None:
        settings.HOME = folder / "home"
        self.chest = Chest()
        self.chest.found(CITIES, MONEY, logkeys.signer().verifier_key(KEY.name))
        self.chest.decide(budget(9_000_00))
        logkeys.sign_head(logkeys.signer())
        self.monday = folder / "monday"
        assert run(["backup", str(self.monday)]) == 0
        self.size = store.head().size
        self.paid: int = self.chest.commit("heat", 5_000_00).n
        text = self.chest.document(MONEY.replace("notice_days = 2", "notice_days = 1").encode())
        amendment = {"charter": text.model_dump()}
        self.chest.propose("Amend", ("assembly.amend_charter/1", amendment))
        self.mirror = folder / "mirror"
        export(self.mirror, signer=logkeys.signer())
        self.tuesday = replay.digest()
        self.all = store.head().size
        self.documents = [one.sha256 for one in store.named_documents(self.all)]

    def commit(self) -> Receipt | Refused:
        answer: Receipt | Refused = self.chest.commit("heat", 1_00)
        return answer


@pytest.fixture
def lost(
    own_database: OwnDatabase, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Lost:
    """Monday's backup put back on Wednesday."""
    monkeypatch.setenv("KOINON_HOME", str(tmp_path / "home"))
    found = Lost(tmp_path, settings)
    assert run(["restore", str(found.monday), "--replace"]) == 0
    return found


def asked(capsys: pytest.CaptureFixture[str], code: int, *words: str) -> str:
    capsys.readouterr()
    assert run(["recover", *words]) == code, capsys.readouterr()
    out = capsys.readouterr()
    return out.out if code == 0 else out.err


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *words: Any) -> None:
            """Say nothing."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}"
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


@pytest.mark.parametrize("how", ["folder", "address"])
def test_what_an_old_copy_lacks_comes_back_from_a_mirror(
    lost: Lost, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    refused = lost.commit()
    assert isinstance(refused, Refused)
    assert refused.code == "acts.record_behind"
    with served(lost.mirror) as address:
        told = asked(capsys, 0, "--from", address if how == "address" else str(lost.mirror))
    assert f"Took {lost.all - lost.size} entries ({lost.size} to {lost.all - 1})" in told
    assert "1 private values in them stay commitments" in told
    assert replay.digest() == lost.tuesday
    assert [one.sha256 for one in store.named_documents(lost.all)] == lost.documents
    assert queries.opening(commitment(lost)) is None
    assert isinstance(lost.commit(), Receipt)
    export(lost.mirror, signer=logkeys.signer())
    assert verify(lost.mirror).problems == ()
    assert_replays()


def commitment(lost: Lost) -> str:
    """That of the payee of Tuesday."""
    entry: Any = canonical.load(store.body(lost.paid))
    assert entry["type"] == "treasury.commit/1"
    return str(entry["data"]["payee"]["private"])


def test_a_new_machine_asks_the_mirrors_before_it_acts(
    lost: Lost, capsys: pytest.CaptureFixture[str]
) -> None:
    """The memory is lost too, and one of two mirrors is behind."""
    logkeys.memory_file().unlink()
    refused = lost.commit()
    assert isinstance(refused, Refused)
    assert refused.code == "acts.signer_forgot"
    older = lost.mirror.with_name("older")
    with own():
        assert run(["restore", str(lost.monday), "--replace"]) == 0
        logkeys.signer().begin_again(Checkpoint(KEY.name, lost.size, store.root()))
        export(older, signer=logkeys.signer())
    logkeys.memory_file().unlink()
    asked(capsys, 0, "--from", str(older), "--from", str(lost.mirror))
    assert replay.digest() == lost.tuesday
    assert isinstance(lost.commit(), Receipt)


def test_nothing_is_missing(lost: Lost, capsys: pytest.CaptureFixture[str]) -> None:
    asked(capsys, 0, "--from", str(lost.mirror))
    assert isinstance(lost.commit(), Receipt)
    told = asked(capsys, 0, "--from", str(lost.mirror))
    assert "nothing was missing" in told
    signed = logkeys.signer().last()
    assert signed is not None
    assert signed.size == lost.all + 1


def test_all_of_it_comes_back_into_an_empty_database(
    own_database: OwnDatabase,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KOINON_HOME", str(tmp_path / "home"))
    with own():
        told = Lost(tmp_path, settings)
    assert store.head().size == 0
    asked(capsys, 0, "--from", str(told.mirror))
    assert replay.digest() == told.tuesday
    assert_replays()


def resign(folder: Path, size: int, root: bytes, key: Ed25519PrivateKey) -> None:
    text = Checkpoint(KEY.name, size, root).text
    (folder / "checkpoint").write_bytes(note.sign(text, KEY.name, key))


def another_key(folder: Path) -> None:
    here = Checkpoint.parse(note.parse_note((folder / "checkpoint").read_bytes()).text)
    resign(folder, here.size, here.root, Ed25519PrivateKey.generate())


def changed_entry(folder: Path) -> None:
    (bundle,) = (folder / "tile/entries/000.p").iterdir()
    data = bundle.read_bytes()
    at = data.rindex(b'"amount_cents":500000') + len(b'"amount_cents":')
    bundle.write_bytes(data[:at] + b"9" + data[at + 1 :])


def cut_entry(folder: Path) -> None:
    (bundle,) = (folder / "tile/entries/000.p").iterdir()
    bundle.write_bytes(bundle.read_bytes()[:-10])


def lacking_bundle(folder: Path) -> None:
    shutil.rmtree(folder / "tile/entries")


def lacking_document(folder: Path) -> None:
    for file in (folder / "documents").iterdir():
        file.unlink()


def other_document(folder: Path) -> None:
    for file in (folder / "documents").iterdir():
        file.write_bytes(MAP)


def no_checkpoint(folder: Path) -> None:
    (folder / "checkpoint").unlink()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (another_key, "its checkpoint is not signed with this log's key"),
        (changed_entry, "is not sound"),
        (cut_entry, "runs past its end"),
        (lacking_bundle, "has no tile/entries/000.p/"),
        (lacking_document, "lacks documents/"),
        (other_document, "lacks documents/"),
        (no_checkpoint, "has no checkpoint"),
    ],
)
def test_an_unsound_mirror_gives_nothing(
    lost: Lost,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], None],
    sentence: str,
) -> None:
    before = replay.digest()
    spoil(lost.mirror)
    for known in (True, False):
        if not known:
            logkeys.memory_file().unlink()
        assert sentence in asked(capsys, 1, "--from", str(lost.mirror))
        assert store.head().size == lost.size
        assert replay.digest() == before
    assert not logkeys.memory_file().exists()


def test_a_mirror_that_holds_less_than_was_signed_is_not_enough(
    lost: Lost, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Signed by the right key, cut before the end: the memory knows better."""
    asked(capsys, 0, "--from", str(lost.mirror))
    lost.commit()
    logkeys.sign_head(logkeys.signer())
    assert run(["restore", str(lost.monday), "--replace"]) == 0
    told = asked(capsys, 1, "--from", str(lost.mirror))
    assert f"has signed {lost.all + 1} entries, and {lost.mirror} holds {lost.all}" in told
    assert store.head().size == lost.size


def test_acts_on_an_old_copy_are_found_before_anything_is_signed(
    lost: Lost, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody said that nobody holds more, and acted; Tuesday's mirror turns up on Thursday."""
    logkeys.memory_file().unlink()
    told = asked(capsys, 0, "--nobody-holds-more")
    assert f"goes on from the {lost.size} entries that are here" in told
    assert isinstance(lost.commit(), Receipt)
    fork = store.head().size
    told = asked(capsys, 1, "--from", str(lost.mirror))
    assert f"entry {lost.paid} here is not entry {lost.paid} of {lost.mirror}" in told
    assert store.head().size == fork
    last = logkeys.signer().last()
    assert last is not None
    assert last.size <= fork
    assert run(["restore", str(lost.monday), "--replace"]) == 0
    logkeys.memory_file().unlink()
    asked(capsys, 0, "--from", str(lost.mirror))
    assert replay.digest() == lost.tuesday


def test_two_histories_of_one_key_are_told_apart(
    lost: Lost, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    logkeys.memory_file().unlink()
    other = tmp_path / "other"
    with own():
        asked(capsys, 0, "--nobody-holds-more")
        lost.commit()
        export(other, signer=logkeys.signer())
    logkeys.memory_file().unlink()
    before = replay.digest()
    told = asked(capsys, 1, "--from", str(other), "--from", str(lost.mirror))
    assert "hold two histories signed with this log's key; nothing was taken" in told
    assert replay.digest() == before
    assert not logkeys.memory_file().exists()


def test_withheld_documents_stay_withheld(lost: Lost, capsys: pytest.CaptureFixture[str]) -> None:
    asked(capsys, 0, "--from", str(lost.mirror))
    entry: Any = canonical.load(store.body(lost.all - 1))
    name = entry["effects"][0]["sha256"]
    store.withhold(name, "a court's order")
    export(lost.mirror, signer=logkeys.signer())
    assert run(["restore", str(lost.monday), "--replace"]) == 0
    asked(capsys, 0, "--from", str(lost.mirror))
    assert dict(store.withheld(lost.all))[name] == "a court's order"
    assert replay.digest() == lost.tuesday
    export(lost.mirror, signer=logkeys.signer())
    assert verify(lost.mirror).problems == ()


@pytest.mark.parametrize(
    "words", [[], ["file", "--from", "x"], ["--from", "x", "--nobody-holds-more"]]
)
def test_one_way_at_a_time(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "say one of" in asked(capsys, 2, *words)
