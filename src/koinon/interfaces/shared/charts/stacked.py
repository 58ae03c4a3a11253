"""A bar of parts laid end to end. Its numbers stand in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 1_000
"""Units of a bar's drawing; it is scaled to its column."""
HEIGHT = 24
GAP = 3
"""Units left free between two parts, so that they differ without their colours."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the class of the style sheet that paints it, and its amount from zero up."""

    style: str
    amount: int


def stacked_bar(parts: Sequence[Part], whole: int) -> SafeString:
    """A bar whose full width stands for `whole`; hidden from screen readers, which read the table.

    What is below zero, or beyond `whole`, is not drawn. Ends are cut to whole units, so that parts
    of `whole` fill the bar to its end, which needs no gap.
    """
    ends = [0, *accumulate(max(0, part.amount) for part in parts)]
    units = [min(WIDTH, WIDTH * end // whole) if whole > 0 else 0 for end in ends]
    drawn = [
        (part.style, start, max(1, end - start - (GAP if end < WIDTH else 0)), HEIGHT)
        for part, start, end in zip(parts, units, units[1:], strict=False)
        if end > start
    ]
    return format_html(
        '<svg class="stacked" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false"><rect class="track" width="{}" height="{}"/>{}</svg>',
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="{}"/>', drawn),
    )
