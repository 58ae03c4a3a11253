"""Effects of decisions in urgency: a vote about them ratifies them in time, or they lapse."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from koinon.record.decisions import Question, question_of
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_count,
    require_keys,
)

_RATIFICATION = frozenset({"kind", "proposal", "by"})
_LAPSE = frozenset({"kind", "proposal"})
_NONE: frozenset[str] = frozenset()


def _waiting(state: State, effect: Effect) -> Question:
    """The decision in urgency that an effect is about; it waits to be ratified."""
    found = question_of(state, effect)
    if found.ratification != "waiting":
        raise EntryError(f"proposal {effect['proposal']} does not wait to be ratified.")
    return found


def check_ratification(state: State, entry: Entry, effect: Effect) -> None:
    """A decision in urgency is ratified, by the power of the vote about it that was adopted."""
    require_keys(effect, _RATIFICATION, _NONE, "a ratification")
    number, found = effect["proposal"], _waiting(state, effect)
    by = state.questions.get(require_count(effect["by"], "the number of what ratifies"))
    if by is None or by.ratifies != number or by.outcome != "adopted":
        raise EntryError(f"proposal {number} is ratified by no vote on it.")
    if entry["grant"].get("decision") != by.decided_n:
        raise EntryError(f"proposal {number} is ratified by the power of another decision.")
    found.ratification = "ratified"


def check_lapse(state: State, entry: Entry, effect: Effect) -> None:
    """A decision in urgency lapses: a vote did not ratify it, or its time is over without one."""
    require_keys(effect, _LAPSE, _NONE, "a lapse")
    number, found = effect["proposal"], _waiting(state, effect)
    votes = [one for one in state.questions.values() if one.ratifies == number]
    if not any(one.outcome == "rejected" for one in votes):
        if entry["at"] < found.ratify_until_at:
            raise EntryError(f"proposal {number} lapses before its time to be ratified is over.")
        if not all(one.decided for one in votes):
            raise EntryError(f"proposal {number} lapses while a vote on ratifying it is open.")
    found.ratification = "lapsed"


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "ratification": check_ratification,
        "lapse": check_lapse,
    }
)
