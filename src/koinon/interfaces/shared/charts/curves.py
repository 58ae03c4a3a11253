"""How likely a decision is, at each level of agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from koinon.interfaces.shared.charts.canvas import EDGE, SMALL, WIDTH, Canvas, Frame, Point
from koinon.interfaces.shared.charts.letters import clean, measured, wrapped
from koinon.interfaces.shared.charts.palette import SERIES
from koinon.interfaces.shared.charts.scale import Amount, Scale, Tick, spread
from koinon.interfaces.shared.charts.shapes import LINE, mark

DASHES: Final = ("", "7 4", "2 3")
_HEIGHT: Final = 2_000
_NAMES: Final = 1_200
"""The room for the names at the ends of the lines."""


@dataclass(frozen=True, slots=True)
class Series:
    """A line: its name, and its points (both coordinates in per cent), from left to right."""

    label: str
    points: tuple[tuple[Amount, Amount], ...]

    def __post_init__(self) -> None:
        assert self.points, "a line has a point"
        across = [x for x, _ in self.points]
        assert across == sorted(across), "points are in order"


@dataclass(frozen=True, slots=True)
class Plane:
    """The two axes: their names, their ticks, and the level that is marked by an upright line.

    The horizontal axis reaches from its first tick to its last; the vertical one from 0 to 100 %.
    """

    across: str
    up: str
    across_ticks: tuple[Tick, ...]
    up_ticks: tuple[Tick, ...]
    marked_percent: Amount = 50

    def __post_init__(self) -> None:
        assert len(self.across_ticks) >= 2, "an axis has two ends"


def curves(frame: Frame, series: Sequence[Series], plane: Plane) -> str:
    """Draw one to three lines that differ in dash, colour and end mark, each named at its end.

    Points outside the axes lie at their ends. The table of the same points must stand beside the
    drawing.
    """
    assert 1 <= len(series) <= 3, "one to three lines"
    canvas = Canvas(frame, "curves")
    left = max([120, *(measured(clean(tick.label), SMALL) for tick in plane.up_ticks)])
    left = min(left, 700) + EDGE + 60
    ends = [tick.at for tick in plane.across_ticks]
    across = Scale(min(ends), max(ends), left, WIDTH - EDGE - _NAMES - left)
    y = 40
    for line in wrapped(clean(plane.up), SMALL, WIDTH - 2 * EDGE, 2):
        canvas.text(EDGE, y + 120, line, role="soft")
        y += 150
    top = y + 100
    up = Scale(0, 100, 0, _HEIGHT)
    _grid(canvas, plane, across, up, top)
    for at, one in enumerate(series):
        places = [(across.at(x), top + _HEIGHT - up.at(share)) for x, share in one.points]
        canvas.path(places, SERIES[at], 26, DASHES[at])
    last = [one.points[-1] for one in series]
    finals = [(across.at(x), top + _HEIGHT - up.at(share)) for x, share in last]
    _names(canvas, series, finals, top)
    y = _across(canvas, plane, across, top + _HEIGHT)
    return canvas.svg(y + 40)


def _grid(canvas: Canvas, plane: Plane, across: Scale, up: Scale, top: int) -> None:
    begin, end = across.start, across.start + across.length
    for tick in plane.up_ticks:
        if 0 <= tick.at <= 100:
            y = top + _HEIGHT - up.at(tick.at)
            canvas.line((begin, y), (end, y), "grid", 10)
            canvas.text(begin - 60, y + 40, tick.label, role="soft", anchor="end")
    canvas.line((begin, top + _HEIGHT), (end, top + _HEIGHT), "soft", 12)
    if across.least <= plane.marked_percent <= across.largest:
        x = across.at(plane.marked_percent)
        canvas.line((x, top), (x, top + _HEIGHT), "soft", 12, "4 3")


def _across(canvas: Canvas, plane: Plane, across: Scale, y: int) -> int:
    free = 0
    for tick in sorted(plane.across_ticks, key=lambda tick: tick.at):
        label = clean(tick.label)
        half = measured(label, SMALL) // 2
        x = across.at(tick.at)
        canvas.line((x, y), (x, y + 40), "soft", 12)
        if x - half >= free:
            canvas.text(x, y + 160, label, role="soft", anchor="middle")
            free = x + half + 60
    y += 210
    for line in wrapped(clean(plane.across), SMALL, WIDTH - 2 * EDGE, 2):
        canvas.text(EDGE, y + 120, line, role="soft")
        y += 150
    return y


def _names(canvas: Canvas, series: Sequence[Series], finals: Sequence[Point], top: int) -> None:
    """The names beside the ends of the lines, moved apart where lines end together."""
    lines = [wrapped(clean(one.label), SMALL, _NAMES - 230, 4) for one in series]
    sizes = [LINE * len(told) for told in lines]
    begins = spread([y for _, y in finals], sizes, top - 90, top + _HEIGHT + 90, 70)
    start = WIDTH - EDGE - _NAMES
    for at, ((x, y), begin, told) in enumerate(zip(finals, begins, lines, strict=True)):
        middle = begin + LINE // 2
        canvas.path(((x, y), (max(x, start + 20), y), (start + 130, middle)), "soft", 8)
        mark(canvas, at, start + 150, middle)
        for line, said in enumerate(told):
            canvas.text(start + 240, middle + 42 + line * LINE, said)
