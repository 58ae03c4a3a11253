"""The verifier on sound records, on addresses, on misuse, and where little is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from tests.record.exports import CHARTER, KEY, MAP, bodies, league, write_export

from koinon.record.note import VerifierKey
from koinon.record.sources import SourceError
from koinon.record.verify import UsageError, Withheld, main, verify

SOURCES = Path(__file__).parents[2] / "src"


@pytest.mark.parametrize("size", [1, 2, 7, 255, 256, 257, 600])
def test_a_sound_record_of_any_size_is_sound(tmp_path: Path, size: int) -> None:
    write_export(tmp_path, bodies(league(size)))
    report = verify(tmp_path)
    assert report.problems == ()
    assert report.checkpoint is not None
    assert (report.checkpoint.size, report.key) == (size, KEY)
    assert report.documents == (2 if size > 2 else 1)


def test_every_earlier_checkpoint_is_a_beginning(tmp_path: Path) -> None:
    entries = bodies(league(600))
    write_export(tmp_path / "now", entries)
    for size in (1, 5, 255, 256, 257, 511, 512, 599, 600):
        then = write_export(tmp_path / str(size), entries[:size])
        checkpoint = (then / "checkpoint").read_bytes()
        report = verify(tmp_path / "now", key=str(KEY), checkpoint=checkpoint)
        assert report.problems == ()
        assert report.compared_with == ("key", "checkpoint")


def test_the_fingerprint_is_of_key_and_checkpoint(tmp_path: Path) -> None:
    write_export(tmp_path, bodies(league(3)))
    text = (tmp_path / "checkpoint").read_text().partition("\n\n")[0]
    expected = sha256(f"{KEY}\n{text}\n".encode()).hexdigest()
    assert verify(tmp_path).fingerprint.replace(" ", "") == expected
    write_export(tmp_path, bodies(league(4)))
    assert verify(tmp_path).fingerprint.replace(" ", "") != expected


def test_progress_is_told_tile_by_tile(tmp_path: Path) -> None:
    write_export(tmp_path, bodies(league(300)))
    seen: list[tuple[int, int]] = []
    verify(tmp_path, progress=lambda done, size: seen.append((done, size)))
    assert seen == [(256, 300), (300, 300)]


def test_withheld_documents_are_reported_and_not_held_against_it(tmp_path: Path) -> None:
    write_export(tmp_path, bodies(league(3)))
    name = sha256(MAP).hexdigest()
    (tmp_path / "documents" / name).unlink()
    assert verify(tmp_path).problems == (
        f"documents/{name} is missing and not listed as withheld.",
    )
    (tmp_path / "withheld.txt").write_text(f"{name} erased by order of the court\n")
    report = verify(tmp_path)
    assert report.ok
    assert report.withheld == (Withheld(name, "erased by order of the court"),)
    (tmp_path / "withheld.txt").write_text(f"{name}\n{'0' * 64}\n{name[:-1]}\n")
    report = verify(tmp_path)
    assert report.problems == ("withheld.txt, line 3, is not a SHA-256 and a reason.",)
    assert report.withheld == (Withheld(name, ""),)


@pytest.mark.parametrize("changed", [b"", MAP[:-1], MAP + b" ", MAP.upper()])
def test_another_document_is_not_the_document(tmp_path: Path, changed: bytes) -> None:
    write_export(tmp_path, bodies(league(3)))
    name = sha256(MAP).hexdigest()
    (tmp_path / "documents" / name).write_bytes(changed)
    assert verify(tmp_path).problems == (
        f"documents/{name} is not the document of that hash and size.",
    )


# --- From an address ---------------------------------------------------------------------------


@contextmanager
def serving(handler: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def test_an_address_is_verified_as_a_directory_is(tmp_path: Path) -> None:
    write_export(tmp_path, bodies(league(300)))
    with serving(partial(Quiet, directory=tmp_path)) as url:
        report = verify(url + "/", key=str(KEY))
        assert report.ok
        assert report == verify(tmp_path, key=str(KEY))
        (tmp_path / "tile/entries/001.p/44").unlink()
        assert "tile/entries/001.p/44 is missing" in verify(url).problems[0]


class Failing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/torn/key":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half")
        else:
            self.send_error(500)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def test_a_failing_server_proves_nothing() -> None:
    with serving(Failing) as url:
        with pytest.raises(SourceError, match="answers 500"):
            verify(url)
        with pytest.raises(SourceError, match="key cannot be read to its end"):
            verify(f"{url}/torn")
    with pytest.raises(SourceError, match="cannot be read"):
        verify(url)


# --- Command line ------------------------------------------------------------------------------


def test_the_command_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_export(tmp_path / "export", bodies(league(3)))
    assert main([str(root)]) == 0
    said = capsys.readouterr().out
    assert "Record league.example/log: 3 entries, 2 documents" in said
    assert "Consistent with itself." in said
    assert verify(root).fingerprint in said
    (tmp_path / "key").write_text(f"{KEY}\n")
    checkpoint = str(root / "checkpoint")
    assert main([str(root), "--key", str(tmp_path / "key"), "--checkpoint", checkpoint]) == 0
    assert "true to the key given and the earlier checkpoint." in capsys.readouterr().out
    (root / "documents" / sha256(CHARTER).hexdigest()).unlink()
    assert main([str(root), "--key", str(KEY)]) == 1
    assert "BROKEN: documents/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["{export}/nowhere"], "is not a directory"),
        (["{export}", "--key", "nonsense+key"], "the key given is none"),
        (["{export}", "--key", "{export}/nowhere"], "cannot be read: No such file"),
        (["{export}", "--checkpoint", "{export}/nowhere"], "cannot be read: No such file"),
        (["{export}", "--checkpoint", "{export}/key"], "the earlier checkpoint is none"),
        (["http://127.0.0.1:1/"], "cannot be read"),
    ],
)
def test_misuse_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    write_export(tmp_path, bodies(league(1)))
    assert main([argument.format(export=tmp_path) for argument in arguments]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_a_key_of_another_kind_is_misuse(tmp_path: Path) -> None:
    write_export(tmp_path, bodies(league(1)))
    with pytest.raises(UsageError):
        verify(tmp_path, key="x")
    with pytest.raises(UsageError):
        verify(tmp_path, checkpoint=b"x")
    assert VerifierKey.parse(str(KEY)) == KEY


# --- With nothing but the standard library and `cryptography` ----------------------------------

ALONE = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "pydantic", "ninja", "psycopg"):
            raise ImportError(f"{name} was asked for")
sys.meta_path.insert(0, Refuse())
from koinon.record.verify import main
status = main(sys.argv[1:])
rooms = {name for name in sys.modules if name.startswith("koinon.")}
assert all(name.startswith(("koinon.record", "koinon.methods")) for name in rooms), rooms
sys.exit(status)
"""


def test_it_runs_where_neither_django_nor_pydantic_can_be_imported(tmp_path: Path) -> None:
    write_export(tmp_path, bodies(league(3)))
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    for command in (["-c", ALONE], ["-m", "koinon.record.verify"]):
        done = subprocess.run(
            [sys.executable, *command, str(tmp_path)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "Consistent with itself." in done.stdout
