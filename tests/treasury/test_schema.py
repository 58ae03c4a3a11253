"""A ledger whose rules were touched refuses the start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from tests.support.databases import OwnDatabase
from tests.treasury.raw import Raw, ledger

from koinon.treasury import schema
from koinon.treasury.apps import put_in_place, refuse_what_was_touched

PG_ONLY = "postgresql"
TAMPERINGS = {
    "trigger dropped": (None, "DROP TRIGGER ledger_transfer_kept{on_transfer}"),
    "guard dropped": (None, "DROP TRIGGER ledger_account_kept{on_account}"),
    "index dropped": (None, "DROP INDEX ledger_transfer_resolved_once"),
    "column added": (None, "ALTER TABLE ledger_account ADD COLUMN secret text"),
    "table added": (None, "CREATE TABLE ledger_shadow (n integer)"),
    "view added": (None, "CREATE VIEW ledger_x AS SELECT * FROM ledger_account"),
    "trigger added": (
        "sqlite",
        "CREATE TRIGGER mine AFTER INSERT ON ledger_journal BEGIN SELECT 1; END",
    ),
    "trigger switched off": (
        PG_ONLY,
        "ALTER TABLE ledger_account DISABLE TRIGGER ledger_account_kept",
    ),
    "foreign keys switched off": (PG_ONLY, "ALTER TABLE ledger_transfer DISABLE TRIGGER ALL"),
    "function emptied": (
        PG_ONLY,
        "CREATE OR REPLACE FUNCTION ledger_never() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$",
    ),
    "search path opened": (PG_ONLY, "ALTER FUNCTION ledger_journal_sealed() RESET search_path"),
    "check dropped": (PG_ONLY, "ALTER TABLE ledger_account DROP CONSTRAINT no_overdraft"),
    "column loosened": (PG_ONLY, "ALTER TABLE ledger_transfer ALTER amount TYPE numeric"),
    "rows inherited": (PG_ONLY, "CREATE TABLE mine () INHERITS (ledger_account)"),
    "rule added": (
        PG_ONLY,
        "CREATE RULE mine AS ON UPDATE TO ledger_fund DO INSTEAD NOTHING",
    ),
    "rows hidden": (PG_ONLY, "ALTER TABLE ledger_transfer ENABLE ROW LEVEL SECURITY"),
}


class Connected:
    """A raw connection in the shape of Django's."""

    def __init__(self, raw: Raw) -> None:
        self.vendor: str = raw.vendor
        self._raw = raw

    def cursor(self) -> Connected:
        return self

    def __enter__(self) -> Connected:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def execute(self, sql: str) -> None:
        cursor = self._raw.connection.execute(sql)
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else []

    def fetchall(self) -> list[tuple[object, ...]]:
        return self._rows


@pytest.fixture(params=("sqlite", "postgresql"))
def raw(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Raw]:
    with ledger(request.param, tmp_path) as opened:
        yield opened


def test_a_new_ledger_is_as_expected(raw: Raw) -> None:
    assert schema.check_installed(Connected(raw)) == ()
    schema.require_installed(Connected(raw))
    assert schema.tables_exist(Connected(raw))
    found = schema.describe(raw.rows, raw.vendor)
    assert found == schema.expected(raw.vendor)
    assert len(found.lines) > 30


def test_every_tampering_is_named_and_refuses_the_start(raw: Raw) -> None:
    """Each is undone by rolling back, so one database serves them all."""
    on = {"{on_transfer}": " ON ledger_transfer", "{on_account}": " ON ledger_account"}
    tried = 0
    for name, (only, statement) in TAMPERINGS.items():
        if only not in (None, raw.vendor):
            continue
        for mark, place in on.items():
            statement = statement.replace(mark, place if raw.vendor == "postgresql" else "")
        raw.rows("BEGIN")
        raw.rows(statement)
        assert schema.check_installed(Connected(raw)), name
        with pytest.raises(schema.NotInstalled, match="not this version's"):
            schema.require_installed(Connected(raw))
        raw.rows("ROLLBACK")
        tried += 1
    assert tried == {"sqlite": 7, "postgresql": 15}[raw.vendor]
    assert schema.check_installed(Connected(raw)) == ()


def test_the_difference_names_what_is_missing(raw: Raw) -> None:
    on = " ON ledger_transfer" if raw.vendor == "postgresql" else ""
    raw.rows(f"DROP TRIGGER ledger_transfer_kept{on}")
    (difference,) = schema.check_installed(Connected(raw))
    assert difference.startswith("missing: trigger ledger_transfer")


def test_reinstalling_puts_the_rules_back(raw: Raw) -> None:
    on = " ON ledger_account" if raw.vendor == "postgresql" else ""
    raw.rows(f"DROP TRIGGER ledger_account_kept{on}")
    schema.install_triggers(Connected(raw))
    assert schema.check_installed(Connected(raw)) == ()


@pytest.mark.django_db
def test_the_migrations_install_the_ledger() -> None:
    schema.require_installed(connection)


def test_each_start_compares_and_only_migrations_put_back(own_database: OwnDatabase) -> None:
    """`migrate` is part of every start; with nothing to migrate it refuses a touched ledger."""
    call_command("migrate", verbosity=0)
    on = " ON ledger_transfer" if own_database.kind == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER ledger_transfer_kept{on}")
    with pytest.raises(schema.NotInstalled, match="trigger ledger_transfer"):
        call_command("migrate", verbosity=0)
    refuse_what_was_touched("default", plan=[object()])
    put_in_place("default", plan=[])
    assert schema.check_installed(connection)
    put_in_place("default", plan=[object()])
    assert schema.check_installed(connection) == ()
    call_command("migrate", verbosity=0)
