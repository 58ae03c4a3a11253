"""Counted budgets in tables."""

from __future__ import annotations

from typing import Any

from koinon.methods.counting.budgeting.rules import (
    EqualSharesResult,
    GreedyResult,
    PhragmenResult,
    Purchase,
)
from koinon.methods.counting.contests import Contest
from koinon.methods.counting.sheets import Cell, Column, Sheet

_PROJECT = (Column("project"), Column("name"))


def budget_sheets(result: Any, contest: Contest) -> tuple[Sheet, ...]:
    """The tables of a counted budget: what is funded in order, and what is not."""
    names = {option.id: option.name for option in contest.options}
    if isinstance(result, GreedyResult):
        columns = (*_PROJECT, Column("score"), Column("cost"), Column("decision"), Column("left"))
        picks: tuple[tuple[Cell, ...], ...] = tuple(
            (one.project, names[one.project], one.score, one.cost, one.decision, one.left)
            for one in result.stages
        )
        return (Sheet("projects", columns, picks),)
    if isinstance(result, PhragmenResult):
        return _phragmen(result, names)
    assert isinstance(result, EqualSharesResult)
    return _equal_shares(result, contest, names)


def _phragmen(result: PhragmenResult, names: dict[str, str]) -> tuple[Sheet, ...]:
    funded = tuple(
        (one.project, names[one.project], one.load, one.left, one.runner_up, one.runner_up_load)
        for one in result.stages
    )
    waiting = tuple(
        (one.project, names[one.project], one.votes, one.cost, one.load) for one in result.unfunded
    )
    load = Column("load", places=4)
    runner = (Column("runner_up"), Column("runner_up_load", places=4))
    return (
        Sheet("funded", (*_PROJECT, load, Column("left"), *runner), funded),
        Sheet("not_funded", (*_PROJECT, Column("votes"), Column("cost"), load), waiting),
    )


def _equal_shares(
    result: EqualSharesResult, contest: Contest, names: dict[str, str]
) -> tuple[Sheet, ...]:
    unfunded = tuple(
        (one.project, names[one.project], one.votes, one.cost, one.held, one.lacked)
        for one in result.unfunded
    )
    columns = (*_PROJECT, Column("votes"), Column("cost"), Column("held", places=2))
    costs = {option.id: option.cost for option in contest.options}
    elected = tuple((id_, names[id_], costs[id_]) for id_ in result.elected)
    return (
        Sheet("funded", (*_PROJECT, Column("cost")), elected),
        *purchase_sheets(result.stages, names),
        Sheet("not_funded", (*columns, Column("lacked", places=2)), unfunded),
    )


def purchase_sheets(stages: tuple[Purchase, ...], names: dict[str, str]) -> tuple[Sheet, ...]:
    """Purchases in equal shares, and who paid for them."""
    rows = tuple(
        (
            one.project,
            names[one.project],
            one.effective_votes,
            one.price,
            one.left,
            one.runner_up,
            one.runner_up_price,
        )
        for one in stages
    )
    columns = (
        *_PROJECT,
        Column("effective_votes", places=2),
        Column("price", places=8),
        Column("money_left", places=2),
        Column("runner_up"),
        Column("runner_up_price", places=8),
    )
    paid = tuple(
        (one.project, payers.worth, payers.full, payers.each, payers.part, payers.part_paid)
        for one in stages
        for payers in one.payers
    )
    payer_columns = (
        Column("project"),
        Column("worth"),
        Column("paying_in_full"),
        Column("each", places=4),
        Column("paying_all_they_have"),
        Column("together", places=2),
    )
    return Sheet("purchases", columns, rows), Sheet("payers", payer_columns, paid)
