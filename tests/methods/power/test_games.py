"""Games: their duals, their simpler forms, and what a rule of decision makes of an electorate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from tests.methods.strategies import ABSTENTIONS, callable_rules, electorates, rules
from tests.support.power_games import by_trying, games

from koinon.methods.power import (
    AllOf,
    AnyOf,
    Game,
    Threshold,
    Unmeasurable,
    dual,
    game_of,
    power,
    simplified,
    size,
    wins,
)
from koinon.methods.rules import (
    NO,
    YES,
    All,
    Called,
    Count,
    Electorate,
    IncludesLargest,
    Rule,
    Share,
    electorate,
    evaluate,
    parts_of,
)


def coalitions(n: int) -> Iterator[tuple[int, ...]]:
    for length in range(n + 1):
        yield from combinations(range(n), length)


@given(games())
def test_a_dual_is_won_by_whom_the_others_cannot_do_without(game: Game) -> None:
    n, other = size(game), dual(game)
    for coalition in coalitions(n):
        rest = set(range(n)) - set(coalition)
        assert wins(other, coalition) is not wins(game, rest)
    assert by_trying(dual(other)) == by_trying(game)


@given(games())
def test_a_simpler_form_is_won_by_the_same(game: Game) -> None:
    simple = simplified(game)
    assert all(wins(simple, c) is wins(game, c) for c in coalitions(size(game)))
    assert simplified(simple) == simple


@pytest.mark.parametrize(
    "build",
    [
        lambda: Threshold((), 1),
        lambda: Threshold((1, -1), 1),
        lambda: Threshold((1, Fraction(1)), 1),  # type: ignore[arg-type]
        lambda: Threshold((True, 1), 1),
        lambda: Threshold((1, 1), Fraction(1)),  # type: ignore[arg-type]
        lambda: AllOf(()),
        lambda: AnyOf((Threshold((1,), 1), Threshold((1, 1), 1))),
    ],
)
def test_what_is_no_game_is_refused(build: object) -> None:
    with pytest.raises(ValueError):
        build()  # type: ignore[operator]


# Rules


def judged(
    rule: Rule, voters: Electorate, favour: tuple[int, ...], abstention: str, calls: set[int]
) -> bool:
    votes = {m: YES if at in favour else NO for at, m in enumerate(voters.members)}
    called = [voters.members[at] for at in calls]
    return evaluate(rule, voters, votes, abstention, called).met  # type: ignore[arg-type]


@settings(max_examples=150)
@given(rules(), electorates(), ABSTENTIONS)
def test_a_rule_is_met_by_whom_its_game_is_won(
    rule: Rule, voters: Electorate, abstention: str
) -> None:
    game = game_of(rule, voters)
    for favour in coalitions(len(voters.members)):
        assert wins(game, favour) is judged(rule, voters, favour, abstention, set()), favour


@settings(max_examples=100, deadline=None)
@given(callable_rules(), electorates(), ABSTENTIONS)
def test_a_second_vote_is_called_by_whoever_gains(
    rule: Rule, voters: Electorate, abstention: str
) -> None:
    """Won without a call, it stays won if no call of those against turns it; lost, likewise."""
    assume(len(voters.members) <= 4)
    assume(sum(isinstance(part, Called) for part in parts_of(rule)) == 1)
    game, everybody = game_of(rule, voters), set(range(len(voters.members)))
    for favour in coalitions(len(voters.members)):
        against = tuple(sorted(everybody - set(favour)))
        if judged(rule, voters, favour, abstention, set()):
            expected = all(
                judged(rule, voters, favour, abstention, {against[at] for at in calls})
                for calls in coalitions(len(against))
            )
        else:
            expected = any(
                judged(rule, voters, favour, abstention, {favour[at] for at in calls})
                for calls in coalitions(len(favour))
            )
        assert wins(game, favour) is expected, favour


def test_two_second_votes_are_refused() -> None:
    """Who calls for one calls for all: whose gain that is cannot be said beforehand."""
    called = Called(Count(2), Count(1), Count(3), stands=False)
    three = electorate({"votes": {"a": 1, "b": 1, "c": 1}})
    with pytest.raises(Unmeasurable) as refused:
        game_of(All((called, called)), three)
    assert refused.value.code == "several_second_votes"


def test_a_second_vote_by_weight_gives_the_large_city_its_say() -> None:
    """By heads three of four decide alike; where one city can call a vote by weight it decides."""
    voters = electorate({"votes": {"a": 10, "b": 3, "c": 3, "d": 3}})
    heads, weight = Count(3), Share("votes", "all", Fraction(1, 2), True)
    plain = power(game_of(heads, voters))
    called = power(game_of(Called(heads, Count(1), weight, stands=False), voters))
    assert [one.dictator for one in plain.members] == [False] * 4
    assert [one.dictator for one in called.members] == [True, False, False, False]


def test_the_largest_must_be_in_favour() -> None:
    voters = electorate({"people": {"a": 50, "b": 30, "c": 20}})
    game = game_of(IncludesLargest("people", Fraction(1, 4), each=True), voters)
    assert [one.veto for one in power(game).members] == [True, True, False]
    assert power(game).members[2].dummy


def test_unknown_names_are_refused() -> None:
    voters = electorate({"votes": {"a": 1}})
    with pytest.raises(ValueError, match="no weight people"):
        game_of(Share("people", "all", Fraction(1, 2), True), voters)
    with pytest.raises(ValueError, match="no group coast"):
        game_of(Count(1, "coast"), voters)
