"""Statements of weight as data: how many votes a member has, one frozen dataclass per kind.

All weights are exact; where a law's own formula is irrational (square roots) the statement says how
many decimal digits are kept and that the rest is cut off. `koinon.methods.weights` weighs by them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias

from koinon.methods.apportionment import Method
from koinon.methods.plain import LEFT_OUT

Rounded: TypeAlias = Literal["up", "down", "nearest"]
"""How a part of a unit counts: as one; as none; as one from half a unit on."""


@dataclass(frozen=True, slots=True)
class Equal:
    """Every member has one vote."""

    KIND: ClassVar[str] = "equal"


@dataclass(frozen=True, slots=True)
class Metric:
    """A member's votes are the value of a fact, for instance its population."""

    KIND: ClassVar[str] = "metric"
    fact: str


@dataclass(frozen=True, slots=True)
class SquareRoot:
    """The square root of a fact, cut off after `digits` decimals: isqrt(fact · 10^2k) / 10^k.

    Source: L. Penrose, J. Royal Statistical Society 109 (1946) 53.
    """

    KIND: ClassVar[str] = "square_root"
    fact: str
    digits: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One vote for every `size` of a fact, begun units counting: ⌈fact / size⌉.

    With `rounded` "down" only whole units count, with "nearest" half a unit or more does. Source:
    British Columbia Local Government Act, "voting unit" of a regional district.
    """

    KIND: ClassVar[str] = "unit"
    fact: str
    size: int
    rounded: Rounded = field(default="up", metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Tier:
    """A number of votes by steps of a fact: (up to and including, votes), the last up to None.

    Source: the Lycian league's three, two and one votes (Strabo 14.3.3).
    """

    KIND: ClassVar[str] = "tier"
    fact: str
    steps: tuple[tuple[int | None, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Votes listed member by member in the charter; a member not listed has `others`.

    Source: Swiss cantons, of which six count half (Federal Constitution, article 142).
    """

    KIND: ClassVar[str] = "table"
    votes: tuple[tuple[str, Fraction], ...]
    others: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Dominant:
    """A member with at least this share of the fact has exactly so many votes.

    Source: San Diego Association of Governments until 2017, California Public Utilities Code
    132351.2: an agency with 40 % of the people has 40 of the 100 votes.
    """

    KIND: ClassVar[str] = "dominant"
    at_least: Fraction
    votes: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """A number of votes by steps of a sum over all members: (up to and including, votes).

    Source: the council of a French communauté has 16 to 130 seats by its people (CGCT
    L5211-6-1, III).
    """

    KIND: ClassVar[str] = "sizes"
    steps: tuple[tuple[int | None, int], ...]


@dataclass(frozen=True, slots=True)
class Apportioned:
    """A number of whole votes shared out by a fact with a stated method and tie order.

    What dominant members have is fixed first; the others share the rest. A member that gets fewer
    than `of_right` has so many, on top of `votes`. A member with more than the part `none_above`
    of all these keeps that part, rounded down, and the others share what it loses by the same
    method. Source of both: CGCT L5211-6-1, IV.
    """

    KIND: ClassVar[str] = "apportioned"
    fact: str
    method: Method
    votes: int | Sizes
    dominant: Dominant | None = None
    of_right: int = 0
    none_above: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Incentive:
    """Votes that follow what members pay in, after some that each has for being a member.

    Each has `each` votes, or an equal part of `together` where these would be more; the rest is
    shared in proportion to the fact. With a method the sums become whole votes. Source: Sacramento
    Regional Transit District, California Public Utilities Code 102105.1.
    """

    KIND: ClassVar[str] = "incentive"
    fact: str
    votes: int
    each: Fraction
    together: Fraction
    method: Method | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """Votes by steps of a fact, with other steps for each class of members.

    A class lists its members; whoever is in none has no votes. Source: ICLEI's table of dues by
    population and income group of the country.
    """

    KIND: ClassVar[str] = "band"
    fact: str
    classes: tuple[tuple[tuple[str, ...], tuple[tuple[int | None, Fraction], ...]], ...]


@dataclass(frozen=True, slots=True)
class Mix:
    """A number of votes shared out in parts that sum to 1, each in proportion to a statement.

    The votes are fractions, not rounded; with `per_member` there are so many for each member. A
    part whose statement gives nobody anything goes to nobody. Sources: the Union of Kansai
    Governments' keys, half by population and half equally; the advisory board of the Massachusetts
    Bay Transportation Authority (General Laws 161A section 7A), with 3/2 votes per town by charges.
    """

    KIND: ClassVar[str] = "mix"
    votes: Fraction
    parts: tuple[tuple[Fraction, Weights], ...]
    per_member: bool = field(default=False, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Sum:
    """What several statements give, each so many times, added up and held within bounds.

    Each of `shares` is a part of all votes, its own among them, in proportion to a statement; one
    that gives nobody anything is left out. A member has at least `at_least` and at most `at_most`
    votes (None: no bound). Then nobody has more than the part `none_above` of all votes as they
    are after that: who would have, has just that part, rounded down where everybody has whole
    votes, and the others keep theirs. Sources: the basic votes, equal for all, that the
    International Monetary Fund adds to one vote for every 100,000 of a quota, 5.502 per cent of
    all (Articles of Agreement, XII section 5); the forty per cent that no member of a regional
    transportation authority exceeds (Arizona Revised Statutes 48-5303).
    """

    KIND: ClassVar[str] = "sum"
    parts: tuple[tuple[Fraction, Weights], ...]
    at_least: Fraction = Fraction(0)
    at_most: Fraction | None = None
    none_above: Fraction | None = field(default=None, metadata=LEFT_OUT)
    shares: tuple[tuple[Fraction, Weights], ...] = field(default=(), metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Within:
    """What a statement gives to some members as if they were all; nobody else has any votes.

    Source: colleges of French syndicats mixtes (CGCT L5721-2), of which each holds a stated part
    of the votes.
    """

    KIND: ClassVar[str] = "within"
    members: tuple[str, ...]
    of: Weights


@dataclass(frozen=True, slots=True)
class Nested:
    """Votes shared among groups by the fact of each group's head, then inside each group.

    The head holds the part `head` of its group's votes, its other members the rest in proportion
    to `fact`; a head without others holds them all, and a group whose head is not a member has
    none. Source: Puget Sound Regional Council, where a county's share is that of its people, and
    its government holds half of it.
    """

    KIND: ClassVar[str] = "nested"
    fact: str
    votes: Fraction
    head: Fraction
    groups: tuple[tuple[str, tuple[str, ...]], ...]


Weights: TypeAlias = (
    Equal
    | Metric
    | SquareRoot
    | Unit
    | Tier
    | Table
    | Apportioned
    | Mix
    | Nested
    | Incentive
    | Band
    | Sum
    | Within
)
