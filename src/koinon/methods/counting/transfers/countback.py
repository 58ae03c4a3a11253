"""Countback: a vacancy is filled by the papers that elected the member who leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from koinon.methods.counting.contests import Contest, CountError, Election, Tally
from koinon.methods.counting.ties import Tie
from koinon.methods.counting.transfers.gregory import Count
from koinon.methods.counting.transfers.results import Stage
from koinon.methods.counting.transfers.rules import ScottishStv, Terms, Wigm


@dataclass(frozen=True, slots=True)
class Countback:
    """A recount of the papers that a member held when elected, for those who consent.

    original: the rule that elected her. original_lot: the public value of its lots. vacating: her
    id. consenting: ids of those who stand; only options may that were not elected and had not
    withdrawn. The papers keep the values at which she received them. Who holds more than half of
    the votes still held by those who stand is elected; else the lowest is excluded. Ties as in the
    original rule.
    """

    KIND: ClassVar[str] = "countback/1"
    original: ScottishStv | Wigm
    original_lot: str
    vacating: str
    consenting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountbackResult:
    """The result of a countback; `scale` units are one vote.

    held: votes of the papers that are counted again. quota: more than half of the votes that are
    given to those who stand. seated: who was elected at first, the vacating member left out.
    """

    KIND: ClassVar[str] = "countback_result/1"
    rule: Countback
    tally: Tally
    scale: int
    held: int
    quota: int
    seated: tuple[str, ...]
    stages: tuple[Stage, ...]
    elected: tuple[str, ...]
    filled: tuple[str, ...]
    ties: tuple[Tie, ...]
    lot: str


def check_countback(rule: Countback, elected: tuple[str, ...], contest: Contest) -> None:
    """Refuse a vacancy that nobody left or nobody may fill. Raises CountError."""
    if rule.vacating not in elected:
        raise CountError(
            f"{rule.vacating!r} was not elected; name the member whose seat is vacant."
        )
    able = [one.id for one in contest.options if not one.withdrawn and one.id not in elected]
    if not rule.consenting or len(set(rule.consenting)) < len(rule.consenting):
        raise CountError("name each option that consents to stand, once.")
    for id_ in rule.consenting:
        if id_ not in able:
            raise CountError(f"{id_!r} may not stand; choose among {', '.join(able)}.")


def countback_terms(terms: Terms) -> Terms:
    """The terms of the second count: whole values, the lowest excluded one by one."""
    return replace(terms, sure_losers=False, last_transfer=True, zero_surplus=False)


def count_countback(rule: Countback, election: Election, lot: str = "") -> CountbackResult:
    """Count the original election, then her papers again. Raises CountError, LotNeeded."""
    first = Count(rule.original, election, rule.original_lot)
    first.run()
    ids = election.contest.ids
    check_countback(rule, tuple(first.elected), election.contest)
    again = Count(rule.original, election, lot)
    again.terms = countback_terms(first.terms)
    again.seats = 1
    again.hopeful = {ids.index(id_) for id_ in rule.consenting}
    again.piles = [[] for _ in ids]
    again.votes = [0] * len(ids)
    papers = first.held[ids.index(rule.vacating)]
    for value, voters, marks, _ in papers:
        for at, mark in enumerate(marks):
            if mark in again.hopeful:
                again.piles[mark].append((value, voters, marks, at))
                again.votes[mark] += value * voters
                break
    held = sum(value * voters for value, voters, _, _ in papers)
    again.lost = held - sum(again.votes)
    again.quota = sum(again.votes) // 2 + 1
    again.run()
    return CountbackResult(
        rule,
        again.tally,
        again.terms.scale,
        held,
        again.quota,
        tuple(id_ for id_ in first.elected if id_ != rule.vacating),
        tuple(again.stages),
        tuple(again.elected),
        again.filled,
        tuple(again.ties),
        lot,
    )
