"""The two databases of a test run, and fresh copies of the first for tests that must commit.

`default` is of the kind `KOINON_TEST_DATABASE` names (sqlite unless told otherwise); `replay` is
of the other kind where one is at hand, else a second SQLite. Tests run in transactions that are
rolled back: the record's triggers refuse to be emptied, so nothing is ever flushed.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.db import connections
from tests.support import postgresql

from koinon.acts import memo
from koinon.config import environment

Kind = Literal["sqlite", "postgresql"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which kind of database each alias is; `server` is PostgreSQL's address, if there is one."""

    default: Kind
    replay: Kind
    server: str | None

    def sentence(self) -> str:
        """For the report: what ran where, and what could not."""
        said = f"state on {self.default}, replayed into {self.replay}"
        return said if self.server else f"{said} (no PostgreSQL at hand)"


def choose() -> Chosen:
    """Read the environment and look for PostgreSQL. Raises SystemExit when asked in vain."""
    wanted = os.environ.get("KOINON_TEST_DATABASE", "sqlite")
    server = postgresql.running()
    if wanted == "sqlite":
        return Chosen("sqlite", "postgresql" if server else "sqlite", server)
    if wanted != "postgresql":
        raise SystemExit(f"KOINON_TEST_DATABASE: '{wanted}' is not sqlite or postgresql.")
    if server is None:
        raise SystemExit(
            "KOINON_TEST_DATABASE=postgresql, but no server answers; see KOINON_TEST_PG."
        )
    return Chosen("postgresql", "sqlite", server)


def install(chosen: Chosen, folder: Path) -> None:
    """Make them Django's databases; SQLite files go to `folder`."""
    for alias, kind in (("default", chosen.default), ("replay", chosen.replay)):
        settings.DATABASES[alias] = _configured(alias, kind, chosen.server, folder)
    connections.close_all()
    connections.__dict__.pop("settings", None)
    for alias in settings.DATABASES:
        connections[alias] = connections.create_connection(alias)


def _configured(alias: str, kind: Kind, server: str | None, folder: Path) -> dict[str, Any]:
    """As production has it, but under a name of this run's own, and without a pool.

    A pool would keep connections to a database that the test house wants to copy or drop.
    """
    if kind == "sqlite":
        file = folder / f"{alias}.sqlite3"
        return {**environment.database(f"sqlite:///{file}"), "TEST": {"NAME": str(file)}}
    configured = environment.database(f"{server}/postgres")
    configured["OPTIONS"].pop("pool", None)
    return {**configured, "TEST": {"NAME": f"koinon_test_{os.getpid()}_{alias}"}}


def address(alias: str = "default") -> str:
    """The address of a database as `KOINON_DATABASE_URL` takes it, for other processes."""
    said = connections[alias].settings_dict
    if connections[alias].vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    secret = f":{quote(said['PASSWORD'])}" if said["PASSWORD"] else ""
    return (
        f"postgresql://{quote(said['USER'])}{secret}@{said['HOST']}:{said['PORT']}/{said['NAME']}"
    )


@dataclass(frozen=True, slots=True)
class OwnDatabase:
    """A fresh, migrated, empty database that a single test may commit to."""

    kind: Kind
    address: str


_empty: dict[str, str] = {}
"""For the name of a migrated database, that of its copy which no test has touched."""


@contextmanager
def kept_empty(alias: str = "default") -> Iterator[None]:
    """Keep the migrated database as it is now for `own` to copy, while the block runs.

    The one tests run in grows: PostgreSQL leaves the room of what was rolled back.
    """
    connection = connections[alias]
    name = connection.settings_dict["NAME"]
    _empty[name] = _copied(connection, "empty")
    try:
        yield
    finally:
        connections.close_all()
        _drop(connection, _empty.pop(name))


@contextmanager
def own(alias: str = "default", template: str = "") -> Iterator[OwnDatabase]:
    """Let `alias` be a copy of a database while the block runs: the `template` of that name (see
    `told`), or the present one, which is empty unless this is a copy within a copy.

    Nothing commits to what is copied. A file copy on SQLite, CREATE DATABASE ... TEMPLATE on
    PostgreSQL.
    """
    connection = connections[alias]
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = template or _empty.get(before, before)
    copy = _copied(connection, "own")
    connection.settings_dict["NAME"] = copy
    memo.forget_all()  # every copy bears the same name
    try:
        kind: Kind = "sqlite" if connection.vendor == "sqlite" else "postgresql"
        yield OwnDatabase(kind, address(alias))
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = before
        _drop(connection, copy)


@contextmanager
def told(tell: Callable[[], T]) -> Iterator[tuple[str, T]]:
    """A template for `own` that holds what `tell` commits: its name, and what `tell` returns."""
    connection = connections["default"]
    with own():
        answer = tell()
        name = _copied(connection, "told")
    try:
        yield name, answer
    finally:
        connections.close_all()
        _drop(connection, name)


def _copied(connection: Any, suffix: str) -> str:
    """Copy the database a connection names at present; the copy's name."""
    connections.close_all()
    _leave(connection, connection.settings_dict["NAME"])
    connection.creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
    copy = connection.creation.get_test_db_clone_settings(suffix)["NAME"]
    connections.close_all()
    return str(copy)


def _leave(connection: Any, name: str) -> None:
    """End what threads of earlier tests left open: PostgreSQL copies no database in use."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name]
            )


def _drop(connection: Any, name: str) -> None:
    if connection.vendor == "sqlite":
        for suffix in ("", "-wal", "-shm", ".lock"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)
        return
    with connection._nodb_cursor() as cursor:
        quoted = connection.ops.quote_name(name)
        cursor.execute(f"drop database if exists {quoted} with (force)")


def folder_for_files() -> Path:
    """A new folder for this process's SQLite files."""
    return Path(tempfile.mkdtemp(prefix="koinon-test-"))
