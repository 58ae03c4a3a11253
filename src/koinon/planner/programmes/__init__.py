"""The programmes of a plan: read from a file, or those there is evidence on."""

from __future__ import annotations

from koinon.planner.programmes.catalogue import default, defaults
from koinon.planner.programmes.mistakes import ProgrammeErrors, ProgrammeMistake
from koinon.planner.programmes.programme import (
    Case,
    Grounds,
    Programme,
    Range,
    drivers_missing,
    drivers_of,
    needs_scale,
)
from koinon.planner.programmes.reading import programmes_from_toml

__all__ = [
    "Case",
    "Grounds",
    "Programme",
    "ProgrammeErrors",
    "ProgrammeMistake",
    "Range",
    "default",
    "defaults",
    "drivers_missing",
    "drivers_of",
    "needs_scale",
    "programmes_from_toml",
]
