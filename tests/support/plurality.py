"""A way of counting for tests of what surrounds a count: most votes win, a lot breaks last ties.

It is no method of the counting house: tests say themselves when a lot is needed, what a result
looks like, and which of its places is false.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar
from unittest.mock import patch

from koinon.methods.counting import methods
from koinon.methods.counting.contests import Contest, Election, Irregular, Tally
from koinon.methods.counting.sheets import Column, Sheet
from koinon.methods.counting.statements import Method, Statement
from koinon.methods.counting.ties import Lots, Tie


@dataclass(frozen=True, slots=True)
class MostMarks:
    """First choices are added up."""

    KIND: ClassVar[str] = "most_marks/1"
    ties: str = "lot"


@dataclass(frozen=True, slots=True)
class MostMarksResult:
    """Votes in the order of the paper."""

    KIND: ClassVar[str] = "most_marks_result/1"
    rule: MostMarks
    tally: Tally
    votes: tuple[int, ...]
    elected: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str


def votes_of(election: Election) -> tuple[tuple[int, ...], int]:
    """Votes for each option, and how many ballots count for none."""
    options = election.contest.options
    found = [0] * len(options)
    lost = 0
    for first, voters in _firsts(election):
        if first is None or options[first].withdrawn:
            lost += voters
        else:
            found[first] += voters
    return tuple(found), lost


def _firsts(election: Election) -> Iterator[tuple[int | None, int]]:
    if election.ballots.form == "choice":
        for choice, voters in election.ballots.choices():
            yield (None if choice == -1 else choice), voters
        return
    for ranks, voters in election.ballots.rankings():
        yield (ranks[0][0] if ranks and len(ranks[0]) == 1 and ranks[0][0] >= 0 else None), voters


def count(rule: MostMarks, election: Election, lot: str) -> MostMarksResult:
    """Count; LotNeeded where the last seat is tied and there is no lot."""
    votes, lost = votes_of(election)
    lots = Lots(lot, election.ballots.sha256)
    ids = [one.id for one in election.contest.options if not one.withdrawn]
    had = dict(zip(election.contest.ids, votes, strict=True))
    ranked = sorted(ids, key=lambda id_: -had[id_])
    seats = min(election.contest.seats, len(ranked))
    ties: tuple[Tie, ...] = ()
    last = had[ranked[seats - 1]] if seats else 0
    tied = sorted(id_ for id_ in ids if had[id_] == last)
    above = [id_ for id_ in ranked if had[id_] > last]
    chosen = ranked[:seats]
    if len(above) + len(tied) > seats:
        chosen = [*above, *lots.order(tied)[: seats - len(above)]]
        ties = (Tie(1, "elected", tuple(tied), "lot", chosen[len(above)]),)
    cast = election.ballots.voters
    irregular = (Irregular("no vote", lost, False),) if lost else ()
    tally = Tally(election.ballots.sha256, cast, cast - lost, irregular)
    return MostMarksResult(rule, tally, votes, tuple(chosen), ties, lot)


def recheck(result: MostMarksResult, election: Election) -> tuple[str, ...]:
    """Compare with a count anew."""
    again = count(result.rule, election, result.lot)
    return tuple(
        name
        for name in ("tally", "votes", "elected", "ties")
        if getattr(again, name) != getattr(result, name)
    )


def sheets(result: MostMarksResult, contest: Contest) -> tuple[Sheet, ...]:
    """One table."""
    columns = (Column("option"), Column("votes"))
    rows = tuple(zip(contest.ids, result.votes, strict=True))
    return (Sheet("votes", columns, rows),)


METHOD = Method(
    name="most-marks",
    rule=MostMarks(),
    statement=Statement("Most marks", "whole", "none", "lot", "one", "left out", "tests"),
    forms=("choice", "rankings"),
    result=MostMarksResult,
    count=count,
    recheck=recheck,
    sheets=sheets,
)
RULE = {"kind": MostMarks.KIND, "ties": "lot"}


@contextmanager
def known() -> Iterator[None]:
    """Let the counting house know this method beside its own."""
    with_it = MappingProxyType({**methods.methods(), METHOD.name: METHOD})
    with patch.object(methods, "methods", lambda: with_it):
        yield
