"""Canonical ballots, tie orders and the greedy rule."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.methods.budgets import (
    Ballot,
    BudgetError,
    Greedy,
    Profile,
    Project,
    canonical_ballots,
    greedy,
    tie_ranks,
)

VOTES = st.lists(st.lists(st.sampled_from("ABCD"), max_size=6), max_size=12)
PROJECTS = (Project("A", 5), Project("B", 3), Project("C", 3), Project("D", 1))


@settings(max_examples=80, deadline=None)
@given(VOTES, st.randoms(use_true_random=False))
def test_the_same_votes_are_the_same_ballots(votes: list[list[str]], random: object) -> None:
    turned = [vote[::-1] + vote for vote in votes[::-1]]
    ballots = canonical_ballots(votes)
    assert canonical_ballots(turned) == ballots
    profile = Profile(PROJECTS, ballots)
    assert profile.voters == len(votes)
    assert profile.approvals() == {id_: sum(id_ in vote for vote in votes) for id_ in "ABCD"}


@settings(max_examples=80, deadline=None)
@given(VOTES, st.integers(0, 12))
def test_skipping_leaves_nothing_that_fits_and_stopping_takes_no_more(
    votes: list[list[str]], money: int
) -> None:
    profile = Profile(PROJECTS, canonical_ballots(votes))
    cost = {project.id: project.cost for project in PROJECTS}
    skipped = greedy(Greedy("skip", ("lower cost", "id")), profile, money)
    stopped = greedy(Greedy("stop", ("lower cost", "id")), profile, money)
    left = money - sum(cost[id_] for id_ in skipped)
    approved = {id_ for id_, count in profile.approvals().items() if count}
    assert left >= 0
    assert all(cost[id_] > left for id_ in approved - set(skipped))
    assert stopped == skipped[: len(stopped)]


def test_greedy_by_hand() -> None:
    profile = Profile(PROJECTS, canonical_ballots(["AB", "AC", "AD", "BC"]))
    assert greedy(Greedy("skip", ("id",)), profile, 6) == ("A", "D")
    assert greedy(Greedy("stop", ("id",)), profile, 6) == ("A",)
    assert greedy(Greedy("skip", ("id",)), profile, 6, funded=["A"]) == ("B", "C")


def test_tie_ranks_follow_the_keys_in_turn() -> None:
    profile = Profile(PROJECTS, canonical_ballots(["AB", "AC", "C"]))
    assert tie_ranks(profile, ("more approvals", "lower cost", "id")) == dict(
        zip("CABD", range(4), strict=True)
    )
    assert tie_ranks(profile, ("higher cost", "id")) == dict(zip("ABCD", range(4), strict=True))


@pytest.mark.parametrize(
    ("projects", "ballots", "sentence"),
    [
        ((Project("B", 1), Project("A", 1)), (), "ascending order"),
        ((Project("A", 0),), (), "must cost something"),
        ((Project("A", 1),), (Ballot(("A",), 0),), "at least one voter"),
        ((Project("A", 1),), (Ballot(("Z",), 1),), "unknown project"),
        ((Project("A", 1),), (Ballot(("A", "A"), 1),), "different and ascending"),
        ((Project("A", 1),), (Ballot(("A",), 1), Ballot((), 1)), "canonical_ballots"),
    ],
)
def test_what_is_not_canonical_is_refused(
    projects: tuple[Project, ...], ballots: tuple[Ballot, ...], sentence: str
) -> None:
    with pytest.raises(BudgetError, match=sentence):
        Profile(projects, ballots)
