"""Ballots as they come in, by city, batch and seat: what is counted, what waits, what is too many.

Both the acts and whoever checks them ask here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

BallotSets: TypeAlias = "Mapping[tuple[str, str, str], tuple[str, int]]"
"""(city, batch, seat) → a document of ballots and its voters; imports have no batch, no seat."""


@dataclass(frozen=True, slots=True)
class Over:
    """A city ("" for all together) with more ballots than papers were issued to it."""

    city: str
    voters: int
    issued: int


def counted_sets(sets: BallotSets) -> tuple[tuple[str, str, int], ...]:
    """What is counted, as (city, document, voters): imports, and one entry of every batch."""
    batches: dict[tuple[str, str], tuple[str, str, int]] = {}
    for (city, batch, _), (document, voters) in sorted(sets.items()):
        batches.setdefault((city, batch), (city, document, voters))
    return tuple(batches.values())


def unlike(sets: BallotSets) -> tuple[tuple[str, str], ...]:
    """Batches of papers, as (city, batch), that two seats at least have not typed alike."""
    entries: dict[tuple[str, str], list[str]] = {}
    for (city, batch, _), (document, _) in sorted(sets.items()):
        if batch:
            entries.setdefault((city, batch), []).append(document)
    return tuple(one for one, docs in entries.items() if len(docs) < 2 or len(set(docs)) > 1)


def over_roll(sets: BallotSets, issued: Mapping[str, int], cities: Sequence[str]) -> Over | None:
    """The first city with more ballots than papers; "" where all are, and all stated a roll."""
    counted = counted_sets(sets)
    for city in sorted(issued):
        voters = sum(one[2] for one in counted if one[0] == city)
        if voters > issued[city]:
            return Over(city, voters, issued[city])
    total, papers = sum(one[2] for one in counted), sum(issued.values())
    return Over("", total, papers) if set(issued) == set(cities) and total > papers else None
