"""How far a coalition may go before somebody would rather leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from koinon.interfaces.shared.charts.canvas import BODY, EDGE, WIDTH, Canvas, Frame
from koinon.interfaces.shared.charts.dumbbell import ticks
from koinon.interfaces.shared.charts.scale import Amount, Scale, Tick
from koinon.interfaces.shared.charts.shapes import Key, hatched_area, keys, swatch

_TRACK: Final = 320
_POINTER: Final = 90


@dataclass(frozen=True, slots=True)
class Zones:
    """The limit in per cent up to which nobody gains by leaving, and what the zones are called.

    `limit_text` is the limit as the reader reads it; `beyond` names who would gain by leaving.
    """

    limit_percent: Amount
    limit_text: str
    within: str
    beyond: str


def dial(
    frame: Frame, value_percent: Amount, value_text: str, zones: Zones, ends: tuple[str, str]
) -> str:
    """Draw a value on a track from 0 to 100 %: plain up to the limit, hatched beyond.

    `ends` are the texts for 0 and for 100 %. Values outside lie at the track's ends. The sentence
    or the table that says the same must stand beside the drawing.
    """
    canvas = Canvas(frame, "dial")
    start, length = EDGE + _POINTER, WIDTH - 2 * (EDGE + _POINTER)
    scale = Scale(0, 100, start, length)
    limit, value = scale.at(zones.limit_percent), scale.at(value_percent)
    canvas.text(value, 180, value_text, size=BODY + 2, anchor="middle", strong=True)
    top = 380
    if limit > start:
        canvas.rect(start, top, limit - start, _TRACK, "gain")
    if limit < start + length:
        hatched_area(canvas, limit, top, start + length - limit, _TRACK, "more")
    canvas.line((limit, top - 30), (limit, top + _TRACK + 60), "ink", 20)
    canvas.line((value, top - 20), (value, top + _TRACK), "ground", 50)
    canvas.line((value, top - 20), (value, top + _TRACK), "ink", 24)
    canvas.polygon(
        ((value - _POINTER, top - 140), (value + _POINTER, top - 140), (value, top)), "ink", halo=15
    )
    y = ticks(canvas, top + _TRACK + 60, scale, _numbers(zones, ends)) + 70
    return canvas.svg(keys(canvas, y, _keys(canvas, zones)) + 40)


def _numbers(zones: Zones, ends: tuple[str, str]) -> list[Tick]:
    """The numbers under the track; those of the ends give way to the limit's."""
    limit = min(max(zones.limit_percent, 0), 100)
    made = [Tick(limit, zones.limit_text)]
    if limit >= 25:
        made.append(Tick(0, ends[0]))
    if limit <= 75:
        made.append(Tick(100, ends[1]))
    return made


def _keys(canvas: Canvas, zones: Zones) -> list[Key]:
    named: list[Key] = []
    if zones.within and zones.limit_percent > 0:
        named.append((swatch(canvas, "gain"), zones.within))
    if zones.beyond and zones.limit_percent < 100:
        named.append((swatch(canvas, "more", hatched=True), zones.beyond))
    return named
