"""An electorate as the rules ask it: who pays in equal shares, who stands how in the others.

This one counts in the standard library; `koinon.methods.fast.shares` has its twin, which answers
the same questions with the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol, TypeAlias

from koinon.methods.counting import shares
from koinon.methods.counting.contests import Election, Tally
from koinon.methods.counting.supports import Measure, Supports, supports

Worth: TypeAlias = Literal["cost", "one", "points", "points times cost"]
"""What a funded project is worth to a voter who supports it."""


@dataclass(frozen=True, slots=True)
class Level:
    """Payers to whom a project is worth the same: `full` voters pay the price times `worth`.

    `part` voters pay all they have, less than that, `paid` together; those with nothing left are
    among them.
    """

    worth: int
    full: int
    part: int
    paid: Fraction


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase: price, all projects of that price, the cheapest other one, and who paid."""

    project: int
    price: Fraction
    tied: tuple[int, ...]
    second: tuple[Fraction, int] | None
    levels: tuple[Level, ...]


class Standings(Protocol):
    """Voters in classes by number, and how many supporters of each option stand in each class."""

    def row(self, option: int) -> dict[int, int]:
        """Voters who support the option, by class; no class without voters."""

    def raise_to(self, option: int, to: int | None) -> None:
        """Put all who support the option in class `to`, or each one class higher."""

    def copy(self) -> Standings:
        """Another like it, to go on apart from this one."""


class Deals(Protocol):
    """A market to be run with different purses."""

    def order(self, per_voter: Fraction) -> tuple[int, ...]:
        """The projects bought, in order."""

    def explain(self, per_voter: Fraction) -> tuple[Bought, ...]:
        """The purchases and who paid."""

    def held(self, per_voter: Fraction, passed: frozenset[int]) -> list[Fraction]:
        """What the supporters of each project hold at the end, but for those of `passed` ones."""


class Electorate(Protocol):
    """Ballots as supports."""

    tally: Tally
    given: tuple[int, ...]
    votes: tuple[int, ...]

    def standings(self) -> Standings:
        """All voters in class 0."""

    def deals(
        self, costs: Sequence[int], worth: Worth, ranks: Sequence[int], choose: shares.Chooser
    ) -> Deals:
        """A market of these projects; one of cost 0 is no project of it."""

    def preferring(self, one: Sequence[int], other: Sequence[int]) -> tuple[int, int]:
        """How many voters get more from one set of projects, by these values, than the other."""


Reading: TypeAlias = Callable[[Election, Measure, int], Electorate]
"""(election, measure, points of the first rank) → the electorate. Raises CountError."""


class ExactElectorate:
    """Supports, asked in the standard library."""

    def __init__(self, read: Supports) -> None:
        self.read = read
        self.tally, self.given, self.votes = read.tally, read.given, read.votes

    def standings(self) -> ExactStandings:
        """All voters in class 0."""
        return ExactStandings(self.read)

    def deals(
        self, costs: Sequence[int], worth: Worth, ranks: Sequence[int], choose: shares.Chooser
    ) -> ExactDeals:
        """A market of these projects; one of cost 0 is no project of it."""
        return ExactDeals(market_of(self.read, costs, worth, ranks), choose)

    def preferring(self, one: Sequence[int], other: Sequence[int]) -> tuple[int, int]:
        """How many voters get more from one set of projects, by these values, than the other."""
        first = second = 0
        for weight, row in zip(self.read.weights, self.read.points, strict=True):
            lead = sum(points * (one[at] - other[at]) for at, points in row)
            first += weight if lead > 0 else 0
            second += weight if lead < 0 else 0
        return first, second


def read_exactly(election: Election, measure: Measure, first: int) -> ExactElectorate:
    """Read an election in the standard library. Raises CountError."""
    return ExactElectorate(supports(election, measure, first))


