"""Fair shares of one programme's bill, exact, to the last fraction of a unit.

| rule | what it keeps |
|---|---|
| by use | one price per unit for everyone (Aumann-Shapley; R. Aumann, L. Shapley 1974); nobody ever pays more than alone where prices fall and the setup is at least the coordination |
| by ability | solidarity: in proportion to income or product; may make some pay more than alone |
| Shapley value | what each adds, averaged over all orders of joining (L. Shapley 1953); in the core where cost is submodular (Shapley 1971) |

Each sums exactly to the bill; `whole_units` rounds once, by largest remainder.
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from math import factorial, gcd

from koinon.methods.costs.curves import STEPS, CostError
from koinon.methods.costs.programmes import Programme
from koinon.methods.rounding import half_up, round_to_total

MOST_CELLS = 20_000_000
"""Most members² · units of use (after division by what they have in common) of an exact Shapley
value: some seconds."""

MOST_SUBSETS = 14
"""Members up to which an exact Shapley value may go through every group instead."""

Shares = dict[str, Fraction]


def by_use(programme: Programme) -> Shares:
    """Share the setup and the variable cost by use, and coordination equally among the users.

    y_i = k + x_i (setup - k + V(X)) / X with k the coordination: so each user bears its own
    coordination, and the rest costs everyone the same per unit. Raises CostError ``no_use``.
    """
    whole = programme.total
    if not whole:
        raise CostError("no_use", programme=programme.name)
    fee = programme.curve.coordination
    price = (programme.bill - fee * len(programme.users)) / whole
    return {
        member: fee + price * use if use else Fraction(0) for member, use in programme.uses.items()
    }


def by_base(bill: Fraction, bases: Mapping[str, int | Fraction]) -> Shares:
    """Share a bill in proportion to a base of each member (income, product, inhabitants).

    Raises CostError ``negative`` or ``no_base`` (all are 0).
    """
    whole = sum(bases.values(), Fraction(0))
    if any(base < 0 for base in bases.values()):
        raise CostError("negative")
    if not whole:
        raise CostError("no_base")
    return {member: bill * base / whole for member, base in bases.items()}


def mixture(part: Fraction, one: Mapping[str, Fraction], other: Mapping[str, Fraction]) -> Shares:
    """Charge a part in [0, 1] by one rule and the rest by the other; who is missing pays 0."""
    assert 0 <= part <= 1
    zero = Fraction(0)
    members = [*one, *(member for member in other if member not in one)]
    return {m: part * one.get(m, zero) + (1 - part) * other.get(m, zero) for m in members}


def summed(shares: Sequence[Mapping[str, Fraction]]) -> Shares:
    """Add up what each member pays for several programmes."""
    found: Shares = {}
    for one in shares:
        for member, share in one.items():
            found[member] = found.get(member, Fraction(0)) + share
    return found


def whole_units(shares: Mapping[str, Fraction]) -> dict[str, int]:
    """Whole minor units that sum to the shares' sum, half up; largest remainder, ties by id."""
    return round_to_total(shares, half_up(sum(shares.values(), Fraction(0))))


def shapley(programme: Programme) -> Shares:
    """The Shapley value of one programme, exact.

    Setup less coordination is shared equally by the users and each bears its own coordination; a
    last price is borne by use. What remains are terms d · min(use of the group, B), one per
    breakpoint, whose values come from counting groups by size and use. Work grows with members² ·
    units of use; `koinon.methods.fast.costs.shapley_estimate` goes further, with an error.
    Raises CostError ``no_use``, ``too_many``.
    """
    users = programme.users
    if not users:
        raise CostError("no_use", programme=programme.name)
    curve = programme.curve
    pieces = [segment for segment in curve.segments() if segment.start < programme.total]
    terms = [
        (after.start, Fraction(before.price - after.price, STEPS))
        for before, after in pairwise(pieces)
    ]
    equal = Fraction(curve.setup - curve.coordination, len(users)) + curve.coordination
    last = Fraction(pieces[-1].price, STEPS)
    uses = [programme.uses[member] for member in users]
    values = _values_of_terms(uses, terms) if terms else [Fraction(0)] * len(users)
    found = dict.fromkeys(programme.uses, Fraction(0))
    for member, use, value in zip(users, uses, values, strict=True):
        found[member] = equal + last * use + value
    return found


def _values_of_terms(uses: list[int], terms: list[tuple[int, Fraction]]) -> list[Fraction]:
    common = reduce(gcd, uses)
    reduced = [use // common for use in uses]
    if len(uses) ** 2 * sum(reduced) <= MOST_CELLS:
        return [
            _value(use, common, weighed, terms, len(uses))
            for use, weighed in zip(reduced, _counted(reduced), strict=True)
        ]
    if len(uses) <= MOST_SUBSETS:
        return [
            _value(use, common, weighed, terms, len(uses))
            for use, weighed in zip(reduced, _enumerated(reduced), strict=True)
        ]
    raise CostError("too_many", members=len(uses), units=sum(reduced))


def _value(
    use: int,
    common: int,
    weighed: Mapping[int, int],
    terms: list[tuple[int, Fraction]],
    members: int,
) -> Fraction:
    """The sum over terms of a member's average addition to d · min(use, B).

    weighed: use of a group of others (in units of `common`) → number of orders in which exactly
    such groups come before the member.
    """
    own = use * common
    total = Fraction(0)
    for bound, drop in terms:
        added = 0
        for before, orders in weighed.items():
            added += orders * max(0, min(own, bound - before * common))
        total += drop * added
    return total / factorial(members)


def _counted(uses: list[int]) -> Iterator[dict[int, int]]:
    """Orders by use of those before a member, for each member in turn.

    Groups of each size are counted by use in one long whole number, a slot of bits for every use
    (Kronecker substitution): adding a member is a shift and a sum, taking it away likewise.
    """
    n, orders = len(uses), factorial(len(uses))
    slot = orders.bit_length() // 8 + 1
    counts = [1] + [0] * n
    for use in uses:
        for size in range(n, 0, -1):
            counts[size] += counts[size - 1] << (8 * slot * use)
    for use in uses:
        without, weighed = 0, 0
        for size in range(n):
            without = counts[size] - (without << (8 * slot * use))
            weighed += without * (factorial(size) * factorial(n - 1 - size))
        held = weighed.to_bytes(slot * (sum(uses) + 1), "little")
        slots = (held[at : at + slot] for at in range(0, len(held), slot))
        found = {use: int.from_bytes(one, "little") for use, one in enumerate(slots) if any(one)}
        yield found


def _enumerated(uses: list[int]) -> Iterator[dict[int, int]]:
    """The same by going through every group: for few members with large uses."""
    n = len(uses)
    for member in range(n):
        groups: dict[tuple[int, int], int] = {(0, 0): 1}
        for other, use in enumerate(uses):
            if other == member:
                continue
            for (size, total), ways in list(groups.items()):
                key = (size + 1, total + use)
                groups[key] = groups.get(key, 0) + ways
        found: dict[int, int] = {}
        for (size, total), ways in groups.items():
            orders = ways * factorial(size) * factorial(n - 1 - size)
            found[total] = found.get(total, 0) + orders
        yield found
