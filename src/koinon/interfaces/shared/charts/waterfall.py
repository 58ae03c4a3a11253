"""From one total to another: what each part saves or adds on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from koinon.interfaces.shared.charts.canvas import EDGE, WIDTH, Canvas, Frame
from koinon.interfaces.shared.charts.scale import Amount, Scale
from koinon.interfaces.shared.charts.shapes import Key, hatched_area, heading, keys, swatch

_BAR: Final = 180
_BETWEEN: Final = 120
_LEAST: Final = 16
"""The width of what is too small to see."""

Kind: TypeAlias = Literal["total", "change"]


@dataclass(frozen=True, slots=True)
class Band:
    """Between which amounts a total may really lie, and the sentence that says so."""

    low: Amount
    high: Amount
    text: str

    def __post_init__(self) -> None:
        assert self.low <= self.high


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """A total, or a change on the way to the next; `text` is the amount as the reader reads it."""

    label: str
    amount: Amount
    text: str
    kind: Kind = "change"
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class WaterfallWords:
    """The names of the keys: a part that saves, one that adds, and the whisker of a band.

    A name that is "" is left out.
    """

    saves: str
    adds: str
    band: str = ""


def waterfall(frame: Frame, steps: Sequence[WaterfallStep], words: WaterfallWords) -> str:
    """Draw totals as bars from zero and the changes between them as bars that float.

    Bars lie on their side, a line of letters above each, so that long words have room on a phone.
    A change below zero saves and is plain; one above adds and is hatched. Each total but the first
    must be what the changes before it lead to, as otherwise the drawing would not be true. The
    table of the same amounts must stand beside it.
    """
    canvas = Canvas(frame, "waterfall")
    spans = _spans(steps)
    ends = [end for span in spans for end in span]
    ends += [end for step in steps if step.band for end in (step.band.low, step.band.high)]
    scale = Scale(min([0, *ends]), max([0, *ends]), EDGE, WIDTH - 2 * EDGE - _LEAST)
    y = keys(canvas, 40, _keys(canvas, steps, words)) + 100
    for at, (step, span) in enumerate(zip(steps, spans, strict=True)):
        last = at == len(steps) - 1
        y = _row(canvas, y, step, (scale.at(span[0]), scale.at(span[1])), scale, last=last)
    return canvas.svg(y + 40)


def _spans(steps: Sequence[WaterfallStep]) -> list[tuple[Amount, Amount]]:
    """From where to where each bar reaches."""
    spans: list[tuple[Amount, Amount]] = []
    running: Amount | None = None
    for step in steps:
        if step.kind == "total":
            assert running is None or running == step.amount, "the changes lead to another total"
            running = step.amount
            spans.append((0, running))
        else:
            before = running or 0
            running = before + step.amount
            spans.append((before, running))
    return spans


def _keys(canvas: Canvas, steps: Sequence[WaterfallStep], words: WaterfallWords) -> list[Key]:
    """The names of what is really drawn."""
    changes = [step.amount for step in steps if step.kind == "change"]
    named: list[Key] = []
    if words.saves and any(amount < 0 for amount in changes):
        named.append((swatch(canvas, "gain"), words.saves))
    if words.adds and any(amount > 0 for amount in changes):
        named.append((swatch(canvas, "more", hatched=True), words.adds))
    if words.band and any(step.band for step in steps):
        named.append((lambda x, y: _whisker(canvas, x - 60, x + 50, y), words.band))
    return named


def _row(
    canvas: Canvas,
    y: int,
    step: WaterfallStep,
    span: tuple[int, int],
    scale: Scale,
    *,
    last: bool,
) -> int:
    top = heading(canvas, y, step.label, step.text, strong=step.kind == "total") + 40
    begin, width = min(span), max(_LEAST, abs(span[1] - span[0]))
    bottom = top + _BAR
    if step.kind == "total":
        canvas.rect(begin, top, width, _BAR, "one")
    elif step.amount > 0:
        hatched_area(canvas, begin, top, width, _BAR, "more")
    else:
        canvas.rect(begin, top, width, _BAR, "gain")
    if scale.least < 0:
        zero = scale.at(0)
        canvas.line((zero, top - 30), (zero, bottom + 30), "soft", 10)
    end = bottom + _BETWEEN
    if step.band:
        end += 130 + (130 if step.band.text else 0)
    if not last:
        canvas.line((span[1], bottom), (span[1], end), "soft", 10, "2 3")
    if step.band:
        low, high = scale.at(step.band.low), scale.at(step.band.high)
        _whisker(canvas, low, max(high, low + _LEAST), bottom + 70)
        said = step.band.text
        canvas.text(WIDTH - EDGE, bottom + 230, said, role="soft", anchor="end", halo=True)
    return end


def _whisker(canvas: Canvas, low: int, high: int, y: int) -> None:
    canvas.line((low, y), (high, y), "ink", 16)
    for x in (low, high):
        canvas.line((x, y - 35), (x, y + 35), "ink", 16)
