"""Participatory budgets: against slow second algorithms, the verifier, and numbers from papers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.supports import BUDGET_RULES, approving, elections, faults

from koinon.methods import equal_shares as recorded
from koinon.methods.budgets import Profile, Project, canonical_ballots
from koinon.methods.counting import methods as counting
from koinon.methods.counting.ballots import gather_approvals, gather_rankings
from koinon.methods.counting.budgeting.rules import EqualSharesBudget, GreedyBudget, PhragmenBudget
from koinon.methods.counting.contests import Contest, CountError, Election, Option
from koinon.methods.counting.supports import supports
from koinon.methods.counting.ties import LotNeeded
from koinon.methods.plain import PlainError, from_plain, to_plain

ANY_RULE = st.one_of(*BUDGET_RULES.values())
ADD1 = EqualSharesBudget(
    "cost", 0, "exact share", 1, "overspent", "nothing", "nothing", ("more votes", "paper")
)


def counted(rule: Any, election: Election, **how: Any) -> Any:
    """The result, or None where the rule does not take such ballots or has none."""
    method = counting.method_of(rule)
    if election.ballots.form not in method.forms:
        return None
    try:
        return counting.count(rule, election, "lot" if "lot" in rule.ties else "", **how)
    except CountError as error:
        assert "valid ballot" in str(error)  # noqa: PT017
        return None


@settings(max_examples=300)
@given(ANY_RULE, elections())
def test_what_is_counted_is_verified_and_comes_back_from_its_plain_form(
    rule: Any, election: Election
) -> None:
    result = counted(rule, election, fast=False)
    if result is None:
        return
    assert counting.recheck(result, election) == ()
    method, again = counting.read_result(to_plain(result))
    assert again == result
    assert result.cost <= election.contest.budget
    assert result.tally.cast == election.ballots.voters
    for sheet in method.sheets(result, election.contest):
        assert all(len(row) == len(sheet.columns) for row in sheet.rows)


@settings(max_examples=60)
@given(ANY_RULE, elections(most=4, groups=5))
def test_a_fault_in_any_field_is_caught(rule: Any, election: Election) -> None:
    result = counted(rule, election, fast=False)
    if result is None:
        return
    for place, plain in faults(to_plain(result)):
        try:
            changed = from_plain(type(result), plain)
        except PlainError:
            continue
        assert counting.recheck(changed, election) != (), place


@given(ANY_RULE, elections(forms=("approvals",)), st.randoms())
def test_the_order_and_grouping_of_ballots_do_not_matter(
    rule: Any, election: Election, chance: Any
) -> None:
    single = [(vote, 1) for vote, voters in election.ballots for _ in range(voters)]
    chance.shuffle(single)
    ballots = gather_approvals(election.ballots.options, single)
    assert counted(rule, election) == counted(rule, Election(election.contest, ballots))


# Slow second algorithms, voter by voter


def naive_price(money: dict[int, Fraction], worth: dict[int, int], cost: int) -> Fraction | None:
    """From below: who cannot pay at this price pays all, until nobody more drops out."""
    payers, missing = set(worth), Fraction(cost)
    while payers:
        price = missing / sum(worth[v] for v in payers)
        out = {v for v in payers if money[v] < price * worth[v]}
        if not out:
            return price
        payers -= out
        missing -= sum(money[v] for v in out)
    return None


def naive_run(
    ballots: list[dict[int, int]], costs: list[int], ranks: list[Any], held: Fraction
) -> tuple[list[int], list[Fraction]]:
    """(projects bought, what each voter has left)."""
    money = dict.fromkeys(range(len(ballots)), held)
    bought: list[int] = []
    while True:
        prices = {}
        for o, cost in enumerate(costs):
            worth = {v: row[o] for v, row in enumerate(ballots) if o in row}
            if cost and o not in bought and worth:
                prices[o] = naive_price(money, worth, cost)
        can = [o for o, price in prices.items() if price is not None]
        if not can:
            return bought, list(money.values())
        best = min(can, key=lambda o: (prices[o], ranks[o]))
        price = prices[best]
        assert price is not None
        bought.append(best)
        for v, row in enumerate(ballots):
            if best in row:
                money[v] -= min(money[v], price * row[best])


@settings(max_examples=150)
@given(BUDGET_RULES["shares"], elections())
def test_equal_shares_are_what_voter_by_voter_counting_gives(rule: Any, election: Election) -> None:
    rule = replace(rule, ties=("lower cost", "paper"), compare="nothing", then="nothing")
    result = counted(rule, election, fast=False)
    if result is None:
        return
    costs = [0 if o.withdrawn else o.cost or 0 for o in election.contest.options]
    read = supports(election, "votes" if rule.worth in ("cost", "one") else "points", rule.first)
    times = [cost if "cost" in rule.worth else 1 for cost in costs]
    rows = [{o: points * times[o] for o, points in row if costs[o]} for row in read.points]
    voters = [row for row, n in zip(rows, read.weights, strict=True) for _ in range(n)]
    ranks = [(cost, o) for o, cost in enumerate(costs)]
    held = Fraction(election.contest.budget or 0, len(voters))
    if rule.start == "whole units":
        held = Fraction(held // election.contest.unit * election.contest.unit)
    wanted = {o for row in rows for o in row}
    runs = [naive_run(voters, costs, ranks, held)]
    while rule.step:
        spent = sum(costs[o] for o in runs[-1][0])
        rest = [costs[o] for o in wanted - set(runs[-1][0])]
        left = (election.contest.budget or 0) - spent
        if not rest or (rule.stop == "exhausted" and min(rest) > left):
            break
        held += rule.step
        runs.append(naive_run(voters, costs, ranks, held))
        if sum(costs[o] for o in runs[-1][0]) > (election.contest.budget or 0):
            held -= rule.step
            runs.pop()
            break
    bought, left_over = runs[-1]
    assert result.elected == tuple(f"p{o}" for o in bought)
    assert result.per_voter == held
    for one in result.unfunded:
        o = int(one.project[1:])
        assert one.held == sum(left_over[v] for v, row in enumerate(voters) if o in row)


@given(BUDGET_RULES["shares"], elections(forms=("approvals",)))
def test_equal_shares_are_the_recorded_rule_where_both_speak(rule: Any, election: Election) -> None:
    """The assembly's participatory budgets and this house count by one algorithm."""
    ties = ("more votes", "lower cost", "paper")
    rule = replace(rule, worth="cost", then="nothing", compare="nothing", ties=ties)
    paper = tuple(replace(option, withdrawn=False) for option in election.contest.options)
    election = Election(replace(election.contest, options=paper, unit=1), election.ballots)
    result = counted(rule, election)
    votes = [[f"p{o}" for o in vote] for vote, voters in election.ballots for _ in range(voters)]
    profile = Profile(tuple(Project(o.id, o.cost or 0) for o in paper), canonical_ballots(votes))
    old = recorded.EqualShares(
        rule.start, rule.step, rule.stop, "nothing", ("more approvals", "lower cost", "id")
    )
    outcome = recorded.equal_shares(old, profile, election.contest.budget or 0)
    assert tuple(one.project for one in outcome.run.rounds) == result.elected
    assert [one.price for one in outcome.run.rounds] == [one.price for one in result.stages]
    assert (outcome.runs, outcome.stopped) == (result.runs, result.stopped)


