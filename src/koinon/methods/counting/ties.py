"""Ties: who comes first of equals, in the order that the rule states; never in silence.

A rule states its keys in order. Keys that look back at earlier stages are the family's own; the
last ones are here: the order of the ballot paper, or a lot. A lot is a public value announced
before the ballots were known, such as a draw in the open or a later checkpoint of a record: the
option whose SHA-256 of the value, the ballots, the number of the lot and its own id is smallest
comes first. So each lot of a count is new, and anyone draws it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import ClassVar, Literal, TypeAlias

from koinon.methods.counting.contests import CountError

LastKey: TypeAlias = Literal["paper", "lot"]
"""How a tie is broken at last: the order of the ballot paper, or a lot."""


class LotNeeded(CountError):
    """A tie that only a lot breaks, and no lot was given: count again with one."""

    def __init__(self, tied: Sequence[str]) -> None:
        names = ", ".join(tied)
        super().__init__(f"a lot decides between {names}; draw one in public and give its value.")
        self.tied = tuple(tied)


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie that was met: at which stage (from 1), what it decided, between whom, and how.

    `by` is the key that decided; `first` is who came first: elected, kept, or excluded, as
    `what` says.
    """

    KIND: ClassVar[str] = "tie"
    stage: int
    what: str
    tied: tuple[str, ...]
    by: str
    first: str


@dataclass(slots=True)
class Lots:
    """The lots of one count: the public value, and how many were drawn so far.

    value: empty where none is given; the first lot then raises LotNeeded.
    """

    value: str
    ballots_sha256: str
    drawn: int = field(default=0)

    def order(self, tied: Sequence[str]) -> tuple[str, ...]:
        """All of the tied, by a new lot. Raises LotNeeded."""
        if not self.value:
            raise LotNeeded(tied)
        self.drawn += 1
        return tuple(sorted(tied, key=lambda id_: lot_key(self, self.drawn, id_)))


def lot_key(lots: Lots, number: int, id_: str) -> str:
    """The hash by which an option stands in lot `number` (from 1); the smallest comes first."""
    said = f"koinon-lot/1\n{lots.value}\n{lots.ballots_sha256}\n{number}\n{id_}"
    return sha256(said.encode()).hexdigest()
