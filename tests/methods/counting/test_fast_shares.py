"""The compiled twin gives the same results, also where floats cannot tell two prices apart."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.supports import BUDGET_RULES, COMMITTEE_RULES, approving, elections, options

from koinon.methods.counting import methods as counting
from koinon.methods.counting import shares as market
from koinon.methods.counting.ballots import gather_approvals, gather_points
from koinon.methods.counting.budgeting import counts as budgets
from koinon.methods.counting.budgeting.rules import EqualSharesBudget, PhragmenBudget
from koinon.methods.counting.committees.rules import SeqPav
from koinon.methods.counting.contests import Contest, CountError, Election
from koinon.methods.counting.electorates import ExactDeals, market_of
from koinon.methods.counting.supports import supports

pytest.importorskip("numba")
np = pytest.importorskip("numpy")
twins = pytest.importorskip("koinon.methods.fast.shares")

ADD1 = EqualSharesBudget(
    "cost", 0, "exact share", 0, "overspent", "nothing", "nothing", ("more votes", "paper")
)


def both(rule: Any, election: Election) -> Any:
    """The result of both paths, which must be one; None where neither has one."""
    lot = "lot" if "lot" in rule.ties else ""
    found: list[Any] = []
    for fast in (True, False):
        try:
            found.append(counting.count(rule, election, lot, fast=fast))
        except CountError as error:
            found.append(str(error))
    assert found[0] == found[1]
    return None if isinstance(found[0], str) else found[0]


@settings(max_examples=300)
@given(st.one_of(*BUDGET_RULES.values()), elections())
def test_budgets_are_the_same(rule: Any, election: Election) -> None:
    if election.ballots.form in counting.method_of(rule).forms:
        both(rule, election)


@settings(max_examples=300)
@given(BUDGET_RULES["shares"], elections())
def test_deciding_alone_funds_what_the_whole_count_elects(rule: Any, election: Election) -> None:
    """By both paths, and refused with the same words where the count is refused."""
    if election.ballots.form not in counting.method_of(rule).forms:
        return
    lot = "lot" if "lot" in rule.ties else ""
    try:
        expected: Any = counting.count(rule, election, lot, fast=False).elected
    except CountError as error:
        expected = str(error)
    for decide in (budgets.decide_equal_shares, twins.decide_equal_shares):
        try:
            found: Any = decide(rule, election, lot)
        except CountError as error:
            found = str(error)
        assert found == expected


@pytest.mark.parametrize("count", [1, 7, 8, 9, 63, 64, 65, 128, 130])
def test_approvals_are_unpacked_wherever_a_row_of_marks_begins(count: int) -> None:
    """Marks fill a code from its last bit on; withdrawn ones, blank ballots, first and last."""
    paper = tuple(replace(o, withdrawn=n % 5 == 3) for n, o in enumerate(options([2] * count)))
    votes = [(tuple(range(count)), 3), ((), 2), ((0,), 4), ((count - 1,), 5), ((count // 2,), 1)]
    votes.append((tuple(n for n in range(count) if n % 5 == 3), 7))
    ballots = gather_approvals([o.id for o in paper], votes)
    election = Election(Contest("t", paper, 1, count), ballots)
    read = supports(election, "votes", 0)
    fast = twins.FastElectorate(election, "votes", 0)
    assert (fast.tally, fast.votes, fast.given) == (read.tally, read.votes, read.given)
    crowd = fast.crowd
    for g, (a, b) in enumerate(zip(crowd.begins[:-1], crowd.begins[1:], strict=True)):
        assert tuple(crowd.options[a:b].tolist()) == tuple(at for at, _ in read.points[g])
    for p, (a, b) in enumerate(zip(crowd.by[:-1], crowd.by[1:], strict=True)):
        having = [g for g, row in enumerate(read.points) if any(at == p for at, _ in row)]
        assert crowd.voters[a:b].tolist() == having
    both(ADD1, election)


@settings(max_examples=200)
@given(st.one_of(*COMMITTEE_RULES.values()), elections(forms=("approvals", "choice")))
def test_committees_are_the_same(rule: Any, election: Election) -> None:
    both(rule, election)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.frozensets(st.integers(0, 11), max_size=6), st.integers(1, 10**6)),
        min_size=1,
        max_size=60,
    ),
    st.lists(st.integers(1, 10**7), min_size=12, max_size=12),
    st.integers(1, 10**8),
)
def test_larger_ones_are_the_same(votes: Any, costs: list[int], budget: int) -> None:
    election = approving(costs, votes, seats=5, budget=budget)
    both(ADD1, election)
    both(counting.find("equal-shares-committee").rule, election)
    both(PhragmenBudget("skip", ("paper",)), election)


@settings(max_examples=100)
@given(st.integers(-2, 2), st.integers(1, 9), st.integers(10**14, 2 * 10**14), st.booleans())
def test_prices_that_floats_cannot_tell_apart(
    off: int, voters: int, cost: int, swapped: bool
) -> None:
    """Two projects of equal support whose costs differ by less than a part in 10^14, or by none.

    With worth one the price is the cost over the voters: floats see it, the filter does not trust
    them. A third group makes both prices uneven fractions.
    """
    costs = [cost + off, cost, 3 * cost // 2]
    votes = [((0, 2), 3 * voters), ((1, 2), 3 * voters), ((2,), voters)]
    if swapped:
        costs[0], costs[1] = costs[1], costs[0]
    election = approving(costs, votes, budget=4 * cost)
    result = both(replace(ADD1, worth="one"), election)
    assert result.ties or off
    found = [one.project for one in result.stages if one.project != "p2"]
    if off and len(found) == 2:
        dear = {True: costs[0] > costs[1], False: False}[True]
        assert found == (["p1", "p0"] if dear else ["p0", "p1"])


@settings(max_examples=100)
@given(st.integers(2, 40), st.integers(1, 10**6), st.integers(-1, 1))
def test_supporters_who_hold_exactly_the_cost_or_one_part_less(
    n: int, third: int, off: int
) -> None:
    """After a first purchase, supporters can just pay for the second one, or just cannot."""
    first, second = n * third, n * third
    election = approving([first, second + off], [((0, 1), n)], budget=first + second)
    result = both(replace(ADD1, ties=("paper",)), election)
    # One of both is bought first by tie or price, and the rest is exactly the other's cost.
    assert len(result.elected) == (1 if off > 0 else 2)


def test_many_equal_purses_are_told_apart_exactly() -> None:
    """A thousand groups whose money is just what is asked, by different purchases."""
    rows = [((k, 6, 7), k + 1) for k in range(6)]
    costs = [k + 1 for k in range(6)] + [21, 21]
    election = approving(costs, rows, budget=63)
    result = both(replace(ADD1, ties=("paper",)), election)
    assert set(result.elected) == {f"p{k}" for k in range(8)}
    assert result.left == 0


@pytest.mark.parametrize("voters", [2**52, 2**53 - 1, 2**53, 2**61])
def test_numbers_at_the_bounds_of_53_bits_are_exact_all_the_same(voters: int) -> None:
    costs = [2**53 + 1, 2**53 - 1, 7]
    votes = [((0, 1), voters // 2), ((1, 2), voters - voters // 2 - 1), ((0, 2), 1)]
    election = approving(costs, votes, seats=2, budget=2**55)
    both(ADD1, election)
    both(replace(ADD1, worth="one"), election)
    both(PhragmenBudget("skip", ("paper",)), election)
    both(SeqPav("harmonic", "elected last", ("paper",)), election)
    both(counting.find("greedy-budget").rule, election)


@pytest.mark.parametrize("top", [2**20, 2**50])
@pytest.mark.parametrize("worth", ["points", "points times cost"])
def test_points_at_the_bounds_of_53_bits(top: int, worth: Any) -> None:
    paper = options([3, 5, 2**40])
    votes = [({0: top, 1: 1}, 3), ({1: top - 1, 2: top}, 2**20), ({0: 1, 2: 2}, 5)]
    ballots = gather_points([o.id for o in paper], votes, 0, top)
    election = Election(Contest("test", paper, 1, 2**41), ballots)
    both(replace(ADD1, worth=worth, compare="greedy"), election)


@settings(max_examples=100)
@given(elections(forms=("approvals",)), st.integers(1, 200))
def test_the_bounds_of_the_filter_enclose_the_true_price(election: Election, budget: int) -> None:
    """At every purchase: lower ≤ exact price ≤ upper, and the intervals hold the money."""
    from koinon.methods.fast.share_replays import Replay
    from koinon.methods.fast.shares import FastDeals, FastElectorate

    costs = [0 if o.withdrawn else o.cost or 0 for o in election.contest.options]
    read = supports(election, "votes", 0)
    ranks = range(len(costs))
    deals = FastElectorate(election, "votes", 0).deals(costs, "cost", ranks, lambda tied: tied[0])
    assert isinstance(deals, FastDeals)
    exact = market_of(read, costs, "cost", ranks)
    held = Fraction(budget, election.ballots.voters)
    replay = Replay(deals, held)
    sales = market.run(exact, held, lambda tied: tied[0])
    assert deals.order(held) == tuple(sale.project for sale in sales)
    purses = market.Purses([held.numerator] * len(exact.weights), held.denominator)
    for sale in sales:
        for p in exact.wanted():
            price = market.price(exact, p, purses)
            if p not in replay.bought and price is not None:
                assert replay.price(p) == price
                assert Fraction(replay.lower(p)) <= price
                most = replay.upper(p)
                assert most == float("inf") or Fraction(most) >= price
        replay.buy(sale.project, sale.price)
        scale = sale.unit // purses.unit
        purses = market.Purses([money * scale for money in purses.money], sale.unit)
        for g, amount in sale.amounts:
            purses.money[g] -= amount
        for g, money in enumerate(purses.money):
            low, high = Fraction(float(replay.low[g])), Fraction(float(replay.high[g]))
            assert low <= Fraction(money, purses.unit) <= high


def test_too_large_an_election_goes_to_the_exact_path() -> None:
    from koinon.methods.fast.shares import FastElectorate

    election = approving([1, 2], [((0, 1), 2**61)], budget=5)
    deals = FastElectorate(election, "votes", 0).deals([1, 2], "cost", [0, 1], lambda t: t[0])
    assert isinstance(deals, ExactDeals)
    wide = gather_approvals([f"p{n}" for n in range(200)], [((0, 199), 2), ((63, 64), 1)])
    paper = options([1] * 200)
    both(ADD1, Election(Contest("t", paper, 2, 100), wide))
