"""A plan as JSON: of the form described, exact, public by default; and checked without us."""

from __future__ import annotations

import copy
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.interfaces.shared.whatif.plans import ROOT, example, large

from koinon.interfaces.shared.whatif.plain import (
    Checked,
    PlanForm,
    json_schema,
    plain,
    recheck_plan,
)

SCHEMA = ROOT / "docs/reference/koinon-plan-1.schema.json"


@pytest.fixture(scope="module")
def full() -> dict[str, Any]:
    """The example's plan with what is for the drafter, as it is read from a file."""
    plan, made, worked = example()
    found = plain(plan, made, difference=worked.difference, drafter=True)
    result: dict[str, Any] = json.loads(json.dumps(found))
    return result


def parts(found: Checked) -> set[str]:
    return {one.part for one in found.faults}


def test_it_has_the_form_described(full: dict[str, Any]) -> None:
    PlanForm.model_validate(full)
    assert full["refused"] == []
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema()
    with pytest.raises(ValidationError):
        PlanForm.model_validate({**full, "more": 1})


def test_it_is_exact_and_quotes_every_number(full: dict[str, Any]) -> None:
    def floats(value: Any) -> bool:
        if isinstance(value, dict):
            return any(map(floats, value.values()))
        return any(map(floats, value)) if isinstance(value, list) else isinstance(value, float)

    assert not floats(full)
    for city in full["inputs"]["cities"]:
        assert all(one["source"] and one["licence"] for one in city["figures"])
    plan, _, _ = example()
    assert Fraction(full["shares"]["bill"]) == plan.divided.bill
    assert Fraction(full["power"]["passing"]) == plan.say.passing
    assert [row["absolute"] for row in full["power"]["cities"]] == [
        str(one.absolute) for one in plan.say.cities
    ]


def test_what_is_for_the_drafter_is_left_out_unless_asked_for(full: dict[str, Any]) -> None:
    plan, made, worked = example()
    public = plain(plan, made, difference=worked.difference)
    assert public == {key: value for key, value in full.items() if key != "private"}
    assert recheck_plan(public).unchecked == ("proof", "solidarity")


def test_the_example_holds(full: dict[str, Any]) -> None:
    found = recheck_plan(full)
    assert found.faults == ()
    assert found.unchecked == ()


def test_a_hundred_cities_and_eight_programmes_hold() -> None:
    plan, made, worked = large()
    made_of = plain(plan, made, difference=worked.difference, drafter=True)
    assert made_of["refused"] == []
    found = recheck_plan(json.loads(json.dumps(made_of)))
    assert (found.faults, found.unchecked) == ((), ("power",))


def put(value: dict[str, Any], path: str, change: Any) -> dict[str, Any]:
    """A copy with something else at a place."""
    copied = copy.deepcopy(value)
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    inner: Any = copied
    for step in way:
        inner = inner[step]
    inner[last] = change(inner[last])
    return copied


def more(text: str | None) -> str:
    return str(Fraction(text or 0) + Fraction(1, 3))


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("raise/total/mid", "raise"),
        ("raise/cities/0/raised/high", "raise"),
        ("costs/programmes/0/together/mid", "costs"),
        ("costs/programmes/1/alone/mid", "costs"),
        ("costs/programmes/0/sources/scale", "costs"),
        ("costs/saving/low", "costs"),
        ("shares/bill", "shares"),
        ("shares/cities/0/pays", "shares"),
        ("shares/cities/1/use", "shares"),
        ("shares/cities/2/ability", "shares"),
        ("shares/cities/2/shapley", "shares"),
        ("power/passing", "power"),
        ("power/cities/0/absolute", "power"),
        ("power/cities/1/shapley", "power"),
        ("power/cities/2/normalised", "power"),
        ("private/verdict/certificate/bound", "proof"),
        ("private/solidarity/certificate/bound", "solidarity"),
        ("solidarity/certified", "solidarity"),
    ],
)
def test_a_number_that_was_changed_is_found(full: dict[str, Any], path: str, part: str) -> None:
    assert part in parts(recheck_plan(put(full, path, more)))


@pytest.mark.parametrize(
    ("path", "change", "part"),
    [
        ("shares/cities/0/owes", lambda owes: owes + 1, "shares"),
        ("costs/programmes/0/curve/setup", lambda setup: setup + 100, "costs"),
        ("costs/programmes/1/uses", lambda uses: {**uses, "harbour": 310_000}, "costs"),
        ("power/game", lambda game: {**game, "quota": 1} if "quota" in game else
         {"kind": "threshold", "weights": [1, 1, 1], "quota": 1}, "power"),
        ("power/cities", lambda rows: rows[1:], "power"),
        ("power/game", lambda _: {"kind": "threshold", "weights": [-1], "quota": 1}, "power"),
        ("private/verdict/says", lambda says: "nobody" if says != "nobody" else "a city", "proof"),
        ("costs/programmes/0/curve/rate", lambda _: "9", "costs"),
        ("private/verdict/certificate/proof", lambda _: {"kind": "lines", "lines": []}, "proof"),
        ("form", lambda _: "koinon-plan/2", "form"),
        ("shares/bill", lambda _: 1.5, "form"),
        ("shares/bill", lambda _: "1.5", "form"),
    ],
)  # fmt: skip
def test_whatever_else_was_changed_is_found(
    full: dict[str, Any], path: str, change: Any, part: str
) -> None:
    assert part in parts(recheck_plan(put(full, path, change)))


@pytest.mark.parametrize("value", [None, [], "x", 3, {}, {"form": "koinon-plan/1"}])
def test_what_is_no_plan_is_said_and_raises_nothing(value: Any) -> None:
    assert parts(recheck_plan(value)) == {"form"}


def test_a_division_by_zero_is_a_fault_and_no_crash(full: dict[str, Any]) -> None:
    assert recheck_plan(put(full, "shares/bill", lambda _: "1/0")).faults
    assert recheck_plan(put(full, "shares/bill", lambda _: "9" * 4_001)).faults


def test_the_schema_is_kept_as_a_file() -> None:
    assert Path(SCHEMA).is_file()
