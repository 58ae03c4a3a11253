"""Published apportionments, reproduced seat by seat."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from koinon.methods.apportionment import Method, Rule, apportion, check_apportionment


@pytest.mark.parametrize(
    ("census", "people"), [(2000, 281_424_177), (2010, 309_183_463), (2020, 331_108_434)]
)
def test_the_us_house_of_representatives(census: int, people: int) -> None:
    """us_house.csv: apportionment population (residents and federal employees abroad) of each
    state and its seats, in persons and seats, 2000, 2010 and 2020. Source: U.S. Census Bureau,
    Apportionment of the U.S. House of Representatives; public domain. Method: 2 U.S.C. § 2a.
    """
    path = Path(__file__).with_name("us_house.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    population = {row["state"]: int(row[f"population_{census}"]) for row in rows}
    assert sum(population.values()) == people
    result = apportion(Method("huntington_hill", minimum=1), population, 435)
    assert dict(result.seats) == {row["state"]: int(row[f"seats_{census}"]) for row in rows}
    assert check_apportionment(result)
    assert result.tied == ()


@pytest.mark.parametrize(
    ("rule", "gruene"), [("dhondt", 2), ("sainte_lague", 3), ("largest_remainder", 3)]
)
def test_austrian_members_of_the_european_parliament_2019(rule: Rule, gruene: int) -> None:
    """Votes of the parties above 4 % and seats: Austrian Ministry of the Interior, final result
    of 26 May 2019 (D'Hondt, 18 seats). Other methods would have given the Greens a third seat."""
    votes = {
        "fpoe": 650_114,
        "gruene": 532_193,
        "neos": 319_024,
        "oevp": 1_305_956,
        "spoe": 903_151,
    }
    seats = dict(apportion(Method(rule), votes, 18).seats)
    assert seats["gruene"] == gruene
    if rule == "dhondt":
        assert seats == {"fpoe": 3, "gruene": 2, "neos": 1, "oevp": 7, "spoe": 5}


def test_san_diego_association_of_governments_2022() -> None:
    """100 votes, at least one each, by largest remainder of population (the votes published for
    2022 are reproduced). The populations are UNSOURCED: round figures of about 2022, restated
    from memory, so this shows that the method fits and proves nothing about the statute."""
    population = {
        "san-diego": 1_374_790, "county": 513_170, "chula-vista": 276_785, "oceanside": 172_186,
        "escondido": 150_679, "carlsbad": 115_585, "el-cajon": 105_638, "vista": 100_291,
        "san-marcos": 93_585, "encinitas": 61_515, "national-city": 61_471, "la-mesa": 60_472,
        "santee": 59_015, "poway": 48_759, "lemon-grove": 27_242, "imperial-beach": 26_243,
        "coronado": 22_277, "solana-beach": 12_812, "del-mar": 3_929,
    }  # fmt: skip
    published = dict(
        zip(population, [42, 15, 8, 5, 4, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1], strict=True)
    )
    result = apportion(Method("largest_remainder", minimum=1), population, 100)
    assert dict(result.seats) == published
    assert check_apportionment(result)
