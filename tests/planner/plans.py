"""Cities and programmes to try plans with: round numbers that can be worked out by hand."""

from __future__ import annotations

from fractions import Fraction

from koinon.cities.metros import Figure
from koinon.planner.places import Place
from koinon.planner.programmes import Programme, Range
from koinon.planner.programmes.programme import NOTHING, ONE


def figure(value: int, unit: str = "EUR") -> Figure:
    return Figure(value, unit, 2024, "legal municipality", "Statistics office", "CC BY 4.0")


def place(id: str, people: int, **figures: Figure) -> Place:
    own = {name: figures.pop(name, None) for name in ("product", "income", "suburb", "countryside")}
    return Place(
        id,
        id.title(),
        "BE",
        figure(people, "inhabitants"),
        further=tuple(figures.items()),
        **own,
    )


def three(low: str, mid: str = "", high: str = "") -> Range:
    return Range(Fraction(low), Fraction(mid or low), Fraction(high or mid or low))


def knowledge(setup: str = "1000", coordination: Range = NOTHING, spill: Range = ONE) -> Programme:
    return Programme(
        "software", "Software", "population", "EUR", three(setup), NOTHING, coordination,
        three("0"), None, NOTHING, spill,
    )  # fmt: skip


def service(
    unit_cost: str = "10", elasticity: str = "1", scale: str | None = None, id: str = "waste"
) -> Programme:
    return Programme(
        id, id.title(), "population", "EUR", NOTHING, three(unit_cost), NOTHING,
        three(elasticity), None if scale is None else three(scale),
    )  # fmt: skip


CITIES = (
    place("alba", 600, product=figure(60_000), income=figure(30_000)),
    place("borg", 300, product=figure(60_000), income=figure(12_000)),
    place("cruz", 100, product=figure(5_000), income=figure(3_000)),
)
