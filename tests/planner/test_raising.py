"""What a levy raises, worked out by hand and by property."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.planner.plans import CITIES, figure, place, three

from koinon.planner.asking import Band, Unplannable
from koinon.planner.places import Bracket, Brackets
from koinon.planner.raising import LevyTerms, decimals_of, raise_from


def test_a_rate_on_income() -> None:
    raised = raise_from(CITIES, LevyTerms("income", Fraction(1, 100)))
    assert [one.raised.mid for one in raised.cities] == [30_000, 12_000, 3_000]  # cents
    assert raised.total == Band(Fraction(45_000), Fraction(45_000), Fraction(45_000))
    assert raised.unit == "EUR"
    assert raised.per_head == 45
    assert raised.cities[0].per_head == 50


def test_so_much_a_head() -> None:
    raised = raise_from(CITIES, LevyTerms("population", Fraction(5, 2)))
    assert [one.raised.mid for one in raised.cities] == [150_000, 75_000, 25_000]
    assert raised.unit == "EUR"


def test_what_is_free_and_what_is_capped() -> None:
    terms = LevyTerms("income", Fraction(1, 10), exempt_per_head=30, cap_per_head=1)
    raised = raise_from(CITIES, terms)
    # alba: (30000 - 18000) / 10 = 1200 > 600; borg: (12000 - 9000) / 10 = 300 = cap; cruz: 0
    assert [one.raised.mid for one in raised.cities] == [60_000, 30_000, 0]
    assert [one.capped for one in raised.cities] == [True, False, False]


def test_what_goes_elsewhere_and_what_collecting_costs() -> None:
    terms = LevyTerms(
        "income", Fraction(1, 100), collection=three("0", "1/10", "1/5"),
        response=three("0", "1/10", "1/2"),
    )  # fmt: skip
    raised = raise_from(CITIES, terms)
    assert raised.total.high == 45_000
    assert raised.total.mid == 45_000 * Fraction(9, 10) * Fraction(9, 10)
    assert raised.total.low == 45_000 * Fraction(1, 2) * Fraction(4, 5)


def test_what_stays_free_and_a_cap_fall_on_households_where_they_are_known() -> None:
    """The mean of the city is below what stays free; its rich households are not."""
    bands = (Bracket(20, 150, 10), Bracket(None, 50, 290))
    brackets = Brackets(bands, "EUR", 2024, "legal municipality", "Census", "CC BY 4.0")
    city = replace(CITIES[0], income=figure(16_000), brackets=brackets)
    terms = LevyTerms("income", Fraction(1, 10), exempt_per_head=30)
    known, unknown = (
        raise_from((one, CITIES[1]), terms).cities[0]
        for one in (city, replace(city, brackets=None))
    )
    # Three heads a household: 90 are free, 200 are taxed at a tenth, of 50 households.
    assert known.raised.mid == 50 * 20 * 100
    assert unknown.raised.mid == 0
    assert sum(one.bracket.households * one.pays for one in known.households) == known.raised.mid
    capped = raise_from((city, CITIES[1]), replace(terms, cap_per_head=5)).cities[0]
    assert capped.raised.mid == 50 * 15 * 100
    assert not capped.capped
    bare = raise_from((city, CITIES[1]), LevyTerms("income", Fraction(1, 10))).cities[0]
    assert bare.raised.mid == 1_600 * 100


def test_a_household_like_yours() -> None:
    bands = (Bracket(20, 100, 10), Bracket(None, 100, 290))
    brackets = Brackets(bands, "EUR", 2024, "legal municipality", "Census", "CC BY 4.0")
    city = replace(CITIES[0], brackets=brackets)
    terms = LevyTerms("income", Fraction(1, 100), exempt_per_head=10)
    found = raise_from((city, CITIES[1]), terms).cities[0].households
    # three heads a household: 30 are free; 290 - 30 = 260, a hundredth of which is 2.60
    assert [(one.bracket.income, one.pays) for one in found] == [(10, 0), (290, 260)]
    assert (
        raise_from((city, CITIES[1]), LevyTerms("product", Fraction(1, 100))).cities[0].households
        == ()
    )


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"base": "income", "rate": Fraction(0)}, "rate"),
        ({"base": "income", "rate": Fraction(1, 2)}, "rate"),
        ({"base": "population", "rate": Fraction(-1)}, "rate"),
        ({"base": "income", "rate": Fraction(1, 100), "exempt_per_head": -1}, "allowance"),
        ({"base": "income", "rate": Fraction(1, 100), "cap_per_head": 0}, "allowance"),
        ({"base": "income", "rate": Fraction(1, 100), "collection": three("1")}, "share_lost"),
        ({"base": "income", "rate": Fraction(1, 5), "response": three("1/20")}, "share_lost"),
    ],
)
def test_terms_that_make_no_sense_are_refused(terms: dict[str, object], code: str) -> None:
    with pytest.raises(Unplannable) as refused:
        LevyTerms(**terms)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_two_moneys_and_missing_figures_are_refused() -> None:
    other = place("dorf", 10, income=figure(100, "CHF"))
    with pytest.raises(Unplannable) as refused:
        raise_from((*CITIES, other), LevyTerms("income", Fraction(1, 100)))
    assert (refused.value.code, refused.value.facts["other"]) == ("moneys", "CHF")
    with pytest.raises(Unplannable) as refused:
        raise_from((*CITIES, other), LevyTerms("product", Fraction(1, 100)))
    assert (refused.value.code, refused.value.facts["place"]) == ("no_base", "Dorf")


def test_decimals_are_those_of_the_currency() -> None:
    assert [decimals_of(unit) for unit in ("EUR", "jpy", "TND", "intl dollars")] == [2, 0, 3, 2]


@given(st.fractions(Fraction(1, 10_000), Fraction(1, 4)), st.integers(0, 60))
def test_more_is_raised_at_a_higher_rate_and_less_with_more_left_free(
    rate: Fraction, exempt: int
) -> None:
    low = raise_from(CITIES, LevyTerms("income", rate / 2, exempt))
    high = raise_from(CITIES, LevyTerms("income", rate, exempt))
    less = raise_from(CITIES, LevyTerms("income", rate, exempt + 1))
    assert low.total.mid <= high.total.mid
    assert less.total.mid <= high.total.mid
