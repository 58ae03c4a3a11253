"""Weights: how many votes each member has, from dated certified facts.

A statement of weight is data: one frozen dataclass per kind, and one function that weighs. All
weights are exact; where a law's own formula is irrational (square roots) the statement says how
many decimal digits are kept and that the rest is cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import isqrt
from typing import Literal, TypeAlias, assert_never

from koinon.methods.apportionment import ApportionmentError, Method, apportion, hand_on
from koinon.methods.plain import Plain, union_from_plain
from koinon.methods.weight_kinds import (
    Apportioned,
    Band,
    Dominant,
    Equal,
    Incentive,
    Metric,
    Mix,
    Nested,
    Rounded,
    Sizes,
    SquareRoot,
    Sum,
    Table,
    Tier,
    Unit,
    Weights,
    Within,
)

__all__ = [
    "Apportioned",
    "Band",
    "Dominant",
    "Equal",
    "Facts",
    "Incentive",
    "Metric",
    "Mix",
    "Nested",
    "Rounded",
    "Sizes",
    "SquareRoot",
    "Sum",
    "Table",
    "Tier",
    "Unit",
    "WeightError",
    "Weights",
    "Within",
    "check_weights",
    "facts_of",
    "jagiellonian_quota",
    "needed",
    "weigh",
    "weights_from_plain",
]

Facts: TypeAlias = Mapping[str, Mapping[str, Fraction]]
"""Fact name → member id → value, for instance {"population": {"ghent": Fraction(265086)}}."""


class WeightError(ValueError):
    """A member cannot be weighed: `code` says why, `member` and `fact` where.

    Codes: ``no_fact`` (the member has no value of that fact), ``negative`` (the value is below
    zero), ``not_whole`` (a square root or tier of a value that is not whole).
    """

    def __init__(
        self, code: Literal["no_fact", "negative", "not_whole"], member: str, fact: str
    ) -> None:
        super().__init__(f"{code}: member {member}, fact {fact}")
        self.code = code
        self.member = member
        self.fact = fact


def weigh(weights: Weights, members: Iterable[str], facts: Facts) -> dict[str, Fraction]:
    """Weigh every member; the result is in the order of member ids.

    Raises WeightError naming the first member whose fact is missing or unfit.
    """
    ids = sorted(set(members))
    match weights:
        case Equal():
            return dict.fromkeys(ids, Fraction(1))
        case Table(votes=votes, others=others):
            listed = dict(votes)
            return {member: listed.get(member, others) for member in ids}
        case Apportioned():
            return _apportioned(weights, ids, facts)
        case Mix():
            return _mixed(weights, ids, facts)
        case Nested():
            return _nested(weights, ids, facts)
        case Incentive():
            return _incentive(weights, ids, facts)
        case Band():
            return _band(weights, ids, facts)
        case Sum():
            return _summed(weights, ids, facts)
        case Within(members=some, of=of):
            some_here = [member for member in ids if member in some]
            inside = weigh(of, some_here, facts) if some_here else {}
            return {member: inside.get(member, Fraction(0)) for member in ids}
        case Metric(fact=fact):
            return {member: _fact(facts, fact, member) for member in ids}
        case SquareRoot(fact=fact):
            return {member: _root(weights, _whole(facts, fact, member)) for member in ids}
        case Unit(fact=fact):
            return {m: Fraction(_units(weights, _fact(facts, fact, m))) for m in ids}
        case Tier(fact=fact):
            return {m: _step(weights.steps, _whole(facts, fact, m)) for m in ids}
    assert_never(weights)


def weights_from_plain(plain: Plain) -> Weights:
    """Read a statement of weight from its plain form (`plain.to_plain`); raises PlainError."""
    weights: Weights = union_from_plain(Weights, plain)
    return weights


def facts_of(weights: Weights) -> tuple[str, ...]:
    """Name the facts a statement weighs by, sorted; none when it needs none."""
    if isinstance(weights, Equal | Table):
        return ()
    if isinstance(weights, Within):
        return facts_of(weights.of)
    if isinstance(weights, Mix | Sum):
        return tuple(sorted({fact for part in _inside(weights) for fact in facts_of(part)}))
    return (weights.fact,)


def _inside(weights: Mix | Sum) -> list[Weights]:
    shares = weights.shares if isinstance(weights, Sum) else ()
    return [part for _, part in (*weights.parts, *shares)]


def needed(weights: Weights, members: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Which of these members must have which fact to be weighed; facts and members in order."""
    ids = tuple(sorted(set(members)))
    if isinstance(weights, Within):
        return needed(weights.of, set(ids).intersection(weights.members))
    if not isinstance(weights, Mix | Sum):
        return dict.fromkeys(facts_of(weights), ids)
    parts = [needed(part, ids) for part in _inside(weights)]
    return {
        fact: tuple(sorted({m for part in parts for m in part.get(fact, ())}))
        for fact in facts_of(weights)
    }


