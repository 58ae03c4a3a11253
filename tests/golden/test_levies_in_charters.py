"""Published levies written in charters: the same figures as published, to the cent.

Sources and figures are those of test_published_levies.py; here the formula stands in TOML, and the
published figures in the charter's own cases, so that a charter that charged otherwise would be
refused. What is not published is made up and said to be.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.golden.test_published_levies import settlements
from tests.support.levy_charters import assessed, facts, groups, header, roster

from koinon.charter.parsing import CharterErrors, parse_charter

YAKIMA = (
    header("USD")
    + facts({"population": "inhabitants", "mpo_share": "USD"})
    + """
[levies.dues]
title = { en = "Assessment of the conference" }
article = "4D"
need = false
steps = [
  { name = "per_head", kind = "rate", rate = "40/100 USD", of = "population" },
  { name = "due", kind = "sum", of = ["per_head", "mpo_share"] },
]
charge = "due"
"""
    + roster({"yakima": {"population": 91_630, "mpo_share": 6_611}}, "y2012")
    + roster({"yakima": {"population": 91_930, "mpo_share": 27_211}}, "y2013")
    + """
[[levy_cases]]
title = "Yakima in 2012"
levy = "dues"
members = "y2012"
charges = { yakima = "43263 USD" }
[[levy_cases]]
title = "Yakima in 2013"
levy = "dues"
members = "y2013"
charges = { yakima = "63983 USD" }
"""
)


def test_yakima_2012_and_2013() -> None:
    _, (first, second) = assessed(YAKIMA)
    assert second.total_cents - first.total_cents == 2_072_000
    assert second.lines("yakima")[1] == ("amount.terms.0", "rate", Fraction(3_677_200))


def unna(year: str, need: int, base: int, left: int) -> str:
    parts = {"a": base // 2, "b": base // 3, "c": base - base // 2 - base // 3}
    members = {
        id: {"tax_power": part // 5 * 4, "grants": part - part // 5 * 4}
        for id, part in parts.items()
    }
    return (
        header()
        + facts({"tax_power": "EUR", "grants": "EUR"})
        + f"""
[levies.umlage]
title = {{ en = "Kreisumlage {year}" }}
article = "56"
need = true
steps = [
  {{ name = "capacity", kind = "sum", of = ["tax_power", "grants"] }},
  {{ name = "due", kind = "uniform_rate", amount = "need", base = "capacity", step = "1/10000" }},
]
charge = "due"
"""
        + roster(members)
        + f"""
[[levy_cases]]
title = "{year}, as published"
levy = "umlage"
members = "all_of_them"
need = "{need} EUR"
total = "{need * 100 - left}/100 EUR"
"""
    )


@pytest.mark.parametrize(
    ("year", "need", "base", "left", "rate"),
    [
        ("2015", 250_970_000, 528_096_000, 1_878_080, "4752/10000"),
        ("2016", 259_080_000, 545_900_000, -414_000, "4746/10000"),
    ],
)
def test_kreis_unna(year: str, need: int, base: int, left: int, rate: str) -> None:
    """The base of the single municipalities is not published; it is cut in three here."""
    _, (found,) = assessed(unna(year, need, base, left))
    assert found.steps[-1].total == Fraction(rate)
    assert found.left_cents == left


GRAND_VALLEY = (
    header("USD")
    + facts({"population": "inhabitants"})
    + groups({"inside": ["city"], "outside": ["township"]})
    + """
[levies.dues]
title = { en = "Dues" }
article = "5"
need = false
charge = "due"
[[levies.dues.steps]]
name = "rate"
kind = "class_table"
values = { inside = "38/100 USD", outside = "27/100 USD" }
others = "11/100 USD"
[[levies.dues.steps]]
name = "due"
kind = "product"
of = ["rate", "population"]
"""
    + roster(
        {
            "city": {"population": 1_000},
            "county": {"population": 3_000},
            "township": {"population": 1_000},
        }
    )
    + """
[[levy_cases]]
title = "38, 27 and 11 cents a head"
levy = "dues"
members = "all_of_them"
charges = { city = "380 USD", county = "330 USD", township = "270 USD" }
total = "980 USD"
"""
)


def test_grand_valley_charges_by_class_per_head() -> None:
    """The rates are published; the populations are made up."""
    _, (found,) = assessed(GRAND_VALLEY)
    assert [charge.cents for charge in found.charges] == [38_000, 33_000, 27_000]


ABAG = (
    header("USD")
    + facts({"population": "inhabitants", "dues_before": "USD"})
    + facts({"cpi": "per unit"}, "figures")
    + """
