"""What is apportioned and by which rule: types alone, for the count, its verifier and readers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias, get_args

from koinon.methods.counting.contests import CountError
from koinon.methods.counting.statements import Statement
from koinon.methods.counting.ties import LastKey, Tie
from koinon.methods.plain import digest, to_plain

DivisorName: TypeAlias = Literal[
    "dhondt",
    "sainte-lague",
    "modified-sainte-lague",
    "huntington-hill",
    "adams",
    "dean",
    "danish",
    "imperiali",
]
QuotaName: TypeAlias = Literal["hare", "droop", "hagenbach-bischoff", "imperiali-quota"]
Base: TypeAlias = Literal["parties", "valid", "cast"]

MethodName: TypeAlias = Literal[DivisorName, QuotaName]

DIVISORS: tuple[MethodName, ...] = get_args(DivisorName)
QUOTAS: tuple[MethodName, ...] = get_args(QuotaName)

MAX_SEATS = 1_000_000
MAX_VOTES = 2**62
MAX_PARTIES = 10_000
MAX_LISTED = 100
"""Most tied outcomes that a result lists; how many there are is counted beside them."""


class SeatsError(CountError):
    """Seats that cannot be shared out; one sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a party needs to take part; any one of what is given is enough.

    share: so much of the votes of `base` at least: the votes of all parties ("parties"), with the
    blank votes ("valid", as in Spain), with the invalid ones too ("cast"). votes: so many votes at
    least. won: so many seats won in constituencies at least.
    """

    KIND: ClassVar[str] = "threshold"
    share: Fraction | None = None
    base: Base = "parties"
    votes: int | None = None
    won: int | None = None


@dataclass(frozen=True, slots=True)
class SeatsRule:
    """Seats by a divisor method or by quota and largest remainder.

    method: see `METHODS`. first: the first divisor of the modified Sainte-Laguë method, where the
    others are 3, 5, 7 …; None for every other method. minimum, maximum: seats of each party that
    takes part; divisor methods round and then clamp; with a quota whoever is above the maximum is
    held at it and the quota of the others is computed anew. ties: in order of the paper, or by lot.
    """

    KIND: ClassVar[str] = "apportionment/1"
    method: MethodName
    first: Fraction | None = None
    minimum: int = 0
    maximum: int | None = None
    threshold: Threshold | None = None
    ties: LastKey = "paper"

    def __post_init__(self) -> None:
        modified = self.method == "modified-sainte-lague"
        if modified != (self.first is not None) or not 0 < (self.first or 1) < 3:
            raise SeatsError("the modified method of Sainte-Laguë, and no other, has a first "
                             "divisor: above 0 and below 3, as 7/5.")  # fmt: skip
        if self.minimum < 0 or (self.maximum is not None and self.maximum < self.minimum):
            raise SeatsError(f"the maximum of {self.maximum} seats is below the minimum of "
                             f"{self.minimum}.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes by party in the order of the paper, with those that no party has.

    won: seats each party won in constituencies, or () where that matters to nothing.
    """

    KIND: ClassVar[str] = "party_votes"
    parties: tuple[str, ...]
    votes: tuple[int, ...]
    blank: int = 0
    invalid: int = 0
    won: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        same = len(self.votes) == len(self.parties) == len(self.won or self.votes)
        if not same or not 0 < len(self.parties) <= MAX_PARTIES:
            raise SeatsError(f"there is one number of votes a party, for 1 to {MAX_PARTIES} of "
                             "them.")  # fmt: skip
        if len(set(self.parties)) < len(self.parties) or not all(self.parties):
            raise SeatsError("parties have names, no two the same.")
        every = (*self.votes, *self.won, self.blank, self.invalid)
        if min(every) < 0 or max(every) > MAX_VOTES:
            raise SeatsError(f"votes are numbers from 0 to {MAX_VOTES}.")

    @property
    def sha256(self) -> str:
        """The commitment to the votes, for lots."""
        return digest(to_plain(self))


@dataclass(frozen=True, slots=True)
class Range:
    """Every divisor from `low` to `high` gives these seats, with either of equal seats at an end.

    high: None where no divisor is too great. chosen: a short one between. squared: `low` and `high`
    are the squares of the ends, as those of Huntington-Hill are no fractions; `chosen` is not
    squared, and None where the ends are equal and no fraction.
    """

    KIND: ClassVar[str] = "divisor_range"
    low: Fraction
    high: Fraction | None
    chosen: Fraction | None
    squared: bool


