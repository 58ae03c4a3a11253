"""Effects of proposals: notice is given, votes are cast, a decision follows from both.

The notice freezes rule, electorate, voting window and how many proxies a seat may use; a vote
counts only inside the window, cast by the member's own seat or by one that holds its proxy; the
decision must use exactly the terms of its notice and the votes as they stand, and every line of
its tree is recomputed (`koinon.methods.trees.recheck`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from koinon.methods.casting import with_casting_vote
from koinon.methods.plain import PlainError, from_plain, to_plain
from koinon.methods.rules import can_be_called, rule_from_plain
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
from koinon.record.memberships import require_members
from koinon.record.rights import require_electorate, require_voter
from koinon.record.stated import stated

_NONE: frozenset[str] = frozenset()
_PARTS = ("yes", "no", "abstain")
_NOTICE = frozenset({"kind", "proposal", "charter", "body", "terms"})
_WINDOW = frozenset({"opens_at", "closes_at"})
_PLACE = frozenset({"meeting", "item"})
_NOTICE_OPTIONAL = frozenset({"proxies", "urgent", "ratifies"})
NOT_YET = "9999-01-01T00:00:00.000000Z"
"""When voting in a meeting opens and closes, before an entry says so."""
_WITHDRAWAL = frozenset({"kind", "proposal"})
_WITHDRAWAL_OPTIONAL = frozenset({"amendments"})
_PROXY = frozenset({"kind", "giver", "holder"})
_PROXY_OPTIONAL = frozenset({"proposal", "meeting", "item", "until_at", "paper"})
_SCOPE = ("proposal", "until_at", "meeting", "item")
_PROXY_END = frozenset({"kind", "proxy"})
_VOTE = frozenset({"kind", "proposal", "city", *_PARTS})
_VOTE_BY_PROXY = _VOTE | {"seat", "proxy"}
_CALL = frozenset({"kind", "proposal", "city"})
_DECISION = frozenset({"kind", "proposal", "outcome", "decision"})
_DECISION_OPTIONAL = frozenset({"ratify_until_at"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CITY = re.compile(r"[a-z0-9-]{1,40}")
_PART = re.compile(r"[0-9]{1,30}(/[0-9]{1,30})?")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


@dataclass(slots=True)
class Question:
    """A proposal: what was frozen at notice, each member's parts as they stand, and who cast them.

    `proxies` is how many other members' votes one seat may cast. In a `meeting` voting opens with
    the `item` and ends with the roll call, at `rolled_at`; `called` are those whose vote was called
    there, and `closes_at` then ends the time for objections; `casting` is the chair's vote. The
    rest is of amendments (see `amendments`); `gone` is what was withdrawn or lapsed. `text` is the
    hash of its own text, "" without one. `calls` are the members that call for the second vote that
    its rule provides. `urgent`, `ratifies` and what follows are of urgency (see `urgency`):
    `decided_n` is the entry of its count, "" the outcome before.
    """

    proposer: str | None
    body: str
    terms: Mapping[str, Any]
    members: frozenset[str]
    opens_at: str
    closes_at: str
    proxies: int
    noticed_at: str
    meeting: int | None = None
    item: int | None = None
    rolled_at: str = ""
    called: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    objections: set[int] = field(default_factory=set)
    casting: str = ""
    amends: int | None = None
    replaces: frozenset[str] = _NONE
    place: int = 0
    fallen_for: int = 0
    amended_by: list[int] = field(default_factory=list)
    gone: bool = False
    votes: dict[str, dict[str, str]] = field(default_factory=dict)
    cast_by: dict[str, str] = field(default_factory=dict)
    decided: bool = False
    text: str = ""
    urgent: bool = False
    ratifies: int = 0
    ratify_until_at: str = ""
    ratification: str = ""
    decided_n: int = 0
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A seat's vote given to another of its body, on one proposal or on all until an instant.

    Or on all that a `meeting` votes on, or on what it votes on under one `item`.
    """

    giver: str
    holder: str
    proposal: int | None
    until_at: str | None
    meeting: int | None = None
    item: int | None = None


def text_of(entry: Entry) -> str:
    """The hash of the text that a proposal or an amendment comes with; "" without one."""
    named = entry["data"].get("text")
    return str(named.get("sha256", "")) if type(named) is dict else ""


