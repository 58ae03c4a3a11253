"""Pairwise counts compiled: the matrix from canonical rows, and Schulze's strongest paths; numba.

Whole numbers in 64 bits. Every sum is at most the number of voters, which canonical ballots keep to
2^62; ballots that break this are counted by the standard library. Strengths of links are numbered
before the paths are sought, so no strength is ever added to another.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from koinon.methods.counting.ballots import MAX_VOTERS, Ballots
from koinon.methods.counting.contests import Election
from koinon.methods.counting.pairwise import comparing, minimax, ranked_pairs, schulze
from koinon.methods.counting.pairwise.comparing import Matrix, Table
from koinon.methods.counting.pairwise.types import (
    Minimax,
    MinimaxResult,
    RankedPairs,
    RankedPairsResult,
    Schulze,
    SchulzeResult,
    Unranked,
)
from koinon.methods.counting.standings import Faults

REASONS = (
    ("repeated", True), ("several", True), ("skipped", True), ("withdrawn", True),
    ("several", False), ("withdrawn", False), ("blank", False),
)  # fmt: skip
"""What the kernel counts of irregular ballots, in its order."""

Ints = NDArray[np.int64]


def count_schulze(rule: Schulze, election: Election, lot: str = "") -> SchulzeResult:
    """Count by strongest paths; equal to the count of the standard library."""
    return schulze.count_schulze(rule, election, lot, tabulate, widest_paths)


def count_ranked_pairs(rule: RankedPairs, election: Election, lot: str = "") -> RankedPairsResult:
    """Count by locking majorities; equal to the count of the standard library."""
    return ranked_pairs.count_ranked_pairs(rule, election, lot, tabulate)


def count_minimax(rule: Minimax, election: Election, lot: str = "") -> MinimaxResult:
    """Count by worst comparisons; equal to the count of the standard library."""
    return minimax.count_minimax(rule, election, lot, tabulate)


def tabulate(ballots: Ballots, still: tuple[int, ...], unranked: Unranked) -> Table:
    """Compare every two of the standing options; the twin of `comparing.tabulate`."""
    words = np.frombuffer(ballots.rows, dtype=">u8").astype(np.uint64)
    rows = words.reshape(-1, ballots.words + 1)
    if _voters(rows[:, -1]) > MAX_VOTERS:
        return comparing.tabulate(ballots, still, unranked)
    n = len(ballots.options)
    place = np.full(n + 1, -1, dtype=np.int64)
    place[np.array(still, dtype=np.int64) + 1] = np.arange(len(still))
    shape = (ballots.digits, ballots.bits, n)
    matrix, notes = _tabulated(rows, shape, place, len(still), unranked == "last")
    faults = Faults()
    for (reason, valid), number in zip(REASONS, notes.tolist(), strict=True):
        if number:
            faults.add(reason, number, valid=valid)
    return matrix.tolist(), faults


def widest_paths(links: Matrix) -> tuple[Matrix, Matrix]:
    """The twin of `schulze.widest_paths`."""
    best, before = _widest(np.array(links, dtype=np.int64))
    return best.tolist(), before.tolist()


def _voters(weights: NDArray[np.uint64]) -> int:
    """The sum of weights, whatever they are: halves of words cannot overflow."""
    high = int((weights >> np.uint64(32)).sum())
    return (high << 32) + int((weights & np.uint64(2**32 - 1)).sum())


@njit(cache=True)
def _mark(words: NDArray[np.uint64], at: int, bits: int) -> int:
    """The digit that begins at a bit of a code, of which some may stand in the next word."""
    word, left = at // 64, 64 - at % 64 - bits
    if left >= 0:
        found = words[word] >> np.uint64(left)
    else:
        found = words[word] << np.uint64(-left) | words[word + 1] >> np.uint64(64 + left)
    return int(found & np.uint64((1 << bits) - 1))


@njit(cache=True)
def _read(
    row: NDArray[np.uint64],
    number: int,
    shape: tuple[int, int, int],
    place: Ints,
    seen: Ints,
    kept: Ints,
    notes: Ints,
) -> int:
    """Standing options of a ballot in `kept`, each with its rank; returns how many."""
    digits, bits, n = shape
    start = (len(row) - 1) * 64 - digits * bits
    found = rank = 0
    shares = repeated = several = skipped = withdrawn = False
    for digit in range(digits):
        mark = _mark(row, start + digit * bits, bits)
        if mark == 0 or mark == n + 3:
            several = mark != 0
            break
        if mark == n + 1:
            shares = True
            continue
        rank += 0 if shares else 1
        shares = False
        option = place[mark] if mark <= n else -1
        if mark == n + 2:
            skipped = True
        elif option < 0:
            withdrawn = True
        elif seen[option] == number:
            repeated = True
        else:
            seen[option] = number
            kept[found, 0] = option
            kept[found, 1] = rank
            found += 1
    voters = np.int64(row[-1])
    if found == 0:
        notes[4 if several else 5 if withdrawn else 6] += voters
    else:
        notes[0] += voters if repeated else 0
        notes[1] += voters if several else 0
        notes[2] += voters if skipped else 0
        notes[3] += voters if withdrawn else 0
    return found


@njit(cache=True)
def _tabulated(
    rows: NDArray[np.uint64], shape: tuple[int, int, int], place: Ints, standing: int, last: bool
) -> tuple[Ints, Ints]:
    """Preferences, and how many ballots have each of `REASONS`. shape: digits, bits, options."""
    before = np.zeros((standing, standing), dtype=np.int64)
    equal = np.zeros((standing, standing), dtype=np.int64)
    ranked = np.zeros(standing, dtype=np.int64)
    notes = np.zeros(7, dtype=np.int64)
    seen = np.full(standing, -1, dtype=np.int64)
    kept = np.empty((standing, 2), dtype=np.int64)
    for number in range(rows.shape[0]):
        voters = np.int64(rows[number, -1])
        found = _read(rows[number], number, shape, place, seen, kept, notes)
        for at in range(found):
            option = kept[at, 0]
            ranked[option] += voters
            for earlier in range(at):
                other = kept[earlier, 0]
                if kept[earlier, 1] < kept[at, 1]:
                    before[other, option] += voters
                else:
                    equal[other, option] += voters
                    equal[option, other] += voters
    if not last:
        return before, notes
    over = np.zeros((standing, standing), dtype=np.int64)
    for a in range(standing):
        for b in range(standing):
            if a != b:
                over[a, b] = ranked[a] - before[b, a] - equal[a, b]
    return over, notes


@njit(cache=True)
def _widest(links: Ints) -> tuple[Ints, Ints]:
    n = links.shape[0]
    best = links.copy()
    before = np.empty((n, n), dtype=np.int64)
    for a in range(n):
        before[a, :] = a
    for through in range(n):
        for a in range(n):
            if a == through:
                continue
            first = best[a, through]
            for b in range(n):
                found = min(first, best[through, b])
                if found > best[a, b]:
                    best[a, b] = found
                    before[a, b] = before[through, b]
    return best, before
