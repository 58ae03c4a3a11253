"""How many cities countersign the record, and how long one may wait: `[countersigning]`."""

from __future__ import annotations

from koinon.charter.document import Countersigning
from koinon.charter.sections import MAX_ARTICLE, Section

MAX_CITIES = 10_000


def read_countersigning(root: Section) -> Countersigning | None:
    """Read `[countersigning]`; None where the charter has none."""
    section = root.section("countersigning", required=False)
    if section is None:
        return None
    found = Countersigning(
        article=section.text("article", limit=MAX_ARTICLE),
        cities=section.whole("cities", 1, MAX_CITIES),
        days=section.whole("days", 1, 366),
    )
    section.close()
    return found
