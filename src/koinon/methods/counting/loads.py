"""Sequential Phragmén in numbers: one rule for budgets and committees alike.

Voters earn money at one pace from nothing. As soon as the supporters of a project hold its cost,
it is bought with all they have. So a voter's load is the moment of the last purchase she took part
in, and all who took part in it are one class.

Source: Phragmén (1894); Brill, Freeman, Janson, Lackner, "Phragmén's Voting Methods and Justified
Representation" (AAAI 2017); with costs: Los, Christoff, Grossi, "Proportional Budget Allocations"
(IJCAI 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from koinon.methods.counting.electorates import Standings
from koinon.methods.counting.orders import Order
from koinon.methods.counting.ties import Tie

Credits: TypeAlias = Callable[[frozenset[int]], Sequence[Fraction]]
"""(bought already) → what supporters of each project still hold of money they began with."""


@dataclass(frozen=True, slots=True)
class Load:
    """A purchase at moment `load`: its supporters by class before it, and the next project then.

    Class 0 took part in none, class k last in the k-th.
    """

    project: int
    load: Fraction
    classes: tuple[tuple[int, int], ...]
    second: tuple[Fraction, int] | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """All purchases; the ties met; and each project left, with its load at the end."""

    loads: tuple[Load, ...]
    ties: tuple[Tie, ...]
    rest: tuple[tuple[int, Fraction], ...]


def moments(
    costs: Sequence[int],
    standings: Standings,
    loads: Sequence[Fraction],
    among: Sequence[int],
    credit: Sequence[Fraction] | None = None,
) -> dict[int, Fraction]:
    """When each project that anyone supports could be bought; loads[k] is the load of class k."""
    unit = lcm(*(load.denominator for load in loads))
    whole = [load.numerator * (unit // load.denominator) for load in loads]
    found: dict[int, Fraction] = {}
    for project in among:
        row = standings.row(project)
        votes = sum(row.values())
        if votes:
            owed = costs[project] * unit + sum(whole[at] * n for at, n in row.items())
            found[project] = Fraction(owed, votes * unit)
            if credit:
                found[project] -= credit[project] / votes
    return found


def phragmen(
    costs: Sequence[int],
    standings: Standings,
    order: Order,
    money: int,
    *,
    skip: bool,
    among: Sequence[int],
    credits: Credits | None = None,
    stage: int = 0,
) -> Loaded:
    """Buy projects of `among` with `money`, until the next one does not fit; or skip such ones.

    stage: how many stages went before, for the numbers of ties.
    """
    rest = list(among)
    loads = [Fraction(0)]
    bought: list[Load] = []
    ties: list[Tie] = []
    while True:
        credit = credits(frozenset(one.project for one in bought)) if credits else None
        found = moments(costs, standings, loads, rest, credit)
        fits = {p: at for p, at in found.items() if not skip or costs[p] <= money}
        if not fits:
            break
        least = min(fits.values())
        tied = [p for p, at in fits.items() if at == least]
        first, met = order.settle(tied, stage + len(bought) + 1, "bought")
        if costs[first] > money:
            ties.extend(met)
            break
        ties.extend(met)
        ranked = sorted((at, order.ranks[p], p) for p, at in fits.items() if p != first)
        second = (ranked[0][0], ranked[0][2]) if ranked else None
        bought.append(Load(first, least, tuple(standings.row(first).items()), second))
        loads.append(least)
        standings.raise_to(first, len(bought))
        money -= costs[first]
        rest.remove(first)
    return Loaded(tuple(bought), tuple(ties), tuple(found.items()))
