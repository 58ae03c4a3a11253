"""Each kind of act by its own teller and template; any other by its labelled fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from koinon.acts import registry
from koinon.assembly.queries import EnclosedView
from koinon.interfaces.web import words
from koinon.interfaces.web.derived import fields_of
from koinon.interfaces.web.enclosed import (
    amendment,
    budget,
    election,
    levy,
    membership,
    ratification,
    residents,
    spending,
)
from koinon.interfaces.web.enclosed.asking import Asked
from koinon.interfaces.web.pages.acts import answers

Teller: TypeAlias = Callable[[dict[str, Any], Asked], Any]

TELLERS: Final[Mapping[str, tuple[str, Teller]]] = {
    "assembly.admit_city/1": ("membership", membership.told),
    "assembly.admit_associate/1": ("membership", membership.told),
    "assembly.amend_charter/1": ("amendment", amendment.told),
    "assembly.open_election/1": ("election", election.told),
    "assembly.open_participatory_budget/1": ("residents", residents.told),
    "assembly.open_participatory_budget/2": ("residents", residents.told_by_ballot),
    "assembly.ratify/1": ("ratification", ratification.told),
    "treasury.adopt_budget/1": ("budget", budget.told),
    "treasury.adopt_levy/1": ("levy", levy.told),
    "treasury.adopt_levy/2": ("levy", levy.told_of_charter),
    "treasury.commit/1": ("spending", spending.told),
}
"""Type of act → its template (without folder and ending) and what fills that."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An act told in full: its place in the list, its sentence, its template, what that shows."""

    place: int
    type: str
    sentence: str
    template: str
    told: Any


def has_more(act_type: str) -> bool:
    """Whether acts of this type are told in more than their sentence and their fields."""
    return act_type in TELLERS


def tell(acts: Iterable[EnclosedView], asked: Asked) -> tuple[Telling, ...]:
    """Every act, in the order in which they take effect."""
    return tuple(_telling(place, one, asked) for place, one in enumerate(acts, 1))


def _telling(place: int, one: EnclosedView, asked: Asked) -> Telling:
    name, teller = TELLERS.get(one.type, ("fields", _fields(one.type)))
    template = f"koinon/enclosed/{name}.html"
    return Telling(
        place, one.type, words.says(one.type, one.data), template, teller(one.data, asked)
    )


def _fields(act_type: str) -> Teller:
    return lambda data, _: answers(data, fields_of(registry.find(act_type)))
