"""Equal shares against a slow reference, against its axioms, and a verifier that finds changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.methods.budgets import BudgetError, Profile, Project, canonical_ballots
from koinon.methods.equal_shares import (
    EqualShares,
    Outcome,
    Payment,
    Round,
    equal_shares,
    settle,
)
from koinon.methods.equal_shares_check import check_equal_shares
from koinon.methods.plain import from_plain, to_plain

FEW = settings(max_examples=80, deadline=None)
ONE_RUN = EqualShares("exact share", 0, "overspent", "nothing", ("more approvals", "id"))
ADD_ONE = replace(ONE_RUN, step=1)
Votes = list[frozenset[str]]


@st.composite
def elections(draw: st.DrawFn) -> tuple[Profile, Votes, int]:
    ids = "ABCDE"[: draw(st.integers(1, 5))]
    costs = {id_: draw(st.integers(1, 12)) for id_ in ids}
    votes = draw(st.lists(st.frozensets(st.sampled_from(ids)), min_size=1, max_size=7))
    profile = Profile(tuple(Project(id_, costs[id_]) for id_ in ids), canonical_ballots(votes))
    return profile, votes, draw(st.integers(0, 20))


def reference(
    profile: Profile, votes: Votes, share: Fraction, ties: list[str]
) -> list[tuple[str, Fraction]]:
    """One run voter by voter: the poorest who still pays in full is tried in turn."""
    costs = {project.id: project.cost for project in profile.projects}
    money = [share] * len(votes)
    bought: list[tuple[str, Fraction]] = []
    while True:
        offers = []
        for id_ in costs:
            if id_ in dict(bought):
                continue
            held = [money[v] for v, vote in enumerate(votes) if id_ in vote]
            for full in set(held):
                poor = [amount for amount in held if amount < full]
                each = (costs[id_] - sum(poor)) / Fraction(len(held) - len(poor))
                if max(poor, default=Fraction(0)) <= each <= full:
                    offers.append((each / costs[id_], ties.index(id_), id_))
        if not offers:
            return bought
        price, _, id_ = min(offers)
        bought.append((id_, price))
        for voter, vote in enumerate(votes):
            if id_ in vote:
                money[voter] -= min(money[voter], price * costs[id_])


def tie_order(profile: Profile) -> list[str]:
    votes = profile.approvals()
    return sorted(votes, key=lambda id_: (-votes[id_], id_))


def bought(rounds: tuple[Round, ...]) -> list[tuple[str, Fraction]]:
    return [(round_.project, round_.price) for round_ in rounds]


@FEW
@given(elections())
def test_one_run_is_the_reference(election: tuple[Profile, Votes, int]) -> None:
    profile, votes, budget = election
    outcome = equal_shares(ONE_RUN, profile, budget)
    share = Fraction(budget, len(votes))
    assert bought(outcome.run.rounds) == reference(profile, votes, share, tie_order(profile))
    assert outcome.cost <= budget


@FEW
@given(elections())
def test_add_one_is_the_last_reference_run_within_the_budget(
    election: tuple[Profile, Votes, int],
) -> None:
    profile, votes, budget = election
    costs = {project.id: project.cost for project in profile.projects}
    approved = set(chain(*votes))
    share, kept = Fraction(budget, len(votes)), None
    for _ in range(200):
        run = reference(profile, votes, share, tie_order(profile))
        if sum(costs[id_] for id_, _ in run) > budget:
            break
        kept = run
        if len(run) == len(approved):
            break
        share += 1
    assert bought(equal_shares(ADD_ONE, profile, budget).run.rounds) == kept


RULES = [
    EqualShares(start, step, stop, then, ties)
    for start in ("exact share", "whole units")
    for step in (0, 1, 2)
    for stop in ("overspent", "exhausted")
    for then in ("nothing", "greedy")
    for ties in (("more approvals", "lower cost", "id"), ("higher cost", "id"))
]


@FEW
@given(elections(), st.sampled_from(RULES))
def test_every_outcome_explains_itself(
    election: tuple[Profile, Votes, int], rule: EqualShares
) -> None:
    profile, _, budget = election
    outcome = equal_shares(rule, profile, budget)
    assert check_equal_shares(outcome, profile) == ()
    assert outcome.cost <= budget
    assert from_plain(Outcome, to_plain(outcome)) == outcome


@FEW
@given(elections(), st.sampled_from(RULES))
def test_nobody_pays_more_than_she_holds_and_costs_are_met(
    election: tuple[Profile, Votes, int], rule: EqualShares
) -> None:
    profile, _, budget = election
    run = equal_shares(rule, profile, budget).run
    costs = {project.id: project.cost for project in profile.projects}
    spent = [Fraction(0)] * len(profile.ballots)
    for round_ in run.rounds:
        for payment in round_.paid:
            assert round_.project in profile.ballots[payment.ballot].approvals
            spent[payment.ballot] += payment.each
        paid = sum(p.each * profile.ballots[p.ballot].weight for p in round_.paid)
        assert paid == costs[round_.project]
    assert all(amount <= run.per_voter for amount in spent)
    assert [r.price for r in run.rounds] == sorted(r.price for r in run.rounds)


def subsets(ids: list[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(ids, size) for size in range(1, len(ids) + 1))


@FEW
@given(elections())
def test_groups_that_could_buy_together_are_represented(
    election: tuple[Profile, Votes, int],
) -> None:
    """Extended justified representation up to one project, for cost utilities.

    Peters, Pierczyński, Skowron 2021, theorem 2: if a group that approves all of T holds at least
    the cost of T, one of its members gets, with at most one project of T more, over the cost of T.
    """
    profile, votes, budget = election
    costs = {project.id: project.cost for project in profile.projects}
    won = set(equal_shares(ONE_RUN, profile, budget).selected)

    def worth(ids: set[str]) -> int:
        return sum(costs[id_] for id_ in ids)

    for wanted in subsets(list(costs)):
        target = worth(set(wanted))
        deprived = [
            vote
            for vote in votes
            if vote >= set(wanted)
            and worth(won & vote) < target
            and all(worth((won & vote) | {id_}) <= target for id_ in wanted)
        ]
        assert len(deprived) * budget < target * len(votes)


@FEW
@given(elections(), st.randoms(use_true_random=False))
def test_the_order_of_votes_changes_nothing(
    election: tuple[Profile, Votes, int], random: Any
) -> None:
    profile, votes, budget = election
    shuffled = list(votes)
    random.shuffle(shuffled)
    other = Profile(profile.projects, canonical_ballots(shuffled))
    assert equal_shares(ADD_ONE, other, budget) == equal_shares(ADD_ONE, profile, budget)


def example() -> tuple[Profile, Outcome]:
    """Four voters, 12 to spend. Worked by hand: X at 1/3, then Y at 1/2; Z never."""
    votes = [{"X", "Y"}, {"X", "Y"}, {"X"}, {"Z"}]
    costs = {"X": 6, "Y": 2, "Z": 4}
    profile = Profile(tuple(Project(i, c) for i, c in costs.items()), canonical_ballots(votes))
    return profile, equal_shares(ONE_RUN, profile, 12)


def test_a_worked_example() -> None:
    profile, outcome = example()
    assert [ballot.weight for ballot in profile.ballots] == [1, 2, 1]
    first, second = outcome.run.rounds
    assert (first.project, first.price, first.left) == ("X", Fraction(1, 3), Fraction(6))
    assert first.paid == (Payment(0, Fraction(2)), Payment(1, Fraction(2)))
    assert (second.project, second.price, second.left) == ("Y", Fraction(1, 2), Fraction(4))
    assert second.paid == (Payment(1, Fraction(1)),)
    assert (outcome.selected, outcome.cost, outcome.stopped) == (("X", "Y"), 8, "one run")


def test_the_greedy_completion_spends_what_is_left() -> None:
    profile, outcome = example()
    full = equal_shares(replace(outcome.rule, then="greedy"), profile, 12)
    assert (full.added, full.cost) == (("Z",), 12)
    assert check_equal_shares(full, profile) == ()


def test_a_poor_voter_pays_all_she_has() -> None:
    """Three voters with 3 each. A takes 2 of two of them; one of these has 1 left for B."""
    votes = [{"A", "B"}, {"A"}, {"B"}]
    profile = Profile((Project("A", 4), Project("B", 3)), canonical_ballots(votes))
    rounds = equal_shares(ONE_RUN, profile, 9).run.rounds
    assert bought(rounds) == [("A", Fraction(1, 2)), ("B", Fraction(2, 3))]
    assert profile.ballots[1].approvals == ("A", "B")
    assert rounds[1].paid == (Payment(1, Fraction(1)), Payment(2, Fraction(2)))


@FEW
@given(elections())
def test_what_supporters_hold_is_what_they_did_not_pay(
    election: tuple[Profile, Votes, int],
) -> None:
    profile, _, budget = election
    outcome = equal_shares(ONE_RUN, profile, budget)
    left = [outcome.run.per_voter] * len(profile.ballots)
    for payment in chain.from_iterable(round_.paid for round_ in outcome.run.rounds):
        left[payment.ballot] -= payment.each
    settled = settle(outcome.run.per_voter, bought(outcome.run.rounds), profile)
    held = settled.held
    for project in profile.projects:
        own = [
            left[at] * ballot.weight
            for at, ballot in enumerate(profile.ballots)
            if project.id in ballot.approvals
        ]
        assert held[project.id] == sum(own)
        if project.id not in dict(bought(outcome.run.rounds)):
            assert held[project.id] < project.cost
    for round_ in outcome.run.rounds:
        payers = settled.payers[round_.project]
        paid = {one.ballot: one.each for one in round_.paid}
        most = max(paid.values())
        weights = [ballot.weight for ballot in profile.ballots]
        assert payers.each == most
        assert payers.full == sum(weights[at] for at in paid if paid[at] == most)
        assert payers.part == sum(weights[at] for at in paid if paid[at] < most)
        assert payers.part_paid == sum(
            each * weights[at] for at, each in paid.items() if each < most
        )
        costs = {project.id: project.cost for project in profile.projects}
        assert payers.full * payers.each + payers.part_paid == costs[round_.project]


def alterations(outcome: Outcome) -> Iterator[Outcome]:
    first, *others = outcome.run.rounds
    pay = first.paid[0]
    rounds = [
        replace(first, price=first.price + Fraction(1, 9)),
        replace(first, left=first.left + 1),
        replace(first, project=others[0].project),
        replace(first, paid=first.paid[1:]),
        replace(first, paid=(replace(pay, each=pay.each + 1), *first.paid[1:])),
    ]
    for altered in rounds:
        yield replace(outcome, run=replace(outcome.run, rounds=(altered, *others)))
    yield replace(outcome, run=replace(outcome.run, rounds=(*others, first)))
    yield replace(outcome, run=replace(outcome.run, rounds=(first,), cost=6))
    yield replace(outcome, run=replace(outcome.run, cost=outcome.run.cost + 1))
    yield replace(outcome, run=replace(outcome.run, per_voter=outcome.run.per_voter + 1))
    yield replace(outcome, runs=outcome.runs + 1)
    yield replace(outcome, added=("Z",))
    yield replace(outcome, selected=("X", "Z"))
    yield replace(outcome, cost=outcome.cost + 1)
    yield replace(outcome, stopped="everything")
    yield replace(outcome, ballots_sha256="0" * 64)
    yield replace(outcome, overspent=outcome.run)


def test_the_verifier_finds_every_alteration() -> None:
    profile, outcome = example()
    assert check_equal_shares(outcome, profile) == ()
    altered = list(alterations(outcome))
    assert [check_equal_shares(each, profile) != () for each in altered] == [True] * 16


def test_ties_go_by_the_stated_order() -> None:
    votes = [{"A", "B"}, {"A", "B"}]
    profile = Profile((Project("A", 2), Project("B", 2)), canonical_ballots(votes))
    assert equal_shares(ONE_RUN, profile, 2).selected == ("A",)
    dearer = Profile((Project("A", 1), Project("B", 2)), canonical_ballots(votes))
    rule = replace(ONE_RUN, ties=("higher cost", "id"))
    assert equal_shares(rule, dearer, 2).selected == ("B",)


def test_counts_that_make_no_sense_are_refused() -> None:
    profile = Profile((Project("A", 10**9),), canonical_ballots([{"A"}]))
    with pytest.raises(BudgetError, match="greater"):
        equal_shares(replace(ADD_ONE), profile, 0)
    with pytest.raises(BudgetError, match="needs a ballot"):
        equal_shares(ONE_RUN, Profile((), ()), 1)
    with pytest.raises(BudgetError, match='end with "id"'):
        equal_shares(replace(ONE_RUN, ties=("lower cost",)), profile, 1)
