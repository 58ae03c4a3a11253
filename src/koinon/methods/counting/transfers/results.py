"""What a count by transfer leaves: stages, every vote that moved, and who was elected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from koinon.methods.counting.contests import Tally
from koinon.methods.counting.ties import Tie
from koinon.methods.counting.transfers.rules import Meek, ScottishStv, Wigm

Action: TypeAlias = Literal["first", "surplus", "exclude"]
"""What opened a stage: first preferences, a surplus moved on, or options were excluded."""


@dataclass(frozen=True, slots=True)
class Move:
    """Votes that left one option: to each option, in the order of the paper, and to none.

    All in units. non_transferable: of papers without a next preference. rounding: what truncation
    kept back of a surplus. What left the source is the sum of all three.
    """

    KIND: ClassVar[str] = "move"
    source: str
    votes: tuple[int, ...]
    non_transferable: int
    rounding: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a count by Gregory's method, as it stands at its end.

    of: whose papers moved. votes: of each option in the order of the paper, in units.
    non_transferable and rounding: so far. elected: who was deemed elected at its end, the most
    votes first. `votes`, `non_transferable` and `rounding` add up to all valid votes.
    """

    KIND: ClassVar[str] = "transfer_stage"
    number: int
    action: Action
    of: tuple[str, ...]
    votes: tuple[int, ...]
    moves: tuple[Move, ...]
    non_transferable: int
    rounding: int
    elected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TransferResult:
    """The result of a count by Gregory's method; `scale` units are one vote.

    filled: those of `elected` who took the last seats because nobody else was left.
    """

    KIND: ClassVar[str] = "transfer_result/1"
    rule: ScottishStv | Wigm
    tally: Tally
    scale: int
    quota: int
    stages: tuple[Stage, ...]
    elected: tuple[str, ...]
    filled: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str


@dataclass(frozen=True, slots=True)
class MeekRound:
    """One round of Meek's rule, at the end of its iteration.

    keep: keep factors by which votes were distributed, in units (`scale` is 1). residual: votes
    that nobody keeps. ended: why the iteration ended. excluded: who was, or "".
    """

    KIND: ClassVar[str] = "meek_round"
    number: int
    iterations: int
    ended: Literal["elected", "small surplus", "stable surplus"]
    quota: int
    surplus: int
    votes: tuple[int, ...]
    keep: tuple[int, ...]
    residual: int
    elected: tuple[str, ...]
    excluded: str


@dataclass(frozen=True, slots=True)
class MeekResult:
    """The result of Meek's rule; `scale` units are one vote. filled: as of `TransferResult`."""

    KIND: ClassVar[str] = "meek_result/1"
    rule: Meek
    tally: Tally
    scale: int
    rounds: tuple[MeekRound, ...]
    elected: tuple[str, ...]
    filled: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str
