"""Voting power in numpy: `meeting` is exact, `integrating` and `lattice` err by less than they
state, `sampling` by less than it states with the confidence it states.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from koinon.methods.fast.power import integrating, lattice, meeting, sampling

__all__ = ["citizens", "integrating", "lattice", "meeting", "sampling"]


def citizens(absolute: Sequence[Fraction], people: Sequence[int]) -> tuple[float, ...]:
    """Give the chance of one resident to decide, when each member follows its majority.

    It is ψ·√(2 / (π·N)) for N residents who vote at random, by Stirling's formula for an odd N.
    Source: L. Penrose, J. of the Royal Statistical Society 109 (1946) 53.
    """
    assert len(absolute) == len(people)
    assert all(number > 0 for number in people)
    return tuple(
        float(chance) * math.sqrt(2 / (math.pi * number))
        for chance, number in zip(absolute, people, strict=True)
    )