def check_notice(state: State, entry: Entry, effect: Effect) -> None:
    """A new proposal; its terms are readable and its voting closes after it opens."""
    in_meeting = type(effect) is dict and "meeting" in effect
    windowed = type(effect) is dict and ("opens_at" in effect or not in_meeting)
    keys = _NOTICE | (_WINDOW if windowed else _NONE) | (_PLACE if in_meeting else _NONE)
    require_keys(effect, keys, _NOTICE_OPTIONAL, "a notice")
    number = require_count(effect["proposal"], "the number of a proposal")
    if number != len(state.questions) + 1:
        raise EntryError(f"proposal {number} does not follow {len(state.questions)} others.")
    charter = require_form(effect["charter"], _SHA256, "the charter of a notice")
    if charter not in state.documents:
        raise EntryError(f"the charter {charter} of a notice is no document of this record.")
    require_label(effect["body"], "the body of a notice")
    opens_at, closes_at = _window(entry, effect) if windowed else (NOT_YET, NOT_YET)
    frozen = stated(state, effect["terms"], f"what decides proposal {number}")
    try:
        terms = from_plain(Terms, frozen)
    except PlainError as error:
        raise EntryError(f"the terms of proposal {number} cannot be read: {error}.") from None
    require_electorate(state, terms.electorate.members)
    state.questions[number] = Question(
        proposer=entry["by"]["seat"],
        body=effect["body"],
        terms=frozen,
        members=frozenset(terms.electorate.members),
        opens_at=opens_at,
        closes_at=closes_at,
        proxies=require_count(effect.get("proxies", 0), "the number of proxies a seat may use"),
        noticed_at=entry["at"],
        meeting=effect.get("meeting"),
        item=effect.get("item"),
        text=text_of(entry),
        urgent=_is_urgent(effect),
        ratifies=require_count(effect.get("ratifies", 0), "the number of what is ratified"),
    )
    if in_meeting:
        _check_place(state, effect, windowed)
    if "ratifies" in effect:
        _check_ratifies(state, entry, number)


def _is_urgent(effect: Effect) -> bool:
    """Whether a notice is of a decision in urgency; then nothing is ratified by it."""
    if "urgent" in effect and (effect["urgent"] is not True or "ratifies" in effect):
        raise EntryError("urgent is true or left out, and then nothing is ratified.")
    return "urgent" in effect


def _check_ratifies(state: State, entry: Entry, number: int) -> None:
    """What is to be ratified waits for it, no other vote on it is open, and this one is in time."""
    question = state.questions[number]
    ratified = state.questions.get(question.ratifies)
    if ratified is None or ratified.ratification != "waiting":
        raise EntryError(f"proposal {question.ratifies} does not wait to be ratified.")
    for other, one in state.questions.items():
        if one.ratifies == question.ratifies and other != number and not one.decided:
            raise EntryError(f"a vote on ratifying proposal {question.ratifies} is open already.")
    meeting = state.meetings.get(question.meeting or 0)
    begins_at = meeting.begins_at if meeting else question.opens_at
    if max(begins_at, entry["at"]) >= ratified.ratify_until_at:
        raise EntryError(f"the vote on ratifying proposal {question.ratifies} comes too late.")


def _window(entry: Entry, effect: Effect) -> tuple[str, str]:
    """The instants between which votes are cast."""
    opens_at = require_form(effect["opens_at"], _AT, "the opening of the vote")
    closes_at = require_form(effect["closes_at"], _AT, "the close of the vote")
    if not entry["at"] <= opens_at < closes_at:
        raise EntryError(f"voting from {opens_at} to {closes_at} does not follow the notice.")
    return opens_at, closes_at


def _check_place(state: State, effect: Effect, windowed: bool) -> None:
    """The meeting is of the same body and not over, and the item is on its agenda, unopened."""
    number = require_count(effect["meeting"], "the number of a meeting")
    meeting = state.meetings.get(number)
    item = require_count(effect["item"], "the item of a notice")
    if meeting is None or meeting.over or meeting.body != effect["body"]:
        raise EntryError(f"meeting {number} is over, or of another body than the proposal.")
    if item not in meeting.items or item in meeting.opened:
        raise EntryError(f"meeting {number} has no item {item}, or it was taken up before.")
    if windowed and (effect["opens_at"], effect["closes_at"]) != (
        meeting.begins_at,
        meeting.ends_at,
    ):
        raise EntryError(f"the voting days are not those of meeting {number}.")
    if not windowed and meeting.ends_at is not None:
        raise EntryError(f"meeting {number} votes in writing, and the notice has no voting days.")


