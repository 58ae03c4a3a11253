"""The ledger: opening accounts, posting journals, asking balances.

Acts call this inside the gate's transaction. A journal is judged in memory first, so that a
refusal can name the account and what it has left; then its lines and last its own row are
written, and the database judges again and moves the balances (see docs/reference/ledger.md). A
database error here is a mistake of ours, never an answer to a user.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import connections

from koinon.acts import memo
from koinon.acts.state import current_database
from koinon.methods.posting_effects import (
    MAX_LINES,
    Opened,
    Plain,
    journal_document_plain,
    journal_leaves,
    journal_plain,
)
from koinon.methods.postings import (
    Account,
    Balance,
    Books,
    Fund,
    Journal,
    NotPosted,
    Place,
    Transfer,
    Unit,
    lines_hash,
    mirrored,
)
from koinon.record import canonical, merkle
from koinon.treasury.models import Period

EFFECT_LIMIT = 32_768
"""Bytes of an effect that states its lines itself; an entry has at most 65,535."""

COPY_FROM = 20
"""How many lines PostgreSQL takes faster by COPY than one by one."""

DOCUMENT_MEDIA = "application/jsonl"

_IDENTITY = tuple(f.name for f in fields(Account))
_BALANCE = tuple(f.name for f in fields(Balance))


@dataclass(frozen=True, slots=True)
class Posted:
    """The journal stands; the new balances of the accounts it moved, by account id."""

    n: int
    balances: tuple[tuple[str, Balance], ...]


@dataclass(frozen=True, slots=True)
class Exists:
    """There is one of this id already (or an account of this code in the same fund and unit)."""

    what: str
    id: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """There is none of this id, or it is closed already."""

    what: str
    id: str


@dataclass(frozen=True, slots=True)
class NotEmpty:
    """An account closes empty; this one still has a balance or reservations."""

    account: str
    balance: Balance


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account of one fund and unit, in the order of their codes, with its balance."""

    fund: str
    unit: str
    rows: tuple[tuple[Account, Balance], ...]

    @property
    def debits(self) -> int:
        """All posted debits, in minor units; the credits come to the same."""
        return sum(balance.posted_debits for _, balance in self.rows)

    @property
    def credits(self) -> int:
        """All posted credits, in minor units."""
        return sum(balance.posted_credits for _, balance in self.rows)


@dataclass(frozen=True, slots=True)
class Effect:
    """A journal as the record states it; `document` holds the lines of a long one."""

    plain: Plain
    document: bytes | None


def open_unit(unit: Unit) -> Exists | None:
    """Take in a currency; None when done."""
    return _open("unit", "ledger_unit", ("code", "exponent"), (unit.code, unit.exponent))


def open_fund(fund: Fund) -> Exists | None:
    """Found a fund; None when done."""
    return _open("fund", "ledger_fund", ("id", "purpose"), (fund.id, fund.purpose))


def open_period(period: str) -> Exists | None:
    """Open an accounting period; None when done."""
    return _open("period", "ledger_period", ("id",), (period,))


def open_account(account: Account) -> Exists | Unknown | None:
    """Open an account, empty; None when done."""
    if not _ask("SELECT 1 FROM ledger_fund WHERE id = %s", [account.fund]):
        return Unknown("fund", account.fund)
    if not _ask("SELECT 1 FROM ledger_unit WHERE code = %s", [account.unit]):
        return Unknown("unit", account.unit)
    if _ask(
        "SELECT 1 FROM ledger_account WHERE fund = %s AND unit = %s AND code = %s",
        [account.fund, account.unit, account.code],
    ):
        return Exists("account", account.id)
    values = tuple(getattr(account, name) for name in _IDENTITY)
    return _open("account", "ledger_account", _IDENTITY, values)


def close_period(period: str) -> Unknown | None:
    """Close a period for good; None when done."""
    if period_state(period) != "open":
        return Unknown("period", period)
    _do("UPDATE ledger_period SET state = 'closed' WHERE id = %s", [period])
    return None


def close_account(account: str) -> Unknown | NotEmpty | None:
    """Close an empty account for good; None when done."""
    books = read([account])
    if account not in books.accounts or account in books.closed:
        return Unknown("account", account)
    if not books.balances[account].settled:
        return NotEmpty(account, books.balances[account])
    _do("UPDATE ledger_account SET closed = %s WHERE id = %s", [True, account])
    return None


def write_opened(*opened: Opened) -> None:
    """Open what was found missing in this transaction; the database judges it once more."""
    for item in opened:
        match item:
            case Unit():
                _insert("ledger_unit", ("code", "exponent"), [(item.code, item.exponent)])
            case Fund():
                _insert("ledger_fund", ("id", "purpose"), [(item.id, item.purpose)])
            case str():
                _insert("ledger_period", ("id",), [(item,)])
    accounts = [
        tuple(getattr(item, name) for name in _IDENTITY)
        for item in opened
        if isinstance(item, Account)
    ]
    if accounts:
        _insert("ledger_account", _IDENTITY, accounts)


