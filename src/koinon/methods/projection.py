"""What the errors found in an audit's sample say about the whole population, exactly.

Monetary-unit sampling: an item below the interval stands for one interval of money; its tainting,
the part of its amount that is wrong, is projected on that interval. Items from the interval on are
all examined, so their errors are known and nothing is projected. The upper limit is Stringer's:
taintings in falling order, each weighted by what the Poisson factor grows by; see `factor`.

Sources: AICPA, Audit Guide: Audit Sampling, chapter 6 and appendix C; K. W. Stringer, "Practical
aspects of statistical sampling in auditing", Proceedings of the Business and Economic Statistics
Section, American Statistical Association, 1963; ISA 530.14 and A18–A20 (projection).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from koinon.methods.sampling import Item, Plan, Selected, members

STEP = 1_000
"""Factors are rounded up to 1/1000."""


@dataclass(frozen=True, slots=True)
class Examined:
    """An item of the sample and what it should have been, in minor units."""

    selected: Selected
    audited_cents: int

    @property
    def over_cents(self) -> int:
        """By how much the books state it too high; below zero where they state it too low."""
        return self.selected.item.cents - self.audited_cents


@dataclass(frozen=True, slots=True)
class Projection:
    """Misstatement of a population in minor units; overstatement is above zero.

    `found` is what the sample holds, `likely` what it says about the whole. `upper` is the most
    that the books are overstated by, at the confidence of the plan; None where the method states no
    such limit. Understatements count in `found` and `likely`; they never lower `upper`.
    """

    found: int
    likely: Fraction
    upper: Fraction | None


def project(
    plan: Plan, items: Sequence[Item], examined: Sequence[Examined], confidence_percent: int
) -> Projection:
    """What a sample, wholly examined, says about its population."""
    found = sum(one.over_cents for one in examined)
    if plan.method == "monetary unit":
        likely, upper = _by_taintings(plan.interval_cents, examined, confidence_percent)
        return Projection(found, likely, upper)
    return Projection(found, _by_strata(plan, items, examined), None)


def _by_taintings(
    interval_cents: int, examined: Sequence[Examined], confidence_percent: int
) -> tuple[Fraction, Fraction]:
    known = [one.over_cents for one in examined if one.selected.why == "whole stratum"]
    hits = [
        Fraction(one.over_cents, one.selected.item.cents)
        for one in examined
        if one.selected.why == "hit"
    ]
    over = sorted((one for one in hits if one > 0), reverse=True)
    likely = sum(known) + interval_cents * sum(hits, Fraction(0))
    upper = Fraction(sum(cents for cents in known if cents > 0))
    before = factor(0, confidence_percent)
    upper += interval_cents * before
    for k, tainting in enumerate(over, 1):
        grown = factor(k, confidence_percent)
        upper += interval_cents * (grown - before) * tainting
        before = grown
    return likely, upper


def _by_strata(plan: Plan, items: Sequence[Item], examined: Sequence[Examined]) -> Fraction:
    """Difference estimation: in each stratum the mean difference times its number of items."""
    likely = Fraction(0)
    for position in range(len(plan.strata)):
        own = [one for one in examined if one.selected.stratum == position]
        if own:
            size = len(members(items, plan.strata, position))
            likely += Fraction(size * sum(one.over_cents for one in own), len(own))
    return likely


@lru_cache(maxsize=4_096)
def factor(errors: int, confidence_percent: int) -> Fraction:
    """The Poisson factor: the least multiple R of 1/1000 that so few errors still contradict.

    That is: with R errors to be expected, `errors` or fewer come with a probability of no more than
    1 - confidence. Decided exactly (see `_rare`); rounding up is on the safe side.
    """
    assert errors >= 0
    assert 0 < confidence_percent < 100
    risk = Fraction(100 - confidence_percent, 100)
    high = STEP
    while not _rare(Fraction(high, STEP), errors, risk):
        high *= 2
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        if _rare(Fraction(middle, STEP), errors, risk):
            high = middle
        else:
            low = middle
    return Fraction(high, STEP)


def _rare(mean: Fraction, errors: int, risk: Fraction) -> bool:
    """Whether P(X ≤ errors) ≤ risk for a Poisson variable X of this mean.

    P = (sum of mean^i / i! for i ≤ errors) / e^mean. The partial sums of e^mean bound it from
    below, and with the rest of the series, no more than the last term times mean / (i + 1 - mean),
    from above. e^mean is irrational for a rational mean above zero, so the bounds decide.
    """
    term = total = Fraction(1)
    needed = total / risk
    i = 0
    while True:
        i += 1
        term = term * mean / i
        total += term
        if i <= errors:
            needed = total / risk
        elif total >= needed:
            return True
        elif i + 1 > mean and total + term * mean / (i + 1 - mean) < needed:
            return False
