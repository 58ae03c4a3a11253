"""The members: a list with a map, and a page for each."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from koinon.assembly import queries as assembly
from koinon.assembly import queries_mandates as mandates
from koinon.cities import queries as cities
from koinon.cities.queries import CityView, FactView
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages.people import scope_of
from koinon.interfaces.web.pages.people_told import by_seat, told
from koinon.interfaces.web.worldmap.drawing import MapPoint, world_map

POPULATION = "population"


def city_list(request: HttpRequest) -> HttpResponse:
    """Every member with its certified figures, and the map."""
    day = now()[:10]
    found = cities.cities()
    charter = words.charter()
    figures = (
        {fact.id: cities.facts_in_force(fact.id, day) for fact in charter.facts} if charter else {}
    )
    rows = [(one, [figures[name].get(one.slug) for name in figures]) for one in found]
    people = figures.get(POPULATION, {})
    context = {
        "rows": rows,
        "kinds": charter.facts if charter else (),
        "sources": sorted(_sources(figures)),
        "map": _map([one for one in found if one.status == "member"], people),
        "count": sum(one.status == "member" for one in found),
    }
    return render(request, "koinon/cities.html", context)


def _sources(figures: dict[str, dict[str, FactView]]) -> set[tuple[str, str]]:
    every = (figure for by_city in figures.values() for figure in by_city.values())
    return {(figure.source, figure.licence) for figure in every}


def _map(found: list[CityView], people: dict[str, FactView]) -> str:
    points = []
    for one in found:
        if one.latitude_e4 is None or one.longitude_e4 is None:
            continue
        count = int(people[one.slug].value) if one.slug in people else 0
        label = f"{one.name}: {wording.number(count)}" if count else one.name
        points.append(MapPoint(one.latitude_e4, one.longitude_e4, count, label))
    if not points:
        return ""
    drawn = world_map(
        points,
        title=gettext("Where the members are"),
        description=gettext(
            "A map of the world; each member is a circle whose area follows its residents. The "
            "table below lists the same cities."
        ),
    )
    return mark_safe(drawn)  # noqa: S308 (world_map escapes what it is given)


def city_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A member: figures with their provenance, legal limits, seats, votes, how it joined."""
    found = cities.city(slug)
    if found is None:
        raise Http404
    at = now()
    figures = cities.facts(slug)
    latest: dict[str, FactView] = {}
    for figure in figures:
        latest.setdefault(figure.name, figure)
    city_seats = assembly.seats_of_city(slug)
    sitting = told(mandates.sitting(at, [one.name for one in city_seats]), at)
    context = {
        "office_holders": by_seat(sitting),
        "city": found,
        "figures": tuple(latest.values()),
        "earlier": tuple(one for one in figures if latest[one.name] is not one),
        "limits": cities.limits(slug, at[:10]),
        "city_seats": city_seats,
        "sets_up": scope_of(sender.acting_seat(request)) in ("", slug),
        "votes": [
            (one, words.vote_word(one.vote.yes, one.vote.no, one.vote.abstain))
            for one in assembly.votes_of_city(slug, at)
        ],
    }
    return render(request, "koinon/city.html", context)