def period_state(period: str) -> str | None:
    """Whether a period is "open" or "closed"; None for one that does not exist."""

    def state() -> str | None:
        return Period.objects.filter(id=period).values_list("state", flat=True).first()

    return memo.once(("period", period), state, Period)


def judge(
    journal: Journal,
    *,
    opening: Iterable[Account] = (),
    period_opens: bool = False,
    books: Books | None = None,
) -> dict[str, Balance] | NotPosted:
    """The balances the journal would give, or why it would be refused. Writes nothing.

    `opening` are accounts that will be opened just before it, `period_opens` says the same of its
    period. `books` are those of its accounts, when the caller has read them already.
    """
    if books is None:
        books = read({name for t in journal.transfers for name in (t.debit, t.credit)})
    for account in opening:
        books.add(account)
    if period_opens or period_state(journal.period) == "open":
        books.open_periods.add(journal.period)
    places = [t.resolves for t in journal.transfers if t.resolves is not None]
    books.reservations.update(_reservations(places))
    if journal.reverses is not None:
        mirror = _mirror(journal.reverses)
        if mirror is not None:
            books.mirrors[journal.reverses] = lines_hash(mirror)
    return books.judge(journal)


def post(journal: Journal) -> Posted | NotPosted:
    """Write a journal, all of it, or say why not.

    Its `n` is the index the entry will have, written later in the same transaction.
    """
    outcome = judge(journal)
    if not isinstance(outcome, dict):
        return outcome
    write(journal)
    return Posted(journal.n, tuple(sorted(outcome.items())))


def write(journal: Journal) -> None:
    """Write a journal that was judged in this transaction; the database judges it once more."""
    _write_lines(journal)
    _do(
        "INSERT INTO ledger_journal"
        " (n, lines, kind, period, effective, at_utc, authority, reverses)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        [
            journal.n,
            len(journal.transfers),
            journal.kind,
            journal.period,
            journal.effective,
            journal.at_utc,
            journal.authority,
            journal.reverses,
        ],
    )


def reversal_lines(journal: int) -> tuple[Transfer, ...] | None:
    """The lines of the journal that would undo this one; None when it cannot be reversed (again).

    Post them in a journal whose `reverses` is this one's n.
    """
    return _mirror(journal)


def balance(account: str) -> Balance:
    """What went through an account. Raises KeyError for an account that does not exist."""
    return read([account]).balances[account]


def trial_balance(fund: str, unit: str) -> TrialBalance:
    """The accounts of one fund and unit with their balances."""
    rows = _ask(
        f"SELECT {_columns()} FROM ledger_account WHERE fund = %s AND unit = %s",  # noqa: S608
        [fund, unit],
    )
    read = sorted((_account(row) for row in rows), key=lambda pair: pair[0].code)
    trial = TrialBalance(fund, unit, tuple(read))
    assert trial.debits == trial.credits, f"fund {fund} does not balance in {unit}"
    return trial


def balances_recomputed() -> dict[str, Balance]:
    """Every balance summed anew from the transfers alone, by a formula of its own.

    What is reserved is counted as the pending lines that nothing has resolved, while the
    database's triggers add and release. Accounts that nothing moved are absent.
    """
    return {str(row[0]): Balance(*map(int, row[1:])) for row in _ask(_RECOMPUTED)}


def wrong_balances() -> tuple[tuple[str, Balance, Balance], ...]:
    """Accounts whose kept balance is not the sum of their transfers: (id, kept, summed)."""
    rows = _ask(f"SELECT {_columns()} FROM ledger_account")  # noqa: S608
    summed = balances_recomputed()
    kept = {account.id: balance for account, balance in map(_account, rows)}
    return tuple(
        (name, kept.get(name, Balance()), summed.get(name, Balance()))
        for name in sorted({*kept, *summed})
        if kept.get(name, Balance()) != summed.get(name, Balance())
    )


def to_effect(journal: Journal) -> Effect:
    """The effect `postings` of a journal (docs/reference/ledger.md).

    More than 500 lines, or 32 KiB, go to a document of one canonical JSON array a line, whose
    Merkle root over those lines the effect states.
    """
    if len(journal.transfers) <= MAX_LINES:
        plain = journal_plain(journal)
        if len(canonical.dump(plain)) <= EFFECT_LIMIT:
            return Effect(plain, None)
    leaves = journal_leaves(journal)
    document = b"\n".join((*leaves, b""))
    sha256 = hashlib.sha256(document).hexdigest()
    return Effect(journal_document_plain(journal, sha256, lines_root(leaves)), document)


def lines_root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle root over the lines of a journal's document."""
    return merkle.tree_root([merkle.leaf_hash(leaf) for leaf in leaves])


def _open(what: str, table: str, names: tuple[str, ...], values: tuple[Any, ...]) -> Exists | None:
    if _ask(f"SELECT 1 FROM {table} WHERE {names[0]} = %s", [values[0]]):  # noqa: S608
        return Exists(what, values[0])
    _insert(table, names, [values])
    return None


