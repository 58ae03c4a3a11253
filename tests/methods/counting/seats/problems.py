"""Small apportionments as hypothesis draws them, and every outcome of one by trying all."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from koinon.methods.counting.seats.rules import (
    DIVISORS,
    QUOTAS,
    SeatsRule,
    Threshold,
    Votes,
)

SHARES = st.fractions(0, Fraction(2, 5), max_denominator=20)
THRESHOLDS = st.builds(
    Threshold,
    st.none() | SHARES,
    st.sampled_from(["parties", "valid", "cast"]),
    st.none() | st.integers(0, 30),
    st.none() | st.integers(1, 2),
)


@st.composite
def rules(draw: st.DrawFn, methods: tuple[str, ...] = DIVISORS + QUOTAS) -> SeatsRule:
    method = draw(st.sampled_from(methods))
    first = None
    if method == "modified-sainte-lague":
        first = draw(st.sampled_from([Fraction(7, 5), Fraction(6, 5), Fraction(1, 2), Fraction(1)]))
    minimum = draw(st.sampled_from([0, 0, 1, 2]))
    maximum = draw(st.none() | st.integers(minimum, 6))
    threshold = draw(st.none() | THRESHOLDS)
    return SeatsRule(method, first, minimum, maximum, threshold, draw(st.sampled_from(ORDERS)))


ORDERS = ["paper", "lot"]


@st.composite
def votes(draw: st.DrawFn, most: int = 4) -> Votes:
    numbers = draw(st.lists(st.integers(0, 40), min_size=1, max_size=most))
    won = draw(st.just(()) | st.tuples(*(st.integers(0, 2) for _ in numbers)))
    names = tuple("dbca"[: len(numbers)]) if most <= 4 else tuple(map(str, range(len(numbers))))
    return Votes(names, tuple(numbers), draw(st.integers(0, 9)), draw(st.integers(0, 9)), won)


def divisor(rule: SeatsRule, seat: int) -> Fraction:
    """By what votes are divided for a seat, from 1, as books list it; squared for Hill's."""
    k = Fraction(seat)
    if rule.first is not None and seat == 1:
        return rule.first
    return {
        "dhondt": k,
        "sainte-lague": 2 * k - 1,
        "modified-sainte-lague": 2 * k - 1,
        "huntington-hill": k * (k - 1),
        "adams": k - 1,
        "dean": k * (k - 1) / (2 * k - 1),
        "danish": 3 * k - 2,
        "imperiali": k + 1,
    }[rule.method]


def outcomes(
    rule: SeatsRule, of: Votes, takes: tuple[bool, ...], house: int
) -> set[tuple[int, ...]]:
    """Every vector that some divisor gives, found by trying all vectors within the bounds."""
    spans = []
    for v, part in zip(of.votes, takes, strict=True):
        low = max(rule.minimum, v > 0 and divisor(rule, 1) == 0) if part else 0
        top = house if rule.maximum is None else min(rule.maximum, house)
        spans.append(range(low, max(low, top if part and v else 0) + 1))
    power = 2 if rule.method == "huntington-hill" else 1
    found = set()
    for vector in product(*spans):
        if sum(vector) != house:
            continue
        nexts = [v**power / divisor(rule, n + 1)
                 for v, n, s in zip(of.votes, vector, spans, strict=True) if n < s[-1]]  # fmt: skip
        lasts = [v**power / divisor(rule, n)
                 for v, n, s in zip(of.votes, vector, spans, strict=True) if n > s[0]]  # fmt: skip
        if not nexts or not lasts or max(nexts) <= min(lasts):
            found.add(vector)
    return found
