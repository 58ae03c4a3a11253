"""Hints name a smallest set that passes: compared with trying every set."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.strategies import ABSTENTIONS, ballots, electorates, rules

from koinon.methods.hints import Hint, what_would_pass
from koinon.methods.rules import (
    NO,
    YES,
    All,
    Count,
    Electorate,
    Quorum,
    Rule,
    Share,
    electorate,
    evaluate,
)

HALF = Fraction(1, 2)


def test_two_more_like_ghent_would_do() -> None:
    voters = electorate({"votes": {"bruges": 3, "ghent": 3, "lille": 4, "mons": 1, "namur": 2}})
    rule = All((Quorum("votes", HALF, strict=False), Share("votes", "all", HALF, strict=True)))
    hint = what_would_pass(rule, voters, {"mons": YES}, ["ghent", "bruges", "lille", "namur"])
    assert hint is not None
    assert (hint.enough, hint.outcome) == (("lille", "bruges"), "enough")
    assert [(m.place, m.short, m.members) for m in hint.missing] == [
        ((0,), Fraction(11, 2), 2),
        ((1,), Fraction(11, 2), 2),
    ]


def test_out_of_reach_says_so_and_names_what_is_short() -> None:
    voters = electorate({"votes": {"a": 5, "b": 3, "c": 1}})
    hint = what_would_pass(Share("votes", "all", HALF, strict=True), voters, {"a": NO}, ["b", "c"])
    assert hint is not None
    assert (hint.enough, hint.outcome) == ((), "out of reach")
    assert [m.members for m in hint.missing] == [None]


def test_a_met_rule_needs_no_hint_and_a_voter_is_not_undecided() -> None:
    voters = electorate({"votes": {"a": 5, "b": 3}})
    assert what_would_pass(Count(1), voters, {"a": YES}, ["b"]) is None
    with pytest.raises(ValueError, match="undecided"):
        what_would_pass(Count(2), voters, {"a": YES}, ["a"])


def test_unanimity_of_votes_cast_needs_one_voter_when_nobody_voted() -> None:
    voters = electorate({"votes": {"a": 5, "b": 3}})
    rule = Share("votes", "cast", Fraction(1), strict=False)
    hint = what_would_pass(rule, voters, {}, ["a", "b"])
    assert hint is not None
    assert hint.enough == ("a",)


def test_conditions_that_pull_apart_stop_at_the_bound() -> None:
    ids = [f"m{number:02}" for number in range(40)]
    voters = electorate(
        {
            "first": {m: number + 1 for number, m in enumerate(ids)},
            "second": {m: 40 - number for number, m in enumerate(ids)},
        }
    )
    rule = All(tuple(Share(name, "all", HALF, strict=True) for name in ("first", "second")))
    hint = what_would_pass(rule, voters, {}, ids)
    assert hint is not None
    assert (hint.enough, hint.outcome) == ((), "too many ways")


@settings(max_examples=200)
@given(electorates(), rules(), ABSTENTIONS, st.data())
def test_the_hint_is_a_smallest_set(
    voters: Electorate, rule: Rule, abstention: str, data: st.DataObject
) -> None:
    votes = data.draw(ballots(voters.members))
    undecided = [m for m in voters.members if m not in votes]

    def passes(joining: tuple[str, ...]) -> bool:
        joined = votes | dict.fromkeys(joining, YES)
        return evaluate(rule, voters, joined, abstention).met  # type: ignore[arg-type]

    sizes = [
        size
        for size in range(len(undecided) + 1)
        if any(passes(group) for group in combinations(undecided, size))
    ]
    hint = what_would_pass(rule, voters, votes, undecided, abstention)  # type: ignore[arg-type]
    if sizes[:1] == [0]:
        assert hint is None
        return
    assert isinstance(hint, Hint)
    if sizes:
        assert (hint.outcome, len(hint.enough)) == ("enough", sizes[0])
        assert passes(hint.enough)
    else:
        assert (hint.outcome, hint.enough) == ("out of reach", ())
