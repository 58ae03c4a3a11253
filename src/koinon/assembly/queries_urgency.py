"""Reads about decisions in urgency: what waits to be ratified, what lapsed, by which entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from koinon.acts import memo
from koinon.assembly.models import Proposal
from koinon.assembly.urgency import LAPSED, RATIFIED, WAITING, waiting
from koinon.charter.document import Names

Ratification: TypeAlias = Literal["waiting", "ratified", "lapsed"]


@dataclass(frozen=True, slots=True)
class UrgencyView:
    """That a proposal is decided in urgency, and why; what became of it once adopted.

    `state` is None before, else whether it waits to be ratified until the instant `until_at`, or
    was ratified or lapsed by the entry `n`. `vote` is the latest proposal to ratify it, which is
    still open where `voting`.
    """

    reason: str
    state: Ratification | None
    until_at: str | None
    n: int | None
    vote: int | None
    voting: bool


@dataclass(frozen=True, slots=True)
class Ratifiable:
    """A decision in urgency in a list: until when it can be ratified, and how it ended, if so.

    `voting` is the open proposal to ratify it, None where there is none.
    """

    number: int
    title: Names
    until_at: str
    decided_n: int
    ended_n: int | None
    voting: int | None


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A decision that lapsed: the proposal, and the entry by which it did."""

    number: int
    n: int


def urgency_of(row: Proposal) -> UrgencyView | None:
    """What a proposal's urgency came to; None where it is not decided in urgency."""
    if row.urgent is None:
        return None
    votes = Proposal.objects.filter(ratifies_id=row.id).order_by("-number")
    latest = votes.values_list("number", "status").first()
    return UrgencyView(
        reason=row.urgent,
        state=_state(row.ratification),
        until_at=row.ratify_until_at,
        n=row.ratification_n,
        vote=latest[0] if latest else None,
        voting=latest is not None and latest[1] == "open",
    )


def _state(word: str | None) -> Ratification | None:
    if word == WAITING:
        return "waiting"
    if word == RATIFIED:
        return "ratified"
    return "lapsed" if word == LAPSED else None


def to_ratify(limit: int) -> tuple[Ratifiable, ...]:
    """The decisions that wait to be ratified, by the end of their time."""
    rows = waiting().order_by("ratify_until_at", "number")
    return tuple(_ratifiable(row) for row in rows.defer("terms", "acts", "decision")[:limit])


def latest_lapsed(limit: int) -> tuple[Ratifiable, ...]:
    """The decisions in urgency that lapsed, the latest first."""
    rows = Proposal.objects.filter(ratification=LAPSED).order_by("-ratification_n")
    return tuple(_ratifiable(row) for row in rows.defer("terms", "acts", "decision")[:limit])


def _ratifiable(row: Proposal) -> Ratifiable:
    assert row.ratify_until_at is not None, row.number
    assert row.decided_n is not None, row.number
    votes = Proposal.objects.filter(ratifies_id=row.id, status="open").order_by("number")
    return Ratifiable(
        number=row.number,
        title=tuple((language, text) for language, text in row.title),
        until_at=row.ratify_until_at,
        decided_n=row.decided_n,
        ended_n=row.ratification_n,
        voting=votes.values_list("number", flat=True).first(),
    )


def lapsed(decision_n: int | None) -> Lapsed | None:
    """The decision in urgency of an entry, if it lapsed; None for any other, and for no entry."""
    return None if decision_n is None else _all_lapsed().get(decision_n)


def lapsed_decisions() -> frozenset[int]:
    """The entries of all decisions that lapsed."""
    return frozenset(_all_lapsed())


def _all_lapsed() -> dict[int, Lapsed]:
    return memo.once("lapsed decisions", _read_lapsed, Proposal)


def _read_lapsed() -> dict[int, Lapsed]:
    rows = Proposal.objects.filter(ratification=LAPSED).order_by("number")
    found = rows.values_list("decided_n", "number", "ratification_n")
    return {decided: Lapsed(number, n) for decided, number, n in found if decided and n}


def decided_in_urgency(decision_n: int | None) -> bool:
    """Whether the decision of an entry was taken in urgency and waits to be ratified."""
    return decision_n is not None and waiting().filter(decided_n=decision_n).exists()
