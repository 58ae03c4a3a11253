"""The ledger's functions on both databases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from tests.support.databases import OwnDatabase
from tests.treasury.writing import entry, inside

from koinon.acts.state import using_database
from koinon.methods.posting_effects import check_postings, opened_plain
from koinon.methods.postings import (
    Account,
    Balance,
    Books,
    Fund,
    Journal,
    NotReversible,
    Overdrawn,
    Transfer,
    Unit,
)
from koinon.record import canonical, merkle
from koinon.treasury import ledger

BANK = Account("bank", "general", "EUR", "1000", "asset", "credits_within_debits")
LEVY = Account("levy", "general", "EUR", "4000", "revenue", member="ghent", fiscal_year=2027)
WORLD = (Unit("EUR", 2), Fund("general", ""), "2027", BANK, LEVY)
INCOME = Transfer("general", "EUR", "bank", "levy", 620)
AT = "2027-05-01T00:00:00.000000Z"


def journal(n: int, *transfers: Transfer, reverses: int | None = None) -> Journal:
    return Journal(n, "levy", "2027", "2027-05-01", AT, "article 5", transfers, reverses)


def found() -> None:
    entry(0)
    assert ledger.open_unit(Unit("EUR", 2)) is None
    assert ledger.open_fund(Fund("general", "")) is None
    assert ledger.open_period("2027") is None
    assert ledger.open_account(BANK) is None
    assert ledger.open_account(LEVY) is None


@pytest.fixture(params=["default", "replay"])
def alias(request: pytest.FixtureRequest, db: None) -> Iterator[str]:
    with using_database(request.param), inside():
        found()
        yield request.param


@pytest.mark.django_db(databases=["default", "replay"])
def test_opening_twice_or_in_the_wrong_place_is_answered(alias: str) -> None:
    assert ledger.open_unit(Unit("EUR", 2)) == ledger.Exists("unit", "EUR")
    assert ledger.open_fund(Fund("general", "other")) == ledger.Exists("fund", "general")
    assert ledger.open_period("2027") == ledger.Exists("period", "2027")
    assert ledger.open_account(BANK) == ledger.Exists("account", "bank")
    same_code = Account("bank2", "general", "EUR", "1000", "asset")
    assert ledger.open_account(same_code) == ledger.Exists("account", "bank2")
    assert ledger.open_account(Account("x", "homes", "EUR", "1", "asset")) == ledger.Unknown(
        "fund", "homes"
    )
    assert ledger.open_account(Account("x", "general", "USD", "1", "asset")) == ledger.Unknown(
        "unit", "USD"
    )


@pytest.mark.django_db(databases=["default", "replay"])
def test_closing_answers_what_is_in_the_way(alias: str) -> None:
    assert isinstance(ledger.post(journal(1, INCOME)), ledger.Posted)
    entry(1)
    assert ledger.close_account("bank") == ledger.NotEmpty("bank", Balance(620))
    assert ledger.close_account("x") == ledger.Unknown("account", "x")
    spare = Account("spare", "general", "EUR", "9", "asset")
    assert ledger.open_account(spare) is None
    assert ledger.close_account("spare") is None
    assert ledger.close_account("spare") == ledger.Unknown("account", "spare")
    assert ledger.close_period("2027") is None
    assert ledger.close_period("2027") == ledger.Unknown("period", "2027")


@pytest.mark.django_db(databases=["default", "replay"])
def test_posting_gives_the_new_balances_and_refusing_changes_nothing(alias: str) -> None:
    assert ledger.post(journal(1, INCOME)) == ledger.Posted(
        1, (("bank", Balance(620)), ("levy", Balance(0, 620)))
    )
    entry(1)
    back = Transfer("general", "EUR", "levy", "bank", 621)
    assert ledger.post(journal(2, back)) == Overdrawn("bank", 620, 1)
    assert ledger.judge(journal(2, back)) == Overdrawn("bank", 620, 1)
    assert ledger.balance("bank") == Balance(620)
    with pytest.raises(KeyError):
        ledger.balance("x")
    trial = ledger.trial_balance("general", "EUR")
    assert [(account.code, balance.net) for account, balance in trial.rows] == [
        ("1000", 620),
        ("4000", -620),
    ]
    assert trial.rows[1][0] == LEVY
    assert (trial.debits, trial.credits) == (620, 620)


@pytest.mark.django_db(databases=["default", "replay"])
def test_a_reversal_is_proposed_taken_and_not_taken_twice(alias: str) -> None:
    ledger.post(journal(1, INCOME))
    entry(1)
    lines = ledger.reversal_lines(1)
    assert lines == (Transfer("general", "EUR", "levy", "bank", 620),)
    assert isinstance(ledger.post(journal(2, *lines, reverses=1)), ledger.Posted)
    entry(2)
    assert ledger.reversal_lines(1) is None
    assert ledger.post(journal(3, *lines, reverses=1)) == NotReversible(1)
    assert ledger.reversal_lines(9) is None
    assert ledger.balance("bank").settled


@pytest.mark.django_db(databases=["default", "replay"])
def test_a_balance_changed_behind_the_ledgers_back_is_found(alias: str) -> None:
    """Someone took the guard away first; the sum of the transfers still tells."""
    ledger.post(journal(1, INCOME))
    entry(1)
    assert ledger.wrong_balances() == ()
    connection = connections[alias]
    place = " ON ledger_account" if connection.vendor == "postgresql" else ""
    with transaction.atomic(using=alias):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE" if place else "SELECT 1")
            cursor.execute(f"DROP TRIGGER ledger_account_kept{place}")
            cursor.execute("UPDATE ledger_account SET posted_debits = 999 WHERE id = 'bank'")
        assert ledger.wrong_balances() == (("bank", Balance(999), Balance(620)),)
        with pytest.raises(AssertionError, match="does not balance"):
            ledger.trial_balance("general", "EUR")
        transaction.set_rollback(True, using=alias)


def long_journal(n: int, lines: int) -> Journal:
    return journal(
        n, *(Transfer("general", "EUR", "bank", "levy", amount) for amount in range(1, lines + 1))
    )


@pytest.mark.django_db(databases=["default", "replay"])
def test_a_long_journal_is_posted_and_stated_by_a_document(alias: str) -> None:
    long = long_journal(1, 20_000)
    posted = ledger.post(long)
    assert isinstance(posted, ledger.Posted)
    entry(1)
    total = 20_000 * 20_001 // 2
    assert ledger.balance("bank") == Balance(total)
    assert ledger.balances_recomputed() == {"bank": Balance(total), "levy": Balance(0, total)}

    effect = ledger.to_effect(long)
    assert effect.document is not None
    assert len(canonical.dump(effect.plain)) < 500
    leaves = effect.document.split(b"\n")[:-1]
    assert all(canonical.dump(canonical.load(leaf)) == leaf for leaf in leaves)
    stated = effect.plain["journal"]["document"]
    assert stated["sha256"] == hashlib.sha256(effect.document).hexdigest()
    assert bytes.fromhex(stated["root"]) == merkle.tree_root(map(merkle.leaf_hash, leaves))
    books = Books()
    for n, plain in enumerate((opened_plain(*WORLD), effect.plain)):
        assert check_postings(
            books, n, AT, plain, document=lambda _: effect.document, root=ledger.lines_root
        )
    assert books.balances == {"bank": Balance(total), "levy": Balance(0, total)}


@pytest.mark.parametrize(("lines", "inline"), [(1, True), (500, True), (501, False)])
def test_up_to_500_lines_stand_in_the_effect(lines: int, inline: bool) -> None:
    effect = ledger.to_effect(long_journal(1, lines))
    assert (effect.document is None) == inline
    assert len(canonical.dump(effect.plain)) <= ledger.EFFECT_LIMIT


def test_long_names_go_to_a_document_sooner() -> None:
    line = Transfer("general", "EUR", "b" * 64, "c" * 64, 2**53 - 1)
    assert ledger.to_effect(journal(1, *[line] * 400)).document is not None


@pytest.mark.django_db(databases=["default", "replay"])
def test_a_number_beyond_what_sqlite_binds_is_judged_at_once(alias: str) -> None:
    """A levy names thousands of accounts: one query, one parameter, whatever their number."""
    lines = [Transfer("general", "EUR", "bank", f"no-{i}", 1) for i in range(40_000)]
    refused = ledger.judge(journal(1, *lines))
    assert refused == ledger.judge(journal(1, lines[0]))


def test_no_journal_is_committed_without_its_entry(own_database: OwnDatabase) -> None:
    with inside(), transaction.atomic():
        found()
    with pytest.raises(IntegrityError), inside(), transaction.atomic():
        ledger.post(journal(1, INCOME))
    assert ledger.balance("bank") == Balance()
    with inside(), transaction.atomic():
        ledger.post(journal(1, INCOME))
        entry(1)
    assert ledger.balance("bank") == Balance(620)
    with inside():
        entry(2)
    with (
        pytest.raises(DatabaseError, match="together with its entry"),
        inside(),
        transaction.atomic(),
    ):
        ledger.post(journal(2, INCOME))
