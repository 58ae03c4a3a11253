"""Effects of proposals: notice is given, votes are cast, a decision follows from both.

The notice freezes rule, electorate, voting window and how many proxies a seat may use; a vote
counts only inside the window, cast by the member's own seat or by one that holds its proxy; the
decision must use exactly the terms of its notice and the votes as they stand, and every line of
its tree is recomputed (`koinon.methods.trees.recheck`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from koinon.methods.plain import PlainError, from_plain
from koinon.methods.trees import Terms, TreeError, recheck
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_count,
    require_form,
    require_keys,
    require_label,
    require_seat,
)
from koinon.record.stated import stated

_NONE: frozenset[str] = frozenset()
_PARTS = ("yes", "no", "abstain")
_NOTICE = frozenset({"kind", "proposal", "charter", "body", "terms", "opens_at", "closes_at"})
_NOTICE_OPTIONAL = frozenset({"proxies"})
_WITHDRAWAL = frozenset({"kind", "proposal"})
_PROXY = frozenset({"kind", "giver", "holder"})
_PROXY_OPTIONAL = frozenset({"proposal", "until_at"})
_PROXY_END = frozenset({"kind", "proxy"})
_VOTE = frozenset({"kind", "proposal", "city", *_PARTS})
_VOTE_BY_PROXY = _VOTE | {"seat", "proxy"}
_DECISION = frozenset({"kind", "proposal", "outcome", "decision"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CITY = re.compile(r"[a-z0-9-]{1,40}")
_PART = re.compile(r"[0-9]{1,30}(/[0-9]{1,30})?")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


@dataclass(slots=True)
class Question:
    """A proposal: what was frozen at notice, each member's parts as they stand, and who cast them.

    `proxies` is how many other members' votes one seat may cast.
    """

    proposer: str | None
    body: str
    terms: Mapping[str, Any]
    members: frozenset[str]
    opens_at: str
    closes_at: str
    proxies: int
    votes: dict[str, dict[str, str]] = field(default_factory=dict)
    cast_by: dict[str, str] = field(default_factory=dict)
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Proxy:
    """A seat's vote given to another of its body, on one proposal or on all until an instant."""

    giver: str
    holder: str
    proposal: int | None
    until_at: str | None


def check_notice(state: State, entry: Entry, effect: Effect) -> None:
    """A new proposal; its terms are readable and its voting closes after it opens."""
    require_keys(effect, _NOTICE, _NOTICE_OPTIONAL, "a notice")
    number = require_count(effect["proposal"], "the number of a proposal")
    if number != len(state.questions) + 1:
        raise EntryError(f"proposal {number} does not follow {len(state.questions)} others.")
    charter = require_form(effect["charter"], _SHA256, "the charter of a notice")
    if charter not in state.documents:
        raise EntryError(f"the charter {charter} of a notice is no document of this record.")
    require_label(effect["body"], "the body of a notice")
    opens_at = require_form(effect["opens_at"], _AT, "the opening of the vote")
    closes_at = require_form(effect["closes_at"], _AT, "the close of the vote")
    if not entry["at"] <= opens_at < closes_at:
        raise EntryError(f"voting from {opens_at} to {closes_at} does not follow the notice.")
    frozen = stated(state, effect["terms"], f"what decides proposal {number}")
    try:
        terms = from_plain(Terms, frozen)
    except PlainError as error:
        raise EntryError(f"the terms of proposal {number} cannot be read: {error}.") from None
    state.questions[number] = Question(
        proposer=entry["by"]["seat"],
        body=effect["body"],
        terms=frozen,
        members=frozenset(terms.electorate.members),
        opens_at=opens_at,
        closes_at=closes_at,
        proxies=require_count(effect.get("proxies", 0), "the number of proxies a seat may use"),
    )


def check_withdrawal(state: State, entry: Entry, effect: Effect) -> None:
    """A proposal is withdrawn by the seat that opened it, before its voting opens."""
    require_keys(effect, _WITHDRAWAL, _NONE, "a withdrawal")
    number, question = effect["proposal"], _question(state, effect)
    if entry["by"]["seat"] != question.proposer:
        raise EntryError(f"proposal {number} is withdrawn by a seat that did not open it.")
    if question.decided or entry["at"] >= question.opens_at:
        raise EntryError(f"proposal {number} is withdrawn after its voting opened or it ended.")
    question.decided = True


def check_proxy(state: State, entry: Entry, effect: Effect) -> None:
    """A seat gives its vote to another open seat of its body; no other proxy of it overlaps."""
    require_keys(effect, _PROXY, _PROXY_OPTIONAL, "a proxy")
    giver, holder = require_seat(effect["giver"]), require_seat(effect["holder"])
    if entry["by"]["seat"] != giver:
        raise EntryError(f"the proxy of {giver} is given by another seat.")
    body = state.seats.get(giver)
    if giver == holder or not body or state.seats.get(holder) != body:
        raise EntryError(
            f"{giver} gives its proxy to {holder}, which is no other seat of its body."
        )
    number, until_at = effect.get("proposal"), effect.get("until_at")
    if (number is None) == (until_at is None):
        raise EntryError("a proxy is for one proposal or until an instant, and not for both.")
    if number is not None:
        question = _question(state, effect)
        if question.decided or question.body != body:
            raise EntryError(f"the proxy of {giver} is for a proposal that it cannot vote on.")
    elif require_form(until_at, _AT, "the end of a proxy") <= entry["at"]:
        raise EntryError(f"the proxy of {giver} ends before it begins.")
    for given, other in state.proxies.items():
        either = number is None or other.proposal in (None, number)
        if other.giver == giver and either and _stands(state, other, entry["at"]):
            raise EntryError(f"{giver} gives a proxy while that of entry {given} stands.")
    state.proxies[state.size] = Proxy(giver, holder, number, until_at)


