"""One programme: the group that pays most above its own cost, exactly, in O(n log n).

For a group S with use z the gain is y(S) - k|S| - (setup - k) - V(z). On a piece of the curve put
a line a + b z below its cost: then gain(S) ≤ Σ (y_i - k - b x_i) - a, in which every city counts
for itself, and the best group is everyone with (y_i - k)/x_i > b: a prefix of the cities by price
per unit. Where prices fall (concave cost) the curve is the least of its own lines, so the best
prefix at one of them is the best of all groups. Where prices rise the piece's line is turned about
one end until the prefix reaches into the piece (the Lagrangian, or linear programming, bound); the
bound may then stay above the best group found.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from koinon.methods.costs.amounts import Amounts
from koinon.methods.costs.certificates import Certificate, Line, Lines, Tempted
from koinon.methods.costs.curves import STEPS, Curve
from koinon.methods.costs.programmes import Programme

KEY_BITS = 130
"""Uses are at most 2^62: two prices per unit differ by 2^-124 or more, and floors keep order."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Users by price per unit, dearest first, amounts in `unit`-ths of a minor unit.

    paid is what each pays above coordination; sums stand one longer than the lists.
    """

    unit: int
    ids: list[str]
    uses: list[int]
    paid: list[int]
    keys: list[int]
    use_sums: list[int]
    paid_sums: list[int]
    idle: tuple[str, ...]
    idle_pay: int


def best_group(programme: Programme, shares: Amounts) -> Certificate:
    """The group that pays most above its own cost, and lines that bound every group's gain.

    Members without use count too: what such a member pays is more than it would pay alone.
    """
    ranked = _rank(programme, shares)
    lines = _lines(programme.curve, ranked)
    bounds = [_bound(ranked, line) for line in lines]
    idle = Fraction(ranked.idle_pay, ranked.unit)
    bound = max([Fraction(0), idle, *(idle + bound for bound in bounds)])
    sizes = _candidates(programme.curve, ranked)
    values = [(_gain(programme.curve, ranked, size), -size) for size in sizes]
    gain, size = max(values, default=(-1, 0))
    tempted = Fraction(ranked.idle_pay + gain, ranked.unit)
    members = ranked.ids[:-size]
    if gain <= 0:
        tempted, members = idle, []
    alone = _best_alone(programme.curve, ranked)
    if alone is not None and idle + alone.gain > tempted:
        tempted, members = idle + alone.gain, list(alone.members)
    group = tuple(sorted([*members, *ranked.idle]))
    return Certificate(Tempted(group, tempted) if tempted > 0 else None, bound, Lines(lines))


def _rank(programme: Programme, shares: Amounts) -> _Ranked:
    uses = programme.uses
    fee = programme.curve.coordination * shares.unit
    rows = []
    idle, idle_pay = [], 0
    for member, pays in shares.paid.items():
        use = uses.get(member, 0)
        if use:
            net = pays - fee
            rows.append((-((net << KEY_BITS) // use), member, use, net))
        elif pays > 0:
            idle.append(member)
            idle_pay += pays
    rows.sort()
    return _Ranked(
        shares.unit,
        [member for _, member, _, _ in rows],
        [use for _, _, use, _ in rows],
        [net for _, _, _, net in rows],
        [key for key, _, _, _ in rows],
        list(accumulate((use for _, _, use, _ in rows), initial=0)),
        list(accumulate((net for _, _, _, net in rows), initial=0)),
        tuple(idle),
        idle_pay,
    )


def _count_above(ranked: _Ranked, price: Fraction) -> int:
    """How many users pay more than this price (in minor units) per unit."""
    dear, below = (price * ranked.unit).as_integer_ratio()
    key = -((dear << KEY_BITS) // below)
    count = bisect_left(ranked.keys, key)
    known = count < len(ranked.keys) and ranked.keys[count] == key
    if known and ranked.paid[count] * below > dear * ranked.uses[count]:
        count = bisect_right(ranked.keys, key, count)  # who has the same key pays the same
    return count


def _lines(curve: Curve, ranked: _Ranked) -> tuple[Line, ...]:
    """One line below each piece of the curve, turned so that it bounds the gain best."""
    whole = ranked.use_sums[-1]
    base = curve.setup - curve.coordination
    pieces = [segment for segment in curve.segments() if segment.start < whole]
    ends = [segment.start for segment in pieces[1:]] + [whole]
    found = []
    for segment, end in zip(pieces, ends, strict=True):
        start, slope = segment.start, Fraction(segment.price, STEPS)
        intercept = base + Fraction(segment.intercept, STEPS)
        count = _count_above(ranked, slope)
        at, turned = ranked.use_sums[count], slope
        if not curve.concave and at > end:
            inside = bisect_left(ranked.use_sums, end)
            turned = max(slope, _price(ranked, inside - 1))
        elif not curve.concave and at < start:
            inside = bisect_left(ranked.use_sums, start)
            turned = min(slope, _price(ranked, inside - 1))
        pivot = end if turned > slope else start
        found.append(Line(start, end, turned, intercept + (slope - turned) * pivot))
    return tuple(found)


def _price(ranked: _Ranked, at: int) -> Fraction:
    return Fraction(ranked.paid[at], ranked.uses[at] * ranked.unit)


def _bound(ranked: _Ranked, line: Line) -> Fraction:
    """The greatest gain under a line of a group with at least one user."""
    count = _count_above(ranked, line.slope)
    slope, below = (line.slope * ranked.unit).as_integer_ratio()
    if count:
        above = ranked.paid_sums[count] * below - slope * ranked.use_sums[count]
    else:
        both = zip(ranked.paid, ranked.uses, strict=True)
        above = max(pays * below - slope * use for pays, use in both)
    return Fraction(above, below * ranked.unit) - line.intercept


def _candidates(curve: Curve, ranked: _Ranked) -> list[int]:
    """Sizes of the prefixes to try: at every price of the curve; all where prices rise."""
    if not curve.concave:
        return list(range(1, len(ranked.ids) + 1))
    prices = [Fraction(segment.price, STEPS) for segment in curve.segments()]
    return sorted({count for price in prices if (count := _count_above(ranked, price))})


def _gain(curve: Curve, ranked: _Ranked, size: int) -> int:
    """What the first `size` users pay above their own cost, in units of the ranking."""
    base = (curve.setup - curve.coordination) * STEPS
    variable = curve.fine(ranked.use_sums[size], 1) - curve.setup * STEPS
    return ranked.paid_sums[size] - (base + variable) * (ranked.unit // STEPS)


def _best_alone(curve: Curve, ranked: _Ranked) -> Tempted | None:
    """The single user that pays most above its own cost; needed only off the beaten track.

    Where cost is submodular and no prefix gains, no single city gains either.
    """
    if curve.submodular or not ranked.ids:
        return None
    fee, scale = curve.coordination * ranked.unit, ranked.unit // STEPS
    gain, member = max(
        (pays + fee - curve.fine(use, 1) * scale, member)
        for pays, use, member in zip(ranked.paid, ranked.uses, ranked.ids, strict=True)
    )
    return Tempted((member,), Fraction(gain, ranked.unit))
