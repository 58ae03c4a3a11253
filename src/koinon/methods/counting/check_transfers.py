"""Recount results by Gregory's method without piles: at each stage every ballot is walked anew.

It shares the types and the ballots with the counts, and no step of counting. A ballot is a list of
preferences; where it stands follows from who was still in the race each time its holder let go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from koinon.methods.counting.check_walks import Walked, differences, walk_ballots
from koinon.methods.counting.contests import CountError, Election, Tally
from koinon.methods.counting.ties import Lots, Tie
from koinon.methods.counting.transfers.results import Move, Stage, TransferResult
from koinon.methods.counting.transfers.rules import (
    ScottishStv,
    Terms,
    Wigm,
    quota_units,
    terms_of,
)


def recheck_gregory(result: TransferResult, election: Election) -> tuple[str, ...]:
    """The places where a result differs from the recount; none when it holds."""
    try:
        again = _gregory(result, election)
    except CountError:
        return ("$",)
    return tuple(differences("$", result, again))


@dataclass(slots=True)
class Recount:
    """A count in progress; `watch` is an option whose ballots are kept when it is elected."""

    terms: Terms
    ids: tuple[str, ...]
    seats: int
    quota: int
    ballots: list[Walked]
    racing: list[bool]
    lots: Lots
    watch: int = -1
    watched: list[Walked] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    won: list[str] = field(default_factory=list)
    filled: tuple[str, ...] = ()
    stages: list[Stage] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def run(self, lost: int = 0) -> None:
        """All stages; `lost` units counted for nobody from the start."""
        self.write("first", (), self.held(), [], lost)
        while sum(self.racing) > self.left() > 0:
            _next_stage(self)
        if sum(self.racing) <= self.left():
            rest = [at for at, racing in enumerate(self.racing) if racing]
            rest.sort(key=lambda at: self.stages[-1].votes[at], reverse=True)
            self.filled = tuple(self.ids[at] for at in rest)
            self.look_at(rest)

    def look_at(self, elected: list[int]) -> None:
        """Keep the ballots of the watched option as they are when it is elected."""
        if self.watch in elected:
            self.watched = [replace(one) for one in self.ballots if one.holder() == self.watch]

    def held(self) -> list[int]:
        """Votes of each option by the ballots it holds now."""
        votes = [0] * len(self.ids)
        for ballot in self.ballots:
            if ballot.at < len(ballot.marks):
                votes[ballot.marks[ballot.at]] += ballot.value * ballot.voters
        return votes

    def left(self) -> int:
        """Seats not yet filled."""
        return self.seats - len(self.won)

    def write(
        self, action: Any, of: Iterable[int], votes: list[int], moves: list[Move], lost: int = 0
    ) -> None:
        """Elect by the quota and write the stage down."""
        reached = [at for at in range(len(votes)) if self.racing[at] and votes[at] >= self.quota]
        reached.sort(key=lambda at: votes[at], reverse=True)
        for at in reached:
            self.racing[at] = False
            if votes[at] > self.quota or self.terms.zero_surplus:
                self.waiting.append(at)
        self.won += [self.ids[at] for at in reached]
        self.look_at(reached)
        before = self.stages[-1] if self.stages else None
        lost += (before.non_transferable if before else 0) + sum(m.non_transferable for m in moves)
        rounding = (before.rounding if before else 0) + sum(m.rounding for m in moves)
        self.stages.append(
            Stage(len(self.stages) + 1, action, tuple(self.ids[at] for at in of), tuple(votes),
                  tuple(moves), lost, rounding, tuple(self.ids[at] for at in reached))
        )  # fmt: skip

    def let_go(self, source: int, surplus: int | None) -> Move:
        """Every ballot that `source` holds goes on; only a surplus reduces its value."""
        votes = self.stages[-1].votes[source]
        gains, lost = [0] * len(self.ids), 0
        for ballot in self.ballots:
            if ballot.holder() != source:
                continue
            if surplus is not None and self.terms.two_steps:
                product = ballot.value * surplus // self.terms.scale
                ballot.value = product * self.terms.scale // votes
            elif surplus is not None:
                ballot.value = ballot.value * surplus // votes
            while ballot.at < len(ballot.marks) and not self.racing[ballot.marks[ballot.at]]:
                ballot.at += 1
            if ballot.at == len(ballot.marks):
                lost += ballot.value * ballot.voters
            else:
                gains[ballot.marks[ballot.at]] += ballot.value * ballot.voters
        gone = votes if surplus is None else surplus
        return Move(self.ids[source], tuple(gains), lost, gone - lost - sum(gains))

    def first_of(self, tied: list[int], what: str) -> int:
        """Who of the tied is first by the keys of the rule."""
        if len(tied) == 1:
            return tied[0]
        rest = list(tied)
        for key in self.terms.ties:
            if key == "earlier stages":
                for stage in self.stages[-2::-1]:
                    seen = sorted(stage.votes[at] for at in rest)
                    edge = seen[-1] if what == "surplus" else seen[0]
                    rest = [at for at in rest if stage.votes[at] == edge]
            elif key == "paper":
                rest = [min(rest)]
            else:
                drawn = self.lots.order([self.ids[at] for at in rest])
                rest = [self.ids.index(drawn[0])]
            if len(rest) == 1:
                break
        names = tuple(self.ids[at] for at in tied)
        self.ties.append(Tie(len(self.stages) + 1, what, names, key, self.ids[rest[0]]))
        return rest[0]


def recount(
    rule: ScottishStv | Wigm, election: Election, lot: str, watch: int = -1
) -> tuple[Recount, Tally]:
    """The whole recount of an election, and the tally of its ballots. Raises CountError."""
    contest = election.contest
    terms = terms_of(rule)
    ballots, tally = walk_ballots(election, terms.gaps, terms.repeats, terms.scale)
    quota = quota_units(terms.quota, tally.valid, contest.seats, terms.scale)
    standing = [not option.withdrawn for option in contest.options]
    again = Recount(terms, contest.ids, contest.seats, quota, ballots, standing,
                    Lots(lot, election.ballots.sha256), watch)  # fmt: skip
    again.run()
    return again, tally


def _gregory(result: TransferResult, election: Election) -> TransferResult:
    again, tally = recount(result.rule, election, result.lot)
    return replace(
        result, tally=tally, scale=again.terms.scale, quota=again.quota,
        stages=tuple(again.stages), elected=(*again.won, *again.filled), filled=again.filled,
        ties=tuple(again.ties),
    )  # fmt: skip


def _next_stage(again: Recount) -> None:
    votes = list(again.stages[-1].votes)
    racing = [at for at, still in enumerate(again.racing) if still]
    losers = _cannot_win(again, votes, racing) if again.terms.sure_losers else []
    if not losers and again.waiting:
        source = again.waiting[0]
        if again.terms.largest_first:
            top = max(votes[at] for at in again.waiting)
            source = again.first_of(
                sorted(at for at in again.waiting if votes[at] == top), "surplus"
            )
        again.waiting.remove(source)
        move = again.let_go(source, votes[source] - again.quota)
        now = again.held()
        for at in range(len(votes)):
            if not again.racing[at]:
                now[at] = votes[at]
        now[source] = again.quota
        again.write("surplus", [source], now, [move])
        return
    if not losers:
        low = min(votes[at] for at in racing)
        losers = [again.first_of([at for at in racing if votes[at] == low], "exclude")]
    for at in losers:
        again.racing[at] = False
    moves = []
    if again.terms.last_transfer or sum(again.racing) > again.left():
        moves = [again.let_go(at, None) for at in losers]
        now = again.held()
        votes = [
            now[at] if again.racing[at] else 0 if at in losers else votes[at]
            for at in range(len(votes))
        ]
    again.write("exclude", losers, votes, moves)


def _cannot_win(again: Recount, votes: list[int], racing: list[int]) -> list[int]:
    """Every set of all at or below some number of votes is tried; the largest that cannot win."""
    spare = sum(votes[at] - again.quota for at in again.waiting)
    best: list[int] = []
    for top in {votes[at] for at in racing}:
        below = [at for at in racing if votes[at] <= top]
        above = [votes[at] for at in racing if votes[at] > top]
        beaten = bool(above) and sum(votes[at] for at in below) + spare < min(above)
        if beaten and len(above) >= again.left() and len(below) > len(best):
            best = below
    return best
