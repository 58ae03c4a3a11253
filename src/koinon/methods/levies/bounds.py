"""Scaling amounts between floors and caps so that they keep their sum."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from koinon.methods.levies.run import Run

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


def held(run: Run, values: Values, floors: Values, caps: Caps) -> Values:
    """The amounts within their bounds with their sum kept; refused where no amounts are."""
    _refuse_bad(run, values, floors, caps)
    whole = run.sum(values)
    low, high = reach(values, floors, caps)
    if whole < low:
        raise run.refuse("floors_too_high", whole=whole, low=low)
    if high is not None and whole > high:
        raise run.refuse("caps_too_low", whole=whole, high=high)
    return fit(values, floors, caps, whole)


def capped(run: Run, values: Values, caps: Caps, *, redistribute: bool) -> Values:
    """The amounts under their caps; what is cut off goes to the others as far as theirs let it."""
    floors = (ZERO,) * len(values)
    _refuse_bad(run, values, floors, caps)
    whole = run.sum(values)
    if redistribute:
        _, high = reach(values, floors, caps)
        return fit(values, floors, caps, whole if high is None else min(whole, high))
    rows = zip(values, caps, strict=True)
    return tuple(value if cap is None else min(value, cap) for value, cap in rows)


def _refuse_bad(run: Run, values: Values, floors: Values, caps: Caps) -> None:
    run.sum(floors)
    run.sum(cap for cap in caps if cap is not None)
    for member, value, floor, cap in zip(run.members, values, floors, caps, strict=True):
        if value < 0:
            raise run.refuse("negative_in_bounds", member=member.id, value=value)
        if floor < 0:
            raise run.refuse("floor_negative", member=member.id, floor=floor)
        if cap is not None and cap < floor:
            raise run.refuse("floor_above_cap", member=member.id, floor=floor, cap=cap)
