"""The members and the associates: a list with a map, and a page for each."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from koinon.assembly import queries as assembly
from koinon.assembly import queries_associates as associates
from koinon.assembly import queries_mandates as mandates
from koinon.charter.document import Charter
from koinon.cities import queries as cities
from koinon.cities.queries import CityView, FactView
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.shared.worldmap.drawing import MapPoint, world_map
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages.decisions import OPEN_PROPOSAL, may
from koinon.interfaces.web.pages.people import scope_of
from koinon.interfaces.web.pages.people_told import by_seat, told
from koinon.interfaces.web.pages.proposing import enclosable
from koinon.interfaces.web.steps import Link

POPULATION = "population"
ADMIT: Final = "assembly.admit_city/1"
END: Final = "assembly.end_association/1"


def city_list(request: HttpRequest) -> HttpResponse:
    """Every member with its certified figures, the map, who has a voice, who is a candidate."""
    day = now()[:10]
    found = cities.cities()
    charter = words.charter()
    figures = (
        {fact.id: cities.facts_in_force(fact.id, day) for fact in charter.facts} if charter else {}
    )
    lost, seat = cities.suspended(), sender.acting_seat(request) or ""
    coming = associates.candidates()
    rows = [
        (
            one,
            [figures[name].get(one.slug) for name in figures],
            one.slug in lost,
            tuple(other for other in coming if other.slug == one.slug),
        )
        for one in found
    ]
    people = figures.get(POPULATION, {})
    context = {
        "rows": rows,
        "kinds": charter.facts if charter else (),
        "sources": sorted(_sources(figures)),
        "map": _map([one for one in found if one.is_member], people),
        "count": sum(one.is_member for one in found),
        "heard": sum(one.status == "associate" for one in found),
        "candidates": [one for one in coming if cities.city(one.slug) is None],
        "admissions": _admissions(charter, seat),
    }
    return render(request, "koinon/cities.html", context)


def _admissions(charter: Charter | None, seat: str, city: CityView | None = None) -> list[Link]:
    """The forms by which a seat proposes to let a city in, or an associate in as a member."""
    if charter is None or not may(OPEN_PROPOSAL, seat):
        return []
    known = dict(enclosable(charter))
    found = []
    for act_type, name in associates.ADMISSIONS.items():
        if act_type not in known or (city is not None and act_type != ADMIT):
            continue
        given = {} if city is None else _as_it_is(city)
        query = urlencode({f"{name}.{field}": value for field, value in given.items()})
        address = reverse("enclose", args=[act_type])
        found.append(Link(f"{address}?{query}" if query else address, words.act_name(act_type)))
    return found


def _as_it_is(city: CityView) -> dict[str, str]:
    """What the form of an admission begins with for a city that is known."""
    place = {"latitude_e4": city.latitude_e4, "longitude_e4": city.longitude_e4}
    known = {name: str(value) for name, value in place.items() if value is not None}
    return {"slug": city.slug, "name": city.name, "country": city.country, **known}


def _ending(charter: Charter | None, seat: str, city: CityView) -> list[Link]:
    """The forms by which a seat ends the association of a city, or proposes to."""
    if charter is None or city.status != "associate":
        return []
    found = []
    own = seat.partition("/")[2]
    if may(END, seat) and own in ("", city.slug):
        found.append(Link(reverse("act", args=[END]) + f"?city={city.slug}", words.act_name(END)))
    if may(OPEN_PROPOSAL, seat) and END in dict(enclosable(charter)):
        address = reverse("enclose", args=[END]) + f"?city={city.slug}"
        found.append(Link(address, gettext("Propose to end its association")))
    return found


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
    at, charter = now(), words.charter()
    seat = sender.acting_seat(request) or ""
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
        "terms": charter.associates if charter else None,
        "candidacies": [one for one in associates.candidates() if one.slug == slug],
        "admissions": _admissions(charter, seat, found) if found.status == "associate" else [],
        "endings": _ending(charter, seat, found),
        "sets_up": scope_of(seat or None) in ("", slug),
        "votes": [
            (one, words.vote_word(one.vote.yes, one.vote.no, one.vote.abstain))
            for one in assembly.votes_of_city(slug, at)
        ],
    }
    return render(request, "koinon/city.html", context)