[levies.dues]
title = { en = "Dues of the association" }
article = "XI"
need = false
steps = [
  { name = "fee", kind = "flat", amount = "275 USD" },
  { name = "per_head", kind = "rate", rate = "21/200 USD", of = "population" },
  { name = "due", kind = "sum", of = ["fee", "per_head"] },
]
charge = "due"
[levies.indexed]
title = { en = "Dues that follow prices" }
article = "XII"
need = false
steps = [{ name = "due", kind = "indexed", previous = "dues_before", index = "cpi", cap = "5/100" }]
charge = "due"
"""
    + roster({id: {"population": n, "dues_before": 0} for id, n in (("a", 1_001), ("b", 2_001))})
    + roster({"rancho": {"population": 42_000, "dues_before": 20_301}}, "south_bay")
    + """
[[levy_cases]]
title = "a base fee of 275, and so much a head (made up)"
levy = "dues"
members = "all_of_them"
charges = { a = "38011/100 USD", b = "48510/100 USD" }
[[levy_cases]]
title = "South Bay Cities: prices rose by 3.5 %"
levy = "indexed"
members = "south_bay"
figures = { cpi = "35/1000" }
charges = { rancho = "2101154/100 USD" }
[[levy_cases]]
title = "South Bay Cities: never by more than 5 %"
levy = "indexed"
members = "south_bay"
figures = { cpi = "8/100" }
charges = { rancho = "2131605/100 USD" }
"""
)


def test_a_base_fee_and_dues_that_follow_an_index() -> None:
    """ABAG's fee of 275 USD (its rate a head is made up); South Bay: 20,301 × 1.035 = 21,011.54."""
    _, (fee, indexed, capped) = assessed(ABAG)
    assert fee.total_cents == 2 * 27_500 + 10_511 + 21_010
    assert indexed.charges[0].exact_cents == Fraction(4_202_307, 2)
    assert capped.steps[-1].total == Fraction(5, 100)


def norway(row: dict[str, str]) -> str:
    rate = Fraction(row["rate"])
    return (
        header("NOK")
        + facts({"tax": "NOK"})
        + facts({"mean": "NOK", "financing": "NOK"}, "figures")
        + f"""
[levies.equalisation]
title = {{ en = "Income equalisation per inhabitant" }}
article = "2"
need = false
charge = "net"
[[levies.equalisation.steps]]
name = "gap"
kind = "piecewise"
of = "tax"
threshold = "mean"
below = "{rate}"
above = "{-rate}"
[[levies.equalisation.steps]]
name = "nine_tenths"
kind = "portion"
share = "9/10"
of = "mean"
[[levies.equalisation.steps]]
name = "extra"
kind = "piecewise"
of = "tax"
threshold = "nine_tenths"
below = "35/100"
[[levies.equalisation.steps]]
name = "cost"
kind = "rate"
rate = -1
of = "financing"
[[levies.equalisation.steps]]
name = "net"
kind = "sum"
of = ["gap", "extra", "cost"]
"""
        + roster({"m": {"tax": str(Fraction(row["tax"]))}})
        + f"""
[[levy_cases]]
title = "{row["municipality"]} in {row["year"]}"
levy = "equalisation"
members = "m"
figures = {{ mean = "{Fraction(row["mean"])}", financing = "{Fraction(row["financing"])}" }}
total = "TOTAL"
"""
    ).replace("[rosters.all_of_them]", "[rosters.m]")


@pytest.mark.parametrize(
    "row",
    [row for row in settlements() if row["year"] == "2015"],
    ids=lambda row: row["municipality"],
)
def test_norway_equalises_income(row: dict[str, str]) -> None:
    """Published per inhabitant with four decimals; the charter's charge is in whole øre."""
    oere = round(Fraction(row["net"]) * 100)
    _, (found,) = assessed(norway(row).replace("TOTAL", f"{oere}/100 NOK"))
    assert abs(found.charges[0].exact_cents / 100 - Fraction(row["net"])) < Fraction(1, 10_000)
    with pytest.raises(CharterErrors, match="levy_total"):
        parse_charter(norway(row).replace("TOTAL", f"{oere + 1}/100 NOK"), file="x")


def levy(steps: str, *, need: bool) -> str:
    """A levy of these steps; the last is called `due`."""
    return f"""
[levies.x]
title = {{ en = "x" }}
article = "1"
need = {str(need).lower()}
charge = "due"
steps = [{steps}]
"""