def check_withdrawal(state: State, entry: Entry, effect: Effect) -> None:
    """A proposal is withdrawn by the seat that opened it, before its voting opens."""
    require_keys(effect, _WITHDRAWAL, _WITHDRAWAL_OPTIONAL, "a withdrawal")
    number, question = effect["proposal"], question_of(state, effect)
    if entry["by"]["seat"] != question.proposer:
        raise EntryError(f"proposal {number} is withdrawn by a seat that did not open it.")
    in_room = question.meeting is not None and question.closes_at == NOT_YET
    if question.decided or (entry["at"] >= question.opens_at and not in_room):
        raise EntryError(f"proposal {number} is withdrawn after its voting opened or it ended.")
    if question.rolled_at or question.fallen_for:
        raise EntryError(f"proposal {number} is withdrawn after it was voted on or fell.")
    open_ones = sorted(
        n
        for n, one in state.questions.items()
        if one.amends == number and not (one.decided or one.fallen_for)
    )
    if effect.get("amendments", []) != open_ones:
        raise EntryError(f"other amendments go with proposal {number} than were open.")
    for one in (question, *(state.questions[n] for n in open_ones)):
        one.decided = one.gone = True


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
    between = (seat.partition("/")[2] for seat in (giver, holder))
    require_members(state, between, f"{giver} gives its proxy to {holder}")
    made = Proxy(giver, holder, *(effect.get(name) for name in _SCOPE))
    _check_scope(state, entry, effect, body)
    for given, other in state.proxies.items():
        either = other.giver == giver and _overlap(state, other, made)
        if either and _stands(state, other, entry["at"]):
            raise EntryError(f"{giver} gives a proxy while that of entry {given} stands.")
    state.proxies[state.size] = made


def _check_scope(state: State, entry: Entry, effect: Effect, body: str) -> None:
    """What the proxy is for exists, is of the body and not over; its paper is a document."""
    giver = effect["giver"]
    if sum(effect.get(name) is not None for name in ("proposal", "meeting", "until_at")) != 1:
        raise EntryError("a proxy is for one proposal, one meeting or until an instant.")
    if effect.get("proposal") is not None:
        question = question_of(state, effect)
        if question.decided or question.body != body:
            raise EntryError(f"the proxy of {giver} is for a proposal that it cannot vote on.")
    elif effect.get("until_at") is not None:
        if require_form(effect["until_at"], _AT, "the end of a proxy") <= entry["at"]:
            raise EntryError(f"the proxy of {giver} ends before it begins.")
    else:
        number = require_count(effect["meeting"], "the meeting of a proxy")
        meeting = state.meetings.get(number)
        if meeting is None or meeting.over or meeting.body != body:
            raise EntryError(f"the proxy of {giver} is for a meeting that it cannot vote in.")
        if "item" in effect and effect["item"] not in meeting.items:
            raise EntryError(f"meeting {number} has no item {effect['item']!a}.")
    if "item" in effect and "meeting" not in effect:
        raise EntryError(f"the proxy of {giver} is for an item of no meeting.")
    paper = effect.get("paper")
    if "paper" in effect and require_form(paper, _SHA256, "a paper") not in state.documents:
        raise EntryError(f"the paper of the proxy of {giver} is no document of this record.")


def _covers(state: State, proxy: Proxy, number: int) -> bool:
    """Whether a proxy is for a proposal, among others or alone."""
    if proxy.proposal is not None:
        return proxy.proposal == number
    question = state.questions[number]
    same = proxy.meeting in (None, question.meeting)
    return same and proxy.item in (None, question.item)


def _overlap(state: State, one: Proxy, other: Proxy) -> bool:
    """Whether two proxies could cover the same vote."""
    if one.proposal is not None:
        return _covers(state, other, one.proposal)
    if other.proposal is not None:
        return _covers(state, one, other.proposal)
    if None in (one.meeting, other.meeting):
        return True
    return one.meeting == other.meeting and (
        None in (one.item, other.item) or one.item == other.item
    )


def check_proxy_end(state: State, entry: Entry, effect: Effect) -> None:
    """A proxy ends by the seat that gave it."""
    require_keys(effect, _PROXY_END, _NONE, "the end of a proxy")
    given = require_count(effect["proxy"], "the entry of a proxy")
    proxy = state.proxies.pop(given, None)
    if proxy is None or proxy.giver != entry["by"]["seat"]:
        raise EntryError(f"entry {given} gave no proxy that this seat could end.")


def _stands(state: State, proxy: Proxy, at: str) -> bool:
    """Whether a proxy that was not ended still works: its time, its proposal, both its seats."""
    if proxy.meeting is not None:
        lasts = not state.meetings[proxy.meeting].over
    elif proxy.proposal is None:
        lasts = proxy.until_at is not None and at < proxy.until_at
    else:
        lasts = not state.questions[proxy.proposal].decided
    return lasts and proxy.giver in state.seats and proxy.holder in state.seats


