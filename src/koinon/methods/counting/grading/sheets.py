"""Results of counts by points or grades in tables."""

from __future__ import annotations

from fractions import Fraction

from koinon.methods.counting.contests import Contest
from koinon.methods.counting.grading.types import JudgmentResult, ScoreResult, StarResult
from koinon.methods.counting.sheets import Cell, Column, Sheet
from koinon.methods.counting.standings import tally_sheet, ties_sheet


def score_sheets(result: ScoreResult, contest: Contest) -> tuple[Sheet, ...]:
    """Points by option, the ballots, the ties."""
    columns = (
        Column("option"), Column("points"), Column("ballots"), Column("value", places=4),
        Column("quorum"), Column("elected"),
    )  # fmt: skip
    rows = tuple(
        (
            one.option,
            one.total,
            one.ballots,
            one.value,
            "met" if one.quorate else "not_met",
            _elected(one.option, result.elected),
        )
        for one in result.points
    )
    return (Sheet("points", columns, rows), tally_sheet(result.tally), *ties_sheet(result.ties))


def star_sheets(result: StarResult, contest: Contest) -> tuple[Sheet, ...]:
    """Points by option, a runoff for each seat, the ballots, the ties."""
    points = tuple(
        (one.option, one.total, one.top, _elected(one.option, result.elected))
        for one in sorted(result.stars, key=lambda one: -one.total)
    )
    runoffs = tuple(
        (seat, one.first, one.second, one.for_first, one.for_second, one.for_neither, one.winner)
        for seat, one in enumerate(result.runoffs, 1)
    )
    first = ("option", "points", "top_points", "elected")
    second = ("seat", "first", "second", "for_first", "for_second", "for_neither", "winner")
    return (
        Sheet("points", tuple(map(Column, first)), points),
        Sheet("runoffs", tuple(map(Column, second)), runoffs),
        tally_sheet(result.tally),
        *ties_sheet(result.ties),
    )


def judgment_sheets(result: JudgmentResult, contest: Contest) -> tuple[Sheet, ...]:
    """Grades by option in percent with the median, where options part, the ballots, the ties."""
    place = {option: at for at, group in enumerate(result.places, 1) for option in group}
    valid = max(1, result.tally.valid)
    width = len(result.grades[0].counts)
    columns = (
        Column("place"), Column("option"), Column("median"), Column("elected"),
        *(Column("grade_percent", option=str(result.lowest + at), places=2)
          for at in reversed(range(width))),
    )  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            place[one.option],
            one.option,
            one.median,
            _elected(one.option, result.elected),
            *(Fraction(100 * number, valid) for number in reversed(one.counts)),
        )
        for one in result.grades
    )
    codes = ("option", "other", "removed", "grade", "other_grade")
    partings = tuple(
        (one.option, one.other, one.removed, one.grade, one.other_grade) for one in result.partings
    )
    return (
        Sheet("grades", columns, rows),
        Sheet("partings", tuple(map(Column, codes)), partings),
        tally_sheet(result.tally),
        *ties_sheet(result.ties),
    )


def _elected(option: str, elected: tuple[str, ...]) -> str | None:
    return "elected" if option in elected else None
