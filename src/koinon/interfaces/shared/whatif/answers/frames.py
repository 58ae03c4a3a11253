"""What the answers share: the frame of a drawing, the cities drawn, cells of shares."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from django.utils.translation import get_language, get_language_bidi

from koinon.interfaces.shared import charts, wording
from koinon.planner.places import Place
from koinon.planner.plan import Plan

DRAWN: Final = 12
"""At most so many cities are drawn, the largest; all are in the table."""
UNKNOWN: Final = "–"


def frame(identifier: str, title: str, description: str) -> charts.Frame:
    """The frame of a drawing, in the direction of the reader's language."""
    return charts.Frame(
        f"whatif-{identifier}", title, description, "rtl" if get_language_bidi() else "ltr"
    )


def names_of(plan: Plan) -> dict[str, str]:
    """The names of all cities of a plan and outside it, by id."""
    return {place.id: place.name for place in (*plan.places, *plan.others)}


def largest(plan: Plan) -> tuple[Place, ...]:
    """The cities that are drawn: the largest by people."""
    ordered = sorted(plan.places, key=lambda place: (-place.population.value, place.id))
    return tuple(ordered[:DRAWN])


def share(value: Fraction | None) -> str:
    """A share in per cent, cut; a dash where it is not known."""
    return UNKNOWN if value is None else wording.percent(value)


def percent_ticks(most: Fraction) -> charts.Axis:
    """An axis of shares from nothing to the largest drawn."""
    ticks = charts.round_ticks(max(most, Fraction(1, 100)))
    drawn = tuple(charts.Tick(tick, wording.percent(Fraction(tick))) for tick in ticks)
    return charts.Axis(ticks[-1], drawn)


def listed(names: Iterable[str], most: int = 5) -> str:
    """Some names in a row; “…” says that more follow."""
    found = list(names)
    text = wording_join(found[:most])
    return f"{text} …" if len(found) > most else text


def wording_join(names: list[str]) -> str:
    """Names in a row, each with its own direction of letters."""
    comma = "، " if (get_language() or "").startswith("ar") else ", "
    return comma.join(f"\u2068{name}\u2069" for name in names)