def _insert(table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    marks = ", ".join(["%s"] * len(names))
    with connections[current_database()].cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608
            rows,
        )


def _ask(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connections[current_database()].cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _do(sql: str, parameters: Sequence[Any]) -> None:
    with connections[current_database()].cursor() as cursor:
        cursor.execute(sql, parameters)


_TRANSFER = (
    "journal",
    "line",
    "fund",
    "unit",
    "debit",
    "credit",
    "amount",
    "phase",
    "resolves_journal",
    "resolves_line",
)
_LIST = {
    "sqlite": "json_each(%s)",
    "postgresql": "json_array_elements(%s::json)",
}
"""A JSON array as rows with a column `value`: one parameter, however many values."""


def _write_lines(journal: Journal) -> None:
    rows = [
        (journal.n, line, t.fund, t.unit, t.debit, t.credit, t.amount, t.phase)
        + (t.resolves or (None, None))
        for line, t in enumerate(journal.transfers, 1)
    ]
    connection = connections[current_database()]
    if connection.vendor != "postgresql" or len(rows) < COPY_FROM:
        _insert("ledger_transfer", _TRANSFER, rows)
        return
    statement = f"COPY ledger_transfer ({', '.join(_TRANSFER)}) FROM STDIN"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _columns() -> str:
    return ", ".join((*_IDENTITY, *_BALANCE, "closed"))


def _account(row: Sequence[Any]) -> tuple[Account, Balance]:
    return Account(*row[: len(_IDENTITY)]), Balance(*row[len(_IDENTITY) : -1])


def read(ids: Iterable[str]) -> Books:
    """Books that hold the accounts of these ids, as far as they exist."""
    value = "w.value" if _vendor() == "sqlite" else "w.value #>> '{}'"
    rows = _ask(
        f"SELECT {_columns()} FROM ledger_account"  # noqa: S608
        f" WHERE id IN (SELECT {value} FROM {_LIST[_vendor()]} AS w)",
        [json.dumps(list(ids))],
    )
    books = Books()
    for row in rows:
        account, kept = _account(row)
        books.add(account, kept, closed=bool(row[-1]))
    return books


def _reservations(places: Sequence[Place]) -> dict[Place, Transfer]:
    """Those of these lines that reserve something nobody has resolved yet."""
    if not places:
        return {}
    rows = _ask(
        f"SELECT t.journal, t.line, t.fund, t.unit, t.debit, t.credit, t.amount, t.phase"  # noqa: S608
        f" FROM {_LIST[_vendor()]} AS w JOIN ledger_transfer AS t"
        " ON t.journal = CAST(w.value ->> 0 AS bigint)"
        " AND t.line = CAST(w.value ->> 1 AS integer)"
        " WHERE t.phase = 'pending' AND NOT EXISTS (SELECT 1 FROM ledger_transfer AS r"
        " WHERE r.resolves_journal = t.journal AND r.resolves_line = t.line)",
        [json.dumps(sorted(set(places)))],
    )
    return {(row[0], row[1]): Transfer(*row[2:]) for row in rows}


def _mirror(journal: int) -> tuple[Transfer, ...] | None:
    """The lines that would undo a journal; None when unknown, reversed, or not reversible."""
    if _ask("SELECT 1 FROM ledger_journal WHERE reverses = %s", [journal]):
        return None
    rows = _ask(
        "SELECT fund, unit, debit, credit, amount, phase, resolves_journal, resolves_line"
        " FROM ledger_transfer WHERE journal = %s ORDER BY line",
        [journal],
    )
    lines = [
        Transfer(fund, unit, debit, credit, amount, phase, None if n is None else (n, line))
        for fund, unit, debit, credit, amount, phase, n, line in rows
    ]
    return mirrored(lines) if lines else None


def _vendor() -> str:
    return connections[current_database()].vendor


_RECOMPUTED = """
SELECT account, CAST(sum(a) AS bigint), CAST(sum(b) AS bigint), CAST(sum(c) AS bigint),
  CAST(sum(d) AS bigint)
FROM (
  SELECT debit AS account, amount AS a, 0 AS b, 0 AS c, 0 AS d
    FROM ledger_transfer WHERE phase IN ('posted', 'post')
  UNION ALL
  SELECT credit, 0, amount, 0, 0 FROM ledger_transfer WHERE phase IN ('posted', 'post')
  UNION ALL
  SELECT debit, 0, 0, amount, 0 FROM ledger_transfer AS t WHERE phase = 'pending' AND NOT EXISTS (
    SELECT 1 FROM ledger_transfer AS r
    WHERE r.resolves_journal = t.journal AND r.resolves_line = t.line)
  UNION ALL
  SELECT credit, 0, 0, 0, amount FROM ledger_transfer AS t WHERE phase = 'pending' AND NOT EXISTS (
    SELECT 1 FROM ledger_transfer AS r
    WHERE r.resolves_journal = t.journal AND r.resolves_line = t.line)
) AS side GROUP BY account
"""
