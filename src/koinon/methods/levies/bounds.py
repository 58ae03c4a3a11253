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

    As f grows from zero, a member first stands at its floor, then moves with f, then stands at
    its cap. Going through these events in order, the sum is fixed + free × f between two of them.
    `whole` must lie within `reach`.
    """
    rows = list(zip(values, floors, caps, strict=True))
    events: list[tuple[Fraction, Fraction, Fraction]] = []
    for value, floor, cap in rows:
        if value > 0:
            events.append((floor / value, -floor, value))
            if cap is not None:
                events.append((cap / value, cap, -value))
    fixed, free, factor = sum(floors, ZERO), ZERO, ZERO
    for at, to_fixed, to_free in sorted(events):
        if fixed + free * at >= whole:
            break
        fixed, free, factor = fixed + to_fixed, free + to_free, at
    if free:
        factor = (whole - fixed) / free
    lifted = ((max(floor, factor * value), cap) for value, floor, cap in rows)
    fitted = tuple(amount if cap is None else min(cap, amount) for amount, cap in lifted)
    assert sum(fitted, ZERO) == whole
    return fitted
