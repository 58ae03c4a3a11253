"""Apportionment: whole seats or votes in proportion to weights.

Every method here hands out seats one by one to the member with the greatest *claim*, a number
that falls with each seat a member has. So one inequality certifies any result of any method: no
member's next claim exceeds the claim by which another holds its last seat (`check_apportionment`).
A method is a claim; a new one is one line in `_claim`.

Ties are never silent: seats that equal claims compete for go in the order of member ids, and the
result names the members and how many seats that order decided.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import ClassVar, Literal, TypeAlias

MAX_SEATS = 1_000_000
"""Largest house: beyond it the queue of claims would take more than seconds."""

Rule: TypeAlias = Literal["largest_remainder", "dhondt", "sainte_lague", "huntington_hill"]


@dataclass(frozen=True, slots=True)
class Method:
    """A rule of apportionment with the seats every member has at least and at most.

    With a minimum or ceiling, divisor methods round as usual and then clamp. With largest remainder
    whoever's quota is above the ceiling is held at it, and the quotas of the others are computed
    anew from the seats that are left, until nobody's is; the result is the whole numbers nearest to
    these quotas (least sum of squares) that respect the minimum.
    """

    KIND: ClassVar[str] = "method"
    rule: Rule
    minimum: int = 0
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class Apportionment:
    """Seats by member, in the order of ids; `tied` members competed for `contested` seats."""

    method: Method
    weights: tuple[tuple[str, Fraction], ...]
    seats: tuple[tuple[str, int], ...]
    tied: tuple[str, ...]
    contested: int


class ApportionmentError(ValueError):
    """The seats cannot be shared out: `code` says why.

    Codes: ``no_weight``, ``negative``, ``too_few`` (below the sum of minimums), ``too_many``
    (above the sum of ceilings or MAX_SEATS), ``needs_minimum`` (Huntington-Hill gives everyone
    a first seat).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def apportion(method: Method, weights: Mapping[str, int | Fraction], seats: int) -> Apportionment:
    """Share `seats` among members in proportion to `weights` (non-negative, not all zero)."""
    shares = {member: Fraction(weights[member]) for member in sorted(weights)}
    _require(method, shares, seats)
    share_out = _by_quota if method.rule == "largest_remainder" else _by_queue
    found = share_out(method, shares, seats)
    assert sum(found.values()) == seats
    tied, contested = _ties(method, shares, found)
    return Apportionment(
        method, tuple(shares.items()), tuple(sorted(found.items())), tied, contested
    )


def hand_on(
    method: Method, weights: Mapping[str, Fraction], held: Mapping[str, int], seats: int
) -> dict[str, int]:
    """Hand out seats beyond those `held` until there are `seats`, by the claims of the method.

    Nobody loses one. Raises ApportionmentError ``too_many`` where the ceiling leaves no room.
    """
    shares = {member: weights[member] for member in sorted(weights)}
    room = seats if method.ceiling is None else method.ceiling
    if seats > sum(max(held[member], room) for member in shares):
        raise ApportionmentError("too_many")
    return _by_queue(method, shares, seats, held)


def check_apportionment(result: Apportionment) -> bool:
    """Certify a result: within its bounds, and no claim to a next seat beats one to a last."""
    seats = dict(result.seats)
    shares = dict(result.weights)
    low, high = result.method.minimum, result.method.ceiling
    if seats.keys() != shares.keys() or not all(_within(n, low, high) for n in seats.values()):
        return False
    total = sum(seats.values())
    following, last = _margins(result.method, shares, seats, total)
    return following is None or last is None or following <= last


def _require(method: Method, shares: Mapping[str, Fraction], seats: int) -> None:
    if any(share < 0 for share in shares.values()):
        raise ApportionmentError("negative")
    if not any(shares.values()):
        raise ApportionmentError("no_weight")
    if method.rule == "huntington_hill" and method.minimum < 1:
        raise ApportionmentError("needs_minimum")
    if seats < method.minimum * len(shares):
        raise ApportionmentError("too_few")
    if seats > MAX_SEATS or (method.ceiling is not None and seats > method.ceiling * len(shares)):
        raise ApportionmentError("too_many")


def _claim(rule: Rule, share: Fraction, seats: int, quota: Fraction) -> Fraction:
    """Give a member's claim to one more seat when it has `seats`; falls as seats grow.

    Divisor claims are squared, which keeps their order and makes Huntington-Hill's √(n(n+1))
    exact.
    """
    if rule == "largest_remainder":
        return quota - seats
    if rule == "dhondt":
        return (share / (seats + 1)) ** 2
    if rule == "sainte_lague":
        return (share / (2 * seats + 1)) ** 2
    return share**2 / (seats * (seats + 1))


