"""Tables of a result, for every reader alike: the command line, workbooks and pages."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Cell: TypeAlias = "str | int | Fraction | tuple[str, ...] | None"
"""Text is a code or an id, a tuple several ids; a fraction is shown to `Column.places`."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `code` names it in words of the reader's language; or `option` is its option's id.

    places: decimals that a number is shown with (exact values stand in the result itself).
    """

    code: str
    option: str = ""
    places: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: a code for its title, columns, rows of as many cells."""

    code: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