@settings(max_examples=150)
@given(BUDGET_RULES["phragmen"], elections(forms=("approvals", "choice")))
def test_phragmen_is_what_voter_by_voter_earning_gives(rule: Any, election: Election) -> None:
    rule = replace(rule, ties=("lower cost", "paper"))
    result = counted(rule, election, fast=False)
    costs = [0 if o.withdrawn else o.cost or 0 for o in election.contest.options]
    read = supports(election, "votes", 0)
    rows = zip(read.points, read.weights, strict=True)
    voters = [{o for o, _ in row} for row, n in rows for _ in range(n)]
    since = [Fraction(0)] * len(voters)
    left, bought = election.contest.budget or 0, list[int]()
    while True:
        at = {}
        for o, cost in enumerate(costs):
            own = [since[v] for v, row in enumerate(voters) if o in row]
            if cost and own and o not in bought and (rule.when_short == "stop" or cost <= left):
                at[o] = (cost + sum(own)) / Fraction(len(own))
        best = min(at, key=lambda o: (at[o], costs[o], o), default=None)
        if best is None or costs[best] > left:
            break
        bought.append(best)
        left -= costs[best]
        since = [at[best] if best in row else was for row, was in zip(voters, since, strict=True)]
    assert result.elected == tuple(f"p{o}" for o in bought)
    assert result.left == left


# What equal shares promise


