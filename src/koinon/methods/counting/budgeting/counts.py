"""Counting participatory budgets; the electorate may be the exact one or its compiled twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from koinon.methods.counting.budgeting.rules import (
    Compared,
    Decision,
    EqualSharesBudget,
    EqualSharesResult,
    GreedyBudget,
    GreedyResult,
    Loading,
    Payers,
    PhragmenBudget,
    PhragmenResult,
    Pick,
    Priced,
    Purchase,
    Share,
    Stopped,
    Unfunded,
    Waiting,
)
from koinon.methods.counting.contests import Contest, CountError, Election
from koinon.methods.counting.electorates import (
    Bought,
    Deals,
    Electorate,
    Reading,
    read_exactly,
)
from koinon.methods.counting.loads import phragmen
from koinon.methods.counting.orders import Order
from koinon.methods.counting.supports import Measure
from koinon.methods.counting.ties import Lots, Tie

MAX_RUNS = 100_000
"""Most runs of one count; beyond it the step is too small for the money."""


def costs_of(contest: Contest) -> tuple[int, ...]:
    """The costs of all projects; 0 for withdrawn ones. Raises CountError."""
    if contest.budget is None or contest.budget < 0:
        raise CountError("a budget is counted with its money; give the contest a budget.")
    for option in contest.options:
        if option.cost is None or option.cost < 1:
            raise CountError(f"project {option.id} has no cost; give it one of 1 or more.")
    return tuple(0 if option.withdrawn else option.cost or 0 for option in contest.options)


# Greedy


def count_greedy(
    rule: GreedyBudget, election: Election, lot: str = "", reading: Reading = read_exactly
) -> GreedyResult:
    """Count by score. Raises CountError."""
    contest = election.contest
    costs = costs_of(contest)
    crowd = reading(election, rule.measure, rule.first)
    order = Order(rule.ties, contest, crowd.votes, Lots(lot, crowd.tally.ballots_sha256))
    stages, ties = _picks(rule, contest, costs, crowd.given, order)
    elected = tuple(pick.project for pick in stages if pick.decision == "funded")
    cost = sum(pick.cost for pick in stages if pick.decision == "funded")
    budget = contest.budget or 0
    return GreedyResult(rule, crowd.tally, budget, stages, elected, cost, budget - cost, ties, lot)


def _picks(
    rule: GreedyBudget, contest: Contest, costs: Sequence[int], scores: Sequence[int], order: Order
) -> tuple[tuple[Pick, ...], tuple[Tie, ...]]:
    ids = contest.ids
    barred = _barred(rule, ids)
    left, stopped = contest.budget or 0, False
    taken: set[int] = set()
    stages: list[Pick] = []
    ties: list[Tie] = []
    ranked = sorted((p for p in range(len(ids)) if costs[p]), key=lambda p: -scores[p])
    for score, group in groupby(ranked, key=lambda p: scores[p]):
        equal = sorted(group)
        can = score > 0 and score >= rule.threshold and not stopped
        matters = can and _matters(equal, costs, left, barred)
        while equal:
            project = min(equal, key=order.ranks.__getitem__)
            if matters:
                project, met = order.settle(equal, len(stages) + 1, "first")
                ties.extend(met)
            equal.remove(project)
            decision: Decision = "funded"
            if score <= 0:
                decision = "no votes"
            elif score < rule.threshold:
                decision = "below the threshold"
            elif stopped:
                decision = "after the stop"
            elif barred[project] & taken:
                decision = "excluded"
            elif costs[project] > left:
                decision, stopped = "too dear", rule.when_short == "stop"
            else:
                taken.add(project)
                left -= costs[project]
            stages.append(Pick(ids[project], score, costs[project], decision, left))
    return tuple(stages), tuple(ties)


def _barred(rule: GreedyBudget, ids: Sequence[str]) -> list[frozenset[int]]:
    """For each project, those that it is not funded beside."""
    number = {id_: at for at, id_ in enumerate(ids)}
    found: list[set[int]] = [set() for _ in ids]
    for group in rule.exclusive:
        unknown = [id_ for id_ in group if id_ not in number]
        if unknown:
            raise CountError(f"{unknown[0]} excludes others and is no project; leave it out.")
        members = {number[id_] for id_ in group}
        for at in members:
            found[at] |= members - {at}
    return [frozenset(one) for one in found]


def _matters(
    equal: Sequence[int], costs: Sequence[int], left: int, barred: Sequence[frozenset[int]]
) -> bool:
    """Whether the order of equals could change what is funded."""
    if all(costs[p] > left for p in equal):
        return False
    apart = all(barred[p].isdisjoint(equal) for p in equal)
    return sum(costs[p] for p in equal) > left or not apart


# Equal shares


def count_equal_shares(
    rule: EqualSharesBudget, election: Election, lot: str = "", reading: Reading = read_exactly
) -> EqualSharesResult:
    """Count by equal shares. Raises CountError."""
    return _told(_asked(rule, election, lot, reading), lot)


def decide_equal_shares(
    rule: EqualSharesBudget, election: Election, lot: str = "", reading: Reading = read_exactly
) -> tuple[str, ...]:
    """The projects that equal shares fund, in order: `elected` of the count, and nothing else.

    Prices, payers, runner-ups and ties are not told, so it takes a part of the time; for asking
    many times, and for comparing with programs that tell no more. Raises CountError.
    """
    count = _asked(rule, election, lot, reading)
    _, _, held, kept = _runs(count)
    added, _ = _completion(count, held, kept)
    return tuple(count.contest.ids[p] for p in _compared(count, (*kept, *added))[0])


def _asked(rule: EqualSharesBudget, election: Election, lot: str, reading: Reading) -> _Count:
    contest = election.contest
    costs = costs_of(contest)
    measure: Measure = "votes" if rule.worth in ("cost", "one") else "points"
    crowd = reading(election, measure, rule.first)
    if not crowd.tally.valid or rule.step < 0:
        raise CountError("equal shares need a valid ballot, and a step from zero up.")
    order = Order(rule.ties, contest, crowd.votes, Lots(lot, crowd.tally.ballots_sha256))
    deals = crowd.deals(costs, rule.worth, order.ranks, lambda tied: order.first(tied)[0])
    return _Count(rule, contest, costs, crowd, order, deals)


@dataclass(frozen=True, slots=True)
class _Count:
    rule: EqualSharesBudget
    contest: Contest
    costs: tuple[int, ...]
    crowd: Electorate
    order: Order
    deals: Deals

    @property
    def budget(self) -> int:
        return self.contest.budget or 0

    @property
    def wanted(self) -> list[int]:
        return [p for p, votes in enumerate(self.crowd.votes) if votes and self.costs[p]]

    def cost(self, projects: Sequence[int]) -> int:
        return sum(self.costs[p] for p in projects)


def _runs(count: _Count) -> tuple[int, Stopped, Fraction, tuple[int, ...]]:
    """How many runs were counted, why they stopped, what each held in the deciding one, and it."""
    rule = count.rule
    held = Fraction(count.budget, count.crowd.tally.valid)
    if rule.start == "whole units":
        held = Fraction(held // count.contest.unit * count.contest.unit)
    kept = count.deals.order(held)
    for runs in range(1, MAX_RUNS + 1):
        if not rule.step:
            return runs, "one run", held, kept
        if len(kept) == len(count.wanted):
            return runs, "everything", held, kept
        left = count.budget - count.cost(kept)
        if rule.stop == "exhausted" and _fitting(count, kept, left) == []:
            return runs, "exhausted", held, kept
        following = count.deals.order(held + rule.step)
        if count.cost(following) > count.budget:
            return runs + 1, "overspent", held, kept
        held, kept = held + rule.step, following
    raise CountError(f"{MAX_RUNS} runs did not spend the money; let the rule's step be greater.")


def _fitting(count: _Count, taken: Sequence[int], left: int) -> list[int]:
    return [p for p in count.wanted if p not in taken and count.costs[p] <= left]


def _told(count: _Count, lot: str) -> EqualSharesResult:
    """The count with all that explains it."""
    rule, ids = count.rule, count.contest.ids
    runs, stopped, held, kept = _runs(count)
    bought = count.deals.explain(held)
    assert kept == tuple(one.project for one in bought)
    stages = _purchases(count, held, bought)
    ties = [tie for at, one in enumerate(bought, 1) for tie in _tie(count, one, at)]
    overspent = count.deals.explain(held + rule.step) if stopped == "overspent" else ()
    added, met = _completion(count, held, kept)
    funded, compared = _compared(count, (*kept, *added))
    at_end = count.deals.held(held, frozenset())
    unfunded = tuple(
        Unfunded(
            ids[p], count.crowd.votes[p], count.costs[p], at_end[p], count.costs[p] - at_end[p]
        )
        for p in count.wanted
        if p not in kept and p not in added
    )
    cost = count.cost(funded)
    return EqualSharesResult(
        rule=rule,
        tally=count.crowd.tally,
        budget=count.budget,
        runs=runs,
        stopped=stopped,
        per_voter=held,
        stages=stages,
        overspent=tuple(Priced(ids[one.project], one.price) for one in overspent),
        overspent_cost=count.cost([one.project for one in overspent]),
        added=tuple(ids[p] for p in added),
        compared=compared,
        unfunded=unfunded,
        elected=tuple(ids[p] for p in funded),
        cost=cost,
        left=count.budget - cost,
        ties=(*ties, *met),
        lot=lot,
    )


def _tie(count: _Count, one: Bought, stage: int) -> tuple[Tie, ...]:
    return count.order.settle(one.tied, stage, "bought")[1]


def _purchases(count: _Count, held: Fraction, bought: Sequence[Bought]) -> tuple[Purchase, ...]:
    return purchases(count.contest.ids, count.costs, held * count.crowd.tally.valid, bought)


def purchases(
    ids: Sequence[str], costs: Sequence[int], left: Fraction, bought: Sequence[Bought]
) -> tuple[Purchase, ...]:
    """The purchases in names; `left` is what all voters hold at first."""
    stages = []
    for one in bought:
        left -= costs[one.project]
        second, least = ("", None) if one.second is None else (ids[one.second[1]], one.second[0])
        most = max(level.worth for level in one.levels if level.full)
        stages.append(
            Purchase(
                ids[one.project],
                one.price,
                costs[one.project] / (one.price * most),
                tuple(
                    Payers(level.worth, level.full, one.price * level.worth, level.part, level.paid)
                    for level in one.levels
                ),
                left,
                second,
                least,
            )
        )
    return tuple(stages)


def _completion(
    count: _Count, held: Fraction, kept: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """What is bought with the money that the runs leave."""
    left = count.budget - count.cost(kept)
    if count.rule.then == "greedy":
        return _by_votes(count, kept, left, len(kept))
    if count.rule.then == "nothing":
        return (), ()
    loaded = phragmen(
        count.costs,
        count.crowd.standings(),
        count.order,
        left,
        skip=True,
        among=[p for p in count.wanted if p not in kept],
        credits=lambda passed: count.deals.held(held, passed),
        stage=len(kept),
    )
    return tuple(one.project for one in loaded.loads), loaded.ties


def _by_votes(
    count: _Count, taken: Sequence[int], left: int, stage: int
) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """The most voted that fits, again and again."""
    chosen: list[int] = []
    ties: list[Tie] = []
    while fitting := _fitting(count, (*taken, *chosen), left):
        most = max(count.crowd.votes[p] for p in fitting)
        tied = [p for p in fitting if count.crowd.votes[p] == most]
        project = min(tied, key=count.order.ranks.__getitem__)
        if count.cost(tied) > left:
            project, met = count.order.settle(tied, stage + len(chosen) + 1, "added")
            ties.extend(met)
        chosen.append(project)
        left -= count.costs[project]
    return tuple(chosen), tuple(ties)


def _compared(count: _Count, funded: tuple[int, ...]) -> tuple[tuple[int, ...], Compared | None]:
    """What is funded after the comparison with the greedy rule, and the comparison."""
    if count.rule.compare == "nothing":
        return funded, None
    greedy, _ = _by_votes(count, (), count.budget, 0)
    times_cost = count.rule.worth in ("cost", "points times cost")
    value = [cost if times_cost else 1 for cost in count.costs]
    ours = [value[p] * (p in funded) for p in range(len(value))]
    theirs = [value[p] * (p in greedy) for p in range(len(value))]
    for_shares, for_greedy = count.crowd.preferring(ours, theirs)
    better = for_greedy > for_shares
    names = tuple(count.contest.ids[p] for p in greedy)
    said = Compared(names, for_shares, for_greedy, "greedy" if better else "shares")
    return (greedy if better else funded), said


# Phragmén


def count_phragmen(
    rule: PhragmenBudget, election: Election, lot: str = "", reading: Reading = read_exactly
) -> PhragmenResult:
    """Count by Phragmén's rule. Raises CountError."""
    contest = election.contest
    costs, ids = costs_of(contest), contest.ids
    crowd = reading(election, "votes", 0)
    order = Order(rule.ties, contest, crowd.votes, Lots(lot, crowd.tally.ballots_sha256))
    budget = contest.budget or 0
    among = [p for p, votes in enumerate(crowd.votes) if votes and costs[p]]
    loaded = phragmen(
        costs, crowd.standings(), order, budget, skip=rule.when_short == "skip", among=among
    )
    stages, left, loads = [], budget, [Fraction(0)]
    for one in loaded.loads:
        left -= costs[one.project]
        shares = tuple(Share(at, voters, one.load - loads[at]) for at, voters in one.classes)
        second, at = ("", None) if one.second is None else (ids[one.second[1]], one.second[0])
        stages.append(Loading(ids[one.project], one.load, shares, left, second, at))
        loads.append(one.load)
    return PhragmenResult(
        rule=rule,
        tally=crowd.tally,
        budget=budget,
        stages=tuple(stages),
        unfunded=tuple(Waiting(ids[p], crowd.votes[p], costs[p], at) for p, at in loaded.rest),
        elected=tuple(one.project for one in stages),
        cost=budget - left,
        left=left,
        ties=loaded.ties,
        lot=lot,
    )
