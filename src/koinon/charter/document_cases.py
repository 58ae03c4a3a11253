"""What a charter says of itself: its test cases, their members, and whose rules it restates."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from koinon.methods.rules import Vote

Confidence: TypeAlias = Literal["high", "medium", "low"]
Figures: TypeAlias = Literal["sourced", "unsourced", "imagined"]
"""Where the figures of a statute's rosters come from: a source, memory, or nowhere."""
Quality: TypeAlias = Literal["law", "own site", "press", "encyclopaedia"]


@dataclass(frozen=True, slots=True)
class RosterMember:
    """A member as a test case of the charter imagines it: facts by name."""

    id: str
    facts: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """An imagined membership for test cases."""

    id: str
    members: tuple[RosterMember, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A test case inside the charter: these votes on this matter pass, or do not.

    `calling` are the members that call for a second vote.
    """

    title: str
    matter: str
    roster: str
    votes: tuple[tuple[str, Vote], ...]
    passes: bool
    calling: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule was read: what it is, its address (may be empty), the day, of which quality."""

    text: str
    at: str
    read: str
    quality: Quality


@dataclass(frozen=True, slots=True)
class Statute:
    """The real body whose rules a charter restates: where, as of which day, how sure that is."""

    body: str
    place: str
    as_of: str
    confidence: Confidence
    figures: Figures
    note: str
    sources: tuple[Source, ...]
