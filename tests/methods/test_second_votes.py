"""A second vote that members call for: it decides, or supersedes, or is not called at all."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.strategies import ABSTENTIONS, ballots, callable_rules, electorates

from koinon.methods.casting import tied, with_casting_vote
from koinon.methods.hints import Hint, what_would_pass
from koinon.methods.plain import PlainError, from_plain, to_plain
from koinon.methods.rules import (
    NO,
    YES,
    All,
    AnyOf,
    Called,
    Count,
    Electorate,
    Quorum,
    Rule,
    Share,
    can_be_called,
    electorate,
    evaluate,
    group_names,
    weight_names,
)
from koinon.methods.trees import Decision, Terms, TreeError, decide, recheck

HALF = Fraction(1, 2)
HEADS = Share("heads", "present", HALF, strict=True)
WEIGHT = Share("votes", "all", Fraction(51, 100), strict=False)
TWO_ONE_OUTSIDE = All((Count(2), Count(1, "outside")))
MTS = Called(HEADS, TWO_ONE_OUTSIDE, All((Count(3), WEIGHT)), stands=True)
"""San Diego MTS: any two members, one of them outside the city, call; three with 51 % supersede."""
DECIDES = Called(HEADS, Count(2), WEIGHT, stands=False)

VOTES = {"city": 50, "a": 20, "b": 15, "c": 10, "d": 5}
TRANSIT = electorate(
    {"heads": dict.fromkeys(VOTES, 1), "votes": VOTES}, groups={"outside": ["a", "b", "c", "d"]}
)
BIG = {"city": YES, "a": YES, "b": YES, "c": NO, "d": NO}
SMALL = {"city": NO, "a": NO, "b": YES, "c": YES, "d": YES}


def met(rule: Rule, votes: dict[str, object], *calls: str) -> bool:
    return evaluate(rule, TRANSIT, votes, calls=calls).met  # type: ignore[arg-type]


def test_nobody_calls_and_heads_decide() -> None:
    assert met(MTS, SMALL)
    assert met(DECIDES, SMALL)
    assert met(MTS, SMALL, "b"), "one is not enough"
    assert met(MTS, SMALL, "city"), "nor is one from inside"


def test_three_members_with_51_votes_supersede_an_adoption_and_a_rejection() -> None:
    against = {"city": NO, "a": NO, "b": YES, "c": YES, "d": YES}
    assert met(MTS, against, "city", "a"), "two members against are no three"
    against["b"] = NO
    assert not met(HEADS, against)
    adopted_by_heads = {"city": NO, "a": NO, "c": NO, "b": YES, "d": YES}
    assert not met(MTS, adopted_by_heads)
    turned = {"city": YES, "a": YES, "b": YES, "c": NO, "d": NO}
    assert met(MTS, turned), "85 votes and three heads"
    three_against = {"city": NO, "a": NO, "b": NO}
    assert not met(MTS, three_against, "city", "a")


def test_the_first_result_stands_where_the_second_reaches_nothing() -> None:
    assert met(MTS, SMALL, "city", "a"), "30 votes in favour, two members against: heads stand"
    assert not met(DECIDES, SMALL, "city", "a"), "here the second vote decides"


def test_a_rejection_is_superseded_by_those_in_favour() -> None:
    few = electorate(
        {
            "heads": dict.fromkeys("abcdefg", 1),
            "votes": {**dict.fromkeys("abc", 30), **dict.fromkeys("defg", 1)},
        },
        groups={"outside": list("defg")},
    )
    votes = {**dict.fromkeys("abc", YES), **dict.fromkeys("defg", NO)}
    assert not evaluate(MTS, few, votes).met
    assert evaluate(MTS, few, votes, calls=("a", "d")).met
    assert not evaluate(MTS, few, votes, calls=("a", "b")).met, "nobody from outside called"
    reverse = {**dict.fromkeys("abc", NO), **dict.fromkeys("defg", YES)}
    assert evaluate(MTS, few, reverse).met
    assert not evaluate(MTS, few, reverse, calls=("a", "d")).met, "superseded by three against"


def test_the_parts_are_the_first_vote_the_call_and_the_second_both_ways() -> None:
    tree = evaluate(MTS, TRANSIT, SMALL, calls=("city", "a"))
    assert [part.met for part in tree.parts] == [True, True, False, False]  # type: ignore[union-attr]
    assert len(evaluate(DECIDES, TRANSIT, SMALL).parts) == 3  # type: ignore[union-attr]


def test_what_a_rule_asks_of_the_electorate_counts_what_is_in_the_call() -> None:
    assert weight_names(MTS) == ("heads", "votes")
    assert group_names(MTS) == ("outside",)
    assert can_be_called(AnyOf((HEADS, DECIDES)))
    assert not can_be_called(AnyOf((HEADS, WEIGHT)))
    with pytest.raises(ValueError, match="z votes or calls"):
        evaluate(DECIDES, TRANSIT, SMALL, calls=("z",))
    with pytest.raises(ValueError, match="in its turn"):
        Called(HEADS, All((DECIDES,)), WEIGHT, stands=False)


def test_a_casting_vote_decides_ties_of_heads_and_of_the_second_vote() -> None:
    ties = electorate(
        {"heads": {"a": 1, "b": 1}, "votes": {"a": 2, "b": 1}}, groups={"outside": []}
    )
    rule = Called(HEADS, Count(1), Share("votes", "all", HALF, strict=True), stands=False)
    terms = Terms(rule, ties, "present")
    votes = {"a": NO, "b": YES}
    assert tied(terms, votes)
    assert not tied(terms, votes, ["a"]), "by weight there is no tie"
    assert with_casting_vote(rule) == Called(
        Share("heads", "present", HALF, strict=False),
        Count(1),
        Share("votes", "all", HALF, strict=False),
        stands=False,
    )


def test_a_decision_without_calls_is_written_as_before() -> None:
    plain = to_plain(decide(HEADS, TRANSIT, SMALL))
    assert isinstance(plain, dict)
    assert "calls" not in plain
    assert from_plain(Decision, plain).calls == ()
    with pytest.raises(PlainError, match="left out"):
        from_plain(Decision, {**plain, "calls": []})
    called = to_plain(decide(MTS, TRANSIT, SMALL, calls=["city", "a"]))
    assert isinstance(called, dict)
    assert called["calls"] == ["a", "city"]


@settings(max_examples=300)
@given(electorates(), callable_rules(), ABSTENTIONS, st.data())
def test_two_ways_of_judging_agree(
    voters: Electorate, rule: Rule, abstention: str, data: st.DataObject
) -> None:
    votes = data.draw(ballots(voters.members))
    calls = data.draw(st.sets(st.sampled_from(voters.members)))
    decision = decide(rule, voters, votes, abstention, calls)  # type: ignore[arg-type]
    plain = json.loads(json.dumps(to_plain(decision)))
    recheck(plain)
    assert from_plain(Decision, plain) == decision
    if not calls:
        return
    for name in calls:
        fewer = {**plain, "calls": sorted(calls - {name})} if len(calls) > 1 else None
        if fewer and decide(rule, voters, votes, abstention, calls - {name}).tree != decision.tree:  # type: ignore[arg-type]
            with pytest.raises(TreeError):
                recheck(fewer)


@settings(max_examples=200)
@given(electorates(), callable_rules(), ABSTENTIONS, st.data())
def test_the_hint_is_a_smallest_set_whatever_was_called(
    voters: Electorate, rule: Rule, abstention: str, data: st.DataObject
) -> None:
    votes = data.draw(ballots(voters.members))
    calls = data.draw(st.sets(st.sampled_from(voters.members)))
    undecided = [m for m in voters.members if m not in votes]

    def passes(joining: tuple[str, ...]) -> bool:
        joined = votes | dict.fromkeys(joining, YES)
        return evaluate(rule, voters, joined, abstention, calls).met  # type: ignore[arg-type]

    hint = what_would_pass(rule, voters, votes, undecided, abstention, calls)  # type: ignore[arg-type]
    sizes = [
        size
        for size in range(len(undecided) + 1)
        if any(passes(group) for group in combinations(undecided, size))
    ]
    if sizes[:1] == [0]:
        assert hint is None
        return
    assert isinstance(hint, Hint)
    expected = ("enough", sizes[0]) if sizes else ("out of reach", 0)
    assert (hint.outcome, len(hint.enough)) == expected
    assert not sizes or passes(hint.enough)


def test_more_in_favour_can_bring_about_the_quorum_of_those_against() -> None:
    rule = Called(Count(1), Count(1), All((Quorum("heads", HALF, strict=False), WEIGHT)), True)
    votes = {"city": NO, "a": NO}
    assert not met(rule, votes, "a")
    assert met(rule, {**votes, "d": YES}, "a") is False, "three of five take part: superseded"
    assert met(rule, {"a": NO, "d": YES}, "a"), "no quorum, so heads stand"
