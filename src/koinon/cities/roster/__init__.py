"""Reading a coalition's own members from a CSV file: everything right, or every mistake named."""

from __future__ import annotations

from koinon.cities.roster.mistakes import SENTENCES, Mistake, RosterErrors
from koinon.cities.roster.reading import (
    COLUMNS,
    REQUIRED,
    Roster,
    RosterFigure,
    RosterMember,
    read_roster,
)

__all__ = [
    "COLUMNS",
    "REQUIRED",
    "SENTENCES",
    "Mistake",
    "Roster",
    "RosterErrors",
    "RosterFigure",
    "RosterMember",
    "read_roster",
]
