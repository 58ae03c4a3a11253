"""Double entry, judged: what a journal does to accounts, and whether their rules allow it.

A transfer takes one whole amount from the debit of one account to the credit of another, so every
journal balances by construction. Accounts belong to one fund and one unit, and a transfer joins
two of the same. An account's rule says which side may not outgrow the other, what is reserved
counted in. A journal is judged as a whole: only what it comes to matters, not the order of lines.

Phases: `posted` moves money; `pending` reserves it; `post` moves up to what an earlier line
reserved and releases the rest; `void` releases all of it. The model follows TigerBeetle's
two-phase transfers (docs/coding/two-phase-transfers.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Rule = Literal["none", "debits_within_credits", "credits_within_debits"]
Kind = Literal["asset", "liability", "net_assets", "revenue", "expense", "budget"]
Phase = Literal["posted", "pending", "post", "void"]

MAX_AMOUNT = 2**53 - 1
"""Largest amount and balance in minor units: what every JSON reader keeps exactly."""

MAX_ID = 64
"""Characters in the id of a fund, a period or an account."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A currency: ISO 4217 code and the decimal places of its minor unit (0 to 4)."""

    code: str
    exponent: int


@dataclass(frozen=True, slots=True)
class Fund:
    """Money with a purpose of its own; no transfer leaves its fund."""

    id: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Account:
    """What an account is, for good: its fund, unit, code within them, kind and rule."""

    id: str
    fund: str
    unit: str
    code: str
    kind: Kind
    rule: Rule = "none"
    programme: str = ""
    member: str = ""
    fiscal_year: int | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """What went through an account so far, in minor units; nothing here is ever negative."""

    posted_debits: int = 0
    posted_credits: int = 0
    pending_debits: int = 0
    pending_credits: int = 0

    @property
    def net(self) -> int:
        """Posted debits minus posted credits."""
        return self.posted_debits - self.posted_credits

    def available(self, rule: Rule) -> int | None:
        """What may still be taken from an account under `rule`; None when nothing limits it."""
        if rule == "debits_within_credits":
            return self.posted_credits - self.posted_debits - self.pending_debits
        if rule == "credits_within_debits":
            return self.posted_debits - self.posted_credits - self.pending_credits
        return None

    @property
    def settled(self) -> bool:
        """Whether nothing is left and nothing is reserved."""
        return not (self.net or self.pending_debits or self.pending_credits)


Place: TypeAlias = tuple[int, int]
"""A line of the ledger: the journal's n and the line's number, from 1."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One line of a journal; `resolves` names the reservation that `post` and `void` settle."""

    fund: str
    unit: str
    debit: str
    credit: str
    amount: int
    phase: Phase = "posted"
    resolves: Place | None = None

    def __post_init__(self) -> None:
        if type(self.amount) is not int or not 0 < self.amount <= MAX_AMOUNT:
            raise ValueError(f"the amount {self.amount!r} is not a whole number from 1 to 2**53-1")
        if self.debit == self.credit:
            raise ValueError(f"a transfer has two sides, not {self.debit} twice")
        if (self.phase in ("post", "void")) != (self.resolves is not None):
            raise ValueError(f"a line {self.phase!r} cannot resolve {self.resolves}")


@dataclass(frozen=True, slots=True)
class Journal:
    """The transfers of entry `n` of the record, all or none; line 1 is the first.

    `authority` names the decision or the article; `effective` is the day the event counts for
    (ISO), `at_utc` the instant it was recorded; `reverses` the journal this one undoes.
    """

    n: int
    kind: str
    period: str
    effective: str
    at_utc: str
    authority: str
    transfers: tuple[Transfer, ...]
    reverses: int | None = None

    def __post_init__(self) -> None:
        if not self.transfers:
            raise ValueError("a journal holds at least one transfer")


@dataclass(frozen=True, slots=True)
class PeriodNotOpen:
    """The period is closed or was never opened."""

    period: str


@dataclass(frozen=True, slots=True)
class NoSuchAccount:
    """The line names an account that does not exist in that fund and unit."""

    line: int
    account: str


@dataclass(frozen=True, slots=True)
class AccountClosed:
    """The account was closed and takes nothing."""

    account: str


@dataclass(frozen=True, slots=True)
class NotReserved:
    """The line resolves no open reservation between these accounts, or more than it holds."""

    line: int


@dataclass(frozen=True, slots=True)
class NotReversible:
    """The journal named is unknown, reversed already, holds reservations, or is not mirrored."""

    journal: int


@dataclass(frozen=True, slots=True)
class Overdrawn:
    """The account has `available` left under its rule; the journal is `short` minor units over."""

    account: str
    available: int
    short: int


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The account's turnover would no longer be an exact number in every reader."""

    account: str


NotPosted = (
    PeriodNotOpen
    | NoSuchAccount
    | AccountClosed
    | NotReserved
    | NotReversible
    | Overdrawn
    | TooLarge
)
"""Why a journal is refused; nothing has changed."""


