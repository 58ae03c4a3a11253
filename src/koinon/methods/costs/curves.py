"""What a programme costs a group of cities, as a function of how much they use it.

A `Curve` has a setup, paid once whoever takes part; coordination, paid for each member beyond the
first; and a price of one more unit of use that changes in steps. Beyond the efficient scale M a
unit costs `unit_cost`; on (M/2, M] it costs unit_cost/r, on (M/4, M/2] unit_cost/r², and so on
down to M/2^halvings, below which the price stays. So each doubling of use makes the next unit
(1 - r) cheaper, until the efficient scale. With r = 2^(e-1) this is the curve V' = c z^(e-1) of
scale elasticity e in steps of one halving (T. P. Wright, J. Aeronautical Sciences 3 (1936) 122).
Nothing but the setup is shared without limit: at M the price stops falling.

A rebate (joint purchase) lowers every price beyond a volume by a share.

Everything is whole: use in whole units of the driver, breakpoints M/2^j rounded down, prices in
steps of 10^-9 of a minor unit, half up. Rounding keeps prices in order, so a curve with r ≤ 1
stays concave. Costs are therefore whole numbers of 10^-9 minor units (`fine`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from koinon.methods.rounding import half_up

STEPS = 10**9
"""Steps of a minor unit in which prices are kept."""

RATE_DIGITS = 10**6
MAX_HALVINGS = 40
MAX_DENOMINATOR = 1_000
MAX_USE = 2**62


class CostError(ValueError):
    """A cost game cannot be stated or judged: `code` says why, `facts` what it concerns.

    Codes: ``negative`` (an amount below zero), ``rate`` (not in (1/2, 2]), ``rebate`` (its share is
    not in [0, 1), or prices rise with use), ``scale`` (efficient scale or halvings out of bounds),
    ``elasticity`` (not in (0, 6/5], or its denominator above 1,000), ``use`` (not whole, below zero
    or above 2^62), ``no_use`` (nobody uses the programme), ``no_share``, ``no_base``,
    ``overcharged`` (the shares raise more than the programmes cost), ``spill_over`` (not in
    [0, 1]), ``too_many`` (an exact result would take too long).
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(f"{code}: {facts}" if facts else code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Rebate:
    """The share by which every unit beyond a volume of joint purchase is cheaper."""

    share: Fraction
    beyond: int


@dataclass(frozen=True, slots=True)
class Segment:
    """From `start` on, until the next segment: variable cost = intercept + price · use.

    price and intercept in 10^-9 minor units. On a concave curve the line supports the whole curve
    from above, and the curve is the least of its lines.
    """

    start: int
    price: int
    intercept: int


@dataclass(frozen=True, slots=True)
class Curve:
    """Cost of one programme: `setup + coordination · (members - 1) + V(use)`; see the module.

    setup, coordination: minor units. unit_cost: minor units per unit of use at full scale.
    rate r: a doubling of use multiplies the price of the next unit by r, below `efficient_scale`
    (None: one price at any scale). r > 1 states diseconomies: the price rises up to that scale.
    Raises CostError.
    """

    setup: int
    unit_cost: Fraction = Fraction(0)
    rate: Fraction = Fraction(1)
    efficient_scale: int | None = None
    coordination: int = 0
    rebate: Rebate | None = None
    halvings: int = 10

    def __post_init__(self) -> None:
        if self.setup < 0 or self.coordination < 0 or self.unit_cost < 0:
            raise CostError("negative")
        if not Fraction(1, 2) < self.rate <= 2:
            raise CostError("rate", rate=self.rate)
        scale = self.efficient_scale
        if (scale is not None and not 0 < scale <= MAX_USE) or not (
            0 <= self.halvings <= MAX_HALVINGS
        ):
            raise CostError("scale", efficient_scale=scale, halvings=self.halvings)
        if self.rebate is not None and (
            not 0 <= self.rebate.share < 1 or self.rebate.beyond < 0 or self.rate > 1
        ):
            raise CostError("rebate", share=self.rebate.share, beyond=self.rebate.beyond)

    @property
    def concave(self) -> bool:
        """Whether no further unit costs more than the one before."""
        prices = [segment.price for segment in self.segments()]
        return prices == sorted(prices, reverse=True)

    @property
    def submodular(self) -> bool:
        """Whether a city adds less cost to a larger group; then use shares are in the core."""
        return self.concave and self.setup >= self.coordination

    def segments(self) -> tuple[Segment, ...]:
        """The pieces of the variable cost, from no use upwards; neighbours differ in price."""
        return _segments(self)

    def fine(self, use: int, members: int) -> int:
        """Cost of `members` cities that use `use` units together, in 10^-9 minor units."""
        if members == 0:
            return 0
        pieces = _segments(self)
        at = max(0, bisect_left(_starts(self), use) - 1)
        fixed = self.setup + self.coordination * (members - 1)
        return fixed * STEPS + pieces[at].intercept + pieces[at].price * use

    def cost(self, use: int, members: int) -> Fraction:
        """Cost of `members` cities that use `use` units together, in minor units; 0 for none."""
        return Fraction(self.fine(use, members), STEPS)

    def alone(self, use: int) -> Fraction:
        """What one city with that use pays by itself, in minor units; nothing without use."""
        return self.cost(use, 1 if use else 0)

    def each_alone(self, uses: Iterable[int]) -> list[int]:
        """What each of these cities pays by itself, in 10^-9 minor units; every use above 0."""
        pieces, starts, setup = _segments(self), _starts(self), self.setup * STEPS
        found = []
        for use in uses:
            piece = pieces[bisect_left(starts, use) - 1]
            found.append(setup + piece.intercept + piece.price * use)
        return found

    def cost_of(self, uses: Iterable[int]) -> Fraction:
        """Cost of a group with these uses; who uses nothing takes no part in it."""
        taking = [use for use in uses if use]
        return self.cost(sum(taking), len(taking))

    def saving(self, uses: Iterable[int]) -> Fraction:
        """What these cities pay less together than each alone; negative where they pay more."""
        taking = [use for use in uses if use]
        return Fraction(sum(self.each_alone(taking)), STEPS) - self.cost_of(taking)

    def sizes_that_pay(self, use: int, most: int) -> tuple[tuple[int, int], ...]:
        """Runs (first, last) of numbers of equal members, 2 to `most`, that save together.

        Where prices fall with use, n members save (n-1)(setup - coordination) + nV(x) - V(nx),
        which is convex in n and 0 at n = 1: coordination can delay the advantage to a least
        number or leave none, but what has begun to pay pays at any larger number. Where prices
        rise (r > 1) it is concave in n: there is a greatest number.
        """
        runs: list[tuple[int, int]] = []
        alone = self.fine(use, 1)
        for members in range(2, most + 1):
            if self.fine(members * use, members) < members * alone:
                follows = bool(runs) and runs[-1][1] == members - 1
                first = runs.pop()[0] if follows else members
                runs.append((first, members))
        return tuple(runs)

    def coordination_that_eats_all(self, uses: Iterable[int]) -> Fraction | None:
        """Coordination per further member at which this group saves nothing; None for one city."""
        taking = [use for use in uses if use]
        if len(taking) < 2:
            return None
        return self.coordination + self.saving(taking) / (len(taking) - 1)


def rate_of(elasticity: Fraction) -> Fraction:
    """Give r = 2^(e-1), rounded down to 10^-6, for a scale elasticity e in (0, 6/5].

    The root is exact: the largest t with (t/10^6)^q ≤ 2^p, where e - 1 = p/q. Elasticity 0 has no
    rate: such a programme is only its setup (`non_rival`). Raises CostError.
    """
    if not 0 < elasticity <= Fraction(6, 5) or elasticity.denominator > MAX_DENOMINATOR:
        raise CostError("elasticity", elasticity=elasticity)
    power, root = (elasticity - 1).as_integer_ratio()
    left, right = 2 ** max(0, -power), 2 ** max(0, power) * RATE_DIGITS**root
    low, high = 0, 2 * RATE_DIGITS
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**root * left <= right else (low, middle - 1)
    return Fraction(low, RATE_DIGITS)


def non_rival(setup: int, coordination: int = 0) -> Curve:
    """Give the curve of what one makes and all may use (elasticity 0): a setup, no price."""
    return Curve(setup, coordination=coordination)


def curve_of(
    elasticity: Fraction,
    setup: int,
    unit_cost: Fraction,
    efficient_scale: int | None,
    coordination: int = 0,
) -> Curve:
    """Give the curve of a scale elasticity in [0, 6/5]; 0 has no variable part at all."""
    if elasticity == 0:
        return non_rival(setup, coordination)
    return Curve(setup, unit_cost, rate_of(elasticity), efficient_scale, coordination)


@lru_cache(maxsize=512)
def _segments(curve: Curve) -> tuple[Segment, ...]:
    starts = {0}
    if curve.efficient_scale is not None and curve.rate != 1:
        starts |= {curve.efficient_scale >> power for power in range(curve.halvings + 1)}
    if curve.rebate is not None and curve.rebate.share:
        starts.add(curve.rebate.beyond)
    pieces: list[Segment] = []
    for start in sorted(starts):
        price = half_up(_price(curve, start) * STEPS)
        if not pieces:
            pieces.append(Segment(start, price, 0))
        elif price != pieces[-1].price:
            last = pieces[-1]
            pieces.append(Segment(start, price, last.intercept + (last.price - price) * start))
    return tuple(pieces)


def _price(curve: Curve, start: int) -> Fraction:
    """The price of the unit that follows `start` units."""
    halved = 0
    if curve.efficient_scale is not None:
        while halved < curve.halvings and start < curve.efficient_scale >> halved:
            halved += 1
    cut = curve.rebate is not None and start >= curve.rebate.beyond
    share = curve.rebate.share if cut and curve.rebate is not None else Fraction(0)
    return curve.unit_cost * (1 - share) / curve.rate**halved


@lru_cache(maxsize=512)
def _starts(curve: Curve) -> tuple[int, ...]:
    return tuple(segment.start for segment in _segments(curve))
