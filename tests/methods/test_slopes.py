"""Slopes of a levy around a member's own value: calculus where it is smooth, cliffs where not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.methods.levies import (
    AtLeast,
    Column,
    Extreme,
    Fixed,
    Indicator,
    Levy,
    Member,
    Need,
    Piecewise,
    Product,
    Quota,
    Rate,
    Share,
    Slopes,
    Sum,
    Within,
    slopes,
)
from koinon.methods.levies.nodes import Flat

FEW = settings(max_examples=40, deadline=None)
COUNTS = st.integers(2, 10**6)
PEOPLE = Indicator("people")


def around(
    column: Column, own: int | Fraction, others: tuple[int, ...] = (), need: int = 0, step: int = 1
) -> Slopes:
    """The slopes of member `a` with that many people, beside others with theirs."""
    rows = {"a": own, **{f"b{at}": count for at, count in enumerate(others)}}
    members = [Member(id, (("people", Fraction(count)),)) for id, count in rows.items()]
    return slopes(Levy(column), members, "a", "people", step=Fraction(step), need_cents=need)


@FEW
@given(COUNTS, st.fractions(-100, 100, max_denominator=1000), st.integers(1, 50))
def test_a_rate_per_head_has_the_rate_as_its_slope(own: int, rate: Fraction, step: int) -> None:
    found = around(Rate(rate, PEOPLE), own + step, step=step)
    assert found.below is not None
    assert found.above is not None
    assert found.below.slope == found.above.slope == rate
    assert (found.differs, found.bends, found.jumps) == (False, False, ())


@FEW
@given(COUNTS, st.lists(COUNTS, min_size=1, max_size=5), st.integers(1, 10**9))
def test_a_share_of_a_fixed_total_has_the_slope_of_calculus(
    own: int, others: list[int], need: int
) -> None:
    """The chords of need · x / (x + r) are need · r / ((x + r)(x + r ± 1)); no cliff, no bend."""
    found = around(Quota(Need(), PEOPLE), own, tuple(others), need)
    rest = sum(others)
    assert found.below is not None
    assert found.above is not None
    assert found.above.slope == Fraction(need * rest, (own + rest) * (own + rest + 1))
    assert found.below.slope == Fraction(need * rest, (own + rest) * (own + rest - 1))
    derivative = Fraction(need * rest, (own + rest) ** 2)
    assert found.above.slope < derivative < found.below.slope
    assert found.differs
    assert not found.bends
    assert found.jumps == ()


def test_a_minimum_bends_where_it_ends_and_never_jumps() -> None:
    """27 a head but 2,700 at least: flat below 100 people, 27 above."""
    least = Extreme("greatest", (Rate(Fraction(27), PEOPLE), Flat(Fixed(Fraction(2_700)))))
    found = around(least, 100, step=10)
    assert found.below is not None
    assert found.above is not None
    assert (found.below.slope, found.above.slope) == (0, 27)
    assert found.bends
    assert found.jumps == ()
    assert not around(least, 50, step=10).differs


def by_class(edges: tuple[int, ...], rates: tuple[int, ...]) -> Column:
    """A rate per head by class of size: each edge reached adds what the next class pays more."""
    steps = [Flat(Fixed(Fraction(rates[0])))]
    more = [
        Rate(Fraction(after - before), AtLeast(PEOPLE, Fixed(Fraction(edge))))
        for edge, before, after in zip(edges, rates, rates[1:], strict=False)
    ]
    return Product((Sum((*steps, *more)), PEOPLE))


@FEW
@given(st.integers(10, 10**5), st.integers(-3, 3), st.integers(1, 40), st.integers(1, 40))
def test_the_jump_of_a_class_table_is_found_at_its_edge(
    edge: int, off: int, low: int, more: int
) -> None:
    """The steps are of 2; whoever stands at the edge is in the upper class already."""
    found = around(by_class((edge,), (low, low + more)), edge + off, step=2)
    if off not in (-2, -1, 0, 1):
        assert found.jumps == ()
        return
    (jump,) = found.jumps
    side = found.above if off < 0 else found.below
    assert side is not None
    assert side.jump == jump
    assert jump.low < edge <= jump.high == jump.low + Fraction(2, 2**20)
    assert abs(jump.cents - more * edge) <= (low + more) * (jump.high - jump.low)


@FEW
@given(st.integers(11, 10**5), st.integers(-10, 10), st.integers(-50, 50), st.integers(-50, 50))
def test_a_piecewise_levy_bends_at_its_threshold_and_never_jumps(
    bend: int, off: int, below: int, above: int
) -> None:
    column = Piecewise(PEOPLE, Fixed(Fraction(bend)), Fraction(below), Fraction(above))
    found = around(column, bend + off)
    assert found.below is not None
    assert found.above is not None
    assert found.jumps == ()
    assert found.bends == (off == 0 and above != -below)
    assert found.above.slope == (above if off >= 0 else -below)
    assert found.below.slope == (above if off > 0 else -below)


def test_a_kink_inside_the_step_is_no_jump() -> None:
    column = Piecewise(PEOPLE, Fixed(Fraction(21, 2)), Fraction(1), Fraction(1))
    found = around(column, 10)
    assert found.above is not None
    assert found.above.slope == 0
    assert found.jumps == ()


def test_a_floor_makes_the_slope_flat_and_then_it_rises() -> None:
    column = Within(Quota(Need(), PEOPLE), Flat(Fixed(Fraction(100))), None)
    found = around(column, 10, (95,), 1_000)
    assert found.below is not None
    assert found.below.slope == 0
    assert found.exact_cents == 100


def test_below_nothing_there_is_no_side_and_a_side_without_a_charge_is_none() -> None:
    assert around(Rate(Fraction(1), PEOPLE), 0).below is None
    found = around(Share(PEOPLE), 1)
    assert found.below is None
    assert found.above is not None


def test_a_member_or_fact_that_is_not_there_is_refused() -> None:
    member = Member("a", (("people", Fraction(1)),))
    for id, fact, step in (("b", "people", 1), ("a", "area", 1), ("a", "people", 0)):
        with pytest.raises(ValueError, match="no fact"):
            slopes(Levy(PEOPLE), [member], id, fact, step=Fraction(step))
