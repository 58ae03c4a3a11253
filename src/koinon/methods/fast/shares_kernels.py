"""Equal shares in pairs of floats that enclose what is true: the filter of `shares`; numba.

Every voter's money m is kept as an interval low ≤ m ≤ high of float64, and a price ρ likewise.

**Lower bound of a price.** The price solves F(ρ) = c, where F(ρ) = Σ w·min(m, ρ·u) over supporters,
w their number and u the worth. For *any* split of the supporters in two parts P and R,
F(ρ) ≤ Σ_P w·m + ρ·Σ_R w·u, since a minimum is at most either. So ρ_PR = (c − Σ_P w·m) / Σ_R w·u has
F(ρ_PR) ≤ c, and no price is below it. The split need not be the right one: a wrong comparison of
floats costs sharpness, never truth. With `high` for m the sum grows and the bound falls, which is
safe. Σ_R w·u is a whole number below 2^53 and exact. Σ_P w·high is a sum of n products of numbers
from zero up; added one after the other its relative error is at most γ(n) = n·h/(1 − n·h) for n
products and n additions, 2n·h/(1 − 2n·h), h = 2^-53 (Higham, Accuracy and Stability of Numerical
Algorithms, 2nd ed., section 3.1), which is below (n + 2)·2^-51 for n < 2^48; the sum is raised by
that. Two further roundings (difference, quotient) and that of the factor itself are relative errors
of h each and are covered by the factor 1 − 2^-49.

**Upper bound.** A number x is no less than the price as soon as F(x) ≥ c. F is evaluated at x with
`low` for m; each term has at most three roundings and the sum n; lowered by (n + 4)·2^-51 it must
still reach c. If it does not, x is raised, and after a few attempts the question is left open.

**Payments.** What is left, max(0, m − ρ·u), lies between max(0, low − ρ_high·u) and
max(0, high − ρ_low·u). Product and difference have a relative error of h each; the product is taken
wider by 2^-51 and the difference by 2^-51, so the interval still encloses it. No number is near the
smallest of float64: costs are at least 1, sums below 2^53, so prices are above 2^-106.

**Decision.** A project is bought by the filter only where its upper bound is below the lower bound
of every other one that can be paid. Otherwise it stops and says so, and exact numbers decide.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]

_F = TypeVar("_F", bound=Callable[..., Any])

WIDE = 2.0**-51
WIDER = 2.0**-49

DONE, OPEN = 0, 1
"""How a run of the filter ends: nothing more can be bought, or exact numbers must decide."""


def compiled(function: _F) -> _F:
    """Compile a kernel, and keep what was compiled for the next process."""
    made: Any = njit(cache=True)(function)
    return cast(_F, made)


@compiled
def lower(
    voters: Ints, worth: Ints, weights: Ints, high: Floats, cost: float, start: float
) -> tuple[float, int]:
    """A lower bound of a price from `start`, and 1: can be paid, or may be; 0: cannot be paid."""
    n = len(voters)
    price = start
    while True:
        poor = 0.0
        rich = 0
        for i in range(n):
            g = voters[i]
            if high[g] < price * worth[i]:
                poor += weights[g] * high[g]
            else:
                rich += weights[g] * worth[i]
        poor *= 1.0 + (n + 2) * WIDE
        if rich == 0:
            return price, 1 if poor * (1.0 + WIDE) >= cost else 0
        found = (cost - poor) / rich * (1.0 - WIDER)
        if found <= price:
            return price, 1
        price = found


@compiled
def upper(
    voters: Ints, worth: Ints, weights: Ints, low: Floats, cost: float, price: float
) -> float:
    """An upper bound of a price, given a lower one; infinity where none is found."""
    n = len(voters)
    slack = 1.0 - (n + 4) * WIDE
    poor = 0.0
    rich = 0
    for i in range(n):
        g = voters[i]
        if low[g] < price * worth[i]:
            poor += weights[g] * low[g]
        else:
            rich += weights[g] * worth[i]
    if rich == 0:
        return np.inf
    found = max((cost / slack * (1.0 + WIDER) - poor * (1.0 - WIDE)) / rich, price)
    gap = found - price + price * WIDER
    for _ in range(6):
        found = price + gap
        total = 0.0
        for i in range(n):
            g = voters[i]
            total += weights[g] * min(low[g], found * worth[i])
        if total * slack >= cost:
            return found
        gap *= 4.0
    return np.inf


@compiled
def pay(voters: Ints, worth: Ints, low: Floats, high: Floats, least: float, most: float) -> None:
    """Let all supporters pay a price between `least` and `most`."""
    for i in range(len(voters)):
        g = voters[i]
        below = low[g] - most * worth[i] * (1.0 + WIDE)
        above = high[g] - least * worth[i] * (1.0 - WIDE)
        low[g] = max(0.0, below * (1.0 - WIDE))
        high[g] = max(0.0, above * (1.0 + WIDE))


@compiled
def run(
    begins: Ints,
    voters: Ints,
    worth: Ints,
    weights: Ints,
    costs: Floats,
    low: Floats,
    high: Floats,
    bounds: Floats,
    alive: Bools,
    bought: Ints,
    count: int,
) -> tuple[int, int]:
    """Buy what is certain to come next, again and again: (how many are bought, DONE or OPEN).

    begins, voters, worth: supporters of project p from begins[p] on. bounds: lower bounds of
    prices; alive: projects that can still be bought. low, high, bounds, alive, bought are changed.
    """
    n = len(costs)
    fresh = np.zeros(n, np.bool_)
    while True:
        fresh[:] = False
        best = -1
        while True:
            best = -1
            for p in range(n):
                if alive[p] and (best < 0 or bounds[p] < bounds[best]):
                    best = p
            if best < 0:
                return count, DONE
            if fresh[best]:
                break
            a, b = begins[best], begins[best + 1]
            found, can = lower(voters[a:b], worth[a:b], weights, high, costs[best], bounds[best])
            bounds[best] = found
            alive[best] = can == 1
            fresh[best] = True
        a, b = begins[best], begins[best + 1]
        most = upper(voters[a:b], worth[a:b], weights, low, costs[best], bounds[best])
        if most == np.inf:
            return count, OPEN
        for p in range(n):
            if alive[p] and p != best and bounds[p] <= most:
                if not fresh[p]:
                    c, d = begins[p], begins[p + 1]
                    found, can = lower(voters[c:d], worth[c:d], weights, high, costs[p], bounds[p])
                    bounds[p] = found
                    alive[p] = can == 1
                    fresh[p] = True
                if alive[p] and bounds[p] <= most:
                    return count, OPEN
        pay(voters[a:b], worth[a:b], low, high, bounds[best], most)
        alive[best] = False
        bought[count] = best
        count += 1


@compiled
def split(
    voters: Ints,
    worth: Ints,
    weights: Ints,
    low: Floats,
    high: Floats,
    broke: Bools,
    least: float,
    most: float,
    level: int,
    ballot_begins: Ints,
    ballot_options: Ints,
    ballot_worth: Ints,
    stages: Ints,
    paid: Ints,
    open_: Ints,
) -> tuple[int, int, int, int, int]:
    """Supporters by whether they can pay a price between `least` and `most` in full.

    level: only those to whom the project is worth this; 0: all. stages: of each project, when it
    was bought, or -1. Given are the worth to those who can; voters who can; voters who have money
    and cannot; voters who have none; how many groups it is open for, which are in `open_`. `paid`
    is by stage what the second were worth that stage's project in all.
    """
    mass = full = poor = none = unsure = 0
    paid[:] = 0
    for i in range(len(voters)):
        g = voters[i]
        if level and worth[i] != level:
            continue
        weight = weights[g]
        if broke[g]:
            none += weight
        elif low[g] >= most * worth[i] * (1.0 + WIDE):
            mass += weight * worth[i]
            full += weight
        elif high[g] < least * worth[i] * (1.0 - WIDE):
            poor += weight
            for k in range(ballot_begins[g], ballot_begins[g + 1]):
                stage = stages[ballot_options[k]]
                if stage >= 0:
                    paid[stage] += weight * ballot_worth[k]
        else:
            open_[unsure] = i
            unsure += 1
    return mass, full, poor, none, unsure


@compiled
def break_poor(
    voters: Ints, worth: Ints, low: Floats, high: Floats, broke: Bools, least: float
) -> None:
    """Mark those who certainly cannot pay in full: they pay all and have nothing left."""
    for i in range(len(voters)):
        g = voters[i]
        if high[g] < least * worth[i] * (1.0 - WIDE):
            broke[g] = True
            low[g] = 0.0
            high[g] = 0.0


@compiled
def held(
    projects: int,
    weights: Ints,
    broke: Bools,
    passed: Bools,
    ballot_begins: Ints,
    ballot_options: Ints,
    ballot_worth: Ints,
    stages: Ints,
    bought: int,
) -> tuple[Ints, Ints]:
    """Of each project the supporters that are not broke nor passed; what `split` calls paid."""
    having = np.zeros(projects, np.int64)
    paid = np.zeros((projects, bought), np.int64)
    own = np.zeros(bought, np.int64)
    spent = np.zeros(bought, np.int64)
    for g in range(len(weights)):
        if broke[g] or passed[g]:
            continue
        n = 0
        for k in range(ballot_begins[g], ballot_begins[g + 1]):
            stage = stages[ballot_options[k]]
            if stage >= 0:
                own[n] = stage
                spent[n] = weights[g] * ballot_worth[k]
                n += 1
        for k in range(ballot_begins[g], ballot_begins[g + 1]):
            p = ballot_options[k]
            having[p] += weights[g]
            for i in range(n):
                paid[p, own[i]] += spent[i]
    return having, paid


@compiled
def marked(raw: Bytes, pad: int, gone: Bools, weights: Ints) -> tuple[Ints, Ints, Ints, Bools]:
    """Count the marks of approvals: by ballot, by option, as votes; ballots that mark a gone one.

    raw: rows of bytes, of which the first `pad` bits are skipped and the next len(gone) are marks.
    Given are the places where ballots and options begin among the marks that are not gone.
    """
    n, rows = len(gone), len(raw)
    begins = np.zeros(rows + 1, np.int64)
    by = np.zeros(n + 1, np.int64)
    votes = np.zeros(n, np.int64)
    hit = np.zeros(rows, np.bool_)
    for g in range(rows):
        found = begins[g]
        for b in range(pad // 8, (pad + n) // 8):
            byte = np.int64(raw[g, b])
            at = 8 * b - pad
            if at < 0:
                byte &= 255 >> -at
            while byte:
                if byte & 128:
                    if gone[at]:
                        hit[g] = True
                    else:
                        found += 1
                        by[at + 1] += 1
                        votes[at] += weights[g]
                byte = (byte << 1) & 255
                at += 1
        begins[g + 1] = found
    for p in range(n):
        by[p + 1] += by[p]
    return begins, by, votes, hit


@compiled
def unpacked(raw: Bytes, pad: int, gone: Bools, begins: Ints, by: Ints) -> tuple[Ints, Ints]:
    """The options of each ballot, ascending, and the ballots of each option; see `marked`."""
    n = len(gone)
    options = np.empty(begins[-1], np.int64)
    voters = np.empty(begins[-1], np.int64)
    after = by.copy()
    for g in range(len(raw)):
        k = begins[g]
        for b in range(pad // 8, (pad + n) // 8):
            byte = np.int64(raw[g, b])
            at = 8 * b - pad
            if at < 0:
                byte &= 255 >> -at
            while byte:
                if byte & 128 and not gone[at]:
                    options[k] = at
                    k += 1
                    voters[after[at]] = g
                    after[at] += 1
                byte = (byte << 1) & 255
                at += 1
    return options, voters


@compiled
def raise_to(
    voters: Ints,
    weights: Ints,
    ballot_begins: Ints,
    ballot_options: Ints,
    place: Ints,
    rows: Ints,
    to: int,
) -> None:
    """Put supporters in class `to` (-1: each one higher); rows[option, class] counts voters."""
    for i in range(len(voters)):
        g = voters[i]
        old = place[g]
        new = old + 1 if to < 0 else to
        place[g] = new
        for k in range(ballot_begins[g], ballot_begins[g + 1]):
            rows[ballot_options[k], old] -= weights[g]
            rows[ballot_options[k], new] += weights[g]


@compiled
def leads(
    weights: Ints, ballot_begins: Ints, ballot_options: Ints, points: Ints, value: Ints
) -> tuple[int, int]:
    """Voters whose sum of points times value is above zero, and below."""
    above = below = 0
    for g in range(len(weights)):
        total = 0
        for k in range(ballot_begins[g], ballot_begins[g + 1]):
            total += points[k] * value[ballot_options[k]]
        if total > 0:
            above += weights[g]
        elif total < 0:
            below += weights[g]
    return above, below