def market_of(
    read: Supports, costs: Sequence[int], worth: Worth, ranks: Sequence[int]
) -> shares.Market:
    """The market of an electorate."""
    groups: list[list[int]] = [[] for _ in costs]
    points: list[list[int]] = [[] for _ in costs]
    for g, row in enumerate(read.points):
        for at, given in row:
            if costs[at]:
                groups[at].append(g)
                points[at].append(given)
    each: list[int | tuple[int, ...]] = []
    for at, cost in enumerate(costs):
        if worth in ("cost", "one"):
            each.append(cost if worth == "cost" else 1)
        else:
            by = cost if worth == "points times cost" else 1
            each.append(tuple(given * by for given in points[at]))
    return shares.Market(
        tuple(costs), read.weights, tuple(map(tuple, groups)), tuple(each), tuple(ranks)
    )


class ExactDeals:
    """A market in the standard library."""

    def __init__(self, market: shares.Market, choose: shares.Chooser) -> None:
        self.market, self.choose = market, choose

    def order(self, per_voter: Fraction) -> tuple[int, ...]:
        """The projects bought, in order."""
        return tuple(sale.project for sale in shares.run(self.market, per_voter, self.choose))

    def explain(self, per_voter: Fraction) -> tuple[Bought, ...]:
        """The purchases and who paid."""
        sales = shares.run(self.market, per_voter, self.choose, seconds=True)
        return tuple(
            Bought(sale.project, sale.price, sale.tied, sale.second, self._levels(sale))
            for sale in sales
        )

    def _levels(self, sale: shares.Sale) -> tuple[Level, ...]:
        worth = self.market.worth[sale.project]
        each = worth if isinstance(worth, tuple) else (worth,) * len(sale.amounts)
        found: dict[int, list[int]] = {}
        for (g, amount), u in zip(sale.amounts, each, strict=True):
            level = found.setdefault(u, [0, 0, 0])
            weight = self.market.weights[g]
            if amount == sale.price * u * sale.unit:
                level[0] += weight
            else:
                level[1] += weight
                level[2] += weight * amount
        return tuple(
            Level(u, full, part, Fraction(paid, sale.unit))
            for u, (full, part, paid) in sorted(found.items())
        )

    def held(self, per_voter: Fraction, passed: frozenset[int]) -> list[Fraction]:
        """What the supporters of each project hold at the end, but for those of `passed` ones."""
        market = self.market
        sales = shares.run(market, per_voter, self.choose)
        unit = sales[-1].unit if sales else per_voter.denominator
        whole = per_voter * unit
        assert whole.denominator == 1
        money = [whole.numerator] * len(market.weights)
        for sale in sales:
            for g, amount in sale.amounts:
                money[g] -= amount * (unit // sale.unit)
        gone = {g for p in passed for g in market.supporters[p]}
        return [
            Fraction(sum(money[g] * market.weights[g] for g in group if g not in gone), unit)
            for group in market.supporters
        ]


class ExactStandings:
    """Classes in the standard library."""

    def __init__(self, read: Supports) -> None:
        self.read = read
        self.place = [0] * len(read.weights)
        self.rows: list[dict[int, int]] = [{0: votes} if votes else {} for votes in read.votes]

    def row(self, option: int) -> dict[int, int]:
        """Voters who support the option, by class; no class without voters."""
        return dict(sorted(self.rows[option].items()))

    def raise_to(self, option: int, to: int | None) -> None:
        """Put all who support the option in class `to`, or each one class higher."""
        read = self.read
        for g, row in enumerate(read.points):
            if all(at != option for at, _ in row):
                continue
            old, weight = self.place[g], read.weights[g]
            new = self.place[g] = old + 1 if to is None else to
            for at, _ in row:
                counts = self.rows[at]
                counts[old] -= weight
                if not counts[old]:
                    del counts[old]
                counts[new] = counts.get(new, 0) + weight

    def copy(self) -> ExactStandings:
        """Another like it, to go on apart from this one."""
        other = ExactStandings(self.read)
        other.place, other.rows = list(self.place), [dict(row) for row in self.rows]
        return other
