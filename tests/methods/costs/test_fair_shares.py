"""Shares of one bill: sums, cores, all orders of joining, and the price of solidarity."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import cost_games as games

from koinon.methods.costs import sharing
from koinon.methods.costs.curves import CostError, Curve, non_rival
from koinon.methods.costs.programmes import Programme, bill_of
from koinon.methods.costs.recheck import recheck
from koinon.methods.costs.sharing import by_base, by_use, mixture, shapley, summed, whole_units
from koinon.methods.costs.solidarity import price_of_solidarity
from koinon.methods.costs.stability import judge
from koinon.methods.fast.costs import shapley_estimate

SEEDS = st.integers(0, 10**9)


def some(draw: Random, most: int = 6, **kind: bool) -> Programme:
    return games.programme(draw, games.names(draw.randint(1, most)), games.curve(draw, **kind))


def over_all_orders(one: Programme) -> dict[str, Fraction]:
    """What each adds to the cost of those before it, averaged over all orders."""
    found, orders = dict.fromkeys(one.uses, Fraction(0)), list(permutations(one.uses))
    zero = dict.fromkeys(one.uses, Fraction(0))
    costs: dict[frozenset[str], Fraction] = {}
    for order in orders:
        before = Fraction(0)
        for at, member in enumerate(order, 1):
            group = frozenset(order[:at])
            if group not in costs:
                costs[group] = -games.gain([one], zero, sorted(group))
            found[member] += costs[group] - before
            before = costs[group]
    return {member: total / len(orders) for member, total in found.items()}


@settings(deadline=None, max_examples=120)
@given(SEEDS, st.booleans())
def test_every_rule_sums_exactly_to_the_bill(seed: int, concave: bool) -> None:
    draw = Random(seed)
    one = some(draw, concave=concave, setup_covers=concave)
    bases = {member: draw.randint(0, 9) for member in one.uses}
    bases[min(bases)] += 1
    rules = [by_use(one), by_base(one.bill, bases), shapley(one)]
    rules.append(mixture(Fraction(draw.randint(0, 9), 9), rules[0], rules[1]))
    for shares in rules:
        assert sum(shares.values()) == one.bill
        whole = whole_units(shares)
        assert abs(sum(whole.values()) - one.bill) <= Fraction(1, 2)
        assert all(abs(whole[member] - share) < 1 for member, share in shares.items())


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.booleans())
def test_the_shapley_value_is_the_average_over_all_orders(seed: int, concave: bool) -> None:
    one = some(Random(seed), 5, concave=concave, setup_covers=False)
    assert shapley(one) == over_all_orders(one)


@settings(deadline=None, max_examples=40)
@given(SEEDS)
def test_both_ways_of_counting_groups_agree(seed: int) -> None:
    draw = Random(seed)
    uses = [draw.randint(1, 30) for _ in range(draw.randint(1, 7))]
    assert list(sharing._counted(uses)) == list(sharing._enumerated(uses))


@settings(deadline=None, max_examples=100)
@given(SEEDS)
def test_the_shapley_value_is_in_the_core_of_falling_prices(seed: int) -> None:
    one = some(Random(seed))
    assert judge([one], shapley(one)).says == "nobody"


@settings(deadline=None, max_examples=100)
@given(SEEDS)
def test_who_uses_more_pays_more_and_equals_pay_the_same(seed: int) -> None:
    one = some(Random(seed))
    for shares in (by_use(one), shapley(one)):
        for a, use in one.uses.items():
            for b, other in one.uses.items():
                assert use > other or shares[a] <= shares[b]
                assert use != other or shares[a] == shares[b]


@settings(deadline=None, max_examples=80)
@given(SEEDS, st.integers(1, 40))
def test_one_more_user_lowers_the_price_for_all_when_prices_fall(seed: int, use: int) -> None:
    one = some(Random(seed))
    more = Programme(one.name, one.curve, {**one.uses, "new": use})
    for rule in (by_use, shapley):
        before, after = rule(one), rule(more)
        assert all(after[member] <= share for member, share in before.items())


def test_a_large_exact_shapley_value() -> None:
    """A hundred cities with uses in thousands, exactly."""
    draw = Random(8)
    uses = {name: 1000 * draw.randint(1, 20) for name in games.names(100)}
    one = Programme("p", Curve(10**6, Fraction(3), Fraction(9, 10), 400_000, 100), uses)
    found = shapley(one)
    assert sum(found.values()) == one.bill
    estimate = shapley_estimate(one, 400, seed=1)
    assert sum(estimate.shares.values()) == one.bill
    off = [abs(estimate.shares[m] - share) / estimate.errors[m] for m, share in found.items()]
    assert max(off) < 5
    assert sum(away < 2 for away in off) > 85


def test_few_cities_with_large_uses() -> None:
    uses = {"a": 1_000_003, "b": 999_983, "c": 17, "d": 123_457}
    one = Programme("p", Curve(10**6, Fraction(3), Fraction(9, 10), 1_500_000, 100), uses)
    found = shapley(one)
    assert sum(found.values()) == one.bill
    assert found["c"] < found["d"] < found["b"] < found["a"]


def test_what_takes_too_long_is_refused_and_estimated() -> None:
    uses = {name: 10**6 + at for at, name in enumerate(games.names(20))}
    one = Programme("p", Curve(0, Fraction(3), Fraction(9, 10), 10**7), uses)
    with pytest.raises(CostError) as refused:
        shapley(one)
    assert refused.value.code == "too_many"
    estimate = shapley_estimate(one, 50, seed=3)
    assert sum(estimate.shares.values()) == one.bill
    assert estimate == shapley_estimate(one, 50, seed=3)


@pytest.mark.parametrize(
    ("bases", "code"), [({"a": 0, "b": 0}, "no_base"), ({"a": -1, "b": 2}, "negative")]
)
def test_bases_are_amounts(bases: dict[str, int], code: str) -> None:
    with pytest.raises(CostError) as refused:
        by_base(Fraction(10), bases)
    assert refused.value.code == code


def test_nobody_shares_what_nobody_uses() -> None:
    for rule in (by_use, shapley):
        with pytest.raises(CostError) as refused:
            rule(Programme("p", non_rival(10), {"a": 0}))
        assert refused.value.code == "no_use"


# The price of solidarity


def breakpoint_of(
    programmes: list[Programme], ability: dict[str, Fraction], use: dict[str, Fraction]
) -> Fraction | None:
    """The least part at which any group starts to gain, from every group's own line."""
    least = Fraction(1)
    for group in games.groups(list(use)):
        start, end = games.gain(programmes, use, group), games.gain(programmes, ability, group)
        if start > 0:
            return None
        if end > 0:
            least = min(least, -start / (end - start))
    return least


