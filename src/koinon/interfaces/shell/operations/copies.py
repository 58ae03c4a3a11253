"""Copies of a database: made while others write, and read again without Django.

SQLite is copied by its own backup call, in one read transaction; PostgreSQL by `pg_dump` of a
version that knows the server. What a copy holds is read from the copy itself, so that a backup
vouches for what is in it and not for what was meant to be.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal

from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.operations.archive import ArchiveError, Contents
from koinon.record import canonical, merkle

Vendor = Literal["sqlite", "postgresql"]
DEBIAN: Final = Path("/usr/lib/postgresql")
"""Where Debian keeps PostgreSQL's programs, a folder a version."""
_BUSY_SECONDS = 20
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_COPY = re.compile(r"COPY public\.\S+ \((.*)\) FROM stdin;")
_DUMPED = re.compile(r"Dumped from database version: (\d+)")
_EMPTY: Final = b"""begin;
drop schema public cascade;
create schema public;
grant usage on schema public to public;
"""


class CopyError(ArchiveError):
    """A copy of a database is not sound; one sentence that begins small."""


@dataclass(frozen=True, slots=True)
class Place:
    """A database as Django's settings name it."""

    vendor: Vendor
    name: str
    host: str = ""
    port: str = ""
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, connection: Any) -> Place:
        """The place a Django connection leads to."""
        said = connection.settings_dict
        if connection.vendor == "sqlite":
            return cls("sqlite", str(said["NAME"]))
        parts = (said[key] for key in ("HOST", "PORT", "USER", "PASSWORD"))
        return cls("postgresql", str(said["NAME"]), *map(str, parts))

    def options(self) -> list[str]:
        """What PostgreSQL's programs are told on their command line; never the password."""
        named = {"--host": self.host, "--port": self.port, "--username": self.user}
        said = [f"{option}={value}" for option, value in named.items() if value]
        return [*said, "--no-password", f"--dbname={self.name}"]

    def environment(self) -> dict[str, str]:
        """What they are told in their surroundings."""
        return {**os.environ, **({"PGPASSWORD": self.password} if self.password else {})}


def copy(place: Place, target: Path) -> None:
    """Copy a database as it stands at one moment; others go on writing. Raises Mistake."""
    if place.vendor == "sqlite":
        _copy_sqlite(place.name, target)
        return
    program = postgresql_program("pg_dump", server_version(place))
    words = ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    _run([program, *place.options(), *words], place)


def _copy_sqlite(name: str, target: Path) -> None:
    if not Path(name).is_file():
        raise Mistake(f"there is no database at {name}; see KOINON_DATABASE_URL.")
    source = sqlite3.connect(name, timeout=_BUSY_SECONDS)
    with closing(source), closing(sqlite3.connect(target)) as copied:
        source.backup(copied)
        copied.execute("pragma journal_mode = delete")


def server_version(place: Place) -> int:
    """The major version of the PostgreSQL server of a database."""
    with _connected(place) as connection:
        return int(connection.info.server_version) // 10_000


def others(place: Place) -> int:
    """How many other connections use a PostgreSQL database."""
    with _connected(place) as connection:
        row = connection.execute(
            "select count(*) from pg_stat_activity where datname = current_database() "
            "and pid <> pg_backend_pid() and backend_type = 'client backend'"
        ).fetchone()
    return int(row[0])


def _connected(place: Place) -> Any:
    """A connection past Django's pool."""
    import psycopg

    words = {"host": place.host, "port": place.port, "user": place.user, "password": place.password}
    given: dict[str, Any] = {name: value for name, value in words.items() if value}
    return psycopg.connect(dbname=place.name, connect_timeout=5, **given)


def postgresql_program(name: str, at_least: int) -> Path:
    """`pg_dump`, `pg_restore` or `psql`, of the oldest version installed that knows the server's.

    Raises Mistake when there is none.
    """
    found = shutil.which(name)
    candidates = [*([Path(found)] if found else []), *sorted(DEBIAN.glob(f"*/bin/{name}"))]
    versions = {program: _version(program) for program in candidates}
    fit = [program for program in candidates if versions[program] >= at_least]
    if not fit:
        have = ", ".join(map(str, sorted(set(versions.values())))) or "none"
        raise Mistake(
            f"{name} of PostgreSQL {at_least} or newer is needed and is not installed (found: "
            f"{have}); on Debian: apt-get install postgresql-client-{at_least}"
        )
    return min(fit, key=lambda program: versions[program])


