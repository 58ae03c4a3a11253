"""Parties in districts: the types of a biproportional apportionment."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias

from koinon.methods.counting.seats.rules import MAX_VOTES, SeatsError, SeatsResult
from koinon.methods.counting.statements import Statement
from koinon.methods.counting.ties import LastKey, Tie
from koinon.methods.plain import digest, to_plain

Rounding: TypeAlias = Literal["standard", "down", "up"]
"""Where a quotient becomes a seat more: at the halves, at whole numbers, above whole numbers."""

Matrix: TypeAlias = tuple[tuple[int, ...], ...]
"""One row a district, one column a party."""

MAX_CELLS = 10_000
MAX_TABLES = 20
"""Most tied tables that a result lists."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """What a list needs to take part: one of two shares of the votes is enough, or both are needed.

    district: so much of the votes in one district at least. total: so much of all votes at least.
    None: is not asked. Where votes weigh otherwise in each district, the sum is that of votes.
    """

    KIND: ClassVar[str] = "quorum"
    district: Fraction | None = None
    total: Fraction | None = None
    both: bool = False


@dataclass(frozen=True, slots=True)
class Biproportional:
    """Seats to parties over all districts, then to their lists in each (double Pukelsheim).

    weigh: "voters": a voter has as many votes as the district has seats, so votes are divided by
    them; "votes": votes count as they are. whole: voter numbers of each list are rounded to the
    nearest whole (halves up) before they are summed up. rounding: of the lower apportionment.
    winner: the party with most votes of a district has a seat of it at least (of equals the first
    on the paper that has a seat at all). ties: in order of the paper, or by lot.
    """

    KIND: ClassVar[str] = "biproportional/1"
    weigh: Literal["voters", "votes"] = "voters"
    whole: bool = True
    quorum: Quorum | None = None
    rounding: Rounding = "standard"
    winner: bool = False
    ties: LastKey = "paper"


@dataclass(frozen=True, slots=True)
class Table:
    """Votes of parties (columns) in districts (rows), and the seats of each district."""

    KIND: ClassVar[str] = "district_votes"
    districts: tuple[str, ...]
    parties: tuple[str, ...]
    district_seats: tuple[int, ...]
    votes: Matrix

    def __post_init__(self) -> None:
        rows, columns = len(self.districts), len(self.parties)
        square = len(self.votes) == rows and all(len(row) == columns for row in self.votes)
        if not square or len(self.district_seats) != rows or not 0 < rows * columns <= MAX_CELLS:
            raise SeatsError("every district has its seats and one number of votes a party, for 1 "
                             f"to {MAX_CELLS} lists.")  # fmt: skip
        for names in (self.districts, self.parties):
            if len(set(names)) < len(names) or not all(names):
                raise SeatsError("districts and parties have names, no two the same.")
        if min(map(min, self.votes)) < 0 or max(map(max, self.votes)) > MAX_VOTES:
            raise SeatsError(f"votes are numbers from 0 to {MAX_VOTES}.")
        if min(self.district_seats) < 1:
            raise SeatsError("every district has a seat or more.")

    @property
    def sha256(self) -> str:
        """The commitment to the votes, for lots."""
        return digest(to_plain(self))


@dataclass(frozen=True, slots=True)
class TiedTables:
    """Tables of seats that equal claims leave open, the announced one included.

    count: how many; None where counting them all would take too long. listed: the first of them,
    at most MAX_TABLES; the announced one alone where they are not counted.
    """

    KIND: ClassVar[str] = "tied_tables"
    count: int | None
    listed: tuple[Matrix, ...]


@dataclass(frozen=True, slots=True)
class BiproportionalResult:
    """Seats of every list, with divisors that anyone verifies with a division and a rounding.

    entitled: parties that reach the quorum. scale: voter numbers of the upper apportionment are
    multiplied by it, to be whole. upper: seats of the parties. held: the least seats of each list
    (1 where the strongest party has its seat assured, or rounding is upwards). seats:
    for every list s: votes / (district divisor · party divisor) lies from the signpost of s to
    that of s + 1. ties: what the paper or the lot decided between tied tables.
    """

    KIND: ClassVar[str] = "biproportional_result/1"
    rule: Biproportional
    table: Table
    entitled: tuple[bool, ...]
    scale: int
    upper: SeatsResult
    held: Matrix
    seats: Matrix
    district_divisors: tuple[Fraction, ...]
    party_divisors: tuple[Fraction, ...]
    tied: TiedTables
    ties: tuple[Tie, ...]
    lot: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Why no table of seats exists: these districts must fill `needed` seats with these parties,
    which are the only ones with votes there and have at most `available` left for them.
    """

    KIND: ClassVar[str] = "cut"
    districts: tuple[str, ...]
    parties: tuple[str, ...]
    needed: int
    available: int


class InfeasibleError(SeatsError):
    """Seats of districts and parties that no table meets; `cut` proves it."""

    def __init__(self, cut: Cut) -> None:
        super().__init__(
            f"no table of seats exists: {', '.join(cut.districts)} must fill {cut.needed} seats "
            f"with {', '.join(cut.parties) or 'no party'}, which can take {cut.available} there; "
            "change the districts or the quorum."
        )
        self.cut = cut


STATEMENT = Statement(
    title="Biproportional apportionment (double Pukelsheim)",
    arithmetic="Fractions.",
    rounding="Voter numbers to the nearest whole where the rule says so; seats of parties at the "
    "halves; seats of lists as the rule says.",
    ties="Tied tables: the one with more seats for the first list of the first district, and so "
    "on, in the order of the paper or of one lot for districts and one for parties.",
    stop="When districts and parties have their seats: discrete alternate scaling, then transfers "
    "along the cheapest chain of lists, each of which mends one seat.",
    irregular="Lists below the quorum and lists without votes take no seat.",
    source="Zürich, Gesetz über die politischen Rechte (LS 161) §§ 102-105; Pukelsheim, "
    "Proportional Representation (2nd ed. 2017), ch. 14-15; Gaffke and Pukelsheim (2008)",
)
