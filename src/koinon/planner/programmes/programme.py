"""A programme that cities of a plan would run together, with a range for all it assumes.

Nothing here is computed; `koinon.methods.costs` knows what the numbers mean for a bill.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction
from typing import Final, Literal

from koinon.planner.places.place import FIGURE_NAMES, Place

Case = Literal["low", "mid", "high"]


class Grounds(StrEnum):
    """How an assumption is known."""

    READ = "read"
    """Restated from published findings, of which the abstracts were read."""
    INFERRED = "inferred"
    """Our own conclusion, from findings or from what the good is."""
    EXAMPLE = "example"
    """A number to try the planner with; it says nothing about any real programme."""
    OWN = "own"
    """Given by whoever wrote the programmes."""


@dataclass(frozen=True, slots=True)
class Range:
    """What is assumed: low <= mid <= high, and on what grounds.

    `evidence` is a sentence (of ours: an English message of the catalogues), `source` a
    reference; both may be empty where the range is the user's own.
    """

    low: Fraction
    mid: Fraction
    high: Fraction
    grounds: Grounds = Grounds.OWN
    evidence: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        assert self.low <= self.mid <= self.high

    def at(self, case: Case) -> Fraction:
        """The number of one case."""
        return {"low": self.low, "mid": self.mid, "high": self.high}[case]

    @property
    def is_one(self) -> bool:
        """Whether low, mid and high are the same."""
        return self.low == self.high


NOTHING: Final = Range(Fraction(0), Fraction(0), Fraction(0))
ONE: Final = Range(Fraction(1), Fraction(1), Fraction(1))


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme of a plan.

    A year of it costs a group of cities `setup` once, whoever takes part; `unit_cost` for each
    unit of the driver; and `coordination` for each city. The amounts are whole units of
    `currency` (euros, not cents), as fractions. The driver is the name of a figure of every city,
    `population` for example.

    `elasticity` says how the running cost grows with use: 1 in proportion; less, every doubling
    of use costs less than double, until the `efficient_scale`, in units of the driver, beyond
    which it grows in proportion; more, it grows faster; 0 for what all can use at no further
    cost, such as software. `rebate` is the part of the price that buying together saves from the
    efficient scale on. `spill_over` is the part of the advantage of taking part that cities
    outside have without paying. Both are from 0 to 1.
    """

    id: str
    title: str
    driver: str
    currency: str
    setup: Range
    unit_cost: Range
    coordination: Range = NOTHING
    elasticity: Range = ONE
    efficient_scale: Range | None = None
    rebate: Range = NOTHING
    spill_over: Range = NOTHING

    @property
    def ranges(self) -> tuple[tuple[str, Range], ...]:
        """Everything that is assumed, by name."""
        return tuple(
            (field.name, one)
            for field in fields(self)
            if isinstance(one := getattr(self, field.name), Range)
        )

    @property
    def is_example(self) -> bool:
        """Whether any of its amounts is a mere example."""
        return any(one.grounds is Grounds.EXAMPLE for _, one in self.ranges)


def needs_scale(unit_cost: Range, elasticity: Range, rebate: Range) -> bool:
    """Whether an efficient scale has to be named: no saving on running costs is without end."""
    ends = {elasticity.low, elasticity.mid, elasticity.high}
    return unit_cost.high > 0 and (not ends <= {Fraction(0), Fraction(1)} or rebate.high > 0)


def drivers_missing(
    programmes: tuple[Programme, ...], places: tuple[Place, ...]
) -> tuple[tuple[str, str, str], ...]:
    """Which cities lack the figure that a programme's cost follows: (programme, driver, city)."""
    return tuple(
        (programme.id, programme.driver, place.id)
        for programme in programmes
        for place in places
        if place.figure(programme.driver) is None
    )


def drivers_of(places: tuple[Place, ...]) -> tuple[str, ...]:
    """The figures that every city of a plan has, so that a programme may follow them."""
    named = {name: None for place in places for name, _ in place.figures}
    order = [*FIGURE_NAMES, *(name for name in named if name not in FIGURE_NAMES)]
    return tuple(
        name for name in order if places and all(place.figure(name) is not None for place in places)
    )
