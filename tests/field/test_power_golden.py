"""Voting power in real bodies, as published, to twelve decimals."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from tests.support.field import DATA

from koinon.methods.power import AllOf, AnyOf, Game, Power, Threshold, power

GOLDEN = DATA.parent / "golden" / "power"
pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(not GOLDEN.exists(), reason=f"no published tables at {GOLDEN}"),
]

CLOSE = Fraction(1, 10**12)


def table(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text())
    return read


def near(found: list[Fraction | None], published: list[Any]) -> bool:
    assert len(found) == len(published)
    return all(
        one is not None and abs(one - Fraction(known)) <= CLOSE
        for one, known in zip(found, published, strict=True)
    )


def swings(found: Power) -> list[Fraction]:
    return [one.absolute * 2 ** (len(found.members) - 1) for one in found.members]


def absolute(found: Power) -> list[Fraction | None]:
    return [one.absolute for one in found.members]


def normalised(found: Power) -> list[Fraction | None]:
    return [one.normalised for one in found.members]


def shapley(found: Power) -> list[Fraction | None]:
    return [one.shapley for one in found.members]


def test_the_council_by_the_treaty_of_lisbon() -> None:
    """28 members, real populations, a blocking minority of four: every figure exact."""
    said = table("eu28_lisbon_2019")
    people = tuple(said["populations"])
    heads = (1,) * len(people)
    carried = AnyOf((Threshold(people, 333_763_100), Threshold(heads, 25)))
    found = power(AllOf((Threshold(heads, 16), carried)))
    assert found.method == "counted"
    assert found.winning == said["winning_coalitions"] == 30_415_198
    assert swings(found) == said["raw_banzhaf_swings"]
    assert shapley(found) == [Fraction(text) for text in said["shapley_exact"]]
    assert near(absolute(found), said["penrose_measure"])
    assert near(shapley(found), said["shapley_shubik"])


def nice(said: dict[str, Any]) -> Game:
    people = tuple(int(Fraction(str(value)) * 1000) for value in said["population_millions"])
    assert sum(people) == 481_181
    votes = Threshold(tuple(said["votes"]), 255)
    return AllOf((votes, Threshold((1,) * 27, 14), Threshold(people, 298_333)))


def test_the_council_by_the_treaty_of_nice() -> None:
    """Votes, heads and people at once: three majorities that differ by a few coalitions."""
    said = table("eu27_nice")
    found = power(nice(said))
    triple = said["triple_majority"]
    assert found.winning == triple["winning_coalitions"] == 2_718_751
    assert swings(found) == triple["raw_banzhaf"]
    assert near(normalised(found), triple["normalized_banzhaf"])
    alone = power(Threshold(tuple(said["votes"]), 255))
    assert swings(alone) == said["votes_only"]["raw_banzhaf"]
    assert near(normalised(alone), said["votes_only"]["normalized_banzhaf"])
    assert near(shapley(alone), said["votes_only"]["shapley_shubik"])


def test_the_electoral_college_of_1996() -> None:
    said = table("us_electoral_college_1996")
    found = power(Threshold(tuple(said["weights"]), said["quota"]))
    assert near(absolute(found), said["penrose_measure"])
    assert near(shapley(found), said["shapley_shubik"])


def test_the_electoral_college_of_2024() -> None:
    said = table("us_electoral_college_2024")
    found = power(Threshold(tuple(said["weights"].values()), said["quota"]))
    assert swings(found) == list(said["raw_banzhaf_swings"].values())
    for key, ours in (("normalized_banzhaf", normalised), ("shapley_shubik", shapley)):
        assert near(ours(found), list(said[key].values())), key


@pytest.mark.parametrize("number", range(4))
def test_small_bodies(number: int) -> None:
    game = table("classic_small")["games"][number]
    weights = game.get("weights") or game["equivalent_weights"]
    column = tuple(weights.values()) if isinstance(weights, dict) else tuple(weights)
    found = power(Threshold(column, game["quota"]))
    raw = game.get("raw_banzhaf")
    if isinstance(raw, list):
        assert swings(found) == raw
    if isinstance(raw, dict):
        assert swings(found) == [raw["permanent"]] * 5 + [raw["elected"]] * 10
    for key, ours in (("normalized_banzhaf_4dp", normalised), ("shapley_4dp", shapley)):
        for votes, part in game.get(key, {}).items():
            one = ours(found)[column.index(int(votes))]
            assert one is not None
            assert round(one, 4) == Fraction(str(part))
