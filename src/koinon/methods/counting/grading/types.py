"""Rules and results of counts by points or grades."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias

from koinon.methods.counting.contests import CountError, Tally
from koinon.methods.counting.ties import LastKey, Tie


@dataclass(frozen=True, slots=True)
class Score:
    """The most points win: by their total or their average.

    empty: an option that a ballot leaves empty gets "zero" points of it, or is "left out" of the
    average of that ballot's opinion. quorum: the part of the valid ballots that must give an option
    points for it to be elected; None: none. sum_at_most: a ballot that gives more points in all is
    invalid (cumulative voting); None: no limit. last: what breaks a tie for the last seat. Raises
    CountError where the quorum is not from 0 to 1.
    """

    KIND: ClassVar[str] = "score/1"
    by: Literal["total", "average"]
    empty: Literal["zero", "left out"]
    quorum: Fraction | None
    sum_at_most: int | None
    last: LastKey

    def __post_init__(self) -> None:
        if self.quorum is not None and not 0 <= self.quorum <= 1:
            raise CountError(f"a quorum of {self.quorum} of the ballots is not from 0 to 1.")


ScoringKey: TypeAlias = Literal["head-to-head", "two head-to-head", "top points"]
RunoffKey: TypeAlias = Literal["total", "top points"]


@dataclass(frozen=True, slots=True)
class Star:
    """Score, then automatic runoff between the two with the most points; a seat after the other.

    scoring_ties: keys that decide who of equals goes to the runoff. "head-to-head" eliminates those
    who lose the most comparisons among the equals, as long as that narrows them; "two head-to-head"
    does so where two are equal; "top points" keeps those with the most ballots that give the most
    points possible. After a key has narrowed them the first is asked again. runoff_ties: keys that
    decide an equal runoff. last: then, by paper or lot.
    """

    KIND: ClassVar[str] = "star/1"
    scoring_ties: tuple[ScoringKey, ...]
    runoff_ties: tuple[RunoffKey, ...]
    last: LastKey


@dataclass(frozen=True, slots=True)
class MajorityJudgment:
    """The highest median grade wins; equals lose one median grade each until they differ.

    empty: an option that a ballot leaves empty gets the "lowest" grade of it, or the ballot is
    "invalid". last: what breaks a tie of equal grades for the last seat.
    """

    KIND: ClassVar[str] = "majority_judgment/1"
    empty: Literal["lowest", "invalid"]
    last: LastKey


@dataclass(frozen=True, slots=True)
class Points:
    """The points for one option, the ballots that give it any (0 too), what it is ranked by.

    value: the total or the average (None: no ballot counts for an average). quorate: it can win.
    """

    KIND: ClassVar[str] = "points"
    option: str
    total: int
    ballots: int
    value: Fraction | None
    quorate: bool


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """Points by option, the highest first (equals in the order of the paper), and the elected."""

    KIND: ClassVar[str] = "score_result/1"
    rule: Score
    tally: Tally
    points: tuple[Points, ...]
    elected: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str


@dataclass(frozen=True, slots=True)
class Stars:
    """The points for one option, and the ballots that give it the most points possible."""

    KIND: ClassVar[str] = "stars"
    option: str
    total: int
    top: int


@dataclass(frozen=True, slots=True)
class Runoff:
    """The runoff for one seat: ballots that prefer the one, the other, neither.

    second: None where one option is left; it is elected without a runoff.
    """

    KIND: ClassVar[str] = "runoff"
    first: str
    second: str | None
    for_first: int
    for_second: int
    for_neither: int
    winner: str


@dataclass(frozen=True, slots=True)
class StarResult:
    """Points by option in the order of the paper, a runoff for each seat, and the elected.

    A tie's stage is the number of the seat; what it decided is "finalist" or "runoff".
    """

    KIND: ClassVar[str] = "star_result/1"
    rule: Star
    tally: Tally
    stars: tuple[Stars, ...]
    runoffs: tuple[Runoff, ...]
    elected: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades of one option.

    counts: ballots by grade, the lowest grade first. median: the grade in the middle, the lower of
    two. above, below: ballots that grade it higher, lower than that.
    """

    KIND: ClassVar[str] = "grades"
    option: str
    counts: tuple[int, ...]
    median: int
    above: int
    below: int


@dataclass(frozen=True, slots=True)
class Parting:
    """Where an option and the next differ: after `removed` medians of each, these are the medians.

    grade, other_grade: None where all grades of both are equal.
    """

    KIND: ClassVar[str] = "parting"
    option: str
    other: str
    removed: int
    grade: int | None
    other_grade: int | None


@dataclass(frozen=True, slots=True)
class JudgmentResult:
    """The grades of every option, the best first; where each parts from the next; the elected.

    lowest: the grade that `Grades.counts` begin with. places: options by place, equals together.
    """

    KIND: ClassVar[str] = "judgment_result/1"
    rule: MajorityJudgment
    tally: Tally
    lowest: int
    grades: tuple[Grades, ...]
    partings: tuple[Parting, ...]
    places: tuple[tuple[str, ...], ...]
    elected: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str
