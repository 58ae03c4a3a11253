"""Reads of elections: where they stand, who stands in them, what came in, what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from django.db.models import Count

from koinon.assembly import elections as counting
from koinon.assembly.models import (
    Candidate,
    Election,
    ElectionBallots,
    ElectionRoll,
    ParticipatoryBudget,
)
from koinon.assembly.queries import PAGE_SIZE
from koinon.charter.document import Names
from koinon.methods.counting import documents
from koinon.methods.counting.contests import CountError
from koinon.methods.counting.methods import methods
from koinon.methods.counting.statements import Method
from koinon.methods.plain import to_plain
from koinon.record import store
from koinon.record.ballot_sets import counted_sets, over_roll, unlike
from koinon.record.elections import read_rule

ElectionPhase: TypeAlias = Literal["upcoming", "standing", "paper", "open", "closed", "counted"]
"""Where an election stands: before candidacies, while they are entered, between them and the vote,
while the vote is open, after it, and counted."""


@dataclass(frozen=True, slots=True)
class ElectionSummary:
    """An election in a list; `elected` is None until the count."""

    code: str
    title: Names
    seats: int
    phase: ElectionPhase
    stand_from_at: str | None
    stand_until_at: str | None
    opens_at: str
    closes_at: str
    candidates: int
    elected: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class ElectionPage:
    """One page of a list, counted from 1; `total` is of all pages."""

    lines: tuple[ElectionSummary, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A candidate in the order of the paper, else of the entries.

    An option has a `title`; a person has the `commitment` that a name in the vault opens.
    `elected` is the place among the winners.
    """

    code: str
    title: Names | None
    commitment: str | None
    city: str | None
    statement_sha256: str | None
    supporters: int
    stood_n: int
    withdrawn_n: int | None
    place: int | None
    elected: int | None


