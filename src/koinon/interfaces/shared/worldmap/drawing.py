"""A map of the world with cities on it, as one accessible SVG.

It holds no style attribute and no script, so the strictest content policy admits it; its colours
are attributes that a style sheet may override by class. It holds no text on the drawing, so it
reads alike in every direction of writing. The table of the same cities stands beside it on the
page; the label of a point is only its tooltip.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from math import isqrt
from typing import Final

from koinon.interfaces.shared.worldmap.projection import HEIGHT, WIDTH, project

LARGEST_RADIUS: Final = 140
SMALLEST_RADIUS: Final = 20
"""Radii in tenths of a unit: area is as population, down to what can still be seen."""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A city on the map: coordinates in ten-thousandths of a degree, size in inhabitants."""

    latitude_e4: int
    longitude_e4: int
    population: int
    label: str

    def __post_init__(self) -> None:
        assert abs(self.latitude_e4) <= 900_000
        assert abs(self.longitude_e4) <= 1_800_000
        assert self.population >= 0


def world_map(
    points: Iterable[MapPoint], *, title: str, description: str, identifier: str = "world-map"
) -> str:
    """Draw the points on the world's outline.

    `title` and `description` name the map to those who do not see it, in the page's language;
    `identifier` must be unique on the page. Smaller cities are drawn over larger ones.
    """
    assert re.fullmatch(r"[a-z][a-z0-9-]*", identifier), "an identifier is a plain word"
    ordered = sorted(points, key=lambda point: (-point.population, point.label))
    largest = max((point.population for point in ordered), default=0)
    circles = "".join(_circle(point, largest) for point in ordered)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="world-map" role="img"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' aria-labelledby="{identifier}-title" aria-describedby="{identifier}-description">'
        f'<title id="{identifier}-title">{escape(title)}</title>'
        f'<desc id="{identifier}-description">{escape(description)}</desc>'
        f'{land_and_sea()}<g class="map-points" fill="#1f5a99" fill-opacity=".85" stroke="#fff"'
        f' stroke-width=".8">{circles}</g></svg>'
    )


def radius_tenths(population: int, largest: int) -> int:
    """Return a circle's radius, in tenths of a unit, whose area is as the population."""
    if largest == 0:
        return SMALLEST_RADIUS
    return max(SMALLEST_RADIUS, isqrt(population * LARGEST_RADIUS**2 // largest))


def _circle(point: MapPoint, largest: int) -> str:
    x, y = project(point.latitude_e4 / 10_000, point.longitude_e4 / 10_000)
    radius, tenth = divmod(radius_tenths(point.population, largest), 10)
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}.{tenth}">'
        f"<title>{escape(point.label)}</title></circle>"
    )


@cache
def land_and_sea() -> str:
    """Return the paths of `world.svg` without the drawing around them."""
    drawing = (files(__package__) / "world.svg").read_text(encoding="utf-8")
    paths = re.findall(r"<path [^>]*/>", drawing)
    assert len(paths) == 2, "world.svg holds the sea and the land"
    return "".join(paths)
