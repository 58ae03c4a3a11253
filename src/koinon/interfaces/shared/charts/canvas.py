"""What the drawings are made with: shapes and texts on one named image, mirrored where asked.

Coordinates are whole tenths of a unit, counted from where the reader's lines begin; on a drawing
from the right the canvas turns them round, texts apart. A drawing holds no style attribute, no
script and no reference, so the strictest content policy admits it; its colours are attributes
that the style sheet (`style.STYLE`) overrides by class. The same contents give the same bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal, TypeAlias

from koinon.interfaces.shared.charts.letters import clean, cut, measured
from koinon.interfaces.shared.charts.palette import COLOURS, Role

WIDTH: Final = 3_600
"""Tenths of a unit: a drawing is 360 units wide, so that its letters can be read on a phone."""
EDGE: Final = 40
"""What stays free at both sides."""
FONTS: Final = "FiraGO, 'Noto Sans', 'Noto Sans Arabic', system-ui, sans-serif"
BODY: Final = 14
SMALL: Final = 12
"""Sizes of letters in units."""

Direction: TypeAlias = Literal["ltr", "rtl"]
Anchor: TypeAlias = Literal["start", "middle", "end"]
Point: TypeAlias = tuple[int, int]

_FROM_THE_RIGHT: Final = "\u2067"
_BY_THE_FIRST: Final = "\u2068"
_CLOSING: Final = "\u2069"
"""Isolates (Unicode Annex 9): from the right, by the first strong letter, and their end."""
_OPPOSITE: Final[dict[Anchor, Anchor]] = {"start": "end", "middle": "middle", "end": "start"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every drawing: its name and description in the language of the page.

    `identifier` is a plain word, unique on the page. `direction` is the side lines begin on.
    """

    identifier: str
    title: str
    description: str
    direction: Direction = "ltr"

    def __post_init__(self) -> None:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", self.identifier), "an identifier is a plain word"
        assert self.direction in ("ltr", "rtl")


def number(tenths: int) -> str:
    """Tenths of a unit as a number: whole, or with one decimal."""
    whole, tenth = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{tenth}" if tenth else f"{sign}{whole}"


def isolated(said: str, direction: Direction) -> str:
    """A text whose letters keep their order in any program that draws it.

    A drawing is laid out from the left everywhere, so letters from the right bring their own side.
    """
    if not any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in said):
        return said
    opening = _FROM_THE_RIGHT if direction == "rtl" else _BY_THE_FIRST
    return f"{opening}{said}{_CLOSING}"


