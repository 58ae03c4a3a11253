"""The land of the shipped outline, ring by ring, so that a part of the world needs only its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the drawing of the world, in tenths of its units: sides from the left and top."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Ring:
    """A coast that closes: its path, and the window it fills."""

    path: str
    extent: Window

    def touches(self, window: Window) -> bool:
        """Whether its extent and the window share a place."""
        mine = self.extent
        return (
            mine.left <= window.left + window.width
            and window.left <= mine.left + mine.width
            and mine.top <= window.top + window.height
            and window.top <= mine.top + mine.height
        )


@cache
def rings() -> tuple[Ring, ...]:
    """The rings of `world.svg`, in tenths of its units."""
    drawing = (files(__package__) / "world.svg").read_text(encoding="utf-8")
    found = re.search(r'<path class="map-land"[^>]* d="([mz\d\s-]+)"', drawing)
    assert found, "world.svg holds the land as relative moves"
    made: list[Ring] = []
    x = y = 0
    for told in found[1].split("z")[:-1]:
        numbers = [int(number) for number in re.findall(r"-?\d+", told)]
        # A closed ring returns to its beginning, from which the next one's is counted.
        x, y = x + numbers[0], y + numbers[1]
        xs = list(accumulate(numbers[2::2], initial=x))
        ys = list(accumulate(numbers[3::2], initial=y))
        rest = " ".join(map(str, numbers[2:]))
        extent = Window(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        made.append(Ring(f"M{x} {y}l{rest}z", extent))
    return tuple(made)


def land(window: Window) -> str:
    """The path of all land that a window may show."""
    return "".join(ring.path for ring in rings() if ring.touches(window))
