"""What groups of US counties produce, and what they weigh in Congress and the Electoral College.

A county's weight in a body is its share of its state's people times the state's share of the
body's seats: what its people would have if a state's seats were split among its counties by
population. Seats are those of the 2020 apportionment. All numbers are exact; the counties' own
are of 2020 (income: 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import isqrt
from types import MappingProxyType
from typing import Final

from koinon.planner.counties import County, counties

HOUSE_SEATS: Final[Mapping[str, int]] = MappingProxyType(
    dict(
        pair
        for seats, states in {
            52: "CA", 38: "TX", 28: "FL", 26: "NY", 17: "IL PA", 15: "OH", 14: "GA NC", 13: "MI",
            12: "NJ", 11: "VA", 10: "WA", 9: "AZ IN MA TN", 8: "CO MD MN MO WI", 7: "AL SC",
            6: "KY LA OR", 5: "CT OK", 4: "AR IA KS MS NV UT", 3: "NE NM",
            2: "HI ID ME MT NH RI WV", 1: "AK DE ND SD VT WY",
        }.items()
        for pair in ((state, seats) for state in states.split())
    )
)  # fmt: skip
"""State → seats in the House of Representatives (US Census Bureau, 2020 Census apportionment,
table 1; public domain). The District of Columbia has none, and three electors."""

SEATS_SOURCE: Final = "US Census Bureau, 2020 Census apportionment"
DISTRICT: Final = "DC"
SENATE, HOUSE, ELECTORS = 100, 435, 538
MEASURES: Final = (
    "product", "people", "income", "carbon", "house", "electors", "senate", "democrat"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """What a group of counties has of the whole, each from 0 to 1.

    `democrat` is the part of the votes for the two parties that went to the Democrat in 2020, of
    the group's counties where votes are known; `carbon` leaves out counties without a figure.
    """

    code: str
    counties: int
    product: Fraction
    people: Fraction
    income: Fraction
    carbon: Fraction
    house: Fraction
    electors: Fraction
    senate: Fraction
    democrat: Fraction


@cache
def power_gap() -> tuple[Group, ...]:
    """The groups that the planner shows, in order."""
    largest = sorted(counties(), key=lambda one: (-one.values["product_2020"], one.id))
    return (
        _group("biden_2020", _those(lambda one: one.winner(2020) == "democrat")),
        _group("not_biden_2020", _those(lambda one: one.winner(2020) != "democrat")),
        *(_group(f"top_{n}", largest[:n]) for n in (25, 50, 100)),
        _group("metro_million", _those(lambda one: one.values.get("rural_urban_2023") == 1)),
        _group("metro", _those(lambda one: one.values.get("rural_urban_2023", 9) <= 3)),
        _group("non_metro", _those(lambda one: one.values.get("rural_urban_2023", 0) >= 4)),
    )


def group(code: str) -> Group:
    """The group of that code."""
    return next(one for one in power_gap() if one.code == code)


def _those(belongs: Callable[[County], bool]) -> list[County]:
    return [one for one in counties() if belongs(one)]


def _group(code: str, members: Iterable[County]) -> Group:
    inside = list(members)
    votes = _total(inside, "democrat_2020"), _total(inside, "republican_2020")
    return Group(
        code=code,
        counties=len(inside),
        product=_part(inside, "product_2020"),
        people=_part(inside, "population_2020"),
        income=_part(inside, "income_2022"),
        carbon=_part(inside, "co2_2020"),
        house=_weight(inside, house_share),
        electors=_weight(inside, elector_share),
        senate=_weight(inside, senate_share),
        democrat=Fraction(votes[0], sum(votes)),
    )


def _total(members: Iterable[County], column: str) -> int:
    return sum(one.values.get(column, 0) for one in members)


def _part(members: Iterable[County], column: str) -> Fraction:
    return Fraction(_total(members, column), _total(counties(), column))


def _weight(members: Iterable[County], share: Callable[[str], Fraction]) -> Fraction:
    return sum((weight(one, share) for one in members), Fraction(0))


def weight(county: County, share: Callable[[str], Fraction]) -> Fraction:
    """A county's part of a body: its part of its state's people times the state's share."""
    part = Fraction(county.values["population_2020"], people_by_state()[county.state])
    return part * share(county.state)


