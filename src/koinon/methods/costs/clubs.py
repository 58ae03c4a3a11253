"""Like-minded cities: clubs along one axis of preference, where scale pulls together and
difference apart.

Cities stand on an axis (a policy, a vote share). A club runs the programme at the weighted median
of its members' positions; a city bears, besides its share of the cost, a loss in proportion to its
use and its distance from there (A. Alesina, I. Angeloni, F. Etro, "International Unions", American
Economic Review 95 (2005) 602). Clubs considered are consecutive: who stands between two members is
a member (J. Greenberg, S. Weber, Journal of Economic Theory 38 (1986) 101). The best partition
among these is found exactly by dynamic programming; a partition that is not consecutive may cost
less and is not looked for.

Shares within a club are those by use (`sharing.by_use`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate, pairwise
from math import lcm
from typing import TypeAlias

from koinon.methods.costs.curves import STEPS, CostError, Curve

Clubs: TypeAlias = tuple[tuple[str, ...], ...]
Pair: TypeAlias = tuple[int, int]
"""Cost in 10^-9 minor units, and distance · use in units of the axis's common denominator."""


@dataclass(frozen=True, slots=True)
class City:
    """A city's position on the axis and its whole, positive use of the programme."""

    id: str
    position: Fraction
    use: int


@dataclass(frozen=True, slots=True)
class Partition:
    """Clubs in the order of the axis. cost: minor units; distance: Σ use · distance from medians.

    The clubs cost cost + weight · distance. lowest, highest: the weights of difference (minor
    units per unit of use and distance) between which no consecutive partition costs less; None
    for highest: without limit. Both None: at no weight.
    """

    clubs: Clubs
    cost: Fraction
    distance: Fraction
    lowest: Fraction | None
    highest: Fraction | None


@dataclass(frozen=True, slots=True)
class Move:
    """A city that would bear `saved` minor units less in another club (its number), or alone."""

    city: str
    to: int | None
    saved: Fraction


@dataclass(frozen=True, slots=True)
class Unrest:
    """What speaks against a partition: single moves that pay, neighbours that would merge."""

    moves: tuple[Move, ...]
    merges: tuple[int, ...]


class Axis:
    """Cities in order of position (then id) with the sums that make any club's cost one look-up."""

    def __init__(self, curve: Curve, cities: Sequence[City]) -> None:
        if not cities:
            raise CostError("no_use")
        wrong = next((city.id for city in cities if city.use <= 0), None)
        if wrong is not None:
            raise CostError("use", member=wrong)
        self.curve = curve
        self.cities = sorted(cities, key=lambda city: (city.position, city.id))
        self.unit = lcm(*(city.position.denominator for city in cities))
        self.places = [(city.position * self.unit).numerator for city in self.cities]
        self.uses = [city.use for city in self.cities]
        self.sums = list(accumulate(self.uses, initial=0))
        moments = [place * use for place, use in zip(self.places, self.uses, strict=True)]
        self.moments = list(accumulate(moments, initial=0))
        self.pair = cache(self._pair)

    def median(self, start: int, end: int) -> int:
        """The lower weighted median of cities start..end-1, in units of the axis."""
        half = self.sums[start] + (self.sums[end] - self.sums[start] + 1) // 2
        return self.places[bisect_left(self.sums, half, start + 1, end) - 1]

    def _pair(self, start: int, end: int) -> Pair:
        """Cost and distance of the club of cities start..end-1."""
        use = self.sums[end] - self.sums[start]
        middle = bisect_left(self.places, at := self.median(start, end), start, end)
        below = at * (self.sums[middle] - self.sums[start])
        above = at * (self.sums[end] - self.sums[middle])
        left = below - (self.moments[middle] - self.moments[start])
        right = self.moments[end] - self.moments[middle] - above
        return self.curve.fine(use, end - start), left + right

    def best(self, key: Callable[[Pair], tuple[int, int]]) -> tuple[Pair, list[int]]:
        """The partition of least total by a linear key of its pair: the pair and the cuts.

        Where several are least, clubs are as large as possible from the end of the axis.
        """
        zero: Pair = (0, 0)
        least: list[tuple[tuple[int, int], Pair, int]] = [((0, 0), zero, 0)]
        for end in range(1, len(self.cities) + 1):
            found: tuple[tuple[int, int], Pair, int] | None = None
            for start in range(end):
                cost, distance = self.pair(start, end)
                before = least[start][1]
                pair = (before[0] + cost, before[1] + distance)
                value = key(pair)
                if found is None or value < found[0]:
                    found = value, pair, start
            assert found is not None
            least.append(found)
        cuts, at = [len(self.cities)], len(self.cities)
        while at:
            at = least[at][2]
            cuts.append(at)
        return least[-1][1], cuts[::-1]

    def at_weight(self, weight: Fraction) -> Callable[[Pair], tuple[int, int]]:
        """Order pairs by cost + weight · distance, then by distance."""
        cost = weight.denominator * self.unit
        distance = weight.numerator * STEPS
        return lambda pair: (cost * pair[0] + distance * pair[1], pair[1])


def best_clubs(curve: Curve, cities: Sequence[City], weight: Fraction) -> Partition:
    """Give the consecutive clubs that cost least together at this weight of difference (≥ 0).

    weight: minor units per unit of use and unit of distance. O(n²) for each of a few rounds.
    Raises CostError ``no_use``, ``use``, ``negative``.
    """
    if weight < 0:
        raise CostError("negative", weight=weight)
    axis = Axis(curve, cities)
    pair, cuts = axis.best(axis.at_weight(weight))
    return _partition(axis, pair, cuts)


