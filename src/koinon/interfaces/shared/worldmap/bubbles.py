"""Cities on a map by a size and by whether they gain: discs and rings, zoomed to where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Final

from koinon.interfaces.shared.charts.canvas import (
    EDGE,
    SMALL,
    WIDTH,
    Canvas,
    Frame,
    number,
)
from koinon.interfaces.shared.charts.letters import clean, measured
from koinon.interfaces.shared.charts.palette import COLOURS
from koinon.interfaces.shared.charts.shapes import Key, keys
from koinon.interfaces.shared.worldmap import projection
from koinon.interfaces.shared.worldmap.land import Window, land

LARGEST: Final = 200
SMALLEST: Final = 50
"""Radii in tenths of a unit: area is as the size, down to what can still be told apart."""
CLOSEST: Final = 60
"""Tenths of the world's units that a map shows at least: about two degrees at the equator."""
NAMED: Final = 8
"""How many of the largest cities are named on the map, where there is room."""

_TOP: Final = 40
_WORLD: Final = Window(0, 0, 10 * projection.WIDTH, 10 * projection.HEIGHT)
_ROOM: Final = WIDTH - 2 * EDGE

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in tenths of a unit, counted from where lines begin."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """A city: coordinates in ten-thousandths of a degree, a size (its levy), its net gain, a name.

    Only the sign of `net` is drawn: from zero up a disc, below a ring.
    """

    latitude_e4: int
    longitude_e4: int
    size: int
    net: int
    label: str

    def __post_init__(self) -> None:
        assert abs(self.latitude_e4) <= 900_000
        assert abs(self.longitude_e4) <= 1_800_000
        assert self.size >= 0


@dataclass(frozen=True, slots=True)
class MapWords:
    """The names of the keys: discs, rings, and circles of one or two sizes with their texts."""

    gains: str
    pays: str
    sizes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    bubble: Bubble
    x: int
    y: int
    radius: int


def bubble_map(
    frame: Frame, bubbles: Sequence[Bubble], words: MapWords, *, whole: bool = False
) -> str:
    """Draw the cities on the land around them, or on the `whole` world.

    Lands are never mirrored, names and keys are. The largest cities are named where a name hides
    nothing; the table of all must stand beside the drawing.
    """
    canvas = Canvas(frame, "map")
    window = _WORLD if whole or not bubbles else _around(bubbles)
    height = _ROOM * window.height // window.width
    colour = COLOURS["grid"].light
    canvas.add(
        f'<svg x="{number(EDGE)}" y="{number(_TOP)}" width="{number(_ROOM)}"'
        f' height="{number(height)}" viewBox="{window.left} {window.top} {window.width}'
        f' {window.height}"><path class="fill-grid" fill="{colour}" d="{land(window)}"/></svg>'
    )
    placed = _placed(canvas, bubbles, window)
    for one in placed:
        _draw(canvas, one.x, one.y, one.radius, gains=one.bubble.net >= 0)
    _name(canvas, placed, _TOP + height)
    y = keys(canvas, _TOP + height + 80, _keys(canvas, words))
    largest = max((bubble.size for bubble in bubbles), default=0)
    return canvas.svg(_sizes(canvas, y, words.sizes, largest) + 40)


def _around(bubbles: Sequence[Bubble]) -> Window:
    """The window around the cities: not too close, neither flat nor tall, inside the world."""
    places = [_tenths(bubble) for bubble in bubbles]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    width = max(CLOSEST, wide * 4 // 3, high * 4 // 3)
    height = max(width // 2, min(width, high * 4 // 3))
    width, height = min(width, _WORLD.width), min(height, _WORLD.height)
    left, top = (max(xs) + min(xs) - width) // 2, (max(ys) + min(ys) - height) // 2
    return Window(
        min(max(left, 0), _WORLD.width - width),
        min(max(top, 0), _WORLD.height - height),
        width,
        height,
    )


def _tenths(bubble: Bubble) -> tuple[int, int]:
    x, y = projection.project(bubble.latitude_e4 / 10_000, bubble.longitude_e4 / 10_000)
    return round(10 * x), round(10 * y)


def _placed(canvas: Canvas, bubbles: Sequence[Bubble], window: Window) -> list[_Placed]:
    """The cities on the drawing, the largest first, so that smaller ones lie on top."""
    largest = max((bubble.size for bubble in bubbles), default=0)
    made = []
    for bubble in sorted(bubbles, key=lambda one: (-one.size, one.label, _tenths(one))):
        x, y = _tenths(bubble)
        left = EDGE + (x - window.left) * _ROOM // window.width
        top = _TOP + (y - window.top) * _ROOM // window.width
        radius = _radius(bubble.size, largest)
        bottom = _TOP + _ROOM * window.height // window.width
        left = min(max(left, EDGE + radius), WIDTH - EDGE - radius)
        top = min(max(top, _TOP + radius), bottom - radius)
        made.append(_Placed(bubble, canvas.fixed(left), top, radius))
    return made


def _radius(size: int, largest: int) -> int:
    return max(SMALLEST, isqrt(size * LARGEST**2 // largest)) if largest else SMALLEST


def _draw(canvas: Canvas, x: int, y: int, radius: int, *, gains: bool) -> None:
    if gains:
        canvas.circle(x, y, radius, "gain", halo=12)
    else:
        canvas.circle(x, y, radius, "more", halo=12)
        canvas.circle(x, y, radius - max(22, radius // 4), "ground")


def _name(canvas: Canvas, placed: Sequence[_Placed], bottom: int) -> None:
    """Name the largest cities beside, under or over their marks, where a name hides nothing."""
    taken = [_around_mark(one) for one in placed]
    for one in placed[:NAMED]:
        said = clean(one.bubble.label)
        wide = measured(said, SMALL, strong=True)
        for begin, middle in _spots(one, wide):
            box = (begin, middle - 70, begin + wide, middle + 70)
            inside = box[0] >= EDGE and box[2] <= WIDTH - EDGE and box[1] >= _TOP
            inside = inside and box[3] <= bottom
            if said and inside and not any(_meet(box, other) for other in taken):
                canvas.text(begin, middle + 42, said, strong=True, halo=True)
                taken.append(box)
                break


def _spots(one: _Placed, wide: int) -> tuple[tuple[int, int], ...]:
    """Where a name may begin, and the middle of its line: after, before, under and over a mark."""
    off = one.radius + 30
    return (
        (one.x + off, one.y),
        (one.x - off - wide, one.y),
        (one.x - wide // 2, one.y + off + 50),
        (one.x - wide // 2, one.y - off - 50),
    )


def _around_mark(one: _Placed) -> Box:
    return one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _keys(canvas: Canvas, words: MapWords) -> list[Key]:
    named: list[Key] = []
    if words.gains:
        named.append((lambda x, y: _draw(canvas, x, y, 65, gains=True), words.gains))
    if words.pays:
        named.append((lambda x, y: _draw(canvas, x, y, 65, gains=False), words.pays))
    return named


def _sizes(canvas: Canvas, y: int, sizes: Sequence[tuple[int, str]], largest: int) -> int:
    """Circles of known sizes with their texts, one under the other."""
    for size, text in sizes:
        radius = _radius(min(size, largest), largest)
        y += radius + 30
        canvas.circle(EDGE + LARGEST, y, radius, "soft")
        canvas.circle(EDGE + LARGEST, y, radius - 14, "ground")
        canvas.text(EDGE + 2 * LARGEST + 80, y + 42, text)
        y += radius + 30
    return y
