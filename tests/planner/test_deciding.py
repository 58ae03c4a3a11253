"""Votes and power under charters, against the rule judged on every possible vote."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from tests.planner.plans import CITIES, figure, knowledge, place

from koinon.charter.document import Charter
from koinon.charter.drafting import statute, statute_names, template
from koinon.charter.parsing import parse_charter
from koinon.charter.trying import try_vote
from koinon.methods.rules import NO, YES, Count
from koinon.planner.asking import Unplannable
from koinon.planner.deciding import LEVELS, facts_of, main_matter, say_of
from koinon.planner.places import Place
from koinon.planner.plan import Plan
from koinon.planner.raising import LevyTerms

SEVEN = (*CITIES, place("dorf", 90), place("este", 800), place("fort", 410), place("gand", 75))


def charter(name: str) -> Charter:
    return parse_charter(template(name), file=name)


@pytest.mark.parametrize("name", ["square-root", "double-majority", "one-city-one-vote"])
def test_power_is_that_of_every_vote_judged_by_the_charter(name: str) -> None:
    """2^7 votes, each tried as a delegate would; who changes the outcome is counted."""
    rules = charter(name)
    matter = main_matter(rules)
    ids = [one.id for one in SEVEN]
    facts = facts_of(rules, SEVEN)
    passes = {
        votes: try_vote(rules, matter.id, ids, facts, dict(zip(ids, votes, strict=True))).tree.met
        for votes in product((YES, NO), repeat=len(ids))
    }
    said = say_of(SEVEN, rules)
    assert said.passing == Fraction(sum(passes.values()), 2 ** len(ids))
    for at, one in enumerate(said.cities):
        swings = sum(
            passes[votes] != passes[(*votes[:at], NO, *votes[at + 1 :])]
            for votes in passes
            if votes[at] is YES
        )
        assert one.absolute == Fraction(swings, 2 ** (len(ids) - 1))
    assert sum(one.normalised or 0 for one in said.cities) == 1
    assert sum(one.shapley or 0 for one in said.cities) == 1
    assert said.curve.levels == LEVELS
    assert list(said.curve.passing) == sorted(said.curve.passing)


def test_a_resident_says_about_as_much_anywhere_under_square_roots() -> None:
    many = tuple(place(f"city-{at:02}", 1_000 + 937 * at) for at in range(40))
    roots, heads = say_of(many, charter("square-root")), say_of(many, charter("one-city-one-vote"))
    assert roots.unequal < Fraction(105, 100)
    assert heads.unequal > 5
    people = sum(one.population.value for one in many)
    mean = sum(
        one.citizen * city.population.value for one, city in zip(roots.cities, many, strict=True)
    )
    assert abs(mean / people - 1) < Fraction(1, 10**8)


def test_the_curve_beside_is_that_of_the_jagiellonian_quota() -> None:
    said = say_of(SEVEN, charter("square-root"))
    assert said.jagiellonian is not None
    assert said.jagiellonian.passing == said.curve.passing
    other = say_of(SEVEN, charter("one-city-one-vote"))
    assert other.jagiellonian == said.jagiellonian
    assert other.curve.passing != said.curve.passing


def test_matters_are_found_by_name_or_by_what_they_do() -> None:
    rules = charter("double-majority")
    assert "treasury.adopt_budget/1" in main_matter(rules).acts
    assert main_matter(rules, "accession").id == "accession"
    with pytest.raises(Unplannable) as refused:
        main_matter(rules, "acession")
    assert refused.value.code == "no_matter"
    assert "accession" in str(refused.value.facts["known"])


def test_a_charter_that_weighs_by_what_is_not_known_is_refused() -> None:
    text = template("square-root").replace("population", "lamps")
    with pytest.raises(Unplannable) as refused:
        say_of(SEVEN, parse_charter(text, file="lamps"))
    assert (refused.value.code, refused.value.facts["fact"]) == ("no_fact", "lamps")
    assert refused.value.facts["place"] in {one.name for one in SEVEN}


def test_a_rule_nobody_can_meet_is_refused() -> None:
    rules = charter("one-city-one-vote")
    eight = tuple(replace(one, rule=Count(8)) for one in rules.rules)
    with pytest.raises(Unplannable) as refused:
        say_of(SEVEN, replace(rules, rules=eight))
    assert (refused.value.code, refused.value.facts["rule"]) == ("never_passes", "5.1")


@pytest.mark.parametrize("name", statute_names())
def test_every_statute_is_measured_on_its_own_members_or_says_why_not(name: str) -> None:
    rules = parse_charter(statute(name), file=name)
    for roster in rules.rosters:
        members = tuple(
            replace(
                place(one.id, int(dict(one.facts).get("population", 1_000)) or 1),
                further=tuple(
                    (fact, figure(int(value)))
                    for fact, value in one.facts
                    if fact != "population" and int(value) == value
                ),
            )
            for one in roster.members
        )
        if len(members) < 2:
            continue
        for matter in rules.matters:
            try:
                said = say_of(members, rules, matter.id)
            except Unplannable as refused:
                assert refused.code in {  # noqa: PT017
                    "no_fact", "nobody", "never_passes", "always_passes", "unweighable",
                    "too_few", "too_many", "several_second_votes",
                }  # fmt: skip
            else:
                assert said.cities
                assert 0 <= said.passing < 1


def test_a_plan_answers_and_refuses_answer_by_answer() -> None:
    plan = Plan(CITIES, charter("double-majority"), (knowledge(),))
    assert plan.costs.saving.mid == 200_000
    assert plan.verdict.says == "nobody"
    assert plan.solidarity.certified == 1
    assert plan.outside.members_save == 200_000
    assert plan.nations == ()
    with pytest.raises(Unplannable) as refused:
        _ = plan.raised
    assert refused.value.code == "no_levy"
    levied = replace(plan, levy=LevyTerms("income", Fraction(1, 1000)))
    assert levied.raised.total.mid == 4_500


@pytest.mark.parametrize(
    ("places", "others", "code"),
    [
        (CITIES[:1], (), "few_places"),
        ((*CITIES, CITIES[0]), (), "place_twice"),
        (CITIES, CITIES[:1], "other_inside"),
    ],
)
def test_plans_of_nobody_are_refused(
    places: tuple[Place, ...], others: tuple[Place, ...], code: str
) -> None:
    with pytest.raises(Unplannable) as refused:
        Plan(places, charter("double-majority"), others=others)
    assert refused.value.code == code
