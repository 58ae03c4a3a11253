"""Why each option won or did not: one reason each, true to the count it explains."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.methods.counting import methods
from koinon.methods.counting.ballots import (
    Ballots,
    gather_approvals,
    gather_choices,
    gather_points,
    gather_rankings,
)
from koinon.methods.counting.contests import Contest, CountError, Election, Option
from koinon.methods.counting.explaining import reasons
from koinon.methods.counting.reasons import Reason, closest

EXPLAINED = list(methods.methods())


def ballots(draw: Any, form: str, options: str) -> Ballots:
    n = len(options)
    voters = st.integers(1, 6)
    if form == "rankings":
        vote = st.permutations(range(n)).map(lambda one: tuple((at,) for at in one))
        votes = draw(st.lists(st.tuples(vote, voters), min_size=1, max_size=9))
        return gather_rankings(options, [(one[: 1 + k % n], k) for one, k in votes])
    if form == "choice":
        return gather_choices(
            options, draw(st.lists(st.tuples(st.integers(0, n - 1), voters), min_size=1))
        )
    some = st.sets(st.integers(0, n - 1), min_size=1)
    votes = draw(st.lists(st.tuples(some, voters), min_size=1, max_size=9))
    if form == "approvals":
        return gather_approvals(options, votes)
    return gather_points(options, [(dict.fromkeys(one, k % 6), k) for one, k in votes], 0, 5)


@pytest.mark.parametrize("name", EXPLAINED)
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whoever_won_has_a_reason_to_and_nobody_else(name: str, data: Any) -> None:
    method = methods.find(name)
    options = "abcdef"[: data.draw(st.integers(2, 6))]
    cost = 3 if "budget" in name else None
    paper = tuple(Option(id_, id_, cost, withdrawn=id_ == "f") for id_ in options)
    seats = data.draw(st.integers(1, len(options) - 1))
    contest = Contest("", paper, seats, budget=4 * seats if cost else None)
    cast = ballots(data.draw, data.draw(st.sampled_from(method.forms)), options)
    try:
        result = methods.count(name, Election(contest, cast), "42", fast=False)
    except CountError:
        return  # All ballots are for who withdrew, or the seats are more than the options.
    found = reasons(result, contest)
    assert [one.option for one in found] == list(contest.ids)
    assert {one.option for one in found if one.won} == set(result.elected)
    for one in found:
        assert (one.code == "withdrawn") == (one.option == "f")
        fewer = {"fewest", "drawn", "outvoted"}
        if name == "meek":  # Its ties take in whoever is above the lowest by no more than surplus.
            fewer.remove("drawn")
        if one.code in fewer and one.other_votes is not None:
            assert one.votes is not None
            assert one.votes <= one.other_votes
        if one.code == "quota":
            assert one.votes is not None
            assert one.needed is not None
            assert one.votes >= one.needed


def scottish() -> dict[str, Reason]:
    """Two seats, 20 papers, quota 7: a has 9, b 5, c 4, d 2; d's papers go to c."""
    votes = [
        (((0,), (1,)), 9),
        (((1,),), 5),
        (((2,),), 4),
        (((3,), (2,)), 2),
    ]
    paper = Contest("", tuple(Option(id_, id_) for id_ in "abcd"), seats=2)
    election = Election(paper, gather_rankings("abcd", votes))
    result = methods.count("scottish-stv", election)
    return {one.option: one for one in reasons(result, paper)}


def test_a_small_count_explained() -> None:
    """a's surplus of 2 makes b 6.99999 at value 0.22222 · 9 = 1.99998; d goes, then c has 6."""
    found = scottish()
    assert found["a"] == Reason("a", True, "quota", 1, Fraction(9), needed=Fraction(7))
    assert found["d"] == Reason("d", False, "fewest", 3, Fraction(2), "c", Fraction(4))
    assert found["b"].won
    assert found["c"].code == "fewest"
    assert found["c"].gap == Fraction(699998, 100000) - 6
    assert closest(found.values()) == found["c"]


def test_of_nobody_there_is_no_closest_call() -> None:
    assert closest([Reason("a", True, "quota", 1, Fraction(9))]) is None
    assert Reason("a", won=False, code="withdrawn").gap is None


def test_of_two_equal_options_the_tie_and_no_quota_elects_one() -> None:
    """US ranked choice, one ballot for each of two: the threshold is 2, and nobody reaches it."""
    paper = Contest("", tuple(Option(id_, id_) for id_ in "ab"), seats=1)
    votes = [(((0,), (1,)), 1), (((1,), (0,)), 1)]
    result = methods.count("us-rcv", Election(paper, gather_rankings("ab", votes)), "42")
    found = {one.won: one for one in reasons(result, paper)}
    (winner,) = result.elected
    assert found[True] == Reason(winner, True, "tied", 1, Fraction(1))
    assert (found[False].code, found[False].other, found[False].gap) == ("tied", winner, 0)