def _by_queue(
    method: Method,
    shares: Mapping[str, Fraction],
    seats: int,
    held: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """Hand out seats from a priority queue of claims, greatest first, then smallest id."""
    quotas = _quotas(method, shares, seats)
    found = dict.fromkeys(shares, method.minimum) if held is None else dict(held)

    def entry(member: str) -> tuple[Fraction, str]:
        quota = quotas[member]
        return (-_claim(method.rule, shares[member], found[member], quota), member)

    open_ = [m for m in found if method.ceiling is None or found[m] < method.ceiling]
    queue = [entry(member) for member in open_]
    heapq.heapify(queue)
    for _ in range(seats - sum(found.values())):
        member = heapq.heappop(queue)[1]
        found[member] += 1
        if method.ceiling is None or found[member] < method.ceiling:
            heapq.heappush(queue, entry(member))
    return found


def _by_quota(method: Method, shares: Mapping[str, Fraction], seats: int) -> dict[str, int]:
    """Start from quotas cut down to whole within the bounds, then give or take one at a time.

    Equal claims: the smallest id is given first and taken from last.
    """
    quotas = _quotas(method, shares, seats)
    found = {m: _clamp(floor(q), method.minimum, method.ceiling) for m, q in quotas.items()}
    step = 1 if sum(found.values()) < seats else -1
    rank = {member: step * place for place, member in enumerate(found)}
    queue = [(-step * (quotas[m] - found[m]), rank[m], m) for m in found]
    heapq.heapify(queue)
    missing = abs(seats - sum(found.values()))
    while missing:
        member = heapq.heappop(queue)[2]
        if not _within(found[member] + step, method.minimum, method.ceiling):
            continue
        found[member] += step
        missing -= 1
        heapq.heappush(queue, (-step * (quotas[member] - found[member]), rank[member], member))
    return found


def _quotas(method: Method, shares: Mapping[str, Fraction], seats: int) -> dict[str, Fraction]:
    """Each member's exact part of the seats, nobody's above the ceiling; the others share the rest.

    Divisor methods use none.
    """
    quotas = dict.fromkeys(shares, Fraction(0))
    if method.rule != "largest_remainder":
        return quotas
    left, sharing = Fraction(seats), dict(shares)
    while total := sum(sharing.values()):
        found = {member: share * left / total for member, share in sharing.items()}
        over = [m for m, q in found.items() if method.ceiling is not None and q > method.ceiling]
        if not over:
            return quotas | found
        for member in over:
            quotas[member] = Fraction(method.ceiling or 0)
            left -= quotas[member]
            del sharing[member]
    return quotas


def _clamp(value: int, low: int, high: int | None) -> int:
    return max(low, value if high is None else min(high, value))


def _within(value: int, low: int, high: int | None) -> bool:
    return low <= value and (high is None or value <= high)


def _margins(
    method: Method, shares: Mapping[str, Fraction], seats: Mapping[str, int], total: int
) -> tuple[Fraction | None, Fraction | None]:
    """Give the greatest claim to a next seat and the least claim that holds a last seat."""
    quotas = _quotas(method, shares, total)

    def claim(member: str, held: int) -> Fraction:
        return _claim(method.rule, shares[member], held, quotas[member])

    following = (
        claim(m, n) for m, n in seats.items() if method.ceiling is None or n < method.ceiling
    )
    last = (claim(m, n - 1) for m, n in seats.items() if n > method.minimum)
    return max(following, default=None), min(last, default=None)


def _ties(
    method: Method, shares: Mapping[str, Fraction], seats: Mapping[str, int]
) -> tuple[tuple[str, ...], int]:
    """Name the members whose equal claims met at the last seat, and how many seats they had."""
    total = sum(seats.values())
    following, last = _margins(method, shares, seats, total)
    if following is None or last is None or following != last:
        return (), 0
    quotas = _quotas(method, shares, total)
    tied = set()
    contested = 0
    for member, held in seats.items():
        quota = quotas[member]
        rule, share = method.rule, shares[member]
        if held > method.minimum and _claim(rule, share, held - 1, quota) == last:
            tied.add(member)
            contested += 1
        if _within(held + 1, method.minimum, method.ceiling) and (
            _claim(rule, share, held, quota) == last
        ):
            tied.add(member)
    return tuple(sorted(tied)), contested
