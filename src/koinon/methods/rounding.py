"""Turning exact fractions into whole units so that nothing is lost and nobody can argue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor


def half_up(value: Fraction) -> int:
    """The nearest integer; exactly half goes up (towards plus infinity)."""
    return floor(value + Fraction(1, 2))


def round_to_total(
    shares: Mapping[str, Fraction], total: int, order: Sequence[str] | None = None
) -> dict[str, int]:
    """Whole units that sum to `total`, each within one unit of its share (Hamilton's method).

    Every id first gets the floor of its share; the units still missing go, one each, to the
    largest fractional parts. Equal parts are served in `order` (default: ids ascending).
    Shares may be negative. The total must be one that such a rounding can reach, i.e. lie
    between the sum of the floors and that sum plus the number of ids; ValueError otherwise.
    """
    whole = {id_: floor(share) for id_, share in shares.items()}
    missing = total - sum(whole.values())
    if not 0 <= missing <= len(whole):
        raise ValueError(f"no rounding of these shares sums to {total}")
    rank = {id_: place for place, id_ in enumerate(sorted(shares) if order is None else order)}
    by_remainder = sorted(shares, key=lambda id_: (whole[id_] - shares[id_], rank[id_]))
    for id_ in by_remainder[:missing]:
        whole[id_] += 1
    assert sum(whole.values()) == total
    return whole
