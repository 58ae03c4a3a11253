"""What a member is when it joins, and the rows of members, for the acts that write them."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from typing import Annotated
from uuid import UUID

from pydantic import Field

from koinon.acts.act import DocumentRef, Effect, Moment, Plain
from koinon.acts.fields import Country, Day, Exact, Name, Sentence, Slug
from koinon.acts.refused import refuse
from koinon.charter.document_money import Arrears
from koinon.cities.models import City, Coalition, Fact, Suspension, WitnessKey
from koinon.record.canonical import JSON

Latitude = Annotated[int, Field(ge=-900_000, le=900_000)]
Longitude = Annotated[int, Field(ge=-1_800_000, le=1_800_000)]
FactName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Measure(Plain):
    """A figure with unit, boundary, day, source and licence; without them it does not get in."""

    name: FactName
    value: Exact
    unit: Name
    boundary: Name
    on: Day
    source: Sentence
    licence: Name


class Member(Plain):
    """A city as it joins. Coordinates are in ten-thousandths of a degree."""

    slug: Slug
    name: Name
    country: Country
    latitude_e4: Latitude | None = None
    longitude_e4: Longitude | None = None
    accession: DocumentRef | None = None
    facts: Annotated[tuple[Measure, ...], Field(max_length=20)] = ()


def fact_effect(slug: str, measure: Measure) -> Effect:
    """The effect that puts a figure into the entry."""
    value = Fraction(measure.value)
    said: JSON = measure.value
    if value.denominator == 1 and abs(value.numerator) < 2**53:
        said = value.numerator
    return {
        "kind": "fact",
        "subject": f"city:{slug}",
        "name": measure.name,
        "value": said,
        "unit": measure.unit,
        "boundary": measure.boundary,
        "on": measure.on,
        "source": measure.source,
        "licence": measure.licence,
    }


def check_new(members: tuple[Member, ...], day: str) -> None:
    """Refuse members that are there already, twice in the list, or measured in the future."""
    slugs = [member.slug for member in members]
    for slug in slugs:
        if slugs.count(slug) > 1:
            refuse("cities.twice", city=slug)
    taken = set(City.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    if taken:
        refuse("cities.exists", city=min(taken))
    for member in members:
        check_measures(member, day)


def check_measures(member: Member, day: str) -> None:
    """Refuse a city with a figure measured after the day."""
    for measure in member.facts:
        check_measure(measure, day)


def check_measure(measure: Measure, day: str) -> None:
    """Refuse a figure measured after the day it is certified."""
    if measure.on > day:
        refuse("cities.fact_in_future", name=measure.name, on=measure.on, today=day)


def write_fact(
    fact_id: UUID, city_id: UUID, measure: Measure, moment: Moment, supersedes: int | None = None
) -> None:
    """The row of one figure."""
    Fact.objects.create(
        id=fact_id,
        city_id=city_id,
        certified_n=moment.n,
        supersedes_n=supersedes,
        **measure.model_dump(),
    )


def write_members(
    members: tuple[Member, ...], moment: Moment, first: int, *, associates: bool = False
) -> dict[str, UUID]:
    """The rows of cities that join, as members or associates, and of their figures; slug → city id.

    Row identifiers are numbered from `first`.
    """
    numbers = count(first)
    ids: dict[str, UUID] = {}
    for member in members:
        city_id = ids[member.slug] = moment.row_id(next(numbers))
        _write_member(member, moment, city_id, associate=associates)
        for measure in member.facts:
            write_fact(moment.row_id(next(numbers)), city_id, measure, moment)
    return ids


def _write_member(member: Member, moment: Moment, city_id: UUID, *, associate: bool) -> None:
    since = ("associated_n", "associated_at") if associate else ("joined_n", "joined_at")
    City.objects.create(
        id=city_id,
        slug=member.slug,
        name=member.name,
        country=member.country,
        latitude_e4=member.latitude_e4,
        longitude_e4=member.longitude_e4,
        status="associate" if associate else "member",
        accession_sha256=member.accession.sha256 if member.accession else None,
        **dict(zip(since, (moment.n, moment.at), strict=True)),
    )


def write_promoted(member: Member, moment: Moment, first: int) -> None:
    """The associate is a member from now on, as it was admitted; its figures are added."""
    row = City.objects.get(slug=member.slug)
    row.status, row.joined_n, row.joined_at = "member", moment.n, moment.at
    row.name, row.country = member.name, member.country
    row.latitude_e4, row.longitude_e4 = member.latitude_e4, member.longitude_e4
    row.accession_sha256 = member.accession.sha256 if member.accession else None
    row.save()
    for number, measure in enumerate(member.facts, first):
        write_fact(moment.row_id(number), row.id, measure, moment)


def write_leaving(slug: str, leaves_at: str, moment: Moment) -> None:
    """The member has announced that it leaves."""
    City.objects.filter(slug=slug).update(status="leaving", leaving_n=moment.n, leaves_at=leaves_at)


def write_left(slug: str, moment: Moment) -> None:
    """The city is no member any more; what it was and did stays. Its witness keys end."""
    City.objects.filter(slug=slug).update(status="left", left_n=moment.n)
    WitnessKey.objects.filter(city__slug=slug, ended_n=None).update(
        ended_n=moment.n, ended_at=moment.at
    )


def write_suspended(slug: str, terms: Arrears, moment: Moment) -> None:
    """The member has lost what the charter's article on arrears says."""
    Suspension.objects.create(
        id=moment.row_id(0),
        city_id=member_id(slug),
        article=terms.article,
        lost=terms.lost,
        electorate=terms.electorate,
        restored_by=terms.restored_by,
        since_n=moment.n,
        since_at=moment.at,
    )


def write_restored(slug: str, moment: Moment) -> None:
    """The member has its rights again."""
    Suspension.objects.filter(city__slug=slug, ended_n=None).update(
        ended_n=moment.n, ended_at=moment.at
    )


def write_coalition(
    moment: Moment, *, origin: str, log_key: str, clock: str, fictional: bool
) -> None:
    """The row of the coalition itself (at genesis, once)."""
    Coalition.objects.create(
        id=moment.act_id,
        origin=origin,
        log_key=log_key,
        clock=clock,
        fictional=fictional,
        founded_at=moment.at,
    )


def member_id(slug: str) -> UUID:
    """The row of a member; refuses one that is none."""
    found = City.objects.filter(slug=slug).values_list("id", flat=True).first()
    if found is None:
        refuse("cities.unknown", city=slug)
    return found
