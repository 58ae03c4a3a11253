"""Meek's rule: votes are shared out by keep factors until every elected option holds a quota.

Papers are laid in a tree of preferences, so that those that begin alike are shared out once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from koinon.methods.counting.contests import CountError, Election
from koinon.methods.counting.ties import Lots, Tie
from koinon.methods.counting.transfers.papers import read_papers
from koinon.methods.counting.transfers.results import MeekResult, MeekRound
from koinon.methods.counting.transfers.rules import Meek, check_decimals, check_seats


def count_meek(rule: Meek, election: Election, lot: str = "") -> MeekResult:
    """Count by Meek's rule. Raises CountError, LotNeeded."""
    check_seats(election.contest)
    check_decimals(rule.decimals)
    if not 0 <= rule.omega <= rule.decimals:
        raise CountError(f"omega is from 0 to the {rule.decimals} decimals, not {rule.omega}.")
    count = _Count(rule, election, lot)
    while len(count.hopeful) > election.contest.seats - len(count.elected) > 0:
        count.play()
    filled: list[int] = []
    if len(count.elected) < election.contest.seats:
        filled = count.hopeful
    ids = election.contest.ids
    elected = tuple(ids[at] for at in (*count.elected, *filled))
    return MeekResult(
        rule,
        count.tally,
        count.scale,
        tuple(count.rounds),
        elected,
        tuple(ids[at] for at in filled),
        tuple(count.ties),
        lot,
    )


class _Count:
    """One count: keep factors, who hopes, and the tree, where each node follows its parent."""

    def __init__(self, rule: Meek, election: Election, lot: str) -> None:
        contest = election.contest
        self.rule = rule
        self.ids = contest.ids
        self.seats = contest.seats
        self.scale = 10**rule.decimals
        read = read_papers(election, rule.gaps, rule.repeats)
        self.tally = read.tally
        self.hopeful = [at for at, one in enumerate(contest.options) if not one.withdrawn]
        self.keep = [0 if one.withdrawn else self.scale for one in contest.options]
        self.elected: list[int] = []
        self.rounds: list[MeekRound] = []
        self.ties: list[Tie] = []
        self.lots = Lots(lot, read.tally.ballots_sha256)
        self.parent: list[int] = [0]
        self.option: list[int] = [-1]
        self.through: list[int] = [0]
        nodes: dict[tuple[int, int], int] = {}
        for marks, voters in read.papers:
            node = 0
            for mark in marks:
                child = nodes.setdefault((node, mark), len(self.parent))
                if child == len(self.parent):
                    self.parent.append(node)
                    self.option.append(mark)
                    self.through.append(0)
                self.through[child] += voters
                node = child

    def distribute(self) -> list[int]:
        """Votes of every option by the keep factors; what is kept is rounded up (B.2.a)."""
        votes = [0] * len(self.ids)
        weights = [self.scale] * len(self.parent)
        keep, scale = self.keep, self.scale
        for node in range(1, len(weights)):
            weight = weights[self.parent[node]]
            option = self.option[node]
            kept = -(-weight * keep[option] // scale)
            weights[node] = weight - kept
            votes[option] += kept * self.through[node]
        return votes

    def play(self) -> None:
        """One round: iterate until an election or a surplus that can be left, then exclude."""
        last, iterations = None, 0
        while True:
            iterations += 1
            votes = self.distribute()
            quota = sum(votes) // (self.seats + 1) + 1
            won = [at for at in self.hopeful if votes[at] >= quota]
            self.hopeful = [at for at in self.hopeful if votes[at] < quota]
            self.elected.extend(won)
            surplus = max(0, sum(votes[at] - quota for at in self.elected))
            ended = self._ended(bool(won), surplus, last)
            if ended:
                break
            last = surplus
            for at in self.elected:
                product = -(-self.keep[at] * quota // self.scale)
                self.keep[at] = -(-product * self.scale // votes[at])
        self.rounds.append(
            MeekRound(
                len(self.rounds) + 1,
                iterations,
                ended,
                quota,
                surplus,
                tuple(votes),
                tuple(self.keep),
                self.tally.valid * self.scale - sum(votes),
                tuple(self.ids[at] for at in won),
                "",
            )
        )
        if ended != "elected":
            self._exclude(votes, surplus)

    def _ended(
        self, won: bool, surplus: int, last: int | None
    ) -> Literal["", "elected", "small surplus", "stable surplus"]:
        if won:
            return "elected"
        if surplus < 10 ** (self.rule.decimals - self.rule.omega):
            return "small surplus"
        return "stable surplus" if last is not None and surplus >= last else ""

    def _exclude(self, votes: list[int], surplus: int) -> None:
        """The lowest goes; who is no further above than the surplus is tied with it (B.3)."""
        low = min(votes[at] for at in self.hopeful) + surplus
        tied = [at for at in self.hopeful if votes[at] <= low]
        out = tied[0]
        if len(tied) > 1:
            names = tuple(self.ids[at] for at in tied)
            if self.rule.last_key == "lot":
                out = self.ids.index(self.lots.order(names)[0])
            self.ties.append(
                Tie(len(self.rounds), "exclude", names, self.rule.last_key, self.ids[out])
            )
        self.hopeful.remove(out)
        self.keep[out] = 0
        self.rounds[-1] = replace(self.rounds[-1], excluded=self.ids[out])
