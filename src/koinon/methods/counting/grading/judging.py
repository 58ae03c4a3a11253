"""Majority judgment: the highest median grade, and beyond it the whole distribution.

Source: M. Balinski and R. Laraki, A theory of measuring, electing, and ranking, PNAS 104 (2007)
8720; Majority Judgment (MIT Press, 2010), chapters 1 and 12-14.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import groupby, pairwise

from koinon.methods.counting.contests import CountError, Election
from koinon.methods.counting.grading.scoring import names, valid_marks
from koinon.methods.counting.grading.types import (
    Grades,
    JudgmentResult,
    MajorityJudgment,
    Parting,
)
from koinon.methods.counting.standings import Faults, fill, standing
from koinon.methods.counting.ties import Lots

MAX_GRADES = 1_000
"""Most different grades that are judged by."""


def count_judgment(rule: MajorityJudgment, election: Election, lot: str = "") -> JudgmentResult:
    """Count grades. Raises CountError, LotNeeded."""
    contest, ballots = election.contest, election.ballots
    still, faults = standing(contest), Faults()
    width = ballots.top - ballots.lowest + 1
    if width > MAX_GRADES:
        raise CountError(f"{width} grades are more than {MAX_GRADES}; judge by fewer.")
    counts = [[0] * width for _ in still]
    for marks, voters in valid_marks(election, still, faults, whole=rule.empty == "invalid"):
        for at, grade in enumerate(marks):
            counts[at][0 if grade is None else grade - ballots.lowest] += voters
    lines = [majority_value(row) for row in counts]

    def better(a: int, b: int) -> int:
        return -_part(lines[a], lines[b])[0]

    order = sorted(range(len(still)), key=cmp_to_key(better))
    groups = [list(group) for _, group in groupby(order, key=lambda at: counts[at])]
    ids = names(contest, still)
    elected, ties = fill(
        [[still[at] for at in group] for group in groups],
        contest,
        rule.last,
        Lots(lot, ballots.sha256),
    )
    return JudgmentResult(
        rule=rule,
        tally=faults.tally(ballots),
        lowest=ballots.lowest,
        grades=tuple(_grades(ids[at], counts[at], ballots.lowest) for at in order),
        partings=tuple(
            _parting(ids[a], ids[b], lines[a], lines[b], ballots.lowest) for a, b in pairwise(order)
        ),
        places=tuple(tuple(ids[at] for at in group) for group in groups),
        elected=elected,
        ties=ties,
        lot=lot,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A majority value: the medians in the order in which they are removed, in runs of equals.

    middle: the median where the number of grades is odd, else -1. runs: (grade below, grade above,
    how often): the medians come from the lower and the upper half by turns, the lower first.
    """

    middle: int
    runs: tuple[tuple[int, int, int], ...]


def majority_value(counts: Sequence[int]) -> Line:
    """The majority value from counts by grade, without removing anything.

    Of an even number of grades the lower of the two in the middle is the median; with it gone, the
    upper one is. So the rest of both halves is read outwards, each grade of the lower half before
    its partner in the upper.
    """
    total = sum(counts)
    half, odd = divmod(total, 2)
    lower = list(_outwards(range(len(counts) - 1, -1, -1), counts, total - half, half))
    upper = list(_outwards(range(len(counts)), counts, total - half, half))
    runs: list[tuple[int, int, int]] = []
    a = b = 0
    while lower and upper and a < len(lower):
        (below, left), (above, right) = lower[a], upper[b]
        number = min(left, right)
        runs.append((below, above, number))
        lower[a], upper[b] = (below, left - number), (above, right - number)
        a, b = a + (left == number), b + (right == number)
    return Line(_grade_at(counts, half) if odd else -1, tuple(runs))


def _outwards(
    grades: Sequence[int], counts: Sequence[int], skipped: int, needed: int
) -> Iterator[tuple[int, int]]:
    """Runs of `needed` grades after the first `skipped` of them."""
    for grade in grades:
        gone = min(skipped, counts[grade])
        taken = min(needed, counts[grade] - gone)
        skipped, needed = skipped - gone, needed - taken
        if taken:
            yield grade, taken


def _grade_at(counts: Sequence[int], place: int) -> int:
    """The grade at a place of the ascending order, from 0."""
    for grade, number in enumerate(counts):
        if place < number:
            return grade
        place -= number
    raise AssertionError("the place is one of the grades")


def _part(a: Line, b: Line) -> tuple[int, int, int, int]:
    """(sign, medians removed, grade, other grade) where two lines of equal length first differ."""
    if a.middle != b.middle:
        return (1 if a.middle > b.middle else -1), 0, a.middle, b.middle
    removed = 1 if a.middle >= 0 else 0
    mine, theirs = list(a.runs), list(b.runs)
    i = j = 0
    while i < len(mine):
        (below, above, left), (other_below, other_above, right) = mine[i], theirs[j]
        if below != other_below:
            return (1 if below > other_below else -1), removed, below, other_below
        if above != other_above:
            return (1 if above > other_above else -1), removed + 1, above, other_above
        number = min(left, right)
        removed += 2 * number
        mine[i], theirs[j] = (below, above, left - number), (below, above, right - number)
        i, j = i + (left == number), j + (right == number)
    return 0, removed, -1, -1


def _grades(option: str, counts: Sequence[int], lowest: int) -> Grades:
    total = sum(counts)
    at = _grade_at(counts, (total - 1) // 2) if total else 0
    return Grades(
        option, tuple(counts), lowest + at, sum(counts[at + 1 :]), sum(counts[:at])
    )  # fmt: skip


def _parting(option: str, other: str, mine: Line, theirs: Line, lowest: int) -> Parting:
    sign, removed, grade, other_grade = _part(mine, theirs)
    if not sign:
        return Parting(option, other, removed, None, None)
    return Parting(option, other, removed, grade + lowest, other_grade + lowest)
