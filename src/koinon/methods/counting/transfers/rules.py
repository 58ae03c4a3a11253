"""The rules of counting by transfer, and what they say to a count in terms of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from koinon.methods.counting.contests import Contest, CountError
from koinon.methods.counting.ties import LastKey

TieKey: TypeAlias = Literal["earlier stages", "paper", "lot"]
"""A key of ties: votes at the latest earlier stage at which they differed, the paper, or a lot."""

QuotaKind: TypeAlias = Literal["droop", "droop fraction", "hare"]
"""⌊v/(s+1)⌋ + 1 votes; v/(s+1) truncated to the decimals, plus one unit; v/s rounded up to them."""

Fault: TypeAlias = Literal["stop", "skip"]
"""What a fault at a rank does: the paper says nothing from there on, or that rank says nothing."""

MAX_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class ScottishStv:
    """Scottish local elections, SSI 2007/42, Schedule 1, rules 45 to 52; SSI 2011/399 keeps them.

    The Order leaves one thing to the returning officer: last_key says how a lot is drawn, or that
    the order of the paper stands in for it.
    """

    KIND: ClassVar[str] = "scottish_stv/1"
    last_key: LastKey


@dataclass(frozen=True, slots=True)
class Wigm:
    """Weighted inclusive Gregory: every paper of an elected option moves on, at a reduced value.

    quota: see QuotaKind. decimals: of values and votes. transfer: value × surplus ÷ votes truncated
    once, or truncated after the product and again after the quotient. surpluses: whose goes first.
    zero_surplus: an option elected with the quota itself has a stage of its own. sure_losers: those
    who cannot catch up are excluded together. last_exclusion: whether the papers of the last
    excluded move when the others then fill the seats. gaps, repeats: what an empty rank and an
    option ranked again do. ties: the keys, in order.
    """

    KIND: ClassVar[str] = "wigm/1"
    quota: QuotaKind
    decimals: int
    transfer: Literal["one division", "product then quotient"]
    surpluses: Literal["largest", "first elected"]
    zero_surplus: bool
    sure_losers: bool
    last_exclusion: Literal["transfer", "stop"]
    gaps: Fault
    repeats: Fault
    ties: tuple[TieKey, ...]


@dataclass(frozen=True, slots=True)
class Meek:
    """Meek's rule: each elected option keeps that part of every paper that leaves it a quota.

    decimals: of weights, votes and keep factors. omega: a total surplus below 10^-omega ends the
    iteration. gaps, repeats: as of `Wigm`. last_key: how ties for exclusion are broken.
    """

    KIND: ClassVar[str] = "meek/1"
    decimals: int
    omega: int
    gaps: Fault
    repeats: Fault
    last_key: LastKey


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule by Gregory's method says to a count; `scale` units are one vote."""

    scale: int
    quota: QuotaKind
    two_steps: bool
    largest_first: bool
    zero_surplus: bool
    sure_losers: bool
    last_transfer: bool
    gaps: Fault
    repeats: Fault
    ties: tuple[TieKey, ...]


SCOTTISH = ScottishStv(last_key="lot")

WIGM = Wigm(
    quota="droop fraction",
    decimals=4,
    transfer="product then quotient",
    surpluses="largest",
    zero_surplus=True,
    sure_losers=False,
    last_exclusion="stop",
    gaps="skip",
    repeats="skip",
    ties=("paper",),
)
"""The PR Foundation's reference rule, without the defeat of sure losers, which it leaves open."""

MEEK = Meek(decimals=9, omega=6, gaps="skip", repeats="skip", last_key="paper")
"""The PR Foundation's reference rule."""


def terms_of(rule: ScottishStv | Wigm) -> Terms:
    """The terms of a rule. Raises CountError on options that no count can keep."""
    if isinstance(rule, ScottishStv):
        return Terms(
            scale=10**5,
            quota="droop",
            two_steps=False,
            largest_first=True,
            zero_surplus=False,
            sure_losers=False,
            last_transfer=True,
            gaps="stop",
            repeats="stop",
            ties=("earlier stages", rule.last_key),
        )
    check_decimals(rule.decimals)
    if not rule.ties or rule.ties[-1] == "earlier stages":
        raise CountError("earlier stages may leave a tie open; end the keys with paper or lot.")
    return Terms(
        scale=10**rule.decimals,
        quota=rule.quota,
        two_steps=rule.transfer == "product then quotient",
        largest_first=rule.surpluses == "largest",
        zero_surplus=rule.zero_surplus,
        sure_losers=rule.sure_losers,
        last_transfer=rule.last_exclusion == "transfer",
        gaps=rule.gaps,
        repeats=rule.repeats,
        ties=rule.ties,
    )


def check_decimals(decimals: int) -> None:
    """Refuse decimals that no law asks for. Raises CountError."""
    if not 0 <= decimals <= MAX_DECIMALS:
        raise CountError(f"{decimals} decimals are not from 0 to {MAX_DECIMALS}.")


def check_seats(contest: Contest) -> None:
    """Refuse a contest for no seat. Raises CountError."""
    if contest.seats < 1:
        raise CountError("a count by transfer fills seats; the contest has none, state how many.")


def quota_units(kind: QuotaKind, valid: int, seats: int, scale: int) -> int:
    """The quota in units; never less than one."""
    if kind == "droop":
        return (valid // (seats + 1) + 1) * scale
    if kind == "droop fraction":
        return valid * scale // (seats + 1) + 1
    return max(1, -(-valid * scale // seats))
