"""The UN scale of assessments (A/RES/79/249, paragraph 7): its limits hold, whatever the states."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from tests.support.un_scale import CHARTER, NEED_CENTS, State, levy, members, scale

from koinon.charter.explaining import explain
from koinon.charter.levy_cases import run_levy_case
from koinon.charter.parsing import parse_charter
from koinon.methods.levies import recheck, slopes
from koinon.methods.plain import to_plain


def world(seed: int, count: int = 120) -> list[State]:
    """Imagined states of very different size and wealth; the first has 30 % of all income."""
    draw = Random(seed)
    states = []
    for at in range(1, count):
        people = int(10 ** draw.uniform(4, 9))
        head = 10 ** draw.uniform(2.4, 4.9)
        income = [int(people * head * draw.uniform(0.9, 1.1)) for _ in range(6)]
        debt = [int(income[0] * draw.uniform(0, 0.6)) if head < 12_000 else 0] * 6
        states.append(State(f"s{at:03}", income, [people + y for y in range(6)], debt, head < 900))
    whole = [sum(state.income[year] for state in states) * 3 // 7 for year in range(6)]
    return [State("first", whole, [330_000_000] * 6, [0] * 6, False), *states]


@pytest.mark.parametrize("seed", range(5))
def test_the_limits_hold_and_the_scale_is_a_hundred(seed: int) -> None:
    states = world(seed)
    found, rates = scale(states)
    assert sum(rates.values()) == 100
    assert all((rate * 1000).denominator == 1 for rate in rates.values())
    assert min(rates.values()) == Fraction(1, 1000)
    assert rates["first"] == max(rates.values()) == 22
    for state in states:
        if state.least_developed:
            assert rates[state.id] <= Fraction(1, 100)
    assert recheck(to_plain(found)) == ()


def test_what_limits_move_is_spread_over_the_others_in_proportion() -> None:
    """In each scale the states at no limit have one factor between their rates before and after."""
    found, _ = scale(world(7))
    columns = {step.place: step.values for step in found.steps if step.node == "within"}
    assert len(columns) == 2
    for place, after in columns.items():
        before = next(step.values for step in found.steps if step.place == f"{place}.of")
        cap = next(step.values for step in found.steps if step.place == f"{place}.cap")
        free = {
            y / x
            for x, y, most in zip(before, after, cap, strict=True)
            if Fraction(1, 1000) < y < most
        }
        assert len(free) == 1
        assert sum(after) == sum(before) == 100


def test_the_example_is_tried_on_its_own_case_and_told() -> None:
    charter = parse_charter(CHARTER.read_text(encoding="utf-8"), file=CHARTER.name)
    found = run_levy_case(charter, charter.levy_cases[0])
    assert found.left_cents == 0
    assert len(list(explain(charter))) > len(charter.levy("scale").steps)


def test_whoever_comes_to_the_mean_income_falls_off_a_cliff() -> None:
    """A state just below the mean per head gets its discount; a dollar a head more, and it pays."""
    states = world(3)
    people = sum(state.people[0] for state in states)
    mean = sum(sum(state.income) for state in states) // (6 * people)
    edge = State("edge", [mean * 50_000_000] * 6, [50_000_000] * 6, [0] * 6, False)
    formula = levy()
    found = slopes(
        formula,
        members(formula, [*states, edge]),
        "edge",
        "gni_6",
        step=Fraction(mean * 50_000_000 * 2),
        need_cents=NEED_CENTS,
    )
    assert found.jumps
    assert all(jump.cents > 0 for jump in found.jumps)
