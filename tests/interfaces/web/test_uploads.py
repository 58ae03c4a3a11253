"""Attachments: known by their bytes, limited, and 200 MB refused without being taken in."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.support.databases import OwnDatabase

from koinon.record import store

ROOT = Path(__file__).resolve().parents[3]
ACT = "/acts/assembly.open_proposal/1"
Enter = Callable[[str], Client]


def proposed(desk: Client, file: SimpleUploadedFile) -> str:
    """What the page says after this file was given as a proposal's text."""
    typed = {"title-en": "A title", "matter": "ordinary", "text": file, "step": "check"}
    return words(desk.post("/decisions/new/", typed))


@pytest.mark.parametrize(
    ("name", "media", "data", "said"),
    [
        ("text.pdf", "application/pdf", b"MZ\x90\x00", "Files of this kind are not taken"),
        ("../../etc/x.txt", "text/plain", b"", "The file is empty; choose another one."),
        ("x.docx", "application/msword", b"PK\x03\x04", "The file is damaged"),
        ("a.txt", "text/plain", b"a" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
)
def test_an_unfit_file_is_refused_in_a_sentence(
    enter: Enter, name: str, media: str, data: bytes, said: str
) -> None:
    before = sum(1 for _ in store.documents())
    assert said in proposed(enter("secretariat"), SimpleUploadedFile(name, data, media))
    assert sum(1 for _ in store.documents()) == before


def test_a_derived_form_says_it_beside_the_field(enter: Enter) -> None:
    desk = enter("secretariat")
    lie = SimpleUploadedFile("attestation.pdf", b"\x7fELF\x02\x00", "application/pdf")
    answer = desk.post("/acts/cities.record_legal_limit/1", {"document": lie, "step": "check"})
    assert answer.status_code == 200
    assert "Files of this kind are not taken" in words(answer)


def test_the_kind_kept_is_that_of_the_bytes(enter: Enter) -> None:
    page = SimpleUploadedFile("x.pdf", b"<script>alert(1)</script>", "text/html")
    proposed(enter("secretariat"), page)
    assert {one.media for one in store.documents()} == {"application/toml", "text/plain"}


@contextmanager
def serving(home: Path, database: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The server as it is started by hand, on an empty record."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "koinon.interfaces.shell.main"]
    server = subprocess.Popen(
        [*command, "up", "--empty", "--port", str(port)],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "KOINON_HOME": str(home),
            "KOINON_DATABASE_URL": database,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert server.stdout
        assert "Koinon is at" in server.stdout.readline()
        yield server, port
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.communicate()


def peak_kb(group: int) -> int:
    """The most memory that any process of a group ever held."""
    peaks = [0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if os.getpgid(int(status.parent.name)) == group:
                found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
                peaks.append(int(found[1]) if found else 0)
        except (ProcessLookupError, FileNotFoundError):
            continue
    return max(peaks)


def answered(port: int, path: str, size: int = 0) -> tuple[int, str]:
    """Send a form with one file of so many bytes; the answer's status and text."""
    frame = "form"
    head = f'--{frame}\r\nContent-Disposition: form-data; name="text"; filename="x"\r\n\r\n'
    foot = f"\r\n--{frame}--\r\n"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    if not size:
        connection.request("GET", path)
    else:
        connection.putrequest("POST", path)
        connection.putheader("Content-Type", f"multipart/form-data; boundary={frame}")
        connection.putheader("Content-Length", str(len(head) + size + len(foot)))
        connection.endheaders()
        connection.send(head.encode())
        piece = bytes(1_000_000)
        for _ in range(size // len(piece)):
            connection.send(piece)
        connection.send(foot.encode())
    answer = connection.getresponse()
    return answer.status, re.sub(r"<[^>]+>", " ", answer.read().decode())


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from /proc")
def test_200_megabytes_are_refused_in_a_sentence_and_never_held(
    tmp_path: Path, own_database: OwnDatabase
) -> None:
    with serving(tmp_path, own_database.address) as (server, port):
        for _ in range(200):
            try:
                assert answered(port, "/")[0] == 200
                break
            except ConnectionError:
                time.sleep(0.1)
        before = peak_kb(server.pid)
        status, said = answered(port, "/decisions/new/", 200_000_000)
        assert status == 413
        assert "A file may have up to 20 MB" in said
        assert "Nothing was kept." in said
        assert 0 < before <= peak_kb(server.pid) < before + 60_000
        assert answered(port, "/")[0] == 200
