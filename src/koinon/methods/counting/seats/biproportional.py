"""Seats of parties in districts: the quorum, seats of the parties, seats of their lists."""

from __future__ import annotations

from fractions import Fraction
from math import floor, lcm

from koinon.methods.counting.seats.districts import (
    Biproportional,
    BiproportionalResult,
    Matrix,
    Quorum,
    Table,
)
from koinon.methods.counting.seats.rules import SeatsError, SeatsResult, SeatsRule, Threshold, Votes
from koinon.methods.counting.seats.scaling import Lists, fill
from koinon.methods.counting.seats.sharing import apportion
from koinon.methods.counting.seats.tied import announce, count_tables, open_lists
from koinon.methods.counting.ties import Lots


def biproportional(rule: Biproportional, table: Table, lot: str = "") -> BiproportionalResult:
    """Share out all seats of the districts. Raises SeatsError, InfeasibleError and LotNeeded."""
    takes = reach(rule.quorum, table)
    if not any(takes):
        raise SeatsError("no party reaches the quorum; lower it.")
    upper, scale = upper_seats(rule, table, takes, lot)
    held = least_seats(rule, table, takes, upper)
    votes = [[v * t for v, t in zip(row, takes, strict=True)] for row in table.votes]
    lists = Lists(votes, held, table.district_seats, upper.seats, rule.rounding)
    fill(lists, table)
    found = open_lists(lists)
    rows, columns, drawn = _order(rule, table, found.more != {}, lot)
    names = [[f"{d}: {p}" for p in table.parties] for d in table.districts]
    seats, ties = announce(found, rows, columns, names, rule.ties)
    return BiproportionalResult(
        rule,
        table,
        takes,
        scale,
        upper,
        held,
        seats,
        tuple(lists.rows),
        tuple(lists.columns),
        count_tables(found, seats),
        ties,
        lot if upper.lot or (ties and drawn) else "",
    )


def reach(quorum: Quorum | None, table: Table) -> tuple[bool, ...]:
    """Which parties reach the quorum."""
    if quorum is None or (quorum.district is None and quorum.total is None):
        return (True,) * len(table.parties)
    whole = sum(map(sum, table.votes))
    found = []
    for j in range(len(table.parties)):
        column = [row[j] for row in table.votes]
        asked = []
        if quorum.district is not None:
            asked.append(any(v >= quorum.district * sum(row) and v
                             for v, row in zip(column, table.votes, strict=True)))  # fmt: skip
        if quorum.total is not None:
            asked.append(sum(column) >= quorum.total * whole)
        found.append(all(asked) if quorum.both else any(asked))
    return tuple(found)


def voter_numbers(rule: Biproportional, table: Table) -> list[Fraction]:
    """What each party has in all districts: its votes in voters, or as they are."""
    totals = [Fraction(0)] * len(table.parties)
    for row, seats in zip(table.votes, table.district_seats, strict=True):
        for j, v in enumerate(row):
            voters = Fraction(v, seats) if rule.weigh == "voters" else Fraction(v)
            totals[j] += floor(voters + Fraction(1, 2)) if rule.whole else voters
    return totals


def upper_seats(
    rule: Biproportional, table: Table, takes: tuple[bool, ...], lot: str
) -> tuple[SeatsResult, int]:
    """Seats of the parties by Sainte-Laguë, of voter numbers made whole by a common factor."""
    numbers = voter_numbers(rule, table)
    scale = lcm(*(n.denominator for n in numbers))
    whole = tuple(int(n * scale) * t for n, t in zip(numbers, takes, strict=True))
    if not any(whole):
        raise SeatsError("no party that takes part has a voter in whole numbers; count "
                         "votes as they are, or voters exactly.")  # fmt: skip
    votes = Votes(table.parties, whole)
    sainte_lague = SeatsRule("sainte-lague", threshold=Threshold(votes=1), ties=rule.ties)
    return apportion(sainte_lague, votes, sum(table.district_seats), lot), scale


def least_seats(
    rule: Biproportional, table: Table, takes: tuple[bool, ...], upper: SeatsResult
) -> Matrix:
    """The least seats of each list: that of the strongest, or of all where rounding is upwards."""
    rows = []
    for row in table.votes:
        strong = max((v for j, v in enumerate(row) if takes[j] and upper.seats[j]), default=0)
        first = next((j for j, v in enumerate(row)
                      if v == strong and v and takes[j] and upper.seats[j]), None)  # fmt: skip
        rows.append(tuple(
            int(takes[j] and v > 0 and (rule.rounding == "up" or (rule.winner and j == first)))
            for j, v in enumerate(row)
        ))  # fmt: skip
    return tuple(rows)


def _order(
    rule: Biproportional, table: Table, tied: bool, lot: str
) -> tuple[list[int], list[int], bool]:
    """In which order districts and parties are asked where tables tie; whether lots drew it."""
    rows, columns = list(range(len(table.districts))), list(range(len(table.parties)))
    if rule.ties == "paper" or not tied:
        return rows, columns, False
    lots = Lots(lot, table.sha256)
    districts, parties = lots.order(table.districts), lots.order(table.parties)
    rows.sort(key=lambda i: districts.index(table.districts[i]))
    columns.sort(key=lambda j: parties.index(table.parties[j]))
    return rows, columns, True
