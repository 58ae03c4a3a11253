"""Standing in a nation, several coalitions at once, like-minded cities."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.planner.plans import CITIES, figure, knowledge, place, service

from koinon.planner.asking import Unplannable
from koinon.planner.costing import cost_of
from koinon.planner.friends import axes_of, friends_of
from koinon.planner.places import Place, Rate, places_from_counties
from koinon.planner.several import side_by_side
from koinon.planner.standing import standings


def rate(value: str) -> Rate:
    return Rate(Fraction(value), 2024, "legal municipality", "Parliament", "public domain")


def of_nation(one: Place, seats: str | None, **totals: int) -> Place:
    further = tuple((f"nation_{name}", figure(value)) for name, value in totals.items())
    return replace(one, further=further, national_seats=None if seats is None else rate(seats))


def test_shares_of_a_nation_and_the_gap() -> None:
    alba = of_nation(CITIES[0], "1/20", population=6_000, product=240_000)
    borg = of_nation(CITIES[1], "1/10", population=6_000, product=240_000)
    (nation,) = standings((alba, borg))
    assert [one.measure for one in nation.standings] == ["population", "product"]
    assert [one.measure for one in nation.seats] == ["national_seats"]
    (people, product), (seats,) = nation.standings, nation.seats
    assert people.cities == (("alba", Fraction(1, 10)), ("borg", Fraction(1, 20)))
    assert (product.together, seats.together) == (Fraction(1, 2), Fraction(3, 20))
    assert nation.gap == Fraction(7, 20)


def test_what_is_not_known_of_all_makes_no_gap() -> None:
    alba = of_nation(CITIES[0], None, population=6_000, product=240_000)
    borg = of_nation(CITIES[1], "1/10", population=6_000)
    (nation,) = standings((alba, borg))
    assert nation.gap is None
    assert [one.missing for one in (*nation.standings, *nation.seats)] == [0, 1, 1]
    assert standings(CITIES) == ()


def test_the_gap_is_to_the_chamber_in_which_they_hold_least() -> None:
    counties = places_from_counties(["36061", "06037", "17031", "48201", "06085"]).places
    (nation,) = standings(counties)
    assert [one.measure for one in nation.standings] == ["population", "product", "co2"]
    assert [one.measure for one in nation.seats] == ["house", "electors", "senate"]
    assert nation.weakest is not None
    assert nation.weakest.measure == "senate"
    assert nation.gap is not None
    assert nation.gap > Fraction(1, 10)


@pytest.mark.parametrize(
    ("first", "second", "code"), [(6_000, 7_000, "nation_differs"), (500, 500, "nation_small")]
)
def test_totals_that_contradict_are_refused(first: int, second: int, code: str) -> None:
    cities = (
        of_nation(CITIES[0], None, population=first),
        of_nation(CITIES[1], None, population=second),
    )
    with pytest.raises(Unplannable) as refused:
        standings(cities)
    assert refused.value.code == code


def test_legal_caps_are_checked_on_the_sum() -> None:
    alba = replace(CITIES[0], further=(("legal_cap", figure(9)),))
    charges = {
        "league": {"alba": Fraction(500), "borg": Fraction(300)},
        "river": {"alba": Fraction(450), "cruz": Fraction(10)},
    }
    found = side_by_side(charges, (alba, *CITIES[1:]))
    assert [one.place for one in found.shared] == ["alba"]
    assert found.shared[0].charges == (("league", Fraction(500)), ("river", Fraction(450)))
    assert [(one.place, one.over) for one in found.over] == [("alba", Fraction(50))]
    assert {one.place: one.cap for one in found.cities} == {"alba": 900, "borg": None, "cruz": None}


def test_one_id_for_two_cities_and_strangers_are_refused() -> None:
    with pytest.raises(Unplannable) as refused:
        side_by_side({"league": {}}, (CITIES[0], place("alba", 7)))
    assert refused.value.code == "place_differs"
    with pytest.raises(Unplannable) as refused:
        side_by_side({"league": {"dorf": Fraction(1)}}, CITIES)
    assert refused.value.code == "stranger"


def leaning(*positions: str) -> tuple[Place, ...]:
    return tuple(
        replace(place(f"city-{at}", 100), preferences=(("vote", rate(position)),))
        for at, position in enumerate(positions)
    )


def test_difference_that_costs_nothing_leaves_one_club() -> None:
    cities = leaning("-1", "-9/10", "9/10", "1")
    costs = cost_of(cities, (knowledge(),))
    found = friends_of(cities, costs, "vote", "software", Fraction(0))
    assert len(found.partition.clubs) == 1
    assert found.is_stable
    assert found.partition.lowest == 0
    # Two clubs pay a second setup of 1,000 and spare 4 x 100 people a distance of 0.9 or 1 each.
    assert found.partition.highest is not None
    above = friends_of(cities, costs, "vote", "software", found.partition.highest + 1)
    assert above.partition.clubs == (("city-0", "city-1"), ("city-2", "city-3"))


def test_clubs_need_an_axis_and_a_programme() -> None:
    cities = leaning("0", "1")
    costs = cost_of(cities, (service(),))
    assert axes_of(cities) == ("vote",)
    assert axes_of((*cities, CITIES[0])) == ()
    for axis, programme, weight, code in (
        ("taste", "waste", 1, "no_axis"),
        ("vote", "software", 1, "no_club_programme"),
        ("vote", "waste", -1, "weight"),
    ):
        with pytest.raises(Unplannable) as refused:
            friends_of(cities, costs, axis, programme, Fraction(weight))
        assert refused.value.code == code