@settings(max_examples=100)
@given(elections(forms=("approvals",), most=5, groups=6), st.sampled_from(["cost", "one"]))
def test_a_group_that_agrees_gets_its_share(election: Election, worth: Any) -> None:
    """Extended justified representation up to one project, by brute force.

    Peters, Pierczyński, Skowron (2021), theorem 2: where a group S can pay a set T that each of it
    approves, with its share of the budget, some member gets as much as T, or would with one more.
    """
    rule = replace(ADD1, step=0, worth=worth, ties=("paper",))
    result = counted(rule, election, fast=False)
    costs = {o: p.cost or 0 for o, p in enumerate(election.contest.options) if not p.withdrawn}
    value = {o: cost if worth == "cost" else 1 for o, cost in costs.items()}
    groups = [({o for o in vote if o in costs}, n) for vote, n in election.ballots]
    share = Fraction(election.contest.budget or 0, election.ballots.voters)
    funded = {int(id_[1:]) for id_ in result.elected}
    many = chain.from_iterable(combinations(costs, n) for n in range(1, len(costs) + 1))
    for bundle in map(set, many):
        agreeing = [(row, n) for row, n in groups if bundle <= row]
        if sum(costs[o] for o in bundle) > share * sum(n for _, n in agreeing) or not agreeing:
            continue
        goal = sum(value[o] for o in bundle)
        got = [sum(value[o] for o in row & funded) for row, _ in agreeing]
        more = [max((value[o] for o in bundle - funded), default=0) for _ in agreeing]
        assert any(g >= goal or g + m > goal for g, m in zip(got, more, strict=True))


@settings(max_examples=100)
@given(BUDGET_RULES["shares"], elections())
def test_prices_are_paid_by_supporters_and_leave_nobody_who_could_pay(
    rule: Any, election: Election
) -> None:
    """Priceability: the payments of a purchase are its cost, and no money left buys another."""
    result = counted(replace(rule, compare="nothing"), election)
    if result is None:
        return
    costs = {option.id: option.cost for option in election.contest.options}
    for one in result.stages:
        paid = sum(p.full * p.each + p.part_paid for p in one.payers)
        assert paid == costs[one.project]
        assert all(p.part_paid < p.part * p.each for p in one.payers if p.part)
        assert one.runner_up_price is None or one.runner_up_price >= one.price
    assert all(one.lacked > 0 for one in result.unfunded)


# Greedy, by hand


def project(id_: str, cost: int) -> Option:
    return Option(id_, id_, cost)


GREEDY = GreedyBudget("votes", 0, 0, "skip", (), ("lower cost", "paper"))


def test_the_greedy_readings_differ_as_they_say() -> None:
    election = approving([60, 50, 40, 30, 5], [((0,), 9), ((1,), 8), ((2, 3), 7)], budget=100)
    skip = counting.count(GREEDY, election)
    assert skip.elected == ("p0", "p3")
    assert [one.decision for one in skip.stages] == [
        "funded",
        "too dear",
        "funded",
        "too dear",
        "no votes",
    ]
    assert [tie.tied for tie in skip.ties] == [("p2", "p3")]
    assert counting.count(replace(GREEDY, when_short="stop"), election).elected == ("p0",)
    above = counting.count(replace(GREEDY, threshold=8), election)
    assert above.stages[2].decision == "below the threshold"
    apart = counting.count(replace(GREEDY, exclusive=(("p0", "p3"),)), election)
    assert apart.elected == ("p0", "p2")


def test_a_lot_is_asked_for_only_where_it_decides() -> None:
    rule = replace(GREEDY, ties=("lot",))
    both = approving([50, 50], [((0, 1), 3)], budget=100)
    assert counting.count(rule, both).elected == ("p0", "p1")
    one = approving([50, 50], [((0, 1), 3)], budget=60)
    with pytest.raises(LotNeeded):
        counting.count(rule, one)
    drawn = {counting.count(rule, one, f"lot {n}").elected for n in range(20)}
    assert drawn == {("p0",), ("p1",)}


def test_rankings_give_points_by_rank() -> None:
    ids = ["a", "b", "c"]
    ballots = gather_rankings(ids, [(((0,), (1,)), 2), (((1,), (), (2,), (1,)), 1)])
    paper = tuple(project(id_, 10) for id_ in ids)
    election = Election(Contest("test", paper, 0, 20), ballots)
    result = counting.count(replace(GREEDY, measure="points", first=3), election)
    assert [(one.project, one.score) for one in result.stages] == [("b", 7), ("a", 6), ("c", 1)]
    said = [(one.reason, one.ballots, one.valid) for one in result.tally.irregular]
    assert said == [("rank_left_empty", 1, True), ("repeated", 1, True)]


