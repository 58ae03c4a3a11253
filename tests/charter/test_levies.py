"""Levies as a charter writes them: read, told in sentences, tried on cases."""

from __future__ import annotations

from fractions import Fraction

from tests.charter.test_explaining import EVERY_KIND, EVERY_LEVY, PLAIN
from tests.support.levy_charters import assessed, facts, groups, header, roster

from koinon.charter.explaining import explain
from koinon.charter.levy_kinds import KINDS
from koinon.charter.parsing import parse_charter
from koinon.charter.statements import say
from koinon.charter.texts_levies import LEVIES
from koinon.methods.levies import (
    ClassTable,
    Fixed,
    Flat,
    Indicator,
    Portion,
    Quota,
    Rate,
    Rounding,
    UniformRate,
)


def test_every_kind_of_step_is_applied_and_rechecked() -> None:
    charter, (found, coastal) = assessed(EVERY_LEVY)
    assert {step.node for step in found.steps} >= {"relief", "zero_sum", "legal_cap", "rounded"}
    assert {step.node for step in found.steps} >= {"extreme", "extreme_total"}
    assert len(charter.levy("all").steps) > len(KINDS)
    assert charter.levy("all").facts == ("people", "tax", "before")
    assert charter.levy("all").levy.rounding == Rounding(100, "larger amount, then id")
    assert [charge.member for charge in coastal.charges] == ["bruges"]


def test_every_sentence_about_levies_is_told() -> None:
    said = [one.code for one in explain(parse_charter(EVERY_LEVY, file="x"))]
    missing = set(LEVIES) - set(said) - {"levy.amount"}
    assert missing == set()


def test_a_levy_is_told_step_by_step() -> None:
    told = [
        "  " * one.depth + say(one, PLAIN, "en")
        for one in explain(parse_charter(EVERY_LEVY, file="x"))
    ]
    start = told.index("Article 9, All of it. Every member pays this levy:")
    assert told[start - 2 : start] == [
        "cpi (part of one) is a figure of the coalition as a whole, given when a levy is adopted.",
        "subsidy (EUR) is a figure of the coalition as a whole, given when a levy is adopted.",
    ]
    assert told[start + 1 : start + 12] == [
        "  It is for the programme Buses.",
        "  The amount to raise is given when the levy is adopted.",
        "  It goes by the people of each member (inhabitants, legal municipality).",
        "  It goes by the tax of each member (EUR, legal municipality).",
        "  It goes by the before of each member (EUR, legal municipality).",
        "  “net”: the amount to raise less subsidy, 1 EUR, never below zero.",
        "  “tenth”: 10 % of “net”.",
        "  “cents”: by the group a member is in: coast 0.38 EUR, hills 1/200 EUR.",
        "  “class”: by the group a member is in: coast 2; every other member: 1.",
        "  “heads”: 0.27 EUR for each unit of people.",
        "  “twice”: 2 times “heads”.",
    ]
    assert (
        "  “levied”: one rate for all, times the member's tax; the rate is “net” divided by the "
        "sum of all tax, rounded half up to a multiple of 1/10000." in told
    )
    assert "  indexed dues: before, raised by cpi but at most by 5 % of it." in told
    assert "  “least”: the greatest of these: “whole”, 1 EUR." in told
    assert "  “most”: the smallest of these: “least”, “bound”." in told
    assert "  What a member owes is this: “due”." in told
    assert "Article 10, Coastal levy. Only these members pay it, coast:" in told


def test_money_is_in_minor_units_inside() -> None:
    charter = parse_charter(EVERY_LEVY, file="x")
    steps = {step.name: step.node for step in charter.levy("all").steps}
    assert steps["fee"] == Flat(Fixed(Fraction(27_500)))
    assert steps["heads"] == Rate(Fraction(27), Indicator("people"))
    assert steps["cents"] == ClassTable(
        "groups:coast,hills", (("coast", Fraction(38)), ("hills", Fraction(1, 2)))
    )
    assert isinstance(steps["keyed"], Quota)
    assert isinstance(steps["keyed"].amount, Portion)
    assert isinstance(steps["levied"], UniformRate)
    assert steps["levied"].base == Rate(Fraction(100), Indicator("tax"))
    coastal = charter.levy("coastal")
    assert (coastal.group, coastal.need, coastal.programme) == ("coast", False, None)


def test_sums_means_and_rates_of_numbers_for_all_are_such_numbers() -> None:
    levy = """
[levies.x]
title = { en = "x" }
article = "1"
need = true
charge = "due"
steps = [
  { name = "more", kind = "rate", rate = "11/10", of = "need" },
  { name = "both", kind = "mean", of = ["more", "need"] },
  { name = "all", kind = "sum", of = ["both", "1 EUR"] },
  { name = "due", kind = "quota", amount = "all", by = "group:others" },
]
"""
    case = """
[[levy_cases]]
title = "105 and 1 for the only one in the group"
levy = "x"
members = "all_of_them"
need = "100 EUR"
charges = { a = "106 EUR", b = "0 EUR" }
"""
    people: dict[str, dict[str, int | str]] = {"a": {"people": 1}, "b": {"people": 1}}
    text = header() + facts({"people": "inhabitants"}) + groups({"others": ["a"]})
    _, (found,) = assessed(text + levy + roster(people) + case)
    kinds = [step.node for step in found.steps]
    assert kinds.count("together") == 2
    assert kinds.count("portion") == 2


def test_who_takes_part_in_a_programme_pays_its_levy() -> None:
    """Where the charter says otherwise, it is as it says."""
    text = f"""{EVERY_KIND}
[programmes.water]
title = {{ en = "Water" }}
participants = "coast"
[levies.water]
title = {{ en = "Water levy" }}
article = "9"
programme = "water"
need = true
charge = "due"
steps = [{{ name = "due", kind = "quota", amount = "need", by = "people" }}]
"""
    assert parse_charter(text, file="x").levy("water").group == "coast"
    everyone = text.replace("need = true", 'need = true\nmembers = "all"')
    assert parse_charter(everyone, file="x").levy("water").group is None
