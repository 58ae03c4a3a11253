"""Every rule of the ledger attacked with raw SQL, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.treasury.raw import REFUSED, Raw, journal, ledger, line, seal

from koinon.treasury import schema

VENDORS: tuple[schema.Vendor, ...] = ("sqlite", "postgresql")
BANK_OWES = "'general', 'EUR', 'bank', 'levy', 1000, 'posted', NULL, NULL"


@pytest.fixture(scope="module")
def raw(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Raw]:
    """1,000 in the bank (journal 10); 300 of it reserved (11), 100 reserved and voided (12, 13);
    `spare` closed; the period 2026 closed."""
    with ledger(request.param, tmp_path_factory.mktemp("ledger")) as opened:
        opened.run(journal(10, BANK_OWES))
        opened.run(journal(11, "'general', 'EUR', 'cost', 'bank', 300, 'pending', NULL, NULL"))
        opened.run(journal(12, "'general', 'EUR', 'cost', 'bank', 100, 'pending', NULL, NULL"))
        opened.run(journal(13, "'general', 'EUR', 'cost', 'bank', 100, 'void', 12, 1"))
        opened.run(
            "INSERT INTO ledger_account (id, fund, unit, code, kind, rule)"
            " VALUES ('spare', 'general', 'EUR', '9', 'asset', 'none')"
        )
        yes = "true" if request.param == "postgresql" else "1"
        opened.run(f"UPDATE ledger_account SET closed = {yes} WHERE id = 'spare'")
        opened.run("UPDATE ledger_period SET state = 'closed' WHERE id = '2026'")
        opened.rows("INSERT INTO record_entry VALUES (15)")
        yield opened


KEPT = {
    "bank": (1000, 0, 0, 300),
    "levy": (0, 1000, 0, 0),
    "cost": (0, 0, 300, 0),
    "owed": (0, 0, 0, 0),
    "rent": (0, 0, 0, 0),
    "yen": (0, 0, 0, 0),
    "spare": (0, 0, 0, 0),
}
ORDINARY = "'general', 'EUR', 'bank', 'levy', 5, 'posted', NULL, NULL"
ACCOUNT = "INSERT INTO ledger_account (id, fund, unit, code, kind, rule{}) VALUES ({})"
BOTH = {
    "balance by hand": "UPDATE ledger_account SET posted_debits = 5000 WHERE id = 'bank'",
    "balance by hand, with a journal's name": (
        "UPDATE ledger_account SET posted_debits = 2000, last_journal = 13 WHERE id = 'bank'"
    ),
    "journal applied twice": (
        "UPDATE ledger_account SET posted_debits = 2000, last_journal = 10 WHERE id = 'levy'"
    ),
    "unsealed lines applied by hand": line(20, 1, ORDINARY)
    + "UPDATE ledger_account SET posted_debits = 1005, last_journal = 20 WHERE id = 'bank'",
    "last journal alone": "UPDATE ledger_account SET last_journal = 99 WHERE id = 'owed'",
    "account born with money": ACCOUNT.format(
        ", posted_debits", "'x', 'general', 'EUR', 'x', 'asset', 'none', 1000"
    ),
    "account born reserved": ACCOUNT.format(
        ", pending_credits", "'x', 'general', 'EUR', 'x', 'asset', 'none', 1"
    ),
    "account born in the future": ACCOUNT.format(
        ", last_journal", "'x', 'general', 'EUR', 'x', 'asset', 'none', 99"
    ),
    "account again": ACCOUNT.format("", "'bank', 'general', 'EUR', 'x', 'asset', 'none'"),
    "code again": ACCOUNT.format("", "'x', 'general', 'EUR', '1000', 'asset', 'none'"),
    "account in no fund": ACCOUNT.format("", "'x', 'void', 'EUR', 'x', 'asset', 'none'"),
    "account in no unit": ACCOUNT.format("", "'x', 'general', 'USD', 'x', 'asset', 'none'"),
    "rule taken off": "UPDATE ledger_account SET rule = 'none' WHERE id = 'bank'",
    "fund moved": "UPDATE ledger_account SET fund = 'housing' WHERE id = 'owed'",
    "account renamed": "UPDATE ledger_account SET id = 'x' WHERE id = 'owed'",
    "account made another year's": "UPDATE ledger_account SET fiscal_year = 2030",
    "account deleted": "DELETE FROM ledger_account WHERE id = 'owed'",
    "account closed full": "UPDATE ledger_account SET closed = {yes} WHERE id = 'bank'",
    "account closed with a reservation": (
        "UPDATE ledger_account SET closed = {yes} WHERE id = 'cost'"
    ),
    "account reopened": "UPDATE ledger_account SET closed = {no} WHERE id = 'spare'",
    "closed account used": journal(
        20, "'general', 'EUR', 'spare', 'levy', 5, 'posted', NULL, NULL"
    ),
    "amount changed": "UPDATE ledger_transfer SET amount = 1 WHERE journal = 10",
    "phase changed": "UPDATE ledger_transfer SET phase = 'posted' WHERE journal = 11",
    "transfer deleted": "DELETE FROM ledger_transfer WHERE journal = 11",
    "transfer again": line(10, 1, ORDINARY),
    "late transfer": line(13, 2, ORDINARY),
    "late transfer where there was no journal": line(9, 1, ORDINARY),
    "lines without a journal": line(20, 1, ORDINARY),
    "journal without an entry": journal(20, ORDINARY).split("INSERT INTO record_entry")[0],
    "journal for an old entry": journal(14, ORDINARY).split("INSERT INTO record_entry")[0],
    "journal for the last entry": journal(15, ORDINARY).split("INSERT INTO record_entry")[0],
    "journal without lines": seal(20, 1),
    "journal with fewer lines": line(20, 1, ORDINARY) + seal(20, 2),
    "journal with more lines": line(20, 1, ORDINARY) + line(20, 2, ORDINARY) + seal(20, 1),
    "journal with a gap": line(20, 1, ORDINARY) + line(20, 3, ORDINARY) + seal(20, 2),
    "journal of zero lines": seal(20, 0),
    "journal again": journal(13, ORDINARY),
    "journal before the last": journal(12, ORDINARY),
    "journal changed": "UPDATE ledger_journal SET authority = 'me' WHERE n = 10",
    "journal deleted": "DELETE FROM ledger_journal WHERE n = 13",
    "closed period": journal(20, ORDINARY, period="2026"),
    "no such period": journal(20, ORDINARY, period="2031"),
    "period reopened": "UPDATE ledger_period SET state = 'open' WHERE id = '2026'",
    "period renamed": "UPDATE ledger_period SET id = '2020' WHERE id = '2026'",
    "period born closed": "INSERT INTO ledger_period VALUES ('2019', 'closed')",
    "period deleted": "DELETE FROM ledger_period WHERE id = '2026'",
    "fund changed": "UPDATE ledger_fund SET purpose = 'mine' WHERE id = 'housing'",
    "fund deleted": "DELETE FROM ledger_fund WHERE id = 'housing'",
    "unit changed": "UPDATE ledger_unit SET exponent = 4 WHERE code = 'EUR'",
    "unit deleted": "DELETE FROM ledger_unit WHERE code = 'JPY'",
    "unit of five places": "INSERT INTO ledger_unit VALUES ('XXX', 5)",
    "unit of no code": "INSERT INTO ledger_unit VALUES ('euro', 2)",
    "cross fund": journal(20, "'general', 'EUR', 'bank', 'rent', 5, 'posted', NULL, NULL"),
    "cross fund, told the other": journal(
        20, "'housing', 'EUR', 'bank', 'rent', 5, 'posted', NULL, NULL"
    ),
    "cross unit": journal(20, "'general', 'EUR', 'bank', 'yen', 5, 'posted', NULL, NULL"),
    "no such account": journal(20, "'general', 'EUR', 'bank', 'x', 5, 'posted', NULL, NULL"),
    "one account twice": journal(20, "'general', 'EUR', 'levy', 'levy', 5, 'posted', NULL, NULL"),
    "nothing": journal(20, "'general', 'EUR', 'bank', 'levy', 0, 'posted', NULL, NULL"),
    "less than nothing": journal(20, "'general', 'EUR', 'bank', 'levy', -5, 'posted', NULL, NULL"),
    "2**53": journal(
        20, "'general', 'EUR', 'bank', 'levy', 9007199254740992, 'posted', NULL, NULL"
    ),
    "turnover beyond 2**53": journal(
        20, "'general', 'EUR', 'bank', 'levy', 9007199254740000, 'posted', NULL, NULL"
    ),
    "half a cent as text": journal(
        20, "'general', 'EUR', 'bank', 'levy', '0.5', 'posted', NULL, NULL"
    ),
    "overdraft": journal(20, "'general', 'EUR', 'cost', 'bank', 701, 'posted', NULL, NULL"),
    "overdraft by reservation": journal(
        20, "'general', 'EUR', 'cost', 'bank', 701, 'pending', NULL, NULL"
    ),
    "overdraft of a liability": journal(
        20, "'general', 'EUR', 'owed', 'levy', 1, 'posted', NULL, NULL"
    ),
    "no such phase": journal(20, "'general', 'EUR', 'bank', 'levy', 5, 'draft', NULL, NULL"),
    "more than reserved": journal(20, "'general', 'EUR', 'cost', 'bank', 301, 'post', 11, 1"),
    "void of a part": journal(20, "'general', 'EUR', 'cost', 'bank', 299, 'void', 11, 1"),
    "other account's reservation": journal(
        20, "'general', 'EUR', 'levy', 'bank', 300, 'post', 11, 1"
    ),
    "reservation the other way round": journal(
        20, "'general', 'EUR', 'bank', 'cost', 300, 'post', 11, 1"
    ),
    "resolves what was posted": journal(20, "'general', 'EUR', 'bank', 'levy', 5, 'post', 10, 1"),
    "resolves nothing": journal(20, "'general', 'EUR', 'cost', 'bank', 5, 'post', NULL, NULL"),
    "resolves an unknown line": journal(20, "'general', 'EUR', 'cost', 'bank', 5, 'post', 11, 2"),
    "posted line that resolves": journal(
        20, "'general', 'EUR', 'cost', 'bank', 300, 'posted', 11, 1"
    ),
    "resolved in its own journal": journal(
        20,
        "'general', 'EUR', 'cost', 'bank', 5, 'pending', NULL, NULL",
        "'general', 'EUR', 'cost', 'bank', 5, 'post', 20, 1",
    ),
    "double resolution": journal(20, "'general', 'EUR', 'cost', 'bank', 100, 'void', 12, 1"),
    "double resolution in one journal": journal(
        20,
        "'general', 'EUR', 'cost', 'bank', 200, 'post', 11, 1",
        "'general', 'EUR', 'cost', 'bank', 300, 'void', 11, 1",
    ),
    "reversal of a part": journal(
        20, "'general', 'EUR', 'levy', 'bank', 500, 'posted', NULL, NULL", reverses=10
    ),
    "reversal that repeats": journal(20, BANK_OWES, reverses=10),
    "reversal with one line more": journal(
        20, "'general', 'EUR', 'levy', 'bank', 1000, 'posted', NULL, NULL", ORDINARY, reverses=10
    ),
    "reversal of a reservation": journal(
        20, "'general', 'EUR', 'bank', 'cost', 300, 'posted', NULL, NULL", reverses=11
    ),
    "reversal of nothing": journal(20, ORDINARY, reverses=9),
    "reversal of itself": journal(20, ORDINARY, reverses=20),
    "no such day": journal(20, ORDINARY).replace("'2027-01-31'", "'2027-02-30'"),
    "loose instant": journal(20, ORDINARY).replace(".000000Z", "Z"),
    "no authority": journal(20, ORDINARY).replace("'decision 1'", "''"),
}
SQLITE = {
    "replaced transfer": "INSERT OR REPLACE INTO ledger_transfer VALUES"
    " (10, 1, 'general', 'EUR', 'bank', 'levy', 1, 'posted', NULL, NULL)",
    "transfer that replaces a resolution": "INSERT OR REPLACE INTO ledger_transfer VALUES"
    " (20, 1, 'general', 'EUR', 'cost', 'bank', 100, 'void', 12, 1)",
    "replaced journal": "INSERT OR REPLACE INTO ledger_journal"
    + journal(10, ORDINARY).split("INSERT INTO ledger_journal")[1],
    "replaced account": "INSERT OR REPLACE INTO ledger_account"
    " (id, fund, unit, code, kind, rule) VALUES ('bank', 'general', 'EUR', '1', 'asset', 'none')",
    "account that replaces a code": "INSERT OR REPLACE INTO ledger_account"
    " (id, fund, unit, code, kind, rule) VALUES ('x', 'general', 'EUR', '1000', 'asset', 'none')",
    "account by rowid": "INSERT OR REPLACE INTO ledger_account (rowid, id, fund, unit, code, kind,"
    " rule) VALUES (1, 'x', 'general', 'EUR', 'x', 'asset', 'none')",
    "replaced by update": "UPDATE OR REPLACE ledger_account SET id = 'bank' WHERE id = 'owed'",
    "replaced period": "INSERT OR REPLACE INTO ledger_period VALUES ('2026', 'open')",
    "replaced fund": "INSERT OR REPLACE INTO ledger_fund VALUES ('housing', 'mine')",
    "replaced unit": "INSERT OR REPLACE INTO ledger_unit VALUES ('EUR', 4)",
    "upsert of an account": "INSERT INTO ledger_account (id, fund, unit, code, kind, rule) VALUES"
    " ('bank', 'general', 'EUR', '1', 'asset', 'none')"
    " ON CONFLICT (id) DO UPDATE SET posted_debits = 9",
    "half a cent": journal(20, "'general', 'EUR', 'bank', 'levy', 0.5, 'posted', NULL, NULL"),
    "automatic number": journal(20, ORDINARY).replace(
        "VALUES (20, 1, 'test'", "VALUES (NULL, 1, 'test'"
    ),
}
POSTGRESQL = {
    "truncate transfers": "TRUNCATE ledger_transfer",
    "truncate everything": "TRUNCATE ledger_unit, ledger_fund, ledger_period CASCADE",
    "truncate accounts": "TRUNCATE ledger_account, ledger_transfer",
    "truncate journals": "TRUNCATE ledger_journal, ledger_transfer",
    "upsert of a transfer": line(10, 1, ORDINARY).replace(
        ");", ") ON CONFLICT (journal, line) DO UPDATE SET amount = 1;"
    ),
    "upsert of an account": "INSERT INTO ledger_account (id, fund, unit, code, kind, rule) VALUES"
    " ('bank', 'general', 'EUR', '1', 'asset', 'none')"
    " ON CONFLICT (id) DO UPDATE SET posted_debits = 9",
    "merge": "MERGE INTO ledger_account AS a USING ledger_fund AS f ON f.id = a.fund"
    " WHEN MATCHED THEN UPDATE SET posted_credits = 7",
    "triggers set aside for replication": "SET LOCAL session_replication_role = replica;"
    "UPDATE ledger_account SET posted_debits = 5000 WHERE id = 'bank'",
    "cross fund as a replica": "SET LOCAL session_replication_role = replica;"
    + journal(20, "'general', 'EUR', 'bank', 'rent', 5, 'posted', NULL, NULL"),
    "false tables before the real ones": "CREATE TEMP TABLE ledger_journal (n bigint);"
    "INSERT INTO ledger_journal VALUES (99);"
    "CREATE TEMP TABLE ledger_transfer AS SELECT 99::bigint AS journal, 1 AS line, 'general' AS"
    " fund, 'EUR' AS unit, 'bank' AS debit, 'levy' AS credit, 5::bigint AS amount, 'posted' AS"
    " phase, NULL::bigint AS resolves_journal, NULL::integer AS resolves_line;"
    "UPDATE ledger_account SET posted_debits = 1005, last_journal = 99 WHERE id = 'bank'",
    "repeatable read": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;" + journal(20, ORDINARY),
}


def attempt(raw: Raw, script: str) -> None:
    for word, sqlite, postgresql in (("{yes}", "1", "true"), ("{no}", "0", "false")):
        script = script.replace(word, sqlite if raw.vendor == "sqlite" else postgresql)
    with pytest.raises(REFUSED):
        raw.run(script)
    assert raw.balances() == KEPT


ATTACKS = {"sqlite": {**BOTH, **SQLITE}, "postgresql": {**BOTH, **POSTGRESQL}}


@pytest.mark.parametrize(
    ("raw", "attack"),
    [(vendor, attack) for vendor in VENDORS for attack in ATTACKS[vendor]],
    indirect=["raw"],
)
def test_refused(raw: Raw, attack: str) -> None:
    attempt(raw, ATTACKS[raw.vendor][attack])


AT_COMMIT = {"lines without a journal", "journal without an entry"}
"""Refused by deferred foreign keys, at the COMMIT; see `test_lines_left_...` for without them."""
NO_MONEY = {
    "unit of five places",
    "unit of no code",
    "no such day",
    "loose instant",
    "no authority",
}
"""Forms that only CHECKs look at."""


@pytest.mark.parametrize(
    ("pragma", "spared"),
    [
        ("foreign_keys = OFF", AT_COMMIT),
        ("ignore_check_constraints = ON", AT_COMMIT | NO_MONEY),
        ("recursive_triggers = ON", AT_COMMIT),
    ],
)
@pytest.mark.parametrize("raw", ["sqlite"], indirect=True)
def test_refused_from_a_second_connection(raw: Raw, pragma: str, spared: set[str]) -> None:
    """Whatever that connection switched off; on SQLite foreign keys are off by default."""
    second = raw.open_again()
    try:
        second.rows(f"PRAGMA {pragma}")
        for attack in ATTACKS["sqlite"].keys() - spared:
            attempt(second, ATTACKS["sqlite"][attack])
    finally:
        second.close()


@pytest.fixture(params=VENDORS)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Raw]:
    with ledger(request.param, tmp_path) as opened:
        yield opened


def test_what_is_allowed_moves_exactly_the_balances_named(fresh: Raw) -> None:
    fresh.run(journal(1, BANK_OWES))
    fresh.run(journal(2, "'general', 'EUR', 'cost', 'bank', 300, 'pending', NULL, NULL"))
    assert fresh.balances()["bank"] == (1000, 0, 0, 300)
    fresh.run(journal(5, "'general', 'EUR', 'cost', 'bank', 250, 'post', 2, 1"))
    assert fresh.balances()["bank"] == (1000, 250, 0, 0)
    assert fresh.balances()["cost"] == (250, 0, 0, 0)
    fresh.run(journal(6, "'general', 'EUR', 'bank', 'cost', 250, 'posted', NULL, NULL", reverses=5))
    assert fresh.balances()["bank"] == (1250, 250, 0, 0)
    with pytest.raises(REFUSED):  # once only
        fresh.run(
            journal(7, "'general', 'EUR', 'bank', 'cost', 250, 'posted', NULL, NULL", reverses=5)
        )


def test_a_journal_is_judged_by_what_it_comes_to(fresh: Raw) -> None:
    """The bank may be emptied before it is filled, inside one journal."""
    fresh.run(journal(1, "'general', 'EUR', 'cost', 'bank', 400, 'posted', NULL, NULL", BANK_OWES))
    assert fresh.balances()["bank"] == (1000, 400, 0, 0)


def test_lines_left_without_their_journal_never_count(tmp_path: Path) -> None:
    """SQLite without foreign keys commits them; they have no effect, and the number is spoilt."""
    with ledger("sqlite", tmp_path) as raw:
        raw.run(journal(1, BANK_OWES))
        before = raw.balances()
        careless = raw.open_again()
        careless.run(line(2, 1, ORDINARY))
        careless.close()
        assert raw.balances() == before
        with pytest.raises(REFUSED):
            raw.run(journal(2, ORDINARY))


def test_postgresql_rounds_a_fraction_before_anyone_sees_it(tmp_path: Path) -> None:
    """A literal 1.4 becomes the whole number 1 on its way into a bigint; balances stay whole."""
    with ledger("postgresql", tmp_path) as raw:
        raw.run(journal(1, "'general', 'EUR', 'bank', 'levy', 1.4, 'posted', NULL, NULL"))
        assert raw.rows("SELECT amount FROM ledger_transfer") == [(1,)]
        assert raw.balances()["bank"] == (1, 0, 0, 0)


def test_writers_take_turns(fresh: Raw) -> None:
    """A second writer cannot slip lines into a journal that the first is sealing."""
    second = fresh.open_again()
    fresh.rows("BEGIN IMMEDIATE" if fresh.vendor == "sqlite" else "BEGIN")
    fresh.rows(line(1, 1, BANK_OWES))
    second.rows(
        "PRAGMA busy_timeout = 50" if fresh.vendor == "sqlite" else "SET lock_timeout = '50ms'"
    )
    with pytest.raises((*REFUSED, psycopg.errors.LockNotAvailable)):
        second.run(line(1, 2, ORDINARY))
    for statement in filter(None, seal(1, 1).split(";")):
        fresh.rows(statement)
    fresh.rows("COMMIT")
    with pytest.raises(REFUSED, match="sealed"):
        second.run(line(1, 2, ORDINARY))
    second.close()
    assert fresh.balances()["bank"] == (1000, 0, 0, 0)
