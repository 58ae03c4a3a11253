"""Whom money that came in is credited to: invoices first, the rest to the payer's credit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from koinon.acts.refused import refuse
from koinon.cities import queries as cities
from koinon.methods.postings import Account
from koinon.record.canonical import JSON
from koinon.treasury import chart
from koinon.treasury.models import Invoice
from koinon.treasury.posting import Move

Settled = tuple[tuple[int, int], ...]
"""How much (minor units) goes on which invoice (number)."""


@dataclass(frozen=True, slots=True)
class Credited:
    """Where an amount goes; without a city nobody can be named for it."""

    city: str | None
    amount_cents: int
    settled: Settled

    @property
    def on_invoices(self) -> int:
        """How much goes on invoices, in minor units."""
        return sum(cents for _, cents in self.settled)

    def sides(self, currency: str) -> list[tuple[Account, int]]:
        """The accounts credited, with how much of it each."""
        if self.city is None:
            return [(chart.exceptions(currency), self.amount_cents)]
        parts = [
            (chart.receivable(currency, self.city), self.on_invoices),
            (chart.advance(currency, self.city), self.amount_cents - self.on_invoices),
        ]
        return [part for part in parts if part[1]]

    def result(self) -> dict[str, JSON]:
        """What the answer to the act says."""
        return {
            "city": self.city,
            "invoices": [number for number, _ in self.settled],
            "settled_cents": self.on_invoices,
        }


def credit(
    cents: int, city: str | None, invoice_reference: str | None, *, undo: Settled = ()
) -> Credited:
    """Whom an amount is credited to: the invoice named first, then the payer's others by due day.

    `undo` is what an earlier booking of the same money had put on invoices; it counts as open
    again. Refuses a city that nobody knows.
    """
    named = None
    if invoice_reference is not None:
        named = Invoice.objects.filter(reference=invoice_reference).first()
    payer = named.city if named is not None else city
    if payer is None:
        return Credited(None, cents, ())
    if cities.city(payer) is None:
        refuse("cities.unknown", city=payer)
    rows = list(Invoice.objects.filter(city=payer).order_by("due", "number"))
    rows.sort(key=lambda row: named is None or row.number != named.number)
    again = dict(undo)
    settled, rest = [], cents
    for row in rows:
        part = min(rest, row.amount_cents - row.paid_cents + again.get(row.number, 0))
        if part > 0:
            settled.append((row.number, part))
            rest -= part
    return Credited(payer, cents, tuple(settled))


def settle(settled: Settled, sign: int) -> None:
    """Write what was paid on each invoice, or with -1 take it back."""
    for number, cents in settled:
        Invoice.objects.filter(number=number).update(paid_cents=F("paid_cents") + sign * cents)


def moved(
    before: Sequence[tuple[Account, int]], after: Sequence[tuple[Account, int]]
) -> list[Move]:
    """The moves that take credits back from `before` and give them to `after`, same sum.

    What stays on an account is not moved.
    """
    gives, takes = dict(before), dict(after)
    stays = {account: min(gives[account], takes.get(account, 0)) for account in gives}
    sources = [(account, cents - stays[account]) for account, cents in before]
    moves: list[Move] = []
    for target, cents in after:
        wanted = cents - stays.get(target, 0)
        while wanted:
            account, has = sources.pop()
            part = min(has, wanted)
            if part:
                moves.append((account, target, part))
            wanted -= part
            if has > part:
                sources.append((account, has - part))
    return moves
