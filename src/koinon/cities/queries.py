"""Reads of the room, as frozen values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import Q

from koinon.acts import memo
from koinon.charter.queries import in_force
from koinon.cities.models import City, Coalition, Fact, LegalLimit, Suspension, WitnessKey
from koinon.record.policies import write_policy


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
    """A member or an associate, now or once. Coordinates are in ten-thousandths of a degree.

    `status` is "associate", "member", "leaving" or "left"; `associated_n`, `joined_n`, `leaving_n`
    and `left_n` are the entries by which it became an associate and a member, announced that it
    leaves, and left. `leaves_at` is the instant from which it is no member.
    """

    slug: str
    name: str
    country: str
    latitude_e4: int | None
    longitude_e4: int | None
    status: str
    joined_n: int | None
    joined_at: str | None
    accession_sha256: str | None
    leaving_n: int | None
    leaves_at: str | None
    left_n: int | None
    associated_n: int | None
    associated_at: str | None

    @property
    def is_member(self) -> bool:
        """Whether it is a member now; one that is leaving still is one."""
        return self.status in ("member", "leaving")

    def voice_at(self, n: int) -> bool:
        """Whether it was no member at an entry, though it is or was an associate, then or later."""
        return self.associated_n is not None and (self.joined_n is None or n < self.joined_n)

    def associate_at(self, n: int) -> bool:
        """Whether it was an associate at an entry, as far as it had not gone by then."""
        return self.voice_at(n) and self.associated_n is not None and self.associated_n <= n


@dataclass(frozen=True, slots=True)
class FactView:
    """A certified figure; `certified_n` is the entry that certified it.

    `supersedes_n` is the entry of the figure of the same day that it corrects, if it corrects one.
    """

    city: str
    name: str
    value: Fraction
    unit: str
    boundary: str
    on: str
    source: str
    licence: str
    certified_n: int
    supersedes_n: int | None


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


@dataclass(frozen=True, slots=True)
class SuspensionView:
    """Rights a member lost by not paying: which, by which article, since when, until when.

    `electorate` says whether it is "counted" among the members meanwhile, `restored_by` what gives
    its rights back. `ended_n` is None while it lasts.
    """

    city: str
    article: str
    lost: str
    electorate: str
    restored_by: str
    since_n: int
    since_at: str
    ended_n: int | None
    ended_at: str | None


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
        row.associated_n,
        row.associated_at,
    )


def cities() -> tuple[CityView, ...]:
    """All cities that are or were members or associates, by name."""
    return tuple(sorted(map(_city, City.objects.all()), key=lambda city: (city.name, city.slug)))


def city(slug: str) -> CityView | None:
    """One city."""
    row = memo.once(("city", slug), lambda: City.objects.filter(slug=slug).first(), City)
    return _city(row) if row else None


def members() -> tuple[str, ...]:
    """The slugs of the present members, in order; one that is leaving still is one."""
    rows = City.objects.filter(status__in=("member", "leaving"))
    return tuple(sorted(rows.values_list("slug", flat=True)))


def associates() -> tuple[str, ...]:
    """The slugs of the cities that have a voice and no vote now, in order."""
    return memo.once("associates", _associates, City)


def _associates() -> tuple[str, ...]:
    return tuple(sorted(City.objects.filter(status="associate").values_list("slug", flat=True)))


def members_at(n: int) -> tuple[str, ...]:
    """The slugs of those that were members just before entry `n`, in order."""
    rows = City.objects.filter(Q(left_n=None) | Q(left_n__gte=n), joined_n__lt=n)
    return tuple(sorted(rows.values_list("slug", flat=True)))


def suspension(slug: str) -> SuspensionView | None:
    """The suspension of a member that lasts, if one does."""
    return suspended().get(slug)


def suspended() -> dict[str, SuspensionView]:
    """The suspensions that last, by member."""
    return memo.once("suspended", _suspended, Suspension)


def _suspended() -> dict[str, SuspensionView]:
    rows = Suspension.objects.filter(ended_n=None).select_related("city").order_by("since_n")
    return {row.city.slug: _suspension(row) for row in rows}


def suspensions(slug: str) -> tuple[SuspensionView, ...]:
    """Every suspension of a member, newest first."""
    rows = Suspension.objects.filter(city__slug=slug).select_related("city").order_by("-since_n")
    return tuple(map(_suspension, rows))


def _suspension(row: Suspension) -> SuspensionView:
    return SuspensionView(
        row.city.slug,
        row.article,
        row.lost,
        row.electorate,
        row.restored_by,
        row.since_n,
        row.since_at,
        row.ended_n,
        row.ended_at,
    )


def gone() -> tuple[str, ...]:
    """The slugs of the cities that have left, in order."""
    return memo.once("gone", _gone, City)


def _gone() -> tuple[str, ...]:
    return tuple(sorted(City.objects.filter(status="left").values_list("slug", flat=True)))


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


@dataclass(frozen=True, slots=True)
class WitnessKeyView:
    """A key with which a city countersigns; `key` is its verifier key, as in `record.note`.

    It stands since the entry `registered_n`, until the entry `ended_n` if there is one. Instants
    are as the record writes them.
    """

    city: str
    key: str
    name: str
    registered_n: int
    registered_at: str
    ended_n: int | None
    ended_at: str | None

    def stands_at(self, size: int) -> bool:
        """Whether a log of `size` entries holds its registration and not its end."""
        return self.registered_n < size and (self.ended_n is None or size <= self.ended_n)


def witness_keys(slug: str | None = None) -> tuple[WitnessKeyView, ...]:
    """Every key with which cities, or one of them, ever countersigned, oldest first."""
    rows = WitnessKey.objects.order_by("registered_n").select_related("city")
    if slug is not None:
        rows = rows.filter(city__slug=slug)
    return tuple(
        WitnessKeyView(
            row.city.slug,
            row.key,
            row.name,
            row.registered_n,
            row.registered_at,
            row.ended_n,
            row.ended_at,
        )
        for row in rows
    )


def policy_file() -> bytes:
    """The members that countersign and how many are enough, as C2SP tlog-policy."""
    here = set(members())
    keys: dict[str, list[str]] = {}
    for one in witness_keys():
        if one.city in here and one.ended_n is None:
            keys.setdefault(one.city, []).append(one.key)
    rules = in_force().countersigning
    found = coalition()
    assert found is not None
    return write_policy(found.log_key, sorted(keys.items()), rules.cities if rules else None)


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
        row.supersedes_n,
    )


def facts_in_force(name: str, day: str) -> dict[str, FactView]:
    """Per city, the figure of this name that counts on a day: the latest one not after it.

    Of two figures for the same day the one certified later counts.
    """
    rows = memo.once(("facts", name), lambda: _facts_named(name), Fact, City)
    return {fact.city: fact for fact in rows if fact.on <= day}


def facts_rebased(name: str, base: str, day: str) -> dict[str, FactView]:
    """Per city, the figure that counted on the day `base`; else its first one since, to `day`.

    Of two figures for the same day the one certified later counts.
    """
    rows = memo.once(("facts", name), lambda: _facts_named(name), Fact, City)
    found: dict[str, FactView] = {}
    for one in rows:
        if base < one.on <= day and found.get(one.city, one).on == one.on:
            found[one.city] = one
    return found | {one.city: one for one in rows if one.on <= base}


def facts_known(name: str, day: str, n: int) -> dict[str, FactView]:
    """Per city, the figure that counted on a day as far as it was certified before entry `n`."""
    rows = memo.once(("facts", name), lambda: _facts_named(name), Fact, City)
    return {one.city: one for one in rows if one.on <= day and one.certified_n < n}


def facts_corrected(name: str, day: str, n: int) -> dict[str, FactView]:
    """Per city, the figure that counted on a day before entry `n`, as it was corrected since.

    Newer figures do not count; only those that supersede it, one after the other.
    """
    rows = memo.once(("facts", name), lambda: _facts_named(name), Fact, City)
    corrections = {(one.city, one.supersedes_n, one.on): one for one in rows}
    found = facts_known(name, day, n)
    for city in found:
        while (later := corrections.get(_place(found[city]))) is not None:
            found[city] = later
    return found


def _place(one: FactView) -> tuple[str, int, str]:
    """What a correction of a figure names: its city, its entry and its day."""
    return one.city, one.certified_n, one.on


def _facts_named(name: str) -> tuple[FactView, ...]:
    """Every figure of this name, oldest first; those one entry certified in the cities' order."""
    rows = Fact.objects.filter(name=name).select_related("city")
    rows = rows.order_by("on", "certified_n", "city__slug")
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


def origin() -> str:
    """The name of the log; "" before the founding."""
    return memo.once("origin", _origin, Coalition)


def _origin() -> str:
    return Coalition.objects.values_list("origin", flat=True).first() or ""


def clock_is_told() -> bool:
    """Whether the genesis act declared a told clock (a demonstration)."""
    return memo.once(
        "told clock", lambda: Coalition.objects.filter(clock="told").exists(), Coalition
    )


def ids(slugs: Collection[str]) -> dict[str, UUID]:
    """The identifiers of these cities by slug, for rows of other rooms that point to them."""
    return dict(City.objects.filter(slug__in=slugs).order_by("slug").values_list("slug", "id"))
