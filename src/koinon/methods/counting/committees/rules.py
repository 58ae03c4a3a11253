"""Rules that elect committees by approvals, and their results, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias

from koinon.methods.counting.budgeting.rules import Loading, Purchase
from koinon.methods.counting.contests import Tally
from koinon.methods.counting.orders import Key
from koinon.methods.counting.ties import Tie

Unsupported: TypeAlias = Literal["elected last", "never elected"]
"""What becomes of candidates nobody approves where seats are left."""


@dataclass(frozen=True, slots=True)
class SeqPav:
    """Sequential proportional approval voting and its kin: Thiele's addition method.

    weights: "harmonic": the j-th elected candidate that a voter approves counts 1/j for her; or
    "once": only the first counts (Chamberlin and Courant).
    """

    KIND: ClassVar[str] = "seq_pav/1"
    weights: Literal["harmonic", "once"]
    unsupported: Unsupported
    ties: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class SeqPhragmen:
    """Sequential Phragmén: voters earn at one pace, and supporters buy a seat for 1."""

    KIND: ClassVar[str] = "seq_phragmen/1"
    unsupported: Unsupported
    ties: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class EqualSharesCommittee:
    """The Method of Equal Shares: seats cost 1, and voters hold seats over valid ballots each.

    then: seats that are left are filled by "phragmen", from what voters still hold; by
    "increment": all hold `step` of an equal share more and the count begins anew, until the run
    before the first that would elect too many; or stay empty. unsupported: elected last only after
    "phragmen".
    """

    KIND: ClassVar[str] = "equal_shares_committee/1"
    then: Literal["nothing", "phragmen", "increment"]
    step: Fraction
    unsupported: Unsupported
    ties: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Joining:
    """A seat filled by Thiele's method.

    gain: what it adds to the score. satisfied: its voters by how many they had elected before,
    from none. runner_up: the candidate that would add most otherwise, and what.
    """

    KIND: ClassVar[str] = "joining"
    option: str
    gain: Fraction
    satisfied: tuple[int, ...]
    runner_up: str
    runner_up_gain: Fraction | None


@dataclass(frozen=True, slots=True)
class SeqPavResult:
    """Who is elected by Thiele's method and why; score: of the whole committee."""

    KIND: ClassVar[str] = "seq_pav_result/1"
    rule: SeqPav
    tally: Tally
    seats: int
    stages: tuple[Joining, ...]
    score: Fraction
    unsupported: tuple[str, ...]
    elected: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str


@dataclass(frozen=True, slots=True)
class SeqPhragmenResult:
    """Who is elected by Phragmén's rule and why; unsupported: those elected without approvals."""

    KIND: ClassVar[str] = "seq_phragmen_result/1"
    rule: SeqPhragmen
    tally: Tally
    seats: int
    stages: tuple[Loading, ...]
    unsupported: tuple[str, ...]
    elected: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str


@dataclass(frozen=True, slots=True)
class EqualSharesCommitteeResult:
    """Who is elected by equal shares and why.

    per_voter, stages: the run that decided. runs: how many were counted. too_many: whom the run
    after it elects, where that is why the runs stopped. added: elected by the completion.
    """

    KIND: ClassVar[str] = "equal_shares_committee_result/1"
    rule: EqualSharesCommittee
    tally: Tally
    seats: int
    runs: int
    per_voter: Fraction
    stages: tuple[Purchase, ...]
    too_many: tuple[str, ...]
    added: tuple[str, ...]
    unsupported: tuple[str, ...]
    elected: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str
