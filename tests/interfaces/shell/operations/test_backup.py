"""`koinon backup` and `koinon restore`: what comes back is what was there, or nothing changed."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import tarfile
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from tests.acts.test_kill import ROOT
from tests.support.api import founded
from tests.support.coalition import population
from tests.support.databases import OwnDatabase
from tests.support.replaying import assert_replays

from koinon.acts import memo, replay
from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.acts.registry import find
from koinon.interfaces.shell import application
from koinon.interfaces.shell.main import run
from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.operations import archive, backing, copies, presence, swapping
from koinon.people import access, erased
from koinon.record import logkeys, store


@pytest.fixture
def home(
    own_database: OwnDatabase, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A founded league with an account, two acts and a signed checkpoint."""
    place = tmp_path / "home"
    founded(place, settings)
    settings.SECRET_KEY = "the secret of this installation, long enough"
    monkeypatch.setenv("KOINON_HOME", str(place))
    access.invite("canary@ghent.example", name="Canary")
    certify(1)
    logkeys.sign_head(logkeys.signer())
    return place


def certify(people: int) -> Receipt | Refused:
    act = find("cities.certify_fact/1").read({"city": "ghent", "fact": population(people)})
    return enact(Envelope(act, uuid4(), "secretariat"))


def signed(people: int) -> None:
    assert isinstance(certify(people), Receipt)
    logkeys.sign_head(logkeys.signer())


def said(capsys: pytest.CaptureFixture[str], code: int, *words: str) -> str:
    capsys.readouterr()
    assert run(words) == code
    out = capsys.readouterr()
    return out.out if code == 0 else out.err


def test_what_was_backed_up_comes_back_and_what_came_after_is_missed(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "monday.backup")
    before = replay.digest()
    told = said(capsys, 0, "backup", file)
    assert "2 entries, 1 documents, 0 private values, 1 accounts" in told
    assert stat.S_IMODE(Path(file).stat().st_mode) == 0o600
    assert not (tmp_path / "erased").exists()
    signed(2)
    erased.note("account", [7], datetime.now(UTC) + timedelta(seconds=1))
    assert replay.digest() != before
    assert "a record of 3 entries already; say --replace" in said(capsys, 2, "restore", file)
    assert store.head().size == 3
    told = said(capsys, 0, "restore", file, "--replace")
    assert "Its key has signed 3 entries and it holds 2: acts are refused until koinon" in told
    assert "After this backup 1 rows or documents were erased for good" in told
    assert erased.file().read_text().count("\n") == 1
    said(capsys, 0, "backup", str(tmp_path / "tuesday.backup"))
    assert (tmp_path / "erased").read_bytes() == erased.file().read_bytes()
    assert replay.digest() == before
    assert access.invite("canary@ghent.example").name == "Canary"
    assert certify(3) == Refused("acts.record_behind", (("signed", 3), ("size", 2)))
    assert_replays()
    (aside,) = [line for line in told.splitlines() if line.startswith("What was there before")]
    assert Path(aside.split(" in ")[1].rstrip(".")).exists()


