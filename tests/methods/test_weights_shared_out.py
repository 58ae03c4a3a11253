"""Votes of right, ceilings, sizes, incentives and classes: against tables and by another way."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.methods.apportionment import ApportionmentError, Method, hand_on
from koinon.methods.plain import to_plain
from koinon.methods.weights import (
    Apportioned,
    Band,
    Incentive,
    Sizes,
    facts_of,
    weigh,
    weights_from_plain,
)

# CGCT L5211-6-1, III (the steps these examples need): council seats by the people of all members.
COUNCIL = Sizes(((49_999, 38), (74_999, 40), (99_999, 42), (None, 48)))
DHONDT = Method("dhondt")
EPCI = Apportioned("people", DHONDT, COUNCIL, of_right=1, none_above=Fraction(1, 2))
PEOPLE = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(1, 10**5), min_size=3)


def facts(people: dict[str, int]) -> dict[str, dict[str, Fraction]]:
    return {"people": {name: Fraction(value) for name, value in people.items()}}


def quotients(people: dict[str, int], held: Counter[str], seats: int) -> Counter[str]:
    """D'Hondt on paper: the greatest quotients after those already used, one list for all."""
    listed = sorted(
        (-Fraction(value, n), name)
        for name, value in people.items()
        for n in range(held[name] + 1, held[name] + seats + 1)
    )
    return Counter(name for _, name in listed[:seats])


def on_paper(people: dict[str, int]) -> dict[str, int]:
    """A French council as a prefecture reckons it, from the lists of quotients."""
    whole = sum(people.values())
    seats = next(n for top, n in COUNCIL.steps if top is None or whole <= top)
    held = quotients(people, Counter(), seats)
    held = Counter({name: max(held[name], 1) for name in people})
    half = sum(held.values()) // 2
    first = max(held, key=lambda name: (held[name], name))
    if held[first] > half:
        freed, held[first] = held[first] - half, half
        others = {name: value for name, value in people.items() if name != first}
        held += quotients(others, held, freed)
    return {name: held[name] for name in people}


def test_a_council_has_seats_of_right_and_nobody_more_than_half() -> None:
    people = {"big": 70_000, "mid": 15_000, "s1": 6_000, "s2": 3_000, "s3": 400, "s4": 300}
    assert quotients(people, Counter(), 42) == {"big": 32, "mid": 7, "s1": 2, "s2": 1}
    found = weigh(EPCI, people, facts(people))
    assert found == {"big": 22, "mid": 13, "s1": 5, "s2": 2, "s3": 1, "s4": 1}, "44 in all"
    assert found == on_paper(people)
    least = weigh(Apportioned("people", DHONDT, COUNCIL, of_right=1), people, facts(people))
    assert least == {"big": 32, "mid": 7, "s1": 2, "s2": 1, "s3": 1, "s4": 1}


@given(PEOPLE)
def test_every_council_is_as_on_paper(people: dict[str, int]) -> None:
    found = weigh(EPCI, people, facts(people))
    assert found == on_paper(people)
    assert max(found.values()) * 2 <= sum(found.values())


@pytest.mark.parametrize("rule", ["largest_remainder", "dhondt", "sainte_lague"])
@given(people=PEOPLE, part=st.fractions(Fraction(1, 2), 1))
def test_what_is_taken_from_one_goes_to_the_others(
    rule: str, people: dict[str, int], part: Fraction
) -> None:
    method = Method(rule)  # type: ignore[arg-type]
    free = weigh(Apportioned("people", method, 100), people, facts(people))
    held = weigh(Apportioned("people", method, 100, none_above=part), people, facts(people))
    assert sum(held.values()) == 100
    assert max(held.values()) <= part * 100
    assert all(held[one] >= min(free[one], int(part * 100)) for one in people), "nobody else loses"
    if max(free.values()) <= part * 100:
        assert held == free


def test_a_ceiling_without_room_is_refused() -> None:
    weights = {"a": Fraction(1), "b": Fraction(1)}
    with pytest.raises(ApportionmentError, match="too_many"):
        hand_on(Method("dhondt", 0, 3), weights, {"a": 1, "b": 1}, 7)
    assert hand_on(Method("dhondt", 0, 3), weights, {"a": 5, "b": 1}, 8) == {"a": 5, "b": 3}
    alone = Apportioned("people", DHONDT, 10, none_above=Fraction(1, 2))
    with pytest.raises(ApportionmentError, match="too_many"):
        weigh(alone, ["a"], facts({"a": 7}))


PAID = {"sac": 600, "county": 300, "folsom": 50, "citrus": 30, "elk": 15, "rancho": 4, "davis": 1}


def test_votes_follow_contributions_after_an_incentive() -> None:
    """Seven members: five votes each would be 35, so thirty are shared equally (PUC 102105.1)."""
    exact = weigh(Incentive("people", 100, Fraction(5), Fraction(30)), PAID, facts(PAID))
    assert exact["sac"] == Fraction(30, 7) + 42
    assert exact["davis"] == Fraction(30, 7) + Fraction(7, 100)
    assert sum(exact.values()) == 100
    few = dict(list(PAID.items())[:3])
    three = weigh(Incentive("people", 100, Fraction(5), Fraction(30)), few, facts(few))
    assert three["folsom"] == 5 + Fraction(85 * 50, 950)
    rounded = Incentive("people", 100, Fraction(5), Fraction(30), Method("largest_remainder", 1))
    whole = weigh(rounded, PAID, facts(PAID))
    assert sum(whole.values()) == 100
    assert all(abs(whole[name] - exact[name]) < 1 for name in PAID)
    with pytest.raises(ApportionmentError, match="no_weight"):
        weigh(rounded, PAID, facts(dict.fromkeys(PAID, 0)))


def test_steps_differ_from_class_to_class() -> None:
    """ICLEI's dues, two rows of its table of income group IV and an imagined group I."""
    rich = ((50_000, Fraction(450)), (4_000_000, Fraction(5_240)), (None, Fraction(5_985)))
    poor = ((50_000, Fraction(100)), (None, Fraction(750)))
    band = Band("people", ((("a", "b"), rich), (("c", "z"), poor)))
    people = {"a": 3_000_000, "b": 50_000, "c": 50_001, "d": 9}
    assert weigh(band, people, facts(people)) == {"a": 5_240, "b": 450, "c": 750, "d": 0}


@pytest.mark.parametrize(
    "statement",
    [
        EPCI,
        Incentive("people", 100, Fraction(5), Fraction(30), DHONDT),
        Band("people", ((("a",), ((None, Fraction(1)),)),)),
    ],
)
def test_they_are_plain_data(statement: Apportioned | Incentive | Band) -> None:
    assert weights_from_plain(to_plain(statement)) == statement
    assert facts_of(statement) == ("people",)
