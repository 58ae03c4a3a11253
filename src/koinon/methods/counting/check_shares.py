"""What the verifiers of budgets and committees share: payments and loads, followed one by one.

A purchase in equal shares is checked in one pass over the supporters of each project that could
have come before: a pass at a price also gives a bound below which the project cannot come later,
because money only shrinks; so most projects need no pass at most purchases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from koinon.methods.counting.budgeting.rules import Loading, Payers, Purchase, Share
from koinon.methods.counting.check_reading import Crowd, Preference
from koinon.methods.counting.ties import Tie

ZERO = Fraction(0)


@dataclass(slots=True)
class Offer:
    """What supporters would pay at a price: `total`, over `scale`; those who pay in full."""

    total: int
    scale: int
    mass: int
    poor: int


class Buying:
    """Purses while the purchases of one run are followed."""

    def __init__(
        self, crowd: Crowd, costs: Sequence[int], worth: Callable[[int, int], int], held: Fraction
    ) -> None:
        """worth(option, points): what a project is worth to a supporter."""
        self.crowd, self.costs = crowd, costs
        self.unit = held.denominator
        self.money = [held.numerator] * len(crowd.weights)
        self.worth = [
            [worth(o, crowd.rows[g][o]) for g in groups]
            for o, groups in enumerate(crowd.supporters)
        ]
        self.rest = {o for o, votes in enumerate(crowd.votes) if votes and costs[o]}
        self.bound = dict.fromkeys(self.rest, ZERO)

    def asked(self, option: int, price: Fraction) -> dict[int, int]:
        """The least purse that pays in full at a price, by what the project is worth."""
        part = price * self.unit
        num, den = part.numerator, part.denominator
        return {u: -(-num * u // den) for u in set(self.worth[option])}

    def offer(self, option: int, price: Fraction) -> Offer:
        """One pass: what the supporters pay at this price, and a bound for later."""
        part = price * self.unit
        num, den = part.numerator, part.denominator
        asked = self.asked(option, price)
        mass = poor = 0
        money, weights = self.money, self.crowd.weights
        for g, u in zip(self.crowd.supporters[option], self.worth[option], strict=True):
            if money[g] >= asked[u]:
                mass += weights[g] * u
            else:
                poor += weights[g] * money[g]
        total = poor * den + mass * num
        if mass:
            least = Fraction(self.costs[option] * self.unit - poor, mass * self.unit)
            self.bound[option] = max(self.bound[option], least)
        elif total < self.costs[option] * den * self.unit:
            self.rest.discard(option)  # all they have is too little, now and later
        return Offer(total, den * self.unit, mass, poor)

    def held(self, option: int) -> Fraction:
        """What the supporters hold together."""
        weights, money = self.crowd.weights, self.money
        return Fraction(
            sum(weights[g] * money[g] for g in self.crowd.supporters[option]), self.unit
        )

    def levels(self, option: int, price: Fraction) -> tuple[Payers, ...]:
        """Who pays what at this price, by what the project is worth to them."""
        found: dict[int, list[int]] = {}
        asked = self.asked(option, price)
        for g, u in zip(self.crowd.supporters[option], self.worth[option], strict=True):
            level, weight = found.setdefault(u, [0, 0, 0]), self.crowd.weights[g]
            if self.money[g] >= asked[u]:
                level[0] += weight
            else:
                level[1] += weight
                level[2] += weight * self.money[g]
        return tuple(
            Payers(u, full, price * u, part, Fraction(paid, self.unit))
            for u, (full, part, paid) in sorted(found.items())
        )

    def pay(self, option: int, price: Fraction) -> None:
        """Let all supporters pay at this price."""
        part = price * self.unit
        step, den = part.numerator, part.denominator
        if den > 1:
            self.unit *= den
            self.money = [held * den for held in self.money]
        for g, u in zip(self.crowd.supporters[option], self.worth[option], strict=True):
            self.money[g] -= min(self.money[g], step * u)

    def tied(self, option: int, price: Fraction) -> list[int] | None:
        """All projects of this least price; None where it is no price, or another is cheaper."""
        own = self.offer(option, price)
        if price <= 0 or not own.mass or own.total != self.costs[option] * own.scale:
            return None
        return self.at_least(price, option)

    def at_least(self, price: Fraction, but: int) -> list[int] | None:
        """The projects of just this price, `but` included; None where another is cheaper."""
        same = [but]
        for q in sorted(self.rest - {but}):
            if self.bound[q] > price:
                continue
            offer = self.offer(q, price)
            surplus = offer.total - self.costs[q] * offer.scale
            if surplus > 0 or (surplus == 0 and not offer.mass):
                return None
            if surplus == 0:
                same.append(q)
        return sorted(same)

    def is_second(self, option: int, runner: int, price: Fraction, first: Preference) -> bool:
        """Whether the runner-up is the cheapest but the one that is bought."""
        self.rest.discard(option)
        same = None if runner not in self.rest else self.tied(runner, price)
        self.rest.add(option)
        return same is not None and runner == min(same, key=first.place)


def run_faults(
    buying: Buying, stages: Sequence[Any], first: Preference, place: str, ties: list[Tie]
) -> Iterator[str]:
    """The purchases of a run that do not hold; its ties are added to `ties`.

    Stages are purchases with all that explains them, or only projects and prices.
    """
    ids = buying.crowd.ids
    number = {id_: o for o, id_ in enumerate(ids)}
    left = Fraction(buying.money[0] * buying.crowd.valid, buying.unit) if buying.money else ZERO
    for at, stage in enumerate(stages):
        option = number.get(stage.project, -1)
        tied = buying.tied(option, stage.price) if option in buying.rest else None
        if tied is None or min(tied, key=first.place) != option:
            yield f"{place}.{at}"
            return
        ties.extend(first.tie(tied, at + 1, "bought"))
        left -= buying.costs[option]
        if isinstance(stage, Purchase):
            levels = buying.levels(option, stage.price)
            most = stage.price * max(one.worth for one in levels if one.full)
            if stage.payers != levels:
                yield f"{place}.{at}.payers"
            if stage.effective_votes != buying.costs[option] / most:
                yield f"{place}.{at}.effective_votes"
            if stage.left != left:
                yield f"{place}.{at}.left"
            if not _runner_holds(buying, option, stage, number, first):
                yield f"{place}.{at}.runner_up"
        buying.rest.remove(option)
        buying.pay(option, stage.price)
    if any(buying.held(o) >= buying.costs[o] for o in buying.rest):
        yield place


def _runner_holds(
    buying: Buying, option: int, stage: Purchase, number: dict[str, int], first: Preference
) -> bool:
    price = stage.runner_up_price
    if stage.runner_up and price is not None:
        return buying.is_second(option, number.get(stage.runner_up, -1), price, first)
    nobody = all(buying.held(o) < buying.costs[o] for o in buying.rest - {option})
    return nobody and price is None and not stage.runner_up


class Loads:
    """Moments and loads while the purchases of Phragmén's rule are followed.

    load: of each ballot the number of a load in `known`, as fractions are slow to tell apart.
    """

    def __init__(self, crowd: Crowd, costs: Sequence[int], held: Sequence[Fraction] = ()) -> None:
        self.crowd, self.costs = crowd, costs
        self.known = [-one for one in dict.fromkeys(held)] or [ZERO]
        numbers = {load: at for at, load in enumerate(self.known)}
        self.load = [numbers[-one] for one in held] or [0] * len(crowd.weights)
        self.since = [0] * len(crowd.weights)
        self.bought = 0

    def moment(self, option: int) -> Fraction:
        """When the supporters can pay."""
        weights = self.crowd.weights
        by: Counter[int] = Counter()
        for g in self.crowd.supporters[option]:
            by[self.load[g]] += weights[g]
        owed = self.costs[option] + sum((self.known[at] * n for at, n in by.items()), ZERO)
        return owed / self.crowd.votes[option]

    def shares(self, option: int, moment: Fraction) -> tuple[Share, ...]:
        """Who pays what, by the stage since when they earned."""
        loads: Counter[tuple[int, int]] = Counter()
        for g in self.crowd.supporters[option]:
            loads[self.since[g], self.load[g]] += self.crowd.weights[g]
        by: Counter[tuple[int, Fraction]] = Counter()
        for (since, at), n in loads.items():
            by[since, moment - self.known[at]] += n
        return tuple(Share(since, n, each) for (since, each), n in sorted(by.items()))

    def buy(self, option: int, moment: Fraction) -> None:
        """Let all supporters pay all they have earned."""
        self.bought += 1
        self.known.append(moment)
        for g in self.crowd.supporters[option]:
            self.load[g], self.since[g] = len(self.known) - 1, self.bought


def next_bought(
    loads: Loads, rest: set[int], first: Preference, stage: int, what: str, ties: list[Tie]
) -> tuple[int, Fraction, int, Fraction | None] | None:
    """Who must be bought next of `rest` and when, then who would be; the tie goes to `ties`."""
    moments = {o: loads.moment(o) for o in rest}
    if not moments:
        return None
    ranked = sorted(moments, key=lambda o: (moments[o], first.place(o)))
    tied = [o for o in ranked if moments[o] == moments[ranked[0]]]
    ties.extend(first.tie(tied, stage, what))
    second = ranked[1] if len(ranked) > 1 else -1
    return ranked[0], moments[ranked[0]], second, moments.get(second)


def loading_holds(
    loads: Loads, stage: Loading, found: tuple[int, Fraction, int, Fraction | None], left: int
) -> bool:
    """Whether a stage of Phragmén's rule is what it must be."""
    option, moment, second, at = found
    ids = loads.crowd.ids
    runner = ids[second] if second >= 0 else ""
    return stage == Loading(ids[option], moment, loads.shares(option, moment), left, runner, at)
