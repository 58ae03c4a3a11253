"""The form of an entry, and what one entry owes to those before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from koinon.record import (
    adopted,
    amendments,
    audits,
    counts,
    decisions,
    effects,
    elections,
    endings,
    experiments,
    initiatives,
    mandates,
    meetings,
    memberships,
    money,
    project_votes,
    residuals,
    rights,
    service,
    signed,
    translations,
    urgency,
    vacancies,
)
from koinon.record.commitments import is_private
from koinon.record.effects import (
    Checker,
    Entry,
    EntryError,
    State,
    note_charter,
    require_count,
    require_form,
    require_keys,
    require_label,
    require_seat,
)
from koinon.record.foundings import check_opening, note_opening
from koinon.record.note import NoteError, VerifierKey
from koinon.record.signatures import DEMANDS

CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        **effects.CHECKERS,
        **decisions.CHECKERS,
        **meetings.CHECKERS,
        **memberships.CHECKERS,
        **service.CHECKERS,
        **amendments.CHECKERS,
        **counts.CHECKERS,
        **elections.CHECKERS,
        **project_votes.CHECKERS,
        **vacancies.CHECKERS,
        **mandates.CHECKERS,
        **money.CHECKERS,
        **adopted.CHECKERS,
        **residuals.CHECKERS,
        **endings.CHECKERS,
        **rights.CHECKERS,
        **audits.CHECKERS,
        **signed.CHECKERS,
        **initiatives.CHECKERS,
        **translations.CHECKERS,
        **experiments.CHECKERS,
        **urgency.CHECKERS,
    }
)
"""Every kind of effect."""

VERSION = 1
GENESIS = "genesis"
VIAS = frozenset({"web", "api", "shell", "job", "clock", GENESIS, "then"})
AUTHS = frozenset({"passkey", "code", "oidc", "link", "token", "local", "none"})

_REQUIRED = frozenset({"v", "n", "at", "id", "type", "by", "grant", "data", "result", "effects"})
_OPTIONAL = frozenset({"cause", "signed"})
_BY = frozenset({"seat", "via", "auth"})
_NONE: frozenset[str] = frozenset()
_GRANTS = {
    GENESIS: (frozenset({"kind"}), _NONE),
    "article": (frozenset({"kind", "article"}), frozenset({"signed"})),
    "decision": (frozenset({"kind", "decision"}), frozenset({"article"})),
    "clock": (frozenset({"kind"}), frozenset({"article"})),
}

_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TYPE = re.compile(r"[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,59}/[1-9][0-9]{0,2}")
_CAUSE = re.compile(r"(0|[1-9][0-9]{0,15})\.(0|[1-9][0-9]{0,5})")


def check_entry(state: State, entry: Any, checkers: Mapping[str, Checker] = CHECKERS) -> None:
    """Check the next entry against all before it and take it into `state`.

    Raises EntryError; `state` is then of no further use, since what it holds may be half done.
    """
    require_keys(entry, _REQUIRED, _OPTIONAL, "the entry")
    _check_place(state, entry)
    _check_sender(state, entry)
    _check_grant(state, entry)
    _check_cause(state, entry)
    for name in ("data", "result"):
        if type(entry[name]) is not dict:
            raise EntryError(f"{name} is not an object.")
    _check_private(entry["data"])
    if state.size == 0:
        _check_genesis(state, entry["data"])
    check_opening(state, entry)
    signed.check_signed(state, entry)
    _check_effects(state, entry, checkers)
    state.size += 1
    state.at = entry["at"]


def _check_place(state: State, entry: Entry) -> None:
    if type(entry["v"]) is not int or entry["v"] != VERSION:
        raise EntryError(f"its version is {entry['v']!a}; this verifier reads version {VERSION}.")
    if type(entry["n"]) is not int or entry["n"] != state.size:
        raise EntryError(f"its n is {entry['n']!a}, although {state.size} entries go before.")
    require_form(entry["type"], _TYPE, "the type")
    at = require_form(entry["at"], _AT, "the instant")
    if at < state.at:
        raise EntryError(f"its instant {at} is before that of the entry before, {state.at}.")
    if at != state.at:
        try:
            datetime.fromisoformat(at[:-1])
        except ValueError:
            raise EntryError(f"the instant {at} does not exist.") from None
    act_id = bytes.fromhex(require_form(entry["id"], _ID, "the id").replace("-", ""))
    if act_id in state.ids:
        raise EntryError(f"its id {entry['id']} is that of an earlier entry.")
    state.ids.add(act_id)


def _check_sender(state: State, entry: Entry) -> None:
    by = entry["by"]
    require_keys(by, _BY, _NONE, "by")
    if type(by["via"]) is not str or by["via"] not in VIAS:
        raise EntryError(f"it came by an unknown way, {by['via']!a}.")
    if type(by["auth"]) is not str or by["auth"] not in AUTHS:
        raise EntryError(f"its sender was authenticated in an unknown way, {by['auth']!a}.")
    seat = by["seat"]
    if seat is None or require_seat(seat) in state.seats:
        return
    if not initiatives.residents_act(state, seat, entry["at"]):
        raise EntryError(f"the acting seat {seat} does not exist at that moment.")


def _check_grant(state: State, entry: Entry) -> None:
    grant, via = entry["grant"], entry["by"]["via"]
    kind = grant.get("kind") if type(grant) is dict else None
    if type(kind) is not str or kind not in _GRANTS:
        raise EntryError(f"the kind of its grant is unknown, {kind!a}.")
    require_keys(grant, *_GRANTS[kind], f"the grant by {kind}")
    if len({state.size == 0, kind == GENESIS, via == GENESIS}) > 1:
        raise EntryError("entry 0, and no other, is the genesis.")
    if "article" in grant:
        require_label(grant["article"], "the article of its grant")
    if grant.get("signed", DEMANDS[0]) not in DEMANDS:
        raise EntryError(f"its grant demands an unknown signature, {grant['signed']!a}.")
    if kind == "article" and entry["by"]["seat"] is None:
        raise EntryError("an article grants power to a seat, and no seat acts.")
    if kind == "decision":
        decision = require_count(grant["decision"], "the decision of its grant")
        if decision >= state.size:
            raise EntryError(f"the decision that grants it, entry {decision}, does not go before.")


def _check_cause(state: State, entry: Entry) -> None:
    if "cause" not in entry:
        if entry["by"]["via"] == "then":
            raise EntryError("it came by `then` and names no cause.")
        return
    cause = require_form(entry["cause"], _CAUSE, "the cause")
    if int(cause.partition(".")[0]) >= state.size:
        raise EntryError(f"its cause {cause} does not go before.")
    if cause in state.causes:
        raise EntryError(f"its cause {cause} was carried out by an earlier entry.")
    state.causes.add(cause)


def _check_private(value: Any) -> None:
    """Wherever the key `private` stands, a commitment stands and nothing readable."""
    kind = type(value)
    if kind is dict:
        if "private" in value and not is_private(value):
            raise EntryError("a private value is not written as a commitment alone.")
        for inner in value.values():
            _check_private(inner)
    elif kind is list:
        for inner in value:
            _check_private(inner)


def _check_genesis(state: State, data: Mapping[str, Any]) -> None:
    for name in ("origin", "log_key", "charter"):
        if name not in data:
            raise EntryError(f"the genesis lacks {name}.")
    require_label(data["origin"], "the origin")
    require_label(data["log_key"], "the log key")
    try:
        key = VerifierKey.parse(data["log_key"])
    except NoteError as error:
        raise EntryError(f"the log key of the genesis is none: {error}") from None
    if key.name != data["origin"]:
        raise EntryError(f"the log key is of {key.name}, not of the origin {data['origin']}.")
    note_charter(state, data["charter"])
    note_opening(state, data)
    state.origin, state.log_key = data["origin"], data["log_key"]


def _check_effects(state: State, entry: Entry, checkers: Mapping[str, Checker]) -> None:
    effects = entry["effects"]
    if type(effects) is not list:
        raise EntryError("effects is not a list.")
    for position, effect in enumerate(effects):
        kind = effect.get("kind") if type(effect) is dict else None
        checker = checkers.get(kind) if type(kind) is str else None
        if checker is None:
            raise EntryError(f"effect {position} is of the unknown kind {kind!a}.")
        try:
            checker(state, entry, effect)
        except EntryError as error:
            raise EntryError(f"effect {position}: {error}") from None
