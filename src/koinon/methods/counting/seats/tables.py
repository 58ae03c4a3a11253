"""Results of apportionments in tables: seats, quotients, seats of lists with their divisors."""

from __future__ import annotations

from fractions import Fraction

from koinon.methods.counting.seats.districts import BiproportionalResult
from koinon.methods.counting.seats.divisors import power, signposts
from koinon.methods.counting.seats.margins import Margin
from koinon.methods.counting.seats.rules import QUOTAS, SeatsResult
from koinon.methods.counting.sheets import Cell, Column, Sheet

MAX_QUOTIENTS = 200
"""Widest table of quotients, in seats."""


def sheets(result: SeatsResult, margins: tuple[Margin, ...] = ()) -> tuple[Sheet, ...]:
    """Seats by party, with what each lacks for one more where that is given; then quotients."""
    columns = [Column("party"), Column("votes"), Column("exact_share", places=3)]
    if result.quotas:
        columns.append(Column("quotas", places=3))
    columns.append(Column("seats"))
    if margins:
        columns.append(Column("votes_missing"))
    rows = []
    for p, party in enumerate(result.votes.parties):
        row: list[Cell] = [party, result.votes.votes[p]]
        row.append(result.shares[p] if result.entitled[p] else None)
        if result.quotas:
            row.append(result.quotas[p])
        row.append(result.seats[p])
        if margins:
            row.append(margins[p].votes)
        rows.append(tuple(row))
    return (Sheet("apportionment", tuple(columns), tuple(rows)), *_quotients(result))


def _quotients(result: SeatsResult) -> tuple[Sheet, ...]:
    """Votes by each divisor, up to the first that wins no seat; divisors as the law lists them."""
    most = max(result.seats) + 1
    if result.rule.method in QUOTAS or power(result.rule.method) != 1 or most > MAX_QUOTIENTS:
        return ()
    signpost = signposts(result.rule.method, result.rule.first)
    scale = {"sainte-lague": 2, "modified-sainte-lague": 2, "danish": 3}.get(result.rule.method, 1)
    divisors = [signpost(k) * scale for k in range(1, most + 1)]
    columns = (Column("party"), *(Column("divided_by", _number(d), places=1) for d in divisors))
    rows = tuple(
        (party, *(votes / d if d and k <= result.seats[p] + 1 else None
                  for k, d in enumerate(divisors, start=1)))
        for p, (party, votes) in enumerate(
            zip(result.votes.parties, result.votes.votes, strict=True))
        if result.entitled[p]
    )  # fmt: skip
    return (Sheet("quotients", columns, rows),)


def _number(divisor: Fraction) -> str:
    """A divisor as it is written: 3, 1.4; a fraction where it has no few decimals."""
    tenths = divisor * 10
    if divisor.denominator == 1 or tenths.denominator > 1:
        return str(divisor)
    return f"{tenths.numerator // 10}.{tenths.numerator % 10}"


def district_sheets(result: BiproportionalResult) -> tuple[Sheet, ...]:
    """Seats of the parties; then seats of their lists beside the divisors of both sides."""
    table = result.table
    numbers = (Fraction(v, result.scale) for v in result.upper.votes.votes)
    upper = Sheet(
        "parties",
        (Column("party"), Column("votes"), Column("voter_number", places=2), Column("seats")),
        tuple(
            (party, sum(row[j] for row in table.votes), number if result.entitled[j] else None,
             result.upper.seats[j])
            for j, (party, number) in enumerate(zip(table.parties, numbers, strict=True))
        ),
    )  # fmt: skip
    shown = [j for j in range(len(table.parties)) if result.entitled[j]]
    columns = (
        Column("district"),
        Column("seats"),
        Column("divisor", places=6),
        *(Column("party", table.parties[j]) for j in shown),
    )
    rows: list[tuple[Cell, ...]] = [
        (district, table.district_seats[i], result.district_divisors[i],
         *(result.seats[i][j] for j in shown))
        for i, district in enumerate(table.districts)
    ]  # fmt: skip
    rows.append(("all", sum(table.district_seats), None, *(result.upper.seats[j] for j in shown)))
    lists = Sheet("lists", columns, tuple(rows))
    divisors = Sheet(
        "party_divisors",
        (Column("party"), Column("divisor", places=6)),
        tuple((table.parties[j], result.party_divisors[j]) for j in shown),
    )
    return upper, lists, divisors
