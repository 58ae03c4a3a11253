"""What a plan can be asked wrongly, and numbers known only within a range."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


class Unplannable(ValueError):
    """A plan cannot be worked out as asked: `code` says why, `facts` where.

    The sentences, with what would mend it, are in `koinon.planner.texts`.
    """

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(f"{code}: {facts}" if facts else code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Band:
    """An amount of money in minor units, known within a range: low <= mid <= high.

    "Low" is the lowest amount, whichever ends of the inputs give it.
    """

    low: Fraction
    mid: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if not self.low <= self.mid <= self.high:
            raise ValueError("a band rises from low to high")
