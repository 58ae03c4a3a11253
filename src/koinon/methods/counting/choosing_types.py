"""Rules and results of plurality and approval voting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from koinon.methods.counting.contests import CountError, Tally
from koinon.methods.counting.ties import LastKey, Tie


@dataclass(frozen=True, slots=True)
class Plurality:
    """One vote a ballot: the option chosen, or the first mark of a ranking.

    skipped: whether a ranking whose first rank is empty counts for its next mark ("closed up") or
    is "invalid". last: what breaks a tie for the last seat.
    """

    KIND: ClassVar[str] = "plurality/1"
    skipped: Literal["closed up", "invalid"]
    last: LastKey


@dataclass(frozen=True, slots=True)
class Approval:
    """One vote to every option that a ballot approves.

    most: a ballot that approves more options than this is invalid; None: as many as there are.
    last: what breaks a tie for the last seat. Raises CountError where `most` is below 1.
    """

    KIND: ClassVar[str] = "approval/1"
    most: int | None
    last: LastKey

    def __post_init__(self) -> None:
        if self.most is not None and self.most < 1:
            raise CountError(f"at most {self.most} approvals leave none; allow 1 or more.")


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes for one option."""

    KIND: ClassVar[str] = "votes"
    option: str
    votes: int


@dataclass(frozen=True, slots=True)
class ChoosingResult:
    """Votes by option, most first (equals in the order of the paper), and who is elected.

    The certificate: nobody elected has fewer votes than `fewest_elected`, nobody else more than
    `most_others` (None: all are elected); where they are equal, `ties` says what decided.
    """

    KIND: ClassVar[str] = "choosing_result/1"
    rule: Plurality | Approval
    tally: Tally
    votes: tuple[Votes, ...]
    fewest_elected: int
    most_others: int | None
    elected: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str
