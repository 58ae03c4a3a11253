"""The colours of the drawings, in a light and in a dark scheme.

Marks reach a contrast of 3:1 to the ground and to the track they lie on, texts 4.5:1 (WCAG 2.2,
1.4.11 and 1.4.3); the series can be told apart by readers who do not see red, green or blue. The
tests compute both. No drawing says anything by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Role: TypeAlias = Literal[
    "ground", "ink", "soft", "grid", "track", "one", "two", "three", "four", "gain", "more"
]


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as six hexadecimal digits: on a light ground and on a dark one."""

    light: str
    dark: str


COLOURS: Final[dict[Role, Colour]] = {
    "ground": Colour("#ffffff", "#12191d"),
    "ink": Colour("#16232a", "#eef3f4"),
    "soft": Colour("#4a5a61", "#b4c2c8"),
    "grid": Colour("#d8d3c7", "#3a4850"),
    "track": Colour("#efece5", "#222d33"),
    "one": Colour("#06333c", "#dff5f9"),
    "two": Colour("#b4560f", "#f0a35e"),
    "three": Colour("#3b7fc4", "#5f9fe6"),
    "four": Colour("#6f12c4", "#e4487c"),
    "gain": Colour("#0b6e5f", "#5cc7b0"),
    "more": Colour("#b4560f", "#f0a35e"),
}
"""`gain` is what a city wins or saves, `more` what it pays on top; `grid` and `track` decorate."""

SERIES: Final[tuple[Role, ...]] = ("one", "two", "three", "four")
TEXTS: Final[tuple[Role, ...]] = ("ink", "soft")
MARKS: Final[tuple[Role, ...]] = (*SERIES, "gain", "more", "ink", "soft")