def check_vote(state: State, entry: Entry, effect: Effect) -> None:
    """A member's vote inside the window, its own or by proxy; a later one takes its place."""
    by_proxy = type(effect) is dict and "proxy" in effect
    require_keys(effect, _VOTE_BY_PROXY if by_proxy else _VOTE, _NONE, "a vote")
    question = question_of(state, effect)
    city = require_form(effect["city"], _CITY, "the city of a vote")
    if city not in question.members:
        raise EntryError(f"{city} is not in the electorate of proposal {effect['proposal']}.")
    require_voter(state, city, str(entry["by"]["seat"]).partition("/")[2])
    _check_caster(state, entry, effect, question)
    if question.rolled_at or not question.opens_at <= entry["at"] < question.closes_at:
        raise EntryError(f"the vote of {city} was cast outside the voting window.")
    parts = require_parts(city, [effect[name] for name in _PARTS])
    question.votes[city], question.cast_by[city] = parts, entry["by"]["seat"]


def check_call(state: State, entry: Entry, effect: Effect) -> None:
    """A member calls for the second vote of the rule, itself or in a room, before the count."""
    require_keys(effect, _CALL, _NONE, "a call")
    number, question = effect["proposal"], question_of(state, effect)
    city = require_form(effect["city"], _CITY, "the city of a call")
    if city not in question.members or city in question.calls:
        raise EntryError(f"{city} calls for a vote on proposal {number} twice, or may not.")
    require_voter(state, city)
    if question.amends or not can_be_called(rule_from_plain(question.terms["rule"])):
        raise EntryError(f"proposal {number} has no second vote that could be called for.")
    if entry["by"]["seat"] != f"{question.body}/{city}":
        meeting = state.meetings.get(question.meeting or 0)
        if meeting is None or meeting.ends_at is not None:
            raise EntryError(f"the call of {city} is made by another seat, and in no room.")
    if question.decided or not question.opens_at <= entry["at"] < question.closes_at:
        raise EntryError(f"{city} calls for a vote on proposal {number} out of time.")
    question.calls.add(city)


def require_parts(city: str, said: Sequence[Any]) -> dict[str, str]:
    """The parts of a vote, for, against and abstaining, that sum to 1."""
    parts = [require_form(part, _PART, "a part of a vote") for part in said]
    if len(parts) != len(_PARTS) or not _whole(*parts):
        raise EntryError(f"the parts of the vote of {city} do not sum to 1.")
    return dict(zip(_PARTS, parts, strict=True))


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
        and _covers(state, proxy, effect["proposal"])
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
    require_keys(effect, _DECISION, _DECISION_OPTIONAL, "a decision")
    number = effect["proposal"]
    decision = stated(state, effect["decision"], f"the decision on proposal {number}")
    question = question_of(state, effect)
    if question.decided:
        raise EntryError(f"proposal {number} was decided or withdrawn before.")
    if entry["at"] < question.closes_at:
        raise EntryError(f"proposal {number} is decided before its voting closed.")
    try:
        recheck(decision)
    except TreeError as error:
        raise EntryError(f"the decision on proposal {number} does not hold: {error}.") from None
    asked = {**question.terms, "rule": rule_asked(question)}
    for name in ("rule", "electorate", "abstention"):
        if decision[name] != asked[name]:
            raise EntryError(f"proposal {number} was decided by another {name} than its notice.")
    cast = {city: {name: vote[name] for name in _PARTS} for city, vote in decision["votes"]}
    if cast != question.votes:
        raise EntryError(f"the decision on proposal {number} counts other votes than were cast.")
    if decision.get("calls", []) != sorted(question.calls):
        raise EntryError(f"the decision on proposal {number} heeds other calls than were made.")
    if effect["outcome"] != ("adopted" if decision["tree"]["met"] else "rejected"):
        raise EntryError(f"the outcome of proposal {number} is not what its tree says.")
    question.decided, question.decided_n = True, state.size
    question.outcome = effect["outcome"]
    _note_until(effect, question)


def _note_until(effect: Effect, question: Question) -> None:
    """A decision in urgency that is adopted waits to be ratified until an instant; no other."""
    if (question.urgent and question.outcome == "adopted") != ("ratify_until_at" in effect):
        raise EntryError("until when it is ratified is said of what is adopted in urgency alone.")
    if "ratify_until_at" not in effect:
        return
    until = require_form(effect["ratify_until_at"], _AT, "the end of the time to ratify")
    if until <= question.closes_at:
        raise EntryError("a decision in urgency is to be ratified before its voting closed.")
    question.ratification, question.ratify_until_at = "waiting", until


def rule_asked(question: Question) -> Any:
    """The plain rule of the notice, as the chair's casting vote in favour changes it."""
    if question.casting != "for":
        return question.terms["rule"]
    return to_plain(with_casting_vote(rule_from_plain(question.terms["rule"])))


def question_of(state: State, effect: Effect) -> Question:
    """The proposal an effect is about."""
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
        "call": check_call,
        "decision": check_decision,
    }
)
