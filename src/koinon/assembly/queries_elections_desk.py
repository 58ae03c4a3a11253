"""What elections wait for: a ballot paper, ballots, batches typed alike, the count, a lot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet

from koinon.assembly import elections as counting
from koinon.assembly.models import Candidate, Election
from koinon.charter.document import Names
from koinon.methods.counting.contests import CountError
from koinon.record.ballot_sets import BallotSets, counted_sets, over_roll, unlike

TRIED_VOTERS: Final = 200_000
"""With more ballots than this nobody is told ahead of the count that it needs a lot."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An election that waits for something until the instant `until`."""

    code: str
    title: Names
    until: str


@dataclass(frozen=True, slots=True)
class UnlikeBatch:
    """A batch of papers that does not count yet: who typed it, and whether entries differ."""

    election: Waiting
    city: str
    batch: str
    seats: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class ToCount:
    """A closed election with its ballots; `tied` are those between whom only a lot decides."""

    election: Waiting
    lot: str
    tied: tuple[str, ...]


def without_paper(at: str, limit: int) -> tuple[Waiting, ...]:
    """Elections whose candidacies are over, with somebody who stands, that have no paper."""
    rows = _open(stand_until_at__lte=at, confirmed_n=None).order_by("opens_at", "code")
    stands = Candidate.objects.filter(withdrawn_n=None).values("election_id")
    return tuple(_waiting(row, row.opens_at) for row in rows.filter(id__in=stands)[:limit])


def without_ballots(at: str, limit: int) -> tuple[Waiting, ...]:
    """Elections whose voting has opened on a paper, with no ballot brought in."""
    rows = _open(opens_at__lte=at, confirmed_n__isnull=False, ballots_at=None)
    return tuple(_waiting(row, row.closes_at) for row in rows[:limit])


def unlike_batches(limit: int) -> tuple[UnlikeBatch, ...]:
    """Batches of papers that two seats have not typed alike."""
    return tuple(islice(_batches(_open(ballots_at__isnull=False).iterator()), limit))


def _batches(rows: Iterable[Election]) -> Iterable[UnlikeBatch]:
    for row in rows:
        sets = counting.sets_of(row)
        for city, batch in unlike(sets):
            typed = {key[2]: sets[key][0] for key in sets if key[:2] == (city, batch)}
            differs = len(set(typed.values())) > 1
            waiting = _waiting(row, row.closes_at)
            yield UnlikeBatch(waiting, city, batch, tuple(typed), differs)


def to_count(at: str, limit: int) -> tuple[ToCount, ...]:
    """Elections whose voting has closed, with all batches alike and no more ballots than papers."""
    rows = _open(closes_at__lte=at, ballots_at__isnull=False)[:limit]
    return tuple(found for row in rows if (found := _to_count(row)) is not None)


def _to_count(row: Election) -> ToCount | None:
    sets = counting.sets_of(row)
    if unlike(sets) or over_roll(sets, counting.issued_by(row), row.cities) is not None:
        return None
    return ToCount(_waiting(row, row.closes_at), row.lot, _tied(row, sets))


def _tied(row: Election, sets: BallotSets) -> tuple[str, ...]:
    if sum(voters for _, _, voters in counted_sets(sets)) > TRIED_VOTERS:
        return ()
    try:
        return counting.tied(row)
    except (LookupError, CountError):
        return ()


def _open(**conditions: Any) -> QuerySet[Election]:
    return Election.objects.filter(status="open", **conditions).order_by("closes_at", "code")


def _waiting(row: Election, until: str) -> Waiting:
    title = tuple((language, text) for language, text in row.title)
    return Waiting(row.code, title, until)
