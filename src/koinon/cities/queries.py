"""Reads of the room, as frozen values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import Q

from koinon.acts import memo
from koinon.cities.models import City, Coalition, Fact, LegalLimit


@dataclass(frozen=True, slots=True)
class CoalitionView:
    """What the coalition is. `clock` is "real" or "told" (a demonstration)."""

    origin: str
    log_key: str
    clock: str
    fictional: bool
    founded_at: str


@dataclass(frozen=True, slots=True)
class CityView:
    """A member, now or once. Coordinates are in ten-thousandths of a degree.

    `status` is "member", "leaving" or "left"; `joined_n`, `leaving_n` and `left_n` are the entries
    of joining, announcing and leaving. `leaves_at` is the instant from which it is no member.
    """

    slug: str
    name: str
    country: str
    latitude_e4: int | None
    longitude_e4: int | None
    status: str
    joined_n: int
    joined_at: str
    accession_sha256: str | None
    leaving_n: int | None
    leaves_at: str | None
    left_n: int | None


@dataclass(frozen=True, slots=True)
class FactView:
    """A certified figure; `certified_n` is the entry that certified it."""

    city: str
    name: str
    value: Fraction
    unit: str
    boundary: str
    on: str
    source: str
    licence: str
    certified_n: int


@dataclass(frozen=True, slots=True)
class LimitView:
    """What the law lets a member pay in a year, in minor units, with its citation."""

    city: str
    kind: str
    amount_cents: int
    citation: str
    on: str
    attested_by: str
    expires: str | None
    document_sha256: str | None
    recorded_n: int


def coalition() -> CoalitionView | None:
    """The coalition, once it is founded."""
    row = Coalition.objects.first()
    if row is None:
        return None
    return CoalitionView(row.origin, row.log_key, row.clock, row.fictional, row.founded_at)


def _city(row: City) -> CityView:
    return CityView(
        row.slug,
        row.name,
        row.country,
        row.latitude_e4,
        row.longitude_e4,
        row.status,
        row.joined_n,
        row.joined_at,
        row.accession_sha256,
        row.leaving_n,
        row.leaves_at,
        row.left_n,
    )


def cities() -> tuple[CityView, ...]:
    """All cities that are or were members, by name."""
    return tuple(sorted(map(_city, City.objects.all()), key=lambda city: (city.name, city.slug)))


def city(slug: str) -> CityView | None:
    """One city."""
    row = memo.once(("city", slug), lambda: City.objects.filter(slug=slug).first(), City)
    return _city(row) if row else None


def members() -> tuple[str, ...]:
    """The slugs of the present members, in order; one that is leaving still is one."""
    return tuple(sorted(City.objects.exclude(status="left").values_list("slug", flat=True)))


def next_to_leave(but: tuple[str, ...] = ()) -> tuple[str, str] | None:
    """(instant, slug) of the member that leaves next, `but` left out, if any has announced it."""
    first = memo.once(("next to leave", but), lambda: _first_to_leave(but), City)
    if first is None:
        return None
    assert first.leaves_at is not None
    return first.leaves_at, first.slug


def _first_to_leave(but: tuple[str, ...]) -> City | None:
    rows = City.objects.filter(status="leaving").exclude(slug__in=but)
    return rows.order_by("leaves_at", "slug").first()


def facts(slug: str) -> tuple[FactView, ...]:
    """All certified figures of a city, newest first within each name."""
    rows = Fact.objects.filter(city__slug=slug).order_by("name", "-on", "-certified_n")
    return tuple(_fact(slug, row) for row in rows)


def _fact(slug: str, row: Fact) -> FactView:
    return FactView(
        slug,
        row.name,
        Fraction(row.value),
        row.unit,
        row.boundary,
        row.on,
        row.source,
        row.licence,
        row.certified_n,
    )


def facts_in_force(name: str, day: str) -> dict[str, FactView]:
    """Per city, the figure of this name that counts on a day: the latest one not after it.

    Of two figures for the same day the one certified later counts.
    """
    rows = memo.once(("facts", name), lambda: _facts_named(name), Fact, City)
    return {fact.city: fact for fact in rows if fact.on <= day}


def _facts_named(name: str) -> tuple[FactView, ...]:
    """Every figure of this name, oldest first."""
    rows = Fact.objects.filter(name=name).order_by("on", "certified_n").select_related("city")
    return tuple(_fact(row.city.slug, row) for row in rows)


def limits(slug: str, day: str) -> tuple[LimitView, ...]:
    """The legal limits of a city in force on a day: of each kind the latest recorded."""
    return limits_in_force(day, slug).get(slug, ())


def limits_in_force(day: str, slug: str | None = None) -> dict[str, tuple[LimitView, ...]]:
    """Per city (or for one), its legal limits in force on a day, of each kind the latest."""
    rows = LegalLimit.objects.filter(Q(expires=None) | Q(expires__gt=day), on__lte=day)
    chosen = rows if slug is None else rows.filter(city__slug=slug)
    latest: dict[str, dict[str, LimitView]] = {}
    for row in chosen.select_related("city").order_by("kind", "on", "recorded_n"):
        latest.setdefault(row.city.slug, {})[row.kind] = LimitView(
            row.city.slug,
            row.kind,
            row.amount_cents,
            row.citation,
            row.on,
            row.attested_by,
            row.expires,
            row.document_sha256,
            row.recorded_n,
        )
    return {city: tuple(views.values()) for city, views in latest.items()}


def clock_is_told() -> bool:
    """Whether the genesis act declared a told clock (a demonstration)."""
    return memo.once(
        "told clock", lambda: Coalition.objects.filter(clock="told").exists(), Coalition
    )


def ids(slugs: Collection[str]) -> dict[str, UUID]:
    """The identifiers of these cities by slug, for rows of other rooms that point to them."""
    return dict(City.objects.filter(slug__in=slugs).order_by("slug").values_list("slug", "id"))
