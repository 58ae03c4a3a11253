"""A recorded decision rechecks from its plain form alone, and no changed one does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.strategies import ABSTENTIONS, ballots, electorates, rules

from koinon.methods.plain import from_plain, to_plain
from koinon.methods.rules import (
    NO,
    YES,
    All,
    Count,
    Electorate,
    Jagiellonian,
    Opponents,
    Quorum,
    Rule,
    Share,
    electorate,
)
from koinon.methods.trees import Decision, TreeError, decide, recheck


@settings(max_examples=200)
@given(electorates(), rules(), ABSTENTIONS, st.data())
def test_two_ways_of_judging_agree_and_survive_json(
    voters: Electorate, rule: Rule, abstention: str, data: st.DataObject
) -> None:
    votes = data.draw(ballots(voters.members))
    decision = decide(rule, voters, votes, abstention)  # type: ignore[arg-type]
    plain = json.loads(json.dumps(to_plain(decision)))
    recheck(plain)
    assert from_plain(Decision, plain) == decision


def example() -> Any:
    voters = electorate({"votes": {"a": 7, "b": 4, "c": 2}}, groups={"g": ["b", "c"]})
    rule = All(
        (
            Share("votes", "all", Jagiellonian(3), strict=False),
            Share("votes", "cast", Fraction(1, 2), strict=True),
            Quorum("votes", Fraction(1, 2), strict=False, group="g"),
            Count(2),
            Opponents(1, "cast"),
        )
    )
    return to_plain(decide(rule, voters, {"a": YES, "b": YES, "c": NO}))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = enumerate(value) if isinstance(value, list) else value.items()
    for key, inner in items:
        if isinstance(inner, list | dict):
            yield from places(inner, (*path, key))
        else:
            yield (*path, key)


def test_every_single_change_to_the_tree_is_found() -> None:
    plain = example()
    recheck(plain)
    changed = 0
    for path in places(plain["tree"], ("tree",)):
        other = deepcopy(plain)
        holder = other
        for key in path[:-1]:
            holder = holder[key]
        old = holder[path[-1]]
        holder[path[-1]] = not old if isinstance(old, bool) else "1/7" if old != "1/7" else "2"
        with pytest.raises(TreeError):
            recheck(other)
        changed += 1
    assert changed == 92


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("votes", 0, 1), {"yes": "0", "no": "1", "abstain": "0"}),
        (("votes", 0, 0), "z"),
        (("electorate", "weights", 0, 1, 2), "3"),
        (("abstention",), "maybe"),
        (("rule", "parts", 3, "at_least"), 3),
    ],
)
def test_a_changed_vote_weight_or_rule_is_found(path: tuple[Any, ...], value: Any) -> None:
    plain = example()
    holder = plain
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    with pytest.raises(TreeError):
        recheck(plain)


def test_a_branch_with_a_part_missing_is_found() -> None:
    plain = example()
    del plain["tree"]["parts"][4]
    with pytest.raises(TreeError, match="4 parts judged of 5"):
        recheck(plain)
