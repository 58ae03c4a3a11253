"""The UN scale: the official tables, and how near the charter's method comes to them.

The folder `golden/treasury` beside the folder of real data (tests/support/field.py) holds
`un_scale.json`, the official rates of 193 members in three periods, and
`un_scale_proxy_inputs.json`: gross domestic product and population of the World Bank. The UN itself
uses national income, conversion rates of its own, and external debt, none of which is here; so the
method is right where the limits bind and near elsewhere. What is measured is asserted, so that the
figures in examples/un-scale/README.md stay true.
"""

from __future__ import annotations

import json
from fractions import Fraction
from statistics import median
from typing import Any

import pytest
from tests.support.field import DATA
from tests.support.un_scale import State, scale

FOLDER = DATA.parent / "golden" / "treasury"
OFFICIAL, PROXY = FOLDER / "un_scale.json", FOLDER / "un_scale_proxy_inputs.json"
pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(
        not (OFFICIAL.is_file() and PROXY.is_file()),
        reason=f"no official UN scales in {FOLDER}; set KOINON_FIELD_DATA to the data beside it",
    ),
]
FLOOR, LEAST_DEVELOPED, CEILING = Fraction(1, 1000), Fraction(1, 100), Fraction(22)
LAST_YEAR = {"2019-2021": 2016, "2022-2024": 2019, "2025-2027": 2022}


def read(path: Any) -> Any:
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Fraction)


def official(period: str) -> dict[str, Fraction]:
    return {name: Fraction(rate) for name, rate in read(OFFICIAL)["periods"][period].items()}


def states(period: str) -> list[State]:
    """The members with figures in one of the last three years; a gap takes the nearest year's."""
    proxy = read(PROXY)
    years = range(LAST_YEAR[period] - 5, LAST_YEAR[period] + 1)
    found = []
    for name in official(period):
        code = proxy["iso3"].get(name)
        rows = {
            int(year): row for year, row in proxy["data"].get(code, {}).items() if row[0] and row[1]
        }
        known = [year for year in years if year in rows]
        if not known or known[-1] < years[3]:
            continue
        nearest = [min(known, key=lambda year: (abs(year - at), year)) for at in years]
        income, people = ([round(rows[year][part]) for year in nearest] for part in (0, 1))
        found.append(State(name, income, people, [0] * 6, code in proxy["ldc"]))
    return found


@pytest.mark.parametrize("period", LAST_YEAR)
def test_the_official_tables_keep_the_limits(period: str) -> None:
    rates = official(period)
    proxy = read(PROXY)
    assert len(rates) == 193
    assert sum(rates.values()) == 100
    assert (min(rates.values()), max(rates.values())) == (FLOOR, CEILING)
    poorest = [name for name in rates if proxy["iso3"].get(name) in proxy["ldc"]]
    assert max(rates[name] for name in poorest) == LEAST_DEVELOPED


@pytest.mark.parametrize(
    ("period", "compared", "per_mille", "floors", "china"),
    [
        ("2019-2021", 70, 43, (25, 29), (10_834, 12_005)),
        ("2022-2024", 72, 58, (26, 28), (14_232, 15_254)),
        ("2025-2027", 72, 71, (26, 27), (17_845, 20_004)),
    ],
)
def test_how_near_the_method_comes_with_proxy_inputs(
    period: str, compared: int, per_mille: int, floors: tuple[int, int], china: tuple[int, int]
) -> None:
    """The median error of members at 0.05 % or more, how many floors agree, and the cliff."""
    rates, given = official(period), states(period)
    _, found = scale(given)
    assert sum(found.values()) == 100
    assert (min(found.values()), found["United States of America"]) == (FLOOR, CEILING)
    large = [name for name in found if rates[name] >= Fraction(5, 100)]
    errors = [abs(found[name] / rates[name] - 1) for name in large]
    lowest = [name for name in found if rates[name] == FLOOR]
    agree = sum(found[name] == FLOOR for name in lowest)
    measured = (
        len(large),
        round(median(errors) * 1000),
        (agree, len(lowest)),
        (found["China"] * 1000, rates["China"] * 1000),
    )
    print(f"{period}: {len(given)} members, {measured[:3]}")
    assert measured == (compared, per_mille, floors, china)