@dataclass(slots=True)
class Books:
    """A ledger, or the part of one that a journal touches.

    `reservations` are the pending lines not resolved yet; `mirrors` holds for every journal that
    may still be reversed the hash of the transfers its reversal must have.
    """

    units: dict[str, int] = field(default_factory=dict)
    funds: set[str] = field(default_factory=set)
    periods: set[str] = field(default_factory=set)
    open_periods: set[str] = field(default_factory=set)
    accounts: dict[str, Account] = field(default_factory=dict)
    codes: set[tuple[str, str, str]] = field(default_factory=set)
    balances: dict[str, Balance] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    reservations: dict[Place, Transfer] = field(default_factory=dict)
    mirrors: dict[int, bytes] = field(default_factory=dict)

    def add(self, account: Account, balance: Balance | None = None, closed: bool = False) -> None:
        """Take in an account: a new one is empty and open."""
        self.accounts[account.id] = account
        self.codes.add((account.fund, account.unit, account.code))
        self.balances[account.id] = balance or Balance()
        if closed:
            self.closed.add(account.id)

    def judge(self, journal: Journal) -> dict[str, Balance] | NotPosted:
        """The new balances of the accounts it touches, or why it is refused. Changes nothing."""
        if journal.period not in self.open_periods:
            return PeriodNotOpen(journal.period)
        if journal.reverses is not None and (
            self.mirrors.get(journal.reverses) != lines_hash(journal.transfers)
        ):
            return NotReversible(journal.reverses)
        moved = self._moved(journal)
        if not isinstance(moved, dict):
            return moved
        after: dict[str, Balance] = {}
        for account, change in moved.items():
            outcome = self._allowed(account, change)
            if not isinstance(outcome, Balance):
                return outcome
            after[account] = outcome
        return after

    def enter(self, journal: Journal, after: dict[str, Balance]) -> None:
        """Take the outcome of `judge` into the books."""
        self.balances.update(after)
        for line, transfer in enumerate(journal.transfers, 1):
            if transfer.resolves is not None:
                del self.reservations[transfer.resolves]
            elif transfer.phase == "pending":
                self.reservations[journal.n, line] = transfer
        if journal.reverses is not None:
            del self.mirrors[journal.reverses]
        mirror = mirrored(journal.transfers)
        if mirror is not None:
            self.mirrors[journal.n] = lines_hash(mirror)

    def _moved(self, journal: Journal) -> dict[str, list[int]] | NotPosted:
        """What the lines come to: per account posted and pending debits and credits."""
        accounts, moved = self.accounts, dict[str, list[int]]()
        resolved: set[Place] = set()
        for line, transfer in enumerate(journal.transfers, 1):
            for name in (transfer.debit, transfer.credit):
                if name not in moved:
                    moved[name] = [0, 0, 0, 0]
                account = accounts.get(name)
                if account is None or (account.fund, account.unit) != (
                    transfer.fund,
                    transfer.unit,
                ):
                    return NoSuchAccount(line, name)
            effect = self._effect(transfer, journal.n, resolved)
            if effect is None:
                return NotReserved(line)
            debits, credits = moved[transfer.debit], moved[transfer.credit]
            debits[0] += effect[0]
            credits[1] += effect[0]
            debits[2] += effect[1]
            credits[3] += effect[1]
        return moved

    def _effect(self, transfer: Transfer, n: int, resolved: set[Place]) -> tuple[int, int] | None:
        """Amounts posted and reserved by a line; None when it resolves what it may not."""
        if transfer.resolves is None:
            return (0, transfer.amount) if transfer.phase == "pending" else (transfer.amount, 0)
        held = self.reservations.get(transfer.resolves)
        if (
            held is None
            or transfer.resolves in resolved
            or transfer.resolves[0] >= n
            or (held.debit, held.credit) != (transfer.debit, transfer.credit)
            or transfer.amount > held.amount
            or (transfer.phase == "void" and transfer.amount < held.amount)
        ):
            return None
        resolved.add(transfer.resolves)
        return (transfer.amount if transfer.phase == "post" else 0), -held.amount

    def _allowed(self, name: str, change: list[int]) -> Balance | NotPosted:
        if name in self.closed:
            return AccountClosed(name)
        before, rule = self.balances[name], self.accounts[name].rule
        after = Balance(
            before.posted_debits + change[0],
            before.posted_credits + change[1],
            before.pending_debits + change[2],
            before.pending_credits + change[3],
        )
        left = after.available(rule)
        if left is not None and left < 0:
            available = before.available(rule)
            assert available is not None
            return Overdrawn(name, available, -left)
        assert min(after.pending_debits, after.pending_credits) >= 0
        if max(after.posted_debits, after.posted_credits) > MAX_AMOUNT or (
            max(after.pending_debits, after.pending_credits) > MAX_AMOUNT
        ):
            return TooLarge(name)
        return after


def mirrored(transfers: Iterable[Transfer]) -> tuple[Transfer, ...] | None:
    """The lines that undo these; None when some line only reserved or released.

    What is reserved is undone by `void`; what was released is reserved anew.
    """
    mirror = []
    for transfer in transfers:
        if transfer.phase not in ("posted", "post"):
            return None
        mirror.append(
            Transfer(transfer.fund, transfer.unit, transfer.credit, transfer.debit, transfer.amount)
        )
    return tuple(mirror)


def lines_hash(transfers: Iterable[Transfer]) -> bytes:
    """One hash for the lines of a journal, to compare a reversal with what it must be."""
    digest = hashlib.sha256()
    for transfer in transfers:
        line = (
            transfer.fund,
            transfer.unit,
            transfer.debit,
            transfer.credit,
            transfer.amount,
            transfer.phase,
            transfer.resolves,
        )
        digest.update(repr(line).encode())
    return digest.digest()
