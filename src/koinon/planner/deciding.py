"""Who holds the votes and the power under a charter's rule, and how likely anything is to pass.

Power is a priori: every city votes for or against at random and independently, as nobody knows
yet what will be voted on. It says what a rule gives, not what will happen. A city's residents
have, each, about its measure over the square root of their number (L. Penrose 1946).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import Final

from koinon.charter.document import Charter, Matter
from koinon.charter.drafting import template
from koinon.charter.parsing import parse_charter
from koinon.charter.trying import Untriable, electorate_on
from koinon.methods.polls import Electorate
from koinon.methods.power import (
    Curve,
    Game,
    Power,
    Unmeasurable,
    chance_to_pass,
    citizen_squares,
    game_of,
    power,
)
from koinon.methods.rules import Rule
from koinon.planner.asking import Unplannable
from koinon.planner.places import Place

BUDGET: Final = "treasury.adopt_budget/1"
SQUARE_ROOT: Final = "square-root"
"""The template whose rule has the Jagiellonian quota; every rule is compared with it."""
LEVELS: Final = tuple(Fraction(percent, 100) for percent in range(30, 91, 2))
"""Levels of agreement at which the chance to pass is told."""
MEASURED: Final = 64
"""So many games are remembered with their power: those of one evening's plans."""
SEED: Final = 20_260_101
"""For games that can only be sampled: always the same, so that a plan's answer is too."""


@dataclass(frozen=True, slots=True)
class CitySay:
    """What one city has to say.

    `votes` is its part of the weight of the deciding body. `absolute` is the chance that its vote
    decides, `normalised` its part of all these, `shapley` its Shapley-Shubik index; each of the
    last two is None where it cannot be told. `citizen` compares a resident's say with that of the
    average resident of all cities: 1 is equal.
    """

    place: str
    votes: Fraction
    absolute: Fraction
    normalised: Fraction | None
    shapley: Fraction | None
    citizen: Fraction
    veto: bool
    dictator: bool
    dummy: bool | None

    @property
    def share(self) -> Fraction | None:
        """Its part of the power: Banzhaf's, or Shapley and Shubik's where votes hardly decide."""
        return self.shapley if self.normalised is None else self.normalised


@dataclass(frozen=True, slots=True)
class Say:
    """Power under the rule of one matter, and the chance to pass beside the Jagiellonian rule's.

    `absent` lists cities that have no vote on this matter. `passing` is the chance that a vote at
    random passes. `method` and `errors` are those of `koinon.methods.power`.
    """

    matter: Matter
    article: str
    cities: tuple[CitySay, ...]
    absent: tuple[str, ...]
    power: Power
    curve: Curve
    jagiellonian: Curve | None

    @property
    def passing(self) -> Fraction:
        """The chance that a vote at random passes."""
        return self.power.passing

    @property
    def unequal(self) -> Fraction:
        """The best say of a resident over the worst, among cities that ever decide."""
        found = [one.citizen for one in self.cities if one.citizen]
        return max(found) / min(found) if found else Fraction(0)


def main_matter(charter: Charter, name: str = "") -> Matter:
    """The matter of that name; else the one that adopts a budget, else the charter's first.

    Raises Unplannable ``no_matter``.
    """
    found = next((one for one in charter.matters if one.id == name), None)
    if found is None and not name:
        found = next((one for one in charter.matters if BUDGET in one.acts), None)
        found = found or next(iter(charter.matters), None)
    if found is None:
        known = ", ".join(one.id for one in charter.matters)
        raise Unplannable("no_matter", matter=name, known=known)
    return found


def say_of(places: tuple[Place, ...], charter: Charter, matter: str = "") -> Say:
    """Measure power under a charter. Raises Unplannable.

    Codes: ``no_fact`` (a city lacks a figure that the charter weighs it by), ``nobody``,
    ``unweighable``, and those of `methods.power.Unmeasurable`, such as ``never_passes``.
    """
    found = main_matter(charter, matter)
    article = charter.rule(found.rule)
    voters = _voters(places, charter, found)
    game = _game(article.rule, voters)
    try:
        measured = _power(game, voters.members)
        curve = _chances(game)
    except Unmeasurable as error:
        raise Unplannable(error.code, rule=article.article, **error.facts) from error
    voting = set(voters.members)
    return Say(
        found,
        article.article,
        _cities(places, voters, charter.body(found.body).weight, measured),
        tuple(place.id for place in places if place.id not in voting),
        measured,
        curve,
        _jagiellonian(places),
    )