class Canvas:
    """A drawing in the making."""

    def __init__(self, frame: Frame, kind: str) -> None:
        self._frame, self._kind = frame, kind
        self._mirrored = frame.direction == "rtl"
        self._parts: list[str] = []

    def svg(self, height: int) -> str:
        """The drawing, `height` tenths high."""
        frame = self._frame
        named = f"{frame.identifier}-title", f"{frame.identifier}-description"
        size = f"{number(WIDTH)} {number(height)}"
        ground = COLOURS["ground"].light
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{self._kind}" role="img"'
            f' viewBox="0 0 {size}" direction="ltr" font-family="{FONTS}"'
            f' aria-labelledby="{named[0]}" aria-describedby="{named[1]}">'
            f'<title id="{named[0]}">{escape(clean(frame.title))}</title>'
            f'<desc id="{named[1]}">{escape(clean(frame.description, limit=2_000))}</desc>'
            f'<rect class="fill-ground" fill="{ground}" width="{number(WIDTH)}"'
            f' height="{number(height)}"/>{"".join(self._parts)}</svg>'
        )

    def add(self, markup: str) -> None:
        """Add markup that is safe already."""
        self._parts.append(markup)

    def x(self, start: int) -> str:
        """A coordinate from the side that lines begin on, as one from the left."""
        return number(WIDTH - start if self._mirrored else start)

    def fixed(self, left: int) -> int:
        """Where something `left` tenths from the left lies, for what must not be mirrored."""
        return WIDTH - left if self._mirrored else left

    def rect(
        self, x: int, y: int, width: int, height: int, role: Role, *, outlined: bool = False
    ) -> None:
        """A rectangle; one that is only outlined is filled with the ground."""
        left = WIDTH - x - width if self._mirrored else x
        line = f" {_line(role, 15)}" if outlined else ""
        classes = f"fill-ground line-{role}" if outlined else f"fill-{role}"
        colour = COLOURS["ground" if outlined else role].light
        self.add(
            f'<rect class="{classes}" fill="{colour}"{line} x="{number(left)}" y="{number(y)}"'
            f' width="{number(width)}" height="{number(height)}"/>'
        )

    def line(self, one: Point, other: Point, role: Role, width: int, dash: str = "") -> None:
        """A straight line."""
        self.path((one, other), role, width, dash)

    def path(self, points: Sequence[Point], role: Role, width: int, dash: str = "") -> None:
        """A line through these points."""
        way = "L".join(f"{self.x(x)} {number(y)}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.add(
            f'<path class="line-{role}" {_line(role, width)}{dashed} fill="none"'
            f' stroke-linejoin="round" d="M{way}"/>'
        )

    def hatch(self, x: int, y: int, width: int, height: int, role: Role) -> None:
        """Slanted lines in a rectangle: a pattern without a reference."""
        lines: list[str] = []
        for at in range(x - height + 30, x + width, 60):
            begin, end = max(at, x), min(at + height, x + width)
            low, high = y + height - (begin - at), y + height - (end - at)
            lines.append(f"M{self.x(begin)} {number(low)}L{self.x(end)} {number(high)}")
        if lines:
            self.add(
                f'<path class="line-{role}" {_line(role, 16)} fill="none" d="{"".join(lines)}"/>'
            )

    def polygon(self, points: Sequence[Point], role: Role, *, halo: int = 0) -> None:
        """A filled shape, with a rim of the ground's colour around it."""
        way = " ".join(f"{self.x(x)},{number(y)}" for x, y in points)
        self.add(f'<polygon {_shape(role, halo)} points="{way}"/>')

    def circle(self, x: int, y: int, radius: int, role: Role, *, halo: int = 0) -> None:
        """A filled circle, with a rim of the ground's colour around it."""
        self.add(
            f'<circle {_shape(role, halo)} cx="{self.x(x)}" cy="{number(y)}" r="{number(radius)}"/>'
        )

    def text(
        self,
        x: int,
        y: int,
        given: str,
        *,
        role: Role = "ink",
        size: int = SMALL,
        anchor: Anchor = "start",
        strong: bool = False,
        halo: bool = False,
    ) -> None:
        """A text on the line `y`, moved and cut so that it stays on the drawing."""
        said = cut(clean(given), size, WIDTH - 2 * EDGE, strong=strong)
        if not said:
            return
        wide = measured(said, size, strong=strong)
        before = {"start": 0, "middle": wide // 2, "end": wide}[anchor]
        x = min(max(x, EDGE + before), WIDTH - EDGE - wide + before)
        side = _OPPOSITE[anchor] if self._mirrored else anchor
        rim = f' {_line("ground", 40)} stroke-linejoin="round" paint-order="stroke"' if halo else ""
        self.add(
            f'<text class="fill-{role}{" line-ground" if halo else ""}"'
            f' fill="{COLOURS[role].light}"{rim} x="{self.x(x)}" y="{number(y)}"'
            f' font-size="{size}"{_weight(strong)}{_anchored(side)}>'
            f"{escape(isolated(said, self._frame.direction))}</text>"
        )


def _line(role: Role, width: int) -> str:
    return f'stroke="{COLOURS[role].light}" stroke-width="{number(width)}"'


def _shape(role: Role, halo: int) -> str:
    rim = f" {_line('ground', halo)}" if halo else ""
    classes = f"fill-{role} line-ground" if halo else f"fill-{role}"
    return f'class="{classes}" fill="{COLOURS[role].light}"{rim}'


def _weight(strong: bool) -> str:
    return ' font-weight="bold"' if strong else ""


def _anchored(anchor: Anchor) -> str:
    return "" if anchor == "start" else f' text-anchor="{anchor}"'
