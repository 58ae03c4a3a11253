"""`koinon unit`: what systemd reads is what this installation needs, and systemd accepts it."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from koinon.interfaces.shell.main import run
from koinon.interfaces.shell.operations.units import KINDS


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    capsys.readouterr()
    assert run(["unit", *words]) == 0
    out = capsys.readouterr()
    return out.out, out.err


def test_the_service_names_this_home_and_keeps_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KOINON_HOME", str(tmp_path))
    text, told = printed(capsys, "service", "--user", "clerk", "--port", "8123")
    lines = text.splitlines()
    assert "User=clerk" in lines
    assert f"Environment=KOINON_HOME={tmp_path}" in lines
    assert f"ReadWritePaths={tmp_path}" in lines
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077"} <= set(lines)
    (start,) = [line for line in lines if line.startswith("ExecStart=")]
    assert start.endswith("up --empty --host 127.0.0.1 --port 8123")
    assert "/etc/systemd/system/koinon.service" in told


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_printed(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, told = printed(capsys, kind, "--host", "union.example")
    assert "{" not in text
    assert "Put it into /etc/" in told
    assert ("KOINON_ORIGINS=https://union.example" in text) == (kind == "environment")


def test_what_it_cannot_say_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["unit", "cron"]) == 2
    assert "'cron' is none; there are service" in capsys.readouterr().err
    monkeypatch.setenv("KOINON_HOME", str(tmp_path / "a blank"))
    assert run(["unit"]) == 2
    assert "choose a path without blanks" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_no_fault_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KOINON_HOME", str(tmp_path))
    names = {"service": "koinon.service", "backup": "koinon-backup.service"}
    for kind, name in {**names, "timer": "koinon-backup.timer"}.items():
        text, _ = printed(capsys, kind, "--user", getpass.getuser())
        (tmp_path / name).write_text(text)
    files = [str(file) for file in tmp_path.glob("koinon*")]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True
    )
    about_ours = [line for line in done.stderr.splitlines() if "koinon" in line]
    assert about_ours == []


def test_the_command_it_names_is_one_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KOINON_HOME", str(tmp_path))
    text, _ = printed(capsys, "service")
    (start,) = [line for line in text.splitlines() if line.startswith("ExecStart=")]
    command = start.removeprefix("ExecStart=").split(" up ")[0].split(" ")
    done = subprocess.run([*command, "--help"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "backup" in done.stdout
    assert sys.version_info >= (3, 11)
