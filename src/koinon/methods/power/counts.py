"""What counting gives: winning coalitions and swings by size, and the indices made of them.

Source of the indices: L. Penrose, J. of the Royal Statistical Society 109 (1946) 53; L. Shapley
and M. Shubik, American Political Science Review 48 (1954) 787; J. Banzhaf, Rutgers Law Review 19
(1965) 317; J. Coleman in B. Lieberman (ed.), Social Choice (1971) 269; after D. Felsenthal and M.
Machover, The Measurement of Voting Power (1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial


@dataclass(frozen=True, slots=True)
class Counts:
    """Exact counts of a game of n members.

    `winning[s]` is the number of winning coalitions of s members (s = 0 … n); `swings[i][s]` that
    of losing coalitions of s others (s = 0 … n - 1) that win when member i joins.
    """

    winning: tuple[int, ...]
    swings: tuple[tuple[int, ...], ...]

    @property
    def members(self) -> int:
        """The number of members."""
        return len(self.swings)

    @property
    def coalitions(self) -> int:
        """The number of winning coalitions."""
        return sum(self.winning)


def absolute(counts: Counts) -> tuple[Fraction, ...]:
    """Give the chance of each member to decide when all others vote at random (Penrose)."""
    cases = 1 << (counts.members - 1)
    return tuple(Fraction(sum(row), cases) for row in counts.swings)


def shapley_shubik(counts: Counts) -> tuple[Fraction, ...]:
    """Give the chance of each member to be the one that tips a vote taken in random order."""
    n = counts.members
    orders = [factorial(s) * factorial(n - 1 - s) for s in range(n)]
    known: dict[tuple[int, ...], Fraction] = {}
    for row in counts.swings:
        if row not in known:
            cases = sum(number * order for number, order in zip(row, orders, strict=True))
            known[row] = Fraction(cases, factorial(n))
    return tuple(known[row] for row in counts.swings)


def chance(winning: Sequence[int], level: Fraction) -> Fraction:
    """Give the chance to pass when each member is in favour with chance `level`, independently."""
    n = len(winning) - 1
    yes, of = level.numerator, level.denominator
    no = of - yes
    cases = sum(number * yes**s * no ** (n - s) for s, number in enumerate(winning) if number)
    return Fraction(cases, of**n)


def by_size(packed: int, width: int, number: int) -> tuple[int, ...]:
    """Take a packed sequence apart: `number` whole numbers of `width` bits, the first lowest."""
    assert packed >= 0
    assert packed.bit_length() <= width * number
    mask = (1 << width) - 1
    return tuple((packed >> (width * s)) & mask for s in range(number))
