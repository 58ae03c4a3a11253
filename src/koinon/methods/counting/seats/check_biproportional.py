"""An independent verifier of biproportional tables: sums, inequalities, and tables that tie."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from koinon.methods.counting.seats.check_seats import check_seats
from koinon.methods.counting.seats.districts import (
    MAX_TABLES,
    BiproportionalResult,
    Cut,
    Matrix,
    Quorum,
    Table,
)
from koinon.methods.counting.ties import Lots, Tie, lot_key

MAX_STEPS = 50_000
"""Steps after which tied tables are counted no further."""

Seats = tuple[int, ...]


def check_biproportional(result: BiproportionalResult, table: Table) -> tuple[str, ...]:
    """Places of a result that do not hold for these votes; none when all of it does.

    Where tied tables are more than MAX_STEPS find, their number and order are not checked.
    """
    m, n = len(table.districts), len(table.parties)
    sizes = (len(result.entitled), len(result.party_divisors), len(result.district_divisors))
    shapes = [len(x) == m and all(len(row) == n for row in x) for x in (result.seats, result.held)]
    if result.table != table:
        return ("table",)
    if sizes != (n, n, m) or not all(shapes):
        return ("seats",)
    if list(result.entitled) != [_reaches(result.rule.quorum, table, j) for j in range(n)]:
        return ("entitled",)
    faults = tuple(_upper(result)) or tuple(_lower(result))
    return faults or tuple(_tied(result))


def check_cut(cut: Cut, table: Table, party_seats: Seats, held: Matrix) -> bool:
    """Whether a cut proves that no table exists with these seats of parties and least seats.

    Either the least seats of its lists are more than its parties or districts have; or its parties
    are all those with votes in its districts, and have too few seats to fill them.
    """
    rows = [i for i, name in enumerate(table.districts) if name in cut.districts]
    columns = [j for j, name in enumerate(table.parties) if name in cut.parties]
    least = sum(held[i][j] for i, j in product(rows, columns))
    seats = sum(table.district_seats[i] for i in rows)
    taken = sum(party_seats[j] for j in columns)
    if cut.needed <= cut.available:
        return False
    if cut.needed == least and cut.available in (seats, taken):
        return True
    shut = [j for j in range(len(table.parties)) if j not in columns and party_seats[j]]
    others = [i for i in range(len(table.districts)) if i not in rows]
    free = taken - sum(held[i][j] for i, j in product(others, columns))
    silent = not any(table.votes[i][j] for i, j in product(rows, shut))
    return silent and cut.needed == seats and cut.available == free


def _reaches(quorum: Quorum | None, table: Table, party: int) -> bool:
    if quorum is None:
        return True
    votes = sum(row[party] for row in table.votes)
    met = []
    if quorum.district is not None:
        met.append(any(row[party] and Fraction(row[party], sum(row)) >= quorum.district
                       for row in table.votes))  # fmt: skip
    if quorum.total is not None:
        met.append(votes - quorum.total * sum(map(sum, table.votes)) >= 0)
    return not met or (all(met) if quorum.both else any(met))


def _upper(result: BiproportionalResult) -> Iterator[str]:
    """The seats of the parties, from votes in voters."""
    rule, table, upper = result.rule, result.table, result.upper
    if result.scale < 1:
        yield "scale"
        return
    for j, name in enumerate(table.parties):
        total = Fraction(0)
        for row, seats in zip(table.votes, table.district_seats, strict=True):
            voters = Fraction(row[j], seats if rule.weigh == "voters" else 1)
            total += (2 * voters + 1) // 2 if rule.whole else voters
        total *= result.scale if result.entitled[j] else 0
        if j >= len(upper.votes.votes) or total != upper.votes.votes[j]:
            yield f"upper.votes.votes[{j}]"
        elif upper.votes.parties[j] != name:
            yield f"upper.votes.parties[{j}]"
    votes, needed = upper.votes, upper.rule.threshold
    spare = (votes.blank, votes.invalid, votes.won, len(votes.votes))
    if spare != (0, 0, (), len(table.parties)):
        yield "upper.votes"
    limits = (upper.rule.method, upper.rule.minimum, upper.rule.maximum, upper.rule.ties)
    asked = None if needed is None else (needed.share, needed.votes, needed.won)
    if limits != ("sainte-lague", 0, None, rule.ties) or asked != (None, 1, None):
        yield "upper.rule"
        return
    if upper.lot not in ("", result.lot):
        yield "upper.lot"
    for place in check_seats(upper, upper.votes, sum(table.district_seats)):
        yield f"upper.{place}"


def _lower(result: BiproportionalResult) -> Iterator[str]:
    table, seats = result.table, result.seats
    strong = [_strongest(result, i) for i in range(len(seats))]
    for i, row in enumerate(seats):
        if sum(row) != table.district_seats[i]:
            yield f"seats[{i}]"
        for j in range(len(row)):
            takes = result.entitled[j] and table.votes[i][j] > 0
            up = result.rule.rounding == "up" or (result.rule.winner and j == strong[i])
            if result.held[i][j] != int(takes and up):
                yield f"held[{i}][{j}]"
            elif not _holds(result, i, j, takes):
                yield f"seats[{i}][{j}]"
    for j, total in enumerate(result.upper.seats):
        if sum(row[j] for row in seats) != total:
            yield f"upper.seats[{j}]"
    for name in ("district_divisors", "party_divisors"):
        if min(getattr(result, name)) <= 0:
            yield name


def _strongest(result: BiproportionalResult, i: int) -> int:
    """The first party with most votes of a district, among those that have a seat at all."""
    votes = result.table.votes[i]
    can = [j for j in range(len(votes)) if result.entitled[j] and result.upper.seats[j]]
    return min(can, key=lambda j: (-votes[j], j), default=-1)


def _bounds(result: BiproportionalResult, i: int, j: int) -> tuple[Fraction, Fraction, Fraction]:
    """The quotient of a list, and the signposts below and above its seats, all doubled."""
    product_ = result.district_divisors[i] * result.party_divisors[j]
    shift = {"standard": -1, "down": 0, "up": -2}[result.rule.rounding]
    below = Fraction(2 * result.seats[i][j] + shift)
    return 2 * result.table.votes[i][j] / product_, below, below + 2


def _holds(result: BiproportionalResult, i: int, j: int, takes: bool) -> bool:
    s = result.seats[i][j]
    if not takes:
        return s == 0
    if s < result.held[i][j] or result.district_divisors[i] * result.party_divisors[j] <= 0:
        return False
    quotient, below, above = _bounds(result, i, j)
    return (below <= quotient or s == result.held[i][j]) and quotient <= above


def _tied(result: BiproportionalResult) -> Iterator[str]:
    """Counts the tables anew, list by list, and asks the order of the announced one."""
    low = [list(row) for row in result.seats]
    open_: list[tuple[int, int]] = []
    for i, row in enumerate(result.seats):
        for j, s in enumerate(row):
            if not result.entitled[j] or not result.table.votes[i][j]:
                continue
            quotient, below, above = _bounds(result, i, j)
            if quotient == above or (quotient == below and s > result.held[i][j]):
                low[i][j] -= quotient == below
                open_.append((i, j))
    tables = _tables(result, low, open_)
    said = result.tied
    if not said.listed or (said.count is None and said.listed != (result.seats,)):
        yield "tied.listed"
    if tables is None:
        return
    if said.count != len(tables):
        yield "tied.count"
    if len(set(said.listed)) != min(len(tables), MAX_TABLES) or not set(said.listed) <= tables:
        yield "tied.listed"
    if len(said.listed) != len(set(said.listed)):
        yield "tied.listed"
    yield from _announced(result, tables, open_)


def _tables(
    result: BiproportionalResult, low: list[list[int]], open_: list[tuple[int, int]]
) -> set[Matrix] | None:
    """Every table with these lists at the seats below or above; None where they are too many."""
    rows = [n - sum(row) for n, row in zip(result.table.district_seats, low, strict=True)]
    columns = [n - sum(row[j] for row in low) for j, n in enumerate(result.upper.seats)]
    lasts = {i: at for at, (i, _) in enumerate(open_)}
    found: set[Matrix] = set()
    stack: list[tuple[int, Seats, Seats, frozenset[tuple[int, int]]]] = [
        (0, tuple(rows), tuple(columns), frozenset())
    ]
    for _ in range(MAX_STEPS):
        if not stack:
            return found
        at, by_row, by_column, more = stack.pop()
        if at == len(open_):
            if not any(by_row) and not any(by_column):
                found.add(tuple(tuple(s + ((i, j) in more) for j, s in enumerate(row))
                                for i, row in enumerate(low)))  # fmt: skip
            continue
        i, j = open_[at]
        if lasts[i] != at or not by_row[i]:
            stack.append((at + 1, by_row, by_column, more))
        if by_row[i] and by_column[j] and (lasts[i] != at or by_row[i] == 1):
            stack.append((at + 1, _less(by_row, i), _less(by_column, j), more | {(i, j)}))
    return None


def _less(numbers: Seats, at: int) -> Seats:
    return (*numbers[:at], numbers[at] - 1, *numbers[at + 1 :])


def _announced(
    result: BiproportionalResult, tables: set[Matrix], open_: list[tuple[int, int]]
) -> Iterator[str]:
    """Asks list by list, in the order of the rule, which of the tables are left."""
    table, by = result.table, result.rule.ties
    left = set(tables)
    ties: list[Tie] = []
    rows, columns = list(table.districts), list(table.parties)
    if by == "lot":
        lots = Lots(result.lot, table.sha256)
        rows.sort(key=lambda name: lot_key(lots, 1, name))
        columns.sort(key=lambda name: lot_key(lots, 2, name))
    asked = sorted(open_, key=lambda cell: (rows.index(table.districts[cell[0]]),
                                            columns.index(table.parties[cell[1]])))  # fmt: skip
    for at, (i, j) in enumerate(asked):
        most = max(one[i][j] for one in left)
        if any(one[i][j] < most for one in left):
            names = tuple(f"{table.districts[i]}: {table.parties[b]}"
                          for a, b in asked[at:] if a == i)  # fmt: skip
            first = f"{table.districts[i]}: {table.parties[j]}"
            ties.append(Tie(len(ties) + 1, "seat", names, by, first))
        left = {one for one in left if one[i][j] == most}
    if left != {result.seats}:
        yield "seats"
    if result.ties != tuple(ties):
        yield "ties"
    if (result.lot != "") != (by == "lot" and bool(ties or result.upper.lot)):
        yield "lot"
