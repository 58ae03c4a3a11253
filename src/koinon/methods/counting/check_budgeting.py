"""A short verifier of counted participatory budgets, beside `check_shares`.

Of equal shares it checks the run that decided, the one that overspent, why the runs stopped, and
the completion; the runs before are checked by counting again, which is as long a work as the count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from fractions import Fraction
from typing import Any

from koinon.methods.counting.budgeting.rules import (
    Compared,
    EqualSharesResult,
    GreedyResult,
    PhragmenResult,
    Unfunded,
    Waiting,
)
from koinon.methods.counting.check_reading import Crowd, Preference
from koinon.methods.counting.check_shares import (
    Buying,
    Loads,
    loading_holds,
    next_bought,
    run_faults,
)
from koinon.methods.counting.contests import Election
from koinon.methods.counting.ties import Tie


def check_budget(result: Any, election: Election) -> tuple[str, ...]:
    """The places where a result does not hold for these ballots; none when all of it does."""
    checks = {
        GreedyResult: _greedy,
        EqualSharesResult: _equal_shares,
        PhragmenResult: _phragmen,
    }
    check: Any = checks[type(result)]
    return tuple(dict.fromkeys(check(result, election)))


def _costs(election: Election) -> list[int]:
    return [0 if o.withdrawn else o.cost or 0 for o in election.contest.options]


def _sums(result: Any, election: Election, crowd: Crowd, elected: tuple[str, ...]) -> Iterator[str]:
    """The fields that every result has."""
    costs = {option.id: option.cost or 0 for option in election.contest.options}
    cost = sum(costs[id_] for id_ in elected)
    budget = election.contest.budget or 0
    wanted = {
        "tally": crowd.tally,
        "budget": budget,
        "elected": elected,
        "cost": cost,
        "left": budget - cost,
    }
    for name, value in wanted.items():
        if getattr(result, name) != value:
            yield name
    if cost > budget:
        yield "cost"
    uses = result.rule.ties[-1] == "lot"
    if result.lot and not uses:
        yield "lot"


def _greedy(result: GreedyResult, election: Election) -> Iterator[str]:
    rule, costs = result.rule, _costs(election)
    crowd = Crowd(election, rule.measure == "points", rule.first)
    first = Preference(rule.ties, election, crowd, result.lot)
    left, stopped = election.contest.budget or 0, False
    excluded: list[str] = []
    standing = [o for o, cost in enumerate(costs) if cost]
    ordered = sorted(standing, key=lambda o: (-crowd.given[o], first.place(o)))
    ties: list[Tie] = []
    met: set[int] = set()
    if len(result.stages) != len(ordered):
        yield "stages"
    for at, (stage, o) in enumerate(zip(result.stages, ordered, strict=False)):
        id_, score = crowd.ids[o], crowd.given[o]
        equal = [q for q in ordered[at:] if crowd.given[q] == score]
        if score not in met:
            met.add(score)
            names = [crowd.ids[q] for q in equal]
            bars = any(len(set(group) & set(names)) > 1 for group in rule.exclusive)
            money = [costs[q] for q in equal]
            counted = score > 0 and score >= rule.threshold and not stopped
            matters = counted and min(money) <= left and (sum(money) > left or bars)
        ties.extend(first.tie(equal, at + 1, "first") if matters else [])
        said = _decision(score, rule.threshold, stopped, id_ in excluded, costs[o] > left)
        if said == "funded":
            left -= costs[o]
            excluded += [other for group in rule.exclusive if id_ in group for other in group]
        stopped |= said == "too dear" and rule.when_short == "stop"
        wanted = (id_, score, costs[o], said, left)
        if tuple(getattr(stage, field.name) for field in fields(stage)) != wanted:
            yield f"stages.{at}"
            return
    if result.ties != tuple(ties):
        yield "ties"
    elected = tuple(one.project for one in result.stages if one.decision == "funded")
    yield from _sums(result, election, crowd, elected)


def _decision(score: int, threshold: int, stopped: bool, barred: bool, dear: bool) -> str:
    cases = (
        (score <= 0, "no votes"),
        (score < threshold, "below the threshold"),
        (stopped, "after the stop"),
        (barred, "excluded"),
        (dear, "too dear"),
    )
    return next((said for holds, said in cases if holds), "funded")


def _equal_shares(result: EqualSharesResult, election: Election) -> Iterator[str]:
    rule, costs, contest = result.rule, _costs(election), election.contest
    crowd = Crowd(election, rule.worth not in ("cost", "one"), rule.first)
    first = Preference(rule.ties, election, crowd, result.lot)
    budget = contest.budget or 0
    share = Fraction(budget, crowd.valid)
    if rule.start == "whole units":
        share = Fraction(share // contest.unit * contest.unit)
    raises = result.runs - (2 if result.stopped == "overspent" else 1)
    if raises < 0 or result.per_voter != share + raises * rule.step:
        yield "per_voter"
        return

    def worth(o: int, points: int) -> int:
        return points * (costs[o] if rule.worth in ("cost", "points times cost") else 1)

    ties: list[Tie] = []
    buying = Buying(crowd, costs, worth, result.per_voter)
    faults = list(run_faults(buying, result.stages, first, "stages", ties))
    yield from faults
    if any(fault.count(".") < 2 for fault in faults):
        return
    if result.stopped == "overspent":
        again = Buying(crowd, costs, worth, result.per_voter + rule.step)
        yield from run_faults(again, result.overspent, first, "overspent", [])
    kept = [crowd.ids.index(one.project) for one in result.stages]
    yield from _stops(result, crowd, costs, kept)
    added = _completion(result, crowd, costs, kept, buying, first, ties)
    if result.added != tuple(crowd.ids[o] for o in added):
        yield "added"
    funded, compared = _compared(result, crowd, costs, [*kept, *added], first)
    if result.compared != compared:
        yield "compared"
    rest = [o for o in range(len(costs)) if crowd.votes[o] and costs[o]]
    left_out = tuple(
        Unfunded(crowd.ids[o], crowd.votes[o], costs[o], held, costs[o] - held)
        for o in rest
        if o not in kept and o not in added
        for held in [buying.held(o)]
    )
    if result.unfunded != left_out:
        yield "unfunded"
    if result.ties != tuple(ties):
        yield "ties"
    yield from _sums(result, election, crowd, tuple(crowd.ids[o] for o in funded))


def _stops(
    result: EqualSharesResult, crowd: Crowd, costs: list[int], kept: list[int]
) -> Iterator[str]:
    """The stated reason for stopping holds, and is the one that the rule asks for first."""
    budget, step = result.budget, result.rule.step
    by_id = dict(zip(crowd.ids, costs, strict=True))
    if result.overspent_cost != sum(by_id.get(one.project, 0) for one in result.overspent):
        yield "overspent_cost"
    left = budget - sum(costs[o] for o in kept)
    rest = [o for o, cost in enumerate(costs) if cost and crowd.votes[o] and o not in kept]
    if not step:
        reason = "one run"
    elif not rest:
        reason = "everything"
    elif result.rule.stop == "exhausted" and all(costs[o] > left for o in rest):
        reason = "exhausted"
    else:
        reason = "overspent"
    over = result.overspent_cost > budget
    if result.stopped != reason or over != (reason == "overspent") or result.runs < 1 or left < 0:
        yield "stopped"
    if reason != "overspent" and result.overspent:
        yield "overspent"
    if reason == "one run" and result.runs != 1:
        yield "runs"


def _completion(
    result: EqualSharesResult,
    crowd: Crowd,
    costs: list[int],
    kept: list[int],
    buying: Buying,
    first: Preference,
    ties: list[Tie],
) -> list[int]:
    """What the completion buys."""
    left = result.budget - sum(costs[o] for o in kept)
    if result.rule.then == "nothing":
        return []
    if result.rule.then == "greedy":
        return _most_voted(crowd, costs, kept, left, first, ties)
    loads = Loads(crowd, costs, [Fraction(held, buying.unit) for held in buying.money])
    added: list[int] = []
    while True:
        rest = set(range(len(costs))) - set(kept) - set(added)
        fits = {o for o in rest if costs[o] and crowd.votes[o] and costs[o] <= left}
        found = next_bought(loads, fits, first, len(kept) + len(added) + 1, "bought", ties)
        if found is None:
            return added
        added.append(found[0])
        left -= costs[found[0]]
        loads.buy(*found[:2])


def _most_voted(
    crowd: Crowd,
    costs: list[int],
    taken: list[int],
    left: int,
    first: Preference,
    ties: list[Tie],
) -> list[int]:
    added: list[int] = []
    rest = [o for o, cost in enumerate(costs) if cost and crowd.votes[o] and o not in taken]
    while fits := [o for o in rest if costs[o] <= left]:
        most = max(crowd.votes[o] for o in fits)
        tied = [o for o in fits if crowd.votes[o] == most]
        if sum(costs[o] for o in tied) > left:
            ties.extend(first.tie(tied, len(taken) + len(added) + 1, "added"))
        best = min(tied, key=first.place)
        added.append(best)
        rest.remove(best)
        left -= costs[best]
    return added


def _compared(
    result: EqualSharesResult, crowd: Crowd, costs: list[int], ours: list[int], first: Preference
) -> tuple[list[int], Compared | None]:
    if result.rule.compare == "nothing":
        return ours, None
    greedy = _most_voted(crowd, costs, [], result.budget, first, [])
    by_cost = result.rule.worth in ("cost", "points times cost")
    leads: list[int] = []
    for row in crowd.rows:
        value = {o: points * (costs[o] if by_cost else 1) for o, points in row.items()}
        leads.append(sum(value.get(o, 0) for o in ours) - sum(value.get(o, 0) for o in greedy))
    plus = sum(n for lead, n in zip(leads, crowd.weights, strict=True) if lead > 0)
    minus = sum(n for lead, n in zip(leads, crowd.weights, strict=True) if lead < 0)
    names = tuple(crowd.ids[o] for o in greedy)
    if minus > plus:
        return greedy, Compared(names, plus, minus, "greedy")
    return ours, Compared(names, plus, minus, "shares")


def _phragmen(result: PhragmenResult, election: Election) -> Iterator[str]:
    costs, crowd = _costs(election), Crowd(election, False, 0)
    first = Preference(result.rule.ties, election, crowd, result.lot)
    loads, ties = Loads(crowd, costs), list[Tie]()
    left, elected = election.contest.budget or 0, list[str]()
    rest = {o for o, votes in enumerate(crowd.votes) if votes and costs[o]}
    skips = result.rule.when_short == "skip"
    while found := next_bought(
        loads,
        {o for o in rest if not skips or costs[o] <= left},
        first,
        len(elected) + 1,
        "bought",
        ties,
    ):
        option, moment = found[:2]
        if costs[option] > left:
            break
        left -= costs[option]
        at = len(elected)
        if at >= len(result.stages) or not loading_holds(loads, result.stages[at], found, left):
            yield f"stages.{at}"
            return
        loads.buy(option, moment)
        rest.remove(option)
        elected.append(crowd.ids[option])
    if len(result.stages) != len(elected):
        yield "stages"
    waiting = tuple(
        Waiting(crowd.ids[o], crowd.votes[o], costs[o], loads.moment(o)) for o in sorted(rest)
    )
    if result.unfunded != waiting:
        yield "unfunded"
    if result.ties != tuple(ties):
        yield "ties"
    yield from _sums(result, election, crowd, tuple(elected))
