"""Elections for the open data set: what is elected, who stands, who may vote, in whole tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from koinon.acts.rows import CHUNK, rows
from koinon.assembly.models import Candidate, Election, ElectionRoll
from koinon.assembly.queries_data import Titles


@dataclass(frozen=True, slots=True)
class ElectionRow:
    """An election, or the vote on the projects of a participatory budget; `rule` is its kind."""

    election: str
    title: Titles
    seats: int
    body: str | None
    rule: str
    opens_at: str
    closes_at: str
    opened_n: int
    confirmed_n: int | None
    voters: int | None
    counted_n: int | None
    ballots_sha256: str | None
    result_sha256: str | None


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """Who or what can be elected, by a code: names of people stand in no table."""

    election: str
    candidate: str
    title: Titles
    city: str | None
    supporters: int
    stood_n: int
    withdrawn_n: int | None
    place: int | None
    elected: int | None


@dataclass(frozen=True, slots=True)
class RollRow:
    """How many of a city may vote in an election, and got a paper."""

    election: str
    city: str
    entitled: int
    issued: int
    stated_n: int


def elections() -> Iterator[ElectionRow]:
    """Every election, in the order of the record."""
    for row in Election.objects.order_by("opened_n", "code").iterator(chunk_size=CHUNK):
        result = row.result or {}
        yield ElectionRow(
            row.code,
            row.title,
            row.seats,
            row.body,
            row.rule["kind"],
            row.opens_at,
            row.closes_at,
            row.opened_n,
            row.confirmed_n,
            result.get("voters"),
            row.counted_n,
            result["ballots"]["sha256"] if result else None,
            result["result"]["sha256"] if result else None,
        )


def candidates() -> Iterator[CandidateRow]:
    """Everybody who stood, and every option and project, by election, in the order of entry."""
    found = Candidate.objects.order_by("election__opened_n", "election__code", "stood_n", "place")
    columns = ("election__code", "code", "title", "city", "supporters", "stood_n")
    more = ("withdrawn_n", "place", "elected")
    for code, candidate, title, *other in found.values_list(*columns, *more).iterator(CHUNK):
        yield CandidateRow(code, candidate, title or [], *other)


def rolls() -> Iterator[RollRow]:
    """Every roll that stands, by election and city."""
    found = ElectionRoll.objects.order_by("election__opened_n", "election__code", "city")
    return rows(RollRow, found, "election__code", "city", "entitled", "issued", "stated_n")
