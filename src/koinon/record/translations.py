"""Effects of translations: of which version of a text one is, and who reviewed it.

A verifier sees that the source is the text in force (for a proposal and for minutes, whose texts
other effects follow; elsewhere that it is a document of the record), and that the review is
another seat's, once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_count,
    require_form,
    require_keys,
    require_seat,
)

_NONE: frozenset[str] = frozenset()
_TRANSLATION = frozenset({"kind", "text", "source", "language", "translation", "made"})
_REVIEW = frozenset({"kind", "translation", "verdict"})
_TEXT = re.compile(r"charter|(proposal|minutes)/[1-9][0-9]{0,8}|paper(/[1-9][0-9]{0,8}){3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_MADE = re.compile(r"by a person|by machine|by machine and checked")
_VERDICT = re.compile(r"accepted|refused")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Translated:
    """A translation by its entry: of which version of which text, whose, and whether reviewed."""

    text: str
    source: str
    seat: str
    reviewed: bool = False


def in_force(state: State, text: str) -> frozenset[str] | None:
    """The hashes that may be the authoritative version of a text; None where any document may."""
    kind, _, rest = text.partition("/")
    if kind == "minutes":
        meeting: Any = state.meetings.get(int(rest))
        return frozenset(meeting.minutes.values()) if meeting else _NONE
    if kind == "proposal":
        question: Any = state.questions.get(int(rest))
        if question is None:
            return _NONE
        carried = (state.questions[number] for number in question.amended_by)
        replaced = [one.text for one in carried if "text" in one.replaces]
        return frozenset(replaced or [question.text])
    return None


def check_translation(state: State, entry: Entry, effect: Effect) -> None:
    """A translation of the version in force, another document than it."""
    require_keys(effect, _TRANSLATION, _NONE, "a translation")
    text = require_form(effect["text"], _TEXT, "the text of a translation")
    source = require_form(effect["source"], _SHA256, "the source of a translation")
    document = require_form(effect["translation"], _SHA256, "the document of a translation")
    require_form(effect["language"], _LANGUAGE, "the language of a translation")
    require_form(effect["made"], _MADE, "the making of a translation")
    for sha256 in (source, document):
        if sha256 not in state.documents:
            raise EntryError(f"{sha256}, of a translation, is no document of this record.")
    versions = in_force(state, text)
    if versions is not None and source not in versions:
        raise EntryError(f"the translation of {text} is not of its version in force.")
    if source == document:
        raise EntryError(f"the translation of {text} is the text itself.")
    seat = require_seat(entry["by"]["seat"])
    state.translations[state.size] = Translated(text, source, seat)


def check_review(state: State, entry: Entry, effect: Effect) -> None:
    """A translation is reviewed once, by another seat, while its source is in force."""
    require_keys(effect, _REVIEW, _NONE, "a review")
    number = require_count(effect["translation"], "the entry of a translation")
    require_form(effect["verdict"], _VERDICT, "the verdict of a review")
    found: Translated | None = state.translations.get(number)
    if found is None:
        raise EntryError(f"entry {number} records no translation to review.")
    if found.reviewed:
        raise EntryError(f"the translation of entry {number} was reviewed before.")
    if require_seat(entry["by"]["seat"]) == found.seat:
        raise EntryError(f"the translation of entry {number} is reviewed by its own seat.")
    versions = in_force(state, found.text)
    if versions is not None and found.source not in versions:
        raise EntryError(f"the translation of entry {number} is of an earlier version.")
    found.reviewed = True


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {"translation": check_translation, "translation_review": check_review}
)
