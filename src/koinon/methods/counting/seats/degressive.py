"""Degressive proportionality, as for the European Parliament: base, proportion and cap.

Grimmett and others, "The allocation between the EU Member States of the seats in the European
Parliament" (2011), the Cambridge Compromise: every member has a base and, for each `divisor`
people, a seat more, rounded up, up to a cap; the divisor is such that the seats sum up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import ClassVar

from koinon.methods.counting.seats.divisors import short
from koinon.methods.counting.seats.rules import MAX_SEATS, SeatsError
from koinon.methods.counting.seats.sharing import edge_of


@dataclass(frozen=True, slots=True)
class BaseAndShare:
    """Base, proportional part rounded upwards, cap: seats = min(cap, ⌈base + people / divisor⌉)."""

    KIND: ClassVar[str] = "base_and_share/1"
    base: int
    cap: int


@dataclass(frozen=True, slots=True)
class Degressive:
    """Seats with every divisor between `low` and `high` (None: any above), and a short one."""

    KIND: ClassVar[str] = "degressive_result/1"
    rule: BaseAndShare
    people: tuple[int, ...]
    seats: tuple[int, ...]
    low: Fraction
    high: Fraction | None
    divisor: Fraction


@dataclass(frozen=True, slots=True)
class Breach:
    """Two members, by their places, and the sentence of Decision 2013/312/EU, art. 1, they breach.

    what: "order": the more populous one has fewer seats. "ratio": each of its members represents
    no more people than each of the less populous one's.
    """

    KIND: ClassVar[str] = "breach"
    what: str
    larger: int
    smaller: int


def base_and_share(rule: BaseAndShare, people: Sequence[int], house: int) -> Degressive:
    """Share `house` seats. Raises SeatsError where a tie or the bounds leave no one way."""
    n = len(people)
    if not n or min(people) <= 0 or not 0 <= rule.base < rule.cap:
        raise SeatsError("every member has people, and the cap is above the base.")
    if not n * (rule.base + 1) <= house <= min(n * rule.cap, MAX_SEATS):
        raise SeatsError(f"{house} seats are not from {n * (rule.base + 1)}, the base and one for "
                         f"every member, to {n * rule.cap}, the cap for all.")  # fmt: skip
    edge = edge_of(
        lambda p, k: Fraction(people[p], k - rule.base - 1),
        [rule.base + 1] * n, [rule.base + 1] * n, [rule.cap] * n, house,
    )  # fmt: skip
    if edge.tied:
        raise SeatsError("two members have the same claim to the last seat; change the number of "
                         "seats.")  # fmt: skip
    low = edge.following if edge.following is not None else Fraction(0)
    divisor = short(low, edge.last)
    assert divisor is not None
    return Degressive(rule, tuple(people), edge.sure, low, edge.last, divisor)


def check_base_and_share(result: Degressive, house: int) -> tuple[str, ...]:
    """Places that do not hold: the formula is computed anew with the published divisors."""
    rule, faults = result.rule, []
    both = list(zip(result.people, result.seats, strict=True))

    def at(divisor: Fraction) -> tuple[int, ...]:
        return tuple(min(rule.cap, ceil(rule.base + p / divisor)) for p in result.people)

    if sum(result.seats) != house or at(result.divisor) != result.seats:
        return ("seats",)
    gains = [Fraction(p, n - rule.base) for p, n in both if n < rule.cap]
    if result.low != max(gains, default=Fraction(0)):
        faults.append("low")
    keeps = [Fraction(p, n - rule.base - 1) for p, n in both if n > rule.base + 1]
    if result.high != min(keeps, default=None):
        faults.append("high")
    if not (result.low <= result.divisor and (result.high is None or result.divisor < result.high)):
        faults.append("divisor")
    return tuple(faults)


def degressivity(people: Sequence[int], seats: Sequence[int | Fraction]) -> tuple[Breach, ...]:
    """Pairs that breach degressive proportionality; seats before rounding are fractions.

    The larger the population, the no fewer seats and the more people to each; members of equal
    population are held to nothing. Art. 14(2) TEU; European Council Decision 2013/312/EU, art. 1,
    which asks the ratio before rounding.
    """
    order = sorted(range(len(people)), key=lambda m: (-people[m], m))
    found = []
    for place, larger in enumerate(order):
        for smaller in order[place + 1 :]:
            if people[larger] == people[smaller]:
                continue
            if seats[larger] < seats[smaller]:
                found.append(Breach("order", larger, smaller))
            if people[larger] * seats[smaller] <= people[smaller] * seats[larger]:
                found.append(Breach("ratio", larger, smaller))
    return tuple(found)


def before_rounding(result: Degressive) -> tuple[Fraction, ...]:
    """Seats of the formula before they are rounded up."""
    rule = result.rule
    return tuple(
        min(Fraction(rule.cap), rule.base + Fraction(people) / result.divisor)
        for people in result.people
    )
