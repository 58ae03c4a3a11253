"""Several coalitions side by side: who is in more than one, and whether law admits the sum.

A city may be in several coalitions, each of which charges it. What its law admits is a limit on
the sum, not on each (`legal_cap`, a figure of the city: whole units of money a year).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from koinon.planner.asking import Unplannable
from koinon.planner.places import Place

LEGAL_CAP: Final = "legal_cap"


@dataclass(frozen=True, slots=True)
class Charged:
    """One city in several coalitions; amounts in minor units.

    `charges` lists what each coalition it is in charges, by the coalition's name. `cap` is None
    where no limit is known of; that is not the same as no limit.
    """

    place: str
    name: str
    charges: tuple[tuple[str, Fraction], ...]
    cap: Fraction | None

    @property
    def total(self) -> Fraction:
        """All it is charged."""
        return sum((amount for _, amount in self.charges), Fraction(0))

    @property
    def over(self) -> Fraction:
        """By how much the sum is above the limit; 0 where it is not, or none is known."""
        return Fraction(0) if self.cap is None else max(Fraction(0), self.total - self.cap)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Every city of any coalition, with what all of them charge it."""

    cities: tuple[Charged, ...]

    @property
    def shared(self) -> tuple[Charged, ...]:
        """Cities in more than one coalition."""
        return tuple(one for one in self.cities if len(one.charges) > 1)

    @property
    def over(self) -> tuple[Charged, ...]:
        """Cities charged more than their law admits."""
        return tuple(one for one in self.cities if one.over)


def side_by_side(
    charges: Mapping[str, Mapping[str, Fraction]], places: Sequence[Place], decimals: int = 2
) -> SideBySide:
    """Put coalitions side by side.

    `charges` says by coalition what each of its cities is charged, in minor units; `places` are
    all their cities, once each. Raises Unplannable: ``stranger``, ``place_differs`` (one id, two
    cities).
    """
    known: dict[str, Place] = {}
    for place in places:
        if known.setdefault(place.id, place) != place:
            raise Unplannable("place_differs", place=place.id)
    strangers = sorted({id for one in charges.values() for id in one} - known.keys())
    if strangers:
        raise Unplannable("stranger", place=strangers[0])
    return SideBySide(
        tuple(
            Charged(place.id, place.name, found, _cap(place, decimals))
            for place in known.values()
            if (
                found := tuple(
                    (name, owed[place.id]) for name, owed in charges.items() if place.id in owed
                )
            )
        )
    )


def _cap(place: Place, decimals: int) -> Fraction | None:
    figure = place.figure(LEGAL_CAP)
    return None if figure is None else Fraction(figure.value * 10**decimals)
