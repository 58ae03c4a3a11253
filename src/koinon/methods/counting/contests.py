"""What is decided by ballots, and the ballots: an election as every rule of counting takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from koinon.methods.counting.ballots import Ballots


class CountError(ValueError):
    """An election that a rule cannot count; one sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate or a project.

    id: what ballots and results name it by. cost: of a project, in `Contest.unit`ths of the
    currency unit. withdrawn: it stands on the paper, and no vote counts for it any more.
    """

    KIND: ClassVar[str] = "option"
    id: str
    name: str
    cost: int | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Contest:
    """What is voted on.

    options: in the order of the ballot paper, which is the stated order of ties. seats: how many
    are elected (0: a budget decides). budget: the money of a budget, in `unit`ths of the currency
    unit (unit 100: cents).
    """

    KIND: ClassVar[str] = "contest"
    title: str
    options: tuple[Option, ...]
    seats: int
    budget: int | None = None
    unit: int = 1

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all options, as on the paper."""
        return tuple(option.id for option in self.options)


@dataclass(frozen=True, slots=True)
class Election:
    """A contest and its ballots; `facts` are what else its file said, as (name, text).

    Raises CountError where the ballots are over other options than the contest's.
    """

    contest: Contest
    ballots: Ballots
    facts: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.contest.ids != self.ballots.options:
            raise CountError("the ballots are over other options than the contest.")


@dataclass(frozen=True, slots=True)
class Irregular:
    """How many ballots a rule did not take as they stand, and why.

    "invalid" reasons leave a ballot out of the count; others count it up to the fault.
    """

    KIND: ClassVar[str] = "irregular"
    reason: str
    ballots: int
    valid: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """The ballots as the rule takes them: all that were cast, and how many of them are valid.

    Every ballot is in `cast`; those of `irregular` that are not valid make up the difference.
    """

    KIND: ClassVar[str] = "tally"
    ballots_sha256: str
    cast: int
    valid: int
    irregular: tuple[Irregular, ...]
