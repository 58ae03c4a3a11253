"""One programme of a cost game: its curve and how much each city uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from koinon.methods.costs.curves import MAX_USE, CostError, Curve


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme and the whole units of its driver that each member uses.

    A member with no use takes no part: it adds no cost and counts for no coordination. The cost of
    a group is `curve.setup + curve.coordination · (users - 1) + V(use of the group)`, nothing when
    none of the group uses it. Raises CostError.
    """

    name: str
    curve: Curve
    uses: Mapping[str, int]

    def __post_init__(self) -> None:
        for member, use in self.uses.items():
            if isinstance(use, bool) or not isinstance(use, int) or not 0 <= use <= MAX_USE:
                raise CostError("use", programme=self.name, member=member)

    def use(self, member: str) -> int:
        """Units the member uses; 0 where it is not listed."""
        return self.uses.get(member, 0)

    @property
    def users(self) -> list[str]:
        """Members with some use, in the order of ids."""
        return sorted(member for member, use in self.uses.items() if use)

    @property
    def total(self) -> int:
        """Units that all members use together."""
        return sum(self.uses.values())

    @property
    def bill(self) -> Fraction:
        """What the programme costs all its users together, in minor units."""
        return self.curve.cost_of(self.uses.values())

    def cost(self, group: Iterable[str]) -> Fraction:
        """What it would cost these members if they ran it by themselves, in minor units."""
        return self.curve.cost_of(self.use(member) for member in group)


def bill_of(programmes: Iterable[Programme]) -> Fraction:
    """What all programmes cost together, in minor units."""
    return sum((programme.bill for programme in programmes), Fraction(0))


def cost_of(programmes: Iterable[Programme], group: Sequence[str]) -> Fraction:
    """What these members would pay if they ran all the programmes by themselves."""
    return sum((programme.cost(group) for programme in programmes), Fraction(0))
