"""A short verifier of elected committees, beside `check_shares`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from koinon.methods.counting.check_reading import Crowd, Preference
from koinon.methods.counting.check_shares import (
    Buying,
    Loads,
    loading_holds,
    next_bought,
    run_faults,
)
from koinon.methods.counting.committees.rules import (
    EqualSharesCommitteeResult,
    Joining,
    SeqPavResult,
    SeqPhragmenResult,
)
from koinon.methods.counting.contests import Election
from koinon.methods.counting.ties import Tie


def check_committee(result: Any, election: Election) -> tuple[str, ...]:
    """The places where a result does not hold for these ballots; none when all of it does."""
    checks = {
        SeqPavResult: _pav,
        SeqPhragmenResult: _phragmen,
        EqualSharesCommitteeResult: _equal_shares,
    }
    check: Any = checks[type(result)]
    return tuple(dict.fromkeys(check(result, election)))


def _prepared(result: Any, election: Election) -> tuple[Crowd, Preference, set[int]]:
    crowd = Crowd(election, False, 0)
    first = Preference(result.rule.ties, election, crowd, result.lot)
    return crowd, first, {o for o, votes in enumerate(crowd.votes) if votes}


def _sums(
    result: Any,
    election: Election,
    crowd: Crowd,
    first: Preference,
    elected: list[int],
    ties: list[Tie],
    fills: bool,
) -> Iterator[str]:
    """The fields that every result has, and the seats filled without approvals."""
    seats = election.contest.seats
    options = election.contest.options
    spare = [o for o, votes in enumerate(crowd.votes) if not votes and not options[o].withdrawn]
    room = seats - len(elected) if fills else 0
    last = sorted(spare, key=first.place)[: max(room, 0)]
    for at, _ in enumerate(last):
        rest = [o for o in spare if o not in last[:at]]
        if len(elected) + at + len(rest) > seats:
            ties.extend(first.tie(rest, len(elected) + at + 1, "elected"))
    wanted = {
        "tally": crowd.tally,
        "seats": seats,
        "unsupported": tuple(crowd.ids[o] for o in last),
        "elected": tuple(crowd.ids[o] for o in (*elected, *last)),
        "ties": tuple(ties),
    }
    for name, value in wanted.items():
        if getattr(result, name) != value:
            yield name
    if result.lot and result.rule.ties[-1] != "lot":
        yield "lot"


def _pav(result: SeqPavResult, election: Election) -> Iterator[str]:
    crowd, first, rest = _prepared(result, election)
    harmonic = result.rule.weights == "harmonic"
    had = [0] * len(crowd.rows)
    elected: list[int] = []
    ties: list[Tie] = []
    score = Fraction(0)
    while rest and len(elected) < election.contest.seats:
        by = {o: _had(crowd, had, o) for o in rest}
        gain = {
            o: sum((_worth(n, harmonic) * voters for n, voters in by[o].items()), Fraction(0))
            for o in rest
        }
        ranked = sorted(rest, key=lambda o: (-gain[o], first.place(o)))
        best, second = ranked[0], ranked[1] if len(ranked) > 1 else None
        tied = [o for o in ranked if gain[o] == gain[best]]
        ties.extend(first.tie(tied, len(elected) + 1, "elected"))
        at = len(elected)
        wanted = Joining(
            crowd.ids[best],
            gain[best],
            tuple(by[best][n] for n in range(max(by[best]) + 1)),
            "" if second is None else crowd.ids[second],
            None if second is None else gain[second],
        )
        if at >= len(result.stages) or result.stages[at] != wanted:
            yield f"stages.{at}"
            return
        for g in crowd.supporters[best]:
            had[g] += 1
        score += gain[best]
        elected.append(best)
        rest.remove(best)
    if len(result.stages) != len(elected):
        yield "stages"
    if result.score != score:
        yield "score"
    fills = result.rule.unsupported == "elected last"
    yield from _sums(result, election, crowd, first, elected, ties, fills)


def _had(crowd: Crowd, had: list[int], option: int) -> Counter[int]:
    """Supporters of an option by how many they have elected."""
    found: Counter[int] = Counter()
    for g in crowd.supporters[option]:
        found[had[g]] += crowd.weights[g]
    return found


def _worth(had: int, harmonic: bool) -> Fraction:
    return Fraction(1, had + 1) if harmonic else Fraction(had == 0)


def _phragmen(result: SeqPhragmenResult, election: Election) -> Iterator[str]:
    crowd, first, rest = _prepared(result, election)
    loads = Loads(crowd, [1] * len(crowd.ids))
    elected: list[int] = []
    ties: list[Tie] = []
    seats = election.contest.seats
    while rest and len(elected) < seats:
        at = len(elected)
        found = next_bought(loads, rest, first, at + 1, "bought", ties)
        assert found is not None
        left = seats - at - 1
        if at >= len(result.stages) or not loading_holds(loads, result.stages[at], found, left):
            yield f"stages.{at}"
            return
        loads.buy(*found[:2])
        rest.remove(found[0])
        elected.append(found[0])
    if len(result.stages) != len(elected):
        yield "stages"
    fills = result.rule.unsupported == "elected last"
    yield from _sums(result, election, crowd, first, elected, ties, fills)


def _equal_shares(result: EqualSharesCommitteeResult, election: Election) -> Iterator[str]:
    crowd, first, supported = _prepared(result, election)
    rule, seats = result.rule, election.contest.seats
    costs = [int(o in supported) for o in range(len(crowd.ids))]
    share = Fraction(seats, crowd.valid)
    raises = result.runs - (2 if result.too_many else 1)
    if raises < 0 or result.per_voter != share * (1 + raises * rule.step):
        yield "per_voter"
        return
    ties: list[Tie] = []
    buying = Buying(crowd, costs, lambda o, points: 1, result.per_voter)
    faults = list(run_faults(buying, result.stages, first, "stages", ties))
    yield from faults
    if any(fault.count(".") < 2 for fault in faults):
        return
    elected = [crowd.ids.index(one.project) for one in result.stages]
    if not _stops(result, crowd, first, len(supported), share, costs):
        yield "too_many"
    added: list[int] = []
    loads = Loads(crowd, costs, [Fraction(held, buying.unit) for held in buying.money])
    rest = supported - set(elected)
    while rule.then == "phragmen" and rest and len(elected) + len(added) < seats:
        stage = len(elected) + len(added) + 1
        found = next_bought(loads, rest, first, stage, "bought", ties)
        assert found is not None
        loads.buy(*found[:2])
        rest.remove(found[0])
        added.append(found[0])
    if result.added != tuple(crowd.ids[o] for o in added):
        yield "added"
    fills = rule.then == "phragmen" and rule.unsupported == "elected last"
    yield from _sums(result, election, crowd, first, [*elected, *added], ties, fills)


def _stops(
    result: EqualSharesCommitteeResult,
    crowd: Crowd,
    first: Preference,
    supported: int,
    share: Fraction,
    costs: list[int],
) -> bool:
    """Whether the runs ended where they must; the run that elects too many is followed."""
    full = len(result.stages) in (result.seats, supported)
    if result.rule.then != "increment" or full:
        ends = result.rule.then == "increment" or result.runs == 1
        return not result.too_many and len(result.stages) <= result.seats and ends
    if len(result.too_many) <= result.seats:
        return False
    more = result.per_voter + share * result.rule.step
    buying = Buying(crowd, costs, lambda o, points: 1, more)
    return _follows(buying, result.too_many, first)


def _follows(buying: Buying, names: tuple[str, ...], first: Preference) -> bool:
    """Whether a run elects these in this order: each has the least price of all that remain."""
    for name in names:
        priced = {o: price for o in buying.rest if (price := _price(buying, o)) is not None}
        best = min(priced, key=lambda o: (priced[o], first.place(o)), default=None)
        if best is None or buying.crowd.ids[best] != name:
            return False
        buying.rest.remove(best)
        buying.pay(best, priced[best])
    return all(_price(buying, o) is None for o in buying.rest)


def _price(buying: Buying, option: int) -> Fraction | None:
    """The price of a seat: from below, each pass leaves out those who cannot pay it."""
    if buying.held(option) < buying.costs[option]:
        return None
    price = Fraction(buying.costs[option], buying.crowd.votes[option])
    while True:
        offer = buying.offer(option, price)
        if offer.total == buying.costs[option] * offer.scale:
            return price
        price = buying.bound[option]
