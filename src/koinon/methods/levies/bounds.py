"""Scaling amounts between floors and caps so that they keep their sum."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

Values: TypeAlias = tuple[Fraction, ...]
Caps: TypeAlias = Sequence[Fraction | None]
ZERO = Fraction(0)


def reach(values: Values, floors: Values, caps: Caps) -> tuple[Fraction, Fraction | None]:
    """The least and the most that scaling within the bounds can collect (None: no upper end)."""
    rows = list(zip(values, floors, caps, strict=True))
    low = sum(floors, ZERO)
    if any(value > 0 and cap is None for value, _, cap in rows):
        return low, None
    tops = (cap if value > 0 and cap is not None else floor for value, floor, cap in rows)
    return low, sum(tops, ZERO)


def fit(values: Values, floors: Values, caps: Caps, whole: Fraction) -> Values:
    """The bounded amounts min(cap, max(floor, f × value)) that sum to `whole`.

    The collected sum grows with f and is linear between the points where some member meets a
    bound. Those points are searched by halving; on the piece found, f follows by division.
    """
    rows = list(zip(values, floors, caps, strict=True))

    def scaled(factor: Fraction) -> Values:
        lifted = ((max(floor, factor * value), cap) for value, floor, cap in rows)
        return tuple(amount if cap is None else min(cap, amount) for amount, cap in lifted)

    bounds = ((value, bound) for value, *ends in rows if value > 0 for bound in ends)
    points = sorted({ZERO, *(bound / value for value, bound in bounds if bound is not None)})
    first, last = 0, len(points)
    while first < last:
        middle = (first + last) // 2
        if sum(scaled(points[middle]), ZERO) < whole:
            first = middle + 1
        else:
            last = middle
    if first == 0:
        return scaled(ZERO)
    start = points[first - 1]
    base = sum(scaled(start), ZERO)
    free = sum((v for v, floor, cap in rows if _moves(start, v, floor, cap)), ZERO)
    factor = start + (whole - base) / free if free else start
    assert sum(scaled(factor), ZERO) == whole
    return scaled(factor)


def _moves(factor: Fraction, value: Fraction, floor: Fraction, cap: Fraction | None) -> bool:
    """Whether the bounded amount of a member grows just above `factor`."""
    return factor * value >= floor and (cap is None or factor * value < cap)
