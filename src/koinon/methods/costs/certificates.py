"""What is found out about a coalition's shares, and what proves it.

A group is tempted when its members pay more together than they would by themselves; its gain is
that difference. Two kinds of proof bound the gain of every group, and both are checked without
repeating the search (`recheck`):

- `Lines`, for one programme: lines below its cost, each on a range of use. Under a line every
  member counts for itself, so the best group is whoever pays more than its part of the line.
- `Flow`, for several: each programme's cost is bounded from below by a constant, a price and
  terms d · min(use, B); and every city's payment is split among these terms so that no term
  receives more than its worth. Then no group pays more than it would cost, but for what is left
  over. This is an explicit allocation in the core, of max-flow form (V. Kolmogorov, R. Zabih, IEEE
  PAMI 26 (2004) 147; P. Kohli, L. Ladický, P. Torr, IJCV 82 (2009) 302 for min(x, B) terms).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Tempted:
    """Members, in order of ids, who pay `gain` minor units more than they would by themselves."""

    members: tuple[str, ...]
    gain: Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """Below the cost less coordination for every use in start..end: intercept + slope · use."""

    start: int
    end: int
    slope: Fraction
    intercept: Fraction


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that follow each other from 0 to the use of all members."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Below:
    """Below a programme's cost less coordination: constant + slope·z + Σ d·min(z, B), kinks (B, d).

    The constant may be negative; then it bounds less than the cost of nobody, and the proof pays
    for that.
    """

    constant: Fraction
    slope: Fraction
    kinks: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Paid:
    """Part of a member's payment that one term of one programme explains.

    Term 0 is the constant, term j the j-th kink.
    """

    member: str
    programme: int
    term: int
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Flow:
    """A bound from below for each programme, and every member's payment split among its terms."""

    below: tuple[Below, ...]
    paid: tuple[Paid, ...]


Proof: TypeAlias = Lines | Flow


@dataclass(frozen=True, slots=True)
class Certificate:
    """The best group found (None: none gains) and a proof that no group gains more than `bound`."""

    tempted: Tempted | None
    bound: Fraction
    proof: Proof


Says: TypeAlias = Literal["nobody", "a city", "a group", "undecided"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who pays more than alone.

    says: ``nobody`` (the shares are in the core), ``a city`` (some city alone pays more than by
    itself), ``a group`` (no single city, but a group of several), ``undecided`` (none was found,
    and the bound is above zero; only where prices rise with use or coordination exceeds a setup).
    alone: the cities that pay more than alone, greatest gain first. The gap is the certificate's
    bound less the best gain found: 0 when the best group is exactly known.
    """

    says: Says
    alone: tuple[Tempted, ...]
    certificate: Certificate

    @property
    def gap(self) -> Fraction:
        """How much more than the best group found another might gain, in minor units."""
        best = self.certificate.tempted
        return self.certificate.bound - (best.gain if best else 0)