def jagiellonian_quota(weights: Iterable[Fraction], digits: int) -> Fraction:
    """Give the share of all votes at which a voter's say is most nearly equal everywhere.

    q = ½ (1 + √Σw² / Σw), w in whole steps of 10^-digits of a vote. The root is rounded up to a
    whole step; because votes in favour are whole steps too, "at least q" decides exactly as the
    irrational quota would, unless a member splits its vote below one step. Where nobody has any
    vote the quota is 1.
    Source: W. Słomczyński, K. Życzkowski, Acta Physica Polonica B 37 (2006) 3133.
    """
    steps = [weight * 10**digits for weight in weights]
    if any(step.denominator != 1 or step < 0 for step in steps):
        raise ValueError(f"weights have more than {digits} decimal digits")
    total = sum(step.numerator for step in steps)
    if total == 0:
        return Fraction(1)
    root = _ceil_sqrt(sum(step.numerator**2 for step in steps))
    return Fraction(total + root, 2 * total)


def check_weights(weights: Weights, facts: Facts, found: Mapping[str, Fraction]) -> bool:
    """Say whether `found` is what the statement gives, by inequalities instead of formulas."""
    match weights:
        case SquareRoot(fact=fact, digits=digits):
            scale = 10**digits
            return all(
                v >= 0
                and (v * scale).denominator == 1
                and v**2 <= facts[fact][m] < (v + Fraction(1, scale)) ** 2
                for m, v in found.items()
            )
        case Unit(fact=fact, size=size, rounded="up"):
            return all(
                v.denominator == 1 and (v - 1) * size < facts[fact][m] <= v * size
                for m, v in found.items()
            )
        case _:
            return weigh(weights, found, facts) == dict(found)


def _apportioned(weights: Apportioned, ids: list[str], facts: Facts) -> dict[str, Fraction]:
    shares = {member: _fact(facts, weights.fact, member) for member in ids}
    fixed: dict[str, int] = {}
    if weights.dominant is not None:
        bar = weights.dominant.at_least * sum(shares.values(), Fraction(0))
        fixed = {m: weights.dominant.votes for m, share in shares.items() if share >= bar > 0}
    rest = {member: share for member, share in shares.items() if member not in fixed}
    left = _size(weights.votes, shares) - sum(fixed.values())
    if rest or left:
        fixed |= dict(apportion(weights.method, rest, left).seats)
    held = {member: max(fixed[member], weights.of_right) for member in ids}
    if weights.none_above is not None:
        held = _held_down(weights.method, weights.none_above, shares, held)
    return {member: Fraction(held[member]) for member in ids}


def _size(votes: int | Sizes, shares: Mapping[str, Fraction]) -> int:
    if isinstance(votes, int):
        return votes
    whole = sum(shares.values(), Fraction(0))
    return next((n for up_to, n in votes.steps if up_to is None or whole <= up_to), 0)


def _held_down(
    method: Method, part: Fraction, shares: Mapping[str, Fraction], held: Mapping[str, int]
) -> dict[str, int]:
    """Take from each member what is above its part; the others share it out."""
    total = sum(held.values())
    most = int(part * total)
    kept = {member: min(votes, most) for member, votes in held.items()}
    bounded = Method(method.rule, method.minimum, min(most, method.ceiling or most))
    return hand_on(bounded, shares, kept, total)


def _incentive(weights: Incentive, ids: list[str], facts: Facts) -> dict[str, Fraction]:
    paid = {member: _fact(facts, weights.fact, member) for member in ids}
    whole = sum(paid.values(), Fraction(0))
    if not whole:
        raise ApportionmentError("no_weight")
    each = min(weights.each, weights.together / len(ids))
    rest = weights.votes - each * len(ids)
    sums = {member: each + rest * value / whole for member, value in paid.items()}
    if weights.method is None:
        return sums
    seats = dict(apportion(weights.method, sums, weights.votes).seats)
    return {member: Fraction(seats[member]) for member in ids}


def _band(weights: Band, ids: list[str], facts: Facts) -> dict[str, Fraction]:
    found = dict.fromkeys(ids, Fraction(0))
    for members, steps in weights.classes:
        for member in members:
            if member in found:
                found[member] = _step(steps, _whole(facts, weights.fact, member))
    return found


