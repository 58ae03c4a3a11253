"""A map on which cities are chosen: every point leads to an address.

It is for the mouse alone: whoever reads by ear or types finds the same choices in the list beside
it, so the map is hidden from both rather than repeated to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from koinon.interfaces.shared.worldmap.drawing import land_and_sea, radius_tenths
from koinon.interfaces.shared.worldmap.projection import HEIGHT, WIDTH, project


@dataclass(frozen=True, slots=True)
class Choice:
    """A city to choose or to leave out: coordinates in ten-thousandths of a degree, people, name.

    `address` is where choosing it, or leaving it out, leads.
    """

    latitude_e4: int
    longitude_e4: int
    population: int
    label: str
    address: str
    is_in: bool


def choosing_map(choices: Iterable[Choice]) -> str:
    """Draw all cities; those that are in are filled, the others rings."""
    ordered = sorted(choices, key=lambda one: (-one.population, one.label))
    largest = max((one.population for one in ordered), default=0)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="world-map choosing" aria-hidden="true"'
        f' focusable="false" viewBox="0 0 {WIDTH} {HEIGHT}">{land_and_sea()}'
        f"{''.join(_point(one, largest) for one in ordered)}</svg>"
    )


def _point(one: Choice, largest: int) -> str:
    x, y = project(one.latitude_e4 / 10_000, one.longitude_e4 / 10_000)
    radius, tenth = divmod(max(40, radius_tenths(one.population, largest)), 10)
    kind = "in" if one.is_in else "out"
    return (
        f'<a href="{escape(one.address)}" tabindex="-1"><circle class="{kind}" cx="{x:.1f}"'
        f' cy="{y:.1f}" r="{radius}.{tenth}"><title>{escape(one.label)}</title></circle></a>'
    )
