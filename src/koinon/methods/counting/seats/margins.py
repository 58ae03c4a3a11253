"""How near it was: the fewest votes more with which a party would have won one seat more.

All other votes stay. Within one set of parties that reach the threshold a party's claims rise with
its votes and nobody else's do, so the least number is found by halving; where the base of the
threshold grows, others may fall below it, and each such stretch is searched by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from koinon.methods.counting.seats.rules import (
    MAX_VOTES,
    SeatsError,
    SeatsResult,
    Votes,
    entitled,
)
from koinon.methods.counting.seats.sharing import find_edge


@dataclass(frozen=True, slots=True)
class Margin:
    """A party, the fewest votes more that give it a seat more for certain, and who then has fewer.

    votes: None where no number of votes does. loses: parties with a seat less, or that a tie among
    the others might take it from.
    """

    KIND: ClassVar[str] = "margin"
    party: str
    votes: int | None
    loses: tuple[str, ...]


def margins(result: SeatsResult) -> tuple[Margin, ...]:
    """The margin of each party, in the order of the paper.

    Raises SeatsError for the Droop quota beside a maximum.
    """
    return tuple(_margin(result, at) for at in range(len(result.votes.parties)))


def nearest(found: tuple[Margin, ...]) -> Margin | None:
    """The party next in line: the one with the fewest votes missing."""
    near = [one for one in found if one.votes is not None]
    return min(near, key=lambda one: one.votes or 0, default=None)


def _margin(result: SeatsResult, party: int) -> Margin:
    name = result.votes.parties[party]
    top = result.house if result.rule.maximum is None else result.rule.maximum
    if result.seats[party] >= min(top, result.house):
        return Margin(name, None, ())
    if result.rule.method == "droop" and result.rule.maximum is not None:
        raise SeatsError("how many votes are missing is not worked out for the Droop quota beside "
                         "a maximum.")  # fmt: skip
    for first, last in _stretches(result, party):
        more = _least(result, party, first, last)
        if more is not None:
            return Margin(name, more, _losers(result, party, more))
    return Margin(name, None, ())


def _least(result: SeatsResult, party: int, first: int, last: int) -> int | None:
    """The fewest votes more from first to last that win the seat.

    The Droop quota is whole: it stays for `house + 1` votes and then grows by one, which lowers
    claims. A claim rises within such a step, and from the end of one to the end of the next, so
    the first end that wins is sought and then the first number in its step.
    """
    if result.rule.method == "droop":
        step = result.house + 1
        end = first + (-(_counted(result, party, first) + 1)) % step
        ends = range(end, last + 1, step)
        at = _halve(0, len(ends), lambda k: _wins(result, party, ends[k]))
        first = ends[at - 1] + 1 if at else first
        last = ends[at] if at < len(ends) else last
    if first > last or not _wins(result, party, last):
        return None
    return _halve(first, last, lambda more: _wins(result, party, more))


def _halve(first: int, last: int, holds: Callable[[int], bool]) -> int:
    """The first number that holds, where all after it hold; `last` where none before it does."""
    while first < last:
        middle = (first + last) // 2
        first, last = (first, middle) if holds(middle) else (middle + 1, last)
    return first


def _counted(result: SeatsResult, party: int, more: int) -> int:
    """Votes of the parties that take part and of this one, with so many more."""
    votes = _with_more(result.votes, party, more)
    takes = entitled(result.rule.threshold, votes)
    return sum(v for p, v in enumerate(votes.votes) if takes[p] or p == party)


def _with_more(votes: Votes, party: int, more: int) -> Votes:
    return replace(votes, votes=tuple(v + more * (p == party) for p, v in enumerate(votes.votes)))


def _stretches(result: SeatsResult, party: int) -> Iterator[tuple[int, int]]:
    """Numbers of votes more, from 1, in stretches over which the same others reach the threshold.

    The last, endless one is cut into stretches that double.
    """
    threshold, votes = result.rule.threshold, result.votes
    start = 1
    if threshold is not None and threshold.share:
        extra = {"parties": 0, "valid": votes.blank, "cast": votes.blank + votes.invalid}
        base = sum(votes.votes) + extra[threshold.base]
        ends = {Fraction(v) / threshold.share - base for v in votes.votes}
        for end in sorted(int(end) for end in ends if end >= 1):
            if end >= start:
                yield start, end
                start = end + 1
    most = MAX_VOTES - int(votes.votes[party])
    length = 1
    while start <= most:
        end = min(start + length - 1, most)
        yield start, end
        start, length = end + 1, 2 * length


def _wins(result: SeatsResult, party: int, more: int) -> bool:
    """Whether the party is sure of a seat more with so many votes more."""
    sure = _outcome(result, party, more)
    return sure is not None and sure[party] > result.seats[party]


def _losers(result: SeatsResult, party: int, more: int) -> tuple[str, ...]:
    sure = _outcome(result, party, more)
    assert sure is not None
    return tuple(
        name
        for at, name in enumerate(result.votes.parties)
        if at != party and sure[at] < result.seats[at]
    )


def _outcome(result: SeatsResult, party: int, more: int) -> tuple[int, ...] | None:
    """The seats that each party is sure of with so many votes more; None where none are given."""
    votes = _with_more(result.votes, party, more)
    try:
        takes = entitled(result.rule.threshold, votes)
        edge, _ = find_edge(result.rule, votes, takes, result.house, result.seats)
    except SeatsError:
        return None
    return edge.sure
