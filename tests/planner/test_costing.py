"""What programmes cost, who shares what, and what reaches those outside."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planner.plans import CITIES, figure, knowledge, place, service, three

from koinon.planner.asking import Unplannable
from koinon.planner.costing import cost_of
from koinon.planner.dividing import Sharing, divide, solidarity_of, verdict_on
from koinon.planner.outside import outside_of, riders_of
from koinon.planner.places import Place
from koinon.planner.programmes import defaults
from koinon.planner.programmes.programme import NOTHING


def test_what_is_made_once_is_saved_by_all_but_one() -> None:
    costs = cost_of(CITIES, (knowledge(),))
    assert costs.alone.mid == 3 * 100_000
    assert costs.together.mid == 100_000
    assert costs.sources.setup == costs.saving.mid == 200_000
    assert (costs.sources.scale, costs.sources.coordination) == (0, 0)


def test_where_cost_is_in_proportion_nothing_is_saved() -> None:
    costs = cost_of(CITIES, (service(),))
    assert costs.alone == costs.together
    assert costs.saving.mid == costs.sources.saving == 0


def test_scale_saves_up_to_the_efficient_scale_only() -> None:
    small = cost_of(CITIES, (service(elasticity="9/10", scale="1000"),))
    large = cost_of(CITIES, (service(elasticity="9/10", scale="100"),))
    assert small.saving.mid > 0
    assert 0 <= large.saving.mid < small.saving.mid
    beyond = tuple(replace(one, population=figure(10_000, "inhabitants")) for one in CITIES)
    none = cost_of(beyond, (service(elasticity="9/10", scale="100"),))
    # Beyond the scale a city saves what the first hundred units cost more, never more than that.
    assert none.saving.mid == 2 * large.games[0].curve.segments()[-1].intercept / Fraction(10**9)


def test_coordination_is_a_cost_and_can_eat_the_saving() -> None:
    costs = cost_of(CITIES, (knowledge("10", coordination=three("20")),))
    assert costs.sources.coordination == -4_000
    assert costs.saving.mid == -2_000


def test_a_diseconomy_costs_more_together() -> None:
    costs = cost_of(CITIES, (service(elasticity="11/10", scale="1000"),))
    assert costs.saving.mid < 0


@given(st.lists(st.sampled_from(defaults()), min_size=1, max_size=4, unique_by=lambda one: one.id))
@settings(max_examples=30, deadline=None)
def test_bands_hold_the_middle_and_sources_add_up(programmes: list) -> None:
    costs = cost_of(CITIES, tuple(programmes))
    assert costs.sources.saving == costs.saving.mid == costs.alone.mid - costs.together.mid
    assert sum(amount for _, amount in costs.alone_by_city) == costs.alone.mid


@pytest.mark.parametrize(
    ("cities", "programmes", "code"),
    [
        (CITIES, (), "no_programme"),
        (CITIES, (replace(knowledge(), driver="lamps"),), "no_driver"),
        (CITIES, (knowledge(), replace(service(), currency="USD")), "currencies"),
        (CITIES, (replace(service(), elasticity=three("0", "1/2", "1")),), "elasticity_mixed"),
        (CITIES, (replace(service(), elasticity=three("0", "0", "0")),), "elasticity_mixed"),
        (CITIES, (replace(service(), elasticity=three("0.8501", "1", "1")),), "elasticity_fine"),
        (
            CITIES,
            (
                replace(
                    service(),
                    elasticity=three("1", "1.1", "1.1"),
                    rebate=three("0", "0", "0.1"),
                ),
            ),
            "rebate_rising",
        ),
        (
            CITIES,
            (replace(knowledge(), setup=NOTHING, unit_cost=NOTHING, coordination=NOTHING),),
            "costs_nothing",
        ),
        (
            tuple(replace(one, further=(("lamps", figure(0, "lamps")),)) for one in CITIES),
            (replace(knowledge(), driver="lamps"),),
            "unused",
        ),
    ],
)
def test_a_bill_that_cannot_be_drawn_up_is_refused(
    cities: tuple[Place, ...], programmes: tuple, code: str
) -> None:
    with pytest.raises(Unplannable) as refused:
        cost_of(cities, programmes)
    assert refused.value.code == code


def test_shares_by_every_rule() -> None:
    costs = cost_of(CITIES, (knowledge(), service()))
    divided = divide(CITIES, costs, Sharing("use"))
    assert divided.bill == 1_100_000
    assert [one.use for one in divided.cities] == [660_000, 330_000, 110_000]
    assert [one.ability for one in divided.cities] == [528_000, 528_000, 44_000]
    third = Fraction(100_000, 3)
    assert [one.shapley for one in divided.cities] == [
        600_000 + third,
        300_000 + third,
        100_000 + third,
    ]
    assert [one.alone for one in divided.cities] == [700_000, 400_000, 200_000]
    half = divide(CITIES, costs, Sharing("mixture", part=Fraction(1, 2)))
    assert [one.pays for one in half.cities] == [594_000, 429_000, 77_000]
    assert sum(one.owes for one in half.cities) == half.bill


@given(st.fractions(0, 1), st.sampled_from(["use", "ability", "shapley", "mixture"]))
def test_what_is_owed_is_the_bill(part: Fraction, rule: str) -> None:
    costs = cost_of(CITIES, (knowledge("7/3"), service("1/3", "9/10", "500")))
    divided = divide(CITIES, costs, Sharing(rule, part=part))  # type: ignore[arg-type]
    assert sum(one.pays for one in divided.cities) == divided.bill
    assert abs(sum(one.owes for one in divided.cities) - divided.bill) <= Fraction(1, 2)


def tempted(cities: tuple[Place, ...], programmes: tuple, sharing: Sharing) -> bool:
    """Whether any proper group pays more than by itself; every group is priced as a plan."""
    costs = cost_of(cities, programmes)
    paid = divide(cities, costs, sharing).paid
    for size in range(1, len(cities)):
        for group in combinations(cities, size):
            if sum(paid[one.id] for one in group) > cost_of(group, programmes).together.mid:
                return True
    return False


@given(st.fractions(0, 1))
@settings(max_examples=40, deadline=None)
def test_the_verdict_is_that_of_every_group_priced_apart(part: Fraction) -> None:
    programmes = (knowledge("100"), service("10", "9/10", "500"))
    sharing = Sharing("mixture", "income", part)
    costs = cost_of(CITIES, programmes)
    verdict = verdict_on(costs, divide(CITIES, costs, sharing))
    assert (verdict.says != "nobody") == tempted(CITIES, programmes, sharing)


def test_solidarity_is_the_part_at_which_the_verdict_turns() -> None:
    programmes = (knowledge("500"), service("10", "9/10", "500"))
    costs = cost_of(CITIES, programmes)
    found = solidarity_of(CITIES, costs, Sharing(ability="product"))
    assert found.exact
    assert found.certified is not None
    assert 0 < found.certified < 1
    assert not tempted(CITIES, programmes, Sharing("mixture", "product", found.certified))
    above = found.certified + Fraction(1, 10**6)
    assert tempted(CITIES, programmes, Sharing("mixture", "product", above))


def test_whatever_is_shared_as_knowledge_can_be_charged_by_ability() -> None:
    costs = cost_of(CITIES, (knowledge(),))
    assert solidarity_of(CITIES, costs, Sharing(ability="product")).certified == 1


def test_what_reaches_those_outside() -> None:
    around = (
        tuple(
            replace(one, suburb=figure(50, "inhabitants"), countryside=figure(10, "inhabitants"))
            for one in CITIES[:2]
        )
        + CITIES[2:]
    )
    costs = cost_of(around, (knowledge(spill=three("0", "1/2", "1")),))
    divided = divide(around, costs, Sharing("ability"))
    found = outside_of(around, (place("dorf", 200),), costs)
    # Dorf would pay 1,000 alone and 200 as a member; half of the 800 between reaches it.
    assert (found.others[0].low, found.others[0].mid, found.others[0].high) == (0, 40_000, 80_000)
    suburb, countryside = found.around
    assert (suburb.people, suburb.unknown) == (100, 1)
    assert countryside.gain > suburb.gain  # ten people alone pay the whole setup as fifty do
    assert riders_of(around, costs, divided) == ()


def test_what_no_figure_says_is_not_taken_for_nothing() -> None:
    rides = tuple(replace(one, further=(("rides", figure(9, "rides")),)) for one in CITIES)
    costs = cost_of(rides, (replace(knowledge(), id="tickets", driver="rides"), knowledge()))
    (gain,) = outside_of(rides, (place("dorf", 200),), costs).others
    assert gain.unknown == ("tickets",)
    assert gain.mid > 0


def test_who_would_rather_let_others_pay() -> None:
    costs = cost_of(CITIES, (knowledge(spill=three("1")),))
    found = riders_of(CITIES, costs, divide(CITIES, costs, Sharing("ability")))
    # Borg saves 520; left to alba and cruz, a resident pays 1,000/700, and 300 of them 428.57.
    assert [(one.place, one.inside, one.outside) for one in found] == [
        ("borg", 52_000, 100_000 - Fraction(300 * 100_000, 700))
    ]


def test_nothing_spills_over_where_nothing_is_said_to() -> None:
    costs = cost_of(CITIES, (knowledge(spill=NOTHING),))
    found = outside_of(CITIES, (place("dorf", 200),), costs)
    assert found.others[0].high == 0
    assert riders_of(CITIES, costs, divide(CITIES, costs, Sharing("use"))) == ()


@pytest.mark.parametrize(
    ("sharing", "code"),
    [
        ({"rule": "fair"}, "sharing_rule"),
        ({"part": Fraction(3, 2)}, "sharing_part"),
    ],
)
def test_ways_of_sharing_that_are_none(sharing: dict, code: str) -> None:
    with pytest.raises(Unplannable) as refused:
        Sharing(**sharing)
    assert refused.value.code == code


def test_ability_needs_its_figure() -> None:
    costs = cost_of(CITIES, (knowledge(),))
    with pytest.raises(Unplannable) as refused:
        divide(CITIES, costs, Sharing("ability", "lamps"))
    assert (refused.value.code, refused.value.facts["place"]) == ("no_ability", "Alba")
