"""How many ballots prefer each option to each other, from canonical rankings.

A ballot adds only for the options that it ranks: what it says against the others follows from how
many ballots rank an option, so a row costs the square of its marks, however many options there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from koinon.methods.counting.ballots import SEVERAL, Ballots, Ranks
from koinon.methods.counting.contests import Contest, CountError, Election
from koinon.methods.counting.pairwise.types import MAX_COMPARED, Compared, Unranked
from koinon.methods.counting.standings import Faults, fill, standing
from koinon.methods.counting.ties import LastKey, Lots, Tie

Matrix: TypeAlias = list[list[int]]
Table: TypeAlias = "tuple[Matrix, Faults]"
Tabulating: TypeAlias = Callable[[Ballots, tuple[int, ...], Unranked], Table]
"""(ballots, standing options, what unranked means) → matrix over these, irregular ballots."""


def tabulate(ballots: Ballots, still: tuple[int, ...], unranked: Unranked) -> Table:
    """Compare every two of the standing options."""
    n, place = len(still), {option: at for at, option in enumerate(still)}
    faults = Faults()
    ranked = [0] * n
    before = [[0] * n for _ in range(n)]
    equal = [[0] * n for _ in range(n)]
    for ranks, voters in ballots.rankings():
        kept = _read(ranks, place, faults, voters)
        above: list[int] = []
        for group in kept:
            for option in group:
                ranked[option] += voters
                for other in above:
                    before[other][option] += voters
                for other in group:
                    equal[option][other] += voters
            above.extend(group)
    if unranked == "no opinion":
        return before, faults
    return [
        [
            ranked[a] - before[b][a] - equal[a][b] if a != b else 0
            for b in range(n)
        ]
        for a in range(n)
    ], faults  # fmt: skip


def _read(ranks: Ranks, place: dict[int, int], faults: Faults, voters: int) -> list[list[int]]:
    """A ballot's ranks of standing options as the family takes them; notes what is irregular."""
    notes: set[str] = set()
    seen: set[int] = set()
    kept: list[list[int]] = []
    for rank in ranks:
        if rank == SEVERAL:
            notes.add("several")
            break
        if not rank:
            notes.add("skipped")
            continue
        group = []
        for option in rank:
            at = place.get(option)
            if at is None:
                notes.add("withdrawn")
            elif at in seen:
                notes.add("repeated")
            else:
                seen.add(at)
                group.append(at)
        if group:
            kept.append(group)
    if kept:
        for reason in notes:
            faults.add(reason, voters, valid=True)
    else:
        reason = next((one for one in ("several", "withdrawn") if one in notes), "blank")
        faults.add(reason, voters, valid=False)
    return kept


def compare(
    election: Election, unranked: Unranked, tabulating: Tabulating
) -> tuple[Compared, Faults]:
    """The comparisons of an election's standing options. Raises CountError."""
    still = standing(election.contest)
    if len(still) > MAX_COMPARED:
        raise CountError(f"{len(still)} options stand, and at most {MAX_COMPARED} are compared "
                         "with each other; count by another method.")  # fmt: skip
    matrix, faults = tabulating(election.ballots, still, unranked)
    ids = tuple(election.ballots.options[at] for at in still)
    members = smith_set(matrix)
    alone = ids[members[0]] if len(members) == 1 else None
    return (
        Compared(ids, tuple(map(tuple, matrix)), alone, tuple(ids[at] for at in members)),
        faults,
    )


def smith_set(matrix: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """The smallest set whose members beat all others; in the order of the paper.

    A member beats every other outside, so it has more victories: the set is a beginning of the
    order by victories, ties counted half.
    """
    n = len(matrix)
    wins = [
        sum(2 * (matrix[a][b] > matrix[b][a]) + (matrix[a][b] == matrix[b][a]) for b in range(n))
        for a in range(n)
    ]
    order = sorted(range(n), key=lambda a: -wins[a])
    size, at = 1, 0
    while at < size:
        beaten_by = order[at]
        rest = (to for to in range(size, n) if matrix[beaten_by][order[to]]
                <= matrix[order[to]][beaten_by])  # fmt: skip
        size = max([size, *(to + 1 for to in rest)])
        at += 1
    return tuple(sorted(order[:size]))


def levels(beaten_by: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Places from who is beaten by whom (bits): each place is unbeaten by what is left."""
    left = (1 << len(beaten_by)) - 1
    found = []
    while left:
        place = tuple(
            at for at, by in enumerate(beaten_by) if left >> at & 1 and not by & left
        )  # fmt: skip
        assert place, "an order without a cycle always has a first"
        found.append(place)
        left -= sum(1 << at for at in place)
    return tuple(found)


def fill_places(
    places: Iterable[Sequence[int]],
    compared: Compared,
    contest: Contest,
    last: LastKey,
    lots: Lots,
    stage: int = 1,
) -> tuple[tuple[str, ...], tuple[Tie, ...]]:
    """Fill the seats from places of compared options, the best first, as `standings.fill` does.

    `compared` leaves withdrawn options out, so that its numbers are not those of the paper.
    """
    paper = {id_: at for at, id_ in enumerate(contest.ids)}
    groups = [[paper[compared.options[at]] for at in place] for place in places]
    return fill(groups, contest, last, lots, stage)
