"""Make `src/koinon/planner/counties.csv` from the source tables.

    python tools/counties/make.py FOLDER > src/koinon/planner/counties.csv

FOLDER holds `us_counties.csv` and `us_county_president_2024.csv`. What is left out and changed is
said in `docs/reference/city-facts.md`; `tests/field/test_county_sources.py` compares the result.
"""

from __future__ import annotations

import csv
import sys
from fractions import Fraction
from pathlib import Path

PRODUCT_YEARS = (2008, 2012, 2016, 2018, 2019, 2020, 2022)
ELECTIONS = (2008, 2012, 2016, 2020, 2024)
OTHERS_FROM = 2016
"""The votes for others are kept from this election on; nothing shown needs the earlier ones."""

Row = dict[str, str]


def rounded(text: str, divisor: int = 1) -> str:
    """A whole number of larger units, halves to even; empty where nothing is known."""
    return str(round(Fraction(text) / divisor)) if text else ""


def degrees(text: str) -> str:
    """Hundredths of a degree: a place on a map of a country."""
    hundredths = round(Fraction(text) * 100) if text else None
    if hundredths is None:
        return ""
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def votes(row: Row, year: int, district: Row) -> list[str]:
    """Votes for the Democrat, the Republican and, from 2016 on, for others.

    Alaska counts by house district, whose numbers are those of other places: nothing is taken.
    The District of Columbia is counted by ward in 2024: the wards are put together.
    """
    if row["state"] == "AK":
        row = {}
    elif row["state"] == "DC" and year == 2024:
        row = district
    found = [row.get(f"{party}_{year}", "") for party in ("dem", "rep", "votes")]
    if not all(found):
        return [""] * (2 + (year >= OTHERS_FROM))
    democrat, republican, total = (int(Fraction(one)) for one in found)
    others = [str(total - democrat - republican)] if year >= OTHERS_FROM else []
    return [str(democrat), str(republican), *others]


def district_2024(rows: list[Row]) -> Row:
    """The eight wards of the District of Columbia as one county area."""
    wards = [row for row in rows if row["state_name"] == "District of Columbia"]
    names = {"dem_2024": "votes_dem", "rep_2024": "votes_gop", "votes_2024": "total_votes"}
    return {name: str(sum(int(ward[column]) for ward in wards)) for name, column in names.items()}


def header() -> list[str]:
    """The columns of the table."""
    elections = [
        f"{party}_{year}"
        for year in ELECTIONS
        for party in ("democrat", "republican", "others")[: 2 + (year >= OTHERS_FROM)]
    ]
    products = [f"product_{year}" for year in PRODUCT_YEARS]
    return [
        *("id", "name", "state", "latitude", "longitude", "rural_urban_2023", "population_2020"),
        *products,
        *("income_2022", "co2_2020"),
        *elections,
    ]


def made(row: Row, district: Row) -> list[str]:
    """One row of the table."""
    return [
        row["bea_fips"],
        row["name"].removesuffix("*").removesuffix(f", {row['state']}"),
        row["state"],
        degrees(row["lat"]),
        degrees(row["lon"]),
        rounded(row["rucc_2023"]),
        rounded(row["pop_2020_bea"]),
        *(rounded(row[f"gdp_kusd_{year}"], 1000) for year in PRODUCT_YEARS),
        rounded(row["personal_income_kusd_2022"], 1000),
        rounded(row["ffco2_t_2020"], 1000),
        *(cell for year in ELECTIONS for cell in votes(row, year, district)),
    ]


def read(file: Path) -> list[Row]:
    """The rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def table(folder: Path) -> list[list[str]]:
    """The whole table with its header, in order of id."""
    district = district_2024(read(folder / "us_county_president_2024.csv"))
    rows = sorted(read(folder / "us_counties.csv"), key=lambda row: row["bea_fips"])
    return [header(), *(made(row, district) for row in rows)]


if __name__ == "__main__":
    csv.writer(sys.stdout, lineterminator="\n").writerows(table(Path(sys.argv[1])))
