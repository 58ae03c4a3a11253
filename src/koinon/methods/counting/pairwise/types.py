"""Rules and results of counts that compare every two options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from koinon.methods.counting.contests import Tally
from koinon.methods.counting.ties import LastKey, Tie

Unranked: TypeAlias = Literal["last", "no opinion"]
"""What a ballot says of options it does not rank: all are equal and below those that it ranks, or
it compares them with none."""

MAX_COMPARED = 500
"""Most standing options that are compared with each other."""


@dataclass(frozen=True, slots=True)
class Schulze:
    """The method of the strongest paths.

    strength: what a victory is measured by. "winning votes": a victory by more votes is stronger,
    then one against fewer; "margins": one by more votes than are against it; "losing votes": one
    against fewer votes, then by more (Schulze 2011, 2.1). unranked, last: as in the module.
    """

    KIND: ClassVar[str] = "schulze/1"
    strength: Literal["winning votes", "margins", "losing votes"]
    unranked: Unranked
    last: LastKey


@dataclass(frozen=True, slots=True)
class RankedPairs:
    """Majorities are locked in order of their strength; those that contradict are skipped.

    equal: of majorities of equal strength, which comes first. Those still equal are taken as they
    come where their order decides nothing; else the one whose winner stands first on the paper, or
    in a lot over all options, then the one whose loser stands last.
    """

    KIND: ClassVar[str] = "ranked_pairs/1"
    strength: Literal["margins", "winning votes"]
    equal: Literal["smaller losing side", "larger losing side"]
    unranked: Unranked
    last: LastKey


@dataclass(frozen=True, slots=True)
class Minimax:
    """The option whose worst comparison is the least bad.

    strength: of each comparison. "winning votes": the votes against in a defeat, 0 where it does
    not lose; "margins": by how many votes it loses, below 0 where it wins; "pairwise opposition":
    the votes against, lost or won.
    """

    KIND: ClassVar[str] = "minimax/1"
    strength: Literal["winning votes", "margins", "pairwise opposition"]
    unranked: Unranked
    last: LastKey


@dataclass(frozen=True, slots=True)
class Link:
    """One option over another: the ballots that prefer it, and those that prefer the other."""

    KIND: ClassVar[str] = "link"
    votes: int
    against: int


@dataclass(frozen=True, slots=True)
class Duel:
    """Two options and the strongest paths between them; the first beats the second or they tie.

    path, back: options from the first to the second, and from the second to the first; each step
    is a link. weakest, weakest_back: the weakest links of the two. tied: they are equally strong.
    """

    KIND: ClassVar[str] = "duel"
    option: str
    other: str
    path: tuple[str, ...]
    weakest: Link
    back: tuple[str, ...]
    weakest_back: Link
    tied: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """What every count of this family begins with.

    options: those that stand, in the order of the paper. matrix[i][j]: ballots that prefer option
    i to option j. condorcet_winner: who beats every other. smith: the smallest set of options each
    of which beats every option outside it.
    """

    KIND: ClassVar[str] = "compared"
    options: tuple[str, ...]
    matrix: tuple[tuple[int, ...], ...]
    condorcet_winner: str | None
    smith: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchulzeResult:
    """Strongest paths between every two options, the order that follows, and who is elected.

    places: options by place; a place is unbeaten by its own and by later ones. winners: the first.
    """

    KIND: ClassVar[str] = "schulze_result/1"
    rule: Schulze
    tally: Tally
    compared: Compared
    duels: tuple[Duel, ...]
    places: tuple[tuple[str, ...], ...]
    elected: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str

    @property
    def winners(self) -> tuple[str, ...]:
        """Every potential winner."""
        return self.places[0]


@dataclass(frozen=True, slots=True)
class Majority:
    """A majority as it was taken: locked, or skipped as the locked `cycle` contradicts it.

    cycle: options from `other` to `option`, each step a majority that is locked already.
    """

    KIND: ClassVar[str] = "majority"
    option: str
    other: str
    votes: int
    against: int
    locked: bool
    cycle: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankedPairsResult:
    """The majorities in the order in which they were taken, the order that follows, the elected.

    A tie of majorities names each as "winner > loser".
    """

    KIND: ClassVar[str] = "ranked_pairs_result/1"
    rule: RankedPairs
    tally: Tally
    compared: Compared
    majorities: tuple[Majority, ...]
    places: tuple[tuple[str, ...], ...]
    elected: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str


@dataclass(frozen=True, slots=True)
class Worst:
    """An option's worst comparison: with whom (None: with nobody), and its strength."""

    KIND: ClassVar[str] = "worst"
    option: str
    other: str | None
    strength: int


@dataclass(frozen=True, slots=True)
class MinimaxResult:
    """The worst comparison of every option, the order that follows, and who is elected."""

    KIND: ClassVar[str] = "minimax_result/1"
    rule: Minimax
    tally: Tally
    compared: Compared
    worst: tuple[Worst, ...]
    places: tuple[tuple[str, ...], ...]
    elected: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str
