"""Ballots of ranked choice voting as their recount reads them, from the first rank on."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.methods.counting.ballots import Ranks
from koinon.methods.counting.contests import CountError, Election, Irregular, Tally
from koinon.methods.counting.transfers.us_rules import UsRankedChoice

STATES = ("exhausted", "overvoted", "repeated", "skipped", "undervoted")
_REASONS = ("no option that counts", "overvote", "option ranked twice", "ranks left empty", "blank")


@dataclass(slots=True)
class FreeBallot:
    """A ballot: what of it is free, whom it counts for (-1: nobody), and why not."""

    ranks: Ranks
    voters: int
    free: int
    holder: int = -1
    state: str = ""


def read_ballot(rule: UsRankedChoice, ranks: Ranks, racing: dict[int, int]) -> tuple[int, str]:
    """Whom a ballot counts for, or why for nobody, by its marked ranks."""
    marked = [(place, rank) for place, rank in enumerate(ranks) if rank]
    if not marked:
        return -1, "undervoted"
    for turn, (place, rank) in enumerate(marked):
        empty = place - (marked[turn - 1][0] + 1 if turn else 0)
        if rule.max_skipped is not None and empty > rule.max_skipped:
            return -1, "skipped"
        earlier = {option for _, one in marked[:turn] for option in one if option >= 0}
        if rule.exhaust_on_duplicate and earlier & set(rank):
            return -1, "repeated"
        names = [option for option in rank if option in racing]
        if len(rank) > 1 or rank[0] < 0:
            if rule.overvote == "exhaustImmediately":
                return -1, "overvoted"
            if rule.overvote == "alwaysSkipToNextRank":
                continue
            if rank[0] < 0:
                raise CountError("marks of an overvote are not known.")
            if len(names) > 1:
                return -1, "overvoted"
        if names:
            return names[0], ""
    return -1, "exhausted"


def tally_ballots(election: Election, ballots: list[FreeBallot]) -> Tally:
    """The tally as the ballots stand in the first round."""
    counts: dict[tuple[str, bool], int] = {}
    for ballot in ballots:
        if ballot.state:
            key = (_REASONS[STATES.index(ballot.state)], False)
        elif any(len(rank) > 1 or rank == (-1,) for rank in ballot.ranks):
            key = ("counted with an overvote", True)
        elif () in ballot.ranks:
            key = ("counted with an empty rank", True)
        elif len({*ballot.ranks}) < len(ballot.ranks):
            key = ("counted with a repeat", True)
        else:
            continue
        counts[key] = counts.get(key, 0) + ballot.voters
    order = (*_REASONS, "counted with an overvote", "counted with an empty rank",
             "counted with a repeat")  # fmt: skip
    listed = sorted(counts, key=lambda key: order.index(key[0]))
    cast = sum(ballot.voters for ballot in ballots)
    invalid = sum(number for (_, valid), number in counts.items() if not valid)
    return Tally(
        election.ballots.sha256, cast, cast - invalid,
        tuple(Irregular(key[0], counts[key], key[1]) for key in listed),
    )  # fmt: skip
