"""Counting by Gregory's method: piles of papers that move as seats are won and options excluded."""

from __future__ import annotations

from koinon.methods.counting.contests import Election
from koinon.methods.counting.ties import Lots, Tie
from koinon.methods.counting.transfers.papers import read_papers
from koinon.methods.counting.transfers.results import Action, Move, Stage, TransferResult
from koinon.methods.counting.transfers.rules import (
    ScottishStv,
    Wigm,
    check_seats,
    quota_units,
    terms_of,
)

Pile = list[tuple[int, int, tuple[int, ...], int]]
"""Papers of an option: value in units, voters, preferences, and where on them it stands."""


def count_gregory(rule: ScottishStv | Wigm, election: Election, lot: str = "") -> TransferResult:
    """Count by piles. Raises CountError, LotNeeded."""
    check_seats(election.contest)
    count = Count(rule, election, lot)
    count.run()
    return TransferResult(
        rule,
        count.tally,
        count.terms.scale,
        count.quota,
        tuple(count.stages),
        tuple(count.elected),
        count.filled,
        tuple(count.ties),
        lot,
    )


class Count:
    """One count: the piles, who still hopes, whose surplus waits, and the stages so far.

    held: the papers of each elected option as they were when it was elected.
    """

    def __init__(self, rule: ScottishStv | Wigm, election: Election, lot: str) -> None:
        contest = election.contest
        self.terms = terms_of(rule)
        self.ids = contest.ids
        self.seats = contest.seats
        read = read_papers(election, self.terms.gaps, self.terms.repeats)
        self.tally = read.tally
        self.quota = quota_units(self.terms.quota, self.tally.valid, self.seats, self.terms.scale)
        self.hopeful = {at for at, one in enumerate(contest.options) if not one.withdrawn}
        self.piles: list[Pile] = [[] for _ in self.ids]
        self.votes = [0] * len(self.ids)
        self.pending: list[int] = []
        self.lost = self.rounded = 0
        self.stages: list[Stage] = []
        self.elected: list[str] = []
        self.filled: tuple[str, ...] = ()
        self.ties: list[Tie] = []
        self.lots = Lots(lot, self.tally.ballots_sha256)
        self.held: dict[int, Pile] = {}
        for marks, voters in read.papers:
            self.piles[marks[0]].append((self.terms.scale, voters, marks, 0))
            self.votes[marks[0]] += self.terms.scale * voters

    def run(self) -> None:
        """All stages, to the last seat."""
        self._close("first", (), ())
        while not self._complete():
            losers = self._sure_losers() if self.terms.sure_losers else ()
            if losers:
                self._exclude(losers)
            elif self.pending:
                self._transfer_surplus()
            else:
                low = min(self.votes[at] for at in self.hopeful)
                tied = sorted(at for at in self.hopeful if self.votes[at] == low)
                self._exclude((self._pick(tied, "exclude"),))

    def _complete(self) -> bool:
        """Whether no seat is left, or as many options as seats: those then fill them."""
        left = self.seats - len(self.elected)
        if len(self.hopeful) > left:
            return left <= 0
        self._fill()
        return True

    def _fill(self) -> None:
        order = sorted(self.hopeful, key=lambda at: (-self.votes[at], at))
        self.held.update({at: list(self.piles[at]) for at in order})
        self.filled = tuple(self.ids[at] for at in order)
        self.elected.extend(self.filled)
        self.hopeful.clear()

    def _close(self, action: Action, of: tuple[int, ...], moves: tuple[Move, ...]) -> None:
        """End a stage: who has the quota is elected, and the stage is written down."""
        self.lost += sum(move.non_transferable for move in moves)
        self.rounded += sum(move.rounding for move in moves)
        new = sorted(
            (at for at in self.hopeful if self.votes[at] >= self.quota),
            key=lambda at: (-self.votes[at], at),
        )
        self.hopeful.difference_update(new)
        self.held.update({at: list(self.piles[at]) for at in new})
        least = self.quota if self.terms.zero_surplus else self.quota + 1
        self.pending.extend(at for at in new if self.votes[at] >= least)
        won = tuple(self.ids[at] for at in new)
        self.elected.extend(won)
        self.stages.append(
            Stage(
                len(self.stages) + 1,
                action,
                tuple(self.ids[at] for at in of),
                tuple(self.votes),
                moves,
                self.lost,
                self.rounded,
                won,
            )
        )

    def _transfer_surplus(self) -> None:
        chosen = self.pending[0]
        if self.terms.largest_first:
            most = max(self.votes[at] for at in self.pending)
            chosen = self._pick(
                sorted(at for at in self.pending if self.votes[at] == most), "surplus"
            )
        self.pending.remove(chosen)
        surplus, votes, scale = (
            self.votes[chosen] - self.quota,
            self.votes[chosen],
            self.terms.scale,
        )
        pile = self.piles[chosen]
        if self.terms.two_steps:
            pile = [(v * surplus // scale * scale // votes, n, m, p) for v, n, m, p in pile]
        else:
            pile = [(v * surplus // votes, n, m, p) for v, n, m, p in pile]
        self.piles[chosen] = []
        self.votes[chosen] = self.quota
        self._close("surplus", (chosen,), (self._move(chosen, pile, surplus),))

    def _exclude(self, losers: tuple[int, ...]) -> None:
        self.hopeful.difference_update(losers)
        moves = []
        if self.terms.last_transfer or len(self.hopeful) > self.seats - len(self.elected):
            for at in losers:
                pile, leaving = self.piles[at], self.votes[at]
                self.piles[at], self.votes[at] = [], 0
                moves.append(self._move(at, pile, leaving))
        self._close("exclude", losers, tuple(moves))

    def _move(self, source: int, pile: Pile, leaving: int) -> Move:
        """Put each paper to its next hopeful preference; `leaving` units go in all."""
        gains = [0] * len(self.ids)
        lost = 0
        for value, voters, marks, place in pile:
            for at in range(place + 1, len(marks)):
                if marks[at] in self.hopeful:
                    self.piles[marks[at]].append((value, voters, marks, at))
                    gains[marks[at]] += value * voters
                    break
            else:
                lost += value * voters
        for at, gain in enumerate(gains):
            self.votes[at] += gain
        return Move(self.ids[source], tuple(gains), lost, leaving - sum(gains) - lost)

    def _sure_losers(self) -> tuple[int, ...]:
        """The largest set of the lowest that all their votes and all surpluses cannot lift."""
        order = sorted(self.hopeful, key=lambda at: (self.votes[at], at))
        surplus = sum(self.votes[at] - self.quota for at in self.pending)
        spare = len(order) - (self.seats - len(self.elected))
        total, found = surplus, 0
        for number in range(1, min(spare, len(order) - 1) + 1):
            total += self.votes[order[number - 1]]
            if total < self.votes[order[number]]:
                found = number
        return tuple(sorted(order[:found]))

    def _pick(self, tied: list[int], what: str) -> int:
        """Who of the tied is first: to pass on a surplus, or to be excluded."""
        if len(tied) == 1:
            return tied[0]
        names = tuple(self.ids[at] for at in tied)
        best = max if what == "surplus" else min
        for key in self.terms.ties:
            if key == "earlier stages":
                for stage in reversed(self.stages[:-1]):
                    edge = best(stage.votes[at] for at in tied)
                    tied = [at for at in tied if stage.votes[at] == edge]
            elif key == "lot":
                first = self.lots.order([self.ids[at] for at in tied])[0]
                tied = [self.ids.index(first)]
            else:
                tied = tied[:1]
            if len(tied) == 1:
                self.ties.append(Tie(len(self.stages) + 1, what, names, key, self.ids[tied[0]]))
                return tied[0]
        raise AssertionError("the last key leaves no tie open")
