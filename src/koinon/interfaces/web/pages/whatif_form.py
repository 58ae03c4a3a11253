"""What the form of What if shows: cities by region, charters, programmes with their assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext, gettext_noop

from koinon.charter.document import Charter
from koinon.cities.metros import metros
from koinon.interfaces.shared import charters_chosen
from koinon.interfaces.shared.whatif.amounts import figure_name, large
from koinon.interfaces.shared.whatif.answers.sources import parameter_name
from koinon.interfaces.shared.whatif.asked import COUNTY, PARAMETERS, Asked, address_of
from koinon.interfaces.shared.whatif.numbers import written
from koinon.interfaces.shared.whatif.tables import Own
from koinon.interfaces.shared.worldmap.choosing import Choice, choosing_map
from koinon.interfaces.web import words
from koinon.planner import counties
from koinon.planner.places import Place, suggested
from koinon.planner.plan import Plan
from koinon.planner.programmes import Programme, Range, defaults
from koinon.planner.raising import PER_HEAD

FOUND: Final = 40
"""So many US counties are listed of those that were looked for."""
_REGIONS: Final = {
    "Africa": gettext_noop("Africa"),
    "East Asia": gettext_noop("East Asia"),
    "Europe": gettext_noop("Europe"),
    "Latin America and the Caribbean": gettext_noop("Latin America and the Caribbean"),
    "North America": gettext_noop("North America"),
    "Oceania": gettext_noop("Oceania"),
    "South Asia": gettext_noop("South Asia"),
    "South-East Asia": gettext_noop("South-East Asia"),
    "West Asia": gettext_noop("West Asia"),
}
SHARING: Final = {
    "mixture": gettext_noop("a part by ability, the rest by use"),
    "use": gettext_noop("by use"),
    "ability": gettext_noop("by ability"),
    "shapley": gettext_noop("by what each adds (Shapley value)"),
}


@dataclass(frozen=True, slots=True)
class City:
    """A city to choose."""

    id: str
    name: str
    people: str
    is_in: bool
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Region:
    """Cities of one part of the world; `chosen` of them are in the plan."""

    name: str
    cities: tuple[City, ...]

    @property
    def chosen(self) -> int:
        """How many of them are in the plan."""
        return sum(city.is_in for city in self.cities)


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number of a programme as it can be typed; `is_own` where it was changed."""

    field: str
    label: str
    text: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Choosable:
    """A programme to choose, and what is assumed of it."""

    id: str
    title: str
    is_in: bool
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """A set of cities to begin with: its name, the address that has them."""

    label: str
    query: str


def regions(asked: Asked, plan: Plan | None) -> tuple[Region, ...]:
    """All metropolitan areas by region, with those that are in the plan or outside it."""
    inside, outside = _chosen(asked, plan)
    found: dict[str, list[City]] = {}
    for metro in metros():
        city = City(
            metro.id,
            metro.name,
            large(metro.population.value),
            metro.id in inside,
            metro.id in outside,
        )
        found.setdefault(metro.region, []).append(city)
    return tuple(
        Region(gettext(_REGIONS[name]), tuple(sorted(cities, key=lambda one: one.name)))
        for name, cities in sorted(found.items(), key=lambda one: gettext(_REGIONS[one[0]]))
    )


def own_cities(own: Own, asked: Asked, plan: Plan | None) -> tuple[City, ...]:
    """The cities of the user's own table."""
    return () if own.cities is None else cities_of(own.cities.places, asked, plan)


def cities_of(places: tuple[Place, ...], asked: Asked, plan: Plan | None) -> tuple[City, ...]:
    """Cities to choose, with those that are in the plan or outside it."""
    inside, outside = _chosen(asked, plan)
    return tuple(
        City(one.id, one.name, large(one.population.value), one.id in inside, one.id in outside)
        for one in places
    )


def map_of(asked: Asked, plan: Plan | None) -> str:
    """All metropolitan areas on a map; each leads to the plan with it, or without it."""
    inside, _ = _chosen(asked, plan)
    order = [place.id for place in plan.places] if plan is not None else list(asked.cities)
    return choosing_map(
        Choice(
            metro.latitude_e4,
            metro.longitude_e4,
            metro.population.value,
            metro.name,
            f"?{_query(asked, _toggled(order, metro.id))}",
            metro.id in inside,
        )
        for metro in metros()
    )


def _toggled(ids: list[str], id: str) -> list[str]:
    return [one for one in ids if one != id] if id in ids else [*ids, id]


def county_list(asked: Asked, plan: Plan | None, sought: str) -> tuple[City, ...]:
    """The US counties that are chosen, and those whose name holds what is looked for."""
    inside, outside = _chosen(asked, plan)
    wanted = sought.casefold().strip()
    rows = []
    for one in counties.counties():
        id = f"{COUNTY}{one.id}"
        chosen = id in inside or id in outside
        name = f"{one.name}, {one.state}"
        if not chosen and (not wanted or wanted not in name.casefold()):
            continue
        people = one.figure("population_2020")
        number = 0 if people is None else people.value
        city = City(id, name, large(number), id in inside, id in outside)
        rows.append((not chosen, -number, city))
    rows.sort(key=lambda row: row[:2])
    kept = [city for is_new, _, city in rows if not is_new]
    kept += [city for is_new, _, city in rows if is_new][:FOUND]
    return tuple(kept)