@cache
def people_by_state() -> Mapping[str, int]:
    """Inhabitants of each state and of the District of Columbia, 2020."""
    found: dict[str, int] = {}
    for one in counties():
        found[one.state] = found.get(one.state, 0) + one.values["population_2020"]
    return MappingProxyType(found)


def senate_share(state: str) -> Fraction:
    """A state's share of the Senate: two of a hundred seats, none for the District."""
    return Fraction(0 if state == DISTRICT else 2, SENATE)


def house_share(state: str) -> Fraction:
    """A state's share of the House of Representatives."""
    return Fraction(HOUSE_SEATS.get(state, 0), HOUSE)


def elector_share(state: str) -> Fraction:
    """A state's share of the Electoral College; the District has three of its electors."""
    own = 3 if state == DISTRICT else HOUSE_SEATS[state] + 2
    return Fraction(own, ELECTORS)


@dataclass(frozen=True, slots=True)
class Malapportionment:
    """How far a body's seats are from people's numbers, 0 where they agree.

    `distance` is half the sum of the differences of shares (Samuels and Snyder 2001, after
    Loosemore and Hanby 1971); `gallagher_squared` half the sum of their squares (Gallagher 1991
    takes its root, which is irrational).
    """

    body: str
    distance: Fraction
    gallagher_squared: Fraction

    def gallagher(self, places: int) -> Fraction:
        """Gallagher's index, cut off after so many decimals."""
        scale: int = 10**places
        squared = self.gallagher_squared
        return Fraction(isqrt(squared.numerator * scale**2 // squared.denominator), scale)


def malapportionment() -> tuple[Malapportionment, ...]:
    """The Senate, the Electoral College and the House against the states' populations of 2020.

    The District of Columbia counts for the Electoral College alone, where it has electors.
    """
    everyone = tuple(sorted(people_by_state()))
    states = tuple(state for state in everyone if state != DISTRICT)
    return (
        _malapportioned("senate", states, senate_share),
        _malapportioned("electors", everyone, elector_share),
        _malapportioned("house", states, house_share),
    )


def _malapportioned(
    body: str, states: tuple[str, ...], share: Callable[[str], Fraction]
) -> Malapportionment:
    people = people_by_state()
    whole = sum(people[state] for state in states)
    gaps = [share(state) - Fraction(people[state], whole) for state in states]
    return Malapportionment(
        body,
        sum((abs(gap) for gap in gaps), Fraction(0)) / 2,
        sum((gap * gap for gap in gaps), Fraction(0)) / 2,
    )


@dataclass(frozen=True, slots=True)
class Carried:
    """What the counties carried by the Democrat produced, an election and a year of product.

    Shares are of all county areas. `alaska` votes by districts that are no counties, `unmatched`
    areas have no votes in the source; their winner is not guessed.
    """

    election: int
    product_year: int
    democrat_counties: int
    republican_counties: int
    democrat: Fraction
    republican: Fraction
    alaska: Fraction
    unmatched: Fraction


TREND: Final = (
    (2008, 2008), (2012, 2012), (2016, 2016), (2020, 2018), (2020, 2019), (2020, 2020),
    (2020, 2022), (2024, 2022),
)  # fmt: skip
"""Elections with the year of product they are counted with."""


@cache
def carried(election: int, product_year: int) -> Carried:
    """Count one election with the product of one year."""
    column = f"product_{product_year}"
    sums = dict.fromkeys(("democrat", "republican", "alaska", "unmatched"), 0)
    numbers = dict.fromkeys(sums, 0)
    for one in counties():
        side = "alaska" if one.state == "AK" else one.winner(election) or "unmatched"
        sums[side] += one.values.get(column, 0)
        numbers[side] += 1
    whole = sum(sums.values())
    shares = {side: Fraction(value, whole) for side, value in sums.items()}
    return Carried(election, product_year, numbers["democrat"], numbers["republican"], **shares)


def trend() -> tuple[Carried, ...]:
    """The claim of 71 % counted for each election from 2008 to 2024."""
    return tuple(carried(*years) for years in TREND)
