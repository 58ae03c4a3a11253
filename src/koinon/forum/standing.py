"""What the acts and the rooms below read: who is attested, and what a meeting has to carry."""

from __future__ import annotations

from django.db.models import Sum

from koinon.acts import memo
from koinon.acts.act import DocumentRef
from koinon.acts.refused import refuse
from koinon.assembly.meetings import Owed
from koinon.charter.document import Initiatives
from koinon.charter.parsing_initiatives import RESIDENTS
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.forum.models import Attestation, Initiative, Starter, Tally

UNDECIDED = ("reached", "unanswered")
"""The initiatives that a body still has to answer."""


def terms_in_force() -> Initiatives:
    """What the charter says about initiatives; refuses where it says nothing."""
    terms = in_force().initiatives
    if terms is None:
        refuse("forum.no_initiatives")
    return terms


def city_of(seat: str) -> str | None:
    """The city whose residents act from "residents/ghent"; None for any other seat."""
    body, _, city = seat.partition("/")
    return city if body == RESIDENTS and city else None


def attested(seat: str, at: str) -> bool:
    """Whether residents may act from a seat: their city is a member and its word holds."""
    city = city_of(seat)
    return city is not None and city in cities.members() and holds(city, at)


def holds(city: str, at: str) -> bool:
    """Whether an attestation of a city is in force at an instant."""
    ends = memo.once(("attested until", city), lambda: _last_end(city), Attestation)
    return ends is not None and at < ends


def _last_end(city: str) -> str | None:
    rows = Attestation.objects.filter(city=city, ended_n=None)
    found: list[str] = list(rows.values_list("ends_at", flat=True))
    return max(found, default=None)


def ever_attested(city: str) -> int:
    """How many residents a city has attested in all: no more can have signed anything."""
    total = Attestation.objects.filter(city=city).aggregate(total=Sum("count"))["total"]
    return int(total or 0)


def initiative_of(number: int) -> Initiative:
    """The initiative of that number, or the refusal that there is none."""
    found = Initiative.objects.filter(number=number).first()
    if found is None:
        refuse("forum.unknown_initiative", number=number)
    return found


def collecting(number: int, at: str) -> Initiative:
    """An initiative that is still signed; else the refusal says what became of it."""
    found = initiative_of(number)
    if found.status in ("lapsed", "withdrawn", "turned away"):
        refuse(f"forum.{found.status.replace(' ', '_')}", number=number)
    if found.status != "collecting":
        refuse("forum.reached_already", number=number, n=found.reached_n or 0)
    if at >= found.closes_at:
        refuse("forum.closed", number=number, closes_at=found.closes_at)
    return found


def starters_of(initiative: Initiative) -> frozenset[str]:
    """The marks of those who have started an initiative."""
    rows = Starter.objects.filter(initiative_id=initiative.id)
    return frozenset({initiative.starter, *rows.values_list("mark", flat=True)})


def tallies(initiative: Initiative) -> dict[str, int]:
    """The signatures by city, of those that are members now."""
    gone = cities.gone()
    rows = Tally.objects.filter(initiative_id=initiative.id).values_list("city", "count")
    return {city: count for city, count in sorted(rows) if count and city not in gone}


def suffices(initiative: Initiative, by_city: dict[str, int]) -> bool:
    """Whether so many signatures from so many cities reach what was frozen."""
    enough = [city for city, count in by_city.items() if count >= initiative.each]
    return sum(by_city.values()) >= initiative.signatures and len(enough) >= initiative.cities


def owed(body: str) -> tuple[Owed, ...]:
    """The initiatives that a body still has to answer, by number."""
    rows = Initiative.objects.filter(body=body, status__in=UNDECIDED).order_by("number")
    return tuple(
        Owed(
            DocumentRef(sha256=one.text_sha256, size=one.text_size, media=one.text_media),
            one.number,
            tuple((language, text) for language, text in one.title),
        )
        for one in rows
    )