def test_orange_county_shares_by_the_mean_of_area_and_population() -> None:
    """The formula of Agreement D02-048; the numbers are made up."""
    steps = """
  { name = "tenth", kind = "portion", share = "1/10", of = "need" },
  { name = "rest", kind = "portion", share = "9/10", of = "need" },
  { name = "district", kind = "quota", amount = "tenth", by = "group:district" },
  { name = "key", kind = "weighted_shares", parts = [
    { weight = "1/2", of = "area" }, { weight = "1/2", of = "pop" } ] },
  { name = "cities", kind = "quota", amount = "rest", by = "key" },
  { name = "due", kind = "sum", of = ["district", "cities"] },
"""
    members = {
        "a": {"area": 10, "pop": 50_000},
        "b": {"area": 30, "pop": 50_000},
        "ocfcd": {"area": 0, "pop": 0},
    }
    text = header("USD") + facts({"area": "acres", "pop": "inhabitants"})
    text += groups({"district": ["ocfcd"]}) + levy(steps, need=True) + roster(members)
    text += """
[[levy_cases]]
title = "a tenth for the district, nine tenths by two halves"
levy = "x"
members = "all_of_them"
need = "100000 USD"
charges = { a = "33750 USD", b = "56250 USD", ocfcd = "10000 USD" }
total = "100000 USD"
"""
    assessed(text)


def test_san_mateo_shares_the_balance_net_of_grants() -> None:
    """The formula of the JPA of 1997; the numbers are made up."""
    steps = """
  { name = "balance", kind = "net_of", of = "need", less = ["grants"] },
  { name = "half", kind = "portion", share = "1/2", of = "balance" },
  { name = "quarter", kind = "portion", share = "1/4", of = "balance" },
  { name = "county", kind = "quota", amount = "half", by = "group:county" },
  { name = "people", kind = "quota", amount = "quarter", by = "pop" },
  { name = "property", kind = "quota", amount = "quarter", by = "value" },
  { name = "due", kind = "sum", of = ["county", "people", "property"] },
"""
    members = {
        "a": {"pop": 30_000, "value": 1},
        "b": {"pop": 10_000, "value": 3},
        "san-mateo": {"pop": 0, "value": 0},
    }
    text = header("USD") + facts({"pop": "inhabitants", "value": "million USD"})
    text += facts({"grants": "USD"}, "figures") + groups({"county": ["san-mateo"]})
    text += levy(steps, need=True) + roster(members)
    text += """
[[levy_cases]]
title = "half for the county, a quarter each by people and property"
levy = "x"
members = "all_of_them"
need = "1000000 USD"
figures = { grants = 200000 }
charges = { a = "200000 USD", b = "200000 USD", san-mateo = "400000 USD" }
"""
    _, (found,) = assessed(text)
    assert found.left_cents == 20_000_000


def test_minnesota_shares_the_growth_of_the_tax_base() -> None:
    """Minn. Stat. 473F.07; the numbers are made up."""
    steps = """
  { name = "paid_in", kind = "rate", rate = "2/5", of = "growth" },
  { name = "pool", kind = "total", of = "paid_in" },
  { name = "capacity", kind = "quotient", of = "market_value", by = "pop" },
  { name = "values", kind = "total", of = "market_value" },
  { name = "people", kind = "total", of = "pop" },
  { name = "mean_capacity", kind = "ratio", of = "values", by = "people" },
  { name = "poverty", kind = "quotient", of = "mean_capacity", by = "capacity" },
  { name = "index", kind = "product", of = ["pop", "poverty"] },
  { name = "shared", kind = "quota", amount = "pool", by = "index" },
  { name = "given", kind = "rate", rate = -1, of = "paid_in" },
  { name = "due", kind = "sum", of = ["shared", "given"] },
"""
    members = {
        "a": {"pop": 1_000, "market_value": 200_000, "growth": 500_000},
        "b": {"pop": 3_000, "market_value": 300_000, "growth": 100_000},
    }
    text = header("USD")
    text += facts({"pop": "inhabitants", "market_value": "USD", "growth": "USD"})
    text += levy(steps, need=False) + roster(members)
    text += """
[[levy_cases]]
title = "what A gives, B receives"
levy = "x"
members = "all_of_them"
charges = { a = "-16571429/100 USD", b = "16571429/100 USD" }
total = "0 USD"
"""
    _, (found,) = assessed(text)
    assert any(step.total == 24_000_000 for step in found.steps)


def test_eu_plastics_takes_a_rate_less_a_lump_sum() -> None:
    """Decision (EU, Euratom) 2020/2053: 0.80 EUR/kg less 142 million (Spain); the kg made up."""
    steps = """
  { name = "called", kind = "rate", rate = "80/100 EUR", of = "kg" },
  { name = "lump", kind = "class_table", values = { spain = "-142000000 EUR" }, others = "0 EUR" },
  { name = "due", kind = "sum", of = ["called", "lump"] },
"""
    text = header() + facts({"kg": "kg not recycled"}) + groups({"spain": ["es"]})
    text += levy(steps, need=False) + roster({"es": {"kg": 600_000_000}})
    text += """
[[levy_cases]]
title = "Spain"
levy = "x"
members = "all_of_them"
charges = { es = "338000000 EUR" }
"""
    assessed(text)
