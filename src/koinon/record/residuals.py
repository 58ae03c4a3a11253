"""The effect by which a member that left is charged its share of what was then committed.

Who takes part in a programme and what members weigh is said by the charter, which is not read here;
everything else is recomputed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from koinon.methods.residuals import Residual, recheck, residual_from_plain
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_form,
    require_keys,
    require_label,
)
from koinon.record.money import booked
from koinon.record.stated import stated

_NONE: frozenset[str] = frozenset()
_RESIDUAL = frozenset({"kind", "city", "weighting", "reckoning"})
_CITY = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class _Charged:
    """A member that left at an instant, and what it was found to owe."""

    at: str
    residual: Residual


def check_residual(state: State, entry: Entry, effect: Effect) -> None:
    """What a member owes follows from what was open as it left, and is what the journal books."""
    require_keys(effect, _RESIDUAL, _NONE, "a share on leaving")
    city = require_form(effect["city"], _CITY, "the city of a share on leaving")
    require_label(effect["weighting"], "the weighting of a share on leaving")
    gone = state.gone.get(city)
    if gone is None:
        raise EntryError(f"{city} is charged its share on leaving and has not left.")
    if city in state.residuals:
        raise EntryError(f"{city} is charged its share on leaving twice.")
    plain = stated(state, effect["reckoning"], f"the share of {city} on leaving")
    before = {one for one, left in state.gone.items() if left.at < gone.at}
    earlier = [one.residual for one in state.residuals.values() if one.at < gone.at]
    fault = recheck(plain, earlier)
    if fault is not None:
        raise EntryError(f"the share of {city} on leaving does not hold: {fault}.")
    found = residual_from_plain(plain)
    if found.member != city:
        raise EntryError(f"the share on leaving of {found.member} is charged to {city}.")
    for member, _ in found.weights:
        if member in before:
            raise EntryError(f"the share of {city} on leaving counts {member}, which left before.")
    promised: dict[str, int] = {}
    for one in found.commitments:
        line = f"{one.year}/{one.line}"
        promised[line] = promised.get(line, 0) + one.cents
    if gone.promised is not None and promised != gone.promised:
        raise EntryError(
            f"the share of {city} on leaving is of other commitments than were open as it left."
        )
    charged = {city: found.cents} if found.cents else {}
    posted = booked(state, entry)
    if posted is not None and posted != charged:
        raise EntryError(f"the journal of the share of {city} on leaving books another amount.")
    state.residuals[city] = _Charged(gone.at, found)


CHECKERS: Mapping[str, Checker] = MappingProxyType({"residual": check_residual})
