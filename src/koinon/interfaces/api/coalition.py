"""Reading the coalition: its cities with their facts, its charter, its proposals."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from koinon.acts.gate import now_utc
from koinon.assembly import queries as assembly
from koinon.assembly.calendar import NOT_YET
from koinon.charter import queries as charters
from koinon.cities import queries as cities
from koinon.interfaces.api.problems import ProblemOut, problem
from koinon.interfaces.api.record import LARGEST, Index, Limit

router = Router(tags=["coalition"])

Slug = Annotated[str, Field(max_length=40)]
Page = Annotated[int, Field(ge=1, le=1_000_000)]


class CityOut(Schema):
    """A city that is or was a member or an associate; coordinates in ten-thousandths of a degree.

    `joined_n` is the entry it became a member by, `associated_n` the one that gave it a voice,
    `accession_sha256` its council's resolution.
    """

    slug: str
    name: str
    country: str
    latitude_e4: int | None
    longitude_e4: int | None
    status: str
    joined_n: int | None
    joined_at: str | None
    associated_n: int | None
    associated_at: str | None
    accession_sha256: str | None


class FactOut(Schema):
    """A certified figure; `value` is exact ("262219" or "2/3")."""

    name: str
    value: str
    unit: str
    boundary: str
    on: str
    source: str
    licence: str
    certified_n: int


class LimitOut(Schema):
    """What the law lets the city pay in a year, in minor units."""

    kind: str
    amount_cents: int
    citation: str
    on: str
    attested_by: str
    expires: str | None
    document_sha256: str | None
    recorded_n: int


class CityPageOut(CityOut):
    """A city with all its certified figures and the legal limits in force today."""

    facts: list[FactOut]
    limits: list[LimitOut]


class CitiesOut(Schema):
    """A page of cities by name; `next` is the `from` of the page after it, null at the end."""

    cities: list[CityOut]
    next: int | None
    total: int


class VersionOut(Schema):
    """A version of the charter and the entry it is in force from."""

    number: int
    sha256: str
    since_n: int
    since_at: str


class CharterOut(VersionOut):
    """The charter in force, its text as it was adopted, and its earlier versions."""

    text: str
    versions: list[VersionOut]


class AmendmentOfOut(Schema):
    """What an amendment amends, in which place; `fallen_for` is the one it fell because of."""

    number: int
    replaces: list[str]
    place: int | None
    fallen_for: int | None


class InMeetingOut(Schema):
    """The meeting a proposal is put to; `rolled_at` is when its votes were called there."""

    number: int
    item: int
    begins_at: str
    by_roll_call: bool
    rolled_at: str | None
    casting: str | None
    casting_n: int | None
    amendment: AmendmentOfOut | None
    amended_by: list[int]


class ProposalLineOut(Schema):
    """A proposal in a list; `votes` counts the members that have voted.

    In a meeting nobody knows `opens_at` before its item is taken up, nor `closes_at` before its
    votes are called: they are null until then.
    """

    number: int
    title: dict[str, str]
    matters: list[str]
    phase: str
    opens_at: str | None
    closes_at: str | None
    votes: int
    decided_n: int | None
    meeting: InMeetingOut | None


class ProposalsOut(Schema):
    """A page of proposals, counted from 1."""

    proposals: list[ProposalLineOut]
    page: int
    pages: int
    total: int


class VoteOut(Schema):
    """A member's vote as it stands, in exact parts that sum to 1."""

    city: str
    seat: str
    yes: str
    no: str
    abstain: str
    cast_n: int
    cast_at: str
    by: str | None
    corrected_n: int | None


class EnclosedOut(Schema):
    """An act that takes effect when the proposal is adopted."""

    type: str
    data: dict[str, Any]


class ProposalOut(Schema):
    """A proposal: what was frozen at notice, the votes, and the judgement line by line.

    `decision` is the recorded one once counted, else how the votes as they stand would decide.
    """

    number: int
    title: dict[str, str]
    text_sha256: str | None
    proposer: str
    matters: list[str]
    body: str
    acts: list[EnclosedOut]
    charter_sha256: str
    may_split: bool
    opened_n: int
    noticed_at: str
    opens_at: str | None
    closes_at: str | None
    phase: str
    decided_n: int | None
    meeting: InMeetingOut | None
    votes: list[VoteOut]
    decision: dict[str, Any]


@router.get("/cities", response={200: CitiesOut, 422: ProblemOut}, operation_id="list_cities")
def list_cities(
    request: HttpRequest,
    first: Annotated[Index, Query(0, alias="from")] = 0,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Every city that is or was a member or an associate, by name."""
    known = cities.cities()
    stop = first + limit
    following = stop if stop < len(known) else None
    return {"cities": _plain(known[first:stop]), "next": following, "total": len(known)}


@router.get(
    "/cities/{slug}", response={200: CityPageOut, (404, 422): ProblemOut}, operation_id="city"
)
def city(request: HttpRequest, slug: Slug) -> Any:
    """A city with its certified figures and legal limits."""
    found = cities.city(slug)
    if found is None:
        return problem(404, "api.not_found")
    limits = cities.limits(slug, now_utc()[:10])
    return {**_plain(found), "facts": _plain(cities.facts(slug)), "limits": _plain(limits)}


@router.get("/charter", response={200: CharterOut, 404: ProblemOut}, operation_id="charter")
def charter(request: HttpRequest) -> Any:
    """The charter in force."""
    versions = charters.versions()
    if not versions:
        return problem(404, "api.not_found")
    text = charters.text(versions[0].sha256)
    return {**_plain(versions[0]), "text": text, "versions": _plain(versions)}


@router.get(
    "/proposals", response={200: ProposalsOut, 422: ProblemOut}, operation_id="list_proposals"
)
def list_proposals(
    request: HttpRequest,
    listing: Literal["open", "upcoming", "decided"] = "open",
    page: Page = 1,
) -> dict[str, Any]:
    """Proposals open for voting by their close, upcoming by opening, decided newest first."""
    found = assembly.proposals(listing, now_utc(), page)
    lines = [{**_plain(line), "title": dict(line.title)} for line in found.lines]
    return {"proposals": lines, "page": found.page, "pages": found.pages, "total": found.total}


@router.get(
    "/proposals/{number}",
    response={200: ProposalOut, (404, 422): ProblemOut},
    operation_id="proposal",
)
def proposal(request: HttpRequest, number: Annotated[int, Field(ge=1, le=LARGEST)]) -> Any:
    """One proposal as it stands now."""
    found = assembly.proposal(number, now_utc())
    if found is None:
        return problem(404, "api.not_found")
    return {**_plain(found), "title": dict(found.title)}


def _plain(value: Any) -> Any:
    """A frozen value as JSON: fields by name, fractions as text, tuples as lists.

    An instant that is not known yet is null.
    """
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return None if value == NOT_YET else value
