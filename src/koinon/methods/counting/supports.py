"""Who supports what, and by how much: ballots of any form as budgets and committees count them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from koinon.methods.counting.contests import CountError, Election, Irregular, Tally

Measure: TypeAlias = Literal["votes", "points"]
"""What a ballot gives an option: one vote where it supports it at all, or the ballot's points."""


@dataclass(frozen=True, slots=True)
class Supports:
    """Valid ballots as supports, in the order of their rows.

    ids: the options, as on the paper. weights: how many voters cast each ballot.
    points: of each ballot, (option, points above zero) by ascending option. given: all points by
    option, those below zero included. voters: of all valid ballots, blank ones included.
    """

    ids: tuple[str, ...]
    weights: tuple[int, ...]
    points: tuple[tuple[tuple[int, int], ...], ...]
    given: tuple[int, ...]
    votes: tuple[int, ...]
    tally: Tally

    @property
    def voters(self) -> int:
        """How many valid ballots were cast, blank ones included."""
        return self.tally.valid


def supports(election: Election, measure: Measure, first: int = 0) -> Supports:
    """Read the ballots of an election as supports.

    An approval or a choice is one point. A ranking gives `first` points to its first rank, one less
    to each next one, never less than none; options that share a rank all get its points, and an
    option ranked again keeps its first rank. A rank or a choice with several unknown marks gives
    nothing; such a choice is invalid. A withdrawn option gets nothing. With "votes" every support
    is one point. Raises CountError where rankings have no points for the first rank.
    """
    ballots, contest = election.ballots, election.contest
    if ballots.form == "rankings" and measure == "points" and first < 1:
        raise CountError("rankings give points only where the rule says how many the first rank "
                         "has; give it points of 1 or more.")  # fmt: skip
    gone = frozenset(at for at, option in enumerate(contest.options) if option.withdrawn)
    n = len(contest.options)
    reasons: Counter[tuple[str, bool]] = Counter()
    weights, points = [], []
    given, votes = [0] * n, [0] * n
    for vote, voters in ballots:
        said, faults = _READERS[ballots.form](vote, first)
        if gone.intersection(said):
            faults.append("withdrawn")
        said = {at: worth for at, worth in said.items() if at not in gone}
        if not said and not faults:
            faults.append("blank")
        reasons.update({(fault, fault not in _INVALID): voters for fault in faults})
        if not _INVALID.isdisjoint(faults):
            continue
        row = []
        for at, worth in sorted(said.items()):
            counted = (1 if worth > 0 else 0) if measure == "votes" else worth
            given[at] += counted * voters
            if counted > 0:
                votes[at] += voters
                row.append((at, counted))
        weights.append(voters)
        points.append(tuple(row))
    irregular = tuple(Irregular(reason, reasons[reason, ok], ok) for reason, ok in sorted(reasons))
    lost = sum(one.ballots for one in irregular if not one.valid)
    tally = Tally(ballots.sha256, ballots.voters, ballots.voters - lost, irregular)
    return Supports(contest.ids, tuple(weights), tuple(points), tuple(given), tuple(votes), tally)


_INVALID = frozenset({"several_marks"})


def _read_approvals(vote: Any, first: int) -> tuple[dict[int, int], list[str]]:
    return dict.fromkeys(vote, 1), []


def _read_choice(vote: Any, first: int) -> tuple[dict[int, int], list[str]]:
    if vote is None:
        return {}, []
    return ({}, ["several_marks"]) if vote < 0 else ({vote: 1}, [])


def _read_points(vote: Any, first: int) -> tuple[dict[int, int], list[str]]:
    return {at: points for at, points in enumerate(vote) if points is not None}, []


def _read_ranking(vote: Any, first: int) -> tuple[dict[int, int], list[str]]:
    said: dict[int, int] = {}
    faults: list[str] = []
    for rank, options in enumerate(vote):
        worth = max(0, first - rank)
        for option in options:
            fault = "unknown_marks" if option < 0 else "repeated" if option in said else ""
            if not fault:
                said[option] = worth if first else 1
            elif fault not in faults:
                faults.append(fault)
        if not options and "rank_left_empty" not in faults:
            faults.append("rank_left_empty")
    return said, faults


_READERS = {
    "approvals": _read_approvals,
    "choice": _read_choice,
    "points": _read_points,
    "rankings": _read_ranking,
}
