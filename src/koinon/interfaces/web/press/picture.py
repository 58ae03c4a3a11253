"""A decision as a picture that other sites embed: one SVG that needs nothing else."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext

from koinon.interfaces.web.meter import Gauge

WIDTH: Final = 640
MARGIN: Final = 24
BAR: Final = WIDTH - 2 * MARGIN
LINE: Final = 26
_STYLE: Final = mark_safe(  # our own text alone
    "text{font-family:system-ui,'Segoe UI','Noto Sans','Noto Sans Arabic',sans-serif;"
    "fill:#16232a;font-size:17px}"
    ".t{font-size:21px;font-weight:600}.s{fill:#4a5a61;font-size:14px}"
    ".p{fill:#fff}.r{fill:#d8d3c7}.f{fill:#0b4f5c}.u{fill:#9c2b1b}.m{fill:#16232a}"
    "@media(prefers-color-scheme:dark){text{fill:#f2f0ea}.s{fill:#b9c4c8}.p{fill:#10191d}"
    ".r{fill:#3a474d}.f{fill:#5fb3c4}.u{fill:#e58b7c}.m{fill:#f2f0ea}}"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """What the picture says: sentences already in the reader's language."""

    title: str
    outcome: str
    tally: str
    gauges: tuple[Gauge, ...]
    source: str


class _Sheet:
    """Lines of text and bars from the top down, written from the side the language begins at."""

    def __init__(self) -> None:
        self.y = MARGIN
        self._right = get_language_bidi()
        self._parts: list[SafeString] = []

    def text(self, said: str, style: str, width: int) -> None:
        """A text, broken into lines of about `width` characters."""
        for line in textwrap.wrap(said, width) or [""]:
            self.y += LINE
            self._parts.append(
                format_html(
                    '<text class="{}" x="{}" y="{}"{}>{}</text>',
                    style,
                    WIDTH - MARGIN if self._right else MARGIN,
                    self.y,
                    # "start" is the side the text begins at: the right one under direction rtl
                    mark_safe(' direction="rtl"') if self._right else "",
                    line,
                )
            )

    def bar(self, gauge: Gauge) -> None:
        """A bar of what was measured, with the mark it had to reach."""
        self.y += 12
        filled = _units(gauge.share)
        self._box("r", 0, BAR, self.y, 14)
        self._box("f" if gauge.met else "u", 0, filled, self.y, 14)
        if gauge.mark is not None:
            self._box("m", min(_units(gauge.mark), BAR - 3), 3, self.y - 4, 22)
        self.y += 18

    def _box(self, style: str, start: int, width: int, y: int, height: int) -> None:
        x = WIDTH - MARGIN - start - width if self._right else MARGIN + start
        box = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
        self._parts.append(format_html(box, style, x, y, width, height))

    def drawn(self) -> SafeString:
        """Everything so far."""
        return format_html_join("", "{}", ((part,) for part in self._parts))


def _units(share: Fraction | None) -> int:
    return int(min(share or Fraction(0), Fraction(1)) * BAR)


def drawn(picture: Picture, language: str) -> str:
    """The SVG, with its text for those who do not see it."""
    sheet = _Sheet()
    sheet.text(picture.title, "t", 54)
    sheet.y += 4
    sheet.text(picture.outcome, "", 66)
    sheet.text(picture.tally, "s", 84)
    for gauge in picture.gauges:
        if not gauge.measured:
            continue
        sheet.y += 10
        sheet.text(f"{gauge.label}: {gauge.measured}", "", 66)
        sheet.bar(gauge)
        needed = gettext("{needed} needed").format(needed=gauge.needed)
        sheet.text(needed, "s", 84)
    sheet.y += 12
    sheet.text(picture.source, "s", 84)
    height = sheet.y + MARGIN
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}"'
        ' role="img" aria-labelledby="t d" xml:lang="{}"><title id="t">{}</title>'
        '<desc id="d">{}</desc><style>{}</style><rect class="p" width="{}" height="{}" rx="10"/>'
        "{}</svg>",
        WIDTH,
        height,
        WIDTH,
        height,
        language,
        picture.title,
        f"{picture.outcome} {picture.tally}",
        _STYLE,
        WIDTH,
        height,
        sheet.drawn(),
    )
