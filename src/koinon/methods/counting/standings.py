"""What rules that put options in an order have in common: seats, irregular ballots, tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from koinon.methods.counting.ballots import Ballots
from koinon.methods.counting.contests import Contest, CountError, Irregular, Tally
from koinon.methods.counting.sheets import Cell, Column, Sheet
from koinon.methods.counting.ties import LastKey, Lots, Tie


@dataclass(slots=True)
class Faults:
    """Irregular ballots while they are read: how many for each reason, in the order of reasons."""

    found: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def add(self, reason: str, ballots: int, *, valid: bool) -> None:
        """Note ballots that are not as they should be."""
        self.found[reason, valid] += ballots

    def tally(self, ballots: Ballots) -> Tally:
        """The ballots as the rule took them; each that is not valid was added for one reason."""
        cast = ballots.voters
        invalid = sum(number for (_, valid), number in self.found.items() if not valid)
        irregular = (
            Irregular(reason, number, valid)
            for (reason, valid), number in sorted(self.found.items())
        )
        return Tally(ballots.sha256, cast, cast - invalid, tuple(irregular))


def standing(contest: Contest) -> tuple[int, ...]:
    """The options for which votes count, by number. Raises CountError where no seat is filled."""
    if contest.seats < 1:
        raise CountError("this rule fills seats, and the contest has none; state how many.")
    found = tuple(at for at, option in enumerate(contest.options) if not option.withdrawn)
    if not found:
        raise CountError("every option is withdrawn; there is nothing to count.")
    return found


def grouped(options: Iterable[int], values: Sequence[Any]) -> tuple[tuple[int, ...], ...]:
    """Groups of equals, the highest value first, each in the order of the paper."""
    order = sorted(options, key=lambda at: values[at], reverse=True)
    return tuple(tuple(group) for _, group in groupby(order, key=lambda at: values[at]))


def fill(
    groups: Iterable[Sequence[int]],
    contest: Contest,
    last: LastKey,
    lots: Lots,
    stage: int = 1,
) -> tuple[tuple[str, ...], tuple[Tie, ...]]:
    """Fill the seats from groups of equals, the best first: who is elected, and the ties met.

    A tie is broken only where a group is larger than the seats left, one seat after the other;
    equals who are all elected stand in the order of the paper. Raises LotNeeded.
    """
    elected: list[str] = []
    ties: list[Tie] = []
    for group in groups:
        left = [contest.options[at].id for at in group]
        while left and len(elected) < contest.seats:
            first = left[0]
            if len(left) > contest.seats - len(elected):
                first = lots.order(left)[0] if last == "lot" else first
                ties.append(Tie(stage, "elected", tuple(left), last, first))
            left.remove(first)
            elected.append(first)
    return tuple(elected), tuple(ties)


def tally_sheet(tally: Tally) -> Sheet:
    """How many ballots were cast and are valid, and the irregular ones by reason."""
    rows: list[tuple[Cell, ...]] = [("cast", tally.cast), ("valid", tally.valid)]
    rows += [
        (f"irregular.{one.reason}" if one.valid else f"invalid.{one.reason}", one.ballots)
        for one in tally.irregular
    ]
    return Sheet("tally", (Column("what"), Column("ballots")), tuple(rows))


def ties_sheet(ties: Sequence[Tie]) -> tuple[Sheet, ...]:
    """The ties that were met; no table where there was none."""
    if not ties:
        return ()
    rows = tuple((one.stage, one.what, one.tied, one.by, one.first) for one in ties)
    columns = tuple(map(Column, ("stage", "what", "tied", "by", "first")))
    return (Sheet("ties", columns, rows),)
