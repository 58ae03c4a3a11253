"""Minimums and maximums of a levy, and what a formula says that cannot keep to its bounds."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.methods.test_levies import COUNTS, FEW, HALF, NEEDS, members, two_factors

from koinon.methods.levies import (
    Column,
    Extreme,
    ExtremeTotal,
    Fixed,
    Flat,
    Indicator,
    LegalCap,
    Levy,
    LevyError,
    Member,
    Need,
    Portion,
    Quota,
    Rate,
    Sum,
    Within,
    assess,
    assessment_from_plain,
    recheck,
    uncollected,
)
from koinon.methods.plain import to_plain


def refusal_of(column: Column) -> LevyError:
    with pytest.raises(LevyError) as refused:
        assess(Levy(column), [Member("a", (("population", Fraction(3)),))], 1001)
    return refused.value


def test_amounts_of_a_refusal_are_money_where_the_formula_shows_it() -> None:
    """A least amount is shown rounded up, a most one down; parts of one that is no money bare."""
    third = Quota(Portion(Fraction(1, 3), Need()), Indicator("population"))
    low = refusal_of(Within(third, Flat(Fixed(Fraction(669, 2))), None))
    assert low.facts == {"whole_cents": "334", "low_cents": "335"}
    assert low.amounts == {"whole": Fraction(1001, 3), "low": Fraction(669, 2)}
    high = refusal_of(Within(third, None, Flat(Fixed(Fraction(667, 2)))))
    assert high.facts == {"whole_cents": "334", "high_cents": "333"}
    key = Within(Indicator("population"), Flat(Fixed(Fraction(7, 2))), None)
    plain = refusal_of(Quota(Need(), key))
    assert plain.place == "amount.by"
    assert plain.facts == {"whole": "3", "low": "7/2"}
    head = Rate(Fraction(27), Within(Indicator("population"), Flat(Fixed(Fraction(4))), None))
    assert not refusal_of(head).money


@FEW
@given(members(), NEEDS, COUNTS)
def test_a_minimum_and_a_maximum_touch_nobody_else(
    ms: tuple[Member, ...], need: int, bound: int
) -> None:
    free = {c.member: c.exact_cents for c in assess(Levy(two_factors()), ms, need).charges}
    flat = Flat(Fixed(Fraction(bound)))
    least = assess(Levy(Extreme("greatest", (two_factors(), flat))), ms, need)
    most = assess(Levy(Extreme("smallest", (flat, two_factors()))), ms, need)
    for charge in least.charges:
        assert charge.exact_cents == max(free[charge.member], bound)
    for charge in most.charges:
        assert charge.exact_cents == min(free[charge.member], bound)
    assert recheck(to_plain(least)) == recheck(to_plain(most)) == ()
    over = [c.exact_cents for c in least.charges], [c.exact_cents for c in most.charges]
    assert sum(map(sum, over)) == need + bound * len(ms)


@FEW
@given(st.lists(st.integers(-100, 100), min_size=1, max_size=4), st.booleans())
def test_the_extreme_of_totals_is_one_of_them(parts: list[int], greatest: bool) -> None:
    which: Any = "greatest" if greatest else "smallest"
    total = ExtremeTotal(which, tuple(Fixed(Fraction(part)) for part in parts))
    found = assess(Levy(Flat(total)), [Member("a")], 0)
    assert found.total_cents == (max(parts) if greatest else min(parts))
    plain: Any = to_plain(found)
    assert recheck(plain) == ()
    assert to_plain(assessment_from_plain(plain)) == plain


def test_an_altered_extreme_is_found() -> None:
    ms = [Member(id_, (("population", Fraction(n)),)) for id_, n in (("a", 3), ("b", 5))]
    cap = ExtremeTotal("smallest", (Need(), Fixed(Fraction(4))))
    column = Extreme("greatest", (Indicator("population"), Flat(cap)))
    plain: Any = to_plain(assess(Levy(column), ms, 10))
    assert recheck(plain) == ()
    for at, step in enumerate(plain["steps"]):
        altered = copy.deepcopy(plain)
        if step["node"] == "extreme_total":
            altered["steps"][at]["total"] = "10"
            assert step["place"] in recheck(altered)
        elif step["node"] == "extreme":
            # b's own number with a's smaller one, and a's floor with a number nobody has.
            for values in (["4", "4"], ["5", "5"], ["3", "5"]):
                altered["steps"][at]["values"] = values
                assert step["place"] in recheck(altered), values
    other = copy.deepcopy(plain)
    other["levy"]["amount"]["which"] = "smallest"
    assert "amount" in recheck(other)


def test_what_everyones_legal_cap_leaves_is_said_once() -> None:
    caps = {"a": 30, "b": 20}
    ms = [
        Member(id_, (("population", Fraction(1)),), limits=(("law", Fraction(cap)),))
        for id_, cap in caps.items()
    ]
    quota = Quota(Need(), Indicator("population"))
    spread = LegalCap(quota, "law", "redistribute")
    assert uncollected(assess(Levy(spread), ms, 50)) == 0
    assert uncollected(assess(Levy(spread), ms, 57)) == 7
    assert uncollected(assess(Levy(LegalCap(quota, "law", "leave short")), ms, 57)) == 0
    twice = Sum((Rate(HALF, spread), Rate(HALF, spread)))
    assert uncollected(assess(Levy(twice), ms, 57)) == 7
