"""Low, middle, high: what uncertain parameters leave of a cost and of a saving.

The band of a saving is not the difference of two bands of cost. Each parameter has one end at
which the saving is least:

| parameter | cost is least at | saving is least at |
|---|---|---|
| setup | low | low: what is shared is small |
| unit cost | low | low where r ≤ 1 (less to save), high where r > 1; both are tried |
| rate r (elasticity) | high | high where r ≤ 1 (small cities are not much dearer); both are tried |
| efficient scale | low | any: the ends and the middle are tried |
| coordination | low | high |
| rebate | high | low where prices do not fall otherwise; both are tried |

Setup and coordination hold for any curve, since n cities together save (n-1)(setup - coordination)
of them. The rate holds because cost is a last price and terms d · min(use, B) whose d fall as r
rises to 1, and every such term is a saving. A saving is linear in unit cost and in the rebate, so
their ends suffice. It has no order in the efficient scale: a city below the last halving gains
nothing from a higher scale, its coalition may; between the three values tried nothing is claimed,
nor between the ends of a rate that exceeds 1. Prices rounded to 10^-9 can put a curve outside the
band by that much per unit of use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Literal, TypeAlias

from koinon.methods.costs.curves import STEPS, Curve, Rebate

Three: TypeAlias = tuple[Fraction, Fraction, Fraction]
"""Least, middle and greatest value."""

End: TypeAlias = Literal[0, 1, 2]
"""Low, middle or high end of a range."""


@dataclass(frozen=True, slots=True)
class Range:
    """What is known of one parameter: low ≤ middle ≤ high."""

    low: Fraction
    middle: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if not self.low <= self.middle <= self.high:
            raise ValueError("a range must have low, middle and high in this order")

    def at(self, end: End) -> Fraction:
        """0: low, 1: middle, 2: high."""
        return (self.low, self.middle, self.high)[end]


def known(value: int | Fraction) -> Range:
    """Give the range of a parameter that is not in doubt."""
    return Range(Fraction(value), Fraction(value), Fraction(value))


@dataclass(frozen=True, slots=True)
class Ranges:
    """Ranges of all parameters of a curve; amounts in minor units, scale in units of use.

    Whole parameters (setup, coordination, efficient scale) are rounded down. `rebate_beyond` is the
    volume from which the rebate counts.
    """

    setup: Range
    unit_cost: Range
    rate: Range
    coordination: Range
    efficient_scale: Range | None = None
    rebate: Range | None = None
    rebate_beyond: int = 0
    halvings: int = 10

    def curve(self, ends: Sequence[End]) -> Curve:
        """Give the curve at these ends of setup, unit cost, rate, scale, coordination, rebate."""
        setup, unit, rate, scale, coordination, rebate = ends
        return Curve(
            int(self.setup.at(setup)),
            self.unit_cost.at(unit),
            self.rate.at(rate),
            None if self.efficient_scale is None else int(self.efficient_scale.at(scale)),
            int(self.coordination.at(coordination)),
            None if self.rebate is None else Rebate(self.rebate.at(rebate), self.rebate_beyond),
            self.halvings,
        )


@dataclass(frozen=True, slots=True)
class Band:
    """Least, middle and greatest cost together, cost alone (summed) and saving; minor units."""

    together: Three
    alone: Three
    saving: Three


CHEAP: tuple[End, ...] = (0, 0, 2, 0, 0, 2)
MIDDLE: tuple[End, ...] = (1, 1, 1, 1, 1, 1)
DEAR: tuple[End, ...] = (2, 2, 0, 2, 2, 0)


def band(ranges: Ranges, uses: Iterable[int]) -> Band:
    """Give what a group with these uses pays together, pays alone and saves.

    Each of the nine figures is that of one curve within the ranges; the ends are in the module.
    Alone, the cost does not depend on coordination and is least and greatest at the same curves.
    """
    taking = [use for use in uses if use]
    cheap, middle, dear = (ranges.curve(ends) for ends in (CHEAP, MIDDLE, DEAR))
    small = [curve.saving(taking) for curve in _corners(ranges, least=True)]
    large = [curve.saving(taking) for curve in _corners(ranges, least=False)]
    return Band(
        (cheap.cost_of(taking), middle.cost_of(taking), dear.cost_of(taking)),
        (_alone(cheap, taking), _alone(middle, taking), _alone(dear, taking)),
        (min(small), middle.saving(taking), max(large)),
    )


def _alone(curve: Curve, uses: list[int]) -> Fraction:
    return Fraction(sum(curve.each_alone(uses)), STEPS)


def _corners(ranges: Ranges, *, least: bool) -> Iterator[Curve]:
    """The curves at which a saving can be least (greatest)."""
    low: End = 0 if least else 2
    high: End = 2 if least else 0
    either: tuple[End, End] = (0, 2)
    scales: tuple[End, ...] = (0, 1, 2)
    for unit, rate, rebate, scale in product(either, either, either, scales):
        yield ranges.curve((low, unit, rate, scale, high, rebate))
