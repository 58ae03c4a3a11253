"""Several programmes with different drivers: the group that pays most above its own cost.

A cost whose prices fall is a constant, a last price and terms d·min(use, B), one per breakpoint.
The gain of a group is then what its members pay less such terms, and the best group is a minimum
cut: exact, by one maximum flow of whole numbers, at any number of programmes. The flow itself is
the proof (`certificates.Flow`).

A programme whose prices rise is replaced by a line below its cost that touches it at the use of
all members, then at the use of the best group found, a few times; likewise a setup smaller than
the coordination of a member leaves a constant below zero. The bound then may exceed the best group
found, and the verdict may be "undecided".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from koinon.methods.costs.amounts import Amounts
from koinon.methods.costs.certificates import Below, Certificate, Flow, Paid, Tempted
from koinon.methods.costs.curves import STEPS
from koinon.methods.costs.flows import Network, max_flow, tempted
from koinon.methods.costs.programmes import Programme, cost_of

TOUCHES = 6
"""How often the lines below rising costs are moved to the use of the best group found."""


def best_group(programmes: Sequence[Programme], shares: Amounts) -> Certificate:
    """The group that pays most above its own cost in all programmes, and the flow that bounds it.

    The group is exactly best (gain equals bound) when all programmes are submodular. O(n) cities
    per term; a hundred cities and eight programmes take a fraction of a second.
    """
    at = [programme.total for programme in programmes]
    best: Tempted | None = None
    proof: tuple[Fraction, Flow] | None = None
    touched: set[tuple[int, ...]] = set()
    while tuple(at) not in touched and len(touched) < TOUCHES:
        touched.add(tuple(at))
        below = tuple(map(below_cost, programmes, at))
        bound, flow, group = _cut(programmes, shares, below)
        for members in (group, *((member,) for member in shares.paid if not _exact(programmes))):
            gain = shares.of(members) - cost_of(programmes, members)
            if gain > (best.gain if best else 0):
                best = Tempted(tuple(sorted(members)), gain)
        if proof is None or bound < proof[0]:
            proof = bound, flow
        if _exact(programmes):
            break
        at = [sum(map(programme.use, group)) or programme.total for programme in programmes]
    assert proof is not None
    return Certificate(best, *proof)


def _exact(programmes: Sequence[Programme]) -> bool:
    return all(programme.curve.submodular for programme in programmes)


def below_cost(programme: Programme, at: int) -> Below:
    """The terms of a programme's cost less coordination; a line through use `at` if prices rise."""
    curve = programme.curve
    base = Fraction(curve.setup - curve.coordination)
    pieces = [segment for segment in curve.segments() if segment.start < max(programme.total, 1)]
    if not curve.concave:
        piece = [segment for segment in pieces if segment.start < max(at, 1)][-1]
        intercept = base + Fraction(piece.intercept, STEPS)
        return Below(intercept, Fraction(piece.price, STEPS), ())
    kinks = tuple(
        (after.start, Fraction(before.price - after.price, STEPS))
        for before, after in pairwise(pieces)
    )
    return Below(base, Fraction(pieces[-1].price, STEPS), kinks)


def _cut(
    programmes: Sequence[Programme], shares: Amounts, below: tuple[Below, ...]
) -> tuple[Fraction, Flow, tuple[str, ...]]:
    """The bound, its proof and the best group of the game with these terms."""
    unit = shares.unit
    supplies = {member: spare for member, spare in _spare(programmes, shares, below) if spare > 0}
    ids = list(supplies)
    places = {member: at for at, member in enumerate(ids)}
    names, terms = [], []
    for at, (programme, one) in enumerate(zip(programmes, below, strict=True)):
        for term, capacity, arcs in _terms(programme, one, places, unit):
            names.append((at, term))
            terms.append((capacity, arcs))
    net = max_flow(list(supplies.values()), terms)
    lost = sum((max(Fraction(0), -one.constant) for one in below), Fraction(0))
    bound = Fraction(sum(net.left), unit) + lost
    group = tuple(ids[at] for at in tempted(net))
    return bound, Flow(below, _paid(net, names, ids, unit)), group


def _spare(
    programmes: Sequence[Programme], shares: Amounts, below: tuple[Below, ...]
) -> Iterator[tuple[str, int]]:
    """What each member pays above its coordination and its use at the last prices."""
    unit = shares.unit
    slopes = [(one.slope * unit).numerator for one in below]
    for member, paid in sorted(shares.paid.items()):
        spare = paid
        for programme, slope in zip(programmes, slopes, strict=True):
            if use := programme.use(member):
                spare -= programme.curve.coordination * unit + slope * use
        yield member, spare


def _terms(
    programme: Programme, below: Below, places: Mapping[str, int], unit: int
) -> Iterator[tuple[int, int, dict[int, int]]]:
    """Number, capacity and arcs of each term; the constant first, as it binds most."""
    users = [(places[m], programme.uses[m]) for m in programme.users if m in places]
    constant = (below.constant * unit).numerator
    if constant > 0:
        yield 0, constant, {at: constant for at, _ in users}
    for term, (volume, drop) in enumerate(below.kinks, 1):
        scaled = (drop * unit).numerator
        yield term, scaled * volume, {at: scaled * use for at, use in users}


def _paid(
    net: Network, names: Sequence[tuple[int, int]], ids: Sequence[str], unit: int
) -> tuple[Paid, ...]:
    return tuple(
        Paid(ids[member], programme, number, Fraction(amount, unit))
        for (programme, number), term in zip(names, net.terms, strict=True)
        for member, amount in term.paid.items()
        if amount
    )
