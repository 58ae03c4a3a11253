"""Why each option won or did not where ballots give points or grades."""

from __future__ import annotations

from fractions import Fraction

from koinon.methods.counting.contests import Contest
from koinon.methods.counting.grading.types import JudgmentResult, ScoreResult, StarResult
from koinon.methods.counting.reasons import Code, Reason, by_votes


def score_reasons(result: ScoreResult, contest: Contest) -> tuple[Reason, ...]:
    """By points; whoever lacks the quorum is told so."""
    values = {one.option: one.value or Fraction(0) for one in result.points}
    below = {one.option for one in result.points if not one.quorate}
    return tuple(
        Reason(one.option, won=False, code="quorum") if one.option in below else one
        for one in by_votes(contest, values, result.elected)
    )


def star_reasons(result: StarResult, contest: Contest) -> tuple[Reason, ...]:
    """By the runoff that an option lost, else by the points that it lacked to be in one."""
    points = {one.option: Fraction(one.total) for one in result.stars}
    found: dict[str, Reason] = {}
    finalists: list[str] = []
    for seat, one in enumerate(result.runoffs, 1):
        finalists += [id_ for id_ in (one.first, one.second) if id_ is not None]
        for_first, for_second = Fraction(one.for_first), Fraction(one.for_second)
        votes = {one.first: for_first, one.second: for_second}
        loser = one.second if one.winner == one.first else one.first
        found[one.winner] = Reason(one.winner, True, "runoff", seat, votes[one.winner])
        if loser is not None:
            found[loser] = Reason(
                loser, False, "runoff", seat, votes[loser], one.winner, votes[one.winner]
            )
    lowest = min(finalists, key=points.__getitem__, default="")

    def reason(id_: str) -> Reason:
        if id_ in found:
            return found[id_]
        if id_ not in points:
            return Reason(id_, won=False, code="withdrawn")
        return Reason(id_, False, "no runoff", 0, points[id_], lowest, points[lowest])

    return tuple(map(reason, contest.ids))


def judgment_reasons(result: JudgmentResult, contest: Contest) -> tuple[Reason, ...]:
    """By the median grade, against that of the last elected."""
    medians = {one.option: Fraction(one.median) for one in result.grades}
    last = result.elected[-1] if result.elected else ""

    def reason(id_: str) -> Reason:
        if id_ not in medians:
            return Reason(id_, won=False, code="withdrawn")
        if id_ in result.elected:
            return Reason(id_, True, "median", 0, medians[id_])
        code: Code = "median" if medians[id_] < medians[last] else "same median"
        other = medians[last] if code == "median" else None
        return Reason(id_, won=False, code=code, votes=medians[id_], other=last, other_votes=other)

    return tuple(map(reason, contest.ids))
