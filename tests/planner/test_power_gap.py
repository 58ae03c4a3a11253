"""Who produces and who weighs: published counts reproduced, indices against a second way."""

from __future__ import annotations

from fractions import Fraction

import pytest

from koinon.planner.counties import ELECTIONS, counties
from koinon.planner.power_gap import (
    HOUSE_SEATS,
    MEASURES,
    carried,
    elector_share,
    group,
    house_share,
    malapportionment,
    people_by_state,
    power_gap,
    senate_share,
    trend,
    weight,
)


def percent(share: Fraction, places: int = 1) -> str:
    return f"{float(round(100 * share, places)):.{places}f}"


def test_the_count_of_brookings_is_reproduced() -> None:
    """Muro et al., Brookings, 26 February 2021: 520 counties 71 %, 2,564 counties 29 %."""
    found = carried(2020, 2018)
    assert (found.democrat_counties, found.republican_counties) == (520, 2564)
    assert (percent(found.democrat), round(100 * found.republican)) == ("71.1", 29)


@pytest.mark.parametrize(
    ("years", "areas", "share"),
    [
        ((2008, 2008), 858, "69.3"),
        ((2012, 2012), 670, "65.1"),
        ((2016, 2016), 470, "65.7"),
        ((2020, 2018), 520, "71.1"),
        ((2020, 2019), 520, "71.4"),
        ((2020, 2020), 520, "71.5"),
        ((2020, 2022), 520, "70.6"),
        ((2024, 2022), 429, "61.2"),
    ],
)
def test_the_trend(years: tuple[int, int], areas: int, share: str) -> None:
    found = carried(*years)
    assert found in trend()
    assert (found.democrat_counties, percent(found.democrat)) == (areas, share)
    assert found.democrat + found.republican + found.alaska + found.unmatched == 1


def test_what_is_not_matched_is_connecticut_in_2024_and_one_county_before() -> None:
    absent = {
        year: {one.state for one in counties() if one.winner(year) is None} - {"AK"}
        for year in ELECTIONS
    }
    assert absent == {2008: {"SD"}, 2012: {"SD"}, 2016: {"SD"}, 2020: set(), 2024: {"CT"}}
    assert percent(carried(2024, 2022).unmatched, 2) == "1.25"
    assert carried(2012, 2012).unmatched < Fraction(1, 10_000)


TABLE = {
    "biden_2020": (520, "71.5 60.1 65.4 41.8 60.1 58.7 51.0"),
    "top_25": (25, "29.8 18.3 23.3 10.2 18.0 16.7 8.4"),
    "top_50": (50, "41.7 29.6 35.2 16.9 29.2 26.8 14.2"),
    "top_100": (100, "55.4 41.9 48.3 25.8 41.5 39.2 27.2"),
    "metro_million": (431, "66.1 56.7 63.0 40.7 56.3 53.4 39.4"),
    "metro": (1159, "89.5 85.2 88.0 73.3 84.9 83.2 75.0"),
    "non_metro": (1947, "9.2 13.7 10.6 26.0 13.9 15.5 23.0"),
}
"""Group → number, and product, people, income, carbon, House, electors, Senate in per cent.

Worked out by another program from the source tables before this one was written.
"""


@pytest.mark.parametrize("code", TABLE)
def test_the_table_of_the_power_gap(code: str) -> None:
    found = group(code)
    shares = (getattr(found, name) for name in MEASURES[:7])
    assert (found.counties, " ".join(percent(share) for share in shares)) == TABLE[code]


def test_groups_that_are_all_counties_have_everything() -> None:
    inside, outside = group("biden_2020"), group("not_biden_2020")
    for name in MEASURES[:7]:
        assert getattr(inside, name) + getattr(outside, name) == 1, name
    assert inside.counties + outside.counties == len(counties())
    assert {one.code for one in power_gap()} == {*TABLE, "not_biden_2020"}


def test_weights_of_a_states_counties_are_its_seats() -> None:
    for state, share in (
        ("CA", Fraction(54, 538)),
        ("WY", Fraction(3, 538)),
        ("DC", Fraction(3, 538)),
    ):
        areas = [one for one in counties() if one.state == state]
        assert sum(weight(one, elector_share) for one in areas) == share == elector_share(state)


def test_seats_are_those_of_the_bodies() -> None:
    assert sum(HOUSE_SEATS.values()) == 435
    states = people_by_state().keys()
    assert len(states) == 51
    assert sum(map(senate_share, states)) == sum(map(house_share, states)) == 1
    assert sum(map(elector_share, states)) == 1


def huntington_hill(people: dict[str, int], seats: int) -> dict[str, int]:
    """The law's own method (2 USC 2a), squared so that it stays exact."""
    found = dict.fromkeys(people, 1)
    for _ in range(seats - len(people)):
        best = max(people, key=lambda s: Fraction(people[s] ** 2, found[s] * (found[s] + 1)))
        found[best] += 1
    return found


def test_seats_come_close_to_the_laws_method() -> None:
    """By estimates for July 2020, not by the census and with no forces abroad: three seats off."""
    people = {state: n for state, n in people_by_state().items() if state != "DC"}
    by_law = huntington_hill(people, 435)
    assert sum(abs(by_law[state] - HOUSE_SEATS[state]) for state in people) <= 6


def test_malapportionment() -> None:
    senate, electors, house = malapportionment()
    assert (f"{float(senate.distance):.3f}", f"{float(senate.gallagher(4)):.3f}") == (
        "0.364",
        "0.111",
    )
    assert (f"{float(electors.distance):.3f}", f"{float(electors.gallagher(4)):.3f}") == (
        "0.076",
        "0.022",
    )
    assert (f"{float(house.distance):.3f}", f"{float(house.gallagher(4)):.3f}") == (
        "0.014",
        "0.003",
    )
    for one in (senate, electors, house):
        cut = one.gallagher(6)
        assert cut**2 <= one.gallagher_squared < (cut + Fraction(1, 10**6)) ** 2
