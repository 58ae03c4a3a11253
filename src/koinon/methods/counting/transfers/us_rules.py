"""Ranked choice voting as laws of the United States vary it, in the words of RCTab's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar, Literal, TypeAlias, get_args

from koinon.methods.counting.contests import Contest, CountError, Tally
from koinon.methods.counting.ties import Tie
from koinon.methods.counting.transfers.results import Move
from koinon.methods.counting.transfers.rules import TieKey, check_decimals

Mode: TypeAlias = Literal[
    "singleWinnerMajority",
    "multiWinnerAllowOnlyOneWinnerPerRound",
    "multiWinnerAllowMultipleWinnersPerRound",
    "bottomsUp",
    "bottomsUpUsingPercentageThreshold",
    "multiPassIrv",
]
Overvote: TypeAlias = Literal[
    "exhaustImmediately", "alwaysSkipToNextRank", "exhaustIfMultipleContinuing"
]


@dataclass(frozen=True, slots=True)
class UsRankedChoice:
    """One rule for all; each field is a setting of RCTab 2.0 (config_file_documentation).

    mode: how winners are found. overvote: what several marks at one rank do. max_skipped: empty
    ranks in a row that a ballot survives (None: any). max_rankings: ranks that count (None: all).
    exhaust_on_duplicate: an option ranked again ends the ballot. batch: all who cannot catch up go
    together. until_two: rounds go on until two are left. minimum: who has fewer votes goes first.
    fractional_threshold: the threshold keeps the decimals. hare: the threshold divides by the
    seats, not by one more. first_round: the first round's threshold stays. decimals: of values.
    percentage: share of the votes that each of the last must hold (bottomsUpUsingPercentage-
    Threshold; else 0). stop_after: last round that is counted (None: no limit). undeclared: id of
    the option that stands for write-ins nobody declared ("": none). ties: keys in order; "paper"
    means `order` where it is given: earlier wins, later is eliminated.
    """

    KIND: ClassVar[str] = "us_ranked_choice/1"
    mode: Mode
    overvote: Overvote
    max_skipped: int | None
    max_rankings: int | None
    exhaust_on_duplicate: bool
    batch: bool
    until_two: bool
    minimum: int
    fractional_threshold: bool
    hare: bool
    first_round: bool
    decimals: int
    percentage: Fraction
    stop_after: int | None
    undeclared: str
    ties: tuple[TieKey, ...]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UsRound:
    """One round. All votes are in units (`UsResult.scale` are one vote).

    race: from 1; more than one only where winners are found one after another (multiPassIrv).
    votes: of each option in the order of the paper; None once it is out. The inactive ballots:
    exhausted (no choice left), overvoted, repeated, skipped (too many empty ranks), undervoted
    (blank). residual: surplus kept back by truncation so far. moves: what
    came to this round from those elected or eliminated in the one before.
    """

    KIND: ClassVar[str] = "us_round"
    race: int
    number: int
    threshold: Fraction
    votes: tuple[int | None, ...]
    exhausted: int
    overvoted: int
    repeated: int
    skipped: int
    undervoted: int
    residual: int
    moves: tuple[Move, ...]
    elected: tuple[str, ...]
    eliminated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UsResult:
    """The result of ranked choice voting."""

    KIND: ClassVar[str] = "us_result/1"
    rule: UsRankedChoice
    tally: Tally
    scale: int
    rounds: tuple[UsRound, ...]
    elected: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str


US_RCV = UsRankedChoice(
    mode="singleWinnerMajority",
    overvote="exhaustImmediately",
    max_skipped=None,
    max_rankings=None,
    exhaust_on_duplicate=False,
    batch=False,
    until_two=False,
    minimum=0,
    fractional_threshold=False,
    hare=False,
    first_round=False,
    decimals=4,
    percentage=Fraction(0),
    stop_after=None,
    undeclared="",
    ties=("lot",),
    order=(),
)
"""Plain instant runoff: a majority of the ballots still active, the lowest out one by one."""

MAINE = replace(US_RCV, max_skipped=1, batch=True)
"""Maine, Revised Statutes title 21-A, section 723-A: an overvote or two empty ranks in a row end a
ballot; those who cannot catch up may go together."""

SAN_FRANCISCO = replace(US_RCV, max_skipped=None)
"""San Francisco Charter, section 13.102: empty ranks are passed over, an overvote ends a ballot."""

NEW_YORK_CITY = replace(US_RCV, batch=True, until_two=True, max_rankings=5)
"""New York City Charter, section 1057-g: five ranks, rounds until two remain."""


def check_us_rule(rule: UsRankedChoice, contest: Contest) -> None:
    """Refuse settings that contradict each other or the contest. Raises CountError."""
    check_decimals(rule.decimals)
    seats, mode = contest.seats, rule.mode
    if mode == "bottomsUpUsingPercentageThreshold":
        if seats:
            raise CountError("a percentage says how many win: state 0 seats for this mode.")
        if not 0 < rule.percentage <= 1:
            raise CountError("the percentage is above 0 and at most 1, as a fraction.")
    elif seats < 1 or (seats == 1) != (mode == "singleWinnerMajority"):
        raise CountError(f"{mode} does not fill {seats} seats; choose another mode.")
    if not rule.ties or rule.ties[-1] == "earlier stages":
        raise CountError("earlier rounds may leave a tie open; end the keys with paper or lot.")
    if rule.order and sorted(rule.order) != sorted(contest.ids):
        raise CountError("the stated order of ties must name each option once.")
    if rule.undeclared and rule.undeclared not in contest.ids:
        raise CountError(f"{rule.undeclared!r} is no option of the contest.")
    if rule.until_two and mode not in ("singleWinnerMajority", "multiPassIrv"):
        raise CountError("only a race for one seat goes on until two remain.")
    limits = (rule.max_rankings, rule.stop_after)
    if any(limit is not None and limit < 1 for limit in limits) or rule.minimum < 0:
        raise CountError("rankings and rounds are limited to 1 or more, votes to 0 or more.")


_TIES: dict[str, tuple[TieKey, ...]] = {
    "random": ("lot",),
    "stopCountingAndAsk": ("lot",),
    "previousRoundCountsThenRandom": ("earlier stages", "lot"),
    "previousRoundCountsThenAsk": ("earlier stages", "lot"),
    "useCandidateOrder": ("paper",),
    "generatePermutation": ("paper",),
}


def rctab_rule(rules: Mapping[str, Any], undeclared: str = "") -> tuple[UsRankedChoice, int]:
    """The rule and the seats that the "rules" of an RCTab configuration state.

    Its seeded chance cannot be drawn again: `random` becomes a lot, and a generated permutation is
    given by `dataclasses.replace(rule, order=…)`. Raises CountError.
    """
    mode = _choice(rules, "winnerElectionMode", get_args(Mode))
    overvote = _choice(rules, "overvoteRule", get_args(Overvote))
    tie = _choice(rules, "tiebreakMode", tuple(_TIES))
    percent = _number(rules, "multiSeatBottomsUpPercentageThreshold", 0) or 0
    rule = UsRankedChoice(
        mode=mode,
        overvote=overvote,
        max_skipped=_number(rules, "maxSkippedRanksAllowed", None),
        max_rankings=_number(rules, "maxRankingsAllowed", None),
        exhaust_on_duplicate=_switch(rules, "exhaustOnDuplicateCandidate"),
        batch=_switch(rules, "batchElimination"),
        until_two=_switch(rules, "continueUntilTwoCandidatesRemain"),
        minimum=_number(rules, "minimumVoteThreshold", 0) or 0,
        fractional_threshold=_switch(rules, "nonIntegerWinningThreshold"),
        hare=_switch(rules, "hareQuota"),
        first_round=_switch(rules, "doesFirstRoundDetermineThreshold"),
        decimals=_number(rules, "decimalPlacesForVoteArithmetic", 4) or 0,
        percentage=Fraction(percent, 100),
        stop_after=_number(rules, "stopTabulationEarlyAfterRound", None),
        undeclared=undeclared,
        ties=_TIES[tie],
        order=(),
    )
    seats = _number(rules, "numberOfWinners", 1)
    return rule, 0 if mode == "bottomsUpUsingPercentageThreshold" else seats or 0


def _choice(rules: Mapping[str, Any], name: str, known: tuple[str, ...]) -> Any:
    value = rules.get(name)
    if value not in known:
        raise CountError(f"rules.{name}: {value!r} is none of {', '.join(known)}.")
    return value


def _switch(rules: Mapping[str, Any], name: str) -> bool:
    value = rules.get(name, False)
    if not isinstance(value, bool):
        raise CountError(f"rules.{name}: {value!r} is neither true nor false.")
    return value


def _number(rules: Mapping[str, Any], name: str, missing: int | None) -> int | None:
    """A whole number, as a number or as text; empty or "max" or "unlimited" is `missing`."""
    value = rules.get(name, "")
    if value in ("", None, "max", "unlimited"):
        return missing
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise CountError(f"rules.{name}: {text[:40]!r} is not a whole number; write digits only.")
    return int(text)