def test_the_price_of_solidarity_against_all_groups() -> None:
    draw, below = Random(4), 0
    for _ in range(250):
        members = games.names(draw.randint(2, 6))
        made = [
            games.programme(
                draw, members, games.curve(draw, setup_covers=draw.random() < 0.8), 0.05
            )
            for _ in range(draw.choice([1, 1, 2, 3]))
        ]
        if any(not one.curve.submodular for one in made) and len(made) > 1:
            continue
        bill = bill_of(made)
        ability = by_base(bill, {member: draw.randint(1, 30) for member in members})
        use = summed([by_use(one) for one in made])
        found = price_of_solidarity(made, ability, use)
        known = breakpoint_of(made, ability, use)
        assert found.certified == known
        assert found.exact or known is None
        at = mixture(found.certified or Fraction(0), ability, use)
        assert recheck(found.certificate, made, at) == ()
        if known is not None and known < 1:
            below += 1
            assert found.binding is not None
            beyond = mixture(known + Fraction(1, 10**9) * (1 - known), ability, use)
            assert games.gain(made, at, found.binding) == 0
            assert games.gain(made, beyond, found.binding) > 0
    assert below > 100


def test_where_prices_rise_the_breakpoint_lies_between_two_bounds() -> None:
    draw, gaps = Random(6), 0
    for _ in range(60):
        members = games.names(draw.randint(2, 6))
        one = games.programme(draw, members, games.curve(draw, concave=False), 0)
        ability = by_base(one.bill, {member: draw.randint(1, 30) for member in members})
        use = by_use(one)
        found, known = price_of_solidarity([one], ability, use), breakpoint_of([one], ability, use)
        if known is None:
            assert found.certified is None
        else:
            assert (found.certified or 0) <= known <= found.refuted
            gaps += found.certified != known
    assert gaps < 50


def test_knowledge_may_be_shared_as_progressively_as_one_likes() -> None:
    one = Programme("curricula", non_rival(900), {"a": 5, "b": 1, "c": 1})
    ability = by_base(one.bill, {"a": 1, "b": 7, "c": 1})
    found = price_of_solidarity([one], ability, by_use(one))
    assert (found.certified, found.refuted, found.binding) == (1, 1, None)


def test_at_one_price_nothing_may_be_charged_by_ability() -> None:
    one = Programme("lorries", Curve(0, Fraction(3)), {"a": 5, "b": 1, "c": 1})
    found = price_of_solidarity([one], by_base(one.bill, {"a": 1, "b": 7, "c": 1}), by_use(one))
    assert (found.certified, found.binding) == (0, ("b",))