# Equal shares, by hand


def test_two_groups_share_a_budget_that_greedy_gives_to_one() -> None:
    """The example of why: 60 voters of the north, 40 of the south, three projects each at 30."""
    north, south = (0, 1, 2), (3, 4, 5)
    election = approving([30] * 6, [(north, 60), (south, 40)], budget=90)
    assert counting.count(GREEDY, election).elected == ("p0", "p1", "p2")
    single = counting.count(replace(ADD1, step=0), election)
    assert single.elected == ("p0", "p3")
    first = single.stages[0]
    assert (first.price, first.effective_votes) == (Fraction(1, 60), 60)
    assert (first.payers[0].full, first.payers[0].each) == (60, Fraction(1, 2))
    assert (first.runner_up, first.runner_up_price, first.left) == ("p1", Fraction(1, 60), 60)
    lacked = {one.project: one.lacked for one in single.unfunded}
    assert lacked == {"p1": 6, "p2": 6, "p4": 24, "p5": 24}
    filled = counting.count(replace(ADD1, step=0, then="greedy"), election)
    assert (filled.elected, filled.added) == (("p0", "p3", "p1"), ("p1",))
    earned = counting.count(replace(ADD1, step=0, then="phragmen"), election)
    assert earned.elected == ("p0", "p3", "p1")


def test_the_comparison_keeps_the_outcome_that_more_voters_prefer() -> None:
    election = approving([30] * 6, [((0, 1, 2), 60), ((3, 4, 5), 40)], budget=90)
    result = counting.count(replace(ADD1, step=0, compare="greedy"), election)
    assert result.compared is not None
    assert (result.compared.for_shares, result.compared.for_greedy) == (40, 60)
    assert (result.compared.kept, result.elected) == ("greedy", ("p0", "p1", "p2"))


@pytest.mark.parametrize(
    ("rule", "contest", "why"),
    [
        (GREEDY, Contest("t", (project("p0", 1),), 0), "give the contest a budget"),
        (GREEDY, Contest("t", (Option("p0", "p0"),), 0, 5), "has no cost"),
        (replace(GREEDY, ties=()), Contest("t", (project("p0", 1),), 0, 5), "order of ties"),
        (
            replace(GREEDY, ties=("paper", "lower cost", "lot")),
            Contest("t", (project("p0", 1),), 0, 5),
            "leave out",
        ),
        (
            replace(GREEDY, exclusive=(("x",),)),
            Contest("t", (project("p0", 1),), 0, 5),
            "no project",
        ),
        (replace(ADD1, step=-1), Contest("t", (project("p0", 1),), 0, 5), "from zero up"),
        (replace(ADD1, step=1), Contest("t", (project("p0", 10**9),), 0, 5), "step be greater"),
        (
            PhragmenBudget("stop", ("paper", "paper")),
            Contest("t", (project("p0", 1),), 0, 5),
            "each key once",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused_in_a_sentence(
    rule: Any, contest: Contest, why: str
) -> None:
    election = Election(contest, gather_approvals(contest.ids, [((0,), 1)]))
    with pytest.raises(CountError, match=why):
        counting.count(rule, election)


@settings(max_examples=150)
@given(ANY_RULE, elections())
def test_tables_say_the_same_of_the_same_money_in_hundredths(rule: Any, election: Election) -> None:
    contest = election.contest
    options = tuple(replace(one, cost=(one.cost or 0) * 100) for one in contest.options)
    finer = replace(
        contest, options=options, budget=(contest.budget or 0) * 100, unit=contest.unit * 100
    )
    finer_rule = replace(rule, step=rule.step * 100) if hasattr(rule, "step") else rule
    result = counted(rule, election)
    again = counted(finer_rule, replace(election, contest=finer))
    if result is None or again is None:
        assert result is again
        return
    sheets = counting.method_of(rule).sheets
    one, other = sheets(result, contest), sheets(again, finer)
    assert [sheet.rows for sheet in one] == [sheet.rows for sheet in other]
    assert [sheet.code for sheet in one] == [sheet.code for sheet in other]
