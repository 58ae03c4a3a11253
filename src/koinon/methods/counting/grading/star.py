"""STAR: score, then automatic runoff; for several seats one after the other (Bloc STAR).

Source: Equal Vote Coalition, "STAR Voting" and "What about ties?" (official tiebreaker protocol),
starvoting.org/star, starvoting.org/ties, starvoting.org/multi_winner.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from koinon.methods.counting.contests import Election
from koinon.methods.counting.grading.scoring import names, valid_marks
from koinon.methods.counting.grading.types import Runoff, Star, StarResult, Stars
from koinon.methods.counting.standings import Faults, standing
from koinon.methods.counting.ties import Lots, Tie


def count_star(rule: Star, election: Election, lot: str = "") -> StarResult:
    """Count points and runoffs. Raises CountError, LotNeeded."""
    contest, ballots = election.contest, election.ballots
    still, faults = standing(contest), Faults()
    n = len(still)
    total, top, valid = [0] * n, [0] * n, 0
    over = [[0] * n for _ in range(n)]
    for marks, voters in valid_marks(election, still, faults):
        valid += voters
        stars = [points or 0 for points in marks]
        for at, points in enumerate(stars):
            total[at] += voters * points
            top[at] += voters if points == ballots.top else 0
            row = over[at]
            for other, less in enumerate(stars):
                if points > less:
                    row[other] += voters
    ids = names(contest, still)
    seating = _Seating(rule, ids, total, top, over, valid, Lots(lot, ballots.sha256))
    left = list(range(n))
    for _ in range(min(contest.seats, n)):
        left.remove(seating.seat(left))
    return StarResult(
        rule=rule,
        tally=faults.tally(ballots),
        stars=tuple(map(Stars, ids, total, top)),
        runoffs=tuple(seating.runoffs),
        elected=tuple(one.winner for one in seating.runoffs),
        ties=tuple(seating.ties),
        lot=lot,
    )


@dataclass(slots=True)
class _Seating:
    """Seats filled one after the other, from sums that no longer change."""

    rule: Star
    ids: tuple[str, ...]
    total: list[int]
    top: list[int]
    over: list[list[int]]
    valid: int
    lots: Lots
    runoffs: list[Runoff] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def seat(self, left: list[int]) -> int:
        """Who of those left gets the next seat."""
        finalists: list[int] = []
        while len(finalists) < min(2, len(left)):
            rest = [at for at in left if at not in finalists]
            best = max(self.total[at] for at in rest)
            equal = [at for at in rest if self.total[at] == best]
            if len(equal) <= 2 - len(finalists):
                finalists += equal
            else:
                free = 2 - len(finalists)
                finalists += self.broken(equal, free, "finalist", self.rule.scoring_ties)
        if len(finalists) == 1:
            (only,) = finalists
            self.runoffs.append(Runoff(self.ids[only], None, 0, 0, self.valid, self.ids[only]))
            return only
        a, b = finalists
        mine, theirs = self.over[a][b], self.over[b][a]
        winner = a if mine > theirs else b
        if mine == theirs:
            (winner,) = self.broken([a, b], 1, "runoff", self.rule.runoff_ties)
        self.runoffs.append(
            Runoff(
                self.ids[a],
                self.ids[b],
                mine,
                theirs,
                self.valid - mine - theirs,
                self.ids[winner],
            )
        )
        return winner

    def broken(self, equal: list[int], free: int, what: str, keys: tuple[str, ...]) -> list[int]:
        """Who of equals comes first by the stated keys, asked until those left are not too many.

        By the last key one comes first; the others are asked again for what is free then.
        """
        left, by, narrowed = list(equal), "", True
        while len(left) > free and narrowed:
            narrowed = False
            for key in keys:
                kept = self.kept(key, left)
                if len(kept) < len(left):
                    left, by, narrowed = kept, key, True
                    break
        if len(left) > free:
            by = self.rule.last
            drawn = [self.ids[at] for at in left]
            drawn = list(self.lots.order(drawn)) if by == "lot" else drawn
            left = [self.ids.index(drawn[0])]
        for at in left:
            named = tuple(self.ids[one] for one in sorted(equal))
            self.ties.append(Tie(len(self.runoffs) + 1, what, named, by, self.ids[at]))
        return left

    def kept(self, key: str, left: list[int]) -> list[int]:
        """Who of the equals is left by one key; all where it does not tell them apart."""
        if key == "two head-to-head" and len(left) > 2:
            return left
        if key in ("head-to-head", "two head-to-head"):
            worth = {
                at: -sum(self.over[other][at] > self.over[at][other] for other in left)
                for at in left
            }
            worst = min(worth.values())
            return [at for at in left if worth[at] > worst] or left
        sums = self.total if key == "total" else self.top
        best = max(sums[at] for at in left)
        return [at for at in left if sums[at] == best]
