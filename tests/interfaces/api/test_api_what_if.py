"""GET /api/what-if: a plan for whoever asks, without what is for a drafter; or what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from koinon.interfaces.api import what_if
from koinon.interfaces.shared.charters_chosen import SUGGESTED
from koinon.interfaces.shared.whatif.plain import PlanForm, recheck_plan

pytestmark = pytest.mark.django_db


def asked(query: str, **headers: str) -> Any:
    return Client().get(f"/api/what-if{query}", headers=headers)


def faults(query: str, **headers: str) -> dict[str, str]:
    response = asked(query, **headers)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    return {one["field"]: one["detail"] for one in response.json()["errors"]}


def test_the_plan_suggested_is_given_and_holds() -> None:
    response = asked("")
    assert response.status_code == 200
    plan = PlanForm.model_validate(response.json())
    assert plan.inputs.charter.asked == SUGGESTED
    assert len(plan.inputs.cities) == 20
    assert recheck_plan(response.json()).faults == ()
    assert plan.private is None
    assert "private" not in {k for k, v in response.json().items() if v is not None}
    assert b"verdict" not in response.content
    assert b"certificate" not in response.content


def test_fields_are_those_of_the_page() -> None:
    query = (
        "?city=paris,new-york&city=madrid&other=dallas&programme=software&programme=waste"
        "&assume=software.setup=3000000&charter=template-one-city-one-vote&levy=population&rate=2"
        "&sharing=mixture&part=25&ability=product"
    )
    found = asked(query).json()
    given = found["inputs"]
    assert [one["id"] for one in given["cities"]] == ["paris", "new-york", "madrid"]
    assert [one["id"] for one in given["others"]] == ["dallas"]
    assert given["levy"]["rate"] == "2"
    assert given["sharing"] == {"rule": "mixture", "ability": "product", "part": "1/4"}
    (setup,) = [one for one in given["programmes"][0]["assumed"] if one["name"] == "setup"]
    assert (setup["mid"], setup["grounds"]) == ("3000000", "own")
    assert {one["absolute"] for one in found["power"]["cities"]} == {"1/2"}
    assert found["refused"] == []


def test_an_answer_that_cannot_be_given_is_null_and_says_why() -> None:
    found = asked("?city=paris,london&levy=income&programme=none&charter=").json()
    assert found["raise"] is None
    (refused,) = found["refused"]
    assert (refused["answer"], refused["code"]) == ("raise", "no_base")


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("?city=pariss&city=london", "city", "did you mean “paris”"),
        ("?city=paris", "city", ""),
        ("?city=paris,london&other=atlantis", "other", "atlantis"),
        ("?programme=wat", "programme", "waste"),
        ("?assume=software.height=3", "assume", "setup"),
        ("?assume=software.setup=-3", "assume", "-3"),
        ("?levy=income&rate=x", "rate", "not one number"),
        ("?sharing=luck", "sharing", "shapley"),
        ("?charter=template-nothing", "charter", "template-square-root"),
        ("?charter=nothing", "charter", "nothing"),
        ("?matter=nothing", "city", "nothing"),
    ],
)
def test_what_cannot_be_planned_says_the_field_and_the_remedy(
    query: str, field: str, words: str
) -> None:
    found = faults(query)
    assert words in found[field]


def test_sentences_come_in_the_language_asked_for() -> None:
    (english,) = faults("?city=paris,pariss").values()
    (french,) = faults("?city=paris,pariss", **{"Accept-Language": "fr"}).values()
    assert "paris" in french
    assert english.startswith("“pariss” is no city")


def test_more_cities_than_can_be_answered_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ",".join(f"c{at}" for at in range(what_if.MOST + 1))
    assert "400" in faults(f"?city={names}")["city"]
    assert asked("?" + "&".join(["city=paris"] * (what_if.MOST + 1))).status_code == 422
    assert asked(f"?rate={'1' * 201}").status_code == 422


def test_the_answer_is_told_in_fractions_and_never_in_floats() -> None:
    def refuse(text: str) -> float:
        raise AssertionError(text)

    json.loads(asked("?city=paris,london,madrid").content, parse_float=refuse)
