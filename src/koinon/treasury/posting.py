"""Preparing a journal: what it opens, what it moves, whether the ledger's rules let it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from koinon.acts import memo
from koinon.acts.act import Effect, Grant, Moment
from koinon.acts.refused import refuse
from koinon.acts.stating import Kept, stated
from koinon.methods.posting_effects import Opened, opened_plain
from koinon.methods.postings import (
    Account,
    Books,
    Journal,
    NotPosted,
    Overdrawn,
    PeriodNotOpen,
    Transfer,
)
from koinon.treasury import chart, ledger
from koinon.treasury.models import Fund as FundRow
from koinon.treasury.models import Unit as UnitRow
from koinon.treasury.sharing import check_business

Move: TypeAlias = tuple[Account, Account, int]
"""A debit, a credit and an amount in minor units."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A journal the rules allow, with what must be opened before it."""

    opens: tuple[Opened, ...]
    journal: Journal | None
    effects: tuple[Effect, ...]
    kept: Kept

    def write(self) -> None:
        """Open what is new, then write the journal, which `prepare` has judged."""
        ledger.write_opened(*self.opens)
        if self.journal is not None:
            ledger.write(self.journal)


def prepare(
    moment: Moment,
    kind: str,
    moves: Sequence[Move],
    *,
    year: int,
    effective: str | None = None,
    also_open: Sequence[Account] = (),
) -> Prepared:
    """Judge a journal of these moves in a year's period; refuse what the ledger would refuse.

    And new business of a coalition that has shared out what it had.

    Accounts, the fund, the unit and the period that are not there yet are opened with it. Moves
    of nothing are left out.
    """
    check_business(kind)
    sides = [*also_open, *(side for move in moves for side in move[:2])]
    wanted = {account.id: account for account in sides}
    books = ledger.read(wanted)
    missing = [account for name, account in wanted.items() if name not in books.accounts]
    opens = (*_unknown(missing, str(year)), *missing)
    transfers = tuple(
        Transfer(debit.fund, debit.unit, debit.id, credit.id, amount)
        for debit, credit, amount in moves
        if amount
    )
    journal = None
    effects: list[Effect] = []
    kept: Kept = ()
    if opens:
        opened, kept = stated(opened_plain(*opens)["opened"])
        effects.append({"kind": "postings", "opened": opened})
    if transfers:
        journal = Journal(
            n=moment.n,
            kind=kind,
            period=str(year),
            effective=effective or moment.day,
            at_utc=moment.at,
            authority=named(moment.grant),
            transfers=transfers,
        )
        _judge(journal, opens, books)
        posted = ledger.to_effect(journal)
        effects.append(posted.plain)
        if posted.document is not None:
            kept = (*kept, (posted.document, ledger.DOCUMENT_MEDIA))
    return Prepared(opens, journal, tuple(effects), kept)


def open_year(on: str, moment: Moment) -> int:
    """The year to book a day's event in: its own, or this year's when that one is closed."""
    closed = ledger.period_state(on[:4]) == "closed"
    return int(moment.day[:4] if closed else on[:4])


def named(grant: Grant) -> str:
    """The authority as a journal names it: the decision's entry, or the article."""
    if grant.decision is not None:
        return f"decision {grant.decision}"
    return f"article {grant.article}" if grant.article is not None else grant.kind


def _unknown(accounts: Sequence[Account], period: str) -> tuple[Opened, ...]:
    """What must be opened before these accounts: units, the fund, the period."""
    opens: list[Opened] = []
    units = sorted({account.unit for account in accounts})
    opens += [chart.unit(code) for code in units if code not in _units()]
    if units and chart.COMMON.id not in _funds():
        opens.append(chart.COMMON)
    if ledger.period_state(period) is None:
        opens.append(period)
    return tuple(opens)


def _units() -> frozenset[str]:
    return memo.once(
        "units", lambda: frozenset(UnitRow.objects.values_list("code", flat=True)), UnitRow
    )


def _funds() -> frozenset[str]:
    return memo.once(
        "funds", lambda: frozenset(FundRow.objects.values_list("id", flat=True)), FundRow
    )


def _judge(journal: Journal, opens: Sequence[Opened], books: Books) -> None:
    """Refuse with the sentence that names the account and what is left."""
    fresh = [item for item in opens if isinstance(item, Account)]
    opened = journal.period in opens
    outcome = ledger.judge(journal, opening=fresh, period_opens=opened, books=books)
    if isinstance(outcome, dict):
        return
    _refuse(outcome)


def _refuse(outcome: NotPosted) -> None:
    if isinstance(outcome, Overdrawn):
        refuse(
            "treasury.overdrawn",
            account=outcome.account,
            available_cents=outcome.available,
            short_cents=outcome.short,
        )
    if isinstance(outcome, PeriodNotOpen):
        refuse("treasury.period_closed", year=outcome.period)
    refuse("treasury.not_posted", why=type(outcome).__name__)
