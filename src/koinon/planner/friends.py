"""Like-minded cities: which clubs would cost least where difference costs too, and how firmly.

Clusters of cities by their votes are weak evidence: on the hundred largest US counties the
silhouette of the best clustering is below 0.2, a continuum with few clubs. So nothing is grouped
here by likeness alone. Clubs are those along one axis that cost least together at a stated weight
of difference, and each answer says between which weights it stays the best, which cities would
rather be elsewhere, and which neighbours would merge.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from koinon.methods.costs.clubs import City, Partition, Unrest, best_clubs, unrest
from koinon.methods.costs.curves import Curve
from koinon.planner.asking import Unplannable
from koinon.planner.costing import Costs
from koinon.planner.places import Place

MOST: Final = 400


@dataclass(frozen=True, slots=True)
class Friends:
    """The best clubs on an axis for one programme, at one weight of difference.

    `weight` is in minor units for each unit of use and unit of the axis (which runs from -1 to 1).
    `partition` and `unrest` are those of `koinon.methods.costs.clubs`.
    """

    axis: str
    programme: str
    weight: Fraction
    positions: tuple[tuple[str, Fraction], ...]
    partition: Partition
    unrest: Unrest

    @property
    def is_stable(self) -> bool:
        """Whether no city would move and no neighbours would merge."""
        return not self.unrest.moves and not self.unrest.merges


def axes_of(places: tuple[Place, ...]) -> tuple[str, ...]:
    """The axes on which every city has a position."""
    names = dict.fromkeys(axis for place in places for axis, _ in place.preferences)
    return tuple(axis for axis in names if all(axis in dict(place.preferences) for place in places))


def friends_of(
    places: tuple[Place, ...], costs: Costs, axis: str, programme: str, weight: Fraction
) -> Friends:
    """Find the clubs. Raises Unplannable: ``no_axis``, ``no_club_programme``, ``weight``,
    ``many_friends``, ``no_driver``.
    """
    positions = _positions(places, axis)
    curve, uses = _of(costs, programme)
    if weight < 0:
        raise Unplannable("weight")
    if len(places) > MOST:
        raise Unplannable("many_friends", most=MOST)
    cities = tuple(
        City(id, position, uses[id]) for id, position in positions if uses.get(id, 0) > 0
    )
    partition = best_clubs(curve, cities, weight)
    return Friends(
        axis,
        programme,
        weight,
        positions,
        partition,
        unrest(curve, cities, partition.clubs, weight),
    )


def _positions(places: tuple[Place, ...], axis: str) -> tuple[tuple[str, Fraction], ...]:
    found = []
    for place in places:
        rate = dict(place.preferences).get(axis)
        if rate is None:
            raise Unplannable("no_axis", axis=axis, place=place.name)
        found.append((place.id, rate.value))
    return tuple(found)


def _of(costs: Costs, programme: str) -> tuple[Curve, dict[str, int]]:
    for one in costs.programmes:
        if one.programme.id == programme:
            return one.game.curve, dict(one.game.uses)
    raise Unplannable("no_club_programme", programme=programme)
