"""Weights: how many votes each member has, from dated certified facts.

A statement of weight is data: one frozen dataclass per kind, and one function that weighs. All
weights are exact; where a law's own formula is irrational (square roots) the statement says how
many decimal digits are kept and that the rest is cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import ClassVar, Literal, TypeAlias, assert_never

from koinon.methods.apportionment import Method, apportion
from koinon.methods.plain import Plain, union_from_plain

Facts: TypeAlias = Mapping[str, Mapping[str, Fraction]]
"""Fact name → member id → value, for instance {"population": {"ghent": Fraction(265086)}}."""


@dataclass(frozen=True, slots=True)
class Equal:
    """Every member has one vote."""

    KIND: ClassVar[str] = "equal"


@dataclass(frozen=True, slots=True)
class Metric:
    """A member's votes are the value of a fact, for instance its population."""

    KIND: ClassVar[str] = "metric"
    fact: str


@dataclass(frozen=True, slots=True)
class SquareRoot:
    """The square root of a fact, cut off after `digits` decimals: isqrt(fact · 10^2k) / 10^k.

    Source: L. Penrose, J. Royal Statistical Society 109 (1946) 53.
    """

    KIND: ClassVar[str] = "square_root"
    fact: str
    digits: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One vote for every `size` of a fact, begun units counting: ⌈fact / size⌉.

    Source: British Columbia Local Government Act, "voting unit" of a regional district.
    """

    KIND: ClassVar[str] = "unit"
    fact: str
    size: int


@dataclass(frozen=True, slots=True)
class Tier:
    """A number of votes by steps of a fact: (up to and including, votes), the last up to None.

    Source: the Lycian league's three, two and one votes (Strabo 14.3.3).
    """

    KIND: ClassVar[str] = "tier"
    fact: str
    steps: tuple[tuple[int | None, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Votes listed member by member in the charter; a member not listed has none."""

    KIND: ClassVar[str] = "table"
    votes: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Apportioned:
    """A fixed number of whole votes shared out by a fact with a stated method and tie order."""

    KIND: ClassVar[str] = "apportioned"
    fact: str
    method: Method
    votes: int


Weights: TypeAlias = Equal | Metric | SquareRoot | Unit | Tier | Table | Apportioned


class WeightError(ValueError):
    """A member cannot be weighed: `code` says why, `member` and `fact` where.

    Codes: ``no_fact`` (the member has no value of that fact), ``negative`` (the value is below
    zero), ``not_whole`` (a square root or tier of a value that is not whole).
    """

    def __init__(
        self, code: Literal["no_fact", "negative", "not_whole"], member: str, fact: str
    ) -> None:
        super().__init__(f"{code}: member {member}, fact {fact}")
        self.code = code
        self.member = member
        self.fact = fact


def weigh(weights: Weights, members: Iterable[str], facts: Facts) -> dict[str, Fraction]:
    """Weigh every member; the result is in the order of member ids.

    Raises WeightError naming the first member whose fact is missing or unfit.
    """
    ids = sorted(set(members))
    match weights:
        case Equal():
            return dict.fromkeys(ids, Fraction(1))
        case Table(votes=votes):
            listed = dict(votes)
            return {member: listed.get(member, Fraction(0)) for member in ids}
        case Apportioned(fact=fact, method=method, votes=total):
            shares = {member: _fact(facts, fact, member) for member in ids}
            return {m: Fraction(n) for m, n in apportion(method, shares, total).seats}
        case Metric(fact=fact):
            return {member: _fact(facts, fact, member) for member in ids}
        case SquareRoot(fact=fact):
            return {member: _root(weights, _whole(facts, fact, member)) for member in ids}
        case Unit(fact=fact, size=size):
            return {m: Fraction(_ceil_div(_fact(facts, fact, m), size)) for m in ids}
        case Tier(fact=fact):
            return {member: _step(weights, _whole(facts, fact, member)) for member in ids}
    assert_never(weights)


def weights_from_plain(plain: Plain) -> Weights:
    """Read a statement of weight from its plain form (`plain.to_plain`); raises PlainError."""
    weights: Weights = union_from_plain(Weights, plain)
    return weights


def fact_of(weights: Weights) -> str | None:
    """Name the fact a statement weighs by, or None when it needs none."""
    return None if isinstance(weights, Equal | Table) else weights.fact


def jagiellonian_quota(weights: Iterable[Fraction], digits: int) -> Fraction:
    """Give the share of all votes at which a voter's say is most nearly equal everywhere.

    q = ½ (1 + √Σw² / Σw), w in whole steps of 10^-digits of a vote. The root is rounded up to a
    whole step; because votes in favour are whole steps too, "at least q" decides exactly as the
    irrational quota would, unless a member splits its vote below one step. Where nobody has any
    vote the quota is 1.
    Source: W. Słomczyński, K. Życzkowski, Acta Physica Polonica B 37 (2006) 3133.
    """
    steps = [weight * 10**digits for weight in weights]
    if any(step.denominator != 1 or step < 0 for step in steps):
        raise ValueError(f"weights have more than {digits} decimal digits")
    total = sum(step.numerator for step in steps)
    if total == 0:
        return Fraction(1)
    root = _ceil_sqrt(sum(step.numerator**2 for step in steps))
    return Fraction(total + root, 2 * total)


def check_weights(weights: Weights, facts: Facts, found: Mapping[str, Fraction]) -> bool:
    """Say whether `found` is what the statement gives, by inequalities instead of formulas."""
    match weights:
        case SquareRoot(fact=fact, digits=digits):
            scale = 10**digits
            return all(
                v >= 0
                and (v * scale).denominator == 1
                and v**2 <= facts[fact][m] < (v + Fraction(1, scale)) ** 2
                for m, v in found.items()
            )
        case Unit(fact=fact, size=size):
            return all(
                v.denominator == 1 and (v - 1) * size < facts[fact][m] <= v * size
                for m, v in found.items()
            )
        case _:
            return weigh(weights, found, facts) == dict(found)


def _fact(facts: Facts, fact: str, member: str) -> Fraction:
    value = facts.get(fact, {}).get(member)
    if value is None:
        raise WeightError("no_fact", member, fact)
    if value < 0:
        raise WeightError("negative", member, fact)
    return value


def _whole(facts: Facts, fact: str, member: str) -> int:
    value = _fact(facts, fact, member)
    if value.denominator != 1:
        raise WeightError("not_whole", member, fact)
    return value.numerator


def _root(weights: SquareRoot, value: int) -> Fraction:
    return Fraction(isqrt(value * 100**weights.digits), 10**weights.digits)


def _step(weights: Tier, value: int) -> Fraction:
    for up_to, votes in weights.steps:
        if up_to is None or value <= up_to:
            return votes
    return Fraction(0)


def _ceil_div(value: Fraction, size: int) -> int:
    return -(-value // size)


def _ceil_sqrt(value: int) -> int:
    return isqrt(value - 1) + 1 if value > 0 else 0
