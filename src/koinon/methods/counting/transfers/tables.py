"""Counts by transfer in tables: the sheet of stages, and every move of votes."""

from __future__ import annotations

from fractions import Fraction

from koinon.methods.counting.contests import Contest
from koinon.methods.counting.sheets import Cell, Column, Sheet
from koinon.methods.counting.transfers.countback import CountbackResult
from koinon.methods.counting.transfers.results import MeekResult, TransferResult
from koinon.methods.counting.transfers.us_rules import UsResult


def _places(scale: int) -> int:
    return len(str(scale)) - 1


def countback_sheets(result: CountbackResult, contest: Contest) -> tuple[Sheet, ...]:
    """As of a count: quota, stages and moves of the second count."""
    return transfer_sheets(result, contest)


def transfer_sheets(
    result: TransferResult | CountbackResult, contest: Contest
) -> tuple[Sheet, ...]:
    """The sheet of stages as a returning officer signs it, and the moves between options."""
    places, scale = _places(result.scale), result.scale
    columns = (
        Column("stage"),
        Column("action"),
        Column("whose_papers"),
        *(Column("votes", one, places) for one in contest.ids),
        Column("non_transferable", places=places),
        Column("rounding", places=places),
        Column("elected"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            stage.number,
            stage.action,
            stage.of,
            *(Fraction(votes, scale) for votes in stage.votes),
            Fraction(stage.non_transferable, scale),
            Fraction(stage.rounding, scale),
            stage.elected,
        )
        for stage in result.stages
    ]
    moves: list[tuple[Cell, ...]] = []
    for stage in result.stages:
        for move in stage.moves:
            gains = zip(contest.ids, move.votes, strict=True)
            moves += [
                (stage.number, move.source, one, Fraction(gain, scale))
                for one, gain in gains
                if gain
            ]
    head = (Column("stage"), Column("from"), Column("to"), Column("votes", places=places))
    quota = Sheet("quota", (Column("quota", places=places),), ((Fraction(result.quota, scale),),))
    return (quota, Sheet("stages", columns, tuple(rows)), Sheet("moves", head, tuple(moves)))


def meek_sheets(result: MeekResult, contest: Contest) -> tuple[Sheet, ...]:
    """Votes and keep factors at the end of every round."""
    places, scale = _places(result.scale), result.scale
    columns = (
        Column("round"),
        Column("iterations"),
        Column("quota", places=places),
        *(Column("votes", one, places) for one in contest.ids),
        *(Column("keep_factor", one, places) for one in contest.ids),
        Column("non_transferable", places=places),
        Column("elected"),
        Column("excluded"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.number,
            one.iterations,
            Fraction(one.quota, scale),
            *(Fraction(votes, scale) for votes in one.votes),
            *(Fraction(keep, scale) for keep in one.keep),
            Fraction(one.residual, scale),
            one.elected,
            one.excluded,
        )
        for one in result.rounds
    ]
    return (Sheet("rounds", columns, tuple(rows)),)


def us_sheets(result: UsResult, contest: Contest) -> tuple[Sheet, ...]:
    """The rounds with their inactive ballots, and the moves between options."""
    places, scale = _places(result.scale), result.scale
    idle = ("exhausted", "overvoted", "repeated", "skipped", "undervoted", "residual")
    columns = (
        Column("race"),
        Column("round"),
        Column("threshold", places=places),
        *(Column("votes", one, places) for one in contest.ids),
        *(Column(code, places=places) for code in idle),
        Column("elected"),
        Column("eliminated"),
    )
    rows: list[tuple[Cell, ...]] = []
    moves: list[tuple[Cell, ...]] = []
    for one in result.rounds:
        votes = (None if had is None else Fraction(had, scale) for had in one.votes)
        inactive = (Fraction(getattr(one, code), scale) for code in idle)
        rows.append(
            (one.race, one.number, one.threshold, *votes, *inactive, one.elected, one.eliminated)
        )
        for move in one.moves:
            gains = zip(contest.ids, move.votes, strict=True)
            moves += [
                (one.race, one.number, move.source, to, Fraction(n, scale)) for to, n in gains if n
            ]
    head = (
        Column("race"),
        Column("round"),
        Column("from"),
        Column("to"),
        Column("votes", places=places),
    )
    return (Sheet("rounds", columns, tuple(rows)), Sheet("moves", head, tuple(moves)))
