"""`koinon doctor`: each usual fault is planted, found, and told with what to do about it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from tests.support.api import founded
from tests.support.databases import OwnDatabase

from koinon.interfaces.jobs import server
from koinon.interfaces.shell.main import run
from koinon.interfaces.shell.operations import checks, presence
from koinon.people import erased
from koinon.record import logkeys, store


@pytest.fixture
def home(own_database: OwnDatabase, tmp_path: Path, settings: Any) -> Path:
    place = tmp_path / "home"
    place.mkdir(mode=0o700)
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    founded(place, settings)
    logkeys.sign_head(logkeys.signer())
    assert run(["backup"]) == 0
    return place


def findings(capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str]]:
    """What is wrong: check → what was seen and the remedy."""
    capsys.readouterr()
    code = run(["doctor", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert len({one["check"] for one in said}) >= 7
    sick = {one["check"]: (one["saw"], one["remedy"]) for one in said if not one["well"]}
    assert code == (1 if sick else 0)
    assert all(saw and remedy for saw, remedy in sick.values())
    return sick


def test_a_sound_installation_is_well(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert findings(capsys) == {}
    assert run(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "All is well."
    assert all(line.startswith("ok ") for line in lines[:-1])


Plant = Callable[[Path, Any], object]


@pytest.mark.parametrize(
    ("check", "plant", "saw", "remedy"),
    [
        ("permissions", lambda home, s: home.chmod(0o755), "home can be read", "chmod 700"),
        (
            "permissions",
            lambda home, s: (home / "log/key.pem").chmod(0o644),
            "key.pem can be read by others",
            "chmod 600",
        ),
        (
            "signer",
            lambda home, s: (home / "log/signed").unlink(),
            "not known what the record's key signed last",
            "recover",
        ),
        (
            "signer",
            lambda home, s: (home / "log/key.pem").unlink(),
            "log key is not here",
            "put key.pem back",
        ),
        (
            "erasures",
            lambda home, s: came_back(),
            "1 rows or documents that were erased are there again",
            "Erase them again",
        ),
        ("backups", lambda home, s: age(home, 40), "is 40 hours old", "koinon backup"),
        ("backups", lambda home, s: gone(home), "there is none", "koinon backup"),
        (
            "https",
            lambda home, s: setattr(s, "ALLOWED_HOSTS", ["league.example"]),
            "KOINON_HTTPS is not 1",
            "KOINON_HTTPS=1",
        ),
        (
            "https",
            lambda home, s: secure(s, ["league.example"], []),
            "KOINON_ORIGINS does not name https://league.example",
            "KOINON_ORIGINS=https://league.example",
        ),
        (
            "https",
            lambda home, s: secure(s, ["league.example"], ["https://league.example/", "x"]),
            "KOINON_ORIGINS holds x",
            "https://HOST",
        ),
        ("https", lambda home, s: secure(s, [], []), "names no host", "KOINON_HOSTS"),
        (
            "mail",
            lambda home, s: setattr(s, "EMAIL_BACKEND", "django.core.mail.backends.smtp.X"),
            "secretariat@localhost",
            "KOINON_FROM",
        ),
        (
            "mail",
            lambda home, s: setattr(s, "SESSION_COOKIE_SECURE", True),
            "reaches nobody",
            "KOINON_SMTP_HOST",
        ),
        ("clock", lambda home, s: None, "set", ""),
    ],
)
def test_a_planted_fault_is_told(
    home: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    check: str,
    plant: Plant,
    saw: str,
    remedy: str,
) -> None:
    if check == "clock":
        monkeypatch.setattr("koinon.acts.gate.now_utc", lambda: "2001-01-01T00:00:00.000000Z")
        saw, remedy = "it is 2001-01-01T00:00:00.000000Z here", "NTP"
    plant(home, settings)
    found = findings(capsys)
    assert set(found) == {check} or (check, set(found)) == ("mail", {"mail", "https"})
    assert saw in found[check][0]
    assert remedy in found[check][1]


def age(home: Path, hours: int) -> None:
    then = time.time() - hours * 3600
    for file in (home / "backups").iterdir():
        os.utime(file, (then, then))


def came_back() -> None:
    """A document is listed as withheld and is there, as an older backup has it."""
    sha256 = next(one.sha256 for one in store.documents() if one.body)
    erased.note_document(sha256, "names a person", datetime.now(UTC))


def gone(home: Path) -> None:
    for file in (home / "backups").iterdir():
        file.unlink()


def secure(settings: Any, hosts: list[str], origins: list[str]) -> None:
    settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS = hosts, origins
    settings.SESSION_COOKIE_SECURE, settings.DEFAULT_FROM_EMAIL = True, "clerk@league.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def test_missing_rules_of_the_database_are_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with connections["default"].cursor() as cursor:
        on = "" if connections["default"].vendor == "sqlite" else " on record_entry"
        cursor.execute(f"drop trigger record_entry_in_order{on}")
    assert "record_entry_in_order" in findings(capsys)["record"][0]


def test_a_full_disk_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "LEAST_FREE_BYTES", 1 << 60)
    assert "MB are free" in findings(capsys)["disk"][0]


def test_a_server_whose_clock_stands_still_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The pulse of a server that runs is seen, and missed once it stops."""
    running = server.start()
    try:
        deadline = time.monotonic() + 30
        while not (home / checks.PULSE).exists() and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        running.stop()
    with presence.serving(home):
        assert findings(capsys) == {}
        old = time.time() - 2 * checks.OLDEST_PULSE_SECONDS
        os.utime(home / checks.PULSE, (old, old))
        assert "has not moved for a minute" in findings(capsys)["server"][0]


@pytest.mark.only_on("sqlite")
def test_a_database_that_is_not_there_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = connections["default"].settings_dict
    before = said["NAME"]
    connections.close_all()
    said["NAME"] = str(home)
    try:
        assert "does not answer" in findings(capsys)["database"][0]
    finally:
        said["NAME"] = before
