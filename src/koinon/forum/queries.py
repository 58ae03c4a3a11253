"""Reads of the room: what cities attest, initiatives and how far each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from koinon.assembly.meetings import Owed, carrying, owed
from koinon.charter.document import Names
from koinon.cities import queries as cities
from koinon.forum.models import Attestation, Initiative, Signature, Starter, Tally

PAGE_SIZE: Final = 20
Which: TypeAlias = Literal["collecting", "waiting", "over"]
_STATUSES: Final = {
    "collecting": ("collecting",),
    "waiting": ("reached", "unanswered"),
    "over": ("answered", "lapsed", "withdrawn", "turned away"),
}


@dataclass(frozen=True, slots=True)
class AttestationView:
    """What a city attested, and whether it holds at the instant asked for."""

    id: UUID
    city: str
    method: str
    count: int
    root: str
    n: int
    at: str
    ends_at: str
    ended_n: int | None
    holds: bool


@dataclass(frozen=True, slots=True)
class CityCount:
    """Signatures of a city, and whether they are enough for it to count."""

    city: str
    count: int
    enough: bool


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """An initiative in a list: what it has and needs, and how far it is."""

    id: UUID
    number: int
    title: Names
    city: str
    body: str
    status: str
    signatures: int
    needed: int
    cities: int
    cities_needed: int
    started_at: str
    closes_at: str
    answer_by: str | None
    silence_n: int | None
    starters: int
    starters_needed: int
    outcome: str | None
    late: bool


@dataclass(frozen=True, slots=True)
class InitiativeView:
    """An initiative with its text, its signatures by city, and its answer."""

    line: InitiativeLine
    text_sha256: str
    each: int
    by_city: tuple[CityCount, ...]
    started_n: int
    checked_until: str | None
    charter_sha256: str
    ended_n: int | None
    ended_at: str | None
    ground: str | None
    reason: str | None
    reached_n: int | None
    reached_at: str | None
    meeting: int | None
    answered_n: int | None
    answered_at: str | None
    answer_sha256: str | None
    proposal: int | None
    decided_n: int | None


@dataclass(frozen=True, slots=True)
class InitiativePage:
    """A page of a list."""

    lines: tuple[InitiativeLine, ...]
    page: int
    pages: int
    total: int


def attestation(id: UUID, at: str) -> AttestationView | None:
    """The attestation that an act made; None where it is not in the record."""
    row = Attestation.objects.filter(id=id).first()
    return None if row is None else _attestation(row, at)


def attestations(city: str, at: str) -> tuple[AttestationView, ...]:
    """What a city attested, the latest first."""
    rows = Attestation.objects.filter(city=city).order_by("-attested_n")
    return tuple(_attestation(row, at) for row in rows)


def attested_now(at: str) -> dict[str, int]:
    """How many residents each city attests at an instant."""
    found: dict[str, int] = {}
    rows = Attestation.objects.filter(ended_n=None, ends_at__gt=at).order_by("city")
    for row in rows:
        found[row.city] = found.get(row.city, 0) + row.count
    return found


def _attestation(row: Attestation, at: str) -> AttestationView:
    return AttestationView(
        id=row.id,
        city=row.city,
        method=row.method,
        count=row.count,
        root=row.root,
        n=row.attested_n,
        at=row.attested_at,
        ends_at=row.ends_at,
        ended_n=row.ended_n,
        holds=row.ended_n is None and at < row.ends_at,
    )


def initiatives(which: Which, page: int = 1) -> InitiativePage:
    """Initiatives of a kind: what closes or is due first, what is over the latest first."""
    order = {"collecting": "closes_at", "waiting": "answer_by", "over": "-number"}[which]
    rows = Initiative.objects.filter(status__in=_STATUSES[which]).order_by(order, "number")
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = list(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    return InitiativePage(_lines(shown), page, pages, total)


def any_initiative() -> bool:
    """Whether one was ever started."""
    return Initiative.objects.exists()


def initiative(number: int) -> InitiativeView | None:
    """One initiative."""
    row = Initiative.objects.filter(number=number).first()
    if row is None:
        return None
    (line,) = _lines([row])
    counts = _counts([row]).get(row.id, {})
    return InitiativeView(
        line=line,
        text_sha256=row.text_sha256,
        each=row.each,
        by_city=tuple(
            CityCount(city, count, count >= row.each) for city, count in sorted(counts.items())
        ),
        started_n=row.started_n,
        checked_until=row.checked_until,
        charter_sha256=row.charter_sha256,
        ended_n=row.ended_n,
        ended_at=row.ended_at,
        ground=row.ground,
        reason=row.reason,
        reached_n=row.reached_n,
        reached_at=row.reached_at,
        meeting=carrying(row.body, row.text_sha256) if row.reached_n else None,
        answered_n=row.answered_n,
        answered_at=row.answered_at,
        answer_sha256=row.answer_sha256,
        proposal=row.proposal,
        decided_n=row.decided_n,
    )


def signed(initiative: UUID, mark: str) -> int | None:
    """The entry with which a mark signed an initiative; None when it does not stand."""
    rows = Signature.objects.filter(initiative_id=initiative, mark=mark, withdrawn_n=None)
    return rows.values_list("signed_n", flat=True).first()


def started(initiative: UUID, mark: str) -> bool:
    """Whether a mark is that of somebody who joined in starting an initiative."""
    return Starter.objects.filter(initiative_id=initiative, mark=mark).exists()


def to_carry(body: str) -> tuple[Owed, ...]:
    """The initiatives that the next meeting of a body has to carry."""
    return owed(body)


def unanswered(limit: int) -> tuple[InitiativeLine, ...]:
    """The initiatives whose body has kept silent, the longest first."""
    rows = Initiative.objects.filter(status="unanswered").order_by("answer_by", "number")
    return _lines(list(rows[:limit]))


def to_check(at: str, limit: int) -> tuple[tuple[InitiativeLine, str], ...]:
    """The initiatives that can still be turned away, with the instant at which they cannot."""
    rows = Initiative.objects.filter(status="collecting", checked_until__gt=at)
    shown = list(rows.order_by("checked_until", "number")[:limit])
    return tuple(
        (line, row.checked_until)
        for line, row in zip(_lines(shown), shown, strict=True)
        if row.checked_until
    )


def ending(city: str, at: str) -> str | None:
    """When the last thing that a city attests runs out; None where nothing holds."""
    rows = Attestation.objects.filter(city=city, ended_n=None, ends_at__gt=at)
    last: str | None = rows.aggregate(last=Max("ends_at"))["last"]
    return last


def first_attested() -> str | None:
    """When a city first attested residents."""
    first: str | None = Attestation.objects.aggregate(first=Min("attested_at"))["first"]
    return first


def _counts(rows: Iterable[Initiative]) -> dict[UUID, dict[str, int]]:
    """Signatures by city, of those that are members now."""
    gone = cities.gone()
    found: dict[UUID, dict[str, int]] = {}
    tallies: QuerySet[Tally] = Tally.objects.filter(
        initiative_id__in=[row.id for row in rows], count__gt=0
    )
    for one in tallies.order_by("city"):
        if one.city not in gone:
            found.setdefault(one.initiative_id, {})[one.city] = one.count
    return found


def _lines(rows: list[Initiative]) -> tuple[InitiativeLine, ...]:
    counts = _counts(rows)
    several = [row.id for row in rows if row.starters > 1]
    starters = Starter.objects.filter(initiative_id__in=several) if several else ()
    joined = Counter(one.initiative_id for one in starters)
    return tuple(_line(row, counts.get(row.id, {}), joined[row.id]) for row in rows)


def _line(row: Initiative, by_city: dict[str, int], joined: int) -> InitiativeLine:
    answer_by, answered = row.answer_by, row.answered_at
    return InitiativeLine(
        id=row.id,
        number=row.number,
        title=tuple((language, text) for language, text in row.title),
        city=row.city,
        body=row.body,
        status=row.status,
        signatures=sum(by_city.values()),
        needed=row.signatures,
        cities=sum(count >= row.each for count in by_city.values()),
        cities_needed=row.cities,
        started_at=row.started_at,
        closes_at=row.closes_at,
        answer_by=answer_by,
        silence_n=row.silence_n,
        starters=1 + joined,
        starters_needed=row.starters,
        outcome=row.outcome,
        late=answered is not None and answer_by is not None and answered >= answer_by,
    )
