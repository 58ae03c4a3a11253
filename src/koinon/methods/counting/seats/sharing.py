"""Seats of one table of votes: every method is a claim, and the greatest claims get the seats.

A party's claim to its k-th seat falls with k. So a result is right where no claim to a next seat
is above a claim that holds a last one, and equal claims at that edge are its only ties.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import combinations, islice
from math import comb, floor, lcm

from koinon.methods.counting.seats.divisors import power, short, signposts
from koinon.methods.counting.seats.rules import (
    MAX_LISTED,
    MAX_SEATS,
    QUOTAS,
    Range,
    SeatsError,
    SeatsResult,
    SeatsRule,
    Tied,
    Votes,
    entitled,
)
from koinon.methods.counting.ties import Lots, Tie

Claim = Callable[[int, int], Fraction]
"""(party, k) → the claim to the k-th seat."""

Entry = tuple[int, Fraction, int, int]
"""A claim in a queue: about how much, so that fractions are compared where these are equal alone;
exactly; the party; its seats when it was written."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Where the seats end: what each party surely has, and who is equal in the last seats.

    sure: seats above the edge. tied: parties with a claim at it. contested: seats they share.
    following: greatest claim to a next seat; last: least claim to a seat held, or None.
    """

    sure: tuple[int, ...]
    tied: tuple[int, ...]
    contested: int
    following: Fraction | None
    last: Fraction | None


def apportion(rule: SeatsRule, votes: Votes, house: int, lot: str = "") -> SeatsResult:
    """Share `house` seats among parties. Raises SeatsError, and LotNeeded where a lot decides."""
    takes = entitled(rule.threshold, votes)
    edge, quotas = find_edge(rule, votes, takes, house)
    ties = _break(rule, votes, edge, lot)
    won = {tie.first for tie in ties}
    seats = tuple(n + (p in won) for n, p in zip(edge.sure, votes.parties, strict=True))
    total = sum(v for v, takes_part in zip(votes.votes, takes, strict=True) if takes_part)
    shares = (Fraction(v * house * t) / total for v, t in zip(votes.votes, takes, strict=True))
    drawn = lot if ties and rule.ties == "lot" else ""
    span = None if quotas else _range(rule, edge)
    return SeatsResult(
        rule, votes, house, takes, tuple(shares), quotas, seats, span, tied_of(edge), ties, drawn
    )


def find_edge(
    rule: SeatsRule,
    votes: Votes,
    takes: Sequence[bool],
    house: int,
    near: Sequence[int] | None = None,
) -> tuple[Edge, tuple[Fraction, ...]]:
    """Where the seats end, and the votes in quotas if there are any. Raises SeatsError.

    near: seats to begin from; they change how long it takes and nothing else.
    """
    low, high = bounds(rule, votes.votes, takes, house)
    quotas: tuple[Fraction, ...] = ()
    if rule.method in QUOTAS:
        quotas = quotas_of(rule, votes.votes, takes, house)
    guess = _guess(votes.votes, takes, house) if near is None else near
    claim = _claims(rule, votes.votes, quotas)
    return edge_of(claim, guess, low, high, house), quotas


def bounds(
    rule: SeatsRule, votes: Sequence[int], takes: Sequence[bool], house: int
) -> tuple[list[int], list[int]]:
    """Fewest and most seats of each party. Raises SeatsError where `house` is not between."""
    first = rule.method not in QUOTAS and signposts(rule.method, rule.first)(1) == 0
    low = [max(rule.minimum, first and v > 0) * t for v, t in zip(votes, takes, strict=True)]
    # one more than there are, so that the divisors end where a party would take it
    top = house + 1 if rule.maximum is None else rule.maximum
    high = [max(least, top * (t and v > 0)) for v, t, least in zip(votes, takes, low, strict=True)]
    if not 0 <= house <= MAX_SEATS:
        raise SeatsError(f"there are 0 to {MAX_SEATS} seats, not {house}.")
    if not any(v > 0 and t for v, t in zip(votes, takes, strict=True)):
        raise SeatsError("no party that takes part has a vote; lower the threshold.")
    if house < sum(low):
        every = "the method gives every party a first seat, " if first else ""
        raise SeatsError(f"{every}the minimum takes {sum(low)} seats and there are {house}; lower "
                         "it, or set a threshold.")  # fmt: skip
    if house > sum(high):
        raise SeatsError(f"the maximum leaves {house - sum(high)} of {house} seats to nobody; "
                         "raise it.")  # fmt: skip
    return low, high


def quotas_of(
    rule: SeatsRule, votes: Sequence[int], takes: Sequence[bool], house: int
) -> tuple[Fraction, ...]:
    """Votes of each party in quotas; whoever is above the maximum is held at it, and the quota is
    computed anew from the others' votes and the seats left.
    """
    quotas = [Fraction(0)] * len(votes)
    sharing = {at: Fraction(v) for at, v in enumerate(votes) if takes[at]}
    left = house
    while total := sum(sharing.values()):
        quota = _quota(rule.method, total, max(left, 0))
        found = {at: v / quota if quota else Fraction(0) for at, v in sharing.items()}
        top = rule.maximum
        over = [at for at, q in found.items() if top is not None and q > top]
        if top is None or not over:
            for at, q in found.items():
                quotas[at] = q
            break
        for at in over:
            quotas[at] = Fraction(top)
            left -= top
            del sharing[at]
    return tuple(quotas)


def _quota(method: str, total: Fraction, house: int) -> Fraction:
    if method == "hare":
        return total / house if house else Fraction(0)
    if method == "droop":
        return Fraction(floor(total / (house + 1)) + 1)
    return total / (house + (1 if method == "hagenbach-bischoff" else 2))


def _claims(rule: SeatsRule, votes: Sequence[int], quotas: Sequence[Fraction]) -> Claim:
    if rule.method in QUOTAS:
        unit = lcm(*(q.denominator for q in quotas))
        parts = [int(q * unit) for q in quotas]
        return lambda party, k: Fraction(parts[party] - (k - 1) * unit)
    at, exponent = signposts(rule.method, rule.first), power(rule.method)
    mass = [v**exponent for v in votes]

    def claim(party: int, k: int) -> Fraction:
        signpost = at(k)
        return Fraction(mass[party] * signpost.denominator, signpost.numerator)

    return claim


def _guess(votes: Sequence[int], takes: Sequence[bool], house: int) -> list[int]:
    """Seats to begin from: any will do, and these are near."""
    total = sum(v for v, t in zip(votes, takes, strict=True) if t)
    return [floor(v * house / Fraction(total)) if t else 0
            for v, t in zip(votes, takes, strict=True)]  # fmt: skip


def edge_of(
    claim: Claim, guess: Sequence[int], low: Sequence[int], high: Sequence[int], house: int
) -> Edge:
    """Give and take seats from a guess until no claim to a next one beats one to a last one."""
    held = [min(max(n, a), b) for n, a, b in zip(guess, low, high, strict=True)]
    total = sum(held)

    def want(party: int, n: int) -> Entry:
        of_next = claim(party, n + 1)
        return -_about(of_next), -of_next, party, n

    def give(party: int, n: int) -> Entry:
        of_last = claim(party, n)
        return _about(of_last), of_last, party, n

    wants = [want(p, n) for p, n in enumerate(held) if n < high[p]]
    gives = [give(p, n) for p, n in enumerate(held) if n > low[p]]
    heapify(wants)
    heapify(gives)

    def move(party: int, step: int) -> None:
        n = held[party] = held[party] + step
        if n < high[party]:
            heappush(wants, want(party, n))
        if n > low[party]:
            heappush(gives, give(party, n))

    while True:
        while wants and held[wants[0][2]] != wants[0][3]:
            heappop(wants)
        while gives and held[gives[0][2]] != gives[0][3]:
            heappop(gives)
        if total < house or (total == house and wants and gives and -wants[0][1] > gives[0][1]):
            move(heappop(wants)[2], 1)
            total += 1
        elif total > house:
            move(heappop(gives)[2], -1)
            total -= 1
        else:
            break
    following = -wants[0][1] if wants else None
    last = gives[0][1] if gives else None
    return _edge(claim, held, low, high, following, last)


def _about(claim: Fraction) -> int:
    return (claim.numerator << 32) // claim.denominator


def _edge(
    claim: Claim,
    held: Sequence[int],
    low: Sequence[int],
    high: Sequence[int],
    following: Fraction | None,
    last: Fraction | None,
) -> Edge:
    if following is None or following != last:
        return Edge(tuple(held), (), 0, following, last)
    sure, tied = list(held), []
    for p, n in enumerate(held):
        if n > low[p] and claim(p, n) == last:
            sure[p] -= 1
            tied.append(p)
        elif n < high[p] and claim(p, n + 1) == last:
            tied.append(p)
    return Edge(tuple(sure), tuple(tied), sum(held) - sum(sure), following, last)


def _break(rule: SeatsRule, votes: Votes, edge: Edge, lot: str) -> tuple[Tie, ...]:
    """Who gets each contested seat: the first of the paper, or of one lot among all tied."""
    names = [votes.parties[p] for p in edge.tied]
    order = tuple(names)
    if names and rule.ties == "lot":
        order = Lots(lot, votes.sha256).order(names)
    given = order[: edge.contested]
    return tuple(
        Tie(stage, "seat", tuple(n for n in names if n not in given[: stage - 1]), rule.ties, first)
        for stage, first in enumerate(given, start=1)
    )


def tied_of(edge: Edge) -> Tied:
    """Every outcome that the equal claims leave open: how many, and the first of them."""
    chosen = islice(combinations(edge.tied, edge.contested), MAX_LISTED)
    listed = tuple(tuple(n + (p in won) for p, n in enumerate(edge.sure)) for won in chosen)
    return Tied(comb(len(edge.tied), edge.contested), listed)


def _range(rule: SeatsRule, edge: Edge) -> Range:
    squared = power(rule.method) == 2
    low = edge.following if edge.following is not None else Fraction(0)
    return Range(low, edge.last, short(low, edge.last, squared), squared)
