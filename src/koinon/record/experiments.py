"""Effects of experiments of the charter: their evaluation, by a seat, with its document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_form,
    require_keys,
    require_seat,
)

_EVALUATION = frozenset({"kind", "experiment", "until", "evaluation"})
_OPTIONAL = frozenset({"conclusion"})
_EXPERIMENT = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_DAY = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CONCLUSION = re.compile(r"keep|change|end")


def check_evaluation(state: State, entry: Entry, effect: Effect) -> None:
    """A seat evaluates an experiment whose last day it says, in a document of the record."""
    require_keys(effect, _EVALUATION, _OPTIONAL, "an evaluation")
    name = require_form(effect["experiment"], _EXPERIMENT, "the experiment of an evaluation")
    require_form(effect["until"], _DAY, "the last day of an experiment")
    document = require_form(effect["evaluation"], _SHA256, "the document of an evaluation")
    if "conclusion" in effect:
        require_form(effect["conclusion"], _CONCLUSION, "the conclusion of an evaluation")
    if document not in state.documents:
        raise EntryError(f"{document}, the evaluation of {name}, is no document of this record.")
    if require_seat(entry["by"]["seat"]) not in state.seats:
        raise EntryError(f"{name} is evaluated by a seat that is not open.")


CHECKERS: Mapping[str, Checker] = MappingProxyType({"evaluation": check_evaluation})
