"""Papers: the preferences of a ballot that a count by transfer can follow, first to last."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.methods.counting.ballots import SEVERAL, Ranks
from koinon.methods.counting.contests import Election, Irregular, Tally
from koinon.methods.counting.transfers.rules import Fault

REASONS = (
    "blank",
    "no first preference",
    "several first preferences",
    "only withdrawn options",
    "rank left empty",
    "several at one rank",
    "option ranked twice",
)
"""Why a ballot is not as it should be; the first INVALID of them make it invalid."""

INVALID = 4


@dataclass(frozen=True, slots=True)
class Papers:
    """Valid papers in the order of the ballots: preferences (numbers of options) and voters."""

    tally: Tally
    papers: tuple[tuple[tuple[int, ...], int], ...]


def read_papers(election: Election, gaps: Fault, repeats: Fault) -> Papers:
    """Read every ballot as far as it can be followed, and list what is irregular.

    Several marks at one rank always end a paper: a vote for two is a vote for neither.
    """
    gone = frozenset(at for at, option in enumerate(election.contest.options) if option.withdrawn)
    found = [0] * len(REASONS)
    papers = []
    cast = valid = 0
    for ranks, voters in election.ballots.rankings():
        marks, reason = _follow(ranks, gone, gaps, repeats)
        cast += voters
        if reason >= 0:
            found[reason] += voters
        if marks:
            valid += voters
            papers.append((marks, voters))
    return Papers(tally_of(election, cast, valid, found), tuple(papers))


def tally_of(election: Election, cast: int, valid: int, found: list[int]) -> Tally:
    """The tally, with the irregular ballots in the order of `REASONS`."""
    irregular = tuple(
        Irregular(REASONS[at], ballots, at >= INVALID)
        for at, ballots in enumerate(found)
        if ballots
    )
    return Tally(election.ballots.sha256, cast, valid, irregular)


def _follow(
    ranks: Ranks, gone: frozenset[int], gaps: Fault, repeats: Fault
) -> tuple[tuple[int, ...], int]:
    """The preferences, and the number of the first reason why they are irregular, else -1."""
    marks: list[int] = []
    seen: set[int] = set()
    reason = -1
    for rank in ranks:
        if not rank:
            fault, stops = 4, gaps == "stop"
        elif len(rank) > 1 or rank == SEVERAL:
            fault, stops = 5, True
        elif rank[0] in seen:
            fault, stops = 6, repeats == "stop"
        else:
            seen.add(rank[0])
            if rank[0] not in gone:
                marks.append(rank[0])
            continue
        reason = fault if reason < 0 else reason
        if stops:
            break
    if not marks:
        reason = 3 if seen else {-1: 0, 4: 1, 5: 2}[reason]
    return tuple(marks), reason