def check_proxy_end(state: State, entry: Entry, effect: Effect) -> None:
    """A proxy ends by the seat that gave it."""
    require_keys(effect, _PROXY_END, _NONE, "the end of a proxy")
    given = require_count(effect["proxy"], "the entry of a proxy")
    proxy = state.proxies.pop(given, None)
    if proxy is None or proxy.giver != entry["by"]["seat"]:
        raise EntryError(f"entry {given} gave no proxy that this seat could end.")


def _stands(state: State, proxy: Proxy, at: str) -> bool:
    """Whether a proxy that was not ended still works: its time, its proposal, both its seats."""
    if proxy.proposal is None:
        lasts = proxy.until_at is not None and at < proxy.until_at
    else:
        lasts = not state.questions[proxy.proposal].decided
    return lasts and proxy.giver in state.seats and proxy.holder in state.seats


def check_vote(state: State, entry: Entry, effect: Effect) -> None:
    """A member's vote inside the window, its own or by proxy; a later one takes its place."""
    by_proxy = type(effect) is dict and "proxy" in effect
    require_keys(effect, _VOTE_BY_PROXY if by_proxy else _VOTE, _NONE, "a vote")
    question = _question(state, effect)
    city = require_form(effect["city"], _CITY, "the city of a vote")
    if city not in question.members:
        raise EntryError(f"{city} is not in the electorate of proposal {effect['proposal']}.")
    _check_caster(state, entry, effect, question)
    if not question.opens_at <= entry["at"] < question.closes_at:
        raise EntryError(f"the vote of {city} was cast outside the voting window.")
    parts = {name: require_form(effect[name], _PART, "a part of a vote") for name in _PARTS}
    if not _whole(*parts.values()):
        raise EntryError(f"the parts of the vote of {city} do not sum to 1.")
    question.votes[city], question.cast_by[city] = parts, entry["by"]["seat"]


@lru_cache(maxsize=4_096)
def _whole(*parts: str) -> bool:
    """Whether fractions sum to 1. Nearly all votes are one of three, hence the cache."""
    try:
        return sum(map(Fraction, parts)) == 1
    except ZeroDivisionError:
        return False


def _check_caster(state: State, entry: Entry, effect: Effect, question: Question) -> None:
    """The member's own seat casts, and then no proxy of it stands; or a seat with its proxy."""
    city, seat = effect["city"], entry["by"]["seat"]
    own = f"{question.body}/{city}"
    covering = {
        given: proxy
        for given, proxy in state.proxies.items()
        if question.proxies
        and proxy.giver == own
        and proxy.proposal in (None, effect["proposal"])
        and _stands(state, proxy, entry["at"])
    }
    if "proxy" not in effect:
        if seat != own:
            raise EntryError(f"the vote of {city} was cast by the seat {seat!a}.")
        if covering:
            raise EntryError(f"{city} voted itself while its proxy of entry {min(covering)} stood.")
        return
    proxy = covering.get(effect["proxy"])
    if proxy is None or not proxy.holder == seat == effect["seat"]:
        raise EntryError(f"the vote of {city} was cast by {seat!a} without its proxy.")
    others = {c for c, by in question.cast_by.items() if by == seat != f"{question.body}/{c}"}
    if len(others | {city}) > question.proxies:
        raise EntryError(f"{seat} cast more than {question.proxies} votes of other members.")


def check_decision(state: State, entry: Entry, effect: Effect) -> None:
    """The count: it follows from the notice's terms and the votes as they stand."""
    require_keys(effect, _DECISION, _NONE, "a decision")
    number = effect["proposal"]
    decision = stated(state, effect["decision"], f"the decision on proposal {number}")
    question = _question(state, effect)
    if question.decided:
        raise EntryError(f"proposal {number} was decided or withdrawn before.")
    if entry["at"] < question.closes_at:
        raise EntryError(f"proposal {number} is decided before its voting closed.")
    try:
        recheck(decision)
    except TreeError as error:
        raise EntryError(f"the decision on proposal {number} does not hold: {error}.") from None
    for name in ("rule", "electorate", "abstention"):
        if decision[name] != question.terms[name]:
            raise EntryError(f"proposal {number} was decided by another {name} than its notice.")
    cast = {city: {name: vote[name] for name in _PARTS} for city, vote in decision["votes"]}
    if cast != question.votes:
        raise EntryError(f"the decision on proposal {number} counts other votes than were cast.")
    if effect["outcome"] != ("adopted" if decision["tree"]["met"] else "rejected"):
        raise EntryError(f"the outcome of proposal {number} is not what its tree says.")
    question.decided = True


def _question(state: State, effect: Effect) -> Question:
    number = require_count(effect["proposal"], "the number of a proposal")
    found: Question | None = state.questions.get(number)
    if found is None:
        raise EntryError(f"proposal {number} was never noticed.")
    return found


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "notice": check_notice,
        "withdrawal": check_withdrawal,
        "proxy": check_proxy,
        "proxy_end": check_proxy_end,
        "vote": check_vote,
        "decision": check_decision,
    }
)
