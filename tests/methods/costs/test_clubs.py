"""Clubs of like-minded cities against every consecutive partition; who gains outside."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import cost_games as games

from koinon.methods.costs.clubs import City, Clubs, best_clubs, judged, unrest
from koinon.methods.costs.curves import CostError, Curve, non_rival
from koinon.methods.costs.outside import FreeRider, free_riders, gain_outside
from koinon.methods.costs.programmes import Programme
from koinon.methods.costs.sharing import by_use

SEEDS = st.integers(0, 10**9)


def axis(draw: Random, most: int = 7) -> list[City]:
    return [
        City(name, Fraction(draw.randint(0, 20), draw.choice([1, 2, 3])), draw.randint(1, 30))
        for name in games.names(draw.randint(1, most))
    ]


def partitions(cities: list[City]) -> Iterator[Clubs]:
    order = [city.id for city in sorted(cities, key=lambda city: (city.position, city.id))]
    for count in range(len(order)):
        for cuts in combinations(range(1, len(order)), count):
            yield tuple(tuple(order[a:b]) for a, b in pairwise((0, *cuts, len(order))))


def distance(cities: list[City], club: tuple[str, ...]) -> Fraction:
    """Least sum of use · distance from any member's position: the median is one of them."""
    inside = [city for city in cities if city.id in club]
    return min(sum(c.use * abs(c.position - at.position) for c in inside) for at in inside)


def totals(curve: Curve, cities: list[City], clubs: Clubs) -> tuple[Fraction, Fraction]:
    uses = {city.id: city.use for city in cities}
    cost = sum((curve.cost_of(uses[id_] for id_ in club) for club in clubs), Fraction(0))
    return cost, sum((distance(cities, club) for club in clubs), Fraction(0))


@settings(deadline=None, max_examples=150)
@given(SEEDS, st.fractions(0, 20, max_denominator=7))
def test_the_best_clubs_are_the_best_of_all_consecutive_ones(seed: int, weight: Fraction) -> None:
    draw = Random(seed)
    curve, cities = games.curve(draw, setup_covers=False), axis(draw)
    found = best_clubs(curve, cities, weight)
    assert (found.cost, found.distance) == totals(curve, cities, found.clubs)
    all_ = [totals(curve, cities, clubs) for clubs in partitions(cities)]
    assert found.cost + weight * found.distance == min(c + weight * d for c, d in all_)
    assert found.lowest is not None
    assert found.lowest <= weight
    assert found.highest is None or weight <= found.highest


@settings(deadline=None, max_examples=150)
@given(SEEDS)
def test_the_weights_at_which_a_partition_is_best(seed: int) -> None:
    draw = Random(seed)
    curve, cities = games.curve(draw, setup_covers=False), axis(draw, 6)
    all_ = [totals(curve, cities, clubs) for clubs in partitions(cities)]
    clubs = draw.choice(list(partitions(cities)))
    found = judged(curve, cities, clubs)
    cost, far = totals(curve, cities, clubs)

    def best(weight: Fraction) -> bool:
        return all(cost + weight * far <= c + weight * d for c, d in all_)

    if found.lowest is None:
        crossings = [(c - cost) / (far - d) for c, d in all_ if d != far]
        assert not any(best(weight) for weight in [Fraction(0), *crossings] if weight >= 0)
        return
    tiny = Fraction(1, 10**9)
    assert best(found.lowest)
    assert found.lowest == 0 or not best(found.lowest - tiny)
    if found.highest is None:
        assert best(found.lowest + 10**9)
    else:
        assert best(found.highest)
        assert not best(found.highest + tiny)


@settings(deadline=None, max_examples=100)
@given(SEEDS, st.fractions(0, 20, max_denominator=7))
def test_moves_are_those_that_lower_a_burden(seed: int, weight: Fraction) -> None:
    draw = Random(seed)
    curve, cities = games.curve(draw), axis(draw, 5)
    clubs = draw.choice(list(partitions(cities)))
    known = {city.id: city for city in cities}

    def burden(member: str, club: tuple[str, ...]) -> Fraction:
        inside = sorted((known[id_] for id_ in club), key=lambda c: c.position)
        middle = next(
            c.position
            for at, c in enumerate(inside, 1)
            if 2 * sum(x.use for x in inside[:at]) >= sum(x.use for x in inside)
        )
        share = by_use(Programme("p", curve, {c.id: c.use for c in inside}))[member]
        return share + weight * known[member].use * abs(known[member].position - middle)

    expected = {}
    for here, club in enumerate(clubs):
        for member in club:
            others = [(*c, member) for at, c in enumerate(clubs) if at != here]
            least = min(burden(member, c) for c in [*others, (member,), club])
            if least < burden(member, club):
                expected[member] = burden(member, club) - least
    found = unrest(curve, cities, clubs, weight)
    assert {move.city: move.saved for move in found.moves} == expected
    assert [move.saved for move in found.moves] == sorted(expected.values(), reverse=True)
    for move in found.moves:
        target = (*clubs[move.to], move.city) if move.to is not None else (move.city,)
        here = next(club for club in clubs if move.city in club)
        assert burden(move.city, here) - burden(move.city, target) == move.saved
    for at, (one, two) in enumerate(pairwise(clubs)):
        willing = all(
            2 * sum(known[m].use for m in club if burden(m, (*one, *two)) < burden(m, club))
            > sum(known[m].use for m in club)
            for club in (one, two)
        )
        assert (at in found.merges) == willing


