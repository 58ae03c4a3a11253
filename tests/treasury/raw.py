"""Raw connections to a ledger, as an attacker (or a careless colleague) would have them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.support import postgresql

from koinon.treasury import schema

REFUSED = (sqlite3.Error, psycopg.Error)
"""What the drivers raise when a database refuses."""

WORLD = """
INSERT INTO ledger_unit VALUES ('EUR', 2), ('JPY', 0);
INSERT INTO ledger_fund VALUES ('general', ''), ('housing', 'homes only');
INSERT INTO ledger_period (id) VALUES ('2026'), ('2027');
INSERT INTO ledger_account (id, fund, unit, code, kind, rule) VALUES
  ('levy', 'general', 'EUR', '4000', 'revenue', 'none'),
  ('bank', 'general', 'EUR', '1000', 'asset', 'credits_within_debits'),
  ('owed', 'general', 'EUR', '2000', 'liability', 'debits_within_credits'),
  ('cost', 'general', 'EUR', '5000', 'expense', 'none'),
  ('rent', 'housing', 'EUR', '4000', 'revenue', 'none'),
  ('yen', 'general', 'JPY', '1000', 'asset', 'none');
"""


class Raw:
    """One connection that commits by itself; `open_again` gives a second to the same ledger."""

    def __init__(self, vendor: schema.Vendor, address: str) -> None:
        self.vendor = vendor
        self.address = address
        self.connection: Any = (
            sqlite3.connect(address, isolation_level=None, timeout=5)
            if vendor == "sqlite"
            else psycopg.connect(address, autocommit=True)
        )

    def open_again(self) -> Raw:
        return Raw(self.vendor, self.address)

    def rows(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        if self.vendor == "postgresql" and parameters:
            sql = sql.replace("?", "%s")
        cursor = self.connection.execute(sql, *([parameters] if parameters else []))
        return list(cursor.fetchall()) if cursor.description else []

    def run(self, script: str) -> None:
        """Run statements separated by semicolons in one transaction."""
        self.rows("BEGIN")
        try:
            for statement in filter(str.strip, script.split(";")):
                self.rows(statement)
            self.rows("COMMIT")
        except REFUSED:
            if self.vendor == "postgresql" or self.connection.in_transaction:
                self.rows("ROLLBACK")
            raise

    def balances(self) -> dict[str, tuple[int, int, int, int]]:
        return {
            row[0]: tuple(row[1:])
            for row in self.rows(
                "SELECT id, posted_debits, posted_credits, pending_debits, pending_credits"
                " FROM ledger_account"
            )
        }

    def close(self) -> None:
        self.connection.close()


def line(n: int, number: int, rest: str) -> str:
    """One transfer: `rest` is fund, unit, debit, credit, amount and so on, as SQL values."""
    return f"INSERT INTO ledger_transfer VALUES ({n}, {number}, {rest});"


def seal(n: int, lines: int, period: str = "2027", reverses: object = "NULL") -> str:
    """The journal's own row, with the record's entry of the same number."""
    return (
        f"INSERT INTO ledger_journal VALUES ({n}, {lines}, 'test', '{period}', '2027-01-31',"
        f" '2027-01-31T10:00:00.000000Z', 'decision 1', {reverses});"
        f"INSERT INTO record_entry VALUES ({n});"
    )


def journal(n: int, *lines: str, **sealing: Any) -> str:
    """Lines numbered from 1, and their seal."""
    script = "".join(line(n, number, rest) for number, rest in enumerate(lines, 1))
    return script + seal(n, len(lines), **sealing)


@contextmanager
def ledger(vendor: schema.Vendor, folder: Path) -> Iterator[Raw]:
    """A new ledger with a few accounts, on a connection that asked for foreign keys."""
    with _address(vendor, folder) as address:
        raw = Raw(vendor, address)
        if vendor == "sqlite":
            raw.rows("PRAGMA journal_mode = WAL")
            raw.rows("PRAGMA foreign_keys = ON")
        raw.rows("CREATE TABLE record_entry (n bigint NOT NULL PRIMARY KEY)")
        schema.install(raw.rows, vendor)
        raw.run(WORLD)
        try:
            yield raw
        finally:
            raw.close()


@contextmanager
def _address(vendor: schema.Vendor, folder: Path) -> Iterator[str]:
    if vendor == "sqlite":
        yield str(folder / "ledger.sqlite3")
        return
    server = postgresql.running()
    if server is None:
        pytest.skip("needs a PostgreSQL server, and none answers")
    name = f"koinon_ledger_test_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield f"{server}/{name}"
        finally:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
