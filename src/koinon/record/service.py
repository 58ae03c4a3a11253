"""Effects of service: notice of a proposal or a meeting reached seats, a seat acknowledged it.

A verifier sees that the notice was given, that each seat is one it was given to, that no day is
before the notice or after the entry, and that service by e-mail names its log of deliveries.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
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

_SERVICE = frozenset({"kind", "served"})
_SERVICE_OPTIONAL = frozenset({"proposal", "meeting", "evidence"})
_ACKNOWLEDGEMENT = frozenset({"kind"})
_ABOUT = frozenset({"proposal", "meeting"})
_HOW = re.compile(r"e-mail|letter|in person|electronic")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ANYWHERE = timedelta(days=1)
"""A day somewhere on Earth begins and ends up to a day before or after the same day in UTC."""


@dataclass(frozen=True, slots=True)
class _Notice:
    name: str
    body: str
    members: frozenset[str] | None
    at: str


def _notice(state: State, effect: Effect) -> _Notice:
    """The notice that an effect is about: of exactly one proposal or meeting of the record."""
    if ("proposal" in effect) == ("meeting" in effect):
        raise EntryError("service is of one proposal or of one meeting, and not of both.")
    what = "proposal" if "proposal" in effect else "meeting"
    number = require_count(effect[what], f"the number of a {what}")
    known: Mapping[int, Any] = state.questions if what == "proposal" else state.meetings
    found = known.get(number)
    if found is None:
        raise EntryError(f"there is no {what} {number} to serve notice of.")
    members = found.members if what == "proposal" else None
    return _Notice(f"{what} {number}", found.body, members, found.noticed_at)


def _check_seat(state: State, notice: _Notice, seat: str) -> None:
    """Raise EntryError unless that notice was given to the seat."""
    member = seat.partition("/")[2]
    if state.seats.get(seat) != notice.body or not member:
        raise EntryError(f"{seat} is no seat that notice of {notice.name} is given to.")
    hears = notice.members is None or member in notice.members or member in state.voices
    if not hears:
        raise EntryError(f"{seat} has no vote on {notice.name}, and no notice of it.")


def check_service(state: State, entry: Entry, effect: Effect) -> None:
    """Notice reached seats, each once, in their order."""
    require_keys(effect, _SERVICE, _SERVICE_OPTIONAL, "a service")
    notice = _notice(state, effect)
    served = effect["served"]
    if type(served) is not list or not served:
        raise EntryError(f"the service of {notice.name} lists no seats.")
    evidence = effect.get("evidence")
    if evidence is not None:
        sha256 = require_form(evidence, _SHA256, "the evidence of a service")
        if sha256 not in state.documents:
            raise EntryError(f"the evidence {sha256} of a service is no document of this record.")
    before = ""
    for line in served:
        if type(line) is not list or len(line) != 3:
            raise EntryError(f"the service of {notice.name} holds a line that is no triple.")
        seat = require_seat(line[0])
        if seat <= before:
            raise EntryError(f"the service of {notice.name} names {seat} out of order or twice.")
        before = seat
        _check_seat(state, notice, seat)
        how = require_form(line[1], _HOW, "the way of a service")
        if how == "e-mail" and evidence is None:
            raise EntryError(f"the service on {seat} by e-mail names no log of deliveries.")
        _check_day(notice, entry, line[2])


def _check_day(notice: _Notice, entry: Entry, text: Any) -> None:
    """The day is none before the notice, and none after the entry."""
    try:
        day = date.fromisoformat(require_form(text, _DAY, "the day of a service"))
    except ValueError:
        raise EntryError(f"the day {text!a} of a service is no day.") from None
    first = date.fromisoformat(notice.at[:10]) - _ANYWHERE
    last = date.fromisoformat(entry["at"][:10]) + _ANYWHERE
    if not first <= day <= last:
        raise EntryError(f"the service of {notice.name} on {text} is before it, or yet to come.")


def check_acknowledgement(state: State, entry: Entry, effect: Effect) -> None:
    """The acting seat, to which that notice was given, acknowledges it once."""
    require_keys(effect, _ACKNOWLEDGEMENT, _ABOUT, "an acknowledgement")
    notice = _notice(state, effect)
    seat = require_seat(entry["by"]["seat"])
    _check_seat(state, notice, seat)
    key = (notice.name, seat)
    if key in state.acknowledged:
        raise EntryError(f"{seat} acknowledged the notice of {notice.name} before.")
    state.acknowledged.add(key)


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {"service": check_service, "acknowledgement": check_acknowledgement}
)