def _version(program: Path) -> int:
    """The major version a program says it has; 0 when it says none."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    match = _VERSION.search(said)
    return int(match[1]) if match else 0


def _run(words: Sequence[object], place: Place) -> None:
    done = subprocess.run(
        list(map(str, words)), env=place.environment(), capture_output=True, text=True
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise Mistake(f"{Path(str(words[0])).name} failed: {said}")


# Reading a copy


def look(copied: Path, vendor: Vendor) -> Contents:
    """What a copy holds: every entry and every document is read and hashed. Raises CopyError."""
    if vendor == "sqlite":
        _require_whole(copied)
    columns = {"n": int, "body": bytes, "at": str}
    leaves: dict[int, bytes] = {}
    ends: dict[int, str] = {}
    genesis = b""
    for n, body, at in _rows(copied, vendor, "record_entry", columns):
        leaves[n], ends[n] = merkle.leaf_hash(body), at
        genesis = body if n == 0 else genesis
    if sorted(leaves) != list(range(len(leaves))):
        raise CopyError("entries are missing in its database.")
    origin, log_key = _names(genesis)
    return Contents(
        origin=origin,
        log_key=log_key,
        size=len(leaves),
        root=merkle.tree_root(leaves[n] for n in range(len(leaves))).hex(),
        at=ends[len(ends) - 1] if ends else "",
        documents=_documents(copied, vendor),
        private=_count(copied, vendor, "people_secret", "commitment"),
        accounts=_count(copied, vendor, "people_account", "id"),
        migrations=_migrations(copied, vendor),
    )


def _require_whole(copied: Path) -> None:
    try:
        with _reading(copied) as database:
            (said,) = database.execute("pragma integrity_check(1)").fetchone()
            loose = database.execute("pragma foreign_key_check").fetchone()
    except sqlite3.DatabaseError as fault:
        raise CopyError(f"its database cannot be read ({fault}).") from None
    if said != "ok" or loose is not None:
        raise CopyError(f"its database is damaged ({said if said != 'ok' else loose[0]}).")


@contextmanager
def _reading(copied: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{copied.resolve().as_uri()}?mode=ro", uri=True)) as database:
        yield database


def _documents(copied: Path, vendor: Vendor) -> int:
    """How many documents it holds, each held against its hash."""
    count = 0
    for name, body in _rows(copied, vendor, "record_document", {"sha256": str, "body": bytes}):
        if body is not None and sha256(body).hexdigest() != name:
            raise CopyError(f"the document {name} in its database is not the one of that hash.")
        count += 1
    return count


def _count(copied: Path, vendor: Vendor, table: str, column: str) -> int:
    return sum(1 for _ in _rows(copied, vendor, table, {column: str}))


def _migrations(copied: Path, vendor: Vendor) -> tuple[str, ...]:
    """The steps that made its tables, as "room.step"."""
    rows = _rows(copied, vendor, "django_migrations", {"app": str, "name": str})
    return tuple(sorted(f"{app}.{name}" for app, name in rows))


def _names(genesis: bytes) -> tuple[str, str]:
    """Origin and key of the log, as its first entry states them."""
    if not genesis:
        return "", ""
    try:
        entry: Any = canonical.load(genesis)
        return str(entry["data"]["origin"]), str(entry["data"]["log_key"])
    except (ValueError, KeyError, TypeError):
        raise CopyError("its first entry is no genesis.") from None


def _rows(
    copied: Path, vendor: Vendor, table: str, columns: Mapping[str, type]
) -> Iterator[tuple[Any, ...]]:
    """Some columns of a table of a copy, in no order. Raises CopyError without such a table."""
    if vendor == "postgresql":
        yield from _dumped(copied, table, columns)
        return
    with _reading(copied) as database:
        try:
            yield from database.execute(f"select {', '.join(columns)} from {table}")  # noqa: S608
        except sqlite3.DatabaseError as fault:
            raise CopyError(f"its database is not one of Koinon ({fault}).") from None


def _dumped(copied: Path, table: str, columns: Mapping[str, type]) -> Iterator[tuple[Any, ...]]:
    """The same from a dump: `pg_restore` writes the table as text, a line a row."""
    program = postgresql_program("pg_restore", dump_version(copied))
    words: list[str | Path] = [program, "--data-only", f"--table={table}", "--file=-", copied]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as restoring:
        assert restoring.stdout is not None
        places: list[int] | None = None
        for line in restoring.stdout:
            text = line.decode().rstrip("\n")
            if places is None:
                if match := _COPY.match(text):
                    named = match[1].replace('"', "").split(", ")
                    places = [named.index(column) for column in columns]
            elif text == "\\.":
                break
            else:
                cells = text.split("\t")
                kinds = zip(places, columns.values(), strict=True)
                yield tuple(_value(cells[place], kind) for place, kind in kinds)
        restoring.stdout.read()
    if places is None or restoring.returncode:
        raise CopyError(f"its database is not one of Koinon (it has no table {table}).")


def _value(cell: str, kind: type) -> Any:
    if cell == r"\N":
        return None
    return bytes.fromhex(cell.removeprefix(r"\\x")) if kind is bytes else kind(cell)


def dump_version(copied: Path) -> int:
    """The major version of the server that a dump was made from. Raises CopyError."""
    newest = postgresql_program("pg_restore", 1)
    said = subprocess.run([newest, "--list", copied], capture_output=True, text=True).stdout
    match = _DUMPED.search(said)
    if match is None:
        raise CopyError("its database is no dump of PostgreSQL.")
    return int(match[1])


# Putting a dump back


def load(copied: Path, place: Place) -> None:
    """Replace all of a PostgreSQL database by a dump, in one transaction. Raises Mistake.

    Whoever is killed in the middle leaves what was there before.
    """
    version = max(server_version(place), dump_version(copied))
    restore, psql = (postgresql_program(name, version) for name in ("pg_restore", "psql"))
    words: list[str | Path] = [
        psql,
        *place.options(),
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--file=-",
    ]
    with (
        subprocess.Popen(
            [restore, "--no-owner", "--no-privileges", "--file=-", copied], stdout=subprocess.PIPE
        ) as reading,
        subprocess.Popen(
            words,
            env=place.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as writing,
    ):
        assert reading.stdout is not None
        assert writing.stdin is not None
        assert writing.stderr is not None
        try:
            writing.stdin.write(_EMPTY)
            shutil.copyfileobj(reading.stdout, writing.stdin)
            writing.stdin.write(b"\ncommit;\n" if not reading.wait() else b"\nrollback;\n")
            writing.stdin.close()
        except BrokenPipeError:
            pass
        said = writing.stderr.read().decode(errors="replace").strip().splitlines()
    if writing.returncode or reading.returncode:
        raise Mistake(f"the database was left as it was; psql says: {(said or ['nothing'])[0]}")