def _chosen(asked: Asked, plan: Plan | None) -> tuple[set[str], set[str]]:
    inside = {place.id for place in plan.places} if plan is not None else set(asked.cities)
    outside = {place.id for place in plan.others} if plan is not None else set(asked.others)
    return inside, outside


def presets(asked: Asked, own: tuple[str, ...] = ()) -> tuple[Preset, ...]:
    """Sets of cities to begin with, the coalition's own first; all else stays as it is."""
    sets = [
        *([(gettext("The members of this coalition"), list(own))] if len(own) > 1 else []),
        (gettext("The 20 largest whose product is known"), [one.id for one in suggested().places]),
        (gettext("Europe"), _of_region("Europe")),
        (gettext("Latin America"), _of_region("Latin America and the Caribbean")),
        (gettext("North America"), _of_region("North America")),
        (gettext("The 25 US counties with the largest product"), list(_largest_counties(25))),
        (gettext("The 100 US counties with the largest product"), list(_largest_counties(100))),
    ]
    return tuple(Preset(label, _query(asked, ids)) for label, ids in sets)


def _query(asked: Asked, ids: Iterable[str]) -> str:
    pairs = [pair for pair in address_of(asked) if pair[0] not in ("city", "other", "you")]
    return urlencode([("city", ",".join(ids)), *pairs])


def _of_region(name: str) -> list[str]:
    return [one.id for one in metros() if one.region == name and one.product is not None]


@cache
def _largest_counties(number: int) -> tuple[str, ...]:
    def product(one: counties.County) -> int:
        figure = one.figure("product_2020")
        return 0 if figure is None else figure.value

    ordered = sorted(counties.counties(), key=lambda one: (-product(one), one.id))
    return tuple(f"{COUNTY}{one.id}" for one in ordered[:number])


def matters(charter: Charter) -> tuple[charters_chosen.Choice, ...]:
    """What is decided under a charter, to choose whose rule is measured."""
    return tuple(charters_chosen.Choice(one.id, words.told(one.title)) for one in charter.matters)


def choosable(asked: Asked, own: Own, plan: Plan | None) -> tuple[Choosable, ...]:
    """Every programme there is; those in the plan with what is assumed of them."""
    chosen = {one.id: one for one in plan.programmes} if plan is not None else {}
    inside = set(chosen) if plan is not None else set(asked.programmes)
    changed = {name for name, _ in asked.changes}
    there: dict[str, Programme] = {one.id: one for one in (*own.programmes, *defaults())}
    return tuple(
        Choosable(
            id,
            gettext(one.title),
            id in inside,
            _assumptions(chosen.get(id, one), changed) if id in inside else (),
        )
        for id, one in there.items()
    )


def _assumptions(programme: Programme, changed: set[str]) -> tuple[Assumption, ...]:
    ranges: Mapping[str, Range] = dict(programme.ranges)
    return tuple(
        Assumption(
            f"{programme.id}.{name}",
            parameter_name(name),
            typed_range(ranges[name]),
            f"{programme.id}.{name}" in changed,
        )
        for name in PARAMETERS
        if name in ranges
    )


def typed_range(one: Range) -> str:
    """A range as it can be typed again."""
    ends = [written(end) for end in (one.low, one.mid, one.high)]
    return ends[0] if one.is_one else " – ".join(ends)


def bases(places: tuple[Place, ...]) -> tuple[charters_chosen.Choice, ...]:
    """On what a levy can be asked, and by what ability can be measured: what all cities have."""
    names = [PER_HEAD, "income", "product"]
    names += [name for name, _ in (places[0].further if places else ())]
    return tuple(
        charters_chosen.Choice(name, figure_name(name))
        for name in names
        if places and all(place.figure(name) is not None for place in places)
    )


def members(plan: Plan) -> tuple[charters_chosen.Choice, ...]:
    """The members, to choose one's own city from."""
    ordered = sorted(plan.places, key=lambda place: place.name)
    return tuple(charters_chosen.Choice(place.id, place.name) for place in ordered)


def sharing_rules() -> tuple[charters_chosen.Choice, ...]:
    """The ways to share a bill."""
    return tuple(charters_chosen.Choice(id, gettext(text)) for id, text in SHARING.items())


def rate_text(plan: Plan | None, asked: Asked) -> str:
    """The rate as it can be typed."""
    if plan is None or plan.levy is None:
        return asked.rate
    if plan.levy.base == PER_HEAD:
        return written(plan.levy.rate)
    return f"{written(plan.levy.rate * 100)} %"


def part_percent(plan: Plan | None) -> int:
    """The part by ability in per cent, for a slider."""
    return 50 if plan is None else int(plan.sharing.part * 100)
