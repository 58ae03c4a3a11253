"""The methods that count points or grades, and what they state of themselves."""

from __future__ import annotations

from koinon.methods.counting.check_grading import recheck
from koinon.methods.counting.grading.judging import count_judgment
from koinon.methods.counting.grading.scoring import count_score
from koinon.methods.counting.grading.sheets import judgment_sheets, score_sheets, star_sheets
from koinon.methods.counting.grading.star import count_star
from koinon.methods.counting.grading.types import (
    JudgmentResult,
    MajorityJudgment,
    Score,
    ScoreResult,
    Star,
    StarResult,
)
from koinon.methods.counting.statements import Method, Statement

_LAST = "one seat after the other goes to the first of them on the ballot paper, or by a lot."
_IRREGULAR = (
    "A ballot that gives nothing to any standing option is invalid; points for withdrawn options "
    "do not count."
)

METHODS = (
    Method(
        name="score",
        rule=Score(by="total", empty="zero", quorum=None, sum_at_most=None, last="lot"),
        statement=Statement(
            title="Score voting",
            arithmetic="Whole points; averages are fractions.",
            rounding="None.",
            ties=f"Options with equal points for the last seats: {_LAST}",
            stop="When every seat is filled, or no option is left that can win.",
            irregular=(
                f"{_IRREGULAR} A ballot whose points sum to more than is allowed is invalid. What "
                "a ballot leaves empty is no points or no opinion, as stated; an option below the "
                "quorum cannot be elected."
            ),
            source="W. D. Smith, Range voting (2000), sections 1 and 3.",
        ),
        forms=("points",),
        result=ScoreResult,
        count=count_score,
        recheck=recheck,
        sheets=score_sheets,
    ),
    Method(
        name="star",
        rule=Star(
            scoring_ties=("head-to-head", "top points"),
            runoff_ties=("total", "top points"),
            last="lot",
        ),
        statement=Statement(
            title="STAR voting",
            arithmetic="Whole points and whole ballots; what a ballot leaves empty is no points.",
            rounding="None.",
            ties=(
                "Of options with equal points, more than the runoff has room for, those drop out "
                "who lose the most comparisons among the equals, again as long as that narrows "
                "them; then those stay that have the most ballots with the most points possible. "
                "An equal runoff goes to the greater total, then to the most ballots with the most "
                "points. What is still equal, by the order of the ballot paper or a lot."
            ),
            stop="When every seat is filled; each seat is a new count among those left.",
            irregular=_IRREGULAR,
            source=(
                "Equal Vote Coalition, STAR Voting, and its Official Tiebreaker Protocol "
                "(starvoting.org/star, /ties, /multi_winner), read November 2026."
            ),
        ),
        forms=("points",),
        result=StarResult,
        count=count_star,
        recheck=recheck,
        sheets=star_sheets,
    ),
    Method(
        name="majority-judgment",
        rule=MajorityJudgment(empty="lowest", last="lot"),
        statement=Statement(
            title="Majority judgment",
            arithmetic="Whole ballots; grades are compared, never added.",
            rounding="Of two grades in the middle the lower is the median.",
            ties=(
                "Options with equal medians lose one grade of that median each, until their "
                f"medians differ. Options with all grades equal: {_LAST}"
            ),
            stop="When every seat is filled, or every option that stands is elected.",
            irregular=(
                f"{_IRREGULAR} What a ballot leaves empty is the lowest grade, or makes the ballot "
                "invalid, as stated."
            ),
            source=(
                "M. Balinski and R. Laraki, A theory of measuring, electing, and ranking, PNAS 104 "
                "(2007) 8720."
            ),
        ),
        forms=("points",),
        result=JudgmentResult,
        count=count_judgment,
        recheck=recheck,
        sheets=judgment_sheets,
    ),
)
