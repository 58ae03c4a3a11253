"""The installed command: what it says to mistakes, and a server from start to Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.interfaces.shell.keyboard import koinon, say
from tests.support.databases import OwnDatabase

from koinon.interfaces.shell import serving
from koinon.interfaces.shell.main import run
from koinon.interfaces.shell.mistakes import Mistake
from koinon.record import store

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["exprot"], "koinon: 'exprot' is not something koinon does; did you mean 'export'?"),
        (["up", "--port", "0"], "koinon: up: Invalid value for '--port'"),
        (["up", "--prot", "1"], "koinon: up: No such option: --prot"),
        (["up", "--host", "no.such.host.invalid"], "koinon: --host: 'no.such.host.invalid' is no"),
        (["export"], "koinon: export: Missing"),
        (["data"], "koinon: data: Missing"),
        (["data", "tests"], "koinon: data: 'tests' is there and not an empty folder; name a new"),
        (["replay", "--database", "x"], "koinon: --database: 'x' is no address of a database"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_2(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(sentence)
    assert told.err.count("\n") == 1


def test_the_command_starts_without_the_application() -> None:
    """Help and mistakes must not wait for Django; each verb imports what it needs."""
    script = (
        "import sys, koinon.interfaces.shell.main as m\n"
        "code = m.run(['--help'])\n"
        "heavy = {'django', 'pydantic', 'granian', 'cryptography', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'{heavy}' if heavy else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://x", "'mysql' is not a database we know"),
        ("postgresql://nobody@127.0.0.1:1/x", "the database does not answer"),
        ("sqlite:////proc/nowhere/x", "the database does not answer"),
    ],
)
def test_a_database_that_cannot_be_had_is_a_sentence(
    tmp_path: Path, address: str, reason: str
) -> None:
    code, out, err = say(tmp_path, "up", "--port", str(free_port()), KOINON_DATABASE_URL=address)
    assert (code, out) == (2, "")
    assert reason in err
    assert "KOINON_DATABASE_URL" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("words", [["replay"], ["export", "x"], ["act", "acts.note_not_executed"]])
def test_an_unprepared_database_is_a_sentence(tmp_path: Path, words: list[str]) -> None:
    code, out, err = say(tmp_path, *words)
    assert (code, out) == (2, "")
    assert err == (
        "koinon: the database is not prepared for this version; run `koinon upgrade` once.\n"
    )


def test_an_empty_record_replays_and_is_not_exported(
    tmp_path: Path, own_database: OwnDatabase
) -> None:
    place = {"KOINON_DATABASE_URL": own_database.address}
    code, out, err = say(tmp_path, "replay", **place)
    assert (code, err) == (0, "")
    assert out.startswith("0 entries told again gave the same rows in ")
    code, out, err = say(tmp_path, "export", str(tmp_path / "out"), **place)
    assert (code, out) == (2, "")
    assert err == "koinon: export: the record is empty; found the coalition first.\n"
    assert not (tmp_path / "out").exists()


def test_verify_is_the_verifier(tmp_path: Path) -> None:
    code, out, err = say(tmp_path, "verify", str(tmp_path / "nowhere"))
    assert (code, out) == (2, "")
    assert "nowhere" in err
    code, out, _ = say(tmp_path, "verify", "--help")
    assert code == 0
    assert "--checkpoint" in out


# The server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_in_use_is_refused_even_if_it_could_be_shared() -> None:
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind(("127.0.0.1", 0))
        listening.listen(1)
        port = listening.getsockname()[1]
        with pytest.raises(Mistake, match=f"something else listens at 127.0.0.1:{port}"):
            serving.need_free_port("127.0.0.1", port)
    serving.need_free_port("127.0.0.1", port)


def test_the_address_shown_can_be_opened() -> None:
    assert serving.address("127.0.0.1", 8000) == "http://127.0.0.1:8000/"
    assert serving.address("0.0.0.0", 80) == "http://localhost:80/"  # noqa: S104 (only shown)
    assert serving.address("::1", 8000) == "http://[::1]:8000/"


@contextmanager
def running(home: Path, database: str, port: int) -> Iterator[subprocess.Popen[str]]:
    command, surroundings = koinon(home, "up", "--port", str(port), KOINON_DATABASE_URL=database)
    server = subprocess.Popen(
        command,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert server.stdout
        assert server.stdout.readline() == (
            f"Koinon is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
        )
        yield server
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.communicate()


def answers(address: str) -> bool:
    """Whether the server gives a page at this address."""
    try:
        with urllib.request.urlopen(address, timeout=5) as page:  # noqa: S310 (our own)
            return bool(page.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@pytest.mark.once
@pytest.mark.parametrize(("signalled", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_up_tells_the_demonstration_and_serves_it_until_a_signal(
    tmp_path: Path, own_database: OwnDatabase, signalled: signal.Signals, code: int
) -> None:
    port = free_port()
    with running(tmp_path, own_database.address, port) as server:
        assert server.stdout
        assert "enter it as (each link works once)" in server.stdout.readline()
        link = server.stdout.readline().rpartition("  ")[2].strip()
        assert link.startswith(f"http://127.0.0.1:{port}/enter/")
        assert any(answers(link) for _ in patience())
        second, _, err = say(tmp_path, "up", "--port", str(port))
        assert second == 2
        assert f"something else listens at 127.0.0.1:{port}" in err
        if signalled is signal.SIGINT:
            os.killpg(server.pid, signalled)  # as the keyboard does: to every process
        else:
            server.send_signal(signalled)
        _, err = server.communicate(timeout=30)
    assert server.returncode == code
    assert re.match(r"koinon: telling the demonstration \.\.\. \d+ entries, ", err)
    assert "Traceback" not in err
    assert err.endswith("Stopped.\n")


def test_links_lead_through_the_proxy_where_there_is_one(settings: Any) -> None:
    settings.KOINON_SITE = "https://league.example"
    assert serving.where("127.0.0.1", 8000) == "https://league.example/"
    settings.KOINON_SITE = ""
    assert serving.where("::1", 8000) == "http://[::1]:8000/"


def test_a_second_demonstration_is_refused(tmp_path: Path, own_database: OwnDatabase) -> None:
    place = {"KOINON_DATABASE_URL": own_database.address}
    code, _, err = say(tmp_path, "demo", **place)
    assert (code, "Traceback" in err) == (0, False)
    size = store.head().size
    assert size > 100
    code, out, err = say(tmp_path, "demo", **place)
    assert (code, out) == (2, "")
    assert "koinon: demo: the record holds a coalition already" in err
    assert store.head().size == size


def patience() -> Iterator[None]:
    """Tries over half a minute, a moment apart."""
    import time

    for _ in range(150):
        yield
        time.sleep(0.2)
