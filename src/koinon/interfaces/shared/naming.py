"""What stands in sentences instead of an identifier: seats, bodies, cities, lines, programmes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from django.utils.translation import get_language, get_language_info, gettext

from koinon.charter.document import Charter, Names, name_in
from koinon.cities import queries as cities
from koinon.interfaces.shared import remembered
from koinon.treasury import queries as treasury

_TEXT: Final = re.compile(
    "charter|proposal/(?P<proposal>[1-9][0-9]*)|minutes/(?P<minutes>[1-9][0-9]*)"
    "|paper/(?P<meeting>[1-9][0-9]*)/(?P<item>[1-9][0-9]*)/(?P<place>[1-9][0-9]*)"
)


def told(names: Names) -> str:
    """A text in the reader's language, else in the charter's authoritative one."""
    found = remembered.charter()
    fallback = (found.coalition.authoritative,) if found else ()
    return name_in(names, get_language() or "en", *fallback)


def coalition() -> str:
    """The coalition's name; the programme's before there is a coalition."""
    found = remembered.charter()
    return told(found.names) if found else "Koinon"


def city_names() -> dict[str, str]:
    """The name of every city by its slug."""
    return remembered.once("city_names", lambda: {city.slug: city.name for city in cities.cities()})


def city(slug: str) -> str:
    """A city's name; what is no city's slug as it is."""
    return city_names().get(slug, slug)


def body(id_: str) -> str:
    """The charter's title of a body, else its name there."""
    found = remembered.charter()
    return next((told(one.title) for one in found.bodies if one.id == id_), id_) if found else id_


def seat(id_: str) -> str:
    """A seat inside a sentence: the delegate of a city, or an office; unknown ones as they are."""
    found = remembered.charter()
    inside, _, slug = id_.partition("/")
    if slug and found and any(one.id == inside for one in found.bodies):
        return gettext("the delegate of {city} in the {body}").format(
            city=city(slug), body=body(inside)
        )
    title = next((told(one.title) for one in found.seats if one.id == id_), "") if found else ""
    return gettext("the {office}").format(office=title) if title else id_


def holders(ids: Iterable[str]) -> str:
    """Who holds what an article gives: offices, and every delegate in a body."""
    found = remembered.charter()
    bodies = {one.id for one in found.bodies} if found else set()
    said = (
        gettext("the delegates in the {body}").format(body=body(one))
        if one in bodies
        else seat(one)
        for one in ids
    )
    return ", ".join(said)


class _Titled(Protocol):
    """A part of a charter that has a name there and a title."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> Names: ...


def _title(parts: Callable[[Charter], Iterable[_Titled]], id_: str) -> str:
    """The charter's title of one of these parts of it, else its name there."""
    found = remembered.charter()
    titles = {one.id: told(one.title) for one in parts(found)} if found else {}
    return titles.get(id_, id_)


def matter(id_: str) -> str:
    """The charter's title of a matter, else its name there."""
    return _title(lambda charter: charter.matters, id_)


def experiment(id_: str) -> str:
    """The charter's title of an experiment, else its name there."""
    return _title(lambda charter: charter.experiments, id_)


def charter_levy(id_: str) -> str:
    """The charter's title of a levy it holds, else its name there."""
    return _title(lambda charter: charter.levies, id_)


def programme(code: str) -> str:
    """The charter's title of a programme, else its code."""
    return _title(lambda charter: charter.programmes, code)


def language(code: str) -> str:
    """A language as the reader's language calls it inside a sentence; else its code."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def text(name: str) -> str:
    """What a text is of, by its name, as "proposal/7"; what is no such name as it is."""
    found = _TEXT.fullmatch(name)
    if found is None:
        return name
    if name == "charter":
        return gettext("charter")
    if found["proposal"]:
        return gettext("proposal {number}").format(number=found["proposal"])
    if found["minutes"]:
        return gettext("minutes of meeting {number}").format(number=found["minutes"])
    said = gettext("paper {place} of item {item}, meeting {number}")
    return said.format(number=found["meeting"], item=found["item"], place=found["place"])


def figure(name: str) -> str:
    """The charter's title of a figure, else its name."""
    return _title(lambda charter: charter.facts, name)


def line(code: str, year: int | None = None) -> str:
    """The title of a budget line, of this year where it has one, else its latest; else its code."""
    titles = remembered.once("line_titles", treasury.line_titles)
    latest = next((title for (one, _), title in titles.items() if one == code), {})
    title = titles.get((code, year), latest) if year else latest
    return told(tuple(title.items())) if title else code


def account_titles() -> dict[str, dict[str, str]]:
    """What each account that was taken over holds, by language."""
    return remembered.once("account titles", treasury.account_titles)
