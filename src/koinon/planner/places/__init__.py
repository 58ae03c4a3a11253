"""The cities of a plan: read from a table, or taken from the figures that ship with Koinon."""

from __future__ import annotations

from koinon.planner.places.brackets import brackets_from_csv, brackets_from_rows
from koinon.planner.places.place import (
    FIGURE_NAMES,
    Bracket,
    Brackets,
    Place,
    Rate,
    Read,
    Remark,
    remarks_on,
)
from koinon.planner.places.reading import places_from_csv, places_from_rows
from koinon.planner.places.shipped import (
    UnknownPlace,
    from_county,
    places_from_counties,
    places_from_metros,
    suggested,
)

__all__ = [
    "FIGURE_NAMES",
    "Bracket",
    "Brackets",
    "Place",
    "Rate",
    "Read",
    "Remark",
    "UnknownPlace",
    "brackets_from_csv",
    "brackets_from_rows",
    "from_county",
    "places_from_counties",
    "places_from_csv",
    "places_from_metros",
    "places_from_rows",
    "remarks_on",
    "suggested",
]
