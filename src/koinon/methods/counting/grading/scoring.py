"""Score voting: the most points win, by total or average; and what all point counts begin with."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from koinon.methods.counting.contests import Contest, Election
from koinon.methods.counting.grading.types import Points, Score, ScoreResult
from koinon.methods.counting.standings import Faults, fill, grouped, standing
from koinon.methods.counting.ties import Lots

Marks = tuple[int | None, ...]


def valid_marks(
    election: Election,
    still: tuple[int, ...],
    faults: Faults,
    sum_at_most: int | None = None,
    *,
    whole: bool = False,
) -> Iterator[tuple[Marks, int]]:
    """The points of each valid ballot for the standing options; notes what is irregular.

    Where ballots must be `whole`, one that leaves a standing option empty is invalid.
    """
    for given, voters in election.ballots.points():
        marks = tuple(given[at] for at in still)
        gone = sum(points is not None for points in given) > sum(
            points is not None for points in marks
        )
        if all(points is None for points in marks):
            faults.add("withdrawn" if gone else "blank", voters, valid=False)
        elif sum_at_most is not None and sum(points or 0 for points in marks) > sum_at_most:
            faults.add("too_many", voters, valid=False)
        elif whole and None in marks:
            faults.add("incomplete", voters, valid=False)
        else:
            if gone:
                faults.add("withdrawn", voters, valid=True)
            yield marks, voters


def count_score(rule: Score, election: Election, lot: str = "") -> ScoreResult:
    """Count points. Raises CountError, LotNeeded."""
    contest, ballots = election.contest, election.ballots
    still, faults = standing(contest), Faults()
    totals, marked, valid = [0] * len(still), [0] * len(still), 0
    for marks, voters in valid_marks(election, still, faults, rule.sum_at_most):
        valid += voters
        for at, points in enumerate(marks):
            if points is not None:
                totals[at] += voters * points
                marked[at] += voters
    needed = rule.quorum or Fraction(0)
    found = [
        Points(
            ballots.options[option],
            totals[at],
            marked[at],
            _value(rule, totals[at], marked[at], valid),
            marked[at] >= needed * valid,
        )
        for at, option in enumerate(still)
    ]
    keys = [(one.value is not None, one.value or Fraction(0)) for one in found]
    groups = grouped(range(len(found)), keys)
    able = [[still[at] for at in group if found[at].quorate] for group in groups]
    elected, ties = fill(able, contest, rule.last, Lots(lot, ballots.sha256))
    return ScoreResult(
        rule=rule,
        tally=faults.tally(ballots),
        points=tuple(found[at] for group in groups for at in group),
        elected=elected,
        ties=ties,
        lot=lot,
    )


def _value(rule: Score, total: int, marked: int, valid: int) -> Fraction | None:
    if rule.by == "total":
        return Fraction(total)
    by = valid if rule.empty == "zero" else marked
    return Fraction(total, by) if by else None


def names(contest: Contest, still: tuple[int, ...]) -> tuple[str, ...]:
    """The ids of the standing options."""
    return tuple(contest.options[at].id for at in still)