@dataclass(frozen=True, slots=True)
class Tied:
    """Outcomes that equal claims leave open.

    count: how many there are, the announced one included. listed: the first of them, at most
    MAX_LISTED, each a tuple of seats in the order of the parties.
    """

    KIND: ClassVar[str] = "tied_seats"
    count: int
    listed: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class SeatsResult:
    """An apportionment with its certificate.

    entitled: whether each party takes part. shares: exact part of the seats by votes among those
    who do. seats: seats of each party. quotas: votes in quotas (quota methods; () otherwise).
    range: divisors that give these seats (divisor methods). ties: each contested seat.
    """

    KIND: ClassVar[str] = "apportionment_result/1"
    rule: SeatsRule
    votes: Votes
    house: int
    entitled: tuple[bool, ...]
    shares: tuple[Fraction, ...]
    quotas: tuple[Fraction, ...]
    seats: tuple[int, ...]
    range: Range | None
    tied: Tied
    ties: tuple[Tie, ...]
    lot: str


def entitled(threshold: Threshold | None, votes: Votes) -> tuple[bool, ...]:
    """Which parties reach the threshold; all where there is none."""
    if threshold is None:
        return (True,) * len(votes.parties)
    cast = sum(votes.votes) + (votes.blank if threshold.base != "parties" else 0)
    cast += votes.invalid if threshold.base == "cast" else 0
    won = votes.won or (0,) * len(votes.parties)
    return tuple(
        (threshold.share is not None and of_party >= threshold.share * cast)
        or (threshold.votes is not None and of_party >= threshold.votes)
        or (threshold.won is not None and seats >= threshold.won)
        for of_party, seats in zip(votes.votes, won, strict=True)
    )


_DIVISOR = {
    "title": "",
    "arithmetic": "Fractions; claims of Huntington-Hill are compared by their squares.",
    "rounding": "None but that of the method: the quotient of votes and divisor, at its signposts.",
    "ties": "Equal claims to the last seats: the order of the paper, or one lot among all tied.",
    "stop": "When every seat is given; the divisors that give the same seats are published.",
    "irregular": "Blank and invalid votes count in the base of the threshold alone, where it says "
    "so; parties below the threshold and without votes take no seat.",
}
_QUOTA = _DIVISOR | {
    "arithmetic": "Fractions; the Droop quota is a whole number.",
    "rounding": "Votes in quotas are cut down to whole seats; the rest of the seats go to the "
    "greatest remainders, and where whole quotas are more than the seats, the smallest "
    "remainders give theirs back.",
    "stop": "When every seat is given.",
}


def _said(parts: dict[str, str], title: str, source: str) -> Statement:
    return Statement(**(parts | {"title": title, "source": source}))


_BY = "Balinski and Young, Fair Representation (1982), ch. 7 and appendix A, "
_PUK = "Pukelsheim, Proportional Representation (2nd ed. 2017), "

STATEMENTS: dict[str, Statement] = {
    "dhondt": _said(_DIVISOR, "D'Hondt: votes by 1, 2, 3 …", _BY + "Jefferson"),
    "sainte-lague": _said(_DIVISOR, "Sainte-Laguë: votes by 1, 3, 5 …", _BY + "Webster"),
    "modified-sainte-lague": _said(
        _DIVISOR, "Sainte-Laguë with a first divisor of its own", _PUK + "§ 3.11"
    ),
    "huntington-hill": _said(
        _DIVISOR, "Huntington-Hill: votes by √(k(k − 1))", "2 U.S.C. § 2a; " + _BY + "Hill"
    ),
    "adams": _said(_DIVISOR, "Adams: votes by 0, 1, 2 …", _BY + "Adams"),
    "dean": _said(_DIVISOR, "Dean: votes by 2k(k − 1)/(2k − 1)", _BY + "Dean"),
    "danish": _said(_DIVISOR, "Danish: votes by 1, 4, 7 …", _PUK + "§ 3.11"),
    "imperiali": _said(_DIVISOR, "Imperiali: votes by 2, 3, 4 …", _PUK + "§ 3.11"),
    "hare": _said(_QUOTA, "Largest remainder, quota V/n", _BY + "Hamilton"),
    "droop": _said(_QUOTA, "Largest remainder, quota ⌊V/(n + 1)⌋ + 1", _PUK + "§ 5.7"),
    "hagenbach-bischoff": _said(_QUOTA, "Largest remainder, quota V/(n + 1)", _PUK + "§ 5.7"),
    "imperiali-quota": _said(_QUOTA, "Largest remainder, quota V/(n + 2)", _PUK + "§ 5.7"),
}
"""What each method states of itself."""

METHODS: tuple[str, ...] = tuple(STATEMENTS)
