"""Counted budgets in tables; money stands in whole units of the currency."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
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


@dataclass(frozen=True, slots=True)
class _Money:
    """Amounts of a contest in whole units; `places` are what its smallest unit takes."""

    unit: int

    @property
    def places(self) -> int:
        return len(str(self.unit)) - 1

    def whole(self, amount: Fraction | int) -> Fraction | int:
        """An amount of the smallest units in whole ones."""
        return amount if self.unit == 1 else Fraction(amount) / self.unit

    def column(self, code: str, least: int = 0) -> Column:
        """A column of such amounts, with `least` places at least."""
        return Column(code, places=max(self.places, least))


def budget_sheets(result: Any, contest: Contest) -> tuple[Sheet, ...]:
    """The tables of a counted budget: what is funded in order, and what is not."""
    names = {option.id: option.name for option in contest.options}
    money = _Money(contest.unit)
    if isinstance(result, GreedyResult):
        return (_greedy(result, names, money),)
    if isinstance(result, PhragmenResult):
        return _phragmen(result, names, money)
    assert isinstance(result, EqualSharesResult)
    return _equal_shares(result, contest, names)


def _greedy(result: GreedyResult, names: dict[str, str], money: _Money) -> Sheet:
    columns = (
        *_PROJECT,
        Column("score"),
        money.column("cost"),
        Column("decision"),
        money.column("left"),
    )
    picks: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.project,
            names[one.project],
            one.score,
            money.whole(one.cost),
            one.decision,
            money.whole(one.left),
        )
        for one in result.stages
    )
    return Sheet("projects", columns, picks)


def _phragmen(result: PhragmenResult, names: dict[str, str], money: _Money) -> tuple[Sheet, ...]:
    funded = tuple(
        (
            one.project,
            names[one.project],
            money.whole(one.load),
            money.whole(one.left),
            one.runner_up,
            None if one.runner_up_load is None else money.whole(one.runner_up_load),
        )
        for one in result.stages
    )
    waiting = tuple(
        (
            one.project,
            names[one.project],
            one.votes,
            money.whole(one.cost),
            money.whole(one.load),
        )
        for one in result.unfunded
    )
    load = money.column("load", 4)
    runner = (Column("runner_up"), money.column("runner_up_load", 4))
    left = money.column("left")
    waits = (*_PROJECT, Column("votes"), money.column("cost"), load)
    return (
        Sheet("funded", (*_PROJECT, load, left, *runner), funded),
        Sheet("not_funded", waits, waiting),
    )


def _equal_shares(
    result: EqualSharesResult, contest: Contest, names: dict[str, str]
) -> tuple[Sheet, ...]:
    money = _Money(contest.unit)
    unfunded = tuple(
        (
            one.project,
            names[one.project],
            one.votes,
            *(money.whole(amount) for amount in (one.cost, one.held, one.lacked)),
        )
        for one in result.unfunded
    )
    columns = (
        *_PROJECT,
        Column("votes"),
        money.column("cost"),
        money.column("held", 2),
        money.column("lacked", 2),
    )
    costs = {option.id: option.cost or 0 for option in contest.options}
    elected = tuple((id_, names[id_], money.whole(costs[id_])) for id_ in result.elected)
    in_costs = result.rule.worth in ("cost", "points times cost")
    return (
        Sheet("funded", (*_PROJECT, money.column("cost")), elected),
        *purchase_sheets(result.stages, names, contest.unit, in_costs=in_costs),
        Sheet("not_funded", columns, unfunded),
    )


def purchase_sheets(
    stages: tuple[Purchase, ...], names: dict[str, str], unit: int = 1, *, in_costs: bool = True
) -> tuple[Sheet, ...]:
    """Purchases in equal shares, and who paid for them.

    unit: smallest units of money in a whole one. in_costs: a project's worth is money as well, and
    its price a number without unit.
    """
    money = _Money(unit)
    worth, price = (money, _Money(1)) if in_costs else (_Money(1), money)
    rows = tuple(
        (
            one.project,
            names[one.project],
            one.effective_votes,
            price.whole(one.price),
            money.whole(one.left),
            one.runner_up,
            None if one.runner_up_price is None else price.whole(one.runner_up_price),
        )
        for one in stages
    )
    columns = (
        *_PROJECT,
        Column("effective_votes", places=2),
        price.column("price", 8),
        money.column("money_left", 2),
        Column("runner_up"),
        price.column("runner_up_price", 8),
    )
    paid = tuple(
        (
            one.project,
            worth.whole(payers.worth),
            payers.full,
            money.whole(payers.each),
            payers.part,
            money.whole(payers.part_paid),
        )
        for one in stages
        for payers in one.payers
    )
    payer_columns = (
        Column("project"),
        worth.column("worth"),
        Column("paying_in_full"),
        money.column("each", 4),
        Column("paying_all_they_have"),
        money.column("together", 2),
    )
    return Sheet("purchases", columns, rows), Sheet("payers", payer_columns, paid)
