"""How progressive fifty county economies can be: the table of the power curve, and ours.

With elasticity 1 the two curves are the same line and so are the breakpoints. Below 1 ours falls
in steps of one halving: between half the use of all and all of it the price is constant, so a group
of nearly all loses only the setup when it leaves nearly nobody out, where the power curve lets it
lose a little of its price too. Our breakpoints are therefore the lower ones, by up to 0.07 here.
"""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest
from tests.support.field import DATA

from koinon.methods.costs.curves import Curve, rate_of
from koinon.methods.costs.programmes import Programme
from koinon.methods.costs.sharing import by_base, by_use
from koinon.methods.costs.solidarity import price_of_solidarity

COUNTIES = DATA / "cities/us_counties.csv"
pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(not COUNTIES.exists(), reason=f"no county data at {COUNTIES}"),
]
POWER = {
    ("gdp_kusd_2020", 0): ("0", "0.06", "0.12"),
    ("gdp_kusd_2020", 10): ("0.18", "0.26", "0.34"),
    ("gdp_kusd_2020", 30): ("0.54", "0.60", "0.66"),
    ("personal_income_kusd_2022", 0): ("0", "0.13", "0.25"),
    ("personal_income_kusd_2022", 10): ("0.26", "0.37", "0.48"),
    ("personal_income_kusd_2022", 30): ("0.77", "0.86", "0.94"),
}
"""Column of ability, setup in percent of the bill → breakpoints at elasticity 1, 0.95, 0.9."""


def breakpoints(column: str, setup: int) -> list[Fraction]:
    with COUNTIES.open() as file:
        rows = [row for row in csv.DictReader(file) if row["gdp_kusd_2020"]]
    rows = sorted(rows, key=lambda row: -Fraction(row["gdp_kusd_2020"]))[:50]
    uses = {row["bea_fips"]: int(Fraction(row["pop_2020_bea"])) for row in rows}
    bases = {row["bea_fips"]: Fraction(row[column]) for row in rows}
    found = []
    for elasticity in (Fraction(1), Fraction(19, 20), Fraction(9, 10)):
        curve = Curve(0, Fraction(100), rate_of(elasticity), sum(uses.values()), halvings=20)
        fixed = int(curve.cost(sum(uses.values()), 1) * setup / (100 - setup))
        whole = Curve(fixed, Fraction(100), rate_of(elasticity), sum(uses.values()), halvings=20)
        one = Programme("p", whole, uses)
        solidarity = price_of_solidarity([one], by_base(one.bill, bases), by_use(one))
        assert solidarity.exact
        assert solidarity.certified is not None
        found.append(solidarity.certified)
    return found


@pytest.mark.parametrize(("column", "setup"), POWER)
def test_breakpoints_beside_those_of_the_power_curve(column: str, setup: int) -> None:
    ours = breakpoints(column, setup)
    theirs = [Fraction(text) for text in POWER[column, setup]]
    half = Fraction(1, 200)
    assert abs(ours[0] - theirs[0]) <= half
    for mine, other in zip(ours[1:], theirs[1:], strict=True):
        assert other - Fraction(7, 100) <= mine <= other + half
    assert ours == sorted(ours)
