"""Small random cost games, and every group of them gone through one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from random import Random

from koinon.methods.costs.curves import Curve, Rebate
from koinon.methods.costs.programmes import Programme, bill_of


def curve(draw: Random, *, concave: bool = True, setup_covers: bool = True) -> Curve:
    """A curve over uses of some dozens; with `setup_covers`, one setup exceeds one coordination."""
    coordination = draw.choice([0, 0, draw.randint(1, 30)])
    setup = draw.choice([0, draw.randint(0, 60)]) + (coordination if setup_covers else 0)
    rate = Fraction(draw.randint(51, 100) if concave else draw.randint(101, 115), 100)
    rebate = Rebate(Fraction(draw.randint(0, 30), 100), draw.randint(0, 60))
    return Curve(
        setup,
        Fraction(draw.randint(0, 50), draw.randint(1, 3)),
        rate,
        draw.choice([None, draw.randint(1, 120)]),
        coordination,
        rebate if concave and draw.random() < 0.3 else None,
        draw.randint(0, 5),
    )


def programme(draw: Random, members: Sequence[str], made: Curve, idle: float = 0.15) -> Programme:
    """Uses of 1 to 40, or none with chance `idle`; somebody uses it."""
    uses = {member: 0 if draw.random() < idle else draw.randint(1, 40) for member in members}
    uses[members[0]] = uses[members[0]] or 1
    return Programme(f"p{draw.randint(0, 99)}", made, uses)


def names(count: int) -> list[str]:
    return [f"c{at}" for at in range(count)]


def shares(
    draw: Random, programmes: Sequence[Programme], members: Sequence[str]
) -> dict[str, Fraction]:
    """Random shares of the bill, sometimes of less than all of it, some of them 0."""
    parts = {m: draw.choice([0, draw.randint(1, 30), draw.randint(1, 30)]) for m in members}
    whole = sum(parts.values()) or 1
    bill = bill_of(programmes) * draw.choice([Fraction(1), Fraction(1), Fraction(9, 10)])
    return {member: bill * part / whole for member, part in parts.items()}


def groups(members: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every group but nobody and everybody."""
    for size in range(1, len(members)):
        yield from combinations(members, size)


def gain(
    programmes: Sequence[Programme], pays: Mapping[str, Fraction], group: Sequence[str]
) -> Fraction:
    """What a group pays above its own cost, from the definition alone."""
    alone = Fraction(0)
    for one in programmes:
        users = [member for member in group if one.use(member)]
        if users:
            made = one.curve
            alone += made.setup + made.coordination * (len(users) - 1)
            alone += variable(made, sum(one.use(member) for member in users))
    return sum((pays[member] for member in group), Fraction(0)) - alone


def variable(made: Curve, use: int) -> Fraction:
    """Variable cost, unit by unit, each price rounded half up to 10^-9 minor units."""
    total = 0
    for unit in range(1, use + 1):
        price, scale = made.unit_cost, made.efficient_scale
        for power in range(made.halvings if scale is not None else 0):
            if unit <= (scale or 0) >> power:
                price /= made.rate
        if made.rebate is not None and unit > made.rebate.beyond:
            price *= 1 - made.rebate.share
        total += (2 * price.numerator * 10**9 + price.denominator) // (2 * price.denominator)
    return Fraction(total, 10**9)


def greatest(programmes: Sequence[Programme], pays: Mapping[str, Fraction]) -> Fraction:
    """The greatest gain of any group, everybody excepted; at least 0."""
    return max([Fraction(0), *(gain(programmes, pays, group) for group in groups(list(pays)))])
