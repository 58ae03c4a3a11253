"""The table of US counties: whole, quotable, and free of the traps of its sources."""

from __future__ import annotations

from importlib.resources import files

import pytest

from koinon.planner import counties as rows
from koinon.planner.counties import ELECTIONS, FIGURES, by_id, counties

SIZE_LIMIT = 460_000


def test_every_area_has_people_and_product() -> None:
    assert len(counties()) == 3114
    for one in counties():
        assert one.values["population_2020"] > 0
        assert one.values["product_2020"] > 0
        assert one.values["income_2022"] > 0
        assert one.values.get("co2_2020", 0) >= 0


def test_totals_are_those_of_the_sources() -> None:
    """Sums over all areas: people 331.5 M, product 21.2 trillion dollars, carbon 4,643 Mt.

    BEA's line for the nation is 0.6 % above its counties' product (what belongs to no county).
    The total that the carbon source carries among its rows would double the last of them.
    """
    sums = {name: sum(one.values.get(name, 0) for one in counties()) for name in FIGURES}
    assert 331_000_000 < sums["population_2020"] < 332_000_000
    assert 21_100_000 < sums["product_2020"] < 21_300_000
    assert 4_600_000 < sums["co2_2020"] < 4_700_000
    assert 81_000_000 < sums["democrat_2020"] < 81_500_000


def test_alaska_has_no_votes_because_its_districts_are_no_boroughs() -> None:
    areas = [one for one in counties() if one.state == "AK"]
    assert len(areas) == 30
    assert all(one.winner(year) is None for one in areas for year in ELECTIONS)


def test_the_wards_of_the_district_of_columbia_are_put_together() -> None:
    values = by_id()["11001"].values
    assert (values["democrat_2024"], values["republican_2024"]) == (294_185, 21_076)
    assert values["others_2024"] == 10_608


def test_connecticut_of_2024_is_not_guessed() -> None:
    areas = [one for one in counties() if one.state == "CT"]
    assert len(areas) == 8
    assert all(one.winner(2024) is None for one in areas)
    assert all(one.winner(2020) is not None for one in areas)
    assert all("rural_urban_2023" not in one.values for one in areas)


def test_washakie_is_not_the_nation() -> None:
    assert "co2_2020" not in by_id()["56043"].values


def test_every_column_can_be_quoted() -> None:
    for column, kind in FIGURES.items():
        assert all((kind.unit, kind.boundary, kind.source, kind.licence)), column
        assert 2008 <= kind.year <= 2024
    figure = by_id()["06075"].figure("product_2018")
    assert figure is not None
    assert (figure.year, figure.unit) == (2018, "million US dollars")
    assert by_id()["56043"].figure("co2_2020") is None
    with pytest.raises(KeyError):
        by_id()["56043"].figure("income_percentile")


def test_the_table_is_small_and_free_of_decimals() -> None:
    text = (files("koinon.planner") / "counties.csv").read_text(encoding="utf-8")
    assert len(text.encode()) < SIZE_LIMIT
    assert all("." not in line.split(",", 5)[5] for line in text.splitlines() if '"' not in line)


@pytest.mark.parametrize(
    ("column", "value"), [("democrat_2020", "-1"), ("co2_2020", "1.5"), ("population_2020", "x")]
)
def test_a_damaged_row_is_not_read(column: str, value: str) -> None:
    text = (files("koinon.planner") / "counties.csv").read_text(encoding="utf-8")
    header, first = (line.split(",") for line in text.splitlines()[:2])
    row = dict(zip(header, first, strict=True))
    assert rows._county(row).name == "Autauga"
    with pytest.raises((AssertionError, ValueError)):
        rows._county({**row, column: value})