def judged(curve: Curve, cities: Sequence[City], clubs: Clubs) -> Partition:
    """Give cost, distance and robustness of given consecutive clubs. ValueError if they are not."""
    axis = Axis(curve, cities)
    cuts = list(accumulate((len(club) for club in clubs), initial=0))
    order = [city.id for city in axis.cities]
    stated = [sorted(order[a:b]) for a, b in pairwise(cuts)]
    if cuts[-1] != len(order) or stated != [sorted(club) for club in clubs]:
        raise ValueError("clubs must be consecutive on the axis and hold every city once")
    pairs = [axis.pair(start, end) for start, end in pairwise(cuts)]
    return _partition(axis, (sum(c for c, _ in pairs), sum(d for _, d in pairs)), cuts)


def _partition(axis: Axis, pair: Pair, cuts: list[int]) -> Partition:
    clubs = tuple(tuple(c.id for c in axis.cities[a:b]) for a, b in pairwise(cuts))
    lowest, highest, never = _interval(axis, pair)
    cost, distance = Fraction(pair[0], STEPS), Fraction(pair[1], axis.unit)
    if never:
        return Partition(clubs, cost, distance, None, None)
    return Partition(clubs, cost, distance, lowest, highest)


def _interval(axis: Axis, pair: Pair) -> tuple[Fraction, Fraction | None, bool]:
    """The weights at which no partition costs less; whether there are none.

    The least cost over partitions is concave and piecewise linear in the weight, so each end is
    found by meeting the line of a better partition, and trying there (Newton's method).
    """
    cheapest, _ = axis.best(lambda one: one)
    nearest, _ = axis.best(lambda one: (one[1], one[0]))
    lowest, highest = Fraction(0), None
    better: Pair | None = cheapest
    while better is not None and better[0] < pair[0]:
        if better[1] <= pair[1]:
            return lowest, highest, True
        lowest = _meet(axis, pair, better)
        better = _better(axis, pair, lowest)
    better = nearest
    if better[1] == pair[1] and better[0] < pair[0]:
        return lowest, highest, True
    while better is not None and better[1] < pair[1]:
        highest = _meet(axis, pair, better)
        better = _better(axis, pair, highest) if highest >= 0 else None
    never = highest is not None and highest < lowest
    return lowest, highest, never


def _meet(axis: Axis, one: Pair, other: Pair) -> Fraction:
    """The weight at which two partitions cost the same."""
    return Fraction((other[0] - one[0]) * axis.unit, (one[1] - other[1]) * STEPS)


def _better(axis: Axis, pair: Pair, weight: Fraction) -> Pair | None:
    """A partition that costs less at this weight, if there is one."""
    key = axis.at_weight(weight)
    found, _ = axis.best(key)
    return found if key(found)[0] < key(pair)[0] else None


def unrest(curve: Curve, cities: Sequence[City], clubs: Clubs, weight: Fraction) -> Unrest:
    """Name the single moves that pay and the neighbours that would merge.

    A city moves when it would bear less in another club, computed with it inside, or alone; each
    city's best move is given, greatest saving first. Neighbours (club j and j+1) would merge when
    in each of the two, members with more than half of its use would bear less.
    """
    named = {city.id: city for city in cities}
    groups = [[named[id_] for id_ in club] for club in clubs]
    burdens = {
        city.id: burden
        for group in groups
        for city, burden in _burdens(curve, group, weight).items()
    }
    moves = []
    for here, group in enumerate(groups):
        for city in group:
            options: list[tuple[Fraction, int]] = [
                (_burden_in(curve, [*other, city], city, weight), to)
                for to, other in enumerate(groups)
                if to != here
            ]
            if len(group) > 1:
                options.append((curve.alone(city.use), len(groups)))
            least, to = min(options, default=(burdens[city.id], 0))
            if least < burdens[city.id]:
                target = to if to < len(groups) else None
                moves.append(Move(city.id, target, burdens[city.id] - least))
    merges = [at for at, two in enumerate(pairwise(groups)) if _merge(curve, two, burdens, weight)]
    return Unrest(tuple(sorted(moves, key=lambda one: (-one.saved, one.city))), tuple(merges))


def _burdens(curve: Curve, club: Sequence[City], weight: Fraction) -> dict[City, Fraction]:
    return {city: _burden_in(curve, club, city, weight) for city in club}


def _burden_in(curve: Curve, club: Sequence[City], city: City, weight: Fraction) -> Fraction:
    """A member's share by use and its loss from the club's median."""
    whole = sum(one.use for one in club)
    price = (curve.cost(whole, len(club)) - curve.coordination * len(club)) / whole
    distance = abs(city.position - _median(club))
    return curve.coordination + city.use * (price + weight * distance)


def _median(club: Sequence[City]) -> Fraction:
    """The lower weighted median: the first position with at least half of the use up to it."""
    whole, seen = sum(city.use for city in club), 0
    for city in sorted(club, key=lambda one: one.position):
        seen += city.use
        if 2 * seen >= whole:
            return city.position
    raise AssertionError("a club has use")


def _merge(
    curve: Curve,
    two: tuple[list[City], list[City]],
    burdens: dict[str, Fraction],
    weight: Fraction,
) -> bool:
    together = _burdens(curve, [*two[0], *two[1]], weight)
    return all(
        2 * sum(city.use for city in club if together[city] < burdens[city.id])
        > sum(city.use for city in club)
        for club in two
    )