@dataclass(frozen=True, slots=True)
class CityView:
    """What a city has stated and brought in; None where it has stated no roll."""

    city: str
    entitled: int | None
    issued: int | None
    voters: int


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch of papers: who typed it, (seat, document, papers, entry), and whether it counts."""

    city: str
    batch: str
    entries: tuple[tuple[str, str, int, int], ...]
    stands: bool


@dataclass(frozen=True, slots=True)
class ElectionView:
    """An election.

    `is_budget` says that it shares out the money of the participatory budget of its code; its
    candidates are projects then. `imports` are (city, voters, document, entry), the city "" for all
    at once. `over` says that more ballots are in than papers were issued; `result` is what the
    entry of the count answered.
    """

    code: str
    title: Names
    seats: int
    body: str | None
    rule: Any
    method: Method | None
    supporters: int
    order: str
    lot: str
    phase: ElectionPhase
    stand_from_at: str | None
    stand_until_at: str | None
    opens_at: str
    closes_at: str
    opened_n: int
    decision_n: int | None
    confirmed_n: int | None
    paper_lot: str
    counted_n: int | None
    candidates: tuple[CandidateView, ...]
    cities: tuple[CityView, ...]
    imports: tuple[tuple[str, int, str, int], ...]
    batches: tuple[BatchView, ...]
    voters: int
    over: bool
    result: Any
    is_budget: bool

    @property
    def paper(self) -> tuple[CandidateView, ...]:
        """Who stands on the ballot paper, in its order."""
        return tuple(one for one in self.candidates if one.place is not None)

    @property
    def unlike(self) -> tuple[BatchView, ...]:
        """Batches that do not count yet."""
        return tuple(one for one in self.batches if not one.stands)


@dataclass(frozen=True, slots=True)
class Difference:
    """A ballot of which two entries of a batch hold different numbers."""

    ballot: Any
    first: int
    second: int


def elections(at: str, page: int = 1) -> ElectionPage:
    """A page of elections at an instant, the one that closes last first.

    Those that share out the money of participatory budgets are on the list of these.
    """
    shared = ParticipatoryBudget.objects.filter(election__isnull=False).values("election_id")
    found = Election.objects.exclude(id__in=shared).order_by("-closes_at", "code")
    total = found.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    rows = list(found[(page - 1) * PAGE_SIZE :][:PAGE_SIZE])
    sizes = _sizes(rows)
    lines = tuple(
        ElectionSummary(
            code=row.code,
            title=_names(row.title),
            seats=row.seats,
            phase=_phase(row, at),
            stand_from_at=row.stand_from_at,
            stand_until_at=row.stand_until_at,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            candidates=sizes.get(row.id, 0),
            elected=tuple(row.result["elected"]) if row.result else None,
        )
        for row in rows
    )
    return ElectionPage(lines, page, pages, total)


def _sizes(rows: Iterable[Election]) -> dict[Any, int]:
    """How many stand in each election."""
    standing = Candidate.objects.filter(election__in=[row.id for row in rows], withdrawn_n=None)
    counted = standing.values("election_id").annotate(size=Count("id")).order_by("election_id")
    return {one["election_id"]: one["size"] for one in counted}


def election(code: str, at: str) -> ElectionView | None:
    """One election as it stands at an instant."""
    row = Election.objects.filter(code=code).first()
    if row is None:
        return None
    sets = counting.sets_of(row)
    brought = ElectionBallots.objects.filter(election_id=row.id).order_by("city", "batch", "seat")
    issued = counting.issued_by(row)
    return ElectionView(
        code=row.code,
        title=_names(row.title),
        seats=row.seats,
        body=row.body,
        rule=row.rule,
        method=_method(row.rule),
        supporters=row.supporters,
        order=row.order,
        lot=row.lot,
        phase=_phase(row, at),
        stand_from_at=row.stand_from_at,
        stand_until_at=row.stand_until_at,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        opened_n=row.opened_n,
        decision_n=row.decision_n,
        confirmed_n=row.confirmed_n,
        paper_lot=row.paper_lot,
        counted_n=row.counted_n,
        candidates=_candidates(row),
        cities=_cities(row, counted_sets(sets)),
        imports=tuple(
            (one.city, one.voters, one.ballots_sha256, one.brought_n)
            for one in brought
            if not one.batch
        ),
        batches=_batches(list(brought), set(unlike(sets))),
        voters=sum(voters for _, _, voters in counted_sets(sets)),
        over=over_roll(sets, issued, row.cities) is not None,
        result=row.result,
        is_budget=counting.budget_of(row) is not None,
    )


def _candidates(row: Election) -> tuple[CandidateView, ...]:
    found = Candidate.objects.filter(election_id=row.id).order_by("stood_n", "place")
    views = [
        CandidateView(
            code=one.code,
            title=_names(one.title) if one.title else None,
            commitment=one.name,
            city=one.city,
            statement_sha256=one.statement_sha256,
            supporters=one.supporters,
            stood_n=one.stood_n,
            withdrawn_n=one.withdrawn_n,
            place=one.place,
            elected=one.elected,
        )
        for one in found
    ]
    return tuple(sorted(views, key=lambda one: (one.place is None, one.place or 0, one.stood_n)))


def _cities(row: Election, sets: Iterable[tuple[str, str, int]]) -> tuple[CityView, ...]:
    rolls = {one.city: one for one in ElectionRoll.objects.filter(election_id=row.id)}
    voters: Counter[str] = Counter()
    for city, _, cast in sets:
        voters[city] += cast
    return tuple(
        CityView(
            city,
            rolls[city].entitled if city in rolls else None,
            rolls[city].issued if city in rolls else None,
            voters[city],
        )
        for city in row.cities
    )


def _batches(rows: list[ElectionBallots], differing: set[tuple[str, str]]) -> tuple[BatchView, ...]:
    found: dict[tuple[str, str], list[tuple[str, str, int, int]]] = {}
    for row in rows:
        if row.batch:
            entry = (row.seat, row.ballots_sha256, row.voters, row.brought_n)
            found.setdefault((row.city, row.batch), []).append(entry)
    return tuple(
        BatchView(city, batch, tuple(entries), (city, batch) not in differing)
        for (city, batch), entries in found.items()
    )


def differences(code: str, first: str, second: str) -> tuple[Difference, ...] | None:
    """The ballots of which two entries, by their documents, hold different numbers.

    None where a document is withheld.
    """
    row = Election.objects.filter(code=code).first()
    if row is None:
        return None
    try:
        one, two = (counting.read_document(row, sha256) for sha256 in (first, second))
    except (LookupError, CountError):
        return None
    had, has = dict(one), dict(two)
    ballots = sorted(had.keys() | has.keys(), key=repr)
    return tuple(
        Difference(ballot, had.get(ballot, 0), has.get(ballot, 0))
        for ballot in ballots
        if had.get(ballot, 0) != has.get(ballot, 0)
    )


def result(code: str) -> documents.Count | None:
    """The whole result of a count; None before it, and where its document is withheld."""
    row = Election.objects.filter(code=code).first()
    if row is None or row.result is None:
        return None
    found = store.document(row.result["result"]["sha256"])
    return documents.load(found[0]) if found else None


@cache
def electing_methods() -> tuple[Method, ...]:
    """The methods whose rule, as it is stated, elects one or several from ballots, by their order.

    What shares out money or fills a vacancy is none of them.
    """
    return tuple(one for one in methods().values() if any(_elects(one, seats) for seats in (1, 2)))


def _elects(method: Method, seats: int) -> bool:
    try:
        counting.check_rule(to_plain(method.rule), seats)
    except CountError:
        return False
    return True


def _method(rule: Any) -> Method | None:
    """The method of a rule; None where this version does not know it any more."""
    try:
        return read_rule(rule)[0]
    except CountError:
        return None


def _names(title: Any) -> Names:
    return tuple((language, text) for language, text in title)


def _phase(row: Election, at: str) -> ElectionPhase:
    if row.counted_n is not None:
        return "counted"
    if at >= row.closes_at:
        return "closed"
    if at >= row.opens_at:
        return "open"
    if row.stand_until_at is None or at >= row.stand_until_at:
        return "paper"
    return "standing" if row.stand_from_at and at >= row.stand_from_at else "upcoming"
