"""What the room publishes as tables: members, what they lost, their figures, their legal limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models.functions import Coalesce

from koinon.acts.rows import rows
from koinon.cities.models import City, Fact, LegalLimit, Suspension, WitnessKey


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member or an associate, now or once."""

    city: str
    name: str
    country: str
    latitude_e4: int | None
    longitude_e4: int | None
    status: str
    joined_n: int | None
    joined_at: str | None
    leaving_n: int | None
    leaves_at: str | None
    left_n: int | None
    associated_n: int | None
    associated_at: str | None


@dataclass(frozen=True, slots=True)
class WitnessKeyRow:
    """A key with which a member countersigns the record."""

    witness_key: str
    city: str
    registered_n: int
    registered_at: str
    ended_n: int | None


@dataclass(frozen=True, slots=True)
class SuspensionRow:
    """Rights a member lost, from an entry on."""

    city: str
    article: str
    lost: str
    electorate: str
    restored_by: str
    since_n: int
    since_at: str
    ended_n: int | None
    ended_at: str | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A certified figure with all that makes it checkable."""

    city: str
    figure: str
    value: str
    unit: str
    boundary: str
    on: str
    source: str
    licence: str
    certified_n: int
    supersedes_n: int | None


@dataclass(frozen=True, slots=True)
class LimitRow:
    """What the law lets a member pay or do."""

    city: str
    kind: str
    amount_cents: int
    citation: str
    on: str
    attested_by: str
    document_sha256: str | None
    expires_on: str | None
    recorded_n: int


def members() -> Iterator[MemberRow]:
    """Every city that is or was a member or an associate, in the order in which they came."""
    columns = ("slug", "name", "country", "latitude_e4", "longitude_e4", "status", "joined_n")
    more = ("joined_at", "leaving_n", "leaves_at", "left_n", "associated_n", "associated_at")
    found = City.objects.order_by(Coalesce("associated_n", "joined_n"), "slug")
    return rows(MemberRow, found, *columns, *more)


def suspensions() -> Iterator[SuspensionRow]:
    """Every suspension, in the order of the record."""
    columns = ("city__slug", "article", "lost", "electorate", "restored_by")
    more = ("since_n", "since_at", "ended_n", "ended_at")
    found = Suspension.objects.order_by("since_n", "city__slug")
    return rows(SuspensionRow, found, *columns, *more)


def figures() -> Iterator[FigureRow]:
    """Every certified figure, also those that a later one replaces."""
    columns = ("city__slug", "name", "value", "unit", "boundary", "on", "source", "licence")
    found = Fact.objects.order_by("certified_n", "city__slug", "name", "on")
    return rows(FigureRow, found, *columns, "certified_n", "supersedes_n")


def limits() -> Iterator[LimitRow]:
    """Every legal limit that was recorded."""
    columns = ("city__slug", "kind", "amount_cents", "citation", "on", "attested_by")
    found = LegalLimit.objects.order_by("recorded_n", "city__slug", "kind", "on")
    return rows(LimitRow, found, *columns, "document_sha256", "expires", "recorded_n")


def witness_keys() -> Iterator[WitnessKeyRow]:
    """Every key that was registered, in the order of the record."""
    columns = ("key", "city__slug", "registered_n", "registered_at", "ended_n")
    return rows(WitnessKeyRow, WitnessKey.objects.order_by("registered_n", "key"), *columns)
