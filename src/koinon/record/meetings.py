"""Effects of meetings: convened, attended, items taken up, votes called, objected to, corrected.

The quorum is a rule judged over those present, with the electorate that was frozen when the meeting
was convened; a verifier judges it again. A vote is called only of a member that is present and has
not voted online, under an item that was taken up, while the quorum is met.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from koinon.methods.casting import tied
from koinon.methods.plain import PlainError, from_plain
from koinon.methods.rules import Vote
from koinon.methods.trees import Terms, TreeError, recheck
from koinon.record.agendas import check_carried, documents_of
from koinon.record.amendments import check_turn
from koinon.record.decisions import NOT_YET, Question, question_of, require_parts
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
from koinon.record.memberships import require_members, speaks_only
from koinon.record.rights import require_voter
from koinon.record.stated import stated

_NONE: frozenset[str] = frozenset()
_MEETING = frozenset({"kind", "meeting", "body", "charter", "begins_at", "items"})
_MEETING_OPTIONAL = frozenset({"ends_at", "objectors", "quorum", "second_call_of", "chair"})
_AGENDA = frozenset({"kind", "meeting", "version", "items"})
_OVER = frozenset({"kind", "meeting", "outcome", "lapsed"})
_ATTENDANCE = frozenset({"kind", "meeting", "present"})
_ATTENDANCE_OPTIONAL = frozenset({"item", "quorum"})
_ITEM = frozenset({"kind", "meeting", "item", "proposals"})
_ROLL_CALL = frozenset({"kind", "proposal", "votes", "closes_at"})
_VOTE_END = frozenset({"kind", "proposal", "city"})
_OBJECTION = frozenset({"kind", "proposal"})
_CORRECTION = frozenset({"kind", "proposal", "city", "before", "after"})
_CORRECTION_OPTIONAL = frozenset({"objection"})
_CASTING = frozenset({"kind", "proposal", "vote"})
_MINUTES = frozenset({"kind", "meeting", "language", "minutes"})
_DEMAND = frozenset({"kind", "meeting"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CITY = re.compile(r"[a-z0-9-]{1,40}")
_SPEAKER = re.compile(r"delegate|alternate|proxy")
_OUTCOME = re.compile(r"ended|without quorum|cancelled|demanded")
_FOR = re.compile(r"for|against")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


@dataclass(slots=True)
class Meeting:
    """A meeting: what was frozen when it was convened, its agenda, and who is present now.

    `quorum` holds the plain terms, None where none is needed; `present` maps a member to who speaks
    for it and from which seat, `met` says whether it can decide, None before any attendance;
    `documents` are those on its agenda, none where it votes in writing.
    """

    body: str
    begins_at: str
    ends_at: str | None
    quorum: Mapping[str, Any] | None
    items: frozenset[int]
    highest: int
    noticed_at: str
    version: int = 1
    opened: set[int] = field(default_factory=set)
    present: dict[str, tuple[str, str]] = field(default_factory=dict)
    met: bool | None = None
    could: bool = False
    over: str = ""
    chair: str = ""
    objectors: int = 0
    demands: set[str] = field(default_factory=set)
    minutes: dict[str, str] = field(default_factory=dict)
    signed: set[tuple[str, str]] = field(default_factory=set)
    documents: frozenset[str] = frozenset()


def check_meeting(state: State, entry: Entry, effect: Effect) -> None:
    """A meeting is convened; without a quorum only a second call, or to vote in writing."""
    require_keys(effect, _MEETING, _MEETING_OPTIONAL, "a meeting")
    number = require_count(effect["meeting"], "the number of a meeting")
    if number != len(state.meetings) + 1:
        raise EntryError(f"meeting {number} does not follow {len(state.meetings)} others.")
    charter = require_form(effect["charter"], _SHA256, "the charter of a meeting")
    if charter not in state.documents:
        raise EntryError(f"the charter {charter} of a meeting is no document of this record.")
    require_label(effect["body"], "the body of a meeting")
    begins_at = require_form(effect["begins_at"], _AT, "the beginning of a meeting")
    if begins_at <= entry["at"]:
        raise EntryError(f"meeting {number} begins before it is convened.")
    ends_at = effect.get("ends_at")
    if ends_at is not None and require_form(ends_at, _AT, "the end of a meeting") <= begins_at:
        raise EntryError(f"meeting {number} ends before it begins.")
    items = require_count(effect["items"], "the number of items")
    documents = frozenset() if ends_at is not None else documents_of(entry)
    quorum = _quorum(state, effect, number)
    if quorum is not None:
        check_carried(state, number, effect["body"], documents)
    state.meetings[number] = Meeting(
        body=effect["body"],
        begins_at=begins_at,
        ends_at=ends_at,
        quorum=quorum,
        items=frozenset(range(1, items + 1)),
        highest=items,
        noticed_at=entry["at"],
        chair=require_seat(effect["chair"]) if "chair" in effect else "",
        objectors=_objectors(effect),
        documents=documents,
    )


def _objectors(effect: Effect) -> int:
    """How many members end a vote in writing by demanding a meeting."""
    if ("objectors" in effect) != ("ends_at" in effect):
        raise EntryError("only a vote in writing, and every one, says who can end it.")
    return (
        require_count(effect["objectors"], "the number of objectors")
        if effect.get("ends_at")
        else 0
    )


def _quorum(state: State, effect: Effect, number: int) -> Mapping[str, Any] | None:
    """The terms of the quorum, or why none is needed."""
    if "quorum" in effect:
        frozen: Mapping[str, Any] = stated(state, effect["quorum"], f"the quorum of {number}")
        try:
            terms = from_plain(Terms, frozen)  # type: ignore[arg-type]
        except PlainError as error:
            raise EntryError(f"the quorum of meeting {number} cannot be read: {error}.") from None
        require_members(state, terms.electorate.members, f"counts for the quorum of {number}")
        return frozen
    if "ends_at" in effect:
        return None
    first = state.meetings.get(effect.get("second_call_of", 0))
    if first is None or first.over != "without quorum" or first.body != effect["body"]:
        raise EntryError(f"meeting {number} needs no quorum, and is no second call of one without.")
    return None


def check_agenda(state: State, entry: Entry, effect: Effect) -> None:
    """The next version of an agenda, before the meeting; items in use stay, new ones are new."""
    require_keys(effect, _AGENDA, _NONE, "an agenda")
    number, meeting = effect["meeting"], _meeting(state, effect)
    if entry["at"] >= meeting.begins_at or effect["version"] != meeting.version + 1:
        raise EntryError(f"the agenda of meeting {number} changes too late or skips a version.")
    items = effect["items"]
    if type(items) is not list or not items:
        raise EntryError(f"the agenda of meeting {number} is no list of items.")
    wanted = frozenset(require_count(item, "the number of an item") for item in items)
    new = sorted(wanted - meeting.items)
    if len(wanted) != len(items) or new != list(
        range(meeting.highest + 1, meeting.highest + 1 + len(new))
    ):
        raise EntryError(f"the agenda of meeting {number} numbers an item twice or wrongly.")
    used = {one.item for one in state.questions.values() if one.meeting == number}
    if not used <= wanted:
        raise EntryError(f"the agenda of meeting {number} leaves out an item that is in use.")
    documents = frozenset() if meeting.ends_at is not None else documents_of(entry)
    if meeting.documents:
        check_carried(state, number, meeting.body, documents)
    meeting.documents = documents
    meeting.items, meeting.version = wanted, meeting.version + 1
    meeting.highest += len(new)


def check_over(state: State, entry: Entry, effect: Effect) -> None:
    """A meeting is over: what was put to it and not voted on lapses, and nothing else."""
    require_keys(effect, _OVER, _NONE, "the end of a meeting")
    number, meeting = effect["meeting"], _meeting(state, effect)
    outcome = require_form(effect["outcome"], _OUTCOME, "the outcome of a meeting")
    if outcome == "demanded":
        if not 0 < meeting.objectors <= len(meeting.demands):
            raise EntryError(f"too few members demand a meeting instead of meeting {number}.")
    elif (outcome == "cancelled") != (entry["at"] < meeting.begins_at):
        raise EntryError(f"meeting {number} is {outcome} at the wrong time.")
    elif outcome != "cancelled" and (outcome == "ended") != (meeting.could or meeting.met is True):
        raise EntryError(f"meeting {number} is over as {outcome}, which its quorum does not say.")
    waiting = {
        place: question
        for place, question in state.questions.items()
        if question.meeting == number
        and not (question.decided or question.rolled_at or question.fallen_for)
    }
    if effect["lapsed"] != sorted(waiting):
        raise EntryError(f"with meeting {number} other proposals lapse than were not voted on.")
    for question in waiting.values():
        question.decided = question.gone = True
    meeting.over = outcome


def check_attendance(state: State, entry: Entry, effect: Effect) -> None:
    """Who is present from now on; the quorum is judged over exactly these."""
    require_keys(effect, _ATTENDANCE, _ATTENDANCE_OPTIONAL, "an attendance")
    number, meeting = effect["meeting"], _begun(state, entry, effect)
    if "item" in effect and effect["item"] not in meeting.items:
        raise EntryError(f"meeting {number} has no item {effect['item']!a}.")
    rows = effect["present"]
    if type(rows) is not list or not all(type(row) is list and len(row) == 5 for row in rows):
        raise EntryError("those present are not a list of [city, by, online, seat, paper].")
    present = {_city(row): _speaker(state, meeting, row) for row in rows}
    if [row[0] for row in rows] != sorted(present):
        raise EntryError("those present are not in order, or one is present twice.")
    for city, (by, seat) in present.items():
        holder = present.get(seat.partition("/")[2])
        if by == "proxy" and (holder is None or holder[0] == "proxy"):
            raise EntryError(f"{seat} holds the proxy of {city} and is not present itself.")
        other = seat.partition("/")[2]
        if by == "proxy" and any(speaks_only(state, meeting.quorum, c) for c in (city, other)):
            raise EntryError(
                f"{city} or {other} has a voice alone, and a proxy between them is shown."
            )
    meeting.present, meeting.met = present, True
    if meeting.quorum is not None:
        judged = stated(state, effect.get("quorum"), f"the quorum of meeting {number}")
        voting = sorted(c for c in present if not speaks_only(state, meeting.quorum, c))
        meeting.met = _judged(number, meeting.quorum, judged, voting)
    elif "quorum" in effect:
        raise EntryError(f"meeting {number} needs no quorum, and one is judged.")


def _city(row: list[Any]) -> str:
    return require_form(row[0], _CITY, "a city that is present")


def _speaker(state: State, meeting: Meeting, row: list[Any]) -> tuple[str, str]:
    """Who speaks for a member: its own seat, or for a proxy another one of the body."""
    city, by, online, seat, paper = row
    require_form(by, _SPEAKER, "who speaks for a member")
    if type(online) is not bool:
        raise EntryError(f"whether {city} is present online is {online!a}.")
    own = f"{meeting.body}/{city}"
    if state.seats.get(require_seat(seat)) != meeting.body or own not in state.seats:
        raise EntryError(f"{city} has no seat in the {meeting.body}, or {seat} has none.")
    if (by == "proxy") == (seat == own):
        raise EntryError(f"{city} is represented by {by} from the seat {seat}.")
    if paper != "" and require_form(paper, _SHA256, "a paper") not in state.documents:
        raise EntryError(f"the paper that {city} shows is no document of this record.")
    if by == "alternate" and paper == "":
        raise EntryError(f"the alternate of {city} shows no paper.")
    number = next(number for number, one in state.meetings.items() if one is meeting)
    given = any(
        (proxy.giver, proxy.holder) == (own, seat)
        for proxy in state.proxies.values()
        if proxy.meeting in (None, number)
    )
    if by == "proxy" and paper == "" and not given:
        raise EntryError(f"{seat} shows no proxy of {city}, and none is recorded.")
    return by, seat


def _judged(number: int, terms: Mapping[str, Any], judged: Any, present: list[str]) -> bool:
    """Whether the quorum is met: the decision is by its terms, over those present."""
    try:
        recheck(judged)
    except TreeError as error:
        raise EntryError(f"the quorum of meeting {number} does not hold: {error}.") from None
    for name in ("rule", "electorate", "abstention"):
        if judged[name] != terms[name]:
            raise EntryError(f"the quorum of meeting {number} is judged by another {name}.")
    if [city for city, _ in judged["votes"]] != present or not all(
        vote["yes"] == "1" for _, vote in judged["votes"]
    ):
        raise EntryError(f"the quorum of meeting {number} is judged over others than are present.")
    met: bool = judged["tree"]["met"]
    return met


def check_item(state: State, entry: Entry, effect: Effect) -> None:
    """An item is taken up, once; voting opens on all that was put under it."""
    require_keys(effect, _ITEM, _NONE, "an item")
    number, meeting = effect["meeting"], _begun(state, entry, effect)
    item = require_count(effect["item"], "the number of an item")
    if item not in meeting.items or item in meeting.opened:
        raise EntryError(f"meeting {number} has no item {item}, or it was taken up before.")
    waiting = {
        place: question
        for place, question in state.questions.items()
        if (question.meeting, question.item) == (number, item)
        and not (question.decided or question.fallen_for)
    }
    if effect["proposals"] != sorted(waiting):
        raise EntryError(f"item {item} of meeting {number} opens the voting on other proposals.")
    for question in waiting.values():
        question.opens_at = entry["at"]
    meeting.opened.add(item)


def check_roll_call(state: State, entry: Entry, effect: Effect) -> None:
    """Votes called in a meeting that can decide, of members present that have not voted."""
    require_keys(effect, _ROLL_CALL, _NONE, "a roll call")
    number, question = effect["proposal"], question_of(state, effect)
    meeting = state.meetings.get(question.meeting or 0)
    if meeting is None or meeting.ends_at is not None or meeting.over:
        raise EntryError(f"proposal {number} is not put to a meeting that goes on.")
    if question.decided or question.rolled_at or not question.opens_at <= entry["at"]:
        raise EntryError(f"the vote on proposal {number} is called before or after its time.")
    if meeting.met is not True:
        raise EntryError(f"the vote on proposal {number} is called without a quorum.")
    check_turn(state, number, question)
    rows = effect["votes"]
    if type(rows) is not list or not all(type(row) is list and len(row) == 6 for row in rows):
        raise EntryError("the votes called are no list of [city, yes, no, abstain, by, seat].")
    cities = [_city(row) for row in rows]
    if cities != sorted(set(cities)):
        raise EntryError(f"the votes called on proposal {number} are not in order, or doubled.")
    for row in rows:
        require_voter(state, row[0], str(row[5]).partition("/")[2])
        _call(question, meeting, number, row)
    closes_at = require_form(effect["closes_at"], _AT, "the end of objections")
    if closes_at < entry["at"]:
        raise EntryError(f"objections on proposal {number} end before the votes are called.")
    question.rolled_at, question.closes_at = entry["at"], closes_at
    meeting.could = True


def _call(question: Question, meeting: Meeting, number: int, row: list[Any]) -> None:
    """One vote as called."""
    city, *parts, by, seat = row
    if city not in question.members or meeting.present.get(city) != (by, seat):
        raise EntryError(f"{city} is called on proposal {number}: no voter, or not present so.")
    if city in question.votes:
        raise EntryError(f"{city} is called on proposal {number} after voting online.")
    question.votes[city] = require_parts(city, parts)
    question.cast_by[city] = seat
    question.called.add(city)
    others = {c for c, held in question.cast_by.items() if held == seat != f"{question.body}/{c}"}
    if len(others) > question.proxies:
        raise EntryError(f"{seat} cast more than {question.proxies} votes of other members.")


def check_vote_end(state: State, entry: Entry, effect: Effect) -> None:
    """A member takes back the vote it cast online, before the roll call."""
    require_keys(effect, _VOTE_END, _NONE, "the end of a vote")
    number, question = effect["proposal"], question_of(state, effect)
    city = require_form(effect["city"], _CITY, "the city of a vote")
    if entry["by"]["seat"] != f"{question.body}/{city}":
        raise EntryError(f"the vote of {city} is taken back by another seat.")
    if question.decided or question.rolled_at or question.closes_at != NOT_YET:
        raise EntryError(f"a vote on proposal {number} is taken back after it was called.")
    if question.votes.pop(city, None) is None:
        raise EntryError(f"{city} takes back a vote on proposal {number} that it never cast.")
    del question.cast_by[city]


def check_objection(state: State, entry: Entry, effect: Effect) -> None:
    """A member objects to how a vote was recorded, in time."""
    require_keys(effect, _OBJECTION, _NONE, "an objection")
    question = _objectable(state, entry, effect)
    body, _, city = (entry["by"]["seat"] or "").partition("/")
    if body != question.body or city not in question.members:
        raise EntryError(f"no voter on proposal {effect['proposal']} objects.")
    question.objections.add(state.size)


def check_correction(state: State, entry: Entry, effect: Effect) -> None:
    """A vote called is corrected in time, from what stood to something else."""
    require_keys(effect, _CORRECTION, _CORRECTION_OPTIONAL, "a correction")
    number, question = effect["proposal"], _objectable(state, entry, effect)
    city = require_form(effect["city"], _CITY, "the city of a vote")
    stood = question.votes.get(city)
    if city not in question.members or (stood is not None and city not in question.called):
        raise EntryError(f"the vote of {city} on proposal {number} is not one that was called.")
    if stood is None:
        require_voter(state, city)
    before, after = effect["before"], effect["after"]
    if before != (None if stood is None else list(stood.values())) or before == after:
        raise EntryError(f"the vote of {city} on proposal {number} did not stand so.")
    if "objection" in effect and effect["objection"] not in question.objections:
        raise EntryError(f"the correction on proposal {number} answers no objection to it.")
    if after is None:
        question.votes.pop(city)
        question.cast_by.pop(city)
        question.called.discard(city)
        return
    if type(after) is not list:
        raise EntryError(f"the corrected vote of {city} is no list of parts.")
    question.votes[city] = require_parts(city, after)
    question.cast_by.setdefault(city, f"{question.body}/{city}")
    question.called.add(city)


def check_casting_vote(state: State, entry: Entry, effect: Effect) -> None:
    """The chair decides a tie, once, in time; votes that are no tie it cannot decide."""
    require_keys(effect, _CASTING, _NONE, "a casting vote")
    number, question = effect["proposal"], _objectable(state, entry, effect)
    meeting = state.meetings[question.meeting or 0]
    if not meeting.chair or entry["by"]["seat"] != meeting.chair or question.casting:
        raise EntryError(f"the casting vote on proposal {number} is not the chair's one to give.")
    votes = {
        city: Vote(*map(Fraction, parts.values())) for city, parts in sorted(question.votes.items())
    }
    if not tied(from_plain(Terms, question.terms), votes, question.calls):  # type: ignore[arg-type]
        raise EntryError(f"the votes on proposal {number} are not tied.")
    question.casting = require_form(effect["vote"], _FOR, "a casting vote")


def check_minutes(state: State, entry: Entry, effect: Effect) -> None:
    """The minutes of a meeting that is over; later ones take the place of earlier ones."""
    require_keys(effect, _MINUTES, _NONE, "minutes")
    number = require_count(effect["meeting"], "the number of a meeting")
    meeting: Meeting | None = state.meetings.get(number)
    done = meeting is not None and (
        meeting.over not in ("", "cancelled") or (meeting.ends_at or NOT_YET) <= entry["at"]
    )
    if meeting is None or not done:
        raise EntryError(f"meeting {number} is not over, and its minutes are approved.")
    language = require_form(effect["language"], _LANGUAGE, "the language of minutes")
    sha256 = require_form(effect["minutes"], _SHA256, "the document of minutes")
    if sha256 not in state.documents or meeting.minutes.get(language) == sha256:
        raise EntryError(f"the minutes of meeting {number} are no document, or approved already.")
    meeting.minutes[language] = sha256
    meeting.signed = {one for one in meeting.signed if one[0] != language}


def check_minutes_signed(state: State, entry: Entry, effect: Effect) -> None:
    """A seat signs the minutes in force, once."""
    require_keys(effect, _MINUTES, _NONE, "signed minutes")
    number = require_count(effect["meeting"], "the number of a meeting")
    meeting: Meeting | None = state.meetings.get(number)
    language = require_form(effect["language"], _LANGUAGE, "the language of minutes")
    if meeting is None or meeting.minutes.get(language) != effect["minutes"]:
        raise EntryError(f"what is signed are not the minutes of meeting {number} in force.")
    signature = (language, str(entry["by"]["seat"]))
    if entry["by"]["seat"] is None or signature in meeting.signed:
        raise EntryError(f"the minutes of meeting {number} are signed by nobody, or twice.")
    meeting.signed.add(signature)


def check_demand(state: State, entry: Entry, effect: Effect) -> None:
    """A seat of the body demands a meeting while it votes in writing, once."""
    require_keys(effect, _DEMAND, _NONE, "a demand")
    number, meeting, seat = effect["meeting"], _meeting(state, effect), entry["by"]["seat"]
    if not entry["at"] < (meeting.ends_at or "") or state.seats.get(seat or "") != meeting.body:
        raise EntryError(f"no member demands a meeting instead of meeting {number} in time.")
    require_members(state, [seat.partition("/")[2]], f"demands a meeting instead of {number}")
    if seat in meeting.demands:
        raise EntryError(f"{seat} demands a meeting instead of meeting {number} twice.")
    meeting.demands.add(seat)


def _objectable(state: State, entry: Entry, effect: Effect) -> Question:
    """A proposal whose votes were called and are not counted yet."""
    question = question_of(state, effect)
    if question.decided or not question.rolled_at or entry["at"] >= question.closes_at:
        raise EntryError(f"proposal {effect['proposal']} is not in its time for objections.")
    return question


def _meeting(state: State, effect: Effect) -> Meeting:
    number = require_count(effect["meeting"], "the number of a meeting")
    found: Meeting | None = state.meetings.get(number)
    if found is None or found.over:
        raise EntryError(f"meeting {number} was never convened, or is over.")
    return found


def _begun(state: State, entry: Entry, effect: Effect) -> Meeting:
    """A meeting that goes on, in a room or online."""
    meeting = _meeting(state, effect)
    if entry["at"] < meeting.begins_at or meeting.ends_at is not None:
        raise EntryError(f"meeting {effect['meeting']} has not begun, or votes in writing.")
    return meeting


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "meeting": check_meeting,
        "agenda": check_agenda,
        "meeting_over": check_over,
        "attendance": check_attendance,
        "item": check_item,
        "roll_call": check_roll_call,
        "vote_end": check_vote_end,
        "objection": check_objection,
        "correction": check_correction,
        "casting_vote": check_casting_vote,
        "minutes": check_minutes,
        "minutes_signed": check_minutes_signed,
        "demand": check_demand,
    }
)
