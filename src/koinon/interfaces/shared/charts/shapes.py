"""Marks that differ in shape, the keys that name them, and what several drawings share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, TypeAlias

from koinon.interfaces.shared.charts.canvas import BODY, EDGE, SMALL, WIDTH, Canvas
from koinon.interfaces.shared.charts.letters import clean, measured, wrapped
from koinon.interfaces.shared.charts.palette import SERIES, Role

Shape: TypeAlias = Literal["circle", "diamond", "square", "triangle"]
SHAPES: Final[tuple[Shape, ...]] = ("circle", "diamond", "square", "triangle")
"""In the order of the series' colours."""
RADIUS: Final = 70
"""Of a mark, in tenths of a unit."""
LINE: Final = 170
"""From one line of letters to the next."""

_HALO: Final = 15
_SWATCH: Final = 180
_APART: Final = 140

Key: TypeAlias = tuple[Callable[[int, int], None], str]
"""How a key draws what it names around a point, and the name."""


def mark(canvas: Canvas, at: int, x: int, y: int) -> None:
    """The mark of the series `at` (from 0 to 3), with a rim that parts it from what lies under."""
    role, shape = SERIES[at], SHAPES[at]
    if shape == "circle":
        canvas.circle(x, y, RADIUS - 8, role, halo=_HALO)
    else:
        canvas.polygon(_corners(shape, x, y), role, halo=_HALO)


def _corners(shape: Shape, x: int, y: int) -> tuple[tuple[int, int], ...]:
    if shape == "diamond":
        return (x, y - RADIUS), (x + RADIUS, y), (x, y + RADIUS), (x - RADIUS, y)
    if shape == "square":
        half = RADIUS - 14
        return (
            (x - half, y - half),
            (x + half, y - half),
            (x + half, y + half),
            (x - half, y + half),
        )
    return (x, y - RADIUS), (x + RADIUS, y + RADIUS - 14), (x - RADIUS, y + RADIUS - 14)


def swatch(canvas: Canvas, role: Role, *, hatched: bool = False) -> Callable[[int, int], None]:
    """A key's sample of a filled or a hatched area."""

    def draw(x: int, y: int) -> None:
        if hatched:
            hatched_area(canvas, x - 60, y - 60, 120, 120, role)
        else:
            canvas.rect(x - 60, y - 60, 120, 120, role)

    return draw


def hatched_area(canvas: Canvas, x: int, y: int, width: int, height: int, role: Role) -> None:
    """An outlined area under slanted lines; a narrow one is filled, as no line would show."""
    if width < 40:
        canvas.rect(x, y, width, height, role)
        return
    canvas.rect(x + 8, y + 8, width - 16, height - 16, role, outlined=True)
    canvas.hatch(x + 8, y + 8, width - 16, height - 16, role)


def keys(canvas: Canvas, y: int, named: Sequence[Key]) -> int:
    """Name what is drawn, key after key, from the line that begins at `y` on; where it ends."""
    x = EDGE
    for draw, given in named:
        name = clean(given)
        if x > EDGE and x + _SWATCH + measured(name, SMALL) > WIDTH - EDGE:
            x, y = EDGE, y + LINE
        lines = wrapped(name, SMALL, WIDTH - 2 * EDGE - _SWATCH, 3)
        draw(x + 80, y + 90)
        for at, line in enumerate(lines):
            canvas.text(x + _SWATCH, y + 130 + at * 150, line, size=SMALL)
        y += 150 * (len(lines) - 1)
        x += _SWATCH + _APART + max(measured(line, SMALL) for line in lines)
        if len(lines) > 1:
            x = WIDTH
    return y + LINE if named else y


def heading(canvas: Canvas, y: int, label: str, value: str, *, strong: bool = False) -> int:
    """A row's name where lines begin and its amount where they end; where the heading ends."""
    amount = clean(value)
    room = WIDTH - 2 * EDGE
    wide = measured(amount, BODY, strong=True)
    beside = room - wide - 100 if amount else room
    name = clean(label)
    # A long amount leaves no room for a name beside it, so it gets a line of its own.
    apart = beside < min(room // 3, measured(name, BODY, strong=strong))
    lines = wrapped(name, BODY, room if apart else beside, 2, strong=strong)
    for at, line in enumerate(lines):
        canvas.text(EDGE, y + 140 + at * LINE, line, size=BODY, strong=strong, halo=True)
    end = y + LINE * max(1, len(lines) + apart)
    canvas.text(
        WIDTH - EDGE, end - LINE + 140, amount, size=BODY, anchor="end", strong=True, halo=True
    )
    return end
