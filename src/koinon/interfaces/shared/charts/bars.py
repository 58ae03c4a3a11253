"""A city's card: what it pays, gets and says, each against the average of the members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from koinon.interfaces.shared.charts.canvas import EDGE, WIDTH, Canvas, Frame
from koinon.interfaces.shared.charts.palette import Role
from koinon.interfaces.shared.charts.scale import Amount, Scale
from koinon.interfaces.shared.charts.shapes import Key, heading, keys

MOST: Final = 4
"""Times the average up to which a bar is drawn true; a longer one ends in an arrow."""

_BAR: Final = 200
_BETWEEN: Final = 170
_ROLES: Final[tuple[Role, ...]] = ("one", "gain", "three")


@dataclass(frozen=True, slots=True)
class BarRow:
    """What a bar says: its name, the city's amount and the members' average, both also as texts."""

    label: str
    amount: Amount
    text: str
    average: Amount
    average_text: str = ""


def bars(frame: Frame, rows: Sequence[BarRow], *, average: str) -> str:
    """Draw each amount as a multiple of its average, so that one line marks the average of all.

    Rows may have different units, as every bar is compared with its own average; `average` names
    that line. Where the average is nothing, the bar stands alone. What is below zero has no bar.
    The table of the same amounts must stand beside the drawing.
    """
    canvas = Canvas(frame, "bars")
    reach = min(max([Fraction(2), *map(_times, rows)]), Fraction(MOST))
    scale = Scale(0, reach, EDGE, WIDTH - 2 * EDGE - 130)
    y = 40
    if any(row.average > 0 for row in rows):
        y = keys(canvas, y, [_key(canvas, average)]) + 100
    for at, row in enumerate(rows):
        y = _row(canvas, y, row, scale, _ROLES[at % len(_ROLES)]) + _BETWEEN
    return canvas.svg(max(y - _BETWEEN + 60, 200))


def _key(canvas: Canvas, average: str) -> Key:
    return lambda x, y: canvas.line((x, y - 70), (x, y + 70), "ink", 26), average


def _times(row: BarRow) -> Fraction:
    """How many times the average the amount is; without an average, twice for what is not zero."""
    if row.average <= 0:
        return Fraction(2 if row.amount > 0 else 0)
    return max(Fraction(0), Fraction(row.amount) / Fraction(row.average))


def _row(canvas: Canvas, y: int, row: BarRow, scale: Scale, role: Role) -> int:
    top = heading(canvas, y, row.label, row.text) + 40
    times = _times(row)
    end = scale.at(times)
    canvas.rect(EDGE, top, WIDTH - 2 * EDGE, _BAR, "track")
    if end > EDGE:
        canvas.rect(EDGE, top, end - EDGE, _BAR, role)
    if times > scale.largest:
        canvas.polygon(((end, top), (end + 100, top + _BAR // 2), (end, top + _BAR)), role)
    if row.average > 0:
        line = scale.at(1)
        canvas.line((line, top - 40), (line, top + _BAR + 40), "ground", 60)
        canvas.line((line, top - 40), (line, top + _BAR + 40), "ink", 26)
        if row.average_text:
            canvas.text(line, top + _BAR + 160, row.average_text, role="soft", anchor="middle")
            return top + _BAR + 180
    return top + _BAR
