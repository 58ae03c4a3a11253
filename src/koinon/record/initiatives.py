"""Effects of initiatives: who is attested, what is needed, each signature, the end, the answer.

Anyone recounts from them the signatures of every city, and that an initiative is on the agenda
with the very signature that suffices and with no other. A key that takes something back must be
the one whose SHA-256 was entered before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
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
    require_label,
)
from koinon.record.memberships import has_voice

RESIDENTS = "residents"
_NONE: frozenset[str] = frozenset()
_ATTESTATION = frozenset({"kind", "city", "method", "count", "root", "ends_at"})
_ATTESTATION_END = frozenset({"kind", "attestation"})
_INITIATIVE = frozenset(
    {
        *("kind", "initiative", "city", "starter", "body", "text"),
        *("signatures", "cities", "each", "closes_at", "checked_until"),
    }
)
_INITIATIVE_OPTIONAL = frozenset({"shared", "starters"})
_SHARED = frozenset({"share", "of"})
_SIGNATURE = frozenset({"kind", "initiative", "city", "mark"})
_WITHDRAWN = frozenset({"kind", "initiative", "key"})
_REACHED = frozenset({"kind", "initiative", "by_city", "answer_by"})
_END = frozenset({"kind", "initiative", "outcome"})
_ANSWER = frozenset({"kind", "initiative", "outcome", "late"})
_SILENCE = frozenset({"kind", "initiative"})
_METHODS = ("roll", "letters")
_OUTCOMES = ("taken up", "taken up in part", "not taken up")
_CITY = re.compile(r"[a-z0-9-]{1,40}")
_HEX = re.compile(r"[0-9a-f]{64}")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_EXACT = re.compile(r"[0-9]{1,30}(/[1-9][0-9]{0,29})?")


@dataclass(slots=True)
class Attested:
    """What a city attested: how many residents, until when, and whether it was ended."""

    city: str
    count: int
    ends_at: str
    over: bool = False


@dataclass(slots=True)
class Initiative:
    """An initiative: what was frozen, the city of each mark, counts by city, its state."""

    body: str
    text: str
    starter: str
    signatures: int
    cities: int
    each: int
    closes_at: str
    checked_until: str
    starters: int = 1
    status: str = "collecting"
    answer_by: str = ""
    marks: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    joined: set[str] = field(default_factory=set)

    def complete(self) -> bool:
        """Whether all who have to start it did."""
        return 1 + len(self.joined) >= self.starters


def residents_act(state: State, seat: str, at: str) -> bool:
    """Whether residents may act from a seat: their city is a member and its word holds."""
    body, _, city = seat.partition("/")
    return body == RESIDENTS and state.leaving.get(city) != "" and _holds(state, city, at)


def check_attestation(state: State, entry: Entry, effect: Effect) -> None:
    """A city, or an office for it, says how many residents it has on a roll or wrote to."""
    require_keys(effect, _ATTESTATION, _NONE, "an attestation")
    city = require_form(effect["city"], _CITY, "the city of an attestation")
    if effect["method"] not in _METHODS:
        raise EntryError(f"the residents of {city} are attested in no known way.")
    require_form(effect["root"], _HEX, "the root of an attestation")
    count = require_count(effect["count"], "the number of residents attested")
    ends_at = require_form(effect["ends_at"], _AT, "the end of an attestation")
    if count == 0 or ends_at <= entry["at"]:
        raise EntryError(f"nobody of {city} is attested, or only for the past.")
    _check_speaker(entry, city)
    if has_voice(state, city) or not any(seat.endswith(f"/{city}") for seat in state.seats):
        raise EntryError(f"residents of {city} are attested, and it has no seat of a member.")
    state.attested[state.size] = Attested(city, count, ends_at)


def check_attestation_end(state: State, entry: Entry, effect: Effect) -> None:
    """What a city attested holds no longer."""
    require_keys(effect, _ATTESTATION_END, _NONE, "the end of an attestation")
    n = require_count(effect["attestation"], "the attestation that ends")
    found = state.attested.get(n)
    if found is None or found.over:
        raise EntryError(f"entry {n} is no attestation that could end.")
    _check_speaker(entry, found.city)
    found.over = True


def check_initiative(state: State, entry: Entry, effect: Effect) -> None:
    """Residents start an initiative; what it needs stands here and does not change."""
    require_keys(effect, _INITIATIVE, _INITIATIVE_OPTIONAL, "an initiative")
    number = require_count(effect["initiative"], "the number of an initiative")
    if number != len(state.initiatives) + 1:
        raise EntryError(f"initiative {number} does not follow {len(state.initiatives)} others.")
    _check_signer(entry, effect["city"])
    require_label(effect["body"], "the body that answers an initiative")
    needed, cities, each = (
        require_count(effect[key], key) for key in ("signatures", "cities", "each")
    )
    if 0 in (needed, cities, each) or effect["body"] not in state.seats.values():
        raise EntryError(f"initiative {number} needs nothing, or nobody is to answer it.")
    if "shared" in effect and _shared(effect["shared"]) != needed:
        raise EntryError(f"initiative {number} does not need the share of inhabitants it states.")
    until = effect["checked_until"]
    if until != "":
        require_form(until, _AT, "the end of the time to check an initiative")
    closes_at = require_form(effect["closes_at"], _AT, "the end of collecting signatures")
    if closes_at <= entry["at"]:
        raise EntryError(f"initiative {number} closes before it starts.")
    text = require_form(effect["text"], _HEX, "the text of an initiative")
    starters = require_count(effect.get("starters", 1), "the number of those who start it")
    if starters == 0 or effect.get("starters") == 1:
        raise EntryError(f"initiative {number} states no number of starters above one.")
    starter = require_form(effect["starter"], _HEX, "the mark of the starter")
    state.initiatives[number] = Initiative(
        effect["body"], text, starter, needed, cities, each, closes_at, until, starters
    )


def check_joined(state: State, entry: Entry, effect: Effect) -> None:
    """Another resident starts an initiative, once, until those who start it are complete."""
    require_keys(effect, _SIGNATURE, _NONE, "a starter")
    found, number = _collecting(state, entry, effect), effect["initiative"]
    _check_signer(entry, require_form(effect["city"], _CITY, "the city of a starter"))
    mark = require_form(effect["mark"], _HEX, "the mark of a starter")
    if found.complete() or mark in (found.starter, *found.joined):
        raise EntryError(f"initiative {number} is started by one too many, or by one twice.")
    found.joined.add(mark)


def check_signature(state: State, entry: Entry, effect: Effect) -> None:
    """A resident signs, once; no more sign than the city attested; enough signatures reach it."""
    require_keys(effect, _SIGNATURE, _NONE, "a signature")
    found, number = _collecting(state, entry, effect), effect["initiative"]
    if not found.complete():
        raise EntryError(f"initiative {number} is signed before {found.starters} have started it.")
    city = require_form(effect["city"], _CITY, "the city of a signature")
    _check_signer(entry, city)
    mark = require_form(effect["mark"], _HEX, "the mark of a signature")
    if mark in found.marks:
        raise EntryError(f"a mark has signed initiative {number} already.")
    found.marks[mark] = city
    found.counts[city] = found.counts.get(city, 0) + 1
    ever = sum(one.count for one in state.attested.values() if one.city == city)
    if found.counts[city] > ever:
        raise EntryError(f"more residents of {city} sign initiative {number} than are attested.")
    said = any(
        one.get("kind") == "initiative_reached" and one.get("initiative") == number
        for one in entry["effects"]
        if type(one) is dict
    )
    if _suffices(state, found) != said:
        denied = "denied" if not said else "claimed without them"
        raise EntryError(f"what initiative {number} needs is reached and {denied}.")


def check_withdrawn(state: State, entry: Entry, effect: Effect) -> None:
    """A resident takes a signature back, with the key of its mark."""
    require_keys(effect, _WITHDRAWN, _NONE, "a signature taken back")
    found = _collecting(state, entry, effect)
    city = found.marks.pop(_mark(effect["key"]), None)
    if city is None:
        raise EntryError(f"nobody signed initiative {effect['initiative']} with this key.")
    found.counts[city] -= 1


def check_reached(state: State, entry: Entry, effect: Effect) -> None:
    """Enough have signed: the count of each member city, and by when the body answers."""
    require_keys(effect, _REACHED, _NONE, "an initiative that is reached")
    found, number = _collecting(state, entry, effect), effect["initiative"]
    counted = [[city, count] for city, count in sorted(_by_city(state, found).items())]
    if effect["by_city"] != counted or not _suffices(state, found):
        raise EntryError(f"the signatures under initiative {number} are {counted}.")
    answer_by = require_form(effect["answer_by"], _AT, "the end of the time to answer")
    if answer_by <= entry["at"]:
        raise EntryError(f"initiative {number} is to be answered before it is reached.")
    found.status, found.answer_by = "reached", answer_by


def check_end(state: State, entry: Entry, effect: Effect) -> None:
    """An initiative ends without success: in its time, by its starter, or turned away soon."""
    withdrawn = type(effect) is dict and effect.get("outcome") == "withdrawn"
    require_keys(effect, _END | {"key"} if withdrawn else _END, _NONE, "the end of an initiative")
    found, outcome, at = _open(state, effect), effect["outcome"], entry["at"]
    number = effect["initiative"]
    if outcome == "withdrawn":
        if at >= found.closes_at or _mark(effect["key"]) != found.starter:
            raise EntryError(f"initiative {number} is withdrawn with no key of its starter.")
    elif outcome == "lapsed":
        if at < found.closes_at:
            raise EntryError(f"initiative {number} lapses before {found.closes_at}.")
    elif outcome != "turned away" or at >= found.checked_until:
        raise EntryError(f"initiative {number} ends in a way that nothing allows.")
    found.status = outcome


def check_answer(state: State, entry: Entry, effect: Effect) -> None:
    """The body answers what was reached, once; an answer after the day set for it is late."""
    require_keys(effect, _ANSWER, _NONE, "the answer to an initiative")
    found = _known(state, effect)
    number = effect["initiative"]
    if found.status not in ("reached", "unanswered") or effect["outcome"] not in _OUTCOMES:
        raise EntryError(f"initiative {number} is answered, and no answer is due.")
    if effect["late"] is not (entry["at"] >= found.answer_by):
        raise EntryError(f"the answer to initiative {number} is not said to be as late as it is.")
    found.status = "answered"


def check_silence(state: State, entry: Entry, effect: Effect) -> None:
    """The time to answer is over, and there is no answer."""
    require_keys(effect, _SILENCE, _NONE, "the silence about an initiative")
    found = _known(state, effect)
    if found.status != "reached" or entry["at"] < found.answer_by:
        raise EntryError(f"an answer to initiative {effect['initiative']} is not overdue.")
    found.status = "unanswered"


def _known(state: State, effect: Effect) -> Initiative:
    number = require_count(effect["initiative"], "the number of an initiative")
    found: Initiative | None = state.initiatives.get(number)
    if found is None:
        raise EntryError(f"there is no initiative {number}.")
    return found


def _open(state: State, effect: Effect) -> Initiative:
    found = _known(state, effect)
    if found.status != "collecting":
        raise EntryError(f"initiative {effect['initiative']} is {found.status} already.")
    return found


def _collecting(state: State, entry: Entry, effect: Effect) -> Initiative:
    found = _open(state, effect)
    if entry["at"] >= found.closes_at:
        raise EntryError(f"initiative {effect['initiative']} is signed after {found.closes_at}.")
    return found


def _holds(state: State, city: str, at: str) -> bool:
    return any(
        one.city == city and not one.over and at < one.ends_at for one in state.attested.values()
    )


def _by_city(state: State, found: Initiative) -> dict[str, int]:
    """The signatures by city, of those that have not left."""
    counts = found.counts.items()
    return {city: count for city, count in counts if count and state.leaving.get(city) != ""}


def _suffices(state: State, found: Initiative) -> bool:
    by_city = _by_city(state, found)
    enough = sum(count >= found.each for count in by_city.values())
    return sum(by_city.values()) >= found.signatures and enough >= found.cities


def _check_speaker(entry: Entry, city: str) -> None:
    """A member's seat speaks for its own city; an office for any."""
    own = str(entry["by"]["seat"] or "").partition("/")[2]
    if own not in ("", city):
        raise EntryError(f"a seat of {own} speaks for the residents of {city}.")


def _check_signer(entry: Entry, city: Any) -> None:
    if entry["by"]["seat"] != f"{RESIDENTS}/{city}":
        raise EntryError(f"another seat than that of the residents of {city!a} acts for them.")


def _mark(key: Any) -> str:
    return sha256(bytes.fromhex(require_form(key, _HEX, "the key to a mark"))).hexdigest()


def _shared(shared: Any) -> int:
    """How many a share of the inhabitants is, rounded up, and one at least."""
    require_keys(shared, _SHARED, _NONE, "a share of inhabitants")
    share, of = (
        Fraction(require_form(shared[key], _EXACT, f"the {key} of inhabitants"))
        for key in ("share", "of")
    )
    return int(max(1, -(-(share * of) // 1)))


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "attestation": check_attestation,
        "attestation_end": check_attestation_end,
        "initiative": check_initiative,
        "initiative_starter": check_joined,
        "signature": check_signature,
        "signature_withdrawn": check_withdrawn,
        "initiative_reached": check_reached,
        "initiative_end": check_end,
        "initiative_answer": check_answer,
        "initiative_silence": check_silence,
    }
)
