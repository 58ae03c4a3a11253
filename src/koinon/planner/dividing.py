"""Who pays what part of the bill, by four rules; and who would pay more than alone under one.

Whoever drafts a charter needs to know which cities would pay less by running the programmes among
themselves. It is for them: said of a city in public it is an accusation, so pages that can be
shared leave it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from koinon.methods.costs import sharing
from koinon.methods.costs.certificates import Verdict
from koinon.methods.costs.curves import CostError
from koinon.methods.costs.programmes import Programme as Game
from koinon.methods.costs.solidarity import Solidarity, price_of_solidarity
from koinon.methods.costs.stability import judge
from koinon.planner.asking import Unplannable
from koinon.planner.costing import Costs
from koinon.planner.places import Place

Rule = Literal["use", "ability", "shapley", "mixture"]
RULES: Final[tuple[Rule, ...]] = ("use", "ability", "shapley", "mixture")
ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Sharing:
    """How the bill is shared: the rule, the figure that ability goes by, the part by ability.

    `part`, from 0 to 1, is what a mixture charges by ability; the rest it charges by use. Raises
    Unplannable: ``sharing_rule``, ``sharing_part``.
    """

    rule: Rule = "mixture"
    ability: str = "product"
    part: Fraction = Fraction(1, 2)

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise Unplannable("sharing_rule", rule=self.rule, rules=", ".join(RULES))
        if not 0 <= self.part <= 1:
            raise Unplannable("sharing_part", part=str(self.part))


@dataclass(frozen=True, slots=True)
class CityShare:
    """What one city pays by each rule, exact minor units; `pays` by the rule chosen.

    `owes` is `pays` in whole minor units; those of all cities sum to the bill. `shapley` is None
    where it cannot be told exactly.
    """

    place: str
    use: Fraction
    ability: Fraction | None
    shapley: Fraction | None
    pays: Fraction
    owes: int
    alone: Fraction

    @property
    def saves(self) -> Fraction:
        """How much less it pays than alone; negative where it pays more."""
        return self.alone - self.pays


@dataclass(frozen=True, slots=True)
class Divided:
    """The bill shared; `error` bounds the Shapley values in minor units (0: exact)."""

    sharing: Sharing
    bill: Fraction
    cities: tuple[CityShare, ...]
    error: Fraction

    @property
    def paid(self) -> dict[str, Fraction]:
        """The exact shares by city."""
        return {one.place: one.pays for one in self.cities}


def divide(places: tuple[Place, ...], costs: Costs, how: Sharing) -> Divided:
    """Share the bill of the middle case. Raises Unplannable: ``no_ability``, ``no_shapley``."""
    bill = sum((game.bill for game in costs.games), ZERO)
    use = _by_use(costs.games)
    asked = how.rule in ("ability", "mixture")
    ability = _need_ability(places, bill, how) if asked else _by_ability(places, bill, how)
    shapley, error = _shapley(costs.games)
    chosen = _chosen(how, use, ability, shapley)
    owed = sharing.whole_units(chosen)
    alone = dict(costs.alone_by_city)
    cities = tuple(
        CityShare(
            place.id,
            use.get(place.id, ZERO),
            None if ability is None else ability[place.id],
            None if shapley is None else shapley.get(place.id, ZERO),
            chosen.get(place.id, ZERO),
            owed.get(place.id, 0),
            alone[place.id],
        )
        for place in places
    )
    return Divided(how, bill, cities, error)


def verdict_on(costs: Costs, divided: Divided) -> Verdict:
    """Say whether anybody pays more than alone, with a proof. For the drafter."""
    return judge(costs.games, divided.paid)


def solidarity_of(places: tuple[Place, ...], costs: Costs, how: Sharing) -> Solidarity:
    """Find the largest part that ability may carry with nobody paying more than alone.

    Raises Unplannable: ``no_ability``.
    """
    bill = sum((game.bill for game in costs.games), ZERO)
    return price_of_solidarity(costs.games, _need_ability(places, bill, how), _by_use(costs.games))


def _by_use(games: tuple[Game, ...]) -> dict[str, Fraction]:
    return sharing.summed([sharing.by_use(game) for game in games])


def _by_ability(
    places: tuple[Place, ...], bill: Fraction, how: Sharing
) -> dict[str, Fraction] | None:
    """The shares by ability; None where a city lacks the figure."""
    if any(place.figure(how.ability) is None for place in places):
        return None
    return _need_ability(places, bill, how)


def _need_ability(places: tuple[Place, ...], bill: Fraction, how: Sharing) -> dict[str, Fraction]:
    bases = {}
    for place in places:
        figure = place.figure(how.ability)
        if figure is None or figure.value < 0:
            raise Unplannable("no_ability", ability=how.ability, place=place.name)
        bases[place.id] = figure.value
    try:
        return sharing.by_base(bill, bases)
    except CostError as error:
        name = places[0].name
        raise Unplannable("no_ability", ability=how.ability, place=name) from error


def _shapley(games: tuple[Game, ...]) -> tuple[dict[str, Fraction] | None, Fraction]:
    """The Shapley values and their error; None where there are too many cities for exact ones."""
    try:
        return sharing.summed([sharing.shapley(game) for game in games]), ZERO
    except CostError:
        return None, ZERO


def _chosen(
    how: Sharing,
    use: Mapping[str, Fraction],
    ability: Mapping[str, Fraction] | None,
    shapley: Mapping[str, Fraction] | None,
) -> dict[str, Fraction]:
    if how.rule == "use":
        return dict(use)
    if how.rule == "shapley":
        if shapley is None:
            raise Unplannable("no_shapley")
        return dict(shapley)
    assert ability is not None
    if how.rule == "ability":
        return dict(ability)
    return sharing.mixture(how.part, ability, use)