# Whoever changes a rate or a cost asks for the same game again, and measuring is what takes long.


@lru_cache(maxsize=MEASURED)
def _power(game: Game, names: tuple[str, ...]) -> Power:
    return power(game, names=names, seed=SEED)


@lru_cache(maxsize=MEASURED)
def _chances(game: Game) -> Curve:
    return chance_to_pass(game, LEVELS, seed=SEED)


def game_under(places: Sequence[Place], charter: Charter, matter: str = "") -> Game:
    """The game that `say_of` measures: which members carry a decision of that matter.

    Its members are those of `Say.power.names`, in that order. Raises Unplannable.
    """
    found = main_matter(charter, matter)
    return _game(charter.rule(found.rule).rule, _voters(places, charter, found))


def facts_of(charter: Charter, places: Sequence[Place]) -> dict[str, dict[str, Fraction]]:
    """The figures of cities that a charter weighs members by: fact, then city."""
    found: dict[str, dict[str, Fraction]] = {}
    for kind in charter.facts:
        figures = ((place.id, place.figure(kind.id)) for place in places)
        found[kind.id] = {id: Fraction(one.value) for id, one in figures if one is not None}
    return found


def _voters(places: Sequence[Place], charter: Charter, matter: Matter) -> Electorate:
    names = {place.id: place.name for place in places}
    try:
        return electorate_on(charter, matter, names, facts_of(charter, places))
    except Untriable as error:
        facts = dict(error.facts)
        if "member" in facts:
            facts["place"] = names[facts.pop("member")]
        raise Unplannable(error.code, **facts) from error


def _game(rule: Rule, voters: Electorate) -> Game:
    try:
        return game_of(rule, voters)
    except Unmeasurable as error:
        raise Unplannable(error.code, **error.facts) from error


def _cities(
    places: Sequence[Place], voters: Electorate, weight: str, measured: Power
) -> tuple[CitySay, ...]:
    known = {place.id: place for place in places}
    people = [known[member].population.value for member in voters.members]
    column = dict(voters.weights)[weight]
    whole = sum(column, Fraction(0))
    say = _citizens(measured, people)
    rows = {
        name: CitySay(
            name,
            votes / whole if whole else Fraction(0),
            one.absolute,
            one.normalised,
            one.shapley,
            citizen,
            one.veto,
            one.dictator,
            one.dummy,
        )
        for name, votes, one, citizen in zip(
            voters.members, column, measured.members, say, strict=True
        )
    }
    return tuple(rows[place.id] for place in places if place.id in rows)


def _citizens(measured: Power, people: Sequence[int]) -> tuple[Fraction, ...]:
    """Every city's say of a resident over the mean over all residents, to nine digits."""
    roots = [_root(square) for square in citizen_squares(measured, people)]
    mean = sum((root * heads for root, heads in zip(roots, people, strict=True)), Fraction(0))
    mean /= sum(people)
    return tuple(root / mean if mean else Fraction(0) for root in roots)


def _root(value: Fraction) -> Fraction:
    """The square root to nine digits after its first, rounded down."""
    if not value:
        return Fraction(0)
    shift = max(0, value.denominator.bit_length() - value.numerator.bit_length()) // 2 * 2 + 64
    return Fraction(isqrt((value.numerator << shift) // value.denominator), 1 << (shift // 2))


def _jagiellonian(places: Sequence[Place]) -> Curve | None:
    """The chance to pass under square-root votes and the Jagiellonian quota; None beyond reach."""
    charter = _square_root()
    matter = main_matter(charter)
    people: Mapping[str, dict[str, Fraction]] = facts_of(charter, places)
    voters = electorate_on(charter, matter, [place.id for place in places], people)
    try:
        return _chances(game_of(charter.rule(matter.rule).rule, voters))
    except Unmeasurable:
        return None


@lru_cache(maxsize=1)
def _square_root() -> Charter:
    return parse_charter(template(SQUARE_ROOT), file=SQUARE_ROOT)
