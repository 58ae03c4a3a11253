"""Exact prices of a run of equal shares from counts of voters; see `shares`."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from koinon.methods.counting.electorates import Level
from koinon.methods.fast import shares_kernels as kernels

if TYPE_CHECKING:
    from koinon.methods.fast.shares import FastDeals

_INFINITY = math.inf


class Replay:
    """A run in exact numbers, purchase by purchase.

    unit: of all whole numbers below. share: what each voter held. prices: of the purchases.
    broke: groups that have paid all they had. low, high, bounds, alive: as in the filter.
    """

    def __init__(self, deals: FastDeals, per_voter: Fraction) -> None:
        self.deals = deals
        self.unit, self.share = per_voter.denominator, per_voter.numerator
        self.prices: list[int] = []
        self.bought: list[int] = []
        groups, near = len(deals.crowd.weights), float(per_voter)
        self.low = np.full(groups, near * (1.0 - kernels.WIDE))
        self.high = np.full(groups, near * (1.0 + kernels.WIDE))
        self.broke = np.zeros(groups, np.bool_)
        self.bounds, self.alive = deals.bounds.copy(), deals.alive.copy()
        self.stages = np.full(len(deals.costs), -1, np.int64)
        self._paid = np.zeros(len(deals.costs), np.int64)
        self._open = np.zeros(groups, np.int64)

    def _own(self, p: int) -> slice:
        by = self.deals.crowd.by
        return slice(int(by[p]), int(by[p + 1]))

    def lower(self, p: int) -> float:
        """A lower bound of a price; infinity where the project cannot be paid."""
        deals, own = self.deals, self._own(p)
        found, can = kernels.lower(
            deals.crowd.voters[own],
            deals.worth[own],
            deals.crowd.weights,
            self.high,
            deals.prices[p],
            self.bounds[p],
        )
        self.bounds[p] = found
        self.alive[p] = can == 1
        return float(found) if can == 1 else _INFINITY

    def upper(self, p: int) -> float:
        """An upper bound of a price."""
        deals, own = self.deals, self._own(p)
        return float(
            kernels.upper(
                deals.crowd.voters[own],
                deals.worth[own],
                deals.crowd.weights,
                self.low,
                deals.prices[p],
                self.bounds[p],
            )
        )

    def _split(
        self, p: int, least: float, most: float, level: int = 0
    ) -> tuple[int, int, int, int, int, list[tuple[int, int, int, int]]]:
        """Supporters by whether they can pay a price between `least` and `most` in full.

        Given are the worth to those who can, and their number; those who cannot, and what they
        hold; those who have nothing; (money, worth, voters, group) of those it is open for.
        """
        deals, crowd, own = self.deals, self.deals.crowd, self._own(p)
        mass, full, poor, none, unsure = kernels.split(
            crowd.voters[own],
            deals.worth[own],
            crowd.weights,
            self.low,
            self.high,
            self.broke,
            least,
            most,
            level,
            crowd.begins,
            crowd.options,
            deals.ballot_worth,
            self.stages,
            self._paid,
            self._open,
        )
        holds = self._less_paid(int(poor))
        open_ = []
        known: dict[bytes, int] = {}
        for i in self._open[:unsure].tolist():
            g, u = int(crowd.voters[own.start + i]), int(deals.worth[own.start + i])
            open_.append((self._money(g, known), u, int(crowd.weights[g]), g))
        return int(mass), int(full), int(poor), holds, int(none), open_

    def _less_paid(self, voters: int) -> int:
        """What so many voters hold who paid the counts in `_paid` in full."""
        paid: list[int] = self._paid[: len(self.prices)].tolist()
        return voters * self.share - sum(
            price * n for price, n in zip(self.prices, paid, strict=True) if n
        )

    def _money(self, g: int, known: dict[bytes, int]) -> int:
        """What each voter of a group holds that is not broke."""
        crowd = self.deals.crowd
        own = slice(int(crowd.begins[g]), int(crowd.begins[g + 1]))
        stages = self.stages[crowd.options[own]]
        done = stages >= 0
        worth = self.deals.ballot_worth[own][done]
        key = stages[done].tobytes() + worth.tobytes()
        if key not in known:
            known[key] = self.share - sum(
                self.prices[stage] * u
                for stage, u in zip(stages[done].tolist(), worth.tolist(), strict=True)
            )
        return known[key]

    def price(self, p: int) -> Fraction | None:
        """The exact price of a project, or None where it cannot be paid."""
        least = self.lower(p)
        if least == _INFINITY:
            return None
        mass, _, _, holds, _, open_ = self._split(p, least, self.upper(p))
        missing = self.deals.costs[p] * self.unit - holds
        mass += sum(weight * u for _, u, weight, _ in open_)
        for money, u, weight, _ in sorted(open_, key=lambda one: Fraction(one[0], one[1])):
            if money * mass >= missing * u:
                break
            missing -= money * weight
            mass -= weight * u
        if not mass:
            self.alive[p] = False
            return None
        return Fraction(missing, mass * self.unit)

    def buy(self, p: int, price: Fraction) -> None:
        """Let all supporters pay."""
        deals, own = self.deals, self._own(p)
        voters, worth = deals.crowd.voters[own], deals.worth[own]
        least, most = _around(price)
        open_ = self._split(p, least, most)[5]
        part = price * self.unit
        broke = [g for money, u, _, g in open_ if money <= part * u]
        kernels.break_poor(voters, worth, self.low, self.high, self.broke, least)
        kernels.pay(voters, worth, self.low, self.high, least, most)
        self.broke[broke] = True
        self.low[broke] = self.high[broke] = 0.0
        if part.denominator > 1:
            self.unit *= part.denominator
            self.share *= part.denominator
            self.prices = [one * part.denominator for one in self.prices]
        self.stages[p] = len(self.prices)
        self.prices.append(part.numerator)
        self.bought.append(p)
        self.alive[p] = False

    def cheapest(self, but: int = -1) -> tuple[Fraction, tuple[int, ...]] | None:
        """The least price, and all projects of it in the order of ties; None: nothing can be paid.

        but: a project that is left out.
        """
        rest = [p for p in np.flatnonzero(self.alive).tolist() if p != but]
        exact: dict[int, Fraction] = {}
        bar: Fraction | None = None
        fresh: set[int] = set()
        while rest:
            p = min(rest, key=self.bounds.__getitem__)
            if bar is not None and Fraction(float(self.bounds[p])) > bar:
                break
            if p not in fresh:
                fresh.add(p)
                if self.lower(p) == _INFINITY:
                    rest.remove(p)
                continue
            rest.remove(p)
            found = self.price(p)
            if found is not None:
                exact[p] = found
                bar = found if bar is None else min(bar, found)
        if bar is None:
            return None
        tied = [p for p, price in exact.items() if price == bar]
        return bar, tuple(sorted(tied, key=self.deals.ranks.__getitem__))

    def cheapest_two(self, p: int) -> tuple[Fraction, tuple[int, ...], tuple[Fraction, int] | None]:
        """The price of the project that is bought, all of that price, and the cheapest other."""
        price = self.price(p)
        assert price is not None
        other = self.cheapest(but=p)
        if other is None:
            return price, (p,), None
        assert other[0] >= price
        tied = (p, *other[1]) if other[0] == price else (p,)
        ranked = tuple(sorted(tied, key=self.deals.ranks.__getitem__))
        return price, ranked, (other[0], other[1][0])

    def levels(self, p: int, price: Fraction) -> tuple[Level, ...]:
        """Who pays what for a project, by what it is worth to them."""
        least, most = _around(price)
        part = price * self.unit
        found = []
        worth = self.deals.worth[self._own(p)]
        # Mostly a project is worth the same to all, and finding that out is cheaper than sorting.
        alike = worth.min() == worth.max()
        for level in worth[:1].tolist() if alike else np.unique(worth).tolist():
            _, full, poor, holds, none, open_ = self._split(p, least, most, level)
            full += sum(weight for money, u, weight, _ in open_ if money >= part * u)
            short = [(money, weight) for money, u, weight, _ in open_ if money < part * u]
            paid = holds + sum(money * weight for money, weight in short)
            poor += none + sum(weight for _, weight in short)
            found.append(Level(level, full, poor, Fraction(paid, self.unit)))
        return tuple(found)

    def held(self, passed: frozenset[int]) -> list[Fraction]:
        """What the supporters of each project hold, but for those of `passed` ones."""
        crowd = self.deals.crowd
        gone = np.zeros(len(crowd.weights), np.bool_)
        for p in passed:
            gone[crowd.voters[self._own(p)]] = True
        having, paid = kernels.held(
            len(self.deals.costs),
            crowd.weights,
            self.broke,
            gone,
            crowd.begins,
            crowd.options,
            self.deals.ballot_worth,
            self.stages,
            len(self.prices),
        )
        money = [
            voters * self.share - sum(a * b for a, b in zip(self.prices, spent, strict=True) if b)
            for voters, spent in zip(having.tolist(), paid.tolist(), strict=True)
        ]
        # An option without a cost is no project, and nobody's money is told beside it.
        return [
            Fraction(one, self.unit) if cost else Fraction(0)
            for one, cost in zip(money, self.deals.costs, strict=True)
        ]


def _around(price: Fraction) -> tuple[float, float]:
    """Floats below and above a price; its nearest float is off by a relative 2^-53 at most."""
    near = price.numerator / price.denominator
    return near * (1.0 - kernels.WIDE), near * (1.0 + kernels.WIDE)
