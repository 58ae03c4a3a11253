"""A plan: what some cities could do together under a charter, before anyone signs.

    plan = Plan(places, charter, programmes, levy=LevyTerms("income", Fraction(1, 1000)))
    plan.raised.total, plan.costs.saving, plan.say.cities, plan.divided.cities

Nothing is recorded and nothing is random: the same inputs give the same answers everywhere.
Every answer is worked out when it is first asked for, so an answer that cannot be given refuses
itself alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from koinon.charter.document import Charter
from koinon.methods.costs.certificates import Verdict
from koinon.methods.costs.solidarity import Solidarity
from koinon.planner.asking import Unplannable
from koinon.planner.costing import Costs, cost_of
from koinon.planner.deciding import Say, main_matter, say_of
from koinon.planner.dividing import Divided, Sharing, divide, solidarity_of, verdict_on
from koinon.planner.outside import Outside, Rather, outside_of, riders_of
from koinon.planner.places import Place
from koinon.planner.programmes import Programme
from koinon.planner.raising import LevyTerms, Raised, decimals_of, raise_from
from koinon.planner.standing import Nation, standings

FEWEST = 2
MOST = 10_000
REMEMBERED = 32


@dataclass(frozen=True)
class Plan:
    """Cities, a charter, programmes, a levy, and how the bill is shared.

    `matter` names the kind of decision whose rule is measured ("" takes the one that adopts a
    budget, else the first). `others` are cities that do not take part, whose gain is told.
    Raises Unplannable: ``few_places``, ``many_places``, ``place_twice``, ``other_inside``,
    ``no_matter``; and each answer as its module says.
    """

    places: tuple[Place, ...]
    charter: Charter
    programmes: tuple[Programme, ...] = ()
    levy: LevyTerms | None = None
    sharing: Sharing = field(default_factory=Sharing)
    matter: str = ""
    others: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        if len(self.places) < FEWEST:
            raise Unplannable("few_places", number=len(self.places), least=FEWEST)
        if len(self.places) > MOST:
            raise Unplannable("many_places", number=len(self.places), most=MOST)
        seen: set[str] = set()
        for place in self.places:
            if place.id in seen:
                raise Unplannable("place_twice", place=place.name)
            seen.add(place.id)
        inside = next((one for one in self.others if one.id in seen), None)
        if inside is not None:
            raise Unplannable("other_inside", place=inside.name)
        main_matter(self.charter, self.matter)

    @cached_property
    def raised(self) -> Raised:
        """What the levy raises. Raises Unplannable ``no_levy`` where the plan has none."""
        if self.levy is None:
            raise Unplannable("no_levy")
        return raise_from(self.places, self.levy)

    @cached_property
    def costs(self) -> Costs:
        """What the programmes cost together and alone."""
        return _costs(self.places, self.programmes)

    @cached_property
    def say(self) -> Say:
        """Who holds the votes and the power under the charter's rule."""
        return say_of(self.places, self.charter, self.matter)

    @cached_property
    def divided(self) -> Divided:
        """Who pays what part of the bill."""
        return divide(self.places, self.costs, self.sharing)

    @cached_property
    def verdict(self) -> Verdict:
        """Who pays more than alone, with its proof; for the drafter."""
        return verdict_on(self.costs, self.divided)

    @cached_property
    def solidarity(self) -> Solidarity:
        """How much of the bill ability may carry with nobody paying more than alone."""
        return _solidarity(self.places, self.programmes, self.sharing.ability)

    @cached_property
    def outside(self) -> Outside:
        """What cities outside and the region around gain."""
        return outside_of(self.places, self.others, self.costs)

    @cached_property
    def riders(self) -> tuple[Rather, ...]:
        """Who would rather let the others pay; for the drafter."""
        return riders_of(self.places, self.costs, self.divided)

    @cached_property
    def nations(self) -> tuple[Nation, ...]:
        """What share of their nation's people, product and seats the cities hold."""
        return standings(self.places)


# Whoever moves the part by ability, or a rate, asks for the same costs again.


@lru_cache(maxsize=REMEMBERED)
def _costs(places: tuple[Place, ...], programmes: tuple[Programme, ...]) -> Costs:
    decimals = decimals_of(programmes[0].currency) if programmes else 2
    return cost_of(places, programmes, decimals)


@lru_cache(maxsize=REMEMBERED)
def _solidarity(
    places: tuple[Place, ...], programmes: tuple[Programme, ...], ability: str
) -> Solidarity:
    return solidarity_of(places, _costs(places, programmes), Sharing(ability=ability))
