"""An independent verifier of apportionments: definitions written anew, by inequalities alone."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import comb

from koinon.methods.counting.seats.rules import (
    DIVISORS,
    MAX_LISTED,
    MAX_SEATS,
    QUOTAS,
    SeatsResult,
    SeatsRule,
    Votes,
)
from koinon.methods.counting.ties import Lots, lot_key


def check_seats(result: SeatsResult, votes: Votes, house: int) -> tuple[str, ...]:
    """Places of a result that do not hold for these votes and seats; none when all of it does."""
    return tuple(_faults(result, votes, house))


def _faults(result: SeatsResult, votes: Votes, house: int) -> Iterator[str]:
    n = len(votes.parties)
    sizes = {len(result.entitled), len(result.shares), len(result.seats)}
    quotas = n if result.rule.method in QUOTAS else 0
    if result.votes != votes or result.house != house:
        yield "votes" if result.votes != votes else "house"
    elif sizes != {n} or not 0 <= house <= MAX_SEATS or min(result.seats) < 0:
        yield "seats"
    elif result.rule.method not in DIVISORS + QUOTAS or len(result.quotas) != quotas:
        yield "quotas"
    else:
        yield from _of_whole(result)


def _of_whole(result: SeatsResult) -> Iterator[str]:
    takes = [_takes_part(result.rule, result.votes, p) for p in range(len(result.votes.parties))]
    if list(result.entitled) != takes:
        yield "entitled"
        return
    yield from _shares(result)
    if result.rule.method in QUOTAS and not _quotas_hold(result):
        yield "quotas"
        return
    if sum(result.seats) != result.house or not all(map(_within, *_columns(result))):
        yield "seats"
        return
    yield from _edge(result)


def _takes_part(rule: SeatsRule, votes: Votes, party: int) -> bool:
    needed = rule.threshold
    if needed is None:
        return True
    extra = {"parties": 0, "valid": votes.blank, "cast": votes.blank + votes.invalid}
    base = sum(votes.votes) + extra[needed.base]
    had = votes.votes[party]
    by_share = needed.share is not None and had - needed.share * base >= 0
    by_votes = needed.votes is not None and had >= needed.votes
    won = votes.won[party] if votes.won else 0
    return by_share or by_votes or (needed.won is not None and won >= needed.won)


def _shares(result: SeatsResult) -> Iterator[str]:
    total = sum(v for v, t in zip(result.votes.votes, result.entitled, strict=True) if t)
    for at, (votes, takes) in enumerate(zip(result.votes.votes, result.entitled, strict=True)):
        if result.shares[at] * total != (votes * result.house if takes else 0):
            yield f"shares[{at}]"


def _quotas_hold(result: SeatsResult) -> bool:
    """Those above the maximum are at it, and the rest are votes in the quota of what is left."""
    top, votes = result.rule.maximum, result.votes.votes
    takes = [p for p, t in enumerate(result.entitled) if t]
    held: list[int] = []
    while True:
        rest = [p for p in takes if p not in held]
        seats = max(result.house - (top or 0) * len(held), 0)
        total = Fraction(sum(votes[p] for p in rest))
        quota = _quota(result.rule.method, total, seats)
        found = {p: Fraction(votes[p]) / quota if quota else Fraction(0) for p in rest}
        over = [] if top is None else [p for p in rest if found[p] > top]
        if not over or not total:
            break
        held += over
    found |= {p: Fraction(top or 0) for p in held}
    return all(q == found.get(p, 0) for p, q in enumerate(result.quotas))


def _quota(method: str, total: Fraction, seats: int) -> Fraction:
    if method == "hare":
        return total / seats if seats else Fraction(0)
    if method == "droop":
        return Fraction(total // (seats + 1) + 1)
    return total / (seats + {"hagenbach-bischoff": 1, "imperiali-quota": 2}[method])


def _columns(result: SeatsResult) -> tuple[list[int], list[int], list[int]]:
    """Fewest, held and most seats of each party."""
    rule, votes = result.rule, result.votes.votes
    first = rule.method in {"adams", "huntington-hill", "dean"}
    low = [
        max(rule.minimum, int(first and v > 0)) if t else 0
        for v, t in zip(votes, result.entitled, strict=True)
    ]
    top = result.house + 1 if rule.maximum is None else rule.maximum
    high = [max(a, top if t and v else 0)
            for a, v, t in zip(low, votes, result.entitled, strict=True)]  # fmt: skip
    return low, list(result.seats), high


def _within(low: int, held: int, high: int) -> bool:
    return low <= held <= high


def _claim(result: SeatsResult, party: int, seat: int) -> Fraction:
    """The claim of a party to its seat of this number, from 1; squared for Huntington-Hill."""
    rule, votes = result.rule, Fraction(result.votes.votes[party])
    if rule.method in QUOTAS:
        return result.quotas[party] + 1 - seat
    if rule.method == "huntington-hill":
        return votes * votes / (seat * (seat - 1))
    if rule.method == "dean":
        return votes * (seat + seat - 1) / (2 * seat * (seat - 1))
    if rule.method == "modified-sainte-lague" and seat == 1:
        return 2 * votes / (rule.first or 1)
    # the method's series a, a + b, a + 2b … over c
    a, b, c = {
        "dhondt": (1, 1, 1),
        "sainte-lague": (1, 2, 2),
        "modified-sainte-lague": (1, 2, 2),
        "adams": (0, 1, 1),
        "danish": (1, 3, 3),
        "imperiali": (2, 1, 1),
    }[rule.method]
    return votes * c / (a + b * (seat - 1))


def _edge(result: SeatsResult) -> Iterator[str]:
    low, held, high = _columns(result)
    parties = range(len(held))
    nexts = {p: _claim(result, p, held[p] + 1) for p in parties if held[p] < high[p]}
    lasts = {p: _claim(result, p, held[p]) for p in parties if held[p] > low[p]}
    following, last = max(nexts.values(), default=None), min(lasts.values(), default=None)
    if following is not None and last is not None and following > last:
        yield "seats"
        return
    yield from _range(result, following, last)
    tied: tuple[int, ...] = ()
    have: set[int] = set()
    if following is not None and following == last:
        have = {p for p, claim in lasts.items() if claim == last}
        tied = tuple(p for p in parties if p in have or nexts.get(p) == last)
    yield from _outcomes(result, tied, have)
    yield from _order(result, tied, have)


def _range(result: SeatsResult, following: Fraction | None, last: Fraction | None) -> Iterator[str]:
    said = result.range
    if (said is None) != (result.rule.method in QUOTAS):
        yield "range"
    if said is None:
        return
    if said.low != (following or 0):
        yield "range.low"
    if said.high != last:
        yield "range.high"
    squared = result.rule.method == "huntington-hill"
    if said.squared != squared:
        yield "range.squared"
    chosen = None if said.chosen is None else said.chosen ** (2 if squared else 1)
    if chosen is None:
        if not squared or said.low != said.high:
            yield "range.chosen"
    elif (
        (said.chosen or 0) <= 0
        or chosen < said.low
        or (said.high is not None and chosen > said.high)
    ):
        yield "range.chosen"


def _outcomes(result: SeatsResult, tied: tuple[int, ...], have: set[int]) -> Iterator[str]:
    """As many as the ways to choose; each listed one differs among the tied alone."""
    count = comb(len(tied), len(have))
    if result.tied.count != count:
        yield "tied.count"
    listed = result.tied.listed
    if len(listed) != min(count, MAX_LISTED) or not all(a > b for a, b in pairwise(listed)):
        yield "tied.listed"
    sure = [n - (p in have) for p, n in enumerate(result.seats)]
    for at, row in enumerate(listed):
        more = [n - sure[p] for p, n in enumerate(row)] if len(row) == len(sure) else []
        open_ = all(m in ((0, 1) if p in tied else (0,)) for p, m in enumerate(more))
        if not more or not open_ or sum(row) != result.house:
            yield f"tied.listed[{at}]"


def _order(result: SeatsResult, tied: tuple[int, ...], have: set[int]) -> Iterator[str]:
    """The contested seats went in the order that the rule states."""
    names = [result.votes.parties[p] for p in tied]
    order = list(names)
    if result.rule.ties == "lot" and names:
        lots = Lots(result.lot, result.votes.sha256)
        order.sort(key=lambda name: lot_key(lots, 1, name))
    if (result.lot != "") != (result.rule.ties == "lot" and bool(names)):
        yield "lot"
    first = order[: len(have)]
    if {result.votes.parties[p] for p in have} != set(first):
        yield "seats"
    if [tie.first for tie in result.ties] != first:
        yield "ties"
    for at, tie in enumerate(result.ties):
        left = tuple(name for name in names if name not in order[:at])
        said = (tie.stage, tie.what, tie.tied, tie.by)
        if said != (at + 1, "seat", left, result.rule.ties):
            yield f"ties[{at}]"