def test_difference_pulls_apart_what_scale_pulls_together() -> None:
    """Two towns at 0 and two at 10: setup 100 is shared until difference costs more."""
    cities = [City(name, Fraction(at), 1) for name, at in zip("abcd", (0, 0, 10, 10), strict=True)]
    curve = non_rival(100)
    together = best_clubs(curve, cities, Fraction(4))
    assert together.clubs == (("a", "b", "c", "d"),)
    assert (together.lowest, together.highest) == (0, 5)
    apart = best_clubs(curve, cities, Fraction(6))
    assert apart.clubs == (("a", "b"), ("c", "d"))
    assert (apart.lowest, apart.highest) == (5, None)
    assert judged(curve, cities, (("a",), ("b", "c", "d"))).lowest is None
    assert unrest(curve, cities, apart.clubs, Fraction(6)).moves == ()
    assert unrest(curve, cities, apart.clubs, Fraction(0)).merges == (0,)


def test_a_club_meets_at_its_weighted_median() -> None:
    cities = [City("a", Fraction(0), 1), City("b", Fraction(10), 2)]
    assert judged(non_rival(1), cities, (("a", "b"),)).distance == 10


def test_two_hundred_cities_are_divided() -> None:
    draw = Random(2)
    cities = [
        City(f"c{at}", Fraction(draw.randint(0, 1000), 1000), draw.randint(10**4, 10**6))
        for at in range(200)
    ]
    curve = Curve(10**7, Fraction(100), Fraction(19, 20), 5 * 10**6, 10**5)
    found = best_clubs(curve, cities, Fraction(40))
    assert 1 < len(found.clubs) < 200
    assert found.lowest is not None
    assert found.highest is not None
    assert found.lowest <= 40 <= found.highest


def test_what_is_no_axis_is_refused() -> None:
    one = City("a", Fraction(0), 1)
    for cities, weight, code in (
        ([], 1, "no_use"),
        ([City("a", Fraction(0), 0)], 1, "use"),
        ([one], -1, "negative"),
    ):
        with pytest.raises(CostError) as refused:
            best_clubs(non_rival(1), cities, Fraction(weight))
        assert refused.value.code == code
    with pytest.raises(ValueError, match="consecutive"):
        judged(non_rival(1), [one, City("b", Fraction(1), 1)], (("a",),))


# Outside


def test_a_city_outside_gains_a_part_of_the_distance_to_the_price() -> None:
    """30 each alone; together 20 + 4 units at 1: a unit costs 6, two cost 12 of 22 alone."""
    one = Programme("p", Curve(20, Fraction(1)), {"a": 2, "b": 2})
    found = gain_outside(one, Fraction(1, 4), {"c": 2, "d": 0, "e": 100})
    assert found == {"c": Fraction(10, 4), "d": 0, "e": 0}


def test_who_pays_more_than_it_gains_rides_free() -> None:
    one = Programme("p", Curve(20, Fraction(1)), {"a": 2, "b": 2, "c": 1})
    shares = {"a": Fraction(21), "b": Fraction(4), "c": Fraction(0)}
    found = free_riders(one, Fraction(1), shares)
    assert found == (FreeRider("a", Fraction(1), 22 - Fraction(23 * 2, 3)),)
    assert free_riders(one, Fraction(0), shares) == ()
    coordinated = Programme("p", Curve(20, Fraction(1), coordination=6), {"a": 2, "b": 2, "c": 2})
    found = free_riders(coordinated, Fraction(1), dict.fromkeys("abc", Fraction(22)))
    assert [rider.outside for rider in found] == [22 - Fraction(20 + 6 + 4, 2)] * 3
    alone = Programme("p", Curve(20, Fraction(1)), {"a": 2})
    assert free_riders(alone, Fraction(1), by_use(alone)) == ()


@settings(deadline=None, max_examples=100)
@given(SEEDS, st.fractions(0, 1, max_denominator=9))
def test_more_spills_over_to_more(seed: int, part: Fraction) -> None:
    draw = Random(seed)
    one = games.programme(draw, games.names(4), games.curve(draw))
    outside = {f"o{at}": draw.randint(0, 30) for at in range(3)}
    some, all_ = gain_outside(one, part, outside), gain_outside(one, Fraction(1), outside)
    assert {city: part * gain for city, gain in all_.items()} == some
    assert min(all_.values()) >= 0
    shares = by_use(one)
    few = {rider.member for rider in free_riders(one, part, shares)}
    assert few <= {rider.member for rider in free_riders(one, Fraction(1), shares)}


def test_no_more_than_all_spills_over() -> None:
    one = Programme("p", non_rival(10), {"a": 1})
    with pytest.raises(CostError) as refused:
        gain_outside(one, Fraction(3, 2), {"b": 1})
    assert refused.value.code == "spill_over"
    with pytest.raises(CostError) as refused:
        free_riders(Programme("p", non_rival(10), {}), Fraction(1), {})
    assert refused.value.code == "no_use"
