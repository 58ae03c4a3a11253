"""Effects of money: journals of the ledger, and levies with every step of their assessment.

A journal must be one the ledger's rules allow after all before it, and names the authority its
entry was allowed by. What a levy charges is recomputed, and is what its journal books.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from koinon.methods.levies import recheck
from koinon.methods.posting_effects import PostingsError, check_postings
from koinon.record import merkle
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_keys,
    require_label,
)
from koinon.record.stated import stated

_NONE: frozenset[str] = frozenset()
_LEVY = frozenset({"kind", "levy", "assessment"})
_RECEIVABLE = "receivable/"


def check_journal(state: State, entry: Entry, effect: Effect) -> None:
    """What was opened, closed and posted follows the ledger's rules."""
    if state.blind:
        return
    if "opened" in effect:
        effect = {**effect, "opened": stated(state, effect["opened"], "what was opened")}
    try:
        seen = check_postings(
            state.books, entry["n"], entry["at"], effect, document=state.read, root=_root
        )
    except PostingsError as error:
        raise EntryError(str(error)) from None
    state.blind = not seen
    journal = effect.get("journal")
    if journal is not None and journal["authority"] != _authority(entry["grant"]):
        raise EntryError(
            f"its journal names {journal['authority']!a}, not what the entry was allowed by."
        )


def _root(leaves: Sequence[bytes]) -> bytes:
    return merkle.tree_root([merkle.leaf_hash(leaf) for leaf in leaves])


def _authority(grant: Mapping[str, Any]) -> str:
    if "decision" in grant:
        return f"decision {grant['decision']}"
    return f"article {grant['article']}" if "article" in grant else str(grant["kind"])


def check_levy(state: State, entry: Entry, effect: Effect) -> None:
    """Every step of the assessment holds, and its charges are what the entry's journal books."""
    require_keys(effect, _LEVY, _NONE, "a levy")
    require_label(effect["levy"], "the code of a levy")
    assessment = stated(state, effect["assessment"], f"the assessment of {effect['levy']}")
    try:
        faults = recheck(assessment)
        charges = {one["member"]: one["cents"] for one in assessment["charges"] if one["cents"]}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EntryError(f"the assessment of {effect['levy']} is malformed ({error}).") from None
    if faults:
        raise EntryError(f"the assessment of {effect['levy']} does not hold at {faults[0]}.")
    booked = _booked(state, entry)
    if booked is not None and booked != charges:
        raise EntryError(f"the journal of the levy {effect['levy']} books other charges.")


def _booked(state: State, entry: Entry) -> dict[str, int] | None:
    """What the entry's journal books on members; None when its lines are withheld."""
    booked: dict[str, int] = {}
    for effect in entry["effects"]:
        if effect["kind"] != "postings" or "journal" not in effect:
            continue
        lines = _lines(state, effect["journal"])
        if lines is None:
            return None
        for debit, amount in lines:
            if debit.startswith(_RECEIVABLE):
                booked[debit.removeprefix(_RECEIVABLE)] = amount
    return booked


def _lines(state: State, journal: Mapping[str, Any]) -> list[tuple[str, int]] | None:
    """The debit account and amount of each line, stated in the effect or in its document."""
    if "document" not in journal:
        return [(line[1], line[3]) for group in journal["groups"] for line in group["lines"]]
    data = state.read(journal["document"]["sha256"])
    if data is None:
        return None
    rows = [json.loads(line) for line in data.splitlines()]
    return [(row[3], row[5]) for row in rows]


CHECKERS: Mapping[str, Checker] = MappingProxyType({"postings": check_journal, "levy": check_levy})
