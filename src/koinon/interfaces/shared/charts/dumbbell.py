"""Shares of several groups side by side: how far apart two to four of them lie, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from koinon.interfaces.shared.charts.canvas import EDGE, SMALL, WIDTH, Canvas, Frame
from koinon.interfaces.shared.charts.letters import clean, measured
from koinon.interfaces.shared.charts.scale import Amount, Axis, Scale, Tick, spread
from koinon.interfaces.shared.charts.shapes import RADIUS, Key, heading, keys, mark

_TRACK: Final = 200
_VALUES: Final = 150
_BETWEEN: Final = 150
_FAR: Final = 300
"""How far an amount may stand from its mark and still be read as its own."""


@dataclass(frozen=True, slots=True)
class DumbbellRow:
    """A group: its name, an amount for each mark, and the amounts as the reader reads them.

    `gap` says in words what lies between the first and the last mark ("" for nothing).
    """

    label: str
    amounts: tuple[Amount, ...]
    texts: tuple[str, ...]
    gap: str = ""

    def __post_init__(self) -> None:
        assert len(self.amounts) == len(self.texts), "an amount without its text"


def dumbbell(frame: Frame, marks: Sequence[str], rows: Sequence[DumbbellRow], axis: Axis) -> str:
    """Draw each row's marks on one axis, such as shares of product, people and national seats.

    `marks` names two to four of them, in the order of the rows' amounts; they differ in shape and
    colour, and the stretch from the first to the last is drawn thick. Amounts below zero or beyond
    the axis lie at its end; their texts say what they are. The table of the same amounts must
    stand beside the drawing.
    """
    assert 2 <= len(marks) <= 4, "two to four marks"
    assert all(len(row.amounts) == len(marks) for row in rows), "a row lacks a mark"
    canvas = Canvas(frame, "dumbbell")
    scale = Scale(0, axis.largest, EDGE + RADIUS + 10, WIDTH - 2 * (EDGE + RADIUS + 10))
    y = keys(canvas, 40, [_key(canvas, at, name) for at, name in enumerate(marks)]) + 100
    for row in rows:
        y = _row(canvas, y, row, scale, axis) + _BETWEEN
    if rows:
        y = ticks(canvas, y - _BETWEEN + 60, scale, axis.drawn)
    return canvas.svg(y + 40)


def _key(canvas: Canvas, at: int, name: str) -> Key:
    return lambda x, y: mark(canvas, at, x, y), name


def _row(canvas: Canvas, y: int, row: DumbbellRow, scale: Scale, axis: Axis) -> int:
    y = heading(canvas, y, row.label, row.gap, strong=True)
    places = [scale.at(amount) for amount in row.amounts]
    middle = y + 30 + _TRACK // 2
    canvas.rect(EDGE, y + 30, WIDTH - 2 * EDGE, _TRACK, "track")
    for tick in axis.drawn:
        x = scale.at(tick.at)
        canvas.line((x, y + 30), (x, y + 30 + _TRACK), "grid", 10)
    canvas.line((min(places), middle), (max(places), middle), "soft", 14)
    canvas.line((places[0], middle), (places[-1], middle), "soft", 50)
    # The first and the last mark are what the row is about: they lie on top.
    for at in (*range(1, len(places) - 1), len(places) - 1, 0):
        mark(canvas, at, places[at], middle)
    _values(canvas, y + 30 + _TRACK + 130, places, row.texts)
    return y + 30 + _TRACK + _VALUES


def _values(canvas: Canvas, y: int, places: Sequence[int], texts: Sequence[str]) -> None:
    """The amounts under their marks, moved apart; of too many too close, those of the ends."""
    said = [clean(text) for text in texts]
    sizes = [measured(text, SMALL) for text in said]
    shown = [at for at, text in enumerate(said) if text]
    begins = _apart(shown, places, sizes)
    far = max((abs(begins[at] + sizes[at] // 2 - places[at]) for at in shown), default=0)
    if len(shown) > 2 and far > _FAR:
        shown = [at for at in shown if at in (0, len(said) - 1)]
        begins = _apart(shown, places, sizes)
    for at in shown:
        canvas.text(begins[at], y, said[at], size=SMALL)


def _apart(shown: Sequence[int], places: Sequence[int], sizes: Sequence[int]) -> dict[int, int]:
    """Where each text begins."""
    begins = spread(
        [places[at] for at in shown], [sizes[at] for at in shown], EDGE, WIDTH - EDGE, 60
    )
    return dict(zip(shown, begins, strict=True))


def ticks(canvas: Canvas, y: int, scale: Scale, drawn: Sequence[Tick]) -> int:
    """The numbers of an axis under it; one that would touch the one before is left out."""
    free = 0
    for tick in sorted(drawn, key=lambda tick: tick.at):
        label = clean(tick.label)
        wide = measured(label, SMALL)
        begin = min(max(scale.at(tick.at) - wide // 2, EDGE), WIDTH - EDGE - wide)
        if begin >= free:
            canvas.text(begin, y + 120, label, size=SMALL, role="soft")
            free = begin + wide + 80
    return y + 150
