"""A short verifier of score, STAR and majority judgment results.

It adds up option by option, the count ballot by ballot; it asks of places that neighbours stand
right to each other, where the count sorts; and it compares grades by how many lie beyond each
grade, where the count reads medians outwards from the middle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from koinon.methods.counting.contests import Election, Irregular
from koinon.methods.counting.grading.types import (
    Grades,
    JudgmentResult,
    MajorityJudgment,
    Parting,
    Points,
    Runoff,
    Score,
    ScoreResult,
    StarResult,
    Stars,
)
from koinon.methods.counting.ties import Lots, Tie, lot_key

Result: TypeAlias = ScoreResult | StarResult | JudgmentResult


def recheck(result: Result, election: Election) -> tuple[str, ...]:
    """The places where a result does not hold for these ballots; empty when all of it does."""
    kinds: dict[type[Result], type[_Score | _Star | _Judgment]] = {
        ScoreResult: _Score, StarResult: _Star, JudgmentResult: _Judgment
    }  # fmt: skip
    verifier = kinds[type(result)](result, election)
    return (*verifier.tally_faults(), *verifier.faults())


class _Verifier:
    def __init__(self, result: Result, election: Election) -> None:
        self.rule = result.rule
        self.result = result
        self.election = election
        self.ids = [one.id for one in election.contest.options if not one.withdrawn]
        self.lots = 0
        self.valid: list[tuple[dict[str, int], int]] = []
        self.irregular: Counter[tuple[str, bool]] = Counter()
        for points, voters in election.ballots.points():
            given = {id_: p for id_, p in zip(election.contest.ids, points, strict=True)
                     if p is not None}  # fmt: skip
            kept = {id_: p for id_, p in given.items() if id_ in self.ids}
            reason = self.invalid(given, kept)
            if reason:
                self.irregular[reason, False] += voters
                continue
            self.valid.append((kept, voters))
            if kept != given:
                self.irregular["withdrawn", True] += voters
        self.voters = sum(voters for _, voters in self.valid)

    def invalid(self, given: dict[str, int], kept: dict[str, int]) -> str:
        if not kept:
            return "withdrawn" if given else "blank"
        rule = self.rule
        if isinstance(rule, Score) and rule.sum_at_most is not None:
            return "too_many" if sum(kept.values()) > rule.sum_at_most else ""
        judged = isinstance(rule, MajorityJudgment) and rule.empty == "invalid"
        return "incomplete" if judged and len(kept) < len(self.ids) else ""

    def tally_faults(self) -> Iterator[str]:
        tally, ballots = self.result.tally, self.election.ballots
        irregular = tuple(Irregular(r, n, v) for (r, v), n in sorted(self.irregular.items()))
        for name, true in (
            ("ballots_sha256", ballots.sha256), ("cast", ballots.voters),
            ("valid", self.voters), ("irregular", irregular),
        ):  # fmt: skip
            if getattr(tally, name) != true:
                yield f"tally.{name}"

    def seat_faults(self, places: Sequence[Sequence[str]]) -> Iterator[str]:
        """Seats go to places in their order; one that does not fit is broken by paper or lot."""
        elected: list[str] = []
        ties: list[Tie] = []
        for place in places:
            left, free = list(place), self.election.contest.seats - len(elected)
            tied = len(left) > free
            for _ in range(min(len(left), free)):
                first = self.first(left) if tied else left[0]
                if tied:
                    ties.append(Tie(1, "elected", tuple(left), self.rule.last, first))
                left.remove(first)
                elected.append(first)
        if self.result.elected != tuple(elected):
            yield "elected"
        if self.result.ties != tuple(ties):
            yield "ties"

    def first(self, tied: Sequence[str]) -> str:
        if self.rule.last == "paper":
            return min(tied, key=self.ids.index)
        self.lots += 1
        lots = Lots(self.result.lot, self.election.ballots.sha256)
        return min(tied, key=lambda id_: lot_key(lots, self.lots, id_))

    def over(self, a: str, b: str) -> int:
        return sum(v for given, v in self.valid if given.get(a, 0) > given.get(b, 0))


class _Score(_Verifier):
    result: ScoreResult
    rule: Score

    def faults(self) -> Iterator[str]:
        said = {one.option: one for one in self.result.points}
        if sorted(said) != sorted(self.ids) or len(self.result.points) != len(self.ids):
            yield "points"
            return
        for id_ in self.ids:
            if said[id_] != self.points(id_):
                yield f"points[{self.result.points.index(said[id_])}]"
        places: list[list[str]] = []
        for value in sorted({self.height(one) for one in said.values()}, reverse=True):
            places.append([id_ for id_ in self.ids if self.height(said[id_]) == value])
        if [one.option for one in self.result.points] != [id_ for one in places for id_ in one]:
            yield "points"
        yield from self.seat_faults([[a for a in one if said[a].quorate] for one in places])

    def points(self, id_: str) -> Points:
        given = [(points[id_], voters) for points, voters in self.valid if id_ in points]
        total = sum(points * voters for points, voters in given)
        ballots = sum(voters for _, voters in given)
        by = 1 if self.rule.by == "total" else ballots
        by = self.voters if self.rule.by == "average" and self.rule.empty == "zero" else by
        quorate = self.rule.quorum is None or ballots >= self.rule.quorum * self.voters
        return Points(id_, total, ballots, Fraction(total, by) if by else None, quorate)

    @staticmethod
    def height(one: Points) -> tuple[bool, Fraction]:
        return one.value is not None, one.value or Fraction(0)


class _Star(_Verifier):
    result: StarResult

    def faults(self) -> Iterator[str]:
        top = self.election.ballots.top
        self.total = {id_: sum(p.get(id_, 0) * v for p, v in self.valid) for id_ in self.ids}
        self.top = {id_: sum(v for p, v in self.valid if p.get(id_, 0) == top) for id_ in self.ids}
        if self.result.stars != tuple(Stars(i, self.total[i], self.top[i]) for i in self.ids):
            yield "stars"
        left, ties = list(self.ids), list[Tie]()
        runoffs = self.result.runoffs
        for at in range(min(self.election.contest.seats, len(self.ids))):
            true = self.runoff(left, at + 1, ties)
            if at >= len(runoffs) or runoffs[at] != true:
                yield f"runoffs[{at}]"
            left.remove(true.winner)
        if len(runoffs) != len(self.ids) - len(left):
            yield "runoffs"
        if self.result.elected != tuple(one.winner for one in runoffs):
            yield "elected"
        if self.result.ties != tuple(ties):
            yield "ties"

    def runoff(self, left: list[str], seat: int, ties: list[Tie]) -> Runoff:
        by_total = sorted(left, key=lambda id_: -self.total[id_])
        if len(left) == 1:
            return Runoff(left[0], None, 0, 0, self.voters, left[0])
        finalists: list[str] = []
        while len(finalists) < 2:
            rest = [id_ for id_ in by_total if id_ not in finalists]
            equal = [id_ for id_ in rest if self.total[id_] == self.total[rest[0]]]
            free = 2 - len(finalists)
            fits = len(equal) <= free
            finalists += equal if fits else self.best(equal, free, seat, "finalist", ties)
        a, b = finalists
        mine, theirs = self.over(a, b), self.over(b, a)
        winner = a if mine > theirs else b
        if mine == theirs:
            (winner,) = self.best([a, b], 1, seat, "runoff", ties)
        return Runoff(a, b, mine, theirs, self.voters - mine - theirs, winner)

    def best(self, tied: list[str], free: int, seat: int, what: str, ties: list[Tie]) -> list[str]:
        rule = self.result.rule
        keys: Sequence[str] = rule.scoring_ties if what == "finalist" else rule.runoff_ties
        left, by, at = set(tied), "", 0
        while len(left) > free and at < len(keys):
            kept = self.stay(keys[at], left)
            by = keys[at] if kept != left else by
            at, left = (at + 1 if kept == left else 0), kept
        found = sorted(left, key=self.ids.index)
        if len(found) > free:
            by, found = rule.last, [self.first(found)]
        ties += [Tie(seat, what, tuple(sorted(tied, key=self.ids.index)), by, id_) for id_ in found]
        return found

    def stay(self, key: str, left: set[str]) -> set[str]:
        if key == "two head-to-head" and len(left) > 2:
            return left
        sums = self.total if key == "total" else self.top
        if key.endswith("head-to-head"):
            sums = {a: sum(self.over(b, a) <= self.over(a, b) for b in left) for a in left}
            worst = min(sums.values())
            return {id_ for id_ in left if sums[id_] > worst} or left
        return {id_ for id_ in left if sums[id_] == max(sums[other] for other in left)}


class _Judgment(_Verifier):
    result: JudgmentResult

    def faults(self) -> Iterator[str]:
        ballots = self.election.ballots
        if self.result.lowest != ballots.lowest:
            yield "lowest"
        span = range(ballots.lowest, ballots.top + 1)
        given = {id_: [p.get(id_, ballots.lowest) for p, _ in self.valid] for id_ in self.ids}
        voters = [voters for _, voters in self.valid]
        self.counts = {
            id_: tuple(sum(v for p, v in zip(row, voters, strict=True) if p == grade)
                       for grade in span) for id_, row in given.items()
        }  # fmt: skip
        order = [one.option for one in self.result.grades]
        if sorted(order) != sorted(self.ids):
            yield "grades"
            return
        for at, one in enumerate(self.result.grades):
            if one != self.grades(one.option):
                yield f"grades[{at}]"
        if self.result.partings != tuple(self.parting(a, b) for a, b in pairwise(order)):
            yield "partings"
        places: list[list[str]] = []
        for id_ in order:
            part = self.parting(places[-1][0], id_) if places else None
            if part is None or part.grade is not None:
                places.append([])
            places[-1].append(id_)
            wrong = part and (part.grade or 0) < (part.other_grade or 0)
            if wrong or places[-1] != sorted(places[-1], key=self.ids.index):
                yield "grades"
        if self.result.places != tuple(map(tuple, places)):
            yield "places"
        yield from self.seat_faults(places)

    def below(self, id_: str, at: int) -> int:
        """How many grades are below the grade numbered `at`."""
        return sum(self.counts[id_][:at])

    def grade(self, id_: str, place: int) -> int:
        """The grade at a place of the ascending order, from 1."""
        at = next(at for at in range(len(self.counts[id_])) if self.below(id_, at + 1) >= place)
        return at + self.election.ballots.lowest

    def grades(self, id_: str) -> Grades:
        lowest, counts = self.election.ballots.lowest, self.counts[id_]
        median = self.grade(id_, (self.voters + 1) // 2) if self.voters else lowest
        below = self.below(id_, median - lowest)
        above = self.voters - self.below(id_, median - lowest + 1)
        return Grades(id_, counts, median, above, below)

    def parting(self, a: str, b: str) -> Parting:
        """Where the medians of two options first differ, from how many grades lie below each."""
        n, half = self.voters, self.voters // 2
        differ = n % 2 and self.grade(a, half + 1) != self.grade(b, half + 1)
        found = [(0, half + 1)] if differ else []
        for at in range(1, len(self.counts[a])):
            x, y = self.below(a, at), self.below(b, at)
            low, other = (max(1, half - f + 1) for f in (x, y))
            high, other_high = (min(half, max(0, f - n + half)) + 1 for f in (x, y))
            if low != other:
                j = min(low, other)
                found.append((n % 2 + 2 * j - 2, half + 1 - j))
            if high != other_high:
                j = min(high, other_high)
                found.append((n % 2 + 2 * j - 1, n - half + j))
        if not found:
            return Parting(a, b, n, None, None)
        removed, place = min(found)
        return Parting(a, b, removed, self.grade(a, place), self.grade(b, place))
