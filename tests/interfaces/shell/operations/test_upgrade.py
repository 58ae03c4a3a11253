"""`koinon upgrade`: from the version before, with a copy first, and back again when it fails."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connections
from tests.support.api import founded
from tests.support.coalition import population
from tests.support.databases import OwnDatabase
from tests.support.replaying import assert_replays

from koinon.acts import replay
from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact
from koinon.acts.registry import find
from koinon.interfaces.shell import application
from koinon.interfaces.shell.main import run
from koinon.interfaces.shell.operations import presence, upgrading
from koinon.record import logkeys, store


@pytest.fixture
def older(
    own_database: OwnDatabase, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A league of three entries whose database lacks the tables of the outbox."""
    home = tmp_path / "home"
    monkeypatch.setenv("KOINON_HOME", str(home))
    founded(home, settings)
    for people in (1, 2):
        act = find("cities.certify_fact/1").read({"city": "ghent", "fact": population(people)})
        assert isinstance(enact(Envelope(act, uuid4(), "secretariat")), Receipt)
    logkeys.sign_head(logkeys.signer())
    call_command("migrate", "post", "zero", verbosity=0, interactive=False)
    assert application.unprepared()
    return home


def said(capsys: pytest.CaptureFixture[str], code: int, *words: str) -> str:
    capsys.readouterr()
    assert run(words) == code
    out = capsys.readouterr()
    return out.out if code == 0 else out.err


def tables() -> set[str]:
    connection = connections["default"]
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def test_an_older_database_is_copied_brought_up_and_proved(
    older: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = replay.digest()
    assert "run `koinon upgrade` once" in said(capsys, 2, "export", str(older / "out"))
    told = said(capsys, 0, "upgrade")
    assert "3 entries were verified." in told
    assert "All of them, told again, gave the same rows." in told
    assert replay.digest() == before
    assert application.unprepared() == ()
    (copy,) = (older / "backups").iterdir()
    assert str(copy) in told
    assert said(capsys, 0, "backup", str(copy), "--check")
    assert "nothing was changed" in said(capsys, 0, "upgrade")
    assert_replays()


def test_the_copy_brings_the_version_before_back(
    older: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tables()
    said(capsys, 0, "upgrade")
    assert tables() > old
    (copy,) = (older / "backups").iterdir()
    told = said(capsys, 0, "restore", str(copy), "--replace")
    assert tables() == old
    assert "It is of an older version; run koinon upgrade" in told
    assert store.head().size == 3


@pytest.mark.parametrize("where", ["migrating", "verifying", "replaying"])
def test_a_failure_says_how_to_go_back_and_that_works(
    older: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    before, old = replay.digest(), tables()

    def broken(*_: Any, **__: Any) -> Any:
        call_command("migrate", "post", verbosity=0, interactive=False)  # it came that far
        raise RuntimeError("a planted fault")

    place = {
        "migrating": (application, "migrate"),
        "verifying": (upgrading, "_proved"),
        "replaying": (replay, "replay"),
    }[where]
    with monkeypatch.context() as patch:
        patch.setattr(*place, broken)
        told = said(capsys, 1, "upgrade")
    assert "a planted fault" in told
    match = re.search(r"Go back with: koinon (restore \S+ --replace)", told)
    assert match is not None
    said(capsys, 0, *match[1].split())
    assert (replay.digest(), tables()) == (before, old)
    said(capsys, 0, "upgrade")
    assert replay.digest() == before


def test_a_long_record_is_told_again_in_part(
    older: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(upgrading, "SAMPLE", 2)
    assert "The first 2 of them, told again, came out the same." in said(capsys, 0, "upgrade")


def test_a_running_server_is_not_upgraded_under(
    older: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with presence.serving(older):
        assert "the server runs; stop it first" in said(capsys, 2, "upgrade")
    assert application.unprepared()
    assert not (older / "backups").exists()
