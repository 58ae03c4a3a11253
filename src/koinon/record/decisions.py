"""Effects of proposals: notice is given, votes are cast, a decision follows from both.

The notice freezes rule, electorate and voting window; a vote counts only inside the window; the
decision must use exactly the terms of its notice and the votes as they stand, and every line of
its tree is recomputed (`koinon.methods.trees.recheck`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from koinon.methods.plain import PlainError, from_plain
from koinon.methods.trees import Terms, TreeError, recheck
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_count,
    require_form,
    require_keys,
    require_label,
)

_NONE: frozenset[str] = frozenset()
_PARTS = ("yes", "no", "abstain")
_NOTICE = frozenset({"kind", "proposal", "charter", "body", "terms", "opens_at", "closes_at"})
_VOTE = frozenset({"kind", "proposal", "city", *_PARTS})
_DECISION = frozenset({"kind", "proposal", "outcome", "decision"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CITY = re.compile(r"[a-z0-9-]{1,40}")
_PART = re.compile(r"[0-9]{1,30}(/[0-9]{1,30})?")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


@dataclass(slots=True)
class Question:
    """An open proposal: what was frozen at notice, and each member's parts as they stand."""

    body: str
    terms: Mapping[str, Any]
    members: frozenset[str]
    opens_at: str
    closes_at: str
    votes: dict[str, dict[str, str]] = field(default_factory=dict)
    decided: bool = False


def check_notice(state: State, entry: Entry, effect: Effect) -> None:
    """A new proposal; its terms are readable and its voting closes after it opens."""
    require_keys(effect, _NOTICE, _NONE, "a notice")
    number = require_count(effect["proposal"], "the number of a proposal")
    if number != len(state.questions) + 1:
        raise EntryError(f"proposal {number} does not follow {len(state.questions)} others.")
    charter = require_form(effect["charter"], _SHA256, "the charter of a notice")
    if charter not in state.documents:
        raise EntryError(f"the charter {charter} of a notice is no document of this record.")
    require_label(effect["body"], "the body of a notice")
    opens_at = require_form(effect["opens_at"], _AT, "the opening of the vote")
    closes_at = require_form(effect["closes_at"], _AT, "the close of the vote")
    if not entry["at"] <= opens_at < closes_at:
        raise EntryError(f"voting from {opens_at} to {closes_at} does not follow the notice.")
    try:
        terms = from_plain(Terms, effect["terms"])
    except PlainError as error:
        raise EntryError(f"the terms of proposal {number} cannot be read: {error}.") from None
    members = frozenset(terms.electorate.members)
    state.questions[number] = Question(
        effect["body"], effect["terms"], members, opens_at, closes_at
    )


def check_vote(state: State, entry: Entry, effect: Effect) -> None:
    """A member's vote, cast by its own seat inside the window; a later one takes its place."""
    require_keys(effect, _VOTE, _NONE, "a vote")
    question = _question(state, effect)
    city = require_form(effect["city"], _CITY, "the city of a vote")
    if city not in question.members:
        raise EntryError(f"{city} is not in the electorate of proposal {effect['proposal']}.")
    if entry["by"]["seat"] != f"{question.body}/{city}":
        raise EntryError(f"the vote of {city} was cast by the seat {entry['by']['seat']!a}.")
    if not question.opens_at <= entry["at"] < question.closes_at:
        raise EntryError(f"the vote of {city} was cast outside the voting window.")
    parts = {name: require_form(effect[name], _PART, "a part of a vote") for name in _PARTS}
    try:
        whole = sum(map(Fraction, parts.values()))
    except ZeroDivisionError:
        whole = Fraction(0)
    if whole != 1:
        raise EntryError(f"the parts of the vote of {city} do not sum to 1.")
    question.votes[city] = parts


def check_decision(state: State, entry: Entry, effect: Effect) -> None:
    """The count: it follows from the notice's terms and the votes as they stand."""
    require_keys(effect, _DECISION, _NONE, "a decision")
    number, decision = effect["proposal"], effect["decision"]
    question = _question(state, effect)
    if question.decided:
        raise EntryError(f"proposal {number} was decided before.")
    if entry["at"] < question.closes_at:
        raise EntryError(f"proposal {number} is decided before its voting closed.")
    try:
        recheck(decision)
    except TreeError as error:
        raise EntryError(f"the decision on proposal {number} does not hold: {error}.") from None
    for name in ("rule", "electorate", "abstention"):
        if decision[name] != question.terms[name]:
            raise EntryError(f"proposal {number} was decided by another {name} than its notice.")
    cast = {city: {name: vote[name] for name in _PARTS} for city, vote in decision["votes"]}
    if cast != question.votes:
        raise EntryError(f"the decision on proposal {number} counts other votes than were cast.")
    if effect["outcome"] != ("adopted" if decision["tree"]["met"] else "rejected"):
        raise EntryError(f"the outcome of proposal {number} is not what its tree says.")
    question.decided = True


def _question(state: State, effect: Effect) -> Question:
    number = require_count(effect["proposal"], "the number of a proposal")
    found: Question | None = state.questions.get(number)
    if found is None:
        raise EntryError(f"proposal {number} was never noticed.")
    return found


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {"notice": check_notice, "vote": check_vote, "decision": check_decision}
)
