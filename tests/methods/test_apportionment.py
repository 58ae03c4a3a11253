"""Apportionment: two ways of sharing out agree, every result has its certificate, ties show."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from koinon.methods import apportionment
from koinon.methods.apportionment import (
    Apportionment,
    ApportionmentError,
    Method,
    Rule,
    apportion,
    check_apportionment,
)
from koinon.methods.plain import from_plain, to_plain

RULES: tuple[Rule, ...] = ("largest_remainder", "dhondt", "sainte_lague", "huntington_hill")
RULE = st.sampled_from(RULES)
WEIGHTS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.integers(0, 60) | st.fractions(0, 9, max_denominator=6),
    min_size=1,
).filter(lambda weights: any(weights.values()))


@st.composite
def problems(draw: st.DrawFn) -> tuple[Method, dict[str, Fraction], int]:
    rule, weights = draw(RULE), draw(WEIGHTS)
    least = 1 if rule == "huntington_hill" else 0
    minimum = draw(st.integers(least, 2))
    ceiling = draw(st.none() | st.integers(minimum, 9))
    most = 40 if ceiling is None else ceiling * len(weights)
    seats = draw(st.integers(minimum * len(weights), max(most, minimum * len(weights))))
    return Method(rule, minimum, ceiling), weights, seats


@given(problems())
def test_every_result_has_its_certificate(problem: tuple[Method, dict[str, Fraction], int]) -> None:
    method, weights, seats = problem
    result = apportion(method, weights, seats)
    held = dict(result.seats)
    assert sum(held.values()) == seats
    assert check_apportionment(result)
    assert from_plain(Apportionment, to_plain(result)) == result
    for gets, gives in product(held, held):
        moved = held | {gets: held[gets] + 1} | {gives: held[gives] - 1}
        other = replace(result, seats=tuple(sorted(moved.items())))
        if gets != gives and not {gets, gives} <= set(result.tied):
            assert not check_apportionment(other)


@given(problems())
def test_largest_remainder_by_quotas_and_by_the_queue_of_claims(
    problem: tuple[Method, dict[str, Fraction], int],
) -> None:
    method, weights, seats = problem
    method = replace(method, rule="largest_remainder")
    shares = {member: Fraction(weights[member]) for member in sorted(weights)}
    by_quota = apportionment._by_quota(method, shares, seats)
    assert by_quota == apportionment._by_queue(method, shares, seats)


def _rounded(rule: Rule, quotient: Fraction) -> int:
    """Whole seats of a quotient, as each divisor method rounds it (Balinski and Young, 1982)."""
    whole = quotient.numerator // quotient.denominator
    if rule == "dhondt":
        return whole
    if rule == "sainte_lague":
        return whole + (quotient - whole >= Fraction(1, 2))
    return whole + (quotient * quotient >= whole * (whole + 1) and quotient > 0)


def _by_divisor(
    method: Method, weights: dict[str, Fraction], seats: int
) -> tuple[dict[str, int], dict[str, int]]:
    """Seats with the smallest divisor that hands out too few or enough, and the greatest beside it.

    Both are equal where some divisor hands out exactly `seats`; else the members in which they
    differ are tied. Found by halving an interval, as on a slide rule: nothing of the queue is used.
    """

    def at(divisor: Fraction) -> dict[str, int]:
        most = seats if method.ceiling is None else method.ceiling
        rounded = {member: _rounded(method.rule, w / divisor) for member, w in weights.items()}
        return {member: min(max(n, method.minimum), most) for member, n in rounded.items()}

    low, high = Fraction(1, 10**4), 4 * Fraction(max(weights.values())) + 1
    for _ in range(120):
        middle = (low + high) / 2
        found = at(middle)
        if sum(found.values()) == seats:
            return found, found
        low, high = (middle, high) if sum(found.values()) > seats else (low, middle)
    return at(high), at(low)


@given(problems())
def test_divisors_by_the_queue_of_claims_and_by_a_search_for_the_divisor(
    problem: tuple[Method, dict[str, Fraction], int],
) -> None:
    method, drawn, seats = problem
    assume(method.rule != "largest_remainder")
    weights = {member: Fraction(weight) for member, weight in drawn.items() if weight > 0}
    assume(len(weights) == len(drawn))
    result = apportion(method, weights, seats)
    fewer, more = _by_divisor(method, weights, seats)
    if fewer == more:
        assert dict(result.seats) == fewer
        return
    assert sum(fewer.values()) < seats < sum(more.values())
    assert set(result.tied) == {member for member in weights if fewer[member] != more[member]}
    assert all(fewer[m] <= held <= more[m] for m, held in result.seats)


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_in_which_members_are_named_changes_nothing(
    problem: tuple[Method, dict[str, Fraction], int], random: Random
) -> None:
    method, weights, seats = problem
    mixed = list(weights.items())
    random.shuffle(mixed)
    assert apportion(method, dict(mixed), seats) == apportion(method, weights, seats)


@given(RULE, WEIGHTS, st.integers(0, 25))
def test_one_more_seat_takes_none_away_with_divisors(
    rule: Rule, weights: dict[str, Fraction], seats: int
) -> None:
    assume(rule != "largest_remainder")
    method = Method(rule, minimum=1)
    seats += len(weights)
    fewer, more = (dict(apportion(method, weights, n).seats) for n in (seats, seats + 1))
    assert all(more[member] >= fewer[member] for member in weights)


@given(WEIGHTS, st.integers(0, 40))
def test_without_bounds_largest_remainder_keeps_the_quota(
    weights: dict[str, Fraction], seats: int
) -> None:
    total = sum(Fraction(weight) for weight in weights.values())
    for member, held in apportion(Method("largest_remainder"), weights, seats).seats:
        assert abs(held - weights[member] * seats / total) < 1


def test_three_methods_on_the_textbook_example() -> None:
    """Balinski and Young, Fair Representation (1982): the methods part on small houses."""
    votes = {"a": 53_000, "b": 24_000, "c": 23_000}
    found = {rule: dict(apportion(Method(rule), votes, 7).seats) for rule in RULES[:3]}
    assert found == {
        "largest_remainder": {"a": 4, "b": 2, "c": 1},
        "dhondt": {"a": 4, "b": 2, "c": 1},
        "sainte_lague": {"a": 3, "b": 2, "c": 2},
    }


@pytest.mark.parametrize("rule", RULES)
def test_a_tie_is_decided_by_id_and_reported(rule: Rule) -> None:
    method = Method(rule, minimum=1)
    result = apportion(method, {"lille": 5, "ghent": 5, "mons": 5}, 5)
    assert result.seats == (("ghent", 2), ("lille", 2), ("mons", 1))
    assert (result.tied, result.contested) == (("ghent", "lille", "mons"), 2)
    whole = apportion(method, {"lille": 5, "ghent": 5, "mons": 5}, 6)
    assert (whole.tied, whole.contested) == ((), 0)


def test_a_minimum_is_taken_from_the_lowest_fractions() -> None:
    """Quotas 6.3, 3.3 and 0.4 of 10: raising the last to 1 fits; of 9 seats one is taken."""
    method = Method("largest_remainder", minimum=1)
    assert dict(apportion(method, {"a": 63, "b": 33, "c": 4}, 10).seats) == {"a": 6, "b": 3, "c": 1}
    assert dict(apportion(method, {"a": 70, "b": 29, "c": 1}, 10).seats) == {"a": 7, "b": 2, "c": 1}


PORTS = {"m": 900_000, "a": 60_000, "b": 30_000, "c": 10_000}


@pytest.mark.parametrize("rule", ["largest_remainder", "dhondt", "sainte_lague"])
def test_what_is_above_a_ceiling_is_shared_by_size(rule: Rule) -> None:
    """Not equally: whoever has six times the people has six times what the greatest leaves."""
    held = dict(apportion(Method(rule, ceiling=100), PORTS, 200).seats)
    assert held == {"m": 100, "a": 60, "b": 30, "c": 10}


def test_quotas_are_computed_anew_until_nobody_is_above_the_ceiling() -> None:
    """Of 20 seats a then has 12 of the 14 that m leaves, and is held down too."""
    weights = {"m": 900, "a": 60, "b": 7, "c": 3}
    held = dict(apportion(Method("largest_remainder", ceiling=6), weights, 20).seats)
    assert held == {"m": 6, "a": 6, "b": 6, "c": 2}


@given(WEIGHTS, st.integers(1, 8), st.data())
def test_beside_a_ceiling_largest_remainder_keeps_the_quota_of_what_is_left(
    weights: dict[str, Fraction], ceiling: int, data: st.DataObject
) -> None:
    seats = data.draw(st.integers(0, ceiling * len(weights)))
    result = dict(apportion(Method("largest_remainder", 0, ceiling), weights, seats).seats)
    open_ = {m: Fraction(w) for m, w in weights.items() if result[m] < ceiling}
    left = seats - sum(held for m, held in result.items() if m not in open_)
    total = sum(open_.values())
    for member, weight in open_.items() if total else ():
        assert abs(result[member] - weight * left / total) < 1 + len(weights) - len(open_)


def test_a_ceiling_leaves_its_seats_to_the_others() -> None:
    for rule in RULES:
        method = Method(rule, minimum=1, ceiling=4)
        assert dict(apportion(method, {"a": 90, "b": 6, "c": 4}, 8).seats)["a"] == 4


@pytest.mark.parametrize(
    ("method", "weights", "seats", "code"),
    [
        (Method("dhondt"), {"a": -1, "b": 2}, 3, "negative"),
        (Method("dhondt"), {"a": 0}, 3, "no_weight"),
        (Method("dhondt", minimum=2), {"a": 1, "b": 1}, 3, "too_few"),
        (Method("dhondt", ceiling=1), {"a": 1, "b": 1}, 3, "too_many"),
        (Method("dhondt"), {"a": 1}, 1_000_001, "too_many"),
        (Method("huntington_hill"), {"a": 1}, 3, "needs_minimum"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(
    method: Method, weights: dict[str, int], seats: int, code: str
) -> None:
    with pytest.raises(ApportionmentError, match=f"^{code}$"):
        apportion(method, weights, seats)


def test_a_certificate_needs_the_right_members_and_bounds() -> None:
    result = apportion(Method("dhondt", ceiling=4), {"a": 5, "b": 3}, 5)
    assert not check_apportionment(replace(result, seats=(("a", 5), ("b", 0))))
    assert not check_apportionment(replace(result, seats=(("a", 5),)))
