"""Thousands of random operations: the ledger, the database alone and a clerk must agree."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from django.db import DatabaseError, connections, transaction
from tests.treasury.naive import Clerk, Verdict
from tests.treasury.writing import entry, inside, write_unjudged

from koinon.acts.state import using_database
from koinon.methods.postings import (
    Account,
    Balance,
    Fund,
    Journal,
    NoSuchAccount,
    NotPosted,
    Overdrawn,
    Phase,
    Rule,
    Transfer,
    Unit,
)
from koinon.treasury import ledger

OPERATIONS = 2_500
RULES: dict[str, Rule] = {
    "plan": "none",
    "free": "debits_within_credits",
    "committed": "debits_within_credits",
    "bank": "credits_within_debits",
    "levy": "none",
    "old": "none",
}


def world() -> dict[str, Account]:
    accounts = [
        Account(f"{fund}:{name}", fund, "EUR", name, "budget", rule)
        for fund in ("general", "housing")
        for name, rule in RULES.items()
    ]
    accounts.append(Account("yen", "general", "JPY", "yen", "asset"))
    return {account.id: account for account in accounts}


def line(chance: random.Random, clerk: Clerk) -> Transfer:
    held = [
        ((n, number), t)
        for n, journal in list(clerk.journals.items())[-60:]
        for number, t in enumerate(journal.transfers, 1)
        if t.phase == "pending"
    ]
    if held and chance.random() < 0.3:
        place, t = chance.choice(held)
        amount = chance.choice((t.amount, chance.randint(1, t.amount + 2)))
        return Transfer(
            t.fund, t.unit, t.debit, t.credit, amount, chance.choice(("post", "void")), place
        )
    fund = chance.choice(("general", "general", "housing"))
    debit, credit = (f"{fund}:{name}" for name in chance.sample([*RULES], 2))
    if chance.random() < 0.04:
        credit = chance.choice(("housing:levy", "yen", "nobody", "general:bank"))
    if debit == credit:
        debit = f"{fund}:plan"
    phase: Phase = "posted" if chance.random() < 2 / 3 else "pending"
    return Transfer(fund, "EUR", debit, credit, chance.randint(1, 60), phase)


def journal(chance: random.Random, clerk: Clerk, n: int) -> Journal:
    period = "closed" if chance.random() < 0.02 else "2027"
    if clerk.journals and chance.random() < 0.1:
        original = chance.choice(list(clerk.journals.values())[-30:])
        lines = [Transfer(t.fund, t.unit, t.credit, t.debit, t.amount) for t in original.transfers]
        if chance.random() < 0.2:
            lines[0] = replace(lines[0], amount=lines[0].amount + 1)
        reverses: int | None = original.n
    else:
        lines = [line(chance, clerk) for _ in range(chance.randint(1, 4))]
        reverses = None
    return Journal(
        n, "test", period, "2027-05-01", "2027-05-01T00:00:00.000000Z", "x", tuple(lines), reverses
    )


def said(answer: ledger.Posted | NotPosted) -> Verdict:
    """A refusal in the clerk's words."""
    name = type(answer).__name__
    match answer:
        case ledger.Posted():
            return "posted", ""
        case Overdrawn(account, available, short):
            assert available >= 0
            assert short > 0
            return name, f"{account} {short}"
        case NoSuchAccount(number, account):
            return name, f"{number} {account}"
    (fact,) = (getattr(answer, field) for field in type(answer).__slots__)
    return name, str(fact)


@pytest.mark.django_db(databases=["default", "replay"])
@pytest.mark.parametrize("alias", ["default", "replay"])
def test_ledger_database_and_clerk_agree(alias: str) -> None:
    chance, accounts = random.Random(20270501), world()
    clerk, counted = Clerk(accounts), Counter[str]()
    with using_database(alias), inside():
        clerk.open_periods.add("2027")
        found(accounts)
        clerk.closed |= {"general:old", "housing:old"}
        for n in range(1, OPERATIONS + 1):
            wanted = journal(chance, clerk, n)
            expected = clerk.judge(wanted)
            if expected[0] != "posted":
                database_refuses(alias, wanted)
            assert said(ledger.post(wanted)) == expected, wanted
            clerk.post(wanted)
            entry(n)
            counted[expected[0]] += 1
        balances_agree(clerk)
        assert ledger.wrong_balances() == ()
    assert sum(counted.values()) == OPERATIONS
    assert counted["posted"] > 500
    for refusal in ("Overdrawn", "NotReserved", "NotReversible", "AccountClosed"):
        assert counted[refusal] > 40, counted
    for refusal in ("PeriodNotOpen", "NoSuchAccount"):
        assert counted[refusal] > 20, counted


def found(accounts: dict[str, Account]) -> None:
    entry(0)
    for code, exponent in (("EUR", 2), ("JPY", 0)):
        assert ledger.open_unit(Unit(code, exponent)) is None
    for fund in ("general", "housing"):
        assert ledger.open_fund(Fund(fund, "")) is None
    for period in ("2027", "closed"):
        assert ledger.open_period(period) is None
    assert ledger.close_period("closed") is None
    for account in accounts.values():
        assert ledger.open_account(account) is None
    for fund in ("general", "housing"):
        assert ledger.close_account(f"{fund}:old") is None


def database_refuses(alias: str, wanted: Journal) -> None:
    """What the clerk refuses, the database refuses by itself, whoever failed to ask first."""
    with pytest.raises(DatabaseError), transaction.atomic(using=alias):
        write_unjudged(wanted)
        connections[alias].check_constraints()


def balances_agree(clerk: Clerk) -> None:
    summed = ledger.balances_recomputed()
    for name in clerk.accounts:
        kept = ledger.balance(name)
        totals = clerk.totals(name)
        assert totals == (
            kept.posted_debits,
            kept.posted_credits,
            kept.pending_debits,
            kept.pending_credits,
        )
        assert summed.get(name, Balance()) == kept
    for fund in ("general", "housing"):
        trial = ledger.trial_balance(fund, "EUR")
        assert trial.debits == trial.credits > 0
