"""Tied tables of a biproportional apportionment: how many, and which one is announced.

Any divisors that prove one table prove them all. So the tables are those in which each list whose
quotient lies on a signpost takes the seats below it or above it, and all sums are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from koinon.methods.counting.seats.districts import MAX_TABLES, Matrix, TiedTables
from koinon.methods.counting.seats.scaling import Lists
from koinon.methods.counting.ties import Tie

MAX_STEPS = 2_000_000
"""Steps, of one list each, after which tied tables are counted no further."""


class _TooManyError(Exception):
    """There are more ways than are counted."""


@dataclass(slots=True)
class Open:
    """Lists on a signpost: `low` has everyone's seats below it, `more` is 1 where one is added."""

    low: list[list[int]]
    more: dict[tuple[int, int], int]

    def table(self, more: dict[tuple[int, int], int]) -> Matrix:
        """The seats where these lists have one more."""
        return tuple(
            tuple(s + more.get((i, j), 0) for j, s in enumerate(row))
            for i, row in enumerate(self.low)
        )


def open_lists(lists: Lists) -> Open:
    """The lists whose quotient is a signpost."""
    low = [list(row) for row in lists.seats]
    more = {}
    for i, r in enumerate(lists.rows):
        for j, c in enumerate(lists.columns):
            if lists.down(i, j) == r * c:
                low[i][j] -= 1
                more[i, j] = 1
            elif lists.up(i, j) == r * c:
                more[i, j] = 0
    return Open(low, more)


def announce(
    found: Open,
    rows: Sequence[int],
    columns: Sequence[int],
    names: Sequence[Sequence[str]],
    by: str,
) -> tuple[Matrix, tuple[Tie, ...]]:
    """The first table in this order of districts and parties, and what the order decided.

    List by list, it has a seat more if some table has that gives the lists before what they have.
    """
    more = dict(found.more)
    left = [(i, j) for i in rows for j in columns if (i, j) in more]
    ties: list[Tie] = []
    unfixed = set(left)
    beside = _Beside(left)
    for cell in left:
        chain = _chain(more, unfixed, beside, cell)
        unfixed.discard(cell)
        if chain is None:
            continue
        if not more[cell]:
            for one in chain:
                more[one] = 1 - more[one]
        row = beside.rows[cell[0]]
        tied = tuple(names[i][j] for i, j in row if (i, j) == cell or (i, j) in unfixed)
        ties.append(Tie(len(ties) + 1, "seat", tied, by, names[cell[0]][cell[1]]))
    return found.table(more), tuple(ties)


class _Beside:
    """The open lists of each district and of each party, in the order in which they are asked."""

    def __init__(self, left: Sequence[tuple[int, int]]) -> None:
        self.rows: dict[int, list[tuple[int, int]]] = {}
        self.columns: dict[int, list[tuple[int, int]]] = {}
        for one in left:
            self.rows.setdefault(one[0], []).append(one)
            self.columns.setdefault(one[1], []).append(one)


def _chain(
    more: dict[tuple[int, int], int],
    free: set[tuple[int, int]],
    beside: _Beside,
    cell: tuple[int, int],
) -> list[tuple[int, int]] | None:
    """Lists that can change along with this one and keep all sums; None where none can."""
    i, j = cell
    add = more[cell] == 0
    came: dict[tuple[str, int], tuple[tuple[str, int], tuple[int, int]] | None] = {("row", i): None}
    queue = [("row", i)]
    end: tuple[str, int] = ("column", j)
    for node in queue:
        kind, at = node
        wanted = 1 if (kind == "row") == add else 0
        for one in beside.rows[at] if kind == "row" else beside.columns[at]:
            other = ("column", one[1]) if kind == "row" else ("row", one[0])
            if more[one] == wanted and one in free and one != cell and other not in came:
                came[other] = (node, one)
                queue.append(other)
        if end in came:
            break
    else:
        return None
    chain = [cell]
    while (step := came[end]) is not None:
        end = step[0]
        chain.append(step[1])
    return chain


def count_tables(found: Open, announced: Matrix) -> TiedTables:
    """How many tables there are, and the first of them from the first list on."""
    rows = sorted({i for i, _ in found.more})
    columns = sorted({j for _, j in found.more})
    need = {i: sum(m for (k, _), m in found.more.items() if k == i) for i in rows}
    start = tuple(sum(m for (_, k), m in found.more.items() if k == j) for j in columns)
    spots = {i: [n for n, j in enumerate(columns) if (i, j) in found.more] for i in rows}
    steps = 0

    def ways(at: int, left: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        nonlocal steps
        usable = [n for n in spots[rows[at]] if left[n]]
        for chosen in combinations(usable, need[rows[at]]):
            steps += len(left)
            if steps > MAX_STEPS:
                raise _TooManyError
            yield chosen, tuple(n - (k in chosen) for k, n in enumerate(left))

    @cache
    def count(at: int, left: tuple[int, ...]) -> int:
        if at == len(rows):
            return 1 if not any(left) else 0
        return sum(count(at + 1, then) for _, then in ways(at, left))

    def tables(at: int, left: tuple[int, ...]) -> Iterator[dict[tuple[int, int], int]]:
        if at == len(rows):
            yield {}
            return
        for chosen, then in ways(at, left):
            if count(at + 1, then):
                here = {(rows[at], columns[n]): 1 for n in chosen}
                yield from (here | rest for rest in tables(at + 1, then))

    try:
        number = count(0, start)
        steps = 0
        listed = [found.table(more) for more, _ in zip(tables(0, start), range(MAX_TABLES))]  # noqa: B905
    except _TooManyError:
        return TiedTables(None, (announced,))
    return TiedTables(number, tuple(listed))
