"""The coalition's own members as cities of a plan: their certified figures and legal limits."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from koinon.cities import queries as cities
from koinon.cities.metros import Figure
from koinon.cities.queries import CityView, FactView
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.methods.currencies import EXPONENTS
from koinon.planner.places import Place
from koinon.planner.places.reading import UNSTATED_LICENCE
from koinon.planner.several import LEGAL_CAP
from koinon.record import store

MUNICIPALITY: Final = "legal municipality"
MEMBER: Final = "member-"
"""Before a member's name in an address."""
_POPULATION: Final = "population"
_OWN: Final = ("product", "income", "suburb", "countryside")


def members() -> tuple[Place, ...]:
    """The members with a certified population, as they are today."""
    return _members(store.head().size, now()[:10])


@lru_cache(maxsize=4)
def _members(size: int, day: str) -> tuple[Place, ...]:
    """As of a record's size and a day: what is in force follows from both."""
    inside = set(cities.members())
    found = (_place(one, day) for one in cities.cities() if one.slug in inside)
    return tuple(place for place in found if place is not None)


def _place(city: CityView, day: str) -> Place | None:
    latest: dict[str, FactView] = {}
    for fact in cities.facts(city.slug):
        if fact.on <= day and fact.value.denominator == 1:
            before = latest.get(fact.name)
            if before is None or (before.on, before.certified_n) < (fact.on, fact.certified_n):
                latest[fact.name] = fact
    figures = {name: _figure(fact) for name, fact in latest.items()}
    people = figures.pop(_POPULATION, None)
    if people is None or people.value <= 0:
        return None
    product, income, suburb, countryside = (figures.pop(name, None) for name in _OWN)
    return Place(
        id=f"{MEMBER}{city.slug}",
        name=city.name,
        country=city.country,
        population=people,
        latitude_e4=city.latitude_e4,
        longitude_e4=city.longitude_e4,
        further=(*figures.items(), *_cap(city.slug, day)),
        product=product,
        income=income,
        suburb=suburb,
        countryside=countryside,
    )


def _figure(fact: FactView) -> Figure:
    year = int(fact.on[:4])
    return Figure(int(fact.value), fact.unit, year, fact.boundary, fact.source, fact.licence)


def _cap(slug: str, day: str) -> tuple[tuple[str, Figure], ...]:
    """What law lets the city pay a year; the lowest limit, where there are several."""
    limits = cities.limits_in_force(day, slug).get(slug, ())
    if not limits:
        return ()
    charter = words.charter()
    currency = charter.currency if charter is not None else "EUR"
    least = min(limits, key=lambda one: one.amount_cents)
    amount = least.amount_cents // 10 ** EXPONENTS[currency]
    source = f"{least.citation}; {least.attested_by}"
    figure = Figure(amount, currency, int(least.on[:4]), MUNICIPALITY, source, UNSTATED_LICENCE)
    return ((LEGAL_CAP, figure),)
