"""Levies as published, to the cent. Sources stand beside the numbers; see each docstring."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from koinon.methods.levies import (
    Assessment,
    ClassTable,
    Column,
    Figure,
    Fixed,
    Flat,
    Indexed,
    Indicator,
    Levy,
    Member,
    Need,
    NetOf,
    Piecewise,
    Portion,
    Product,
    Quota,
    Quotient,
    Rate,
    Rounding,
    Share,
    Sum,
    SumOf,
    UniformRate,
    assess,
    recheck,
)
from koinon.methods.plain import to_plain


def run(
    amount: Column,
    members: Mapping[str, Mapping[str, str | int]],
    need_cents: int = 0,
    figures: dict[str, str] | None = None,
) -> Assessment:
    """Assess members given as {id: {figure: number or fraction text, class: word}}; recheck it."""
    parsed = [
        Member(
            id_,
            figures=tuple((n, Fraction(v)) for n, v in facts.items() if n != "kind"),
            classes=tuple((n, str(v)) for n, v in facts.items() if n == "kind"),
        )
        for id_, facts in members.items()
    ]
    given = tuple((name, Fraction(value)) for name, value in (figures or {}).items())
    assessment = assess(Levy(amount), parsed, need_cents, given)
    assert recheck(to_plain(assessment)) == ()
    return assessment


def cents(assessment: Assessment) -> dict[str, int]:
    return {charge.member: charge.cents for charge in assessment.charges}


@pytest.mark.parametrize(
    ("population", "mpo_usd", "per_head_usd", "total_usd"),
    [(91_630, 6_611, 36_652, 43_263), (91_930, 27_211, 36_772, 63_983)],
)
def test_yakima_2012_and_2013(
    population: int, mpo_usd: int, per_head_usd: int, total_usd: int
) -> None:
    """Yakima Valley Conference of Governments: 0.40 USD a head plus the MPO/RTPO share.

    City of Yakima, council agenda of 2012-12-04, item 4D: 36,772 and 63,983 USD for 2013,
    20,720 more than in 2012.
    """
    per_head = Rate(Fraction(40), Indicator("population"))
    levy = Sum((per_head, Indicator("MPO share, cents")))
    facts = {"population": population, "MPO share, cents": mpo_usd * 100}
    assessment = run(levy, {"Yakima": facts})
    assert assessment.lines("Yakima")[1] == (
        "amount.terms.0",
        "rate",
        Fraction(per_head_usd * 100),
    )
    assert cents(assessment) == {"Yakima": total_usd * 100}
    assert 63_983 - 43_263 == 20_720


@pytest.mark.parametrize(
    ("need_cents", "base_cents", "rate", "left_cents"),
    [
        (25_097_000_000, 52_809_600_000, "4752/10000", 1_878_080),
        (25_908_000_000, 54_590_000_000, "4746/10000", -414_000),
    ],
    ids=["2015", "2016"],
)
def test_kreis_unna_levies_one_rate_on_fiscal_capacity(
    need_cents: int, base_cents: int, rate: str, left_cents: int
) -> None:
    """Kreis Unna: 47.52 % in 2015 and 47.46 % in 2016 (Erläuterung der Kreisumlage).

    Published: need 250.97 and 259.08 million EUR, base 528.096 and 545.9 million EUR. The base
    of the single municipalities is not published; it is cut in three unequal parts here.
    """
    parts = {"A": base_cents // 2, "B": base_cents // 3, "C": base_cents // 6}
    parts["C"] += base_cents - sum(parts.values())
    levy = UniformRate(Need(), Indicator("base"), Fraction(1, 10_000))
    assessment = run(levy, {id_: {"base": part} for id_, part in parts.items()}, need_cents)
    assert assessment.steps[-1].total == Fraction(rate)
    assert assessment.left_cents == left_cents
    assert assessment.total_cents == Fraction(rate) * base_cents


def test_grand_valley_charges_by_class_per_head() -> None:
    """Grand Valley Metro Council 2002: 38, 27 and 11 cents a head by class of member.

    Rates published (Grand Rapids Business Journal); the populations here are made up.
    """
    rates = (("inside", Fraction(38)), ("outside", Fraction(27)), ("county", Fraction(11)))
    levy = Product((ClassTable("kind", rates), Indicator("population")))
    members: dict[str, dict[str, str | int]] = {
        "City": {"kind": "inside", "population": 1_000},
        "Township": {"kind": "outside", "population": 1_000},
        "County": {"kind": "county", "population": 3_000},
    }
    assert cents(run(levy, members)) == {"City": 38_000, "County": 33_000, "Township": 27_000}


def test_south_bay_dues_follow_the_index_up_to_the_cap() -> None:
    """South Bay Cities COG, Rancho Palos Verdes: 20,301 USD × 1.035 = 21,011.54 in 2024-25.

    Staff report of 2024-03-19: dues of the year before, CPI 3.5 %, cap 5 %.
    """
    levy = Indexed(Indicator("dues 2023-24"), Figure("CPI"), Fraction(5, 100))
    member: dict[str, dict[str, str | int]] = {"Rancho": {"dues 2023-24": 2_030_100}}
    assert cents(run(levy, member, figures={"CPI": "35/1000"})) == {"Rancho": 2_101_154}
    assert cents(run(levy, member, figures={"CPI": "8/100"})) == {"Rancho": 2_131_605}


def test_association_of_bay_area_governments_adds_a_base_fee() -> None:
    """A base fee of 275 USD (ABAG) and a rate per head; the rate here is made up."""
    levy = Sum((Flat(Fixed(Fraction(27_500))), Rate(Fraction(21, 2), Indicator("population"))))
    members: dict[str, dict[str, str | int]] = {
        "A": {"population": 1_001},
        "B": {"population": 2_001},
    }
    assert cents(run(levy, members)) == {"A": 27_500 + 10_511, "B": 27_500 + 21_010}


def test_orange_county_shares_by_the_mean_of_area_and_population() -> None:
    """Orange County NPDES, Agreement D02-048: the district 10 %, the others 90 % by two halves.

    The agreement publishes the formula; the numbers are made up.
    """
    half = Fraction(1, 2)
    key = Sum((Rate(half, Share(Indicator("area"))), Rate(half, Share(Indicator("pop")))))
    district = Quota(Portion(Fraction(1, 10), Need()), Indicator("district"))
    levy = Sum((district, Quota(Portion(Fraction(9, 10), Need()), key)))
    members: dict[str, dict[str, str | int]] = {
        "District": {"district": 1, "area": 0, "pop": 0},
        "A": {"district": 0, "area": 10, "pop": 50_000},
        "B": {"district": 0, "area": 30, "pop": 50_000},
    }
    expected = {"A": 3_375_000, "B": 5_625_000, "District": 1_000_000}
    assert cents(run(levy, members, 10_000_000)) == expected


def test_san_mateo_shares_the_balance_net_of_grants() -> None:
    """San Mateo Operational Area JPA 1997: county half, cities a quarter each by people and value.

    The agreement publishes the formula; the numbers are made up.
    """
    balance = NetOf(Need(), (Figure("grants"),))
    quarter = Fraction(1, 4)
    levy = Sum(
        (
            Quota(Portion(Fraction(1, 2), balance), Indicator("county")),
            Quota(Portion(quarter, balance), Indicator("pop")),
            Quota(Portion(quarter, balance), Indicator("value")),
        )
    )
    members: dict[str, dict[str, str | int]] = {
        "County": {"county": 1, "pop": 0, "value": 0},
        "A": {"county": 0, "pop": 30_000, "value": 1},
        "B": {"county": 0, "pop": 10_000, "value": 3},
    }
    assessment = run(levy, members, 100_000_000, {"grants": "20000000"})
    assert cents(assessment) == {"A": 20_000_000, "B": 20_000_000, "County": 40_000_000}
    assert assessment.left_cents == 20_000_000


def test_minnesota_shares_the_growth_of_the_tax_base() -> None:
    """Minn. Stat. 473F.07: 40 % of the growth is pooled and shared by people and poverty.

    index = population × mean fiscal capacity / own fiscal capacity. The statute gives the
    formula; the numbers are made up: A −165,714.29 and B +165,714.29.
    """
    paid_in = Rate(Fraction(4, 10), Indicator("growth"))
    capacity = Quotient(Indicator("market value"), Indicator("population"))
    mean = Quotient(Flat(SumOf(Indicator("market value"))), Flat(SumOf(Indicator("population"))))
    index = Product((Indicator("population"), Quotient(mean, capacity)))
    net = Sum((Quota(SumOf(paid_in), index), Rate(Fraction(-1), paid_in)))
    members: dict[str, dict[str, str | int]] = {
        "A": {"population": 1_000, "market value": 200_000, "growth": 50_000_000},
        "B": {"population": 3_000, "market value": 300_000, "growth": 10_000_000},
    }
    assessment = run(net, members)
    assert cents(assessment) == {"A": -16_571_429, "B": 16_571_429}
    pool = next(step.total for step in assessment.steps if step.place == "amount.terms.0.amount")
    assert pool == 24_000_000


def test_eu_plastics_takes_a_rate_less_a_lump_sum() -> None:
    """Decision (EU, Euratom) 2020/2053, art. 2: 0.80 EUR/kg, less 142 million EUR for Spain.

    Rate and lump sum as decided; the 600 million kg are made up.
    """
    levy = Sum((Rate(Fraction(80), Indicator("kg")), Rate(Fraction(-1), Indicator("lump sum"))))
    facts = {"kg": 600_000_000, "lump sum": 14_200_000_000}
    assert cents(run(levy, {"ES": facts})) == {"ES": 33_800_000_000}


def equalisation(rate: Fraction) -> Column:
    """rate × (M − t) + 0.35 × max(0, 0.9 M − t) − c, per head."""
    tax = Indicator("tax")
    gap = Piecewise(tax, Figure("mean"), below=rate, above=-rate)
    low = Portion(Fraction(9, 10), Figure("mean"))
    extra = Piecewise(tax, low, below=Fraction(35, 100), above=Fraction(0))
    return Sum((gap, extra, Rate(Fraction(-1), Flat(Figure("financing")))))


def settlements() -> list[dict[str, str]]:
    path = Path(__file__).with_name("norway_equalisation.csv")
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    "row", settlements(), ids=lambda row: f"{row['municipality']}{row['year']}"
)
def test_norway_equalises_income(row: dict[str, str]) -> None:
    """34 published rows of 2015-2025, within a tenth of an øre per head."""
    figures = {"mean": row["mean"], "financing": row["financing"]}
    formula = equalisation(Fraction(row["rate"]))
    assessment = run(formula, {row["code"]: {"tax": row["tax"]}}, figures=figures)
    assert abs(assessment.charges[0].exact_cents - Fraction(row["net"])) < Fraction(1, 1000)


def test_rounding_keeps_the_sum_at_any_unit() -> None:
    """A need of 100.00 in whole euros among three equals: 34, 33, 33; ties by id."""
    members = [Member(id_, (("one", Fraction(1)),)) for id_ in "bca"]
    levy = Levy(Quota(Need(), Indicator("one")), Rounding(unit_cents=100))
    assessment = assess(levy, members, 10_000)
    assert cents(assessment) == {"a": 3_400, "b": 3_300, "c": 3_300}
    assert recheck(to_plain(assessment)) == ()