def test_a_new_home_knows_nothing_of_what_was_signed(
    home: Path,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = str(tmp_path / "b")
    said(capsys, 0, "backup", file)
    settings.HOME = tmp_path / "new"
    monkeypatch.setenv("KOINON_HOME", str(settings.HOME))
    told = said(capsys, 0, "restore", file, "--replace")
    assert "What its key signed last is not known here" in told
    assert (settings.HOME / "log/key.pem").read_bytes() == (home / "log/key.pem").read_bytes()
    assert (settings.HOME / "secret.key").read_text() == settings.SECRET_KEY
    assert not (settings.HOME / "log/signed").exists()
    answer = certify(2)
    assert isinstance(answer, Refused)
    assert answer.code == "acts.signer_forgot"


def test_the_signers_memory_is_never_in_it(home: Path, tmp_path: Path) -> None:
    (home / "log/signed.lock").touch()
    (home / "backups").mkdir()
    (home / "backups/old.backup").write_bytes(b"x")
    (home / "providers.json").write_text("{}")
    (home / ".cache").mkdir()
    (home / ".cache/x").touch()
    (home / ".python_history").touch()
    assert run(["backup", str(tmp_path / "b")]) == 0
    with tarfile.open(tmp_path / "b") as tar:
        names = tar.getnames()
    assert names[:3] == ["manifest.json", "database", "home/secret.key"]
    assert sorted(names[3:]) == ["home/log/key.pem", "home/providers.json"]


def test_what_cannot_be_taken_is_not_left_out_in_silence(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "link").symlink_to("/etc/passwd")
    assert "link is no plain file" in said(capsys, 2, "backup", str(tmp_path / "b"))
    (home / "link").unlink()
    (home / "elsewhere").symlink_to("/etc")
    assert "elsewhere is no plain file" in said(capsys, 2, "backup", str(tmp_path / "b"))
    assert list(tmp_path.glob("b*")) == []
    (home / "elsewhere").unlink()
    (tmp_path / "b").write_text("mine")
    assert "exists; name a new file" in said(capsys, 1, "backup", str(tmp_path / "b"))
    assert (tmp_path / "b").read_text() == "mine"
    assert "is no folder" in said(capsys, 2, "backup", str(tmp_path / "none/b"))


def test_backups_made_without_a_name_are_rotated(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "backups").mkdir()
    for day in (1, 2, 3):
        (home / f"backups/koinon-2026010{day}T000000Z.backup").write_bytes(b"old")
    (home / "backups/kept.backup").write_bytes(b"by hand")
    told = said(capsys, 0, "backup", "--keep", "2")
    assert told.count("Removed ") == 2
    names = sorted(file.name for file in (home / "backups").iterdir())
    assert names[:2] == ["kept.backup", "koinon-20260103T000000Z.backup"]
    assert len(names) == 3


def test_two_backups_within_one_second_both_stand_and_the_older_goes_first(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Stopped:
            return cls(2026, 1, 1, tzinfo=tz)

    monkeypatch.setattr(backing, "datetime", Stopped)
    for name in ("koinon-20260101T000000Z", "koinon-20260101T000000Z_2"):
        assert f"backups/{name}.backup" in said(capsys, 0, "backup")
    assert "koinon-20260101T000000Z.backup, which" in said(capsys, 0, "backup", "--keep", "2")


def test_a_sealed_backup_opens_with_its_passphrase_alone(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong, short = (tmp_path / name for name in ("right", "wrong", "short"))
    right.write_text("correct horse battery staple\n")
    wrong.write_text("correct horse battery stapler\n")
    short.write_text("horse\n")
    file = str(tmp_path / "b")
    assert "12 characters" in said(capsys, 2, "backup", file, "--passphrase-file", str(short))
    said(capsys, 0, "backup", file, "--passphrase-file", str(right))
    assert b"canary" not in Path(file).read_bytes()
    assert "it is sealed; give its passphrase" in said(capsys, 1, "backup", file, "--check")
    with_wrong = ("backup", file, "--check", "--passphrase-file", str(wrong))
    assert "the passphrase is another one" in said(capsys, 1, *with_wrong)
    with_right = ("backup", file, "--check", "--passphrase-file", str(right))
    assert "every entry and document was read" in said(capsys, 0, *with_right)
    cut = tmp_path / "cut"
    for kept in (1, 20, 40, 5_000):
        cut.write_bytes(Path(file).read_bytes()[:-kept])
        words = ("backup", str(cut), "--check", "--passphrase-file", str(right))
        assert "koinon: " in said(capsys, 1, *words)


def test_a_damaged_backup_is_found_out_and_changes_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, bad = tmp_path / "b", tmp_path / "bad"
    said(capsys, 0, "backup", str(file))
    before, data = replay.digest(), file.read_bytes()
    damaged = [data[: len(data) // 2], b"", b"not a backup at all", data[100:]]
    damaged += [flipped(data, at) for at in range(0, len(data), len(data) // 12)]
    sound = 0
    for one in damaged:
        bad.write_bytes(one)
        if run(["backup", str(bad), "--check"]) == 0:
            sound += 1  # a bit of the compressed stream that nothing depends on
            continue
        assert run(["restore", str(bad), "--replace"]) == 1
        assert "Traceback" not in capsys.readouterr().err
    assert sound <= 1
    assert not (home / "restoring").exists()
    assert replay.digest() == before


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"path": "home/../../etc/passwd"}, "names files that no backup holds"),
        ({"path": "/etc/passwd"}, "names files that no backup holds"),
        ({"path": "home/.ssh/key"}, "names files that no backup holds"),
        ({"path": "database"}, "names files that no backup holds"),
        ({"size": "1"}, "holds sizes that are none"),
        ({"sha256": "00"}, "in it is not what was written"),
        ({"more": 1}, "its manifest is not one of koinon-backup/1"),
    ],
)
def test_a_forged_manifest_is_refused(
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, Any],
    sentence: str,
) -> None:
    said(capsys, 0, "backup", str(tmp_path / "b"))
    forged(tmp_path / "b", tmp_path / "forged", lambda said: said["files"][1].update(change))
    assert sentence in said(capsys, 1, "restore", str(tmp_path / "forged"), "--replace")


def test_a_backup_of_another_kind_or_a_newer_version_is_refused(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], own_database: OwnDatabase
) -> None:
    said(capsys, 0, "backup", str(tmp_path / "b"))

    def other_root(said: Any) -> None:
        said["contents"]["root"] = "00" * 32

    forged(tmp_path / "b", tmp_path / "other", other_root)
    told = said(capsys, 1, "restore", str(tmp_path / "other"), "--replace")
    assert "not the one that its manifest tells of" in told
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "insert into django_migrations (app, name, applied) values "
            "('record', '9999_future', '2030-01-01')"
        )
    said(capsys, 0, "backup", str(tmp_path / "newer"))
    told = said(capsys, 2, "restore", str(tmp_path / "newer"), "--replace")
    assert "made by a newer koinon (it knows record.9999_future)" in told


