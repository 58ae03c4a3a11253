"""All committees that a rule elects under some order of ties; for elections of any size that fits.

Where several candidates are equal at a stage, each may come first; what is returned are all the
committees that come out, as sets. The number of different states on the way is bounded, because
committees may be as many as the candidates allow.

Source: Lackner and Skowron, "Multi-Winner Voting with Approval Preferences" (Springer 2023),
chapter 2 (irresolute sequential rules).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from koinon.methods.counting import shares
from koinon.methods.counting.committees.counts import standing, thiele_units
from koinon.methods.counting.committees.rules import EqualSharesCommittee, SeqPav, SeqPhragmen
from koinon.methods.counting.contests import CountError, Election
from koinon.methods.counting.electorates import ExactElectorate, market_of, read_exactly

Rule: TypeAlias = SeqPav | SeqPhragmen | EqualSharesCommittee
State: TypeAlias = tuple[tuple[int, ...], tuple[Fraction, ...]]
"""Who is elected so far, ascending, and the balance of each ballot group: load, money or count."""

Step: TypeAlias = Callable[[State], list[State]]


def all_tied(rule: Rule, election: Election, most: int = 10_000) -> tuple[tuple[str, ...], ...]:
    """Every committee that the rule elects under some order of ties, each in the paper's order.

    Raises CountError where more than `most` different states are met at one stage.
    """
    contest = election.contest
    candidates = standing(contest)
    crowd = read_exactly(election, "votes", 0)
    if isinstance(rule, EqualSharesCommittee):
        if rule.then == "increment":
            raise CountError("all tied committees are found for one run; let `then` be another.")
        ends = _equal_shares(rule, crowd, candidates, contest.seats, most)
    else:
        step = _pav(rule, crowd, contest.seats) if isinstance(rule, SeqPav) else _phragmen(crowd)
        start: State = ((), (Fraction(0),) * len(crowd.read.weights))
        ends = _walk([start], step, contest.seats, most)
    fill = rule.unsupported == "elected last" and getattr(rule, "then", "phragmen") == "phragmen"
    if fill:
        spare = [at for at in candidates if not crowd.votes[at]]
        ends = _walk(ends, lambda state: [_with(state, at) for at in spare], contest.seats, most)
    found = sorted({elected for elected, _ in ends})
    return tuple(tuple(contest.ids[at] for at in elected) for elected in found)


def _with(state: State, option: int, balances: tuple[Fraction, ...] | None = None) -> State:
    elected, old = state
    return tuple(sorted({*elected, option})), old if balances is None else balances


def _walk(starts: Iterable[State], step: Step, seats: int, most: int) -> list[State]:
    """All states in which the seats are filled or nobody else can be elected."""
    ends: dict[State, None] = {}
    open_: dict[State, None] = dict.fromkeys(starts)
    while open_:
        following: dict[State, None] = {}
        for state in open_:
            new = [] if len(state[0]) >= seats else step(state)
            new = [one for one in new if len(one[0]) > len(state[0])]
            following.update(dict.fromkeys(new))
            if not new:
                ends[state] = None
        if max(len(following), len(ends)) > most:
            raise CountError(f"more than {most} states are tied; break ties by an order instead.")
        open_ = following
    return list(ends)


def _supporters(crowd: ExactElectorate) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in crowd.votes]
    for g, row in enumerate(crowd.read.points):
        for at, _ in row:
            found[at].append(g)
    return found


def _pav(rule: SeqPav, crowd: ExactElectorate, seats: int) -> Step:
    units, _ = thiele_units(rule, seats)
    groups, weights = _supporters(crowd), crowd.read.weights

    def step(state: State) -> list[State]:
        elected, had = state
        rest = [at for at, votes in enumerate(crowd.votes) if votes and at not in elected]
        found = {at: sum(weights[g] * units[int(had[g])] for g in groups[at]) for at in rest}
        most = max(found.values(), default=0)
        states = []
        for at in rest:
            if found[at] == most:
                own = set(groups[at])
                states.append(_with(state, at, tuple(n + (g in own) for g, n in enumerate(had))))
        return states

    return step


def _phragmen(crowd: ExactElectorate) -> Step:
    groups, weights = _supporters(crowd), crowd.read.weights

    def step(state: State) -> list[State]:
        elected, loads = state
        rest = [at for at, votes in enumerate(crowd.votes) if votes and at not in elected]
        found = {
            at: (1 + sum(weights[g] * loads[g] for g in groups[at])) / Fraction(crowd.votes[at])
            for at in rest
        }
        least = min(found.values(), default=Fraction(0))
        states = []
        for at in rest:
            if found[at] == least:
                own = set(groups[at])
                new = tuple(least if g in own else load for g, load in enumerate(loads))
                states.append(_with(state, at, new))
        return states

    return step


def _equal_shares(
    rule: EqualSharesCommittee,
    crowd: ExactElectorate,
    candidates: list[int],
    seats: int,
    most: int,
) -> list[State]:
    n = len(crowd.votes)
    costs = [int(at in candidates) for at in range(n)]
    market = market_of(crowd.read, costs, "one", range(n))
    if not crowd.tally.valid:
        raise CountError("equal shares need a valid ballot.")

    def step(state: State) -> list[State]:
        elected, money = state
        purses = _purses(money)
        priced = {at: shares.price(market, at, purses) for at in market.wanted()}
        found = {at: rho for at, rho in priced.items() if rho is not None and at not in elected}
        least = min(found.values(), default=Fraction(0))
        states = []
        for at, rho in found.items():
            if rho == least:
                own = set(market.supporters[at])
                left = tuple(m - min(m, rho) if g in own else m for g, m in enumerate(money))
                states.append(_with(state, at, left))
        return states

    share = Fraction(seats, crowd.tally.valid)
    ends = _walk([((), (share,) * len(market.weights))], step, seats, most)
    if rule.then == "phragmen":
        debts = [(elected, tuple(-held for held in money)) for elected, money in ends]
        ends = _walk(debts, _phragmen(crowd), seats, most)
    return ends


def _purses(money: tuple[Fraction, ...]) -> shares.Purses:
    unit = lcm(*(held.denominator for held in money)) if money else 1
    return shares.Purses([int(held * unit) for held in money], unit)
