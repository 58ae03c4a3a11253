"""The ledger's rules inside the database: installing them, and telling whether they stand.

The SQL is in `sql/<vendor>/tables.sql` (once) and `triggers.sql` (again after every migration).
`require_installed` compares what the database holds with what that SQL makes: on SQLite with a
fresh installation in memory, on PostgreSQL with `sql/postgresql/installed.txt`, made from one.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

Vendor = Literal["sqlite", "postgresql"]
Run = Callable[[str], Sequence[Sequence[Any]]]
"""Runs one statement and gives its rows (none for what returns none)."""

_SQL = Path(__file__).parent / "sql"


class Connection(Protocol):
    """What is needed of Django's connection wrapper."""

    vendor: str

    def cursor(self) -> Any:
        """A cursor that is a context manager."""


class NotInstalled(RuntimeError):
    """The database does not hold the ledger's rules as this version makes them."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The ledger's part of a database's schema, as sorted lines of text."""

    lines: tuple[str, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over the lines (hexadecimal)."""
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()


def statements(vendor: Vendor, part: Literal["tables", "triggers"]) -> Iterator[str]:
    """The statements of one SQL file, in order."""
    text = (_SQL / vendor / f"{part}.sql").read_text(encoding="utf-8")
    if vendor == "postgresql":  # its driver takes a whole script; SQLite's takes one statement
        yield text
        return
    statement = ""
    for line in text.splitlines(keepends=True):
        if statement or not (line.isspace() or line.startswith("--")):
            statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    assert not statement.strip(), "the SQL file ends inside a statement"


def install(run: Run, vendor: Vendor) -> None:
    """Make the ledger's tables and triggers in an empty database."""
    for statement in statements(vendor, "tables"):
        run(statement)
    reinstall(run, vendor)


def reinstall(run: Run, vendor: Vendor) -> None:
    """Put the triggers in place again, whatever became of them; other people's are left alone."""
    for statement in statements(vendor, "triggers"):
        if vendor == "sqlite":
            run(f"DROP TRIGGER IF EXISTS {statement.split()[2]}")
        run(statement)


def describe(run: Run, vendor: Vendor) -> Installed:
    """What the database holds under the ledger's tables: everything that could bend a rule."""
    query = _SQLITE if vendor == "sqlite" else _POSTGRESQL
    return Installed(tuple(sorted(" ".join(str(row[0]).split()) for row in run(query))))


@cache
def expected(vendor: Vendor) -> Installed:
    """What `describe` must give for this version."""
    if vendor == "postgresql":
        text = (_SQL / vendor / "installed.txt").read_text(encoding="utf-8")
        return Installed(tuple(text.splitlines()))
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        install(lambda sql: memory.execute(sql).fetchall(), vendor)
        return describe(lambda sql: memory.execute(sql).fetchall(), vendor)
    finally:
        memory.close()


def install_all(connection: Connection) -> None:
    """`install` through a Django connection."""
    vendor = _vendor(connection)
    with connection.cursor() as cursor:
        install(_runner(cursor), vendor)


def install_triggers(connection: Connection) -> None:
    """`reinstall` through a Django connection."""
    vendor = _vendor(connection)
    with connection.cursor() as cursor:
        reinstall(_runner(cursor), vendor)


def tables_exist(connection: Connection) -> bool:
    """Whether the ledger's migration has run."""
    with connection.cursor() as cursor:
        names = {"sqlite": "sqlite_master", "postgresql": "pg_tables"}[_vendor(connection)]
        column = "name" if names == "sqlite_master" else "tablename"
        return bool(
            _runner(cursor)(f"SELECT 1 FROM {names} WHERE {column} = 'ledger_transfer'")  # noqa: S608
        )


def check_installed(connection: Connection) -> tuple[str, ...]:
    """Every difference between the database's ledger rules and ours; empty when there is none."""
    vendor = _vendor(connection)
    with connection.cursor() as cursor:
        found = describe(_runner(cursor), vendor)
    wanted = expected(vendor)
    if found.digest == wanted.digest:
        return ()
    missing = [f"missing: {line}" for line in wanted.lines if line not in set(found.lines)]
    foreign = [f"not ours: {line}" for line in found.lines if line not in set(wanted.lines)]
    return (*missing, *foreign)


def require_installed(connection: Connection) -> None:
    """Refuse to go on unless the ledger's rules stand in the database. Raises NotInstalled."""
    differences = check_installed(connection)
    if differences:
        raise NotInstalled(
            f"The ledger's rules in the database are not this version's ({len(differences)} "
            f"differences, the first: {differences[0][:200]}). Find out who changed them before "
            "anything is paid; docs/reference/ledger.md says how to put them back."
        )


def _vendor(connection: Connection) -> Vendor:
    assert connection.vendor in ("sqlite", "postgresql"), connection.vendor
    return "sqlite" if connection.vendor == "sqlite" else "postgresql"


def _runner(cursor: Any) -> Run:
    def run(sql: str) -> Sequence[Sequence[Any]]:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else ()

    return run


_SQLITE = """
SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || coalesce(sql, '')
FROM sqlite_master WHERE tbl_name GLOB 'ledger_*' OR name GLOB 'ledger_*'
"""

_POSTGRESQL = """
WITH ledger AS (
  SELECT c.oid, c.relname FROM pg_class AS c JOIN pg_namespace AS s ON s.oid = c.relnamespace
  WHERE s.nspname = 'public' AND c.relkind IN ('r', 'p', 'v') AND c.relname LIKE 'ledger\\_%')
SELECT format('table %s: kind %s, security %s %s, rules %s, children %s', relname, c.relkind,
    c.relrowsecurity, c.relforcerowsecurity,
    (SELECT count(*) FROM pg_rewrite WHERE ev_class = c.oid),
    (SELECT count(*) FROM pg_inherits WHERE inhparent = c.oid))
  FROM ledger JOIN pg_class AS c USING (oid, relname)
UNION ALL
SELECT format('column %s.%s: %s %s, null %s, default %s', relname, a.attname,
    format_type(a.atttypid, a.atttypmod),
    (SELECT collname FROM pg_collation WHERE oid = attcollation), NOT a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid))
  FROM ledger JOIN pg_attribute AS a ON a.attrelid = ledger.oid
  LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT format('constraint %s.%s: %s, checked %s', relname, k.conname, pg_get_constraintdef(k.oid),
    k.convalidated)
  FROM ledger JOIN pg_constraint AS k ON k.conrelid = ledger.oid
  WHERE k.contype IN ('c', 'f', 'p', 'u')
UNION ALL
SELECT format('index %s: %s, valid %s', relname, pg_get_indexdef(i.indexrelid), i.indisvalid)
  FROM ledger JOIN pg_index AS i ON i.indrelid = ledger.oid
UNION ALL
SELECT format('trigger %s: %s, enabled %s', relname, pg_get_triggerdef(t.oid), t.tgenabled)
  FROM ledger JOIN pg_trigger AS t ON t.tgrelid = ledger.oid WHERE NOT t.tgisinternal
UNION ALL
SELECT format('foreign key trigger %s.%s: type %s, enabled %s', relname, k.conname, t.tgtype,
    t.tgenabled)
  FROM ledger JOIN pg_trigger AS t ON t.tgrelid = ledger.oid
  JOIN pg_constraint AS k ON k.oid = t.tgconstraint WHERE t.tgisinternal
UNION ALL
SELECT format('function %s(%s): %s %s %s %s', p.proname, pg_get_function_arguments(p.oid),
    p.provolatile, p.prosecdef, array_to_string(p.proconfig, ' '), p.prosrc)
  FROM pg_proc AS p JOIN pg_namespace AS s ON s.oid = p.pronamespace
  WHERE s.nspname = 'public' AND p.proname LIKE 'ledger\\_%'
"""
