"""Every row of `metros.csv` recomputed from the tables it restates.

The folder of real data (tests/support/field.py) holds
`cities/wup2018_cities_300k_1950_2035.csv` (UN DESA),
`cities/us_msa.csv` (US BEA) and `cities/world_cities_demo.csv` (Nangini et al. 2019).
"""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest
from tests.support.field import DATA

from koinon.cities.metros import WIDEST_PERCENT, Check, Metro, label, metros

FOLDER = DATA / "cities"
pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason=f"no source tables in {FOLDER}; set KOINON_FIELD_DATA"
    ),
]
Row = dict[str, str]

LEFT_OUT = {"Basel", "Cardiff", "Okayama", "Venezia"}
MISLABELLED = "District of Columbia"


def table(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def agglomerations() -> dict[int, Row]:
    return {int(row["un_city"]): row for row in table("wup2018_cities_300k_1950_2035.csv")}


@pytest.fixture(scope="module")
def areas() -> dict[str, Row]:
    return {row["id"]: row for row in table("us_msa.csv")}


@pytest.fixture(scope="module")
def restated() -> dict[str, Row]:
    """Rows of the secondary table by the id of the nearest metro, a quarter of a degree at most."""
    found: dict[str, Row] = {}
    for row in table("world_cities_demo.csv"):
        nearest = min(metros(), key=lambda metro: distance(metro, row))
        if distance(nearest, row) > Fraction(1, 4):
            assert row["city"] in LEFT_OUT, row["city"]
            continue
        assert nearest.id not in found, row["city"]
        found[nearest.id] = row
    return found


def distance(metro: Metro, row: Row) -> Fraction:
    """Larger of the two differences of coordinates, in degrees."""
    return max(
        abs(Fraction(metro.latitude_e4, 10_000) - Fraction(row["lat"])),
        abs(Fraction(metro.longitude_e4, 10_000) - Fraction(row["lon"])),
    )


def un_population(row: Row, year: int) -> Fraction:
    """The series between its five-yearly points, on a straight line."""
    start = year - year % 5
    low = Fraction(row[str(start)])
    return low + (Fraction(row[str(start + 5)]) - low) * (year - start) / 5


def statistical_area(metro: Metro) -> str:
    return metro.population.boundary.removeprefix("metropolitan statistical area ").split(",")[0]


def test_population_against_the_agglomeration(agglomerations: dict[int, Row]) -> None:
    for metro in metros():
        un = agglomerations[metro.un_agglomeration]
        exact = 100 * metro.population.value / un_population(un, metro.population.year)
        assert abs(exact - metro.percent_of_un) <= Fraction(501, 1000), metro.id
        if metro.product:
            assert metro.check is label(metro.percent_of_un), metro.id
        else:
            assert metro.population.value == int(un[str(metro.population.year)]), metro.id
        assert abs(metro.latitude_e4 - Fraction(un["lat"]) * 10_000) <= Fraction(1, 2), metro.id
        assert abs(metro.longitude_e4 - Fraction(un["lon"]) * 10_000) <= Fraction(1, 2), metro.id


def test_no_agglomeration_is_used_twice() -> None:
    codes = [metro.un_agglomeration for metro in metros()]
    assert len(set(codes)) == len(codes)


def test_us_metros_are_the_primary_table(areas: dict[str, Row]) -> None:
    for metro in (m for m in metros() if m.country == "US"):
        area = areas[statistical_area(metro)]
        assert area["msa"].split(" (")[0] in metro.population.boundary, metro.id
        assert metro.population.value == int(area["pop_2014"]), metro.id
        assert metro.product
        assert metro.product.value == round(Fraction(area["gdp_kusd_2014"]) / 1000), metro.id


def test_secondary_table_stays_within_a_quarter_of_the_primary(
    areas: dict[str, Row], restated: dict[str, Row]
) -> None:
    for metro in (m for m in metros() if m.country == "US"):
        row = restated[metro.id]
        if row["city"] == MISLABELLED:
            continue
        area = areas[statistical_area(metro)]
        people = Fraction(row["population"]) / Fraction(area["pop_2014"])
        product = Fraction(row["gdp_ppp_usd_bn"]) * 1_000_000 / Fraction(area["gdp_kusd_2014"])
        assert Fraction(3, 4) <= people <= Fraction(5, 4), metro.id
        assert Fraction(3, 4) <= product <= Fraction(5, 4), metro.id


def test_the_row_called_district_of_columbia_is_columbia_south_carolina(
    areas: dict[str, Row], restated: dict[str, Row]
) -> None:
    row = restated["washington"]
    assert row["city"] == MISLABELLED
    (columbia,) = (a for a in areas.values() if a["msa"].startswith("Columbia, SC"))
    assert abs(Fraction(row["population"]) / Fraction(columbia["pop_2014"]) - 1) < Fraction(1, 50)
    product_kusd = Fraction(row["gdp_ppp_usd_bn"]) * 1_000_000
    assert abs(product_kusd / Fraction(columbia["gdp_kusd_2014"]) - 1) < Fraction(1, 50)


def test_other_products_are_restated_unchanged(restated: dict[str, Row]) -> None:
    rows = [m for m in metros() if m.product and m.country != "US"]
    assert len(rows) == 59
    for metro in rows:
        row = restated[metro.id]
        assert metro.product
        assert row["quality"] == "A", metro.id
        assert "Brookings Global Metro Monitor 2014" in row["source"], metro.id
        assert "number is for" not in row["source"], metro.id
        assert metro.population.value == Fraction(row["population"]), metro.id
        assert metro.product.value == Fraction(row["gdp_ppp_usd_bn"]) * 1000, metro.id


def test_every_product_left_out_fails_the_stated_rule(
    agglomerations: dict[int, Row], restated: dict[str, Row]
) -> None:
    for metro in (m for m in metros() if m.check is Check.POPULATION_ONLY and m.id in restated):
        row, un = restated[metro.id], agglomerations[metro.un_agglomeration]
        percent = 100 * Fraction(row["population"]) / un_population(un, 2014)
        assert row["quality"] != "A" or percent > WIDEST_PERCENT, metro.id
        assert metro.note.startswith("Product left out"), metro.id
