"""Finding a PostgreSQL server for the tests: a temporary one of our own, else one that runs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

HOME = Path("/usr/lib/postgresql")
"""Where Debian keeps PostgreSQL's server programs, a folder a version."""
LOCAL = "postgresql://{user}@127.0.0.1:5432"
_HASTY = (
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=256MB",
    "max_wal_size=4GB",
    "checkpoint_timeout=30min",
)


def running() -> str | None:
    """The address (without a database name) of a server that lets us create databases.

    `KOINON_TEST_PG` names one; otherwise whoever answers without a password at 127.0.0.1:5432.
    """
    if given := os.environ.get("KOINON_TEST_PG"):
        if not _answers(given):
            raise SystemExit(f"KOINON_TEST_PG: {given} does not answer; start it or unset this.")
        return given.rstrip("/")
    candidates = [LOCAL.format(user=user) for user in ("postgres", os.environ.get("USER", "root"))]
    return next((address for address in candidates if _answers(address)), None)


def _answers(address: str) -> bool:
    try:
        with psycopg.connect(f"{address.rstrip('/')}/postgres", connect_timeout=2) as connection:
            row = connection.execute(
                "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and bool(row[0])


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, of the newest version installed."""
    if (found := shutil.which("pg_ctl")) and shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [folder for folder in HOME.glob("*/bin") if (folder / "initdb").exists()]
    return max(folders, key=lambda folder: int(folder.parent.name.split(".")[0]), default=None)


@contextmanager
def server() -> Iterator[str | None]:
    """A server for the length of the block: the one named, else a temporary one, else one that
    runs, else None.

    A temporary one writes nothing through to the disk: hundreds of databases come and go.
    """
    found = programs()
    if found is None or os.environ.get("KOINON_TEST_PG"):
        yield running()
        return
    folder = Path(tempfile.mkdtemp(prefix="koinon-pg-"))
    try:
        with _temporary(found, folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _temporary(found: Path, folder: Path) -> Iterator[str]:
    """Make a cluster in `folder`, start it without durability, stop it at the end."""
    port, data = _free_port(), folder / "data"
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
    options = f"-p {port} -h 127.0.0.1 -k {folder} -F {' '.join(f'-c {one}' for one in _HASTY)}"
    _run(found / "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D", data)
    _run(found / "pg_ctl", "start", "-w", "-D", data, "-l", folder / "log", "-o", options)
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        _run(found / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", data)


def _run(*command: object) -> None:
    words = list(map(str, command))
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    # pg_ctl's server inherits the pipes of its parent: a file, or we would wait for its end
    with tempfile.TemporaryFile("w+") as out:
        done = subprocess.run(words, cwd="/", stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        out.seek(0)
        if done.returncode:
            raise SystemExit(f"`{' '.join(words[:6])} ...` failed:\n{out.read().strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
