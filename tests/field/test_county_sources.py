"""Every row of `counties.csv` and of the claims' facts recomputed from the tables they restate.

The folder of real data (tests/support/field.py) holds `cities/us_counties.csv`,
`cities/us_county_president_2024.csv`, `cities/uk_eu_referendum_2016.csv`,
`cities/wup2018_cities_300k_1950_2035.csv`, `cities/us_power_gap.csv` and
`cities/scale_defaults.csv`.
"""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest
from tests.support.field import DATA

from koinon.planner.claims import Known, facts, referendum
from koinon.planner.counties import (
    ELECTIONS,
    OTHERS_FROM,
    PRODUCT_YEARS,
    County,
    by_id,
    counties,
)
from koinon.planner.power_gap import group
from koinon.planner.programmes import default

FOLDER = DATA / "cities"
pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason=f"no source tables in {FOLDER}; set KOINON_FIELD_DATA"
    ),
]
Row = dict[str, str]


def table(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def sources() -> dict[str, Row]:
    return {row["bea_fips"]: row for row in table("us_counties.csv")}


def whole(text: str, divisor: int = 1) -> int | None:
    return round(Fraction(text) / divisor) if text else None


def test_every_source_row_is_there(sources: dict[str, Row]) -> None:
    assert by_id().keys() == sources.keys()


def test_figures_are_those_of_the_source(sources: dict[str, Row]) -> None:
    for one in counties():
        row = sources[one.id]
        assert one.values.get("population_2020") == whole(row["pop_2020_bea"]), one.id
        assert one.values.get("income_2022") == whole(row["personal_income_kusd_2022"], 1000)
        assert one.values.get("co2_2020") == whole(row["ffco2_t_2020"], 1000), one.id
        assert one.values.get("rural_urban_2023") == whole(row["rucc_2023"]), one.id
        for year in PRODUCT_YEARS:
            assert one.values.get(f"product_{year}") == whole(row[f"gdp_kusd_{year}"], 1000)
        assert row["name"].startswith(one.name)
        assert row["state"] == one.state
        for ours, theirs in ((one.latitude_e4, row["lat"]), (one.longitude_e4, row["lon"])):
            assert ours is None if not theirs else abs(ours - Fraction(theirs) * 10_000) <= 50  # type: ignore[operator]


def votes_in(row: Row, year: int) -> tuple[int, ...] | None:
    texts = [row[f"{party}_{year}"] for party in ("dem", "rep", "votes")]
    if not all(texts):
        return None
    democrat, republican, total = (int(Fraction(text)) for text in texts)
    return democrat, republican, total - democrat - republican


def votes_of(one: County, year: int) -> tuple[int, ...] | None:
    if one.winner(year) is None:
        return None
    names = ("democrat", "republican", "others")
    return tuple(one.values[f"{name}_{year}"] for name in names if f"{name}_{year}" in one.values)


@pytest.mark.parametrize("year", ELECTIONS)
def test_votes_are_those_of_the_source(sources: dict[str, Row], year: int) -> None:
    for one in counties():
        if one.state == "AK" or (one.id, year) == ("11001", 2024):
            continue
        found = votes_in(sources[one.id], year)
        if found is not None and year < OTHERS_FROM:
            found = found[:2]
        assert votes_of(one, year) == found, one.id


def test_the_district_of_2024_is_the_sum_of_its_wards() -> None:
    wards = [
        row
        for row in table("us_county_president_2024.csv")
        if row["state_name"] == "District of Columbia"
    ]
    assert len(wards) == 8
    sums = [
        sum(int(ward[name]) for ward in wards) for name in ("votes_dem", "votes_gop", "total_votes")
    ]
    assert votes_of(by_id()["11001"], 2024) == (sums[0], sums[1], sums[2] - sums[0] - sums[1])


def test_alaskan_votes_at_the_source_are_no_boroughs(sources: dict[str, Row]) -> None:
    """Why they are left out: three boroughs carry the votes of house districts of that number."""
    stray = [id for id, row in sources.items() if row["state"] == "AK" and row["votes_2024"]]
    assert stray == ["02013", "02016", "02020"]
    anchorage = sources["02020"]
    assert Fraction(anchorage["votes_2024"]) * 20 < Fraction(anchorage["pop_2020_census"])


def test_rows_at_the_source_are_displaced_in_2008() -> None:
    """The remark on 2008: in Tennessee McMinn has the votes of a county a twentieth its size."""
    tennessee = {one.name: one.values for one in counties() if one.state == "TN"}
    cast = {
        name: [values[f"democrat_{year}"] + values[f"republican_{year}"] for year in (2008, 2012)]
        for name, values in tennessee.items()
    }
    displaced = [name for name, (was, will) in cast.items() if not was < 2 * will < 4 * was]
    assert {"McMinn", "McNairy", "Madison", "Marion", "Maury"} <= set(displaced)
    assert len(displaced) <= 8


def test_the_power_gap_is_that_of_the_other_program() -> None:
    names = {
        "520 Biden-2020 counties": "biden_2020",
        "top 25 by GDP": "top_25",
        "top 50 by GDP": "top_50",
        "top 100 by GDP": "top_100",
        "RUCC 1 (metro >=1M)": "metro_million",
        "all metro (RUCC 1-3)": "metro",
        "nonmetro (RUCC 4-9)": "non_metro",
    }
    columns = {
        "gdp": "product",
        "pop": "people",
        "income": "income",
        "co2": "carbon",
        "house": "house",
        "electoral_college": "electors",
        "senate": "senate",
        "dem": "democrat",
    }
    rows = {row["set"]: row for row in table("us_power_gap.csv")}
    for title, code in names.items():
        found = group(code)
        assert found.counties == int(rows[title]["n"])
        for theirs, ours in columns.items():
            gap = abs(getattr(found, ours) - Fraction(rows[title][theirs]))
            assert gap <= Fraction(1, 50_000), (code, ours)


def test_the_referendum_is_that_of_the_source() -> None:
    rows = {row["Area_Code"]: row for row in table("uk_eu_referendum_2016.csv")}
    assert len([row for row in rows.values() if row["Region"] == "London"]) == len(referendum())
    for one in referendum():
        row = rows[one.id]
        assert (one.name, one.remain, one.leave) == (
            row["Area"],
            int(row["Remain"]),
            int(row["Leave"]),
        )


def test_lagos_is_that_of_the_source() -> None:
    (lagos,) = (row for row in table("wup2018_cities_300k_1950_2035.csv") if row["city"] == "Lagos")
    restated = {id: fact for id, fact in facts().items() if fact.known is Known.RESTATED}
    assert len(restated) == 5
    for fact in restated.values():
        assert fact.value == int(lagos[str(fact.year)])


def test_elasticities_are_those_of_the_evidence() -> None:
    """Rail is ours: density on one network is what the table says, and cities share none."""
    rows = table("scale_defaults.csv")
    kinds = (
        "software",
        "administration",
        "procurement",
        "waste",
        "water",
        "bus",
        "rail",
        "police-fire",
    )
    for id, row in zip(kinds, rows, strict=True):
        kind = default(id)
        assert kind is not None
        range_ = kind.rebate if id == "procurement" else kind.elasticity
        found = tuple(Fraction(row[name]) for name in ("low", "default", "high"))
        assert (range_.low, range_.mid, range_.high) == (found if id != "rail" else (1, 1, 1)), id
