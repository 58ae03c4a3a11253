"""Effects on memberships: a city gets a voice, becomes a member, announces that it leaves, is gone.

An associate has seats and no vote: it is in no electorate and no quorum, and no proxy is of it or
for it. Whoever checks an effect that is for members alone asks here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from koinon.methods.postings import Books
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    Gone,
    State,
    require_form,
    require_keys,
)

_NONE: frozenset[str] = frozenset()
_LEAVING = frozenset({"kind", "city", "status", "leaves_at"})
_MEMBERSHIP = _LEAVING - {"leaves_at"}
_CITY = re.compile(r"[a-z0-9-]{1,40}")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


def check_membership(state: State, entry: Entry, effect: Effect) -> None:
    """A city gets a voice, becomes a member, announces when it leaves, or has left by then.

    Whoever leaves keeps no seat; an associate leaves whenever it is said.
    """
    leaves = type(effect) is dict and "leaves_at" in effect
    require_keys(effect, _LEAVING if leaves else _MEMBERSHIP, _NONE, "a membership")
    city = require_form(effect["city"], _CITY, "the city of a membership")
    known = ("leaving",) if leaves else ("associate", "member", "left")
    if effect["status"] not in known:
        raise EntryError(f"the membership of {city} is {effect['status']!a}.")
    if effect["status"] in ("associate", "member"):
        _check_voice(state, city, effect["status"])
        return
    if leaves:
        if city in state.leaving or has_voice(state, city):
            raise EntryError(f"{city} announced before that it leaves, or is no member.")
        instant = require_form(effect["leaves_at"], _AT, "the instant of leaving")
        if instant <= entry["at"]:
            raise EntryError(f"{city} leaves before it announces it.")
        state.leaving[city] = instant
        return
    if not has_voice(state, city) and not "" < state.leaving.get(city, "") <= entry["at"]:
        raise EntryError(f"{city} leaves before its time, or never announced it.")
    for seat in state.seats:
        if seat.endswith(f"/{city}"):
            raise EntryError(f"{city} has left and keeps the seat {seat}.")
    for witness in state.witnesses.values():
        if witness.city == city and witness.ended is None:
            witness.ended = state.size
    if not has_voice(state, city):
        promised = None if state.blind else _promised(state.books)
        state.gone[city] = Gone(state.leaving[city], promised)
    state.leaving[city] = ""


def _promised(books: Books) -> dict[str, int]:
    """What is committed, or invoiced by suppliers and not paid, of each budget line."""
    found: dict[str, int] = {}
    for name, balance in books.balances.items():
        year, _, rest = name.partition("/")
        line, _, stage = rest.partition("/")
        if balance.net and stage.partition("/")[0] in ("committed", "accrued"):
            found[f"{year}/{line}"] = found.get(f"{year}/{line}", 0) - balance.net
    return found


def _check_voice(state: State, city: str, status: str) -> None:
    """A city that had no seat becomes an associate; or one that is an associate, a member."""
    if status == "member":
        if not has_voice(state, city):
            raise EntryError(f"{city} becomes a member from an associate, which it is not.")
        state.voices[city] = False
        return
    seated = any(seat.endswith(f"/{city}") for seat in state.seats)
    if seated or city in state.leaving or city in state.voices:
        raise EntryError(f"{city} becomes an associate, and is or was with the coalition before.")
    state.voices[city] = True


def has_voice(state: State, city: str) -> bool:
    """Whether a city is an associate now: it has a voice, and no vote."""
    return state.voices.get(city, False) and city not in state.leaving


def require_members(state: State, cities: Iterable[str], what: str) -> None:
    """Raise EntryError when one of these is an associate, which has no part in `what`."""
    for city in cities:
        if has_voice(state, city):
            raise EntryError(f"{city} is no member, and {what}.")


def speaks_only(state: State, quorum: Mapping[str, Any] | None, city: str) -> bool:
    """Whether a city takes part in a meeting with a voice alone.

    It is an associate, or was one when these terms of the quorum were frozen.
    """
    if quorum is None:
        return has_voice(state, city)
    return city in state.voices and city not in frozenset(quorum["electorate"]["members"])


CHECKERS: Mapping[str, Checker] = MappingProxyType({"membership": check_membership})
