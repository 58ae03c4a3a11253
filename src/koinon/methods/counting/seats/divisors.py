"""Signposts of divisor methods, and short numbers between two ends."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isqrt

Signpost = Callable[[int], Fraction]
"""Where a quotient is rounded up to the k-th seat, k from 1 (squared for Huntington-Hill)."""

_SIGNPOSTS: dict[str, Signpost] = {
    "dhondt": Fraction,
    "sainte-lague": lambda k: Fraction(2 * k - 1, 2),
    "huntington-hill": lambda k: Fraction(k * (k - 1)),
    "adams": lambda k: Fraction(k - 1),
    "dean": lambda k: Fraction(2 * k * (k - 1), 2 * k - 1),
    "danish": lambda k: Fraction(3 * k - 2, 3),
    "imperiali": lambda k: Fraction(k + 1),
}


def signposts(method: str, first: Fraction | None = None) -> Signpost:
    """The signposts of a method; `first` is the first divisor of the modified Sainte-Laguë's."""
    if method != "modified-sainte-lague":
        return _SIGNPOSTS[method]
    assert first is not None
    webster = _SIGNPOSTS["sainte-lague"]
    return lambda k: first / 2 if k == 1 else webster(k)


def power(method: str) -> int:
    """2 where signposts and claims are squares, else 1."""
    return 2 if method == "huntington-hill" else 1


def short(low: Fraction, high: Fraction | None, squared: bool = False) -> Fraction | None:
    """The number between two ends with the fewest digits, of those the nearest to the middle.

    Strictly between the ends unless they are equal. Without a high end, a number somewhat above
    the low one. `squared`: the ends are squares; None where they are equal and of no fraction.
    """
    if high is None:
        high = (low + 1) * 4
    if low == high:
        return low if not squared else _root(low)
    size = max(len(str(int(high))), 1)
    for places in range(-size, 400):
        unit = Fraction(10) ** -places
        scaled = (low / unit, high / unit) if not squared else (low / unit**2, high / unit**2)
        least, most = _above(scaled[0], squared), _below(scaled[1], squared)
        if least <= most:
            return _nearest(scaled, least, most, squared) * unit
    return None if squared else (low + high) / 2


def _above(end: Fraction, squared: bool) -> int:
    """The least whole number above an end."""
    whole = end.numerator // end.denominator
    return (isqrt(whole) if squared else whole) + 1


def _below(end: Fraction, squared: bool) -> int:
    """The greatest whole number below an end."""
    whole = -(-end.numerator // end.denominator) - 1
    return isqrt(whole) if squared and whole >= 0 else whole


def _nearest(ends: tuple[Fraction, Fraction], least: int, most: int, squared: bool) -> int:
    """The whole number from least to most that is nearest to the middle of the ends."""
    if squared:
        return (least + most) // 2
    return min(max(round(sum(ends) / 2), least), most)


def _root(value: Fraction) -> Fraction | None:
    """The square root of a fraction, where it is one."""
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return root if root * root == value else None
