"""Electing committees by approvals; the electorate may be the exact one or its compiled twin."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from koinon.methods.counting.budgeting.counts import purchases
from koinon.methods.counting.budgeting.rules import Loading, Share
from koinon.methods.counting.committees.rules import (
    EqualSharesCommittee,
    EqualSharesCommitteeResult,
    Joining,
    SeqPav,
    SeqPavResult,
    SeqPhragmen,
    SeqPhragmenResult,
    Unsupported,
)
from koinon.methods.counting.contests import Contest, CountError, Election
from koinon.methods.counting.electorates import (
    Deals,
    Electorate,
    Reading,
    Standings,
    read_exactly,
)
from koinon.methods.counting.loads import phragmen
from koinon.methods.counting.orders import Order
from koinon.methods.counting.ties import Lots, Tie

MAX_RUNS = 100_000
"""Most runs of one count; beyond it the step is too small."""


def standing(contest: Contest) -> list[int]:
    """The candidates that are not withdrawn. Raises CountError where there are no seats."""
    if contest.seats < 1:
        raise CountError("a committee has seats; give the contest 1 or more.")
    return [at for at, option in enumerate(contest.options) if not option.withdrawn]


def order_of(
    rule: SeqPav | SeqPhragmen | EqualSharesCommittee,
    election: Election,
    crowd: Electorate,
    lot: str,
) -> Order:
    """The order of ties of an election."""
    lots = Lots(lot, crowd.tally.ballots_sha256)
    return Order(rule.ties, election.contest, crowd.votes, lots)


def unsupported(
    how: Unsupported,
    candidates: Sequence[int],
    crowd: Electorate,
    order: Order,
    filled: int,
    seats: int,
) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """The candidates without approvals that take seats which are left."""
    rest = [at for at in candidates if not crowd.votes[at]]
    taken: list[int] = []
    ties: list[Tie] = []
    while how == "elected last" and rest and filled + len(taken) < seats:
        first = min(rest, key=order.ranks.__getitem__)
        if filled + len(taken) + len(rest) > seats:
            first, met = order.settle(rest, filled + len(taken) + 1, "elected")
            ties.extend(met)
        rest.remove(first)
        taken.append(first)
    return tuple(taken), tuple(ties)


# Thiele's addition method


def thiele_units(rule: SeqPav, seats: int) -> tuple[list[int], int]:
    """What the 1st, 2nd … elected candidate counts, in whole units; and the units of 1."""
    if rule.weights == "once":
        return [1] + [0] * seats, 1
    common = lcm(*range(1, seats + 2))
    return [common // at for at in range(1, seats + 2)], common


def gains(standings: Standings, units: Sequence[int], among: Sequence[int]) -> dict[int, int]:
    """What each candidate would add to the score, in units."""
    return {
        at: sum(units[had] * voters for had, voters in standings.row(at).items()) for at in among
    }


def count_seq_pav(
    rule: SeqPav, election: Election, lot: str = "", reading: Reading = read_exactly
) -> SeqPavResult:
    """Elect one after the other who adds most to the score. Raises CountError."""
    contest = election.contest
    candidates, seats, ids = standing(contest), contest.seats, contest.ids
    crowd = reading(election, "votes", 0)
    order = order_of(rule, election, crowd, lot)
    units, common = thiele_units(rule, seats)
    standings = crowd.standings()
    rest = [at for at in candidates if crowd.votes[at]]
    stages: list[Joining] = []
    ties: list[Tie] = []
    while rest and len(stages) < seats:
        found = gains(standings, units, rest)
        most = max(found.values())
        tied = [at for at in rest if found[at] == most]
        first, met = order.settle(tied, len(stages) + 1, "elected")
        ties.extend(met)
        rest.remove(first)
        second = min(rest, key=lambda at: (-found[at], order.ranks[at]), default=None)
        row = standings.row(first)
        had = tuple(row.get(at, 0) for at in range(max(row) + 1))
        name, gain = (
            ("", None) if second is None else (ids[second], Fraction(found[second], common))
        )
        stages.append(Joining(ids[first], Fraction(most, common), had, name, gain))
        standings.raise_to(first, None)
    last, met = unsupported(rule.unsupported, candidates, crowd, order, len(stages), seats)
    return SeqPavResult(
        rule=rule,
        tally=crowd.tally,
        seats=seats,
        stages=tuple(stages),
        score=sum((one.gain for one in stages), Fraction(0)),
        unsupported=tuple(ids[at] for at in last),
        elected=(*(one.option for one in stages), *(ids[at] for at in last)),
        ties=(*ties, *met),
        lot=lot,
    )


# Phragmén


def count_seq_phragmen(
    rule: SeqPhragmen, election: Election, lot: str = "", reading: Reading = read_exactly
) -> SeqPhragmenResult:
    """Elect one after the other whose supporters can pay first. Raises CountError."""
    contest = election.contest
    candidates, seats, ids = standing(contest), contest.seats, contest.ids
    crowd = reading(election, "votes", 0)
    order = order_of(rule, election, crowd, lot)
    rest = [at for at in candidates if crowd.votes[at]]
    loaded = phragmen([1] * len(ids), crowd.standings(), order, seats, skip=True, among=rest)
    stages: list[Loading] = []
    loads = [Fraction(0)]
    for one in loaded.loads:
        shares = tuple(Share(at, voters, one.load - loads[at]) for at, voters in one.classes)
        second, at = ("", None) if one.second is None else (ids[one.second[1]], one.second[0])
        left = seats - len(stages) - 1
        stages.append(Loading(ids[one.project], one.load, shares, left, second, at))
        loads.append(one.load)
    last, met = unsupported(rule.unsupported, candidates, crowd, order, len(stages), seats)
    return SeqPhragmenResult(
        rule=rule,
        tally=crowd.tally,
        seats=seats,
        stages=tuple(stages),
        unsupported=tuple(ids[at] for at in last),
        elected=(*(one.project for one in stages), *(ids[at] for at in last)),
        ties=(*loaded.ties, *met),
        lot=lot,
    )


# Equal shares


def count_equal_shares_committee(
    rule: EqualSharesCommittee, election: Election, lot: str = "", reading: Reading = read_exactly
) -> EqualSharesCommitteeResult:
    """Elect a committee by equal shares. Raises CountError."""
    contest = election.contest
    candidates, seats, ids = standing(contest), contest.seats, contest.ids
    crowd = reading(election, "votes", 0)
    if not crowd.tally.valid or rule.step <= 0:
        raise CountError("equal shares need a valid ballot, and a step above zero.")
    order = order_of(rule, election, crowd, lot)
    costs = [0 if option.withdrawn else 1 for option in contest.options]
    deals = crowd.deals(costs, "one", order.ranks, lambda tied: order.first(tied)[0])
    wanted = [at for at in candidates if crowd.votes[at]]
    runs, held, too_many = _runs(
        rule, Fraction(seats, crowd.tally.valid), seats, len(wanted), deals
    )
    bought = deals.explain(held)
    kept = [one.project for one in bought]
    ties = [
        tie for n, one in enumerate(bought, 1) for tie in order.settle(one.tied, n, "bought")[1]
    ]
    added: tuple[int, ...] = ()
    if rule.then == "phragmen" and len(kept) < seats:
        loaded = phragmen(
            costs,
            crowd.standings(),
            order,
            seats - len(kept),
            skip=True,
            among=[at for at in wanted if at not in kept],
            credits=lambda passed: deals.held(held, passed),
            stage=len(kept),
        )
        added = tuple(one.project for one in loaded.loads)
        ties.extend(loaded.ties)
    how: Unsupported = rule.unsupported if rule.then == "phragmen" else "never elected"
    last, met = unsupported(how, candidates, crowd, order, len(kept) + len(added), seats)
    return EqualSharesCommitteeResult(
        rule=rule,
        tally=crowd.tally,
        seats=seats,
        runs=runs,
        per_voter=held,
        stages=purchases(ids, costs, held * crowd.tally.valid, bought),
        too_many=tuple(ids[at] for at in too_many),
        added=tuple(ids[at] for at in added),
        unsupported=tuple(ids[at] for at in last),
        elected=tuple(ids[at] for at in (*kept, *added, *last)),
        ties=(*ties, *met),
        lot=lot,
    )


def _runs(
    rule: EqualSharesCommittee, share: Fraction, seats: int, wanted: int, deals: Deals
) -> tuple[int, Fraction, tuple[int, ...]]:
    """How many runs were counted, what each voter holds in the last one kept, whom the next has."""
    held, kept = share, deals.order(share)
    for runs in range(1, MAX_RUNS + 1):
        if rule.then != "increment" or len(kept) in (seats, wanted):
            return runs, held, ()
        more = share * (1 + runs * rule.step)
        following = deals.order(more)
        if len(following) > seats:
            return runs + 1, held, following
        held, kept = more, following
    raise CountError(f"{MAX_RUNS} runs did not fill the seats; let the rule's step be greater.")