def _mixed(weights: Mix, ids: list[str], facts: Facts) -> dict[str, Fraction]:
    found = dict.fromkeys(ids, Fraction(0))
    votes = weights.votes * len(ids) if weights.per_member else weights.votes
    for part, statement in weights.parts:
        column = weigh(statement, ids, facts)
        whole = sum(column.values(), Fraction(0))
        for member in ids if whole else ():
            found[member] += votes * part * column[member] / whole
    return found


def _summed(weights: Sum, ids: list[str], facts: Facts) -> dict[str, Fraction]:
    columns = [(times, weigh(statement, ids, facts)) for times, statement in weights.parts]
    sums = {m: sum((times * votes[m] for times, votes in columns), Fraction(0)) for m in ids}
    _add_shares(sums, [(part, weigh(one, ids, facts)) for part, one in weights.shares])
    raised = {member: max(votes, weights.at_least) for member, votes in sums.items()}
    most = weights.at_most
    held = raised if most is None else {member: min(v, most) for member, v in raised.items()}
    return held if weights.none_above is None else _below(held, weights.none_above)


def _add_shares(
    sums: dict[str, Fraction], shares: Sequence[tuple[Fraction, Mapping[str, Fraction]]]
) -> None:
    """Add parts of all votes there are in the end: the sums are what these parts leave of them."""
    there = [(part, votes, sum(votes.values())) for part, votes in shares if any(votes.values())]
    left = 1 - sum((part for part, _, _ in there), Fraction(0))
    total = sum(sums.values(), Fraction(0)) / left
    for part, votes, whole in there:
        for member, value in votes.items():
            sums[member] += total * part * value / whole


def _below(votes: dict[str, Fraction], part: Fraction) -> dict[str, Fraction]:
    """Cut votes down to the greatest level that is at most that part of all votes then left.

    With the k greatest at the level it is part · (k · level + the others' sum).
    """
    ranked = sorted(votes.values(), reverse=True)
    rest = sum(ranked, Fraction(0))
    for held_down, greatest in enumerate(ranked):
        if part * held_down >= 1:
            break
        level = part * rest / (1 - part * held_down)
        if greatest <= level:
            whole = all(value.denominator == 1 for value in ranked)
            most = Fraction(level.__floor__()) if whole else level
            if held_down and not most:
                break  # the others have nothing it could be a part of
            return {member: min(value, most) for member, value in votes.items()}
        rest -= greatest
    raise ApportionmentError("too_many")


def _nested(weights: Nested, ids: list[str], facts: Facts) -> dict[str, Fraction]:
    here = [(head, members) for head, members in weights.groups if head in ids]
    heads = {head: _fact(facts, weights.fact, head) for head, _ in here}
    whole = sum(heads.values(), Fraction(0))
    found = dict.fromkeys(ids, Fraction(0))
    for head, members in here if whole else ():
        votes = weights.votes * heads[head] / whole
        inside = {m: _fact(facts, weights.fact, m) for m in members if m in found and m != head}
        sharing = sum(inside.values(), Fraction(0))
        found[head] += votes * weights.head if sharing else votes
        for member, value in inside.items() if sharing else ():
            found[member] += votes * (1 - weights.head) * value / sharing
    return found


def _fact(facts: Facts, fact: str, member: str) -> Fraction:
    value = facts.get(fact, {}).get(member)
    if value is None:
        raise WeightError("no_fact", member, fact)
    if value < 0:
        raise WeightError("negative", member, fact)
    return value


def _whole(facts: Facts, fact: str, member: str) -> int:
    value = _fact(facts, fact, member)
    if value.denominator != 1:
        raise WeightError("not_whole", member, fact)
    return value.numerator


def _root(weights: SquareRoot, value: int) -> Fraction:
    return Fraction(isqrt(value * 100**weights.digits), 10**weights.digits)


def _step(steps: tuple[tuple[int | None, Fraction], ...], value: int) -> Fraction:
    for up_to, votes in steps:
        if up_to is None or value <= up_to:
            return votes
    return Fraction(0)


def _units(weights: Unit, value: Fraction) -> int:
    if weights.rounded == "up":
        return -(-value // weights.size)
    begun = Fraction(1, 2) if weights.rounded == "nearest" else 0
    return (value / weights.size + begun).__floor__()


def _ceil_sqrt(value: int) -> int:
    return isqrt(value - 1) + 1 if value > 0 else 0
