"""Effects of mandates: who is appointed to a seat, until when, and that a mandate is over.

The record names mandates by the entry that gave them and never says who holds them. A seat has at
most one holder at a time, a standing one or an interim; its alternates are not limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

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

ROLES = frozenset({"holder", "alternate", "interim"})
_NONE: frozenset[str] = frozenset()
_MANDATE = frozenset({"kind", "seat", "role"})
_MANDATE_OPTIONAL = frozenset({"begins_at", "after", "ends_at"})
_END = frozenset({"kind", "seat", "mandate", "ends_at"})
_OVER = frozenset({"kind", "seat", "mandate"})
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_NEVER = "~"
"""Later than every instant."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """A mandate of a seat, and the entry of the one it comes `after`, if any.

    `begins_at` is None while the end of that one is not known; `ends_at` is the first instant after
    the mandate, None while no end is set.
    """

    role: str
    begins_at: str | None
    after: int | None
    ends_at: str | None
    over: bool = False


def check_mandate(state: State, entry: Entry, effect: Effect) -> None:
    """Someone is appointed to a seat; no other holder of it stands at the same time."""
    require_keys(effect, _MANDATE, _MANDATE_OPTIONAL, "a mandate")
    seat, role = require_seat(effect["seat"]), effect["role"]
    if seat not in state.seats:
        raise EntryError(f"a mandate is given for the seat {seat}, which does not exist.")
    if type(role) is not str or role not in ROLES:
        raise EntryError(f"the role of a mandate is {role!a}.")
    given = state.mandates.setdefault(seat, {})
    if state.size in given:
        raise EntryError("an entry gives two mandates of one seat.")
    made = _read(given, entry, effect, role)
    if role != "alternate":
        for n in _overlapping(given, made):
            raise EntryError(f"the seat {seat} has the mandate of entry {n} at the same time.")
    given[state.size] = made


def _read(given: Mapping[int, Mandate], entry: Entry, effect: Effect, role: str) -> Mandate:
    """The mandate an effect gives, with its days in order."""
    after = effect.get("after")
    if (after is None) == ("begins_at" not in effect):
        raise EntryError("a mandate begins at an instant or after another, and not both.")
    ends_at = effect.get("ends_at")
    if ends_at is not None and require_form(ends_at, _AT, "the end of a mandate") <= entry["at"]:
        raise EntryError("a mandate is given that is over already.")
    if after is not None:
        _check_successor(given, require_count(after, "the mandate to follow"), role)
        return Mandate(role, _after(given[after]), after, ends_at)
    begins_at = require_form(effect["begins_at"], _AT, "the beginning of a mandate")
    if ends_at is not None and ends_at <= begins_at:
        raise EntryError("a mandate ends before it begins.")
    return Mandate(role, begins_at, None, ends_at)


def _check_successor(given: Mapping[int, Mandate], after: int, role: str) -> None:
    """A successor waits for the last mandate of the seat that is not over, and waits alone."""
    standing = {n: one for n, one in _holders(given) if not one.over}
    if role != "holder" or after not in standing:
        raise EntryError(f"a mandate follows that of entry {after}, which it cannot.")
    begun = {n: _begin(one) for n, one in standing.items()}
    if _NEVER in begun.values() or begun[after] != max(begun.values()):
        raise EntryError(f"a mandate follows that of entry {after}, which is not the last.")


def check_end(state: State, entry: Entry, effect: Effect) -> None:
    """A mandate gets an end, or an earlier one; whoever follows it begins then."""
    require_keys(effect, _END, _NONE, "the end of a mandate")
    given, n, found = _found(state, effect)
    ends_at = require_form(effect["ends_at"], _AT, "the end of a mandate")
    if ends_at < entry["at"]:
        raise EntryError(f"the mandate of entry {n} is ended before the entry that ends it.")
    if found.ends_at is not None and ends_at > found.ends_at:
        raise EntryError(f"the mandate of entry {n} is ended later than it ends.")
    over = ends_at == entry["at"]
    if over and _begin(found) <= entry["at"]:
        _check_keys(state, effect["seat"])
    given[n] = replace(found, ends_at=ends_at, over=over)
    _settle(given, n)


def check_over(state: State, entry: Entry, effect: Effect) -> None:
    """A mandate whose end has come is over."""
    require_keys(effect, _OVER, _NONE, "a mandate that is over")
    given, n, found = _found(state, effect)
    if found.ends_at is None or entry["at"] < found.ends_at:
        raise EntryError(f"the mandate of entry {n} is called over before its end.")
    _check_keys(state, effect["seat"])
    given[n] = replace(found, over=True)


def _check_keys(state: State, seat: str) -> None:
    """Nobody can say which of a seat's people held which key: as one goes, all have ended."""
    if any(one == seat for one, _ in state.keys):
        raise EntryError(f"a mandate of {seat} is over, and a key still signs for it.")


def _found(state: State, effect: Effect) -> tuple[dict[int, Mandate], int, Mandate]:
    seat = require_seat(effect["seat"])
    n = require_count(effect["mandate"], "the entry of a mandate")
    given: dict[int, Mandate] = state.mandates.get(seat, {})
    if n not in given or given[n].over:
        raise EntryError(f"no mandate of {seat} given by entry {n} stands.")
    return given, n, given[n]


def _holders(given: Mapping[int, Mandate]) -> Iterator[tuple[int, Mandate]]:
    return ((n, one) for n, one in given.items() if one.role != "alternate")


def _begin(one: Mandate) -> str:
    return one.begins_at or _NEVER


def _after(before: Mandate) -> str | None:
    """When whoever follows begins: as a mandate ends, or would have begun if it never did."""
    if before.begins_at is None or before.ends_at is None:
        return None
    return max(before.begins_at, before.ends_at)


def _settle(given: dict[int, Mandate], n: int) -> None:
    """Let everyone who follows a mandate begin as it now ends."""
    changed = [n]
    while changed:
        before = changed.pop()
        for later, one in list(given.items()):
            if one.after == before:
                given[later] = replace(one, begins_at=_after(given[before]))
                changed.append(later)


def _overlapping(given: Mapping[int, Mandate], made: Mandate) -> Iterator[int]:
    """The other mandates of holders that share an instant with this one."""
    begins, ends = _begin(made), made.ends_at or _NEVER
    for n, one in _holders(given):
        if max(begins, _begin(one)) < min(ends, one.ends_at or _NEVER):
            yield n


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {"mandate": check_mandate, "mandate_end": check_end, "mandate_over": check_over}
)
