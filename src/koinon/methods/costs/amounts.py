"""Shares as whole numbers of one small unit, so that ten thousand of them are summed at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from koinon.methods.costs.curves import STEPS


@dataclass(frozen=True, slots=True)
class Amounts:
    """What members pay in `unit`-ths of a minor unit; the unit is a multiple of 10^9."""

    unit: int
    paid: Mapping[str, int]

    @property
    def scale(self) -> int:
        """Units in 10^-9 of a minor unit."""
        return self.unit // STEPS

    def of(self, group: Iterable[str]) -> Fraction:
        """What a group pays, in minor units."""
        return Fraction(sum(self.paid[member] for member in group), self.unit)


def amounts(shares: Mapping[str, Fraction]) -> Amounts:
    """Bring exact shares to their common denominator (and that of prices)."""
    ratios = {member: share.as_integer_ratio() for member, share in shares.items()}
    unit = lcm(STEPS, *{below for _, below in ratios.values()})
    return Amounts(unit, {member: up * (unit // below) for member, (up, below) in ratios.items()})


def mixed(part: Fraction, one: Amounts, other: Amounts) -> Amounts:
    """Charge `part` as in one and the rest as in the other, both of the same members."""
    up, whole = part.as_integer_ratio()
    unit = lcm(one.unit, other.unit)
    first, second = up * (unit // one.unit), (whole - up) * (unit // other.unit)
    return Amounts(
        unit * whole,
        {member: first * paid + second * other.paid[member] for member, paid in one.paid.items()},
    )
