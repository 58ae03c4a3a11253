"""Costs by scale: prices in steps, exact, against a count unit by unit."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import cost_games as games

from koinon.methods.costs.bands import Range, Ranges, band, known
from koinon.methods.costs.curves import CostError, Curve, Rebate, curve_of, non_rival, rate_of
from koinon.methods.costs.programmes import Programme

SEEDS = st.integers(0, 10**9)
TINY = Fraction(1, 10**6)


def test_a_doubling_makes_the_next_unit_cheaper_until_the_scale() -> None:
    curve = Curve(100, Fraction(8), Fraction(4, 5), 100, halvings=2)
    assert [(s.start, Fraction(s.price, 10**9)) for s in curve.segments()] == [
        (0, Fraction(25, 2)),
        (50, Fraction(10)),
        (100, Fraction(8)),
    ]
    assert curve.cost(10, 1) == 225
    assert curve.cost(50, 1) == 725
    assert curve.cost(150, 1) == 100 + 50 * 25 // 2 + 50 * 10 + 50 * 8
    assert curve.cost(0, 0) == 0


@settings(deadline=None, max_examples=150)
@given(SEEDS, st.integers(0, 200), st.booleans())
def test_costs_are_those_counted_unit_by_unit(seed: int, use: int, concave: bool) -> None:
    curve = games.curve(Random(seed), concave=concave)
    assert curve.cost(use, 1) == curve.setup + games.variable(curve, use)
    assert curve.each_alone([use + 1]) == [curve.fine(use + 1, 1)]


@settings(deadline=None, max_examples=100)
@given(SEEDS, st.booleans())
def test_prices_fall_below_one_and_rise_above(seed: int, concave: bool) -> None:
    curve = games.curve(Random(seed), concave=concave)
    prices = [segment.price for segment in curve.segments()]
    assert prices == sorted(prices, reverse=concave)
    assert curve.concave == (prices == sorted(prices, reverse=True))
    if concave:
        lines = [(s.intercept, s.price) for s in curve.segments()]
        for use in range(0, 130, 7):
            least = min(intercept + price * use for intercept, price in lines)
            assert curve.fine(use, 1) == curve.setup * 10**9 + least


@pytest.mark.parametrize(
    ("elasticity", "rate"),
    [
        (Fraction(1), "1"),
        (Fraction(19, 20), "0.965936"),  # 2^-0.05 = 0.96593632...
        (Fraction(17, 20), "0.90125"),  # 2^-0.15 = 0.90125046...
        (Fraction(7, 10), "0.812252"),  # 2^-0.3 = 0.81225239...
        (Fraction(6, 5), "1.148698"),  # 2^0.2 = 1.14869835...
    ],
)
def test_rates_of_elasticities(elasticity: Fraction, rate: str) -> None:
    found = rate_of(elasticity)
    assert found == Fraction(rate)
    power, root = (elasticity - 1).as_integer_ratio()
    assert found**root <= Fraction(2) ** power < (found + Fraction(1, 10**6)) ** root


@pytest.mark.parametrize("elasticity", map(Fraction, ("0", "-1", "5/4", "1/1001")))
def test_an_elasticity_outside_is_refused(elasticity: Fraction) -> None:
    with pytest.raises(CostError) as refused:
        rate_of(elasticity)
    assert refused.value.code == "elasticity"


def test_knowledge_costs_no_more_for_many() -> None:
    assert curve_of(Fraction(0), 700, Fraction(9), 10) == non_rival(700)
    assert non_rival(700).cost(10**9, 500) == 700
    assert curve_of(Fraction(1), 700, Fraction(9), 10).cost(20, 1) == 880


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ({"setup": -1}, "negative"),
        ({"setup": 1, "coordination": -1}, "negative"),
        ({"setup": 1, "unit_cost": Fraction(-1)}, "negative"),
        ({"setup": 1, "rate": Fraction(1, 2)}, "rate"),
        ({"setup": 1, "rate": Fraction(3)}, "rate"),
        ({"setup": 1, "efficient_scale": 0}, "scale"),
        ({"setup": 1, "halvings": 41}, "scale"),
        ({"setup": 1, "rebate": Rebate(Fraction(1), 3)}, "rebate"),
        ({"setup": 1, "rebate": Rebate(Fraction(1, 9), 3), "rate": Fraction(11, 10)}, "rebate"),
    ],
)
def test_what_is_no_curve_is_refused(made: dict, code: str) -> None:
    with pytest.raises(CostError) as refused:
        Curve(**made)
    assert refused.value.code == code


@pytest.mark.parametrize("use", [-1, True, 2**63])
def test_uses_are_whole(use: int) -> None:
    with pytest.raises(CostError) as refused:
        Programme("p", non_rival(1), {"a": use})
    assert refused.value.code == "use"


def test_joint_purchase_lowers_the_price_beyond_a_volume() -> None:
    curve = Curve(0, Fraction(10), rebate=Rebate(Fraction(1, 10), 100))
    assert curve.cost(100, 1) == 1000
    assert curve.cost(200, 2) == 1900
    assert curve.saving([100, 100]) == 100
    assert curve.concave


def test_the_number_of_members_at_which_coordination_is_earned() -> None:
    """Prices 1 9/16 to 32 units, 1 1/4 to 64, then 1: n members save 5n/8 - 21 beyond that."""
    curve = Curve(10, Fraction(1), Fraction(4, 5), 64, coordination=15, halvings=2)
    assert curve.sizes_that_pay(10, 40) == ((34, 40),)
    assert curve.saving([10] * 33) == Fraction(33 * 5, 8) - 21 < 0
    assert Curve(10, Fraction(1), coordination=11).sizes_that_pay(10, 40) == ()
    eaten = curve.coordination_that_eats_all([10] * 7)
    assert eaten is not None
    assert Curve(10, Fraction(1), Fraction(4, 5), 64, halvings=2).saving([10] * 7) == eaten * 6
    assert curve.coordination_that_eats_all([5]) is None


def test_where_prices_rise_there_is_a_greatest_number() -> None:
    curve = Curve(5, Fraction(3), Fraction(11, 10), 400, halvings=6)
    runs = curve.sizes_that_pay(10, 60)
    assert len(runs) == 1
    assert runs[0][0] == 2
    assert runs[0][1] < 60


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.integers(1, 40), st.booleans())
def test_sizes_that_pay_are_one_run(seed: int, use: int, concave: bool) -> None:
    curve = games.curve(Random(seed), concave=concave, setup_covers=False)
    runs = curve.sizes_that_pay(use, 12)
    paying = {n for n in range(2, 13) if curve.saving([use] * n) > 0}
    assert paying == {n for first, last in runs for n in range(first, last + 1)}
    assert len(runs) <= 1
    assert not runs or not curve.concave or runs[0][1] == 12


def ranges(draw: Random) -> Ranges:
    def spread(low: int, high: int, over: int = 1) -> Range:
        three = sorted(draw.randint(low, high) for _ in range(3))
        return Range(*(Fraction(value, over) for value in three))

    return Ranges(
        spread(0, 60),
        spread(1, 40),
        spread(55, 100, 100),
        spread(0, 10),
        spread(1, 120),
        spread(0, 20, 100),
        draw.randint(0, 60),
        draw.randint(0, 5),
    )


@settings(deadline=None, max_examples=150)
@given(SEEDS, st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_no_curve_within_the_ranges_leaves_the_band(seed: int, uses: list[int]) -> None:
    draw = Random(seed)
    given_ = ranges(draw)
    found = band(given_, uses)
    for _ in range(10):
        curve = given_.curve([draw.choice((0, 1, 2)) for _ in range(6)])
        taking = [use for use in uses if use]
        together, alone = curve.cost_of(taking), sum(map(curve.alone, taking), Fraction(0))
        assert found.together[0] <= together <= found.together[2]
        assert found.alone[0] <= alone <= found.alone[2]
        assert found.saving[0] - TINY <= alone - together <= found.saving[2] + TINY


def test_the_band_of_a_saving_is_not_the_difference_of_bands() -> None:
    given_ = Ranges(Range(Fraction(10), Fraction(20), Fraction(30)), known(5), known(1), known(0))
    found = band(given_, [10, 10, 10])
    assert found.together == (160, 170, 180)
    assert found.alone == (180, 210, 240)
    assert found.saving == (20, 40, 60)


def test_ranges_are_in_order() -> None:
    with pytest.raises(ValueError, match="order"):
        Range(Fraction(2), Fraction(1), Fraction(3))
