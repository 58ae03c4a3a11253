"""What the machine will not do is said in one sentence, wherever it happens; never a traceback."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from tests.interfaces.shell.keyboard import ROOT, say
from tests.support.databases import OwnDatabase

from koinon.config import environment
from koinon.interfaces.shell import application
from koinon.interfaces.shell.main import run
from koinon.interfaces.shell.mistakes import Mistake, told

ADDRESS = "KOINON_DATABASE_URL"


def one_sentence(home: Path, *words: str, **surroundings: str) -> str:
    """What `koinon` says to these words; it must be one sentence and end with 2."""
    code, out, err = say(home, *words, **surroundings)
    assert "Traceback" not in err
    assert (code, out, err.count("\n")) == (2, "", 1), err
    return err


# The home folder


def test_a_home_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    for home in (tmp_path / "home", tmp_path / "home" / "inside"):
        said = one_sentence(home, "export", "out")
        assert said.startswith(f"koinon: KOINON_HOME: {home} cannot be used (")


def test_a_home_that_nobody_may_write_is_a_sentence() -> None:
    said = one_sentence(Path("/proc/koinon"), "export", "out")
    assert said.startswith("koinon: KOINON_HOME: /proc/koinon cannot be used (")


def test_blanks_and_letters_of_any_script_are_no_obstacle(
    tmp_path: Path, own_database: OwnDatabase
) -> None:
    home = tmp_path / "ein Ördner 案"
    place = {ADDRESS: own_database.address, "PYTHONIOENCODING": "ascii"}
    assert say(home, "demo", **place)[0] == 0
    out = str(tmp_path / "aus gabe é")
    code, said, err = say(home, "export", out, **place)
    assert (code, err) == (0, "")
    assert said.endswith(f"Check it with: koinon verify '{tmp_path}/aus gabe \\xe9'\n")
    assert say(home, "verify", out)[0] == 0


# The database


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("sqlite://", "it names no database"),
        ("postgresql://root@127.0.0.1:5432", "it names no database"),
        ("postgresql://127.0.0.1:abc/x", "it cannot be read (Port could not be cast"),
        ("postgresql://[::1/x", "it cannot be read (Invalid IPv6 URL)"),
        ("x", "'' is not a database we know"),
    ],
)
def test_an_address_that_is_none_is_a_sentence(address: str, rule: str) -> None:
    with pytest.raises(ValueError, match=f"^{ADDRESS}: ") as refused:
        environment.database(address)
    assert rule in str(refused.value)
    assert "write sqlite:///PATH or postgresql://user@host:port/name" in str(refused.value)


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite3"
    file.write_bytes(b"\x00\xff" * 4_000)
    for words in (["export", "out"], ["up", "--empty", "--port", free_port()]):
        said = one_sentence(tmp_path, *words, **{ADDRESS: f"sqlite:///{file}"})
        assert "(file is not a database); see KOINON_DATABASE_URL" in said


def test_a_database_of_another_program_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite3"
    other = sqlite3.connect(file)
    other.execute("create table django_migrations (x)")
    other.close()
    for words in (["export", "out"], ["up", "--empty", "--port", free_port()]):
        said = one_sentence(tmp_path, *words, **{ADDRESS: f"sqlite:///{file}"})
        assert "the database cannot be prepared (no such column" in said


@pytest.mark.only_on("sqlite")
def test_a_database_another_program_holds_is_a_sentence(
    own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def busy(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(application, "need_prepared", busy)
    assert run(["export", "out"]) == 2
    assert capsys.readouterr().err == (
        "koinon: export: the database refused (database is locked); let no other program hold "
        "it, let koinon write to it, and try again.\n"
    )


def test_a_ledger_that_was_touched_stops_the_start_with_a_sentence(
    own_database: OwnDatabase,
) -> None:
    with connection.cursor() as cursor:
        names = {
            "sqlite": "select name, tbl_name from sqlite_master where type = 'trigger' "
            "and tbl_name = 'ledger_transfer' order by 1",
            "postgresql": "select tgname, 'ledger_transfer' from pg_trigger where tgrelid = "
            "'ledger_transfer'::regclass and not tgisinternal order by 1",
        }[connection.vendor]
        cursor.execute(names)
        trigger, table = cursor.fetchall()[0]
        on = f" on {table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f'drop trigger "{trigger}"{on}')
    with pytest.raises(Mistake, match="The ledger's rules in the database are not this version's"):
        application.migrate()
    with pytest.raises(Exception, match="not this version's"):
        call_command("migrate", verbosity=0)


def test_our_own_faults_keep_their_traceback() -> None:
    assert told(ZeroDivisionError()) is None
    assert told(OSError("no file")) is None
    denied = PermissionError(13, "Permission denied", "/a/b")
    assert told(denied) == (
        "/a/b: Permission denied; let koinon read and write it, or name another place."
    )


# What is typed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--json", "[]"], "koinon: --json: This must be an object"),
        (["--as", "\udcff"], "koinon: --as: '\\udcff' is not UTF-8; write whole characters."),
        (["--city", "\udcff"], "koinon: --city: '\\udcff' is not UTF-8; write whole characters."),
    ],
)
@pytest.mark.django_db
def test_an_act_with_broken_characters_is_a_sentence(
    words: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if words[0] == "--json":
        (tmp_path / "x.json").write_text(words[1])
        words = ["--json", str(tmp_path / "x.json")]
    assert run(["act", "cities.certify_fact", *words]) == 2
    assert capsys.readouterr().err.startswith(sentence)


# The verifier


@contextmanager
def web_page() -> Iterator[str]:
    """A server that answers every address with the same page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<html>Not the page you look for</html>\n"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def test_what_is_no_record_is_told_apart_from_a_broken_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    assert "is not a directory; name" in one_sentence(tmp_path, "verify", str(tmp_path / "file"))
    none = "holds no record, neither key nor checkpoint; name the directory or the address"
    assert none in one_sentence(tmp_path, "verify", str(tmp_path / "empty"))
    with web_page() as address:
        assert none in one_sentence(tmp_path, "verify", address)
    assert "cannot be read" in one_sentence(tmp_path, "verify", address)


# The keyboard


@pytest.mark.parametrize(
    ("words", "module"),
    [([sys.executable, "-m", "koinon.interfaces.shell.main"], "typer"), (["./koinon"], "hashlib")],
)
def test_the_keyboard_stops_it_while_it_is_still_loading(
    tmp_path: Path, words: list[str], module: str
) -> None:
    """A module it loads first presses Ctrl-C."""
    press = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"
    (tmp_path / f"{module}.py").write_text(press)
    path = os.pathsep.join([str(tmp_path), str(ROOT / "src")])
    surroundings = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        preexec_fn=heed_the_keyboard,
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def heed_the_keyboard() -> None:
    """What runs in the background inherits a keyboard that it does not heed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_the_keyboard_is_heard_through_what_python_makes_of_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        class Pressed:
            def __set_name__(self, owner: type, name: str) -> None:
                raise KeyboardInterrupt

        type("Made", (), {"one": Pressed()})

    monkeypatch.setattr(application, "load", interrupted)
    assert run(["export", "out"]) == 130
    assert capsys.readouterr().err == "\nStopped.\n"


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
