"""The Method of Equal Shares in numbers: one market for budgets and committees alike.

Every voter holds the same money. A project p is worth u(p) to each who supports it; its price ρ is
the least number such that its supporters pay its cost when each pays ρ·u(p), or all she has left
if that is less. The project with the least ρ is bought, and so on until nothing can be bought.

Source: Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive
Utilities" (NeurIPS 2021), section 3. Money is integers over one denominator that grows only as
prices demand, so that nothing is rounded.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TypeAlias

Chooser: TypeAlias = Callable[[Sequence[int]], int]
"""Picks the one of the projects of least price that is bought."""


@dataclass(frozen=True, slots=True)
class Sale:
    """A purchase: ballot group g pays amounts[g] / unit for each of its voters.

    step: the price times the unit, a whole number where worth differs from voter to voter.
    tied: all projects of least price. second: the cheapest other project, and its price.
    """

    project: int
    price: Fraction
    unit: int
    amounts: tuple[tuple[int, int], ...]
    tied: tuple[int, ...]
    second: tuple[Fraction, int] | None


@dataclass(frozen=True, slots=True)
class Market:
    """Projects, and groups of voters who voted alike, by number.

    costs: of projects, above zero. weights: voters of each group. supporters: groups that support
    each project. worth: u of each project: one number for all supporters, or one for each.
    ranks: the order in which equal prices are listed.
    """

    costs: tuple[int, ...]
    weights: tuple[int, ...]
    supporters: tuple[tuple[int, ...], ...]
    worth: tuple[int | tuple[int, ...], ...]
    ranks: tuple[int, ...]

    def votes(self, project: int) -> int:
        """How many voters support a project."""
        return sum(self.weights[g] for g in self.supporters[project])

    def mass(self, project: int) -> int:
        """What a project is worth to all its supporters together."""
        worth, group = self.worth[project], self.supporters[project]
        if isinstance(worth, int):
            return worth * self.votes(project)
        return sum(self.weights[g] * u for g, u in zip(group, worth, strict=True))

    def wanted(self) -> tuple[int, ...]:
        """The projects that anyone supports."""
        return tuple(p for p, group in enumerate(self.supporters) if group)


@dataclass(slots=True)
class Purses:
    """What each group's voters hold, in `unit`ths, while a run goes on."""

    money: list[int]
    unit: int


def price(market: Market, project: int, purses: Purses) -> Fraction | None:
    """The price ρ of a project, or None where its supporters cannot pay for it.

    Those who cannot pay their part pay all they have, which raises the part of the others; going
    through supporters from the poorest, for what the project is worth to them, finds it.
    """
    money, weights = purses.money, market.weights
    missing = market.costs[project] * purses.unit
    mass = market.mass(project)
    worth, group = market.worth[project], market.supporters[project]
    if isinstance(worth, int):
        for held, weight in sorted((money[g], weights[g]) for g in group):
            if held * mass >= missing * worth:
                return Fraction(missing, mass * purses.unit)
            missing -= held * weight
            mass -= weight * worth
        return None
    common = lcm(*worth)
    each = sorted(
        (money[g] * (common // u), u, weights[g], money[g])
        for g, u in zip(group, worth, strict=True)
    )
    for _, u, weight, held in each:
        if held * mass >= missing * u:
            return Fraction(missing, mass * purses.unit)
        missing -= held * weight
        mass -= weight * u
    return None


def run(
    market: Market, per_voter: Fraction, choose: Chooser, *, seconds: bool = False
) -> list[Sale]:
    """One run: the purchases in order; with `seconds`, each with the cheapest other project.

    A price never falls while money is only spent, so an old price is a lower bound: projects wait
    in a heap by their last known price, and only those are priced anew that could win.
    """
    purses = Purses([per_voter.numerator] * len(market.weights), per_voter.denominator)
    waiting = [(Fraction(market.costs[p], market.mass(p)), p) for p in market.wanted()]
    heapq.heapify(waiting)
    sales: list[Sale] = []
    while found := _cheapest(market, waiting, purses, choose, seconds=seconds):
        sales.append(_buy(market, purses, *found))
    return sales


def _cheapest(
    market: Market,
    waiting: list[tuple[Fraction, int]],
    purses: Purses,
    choose: Chooser,
    *,
    seconds: bool,
) -> tuple[Fraction, int, tuple[int, ...], tuple[Fraction, int] | None] | None:
    """Take the project that is bought next out of the heap: price, project, tied, second."""
    ranks = market.ranks
    priced: list[tuple[Fraction, int, int]] = []
    bar: Fraction | None = None
    while waiting and (bar is None or waiting[0][0] <= bar):
        project = heapq.heappop(waiting)[1]
        found = price(market, project, purses)
        if found is not None:
            priced.append((found, ranks[project], project))
            ordered = sorted(entry[0] for entry in priced)
            place = 1 if seconds else 0
            bar = ordered[place] if len(ordered) > place else None
    if not priced:
        return None
    priced.sort()
    least = priced[0][0]
    tied = tuple(entry[2] for entry in priced if entry[0] == least)
    bought = tied[0] if len(tied) == 1 else choose(tied)
    rest = [entry for entry in priced if entry[2] != bought]
    for entry in rest:
        heapq.heappush(waiting, (entry[0], entry[2]))
    second = (rest[0][0], rest[0][2]) if seconds and rest else None
    return least, bought, tied, second


def _buy(
    market: Market,
    purses: Purses,
    least: Fraction,
    project: int,
    tied: tuple[int, ...],
    second: tuple[Fraction, int] | None,
) -> Sale:
    """Let the supporters pay."""
    worth = market.worth[project]
    part = least * purses.unit * (worth if isinstance(worth, int) else 1)
    if part.denominator > 1:
        purses.unit *= part.denominator
        purses.money = [held * part.denominator for held in purses.money]
    step, money, group = part.numerator, purses.money, market.supporters[project]
    if isinstance(worth, int):
        amounts = tuple((g, min(money[g], step)) for g in group)
    else:
        amounts = tuple((g, min(money[g], step * u)) for g, u in zip(group, worth, strict=True))
    for g, amount in amounts:
        money[g] -= amount
    return Sale(project, least, purses.unit, amounts, tied, second)