def forged(file: Path, target: Path, change: Any) -> None:
    """The same backup under another manifest."""
    with tarfile.open(file) as old, tarfile.open(target, "w:gz") as new:
        for info in old:
            source = old.extractfile(info)
            assert source is not None
            data = source.read()
            if info.name == archive.MANIFEST:
                manifest = json.loads(data)
                change(manifest)
                data = json.dumps(manifest).encode()
                info.size = len(data)
            new.addfile(info, io.BytesIO(data))


def test_a_running_server_is_not_restored_under(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, 0, "backup", str(tmp_path / "b"))
    with presence.serving(home):
        assert presence.is_served(home)
        told = said(capsys, 2, "restore", str(tmp_path / "b"), "--replace")
        assert "the server runs; stop it first" in told
        said(capsys, 0, "backup", str(tmp_path / "meanwhile"))
    assert not presence.is_served(home)
    said(capsys, 0, "restore", str(tmp_path / "b"), "--replace")


class Killed(BaseException):
    """As if the process ended here."""


@pytest.mark.only_on("sqlite")
def test_whenever_it_is_killed_the_old_or_the_new_stands_whole(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Killed before each renaming, one after the other, until a restore runs through."""
    file = str(tmp_path / "b")
    old_key = (home / "log/key.pem").read_bytes()
    said(capsys, 0, "backup", file)
    new = replay.digest()
    signed(2)
    said(capsys, 0, "backup", str(tmp_path / "present"))
    present = replay.digest()
    outcomes = []
    for step in range(1, 40):
        (home / "log/key.pem").chmod(0o600)
        ended = killed_at(step, monkeypatch, ["restore", file, "--replace"])
        connections.close_all()
        memo.forget_all()
        swapping.heal(home)
        found = replay.digest()
        assert found in (present, new), f"killed before renaming {step}"
        outcomes.append(found == new)
        assert (home / "log/key.pem").read_bytes() == old_key
        assert_replays()
        if not ended:
            break
        said(capsys, 0, "restore", str(tmp_path / "present"), "--replace")
        assert replay.digest() == present
    assert outcomes == sorted(outcomes), "once decided, it is carried out"
    assert outcomes[0] is False
    assert outcomes[-1] is True
    assert len(outcomes) > 3


def killed_at(step: int, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> bool:
    """Run a verb and end it before its renaming number `step`; whether it came that far."""
    count = 0
    real = Path.replace

    def replacing(self: Path, target: Any) -> Path:
        nonlocal count
        count += 1
        if count == step:
            raise Killed
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replacing)
        try:
            assert run(words) == 0
        except Killed:
            return True
    return False


@pytest.mark.only_on("postgresql")
def test_a_dump_that_breaks_off_leaves_the_database_as_it_was(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = copies.Place.of(connections["default"])
    copies.copy(place, tmp_path / "dump")
    signed(2)
    before = replay.digest()
    application.close_all()
    data = (tmp_path / "dump").read_bytes()
    (tmp_path / "dump").write_bytes(data[:-300])
    with pytest.raises(Mistake, match="the database was left as it was"):
        copies.load(tmp_path / "dump", place)
    assert replay.digest() == before


@pytest.mark.parametrize("after_ms", [700, 1_400, 2_100, 2_800])
def test_a_restore_killed_at_any_time_leaves_the_old_or_the_new(
    home: Path,
    own_database: OwnDatabase,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    after_ms: int,
) -> None:
    file = str(tmp_path / "b")
    said(capsys, 0, "backup", file)
    new = replay.digest()
    signed(2)
    present = replay.digest()
    application.close_all()
    words = [sys.executable, "-m", "koinon.interfaces.shell.main", "restore", file, "--replace"]
    surroundings = environment(own_database, home)
    with subprocess.Popen(words, env=surroundings, stdout=subprocess.PIPE) as restoring:
        try:
            restoring.wait(after_ms / 1000)
        except subprocess.TimeoutExpired:
            restoring.kill()
    swapping.heal(home)
    found = replay.digest()
    assert found in (present, new)
    assert_replays()
    if restoring.returncode == 0:
        assert found == new


def environment(database: OwnDatabase, home: Path) -> dict[str, str]:
    """What another process needs to work on this database and home."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "koinon.config.settings",
        "KOINON_DATABASE_URL": database.address,
        "KOINON_HOME": str(home),
    }


def test_backups_while_others_act_hold_one_moment(
    own_database: OwnDatabase, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Four threads of another process act as fast as they can."""
    home = tmp_path / "home"
    founded(home, settings)
    connections.close_all()
    words = [sys.executable, "-m", "tests.support.under_load", "0"]
    with subprocess.Popen(
        words, env=environment(own_database, home), stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        sizes = []
        for turn in range(3):
            for _ in range(30):
                assert server.stdout.readline()
            said(capsys, 0, "backup", str(tmp_path / f"b{turn}"))
            sizes.append(archived_size(tmp_path / f"b{turn}"))
        server.kill()
    assert 30 < sizes[0] < sizes[1] < sizes[2] <= store.head().size
    settings.HOME = home
    connections.close_all()


def archived_size(file: Path) -> int:
    with tarfile.open(file) as tar:
        source = tar.extractfile(archive.MANIFEST)
        assert source is not None
        size: int = json.load(source)["contents"]["size"]
        return size
