"""What a founding encloses: the entries right after the genesis are its acts, in their order.

A coalition that lived before it kept its record here brings along members, balances and
decisions. The genesis names them in one document, and the founders answer for all of it; what
the entries then hold must be exactly that, and nothing later may claim to follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from koinon.record.effects import Entry, EntryError, State, note_document
from koinon.record.stated import stated

MAX_ACTS = 1_000
_KEYS = {"type", "data"}


def note_opening(state: State, data: Mapping[str, Any]) -> None:
    """Take in the acts that entry 0 encloses, where its data name them. Raises EntryError."""
    if "then" not in data:
        return
    document = data["then"]
    if type(document) is not dict or document.keys() != {"sha256", "size", "media"}:
        raise EntryError("what the genesis encloses is not named as a document.")
    note_document(state, document)
    acts = stated(state, {"document": document}, "what the genesis encloses")
    if type(acts) is not list or not 0 < len(acts) <= MAX_ACTS:
        raise EntryError(f"the genesis does not enclose 1 to {MAX_ACTS} acts.")
    if any(type(act) is not dict or act.keys() != _KEYS for act in acts):
        raise EntryError("an act that the genesis encloses is malformed.")
    state.opening = tuple(acts)


def check_opening(state: State, entry: Entry) -> None:
    """Entry n is the n-th enclosed act of the genesis, or has nothing to do with it."""
    place = state.size - 1
    due = 0 <= place < len(state.opening)
    wanted = f"0.{place}" if due else None
    cause = entry.get("cause")
    if cause != wanted and (due or str(cause).startswith("0.")):
        raise EntryError(f"its cause is {cause!a}, and by the genesis it is {wanted!a}.")
    if (entry["grant"].get("decision") == 0) != due:
        raise EntryError("the founding allows what the genesis encloses, and nothing else.")
    if due:
        act = state.opening[place]
        if act["type"] != entry["type"] or act["data"] != entry["data"]:
            raise EntryError(f"it is not the act that the genesis encloses at place {place}.")
