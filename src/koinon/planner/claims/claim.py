"""A claim, the figures held against it, and the verdict that follows from them by rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from koinon.planner.claims.facts import Fact, Known


class Role(StrEnum):
    """What a figure is to a claim."""

    SAID = "said"
    """Of the boundary and the time that the claim names."""
    WIDER = "wider"
    """Of a wider area than the claim names."""
    NARROWER = "narrower"
    """Of a narrower area than the claim names."""
    PART = "part"
    """Of a part of what the claim is about: one country, where it speaks of all."""
    CONTEXT = "context"
    """Shown beside the others, without weight in the verdict."""


class Relation(StrEnum):
    """How a figure has to stand to what is claimed."""

    ABOUT = "about"
    ABOVE = "above"
    BELOW = "below"


class Verdict(StrEnum):
    """What the figures say of a claim."""

    CONFIRMED = "confirmed"
    CONFIRMED_FOR_PART = "confirmed_for_part"
    """It holds where figures were at hand, which is less than the claim is about."""
    PARTLY = "partly"
    """Some figures of what is claimed hold, others do not."""
    TRUE_FOR_CITIES = "true_for_cities"
    """It holds for the cities named, and not for the areas around them."""
    OVERSTATED = "overstated"
    UNDERSTATED = "understated"
    WRONG_UNIT = "wrong_unit"
    """The number is that of a smaller area than the one named."""
    PLAUSIBLE = "plausible"
    """It can be reached by continuing official figures; no official figure says it."""
    REFUTED = "refuted"


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure held against a claim.

    `against` is what it is compared with where that is another figure, not the number claimed.
    """

    role: Role
    fact: Fact
    against: Fact | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a manifesto says, in its own words, and the figures held against it.

    `claimed` is the number said, in the unit of its findings; None where two figures are
    compared. `measure` is the code of the sentence that says what is measured. A figure is about
    the number claimed within `within`, in the same unit.
    """

    id: str
    manifesto: str
    words: str
    claimed: Fraction | None
    relation: Relation
    within: Fraction
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """What the figures say, by the rule of `judged`."""
        return judged(self)


PERCENT_WITHIN: Final = Fraction(2)
"""Percentages said in whole numbers are taken to be meant within two points."""
COUNT_WITHIN: Final = Fraction(1, 10)
"""Numbers of people are taken to be meant within a tenth."""


def holds(claim: Claim, finding: Finding) -> bool:
    """Whether a figure stands to the claim as the claim says."""
    against = claim.claimed if finding.against is None else finding.against.value
    assert against is not None
    value = finding.fact.value
    if claim.relation is Relation.ABOVE:
        return value > against
    if claim.relation is Relation.BELOW:
        return value < against
    return abs(value - against) <= claim.within


def judged(claim: Claim) -> Verdict:
    """The verdict that follows from a claim's figures.

    Where every figure of the boundary named holds, the claim is confirmed: for the cities alone
    if one of a wider area does not hold, and merely plausible if it was reached by continuing a
    series. Where none of that boundary is at hand, parts decide. Where not all hold, the number
    may be that of a narrower area; where some do, it is confirmed in part; where none does, it is
    overstated, understated or refuted.
    """
    said = list(_of(claim, Role.SAID))
    if not said:
        parts = list(_of(claim, Role.PART))
        assert parts, claim.id
        whole = all(holds(claim, one) for one in parts)
        return Verdict.CONFIRMED_FOR_PART if whole else Verdict.REFUTED
    if all(holds(claim, one) for one in said):
        if any(one.fact.known is Known.EXTRAPOLATED for one in said):
            return Verdict.PLAUSIBLE
        wider = all(holds(claim, one) for one in _of(claim, Role.WIDER))
        return Verdict.CONFIRMED if wider else Verdict.TRUE_FOR_CITIES
    if any(holds(claim, one) for one in _of(claim, Role.NARROWER)):
        return Verdict.WRONG_UNIT
    if any(holds(claim, one) for one in said):
        return Verdict.PARTLY
    return _missed(claim, said)


def _of(claim: Claim, role: Role) -> Iterable[Finding]:
    return (one for one in claim.findings if one.role is role)


def _missed(claim: Claim, said: list[Finding]) -> Verdict:
    """On which side of the figures the number claimed lies, where it lies on one."""
    if claim.relation is not Relation.ABOUT or claim.claimed is None:
        return Verdict.REFUTED
    if all(claim.claimed > one.fact.value for one in said):
        return Verdict.OVERSTATED
    if all(claim.claimed < one.fact.value for one in said):
        return Verdict.UNDERSTATED
    return Verdict.REFUTED
