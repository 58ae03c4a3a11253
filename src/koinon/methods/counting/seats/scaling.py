"""Seats of lists: alternate scaling, then transfers, and at the end divisors with few digits.

A table of seats and divisors hold each other where for each list of v votes and s seats
  signpost(s) ≤ v / (R · C) ≤ signpost(s + 1)
with R the divisor of its district and C that of its party. Scaling sets one side's divisors at a
time (Pukelsheim's discrete alternating scaling). Where ties or slowness keep it from the end,
seats go from districts with too many to those with too few along chains of lists: always the chain
whose divisors change least, so the inequalities go on to hold (tie-and-transfer, Balinski and
Demange 1989; here as the cheapest path, Rote and Zachariasen 2007). Each chain mends one seat, so
it ends; and where no chain leads on, the districts reached prove that no table exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heappop, heappush

from koinon.methods.counting.seats.districts import Cut, InfeasibleError, Matrix, Rounding, Table
from koinon.methods.counting.seats.divisors import short
from koinon.methods.counting.seats.sharing import edge_of

ROUNDS = 60
"""Most rounds of scaling before transfers take over; they do so earlier where nothing improves."""

_FIRST = {"standard": 1, "down": 2, "up": 0}
"""Twice the signpost of the first seat; those of the others follow at a distance of two."""


@dataclass(slots=True)
class Lists:
    """The lists that take part, their least seats, and what districts and parties must have.

    votes, least: rows are districts. seats, rows (district divisors), columns (party divisors):
    the state of the work.
    """

    votes: Sequence[Sequence[int]]
    least: Matrix
    district_seats: Sequence[int]
    party_seats: Sequence[int]
    rounding: Rounding
    seats: list[list[int]] = field(default_factory=list)
    rows: list[Fraction] = field(default_factory=list)
    columns: list[Fraction] = field(default_factory=list)

    def up(self, i: int, j: int) -> Fraction | None:
        """The product of divisors at which the list would get a seat more; None without votes."""
        v = self.votes[i][j]
        return Fraction(2 * v, 2 * self.seats[i][j] + _FIRST[self.rounding]) if v else None

    def down(self, i: int, j: int) -> Fraction | None:
        """The product of divisors at which the list would lose a seat; None at its least."""
        s = self.seats[i][j]
        if s <= self.least[i][j]:
            return None
        return Fraction(2 * self.votes[i][j], 2 * (s - 1) + _FIRST[self.rounding])

    def surplus(self) -> list[int]:
        """Seats of each district beyond what it must have, while parties have theirs."""
        return [sum(row) - n for row, n in zip(self.seats, self.district_seats, strict=True)]


def fill(lists: Lists, table: Table) -> None:
    """Set seats and divisors of all lists. Raises InfeasibleError."""
    _fits(lists, table)
    m, n = len(lists.district_seats), len(lists.party_seats)
    lists.rows = [Fraction(1)] * m
    lists.columns = [Fraction(1)] * n
    lists.seats = [list(row) for row in lists.least]
    best = None
    for turn in range(ROUNDS):
        for i in range(m):
            _scale(lists, [(i, j) for j in range(n)], lists.district_seats[i], lists.rows, i)
        for j in range(n):
            _scale(lists, [(i, j) for i in range(m)], lists.party_seats[j], lists.columns, j)
        flaw = sum(map(abs, lists.surplus()))
        if not flaw or (best is not None and flaw >= best and turn > 6):
            break
        best = flaw if best is None else min(best, flaw)
    while any(surplus := lists.surplus()):
        _transfer(lists, surplus, table)
    shorten(lists)


def _fits(lists: Lists, table: Table) -> None:
    """Refuse a district or party whose least seats are more than it has, or that has no votes."""
    m, n = len(lists.district_seats), len(lists.party_seats)
    for j in range(n):
        least = sum(lists.least[i][j] for i in range(m))
        if least > lists.party_seats[j]:
            with_least = tuple(table.districts[i] for i in range(m) if lists.least[i][j])
            raise InfeasibleError(Cut(with_least, (table.parties[j],), least, lists.party_seats[j]))
    for i in range(m):
        least = sum(lists.least[i])
        if least > lists.district_seats[i]:
            parties = tuple(table.parties[j] for j in range(n) if lists.least[i][j])
            raise InfeasibleError(
                Cut((table.districts[i],), parties, least, lists.district_seats[i])
            )
    for i in range(m):
        if not any(lists.votes[i]):
            raise InfeasibleError(Cut((table.districts[i],), (), lists.district_seats[i], 0))


def _scale(
    lists: Lists,
    cells: Sequence[tuple[int, int]],
    seats: int,
    divisors: list[Fraction],
    at: int,
) -> None:
    """Round one district or party anew by the divisors of the other side, and set its own."""
    first = _FIRST[lists.rounding]
    across = lists.columns if divisors is lists.rows else lists.rows
    share = [lists.votes[i][j] / across[j if divisors is lists.rows else i] for i, j in cells]
    low = [lists.least[i][j] for i, j in cells]
    high = [seats + 1 if v else a for v, a in zip(share, low, strict=True)]
    guess = [lists.seats[i][j] for i, j in cells]
    parts = [(2 * s.numerator, s.denominator) for s in share]

    def claim(p: int, k: int) -> Fraction:
        return Fraction(parts[p][0], parts[p][1] * (2 * (k - 1) + first))

    edge = edge_of(claim, guess, low, high, seats)
    won = edge.tied[: edge.contested]
    for p, (i, j) in enumerate(cells):
        lists.seats[i][j] = edge.sure[p] + (p in won)
    chosen = short(edge.following or Fraction(0), edge.last)
    assert chosen is not None
    divisors[at] = chosen


def _transfer(lists: Lists, surplus: Sequence[int], table: Table) -> None:
    """Move one seat from a district with too many, along the cheapest chain of lists.

    A step from district i to j takes a seat from list (i, j), a step from j to i gives one to
    (i, j). The price of a step is by how much divisors must change for it, at least 1; a chain
    costs the product. Districts and parties reached for less than the chain move their divisors
    by the difference, after which every step of the chain costs 1.
    """
    m, n = len(lists.rows), len(lists.columns)
    cost: dict[int, Fraction] = {}
    came: dict[int, int] = {}
    queue = [(Fraction(1), i, i) for i in range(m) if surplus[i] > 0]
    end = None
    while queue:
        price, node, before = heappop(queue)
        if node in cost:
            continue
        cost[node], came[node] = price, before
        if node < m and surplus[node] < 0:
            end = node
            break
        for other, step in _steps(lists, node, m, n):
            if other not in cost:
                heappush(queue, (price * step, other, node))
    if end is None:
        raise InfeasibleError(_cut(lists, cost, m, n, table))
    for node, price in cost.items():
        if node < m:
            lists.rows[node] *= cost[end] / price
        else:
            lists.columns[node - m] *= price / cost[end]
    node = end
    while came[node] != node:
        before = came[node]
        if before < m:
            lists.seats[before][node - m] -= 1
        else:
            lists.seats[node][before - m] += 1
        node = before


def _steps(lists: Lists, node: int, m: int, n: int) -> list[tuple[int, Fraction]]:
    """Nodes that a seat can go to from a district or party (numbered m + j), with the price."""
    found = []
    if node < m:
        for j in range(n):
            most = lists.down(node, j)
            if most is not None:
                found.append((m + j, most / (lists.rows[node] * lists.columns[j])))
        return found
    j = node - m
    for i in range(m):
        least = lists.up(i, j)
        if least is not None:
            found.append((i, lists.rows[i] * lists.columns[j] / least))
    return found


def _cut(lists: Lists, reached: dict[int, Fraction], m: int, n: int, table: Table) -> Cut:
    """Why the seats are stuck: the parties reached have votes in no other district than the
    reached ones, which hold more of their seats than they can; so the other districts lack some.
    """
    parties = [j for j in range(n) if m + j not in reached]
    others = [i for i in range(m) if i not in reached]
    needed = sum(lists.district_seats[i] for i in others)
    held = sum(lists.least[i][j] for i in range(m) if i in reached for j in parties)
    available = sum(lists.party_seats[j] for j in parties) - held
    names = tuple(table.parties[j] for j in parties if any(lists.votes[i][j] for i in others))
    return Cut(tuple(table.districts[i] for i in others), names, needed, available)


def shorten(lists: Lists) -> None:
    """Replace every divisor, one by one, by the shortest that keeps all inequalities.

    District divisors first, then those of parties, as long as any gets shorter: each may free
    others that a transfer left at the end of their range.
    """
    m, n = len(lists.rows), len(lists.columns)
    before = None
    while before is None or _figures(lists) < before:
        before = _figures(lists)
        for i in range(m):
            lists.rows[i] = _shortest(
                [(lists.up(i, j), lists.down(i, j), lists.columns[j]) for j in range(n)],
                lists.rows[i],
            )
        for j in range(n):
            lists.columns[j] = _shortest(
                [(lists.up(i, j), lists.down(i, j), lists.rows[i]) for i in range(m)],
                lists.columns[j],
            )


def _figures(lists: Lists) -> int:
    """How long all divisors are, in bits."""
    every = (*lists.rows, *lists.columns)
    return sum(d.numerator.bit_length() + d.denominator.bit_length() for d in every)


def _shortest(
    ends: Sequence[tuple[Fraction | None, Fraction | None, Fraction]], now: Fraction
) -> Fraction:
    low = max((up / other for up, _, other in ends if up is not None), default=Fraction(0))
    tops = [down / other for _, down, other in ends if down is not None]
    assert low <= now
    assert not tops or now <= min(tops)
    if not tops and not low:
        return now
    chosen = short(low, min(tops, default=None))
    assert chosen is not None
    return chosen
