"""Transfers per second: the ledger with all its rules beside plain SQLite without any.

    python benchmarks/ledger.py [folder]

Both write to files in the same folder in the same minute, with WAL and synchronous=FULL, because
the speed of fsync differs by a hundred times between machines and minutes. "plain" inserts a row
and updates two balances for each transfer: no foreign keys, no triggers, nothing refused.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

ACCOUNTS = 1_000
SECONDS = 3.0
"""How long each measurement lasts at least."""

Move = tuple[int, int, int]
Post = Callable[[list[list[Move]]], None]
"""Posts journals, each a list of transfers, in one transaction."""


def plain(folder: Path) -> Post:
    """A table of transfers and one of balances, row by row."""
    connection = sqlite3.connect(folder / "plain.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, d INTEGER, c INTEGER)")
    connection.execute(
        "CREATE TABLE transfer (id INTEGER PRIMARY KEY, d INTEGER, c INTEGER, a INTEGER)"
    )
    connection.executemany("INSERT INTO account VALUES (?, 0, 0)", [(i,) for i in range(ACCOUNTS)])

    def post(journals: list[list[Move]]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        for debit, credit, amount in (move for journal in journals for move in journal):
            connection.execute(
                "INSERT INTO transfer (d, c, a) VALUES (?, ?, ?)", (debit, credit, amount)
            )
            connection.execute("UPDATE account SET d = d + ? WHERE id = ?", (amount, debit))
            connection.execute("UPDATE account SET c = c + ? WHERE id = ?", (amount, credit))
        connection.execute("COMMIT")

    return post


def ruled(alias: str) -> Post:
    """`koinon.treasury.ledger` with its judging, and the record's entry beside each journal."""
    from uuid import UUID

    from django.db import transaction

    from koinon.acts.guard import writing
    from koinon.acts.state import using_database
    from koinon.methods.postings import Account, Fund, Journal, Transfer, Unit
    from koinon.record import store
    from koinon.treasury import ledger

    at = "2027-05-01T00:00:00.000000Z"
    state = {"n": 0}

    def entries(numbers: range) -> None:
        store.append(
            [
                store.Line(n, UUID(int=n), at, "test.test/1", None, None, bytes(32), b"%d" % n)
                for n in numbers
            ]
        )

    with using_database(alias), writing(), transaction.atomic(using=alias):
        entries(range(1))
        ledger.open_unit(Unit("EUR", 2))
        ledger.open_fund(Fund("general", ""))
        ledger.open_period("2027")
        for i in range(ACCOUNTS):
            ledger.open_account(Account(f"a{i}", "general", "EUR", f"a{i}", "asset"))

    def post(journals: list[list[Move]]) -> None:
        first = state["n"] + 1
        with using_database(alias), writing(), transaction.atomic(using=alias):
            for n, moves in enumerate(journals, first):
                transfers = tuple(
                    Transfer("general", "EUR", f"a{d}", f"a{c}", amount) for d, c, amount in moves
                )
                posted = ledger.post(
                    Journal(n, "test", "2027", "2027-05-01", at, "article 5", transfers)
                )
                assert isinstance(posted, ledger.Posted)
            entries(range(first, first + len(journals)))
        state["n"] += len(journals)

    return post


def measure(post: Post, journals: int, lines: int) -> float:
    """Transfers per second in transactions of `journals` journals with `lines` lines each."""
    chance = random.Random(7)
    done, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < SECONDS:
        batch = []
        for _ in range(journals):
            moves = []
            for _ in range(lines):
                debit, credit = chance.sample(range(ACCOUNTS), 2)
                moves.append((debit, credit, chance.randint(1, 10_000)))
            batch.append(moves)
        post(batch)
        done += journals * lines
    return done / elapsed


def main() -> None:
    """Measure and print one table; KOINON_REPLAY_DATABASE_URL adds a second database."""
    folder = Path(tempfile.mkdtemp(dir=sys.argv[1] if len(sys.argv) > 1 else None))
    os.environ["DJANGO_SETTINGS_MODULE"] = "koinon.config.settings"
    os.environ["KOINON_HOME"] = str(folder)
    os.environ["KOINON_DATABASE_URL"] = f"sqlite:///{folder / 'ledger.sqlite3'}"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from koinon.treasury import ledger

    contenders: dict[str, Post] = {"plain SQLite": plain(folder)}
    for alias in settings.DATABASES:
        call_command("migrate", database=alias, verbosity=0)
        contenders[settings.DATABASES[alias]["ENGINE"].rsplit(".")[-1]] = ruled(alias)
    for journals, lines in ((1, 1), (1_000, 1), (1, 1_000), (1, 120_000)):
        for name, post in contenders.items():
            rate = measure(post, journals, lines)
            print(f"{journals:>6} x {lines:>7} lines  {name:<14} {rate:>10,.0f} transfers/s")
    assert ledger.wrong_balances() == ()
    print(f"load {os.getloadavg()[0]:.1f}, SQLite {sqlite3.sqlite_version}")


if __name__ == "__main__":
    main()
