"""How wide a text may become, without a font: generous guesses, so that texts stay in their place.

Pages, reports and papers draw with different fonts, and none is at hand when a drawing is made.
Widths are in tenths of a drawing's unit.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from koinon.interfaces.shared.papers.model import legible

LIMIT: Final = 300
"""Characters of a text on a drawing; the rest is cut before anything is measured."""
ELLIPSIS: Final = "…"

_LEAST: Final = 4
"""Letters of the parts of a word."""
_BREAKING: Final = re.compile(r"[ \t\n]+")
_NARROW: Final = frozenset("iIjl.,:;'|!()[]ftr \u00a0\u202f\u2009·-/’‘“”\"")
_WIDE: Final = frozenset("mwMW@%—…€&")


def clean(given: str, limit: int = LIMIT) -> str:
    """A text of one line: controls and overrides of direction dropped, spaces single.

    Spaces that do not break stay what they are: they hold a number and its unit together.
    """
    composed = _BREAKING.sub(" ", legible(given[: 4 * limit]))
    # An isolate that the cut left open is closed again.
    return legible(composed[:limit].strip())


def measured(said: str, size: int, *, strong: bool = False) -> int:
    """The width of a text of this size (units) in tenths of a unit."""
    hundredths = sum(map(_hundredths, said))
    return size * hundredths * (11 if strong else 10) // 100 + 1


def _hundredths(sign: str) -> int:
    """The width of a sign in hundredths of the size of its font."""
    if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    if sign in _NARROW:
        return 38
    if sign in _WIDE or unicodedata.east_asian_width(sign) in ("W", "F"):
        return 104
    if sign.isdigit():
        return 64
    if sign.islower() or unicodedata.bidirectional(sign) in ("AL", "R"):
        return 59
    return 72


def cut(said: str, size: int, room: int, *, strong: bool = False) -> str:
    """The text, or its beginning and an ellipsis; nothing where not even that has room."""
    if measured(said, size, strong=strong) <= room:
        return said
    kept = said
    while kept and measured(kept + ELLIPSIS, size, strong=strong) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS if kept else ""


def _parts(word: str, size: int, room: int, strong: bool) -> list[str]:
    """A word, or what a line has room for of it with a hyphen, and the rest.

    Only letters that stand by themselves are parted: joined ones would change their form.
    """
    if measured(word, size, strong=strong) <= room or not all(map(_apart, word)):
        return [word]
    taken = len(word)
    while taken > 1 and measured(word[:taken] + "-", size, strong=strong) > room:
        taken -= 1
    # Neither part is left with a letter or two.
    taken = min(taken, len(word) - _LEAST)
    rest = word[taken:]
    if taken < _LEAST:
        return [word]
    return [f"{word[:taken]}-", *_parts(rest, size, room, strong)]


def _apart(sign: str) -> bool:
    return "LATIN" in unicodedata.name(sign, "") or sign in "-/"


def wrapped(
    said: str, size: int, room: int, lines: int, *, strong: bool = False
) -> tuple[str, ...]:
    """The text in at most so many lines, broken between words; the last one is cut."""
    made: list[str] = []
    words = [part for word in said.split(" ") for part in _parts(word, size, room, strong)]
    while words and len(made) < lines:
        taken = 1
        while taken < len(words):
            if measured(" ".join(words[: taken + 1]), size, strong=strong) > room:
                break
            taken += 1
        if len(made) == lines - 1:
            taken = len(words)
        made.append(cut(" ".join(words[:taken]), size, room, strong=strong))
        words = words[taken:]
    return tuple(made)
