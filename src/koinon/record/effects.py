"""What each kind of effect must satisfy, given everything recorded before it.

An effect says in the entry itself what the act changed, so that anyone can recompute the public
state of a coalition from its record alone. To add a kind: write one function with the signature
of `Checker`, which raises EntryError or updates the State, and name it in CHECKERS, here or in a
module of its own that `entries` gathers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias

from koinon.methods.postings import Books
from koinon.record.canonical import MAX_INTEGER
from koinon.record.note import VerifierKey
from koinon.record.signatures import SigningKey

Entry: TypeAlias = Mapping[str, Any]
Effect: TypeAlias = Mapping[str, Any]

MAX_LABEL = 200
"""Characters in a label: a unit, a source, the name of a body."""

_CITY = re.compile(r"[a-z0-9-]{1,40}")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_SUBJECT = re.compile(r"city:[a-z0-9-]{1,40}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SEAT = re.compile(r"[a-z0-9_-]{1,40}(/[a-z0-9-]{1,40})?")
_MEDIA = re.compile(r"[a-z]+/[!-~]([ -~]{0,98}[!-~])?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_EXACT = re.compile(r"-?[0-9]{1,30}(/[0-9]{1,30})?")


class EntryError(ValueError):
    """An entry breaks the format or contradicts what was recorded before; one sentence."""


@dataclass(slots=True)
class Witness:
    """A key with which a city countersigns; `registered` and `ended` are the entries' numbers."""

    city: str
    key: VerifierKey
    registered: int
    ended: int | None = None

    def stands_at(self, size: int) -> bool:
        """Whether a log of `size` entries holds its registration and not its end."""
        return self.registered < size and (self.ended is None or size <= self.ended)


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact as entry `n` states it for a day; `supersedes` is the entry it corrects, if any."""

    n: int
    on: str
    value: Fraction
    supersedes: int | None


@dataclass(frozen=True, slots=True)
class Gone:
    """A city that left at an instant, and what was then open of each budget line, by YEAR/LINE.

    Committed and not paid, in minor units; None where the books are not known.
    """

    at: str
    promised: Mapping[str, int] | None


@dataclass(slots=True)
class State:
    """What the entries read so far add up to.

    `size` counts them and `at` is the instant of the last. `ids` holds act ids as 16 bytes,
    `causes` the positions "n.i" already carried out. A seat maps to its body, a member that
    announced it to the instant of leaving ("" once it has left), a city that came as an associate
    to whether it has not become a member since, a fact (subject, name) to the figures stated of it,
    a document's SHA-256 to its size in bytes, a proposal's number and a proxy's entry to what
    `decisions` keeps of them, a meeting's number to what `meetings` keeps, a participatory budget's
    code to what `counts` keeps, an election's to what `elections` keeps, a seat and a fingerprint
    to the key that signs for it, a seat to what `mandates` keeps of each mandate by its entry, an
    invoice that a member was warned of and a dispute's number to what `rights` keeps, a suspended
    member to whether it is "counted", a levy's code to what `money` and `adopted` keep, a
    translation's entry to what `translations` keeps, a witness's verifier key to whose it is, a
    population of a period, a member (to what moved its accounts, by day) and a sample's number to
    what `audits` keeps, which also asks for the roots over the first so many entries (None where no
    tree is read), an entry that attests residents and an initiative's number to what `initiatives`
    keeps. `books` is the ledger, `blind` once the lines of a journal were withheld: balances are
    then not known any more. `read` gives the bytes of a document (None when it is not at hand).

    `opening` holds the acts that the genesis encloses, `gone` what is kept of each city as it
    leaves, and `residuals` what `residuals` keeps of one that was charged for it. `dissolved` says
    whether the coalition is, and `shared` whether what it had was shared out.
    """

    size: int = 0
    at: str = ""
    opening: tuple[Mapping[str, Any], ...] = ()
    origin: str = ""
    log_key: str = ""
    ids: set[bytes] = field(default_factory=set)
    causes: set[str] = field(default_factory=set)
    seats: dict[str, str] = field(default_factory=dict)
    leaving: dict[str, str] = field(default_factory=dict)
    voices: dict[str, bool] = field(default_factory=dict)
    facts: defaultdict[tuple[str, str], list[Figure]] = field(
        default_factory=lambda: defaultdict(list)
    )
    documents: dict[str, int] = field(default_factory=dict)
    questions: dict[int, Any] = field(default_factory=dict)
    proxies: dict[int, Any] = field(default_factory=dict)
    meetings: dict[int, Any] = field(default_factory=dict)
    keys: dict[tuple[str, str], SigningKey] = field(default_factory=dict)
    witnesses: dict[str, Witness] = field(default_factory=dict)
    acknowledged: set[tuple[str, str]] = field(default_factory=set)
    budgets: dict[str, Any] = field(default_factory=dict)
    elections: dict[str, Any] = field(default_factory=dict)
    mandates: dict[str, dict[int, Any]] = field(default_factory=dict)
    warned: dict[int, Any] = field(default_factory=dict)
    suspended: dict[str, str] = field(default_factory=dict)
    levies: dict[str, Any] = field(default_factory=dict)
    adopted: dict[str, Any] = field(default_factory=dict)
    disputes: dict[int, Any] = field(default_factory=dict)
    populations: dict[tuple[str, str], Any] = field(default_factory=dict)
    owed: dict[str, dict[str, int]] = field(default_factory=dict)
    samples: dict[int, Any] = field(default_factory=dict)
    roots: dict[int, bytes] | None = None
    attested: dict[int, Any] = field(default_factory=dict)
    initiatives: dict[int, Any] = field(default_factory=dict)
    translations: dict[int, Any] = field(default_factory=dict)
    books: Books = field(default_factory=Books)
    blind: bool = False
    gone: dict[str, Gone] = field(default_factory=dict)
    residuals: dict[str, Any] = field(default_factory=dict)
    dissolved: bool = False
    shared: bool = False
    read: Callable[[str], bytes | None] = lambda sha256: None


Checker: TypeAlias = Callable[[State, Entry, Effect], None]
"""Takes the state before the effect, the entry and the effect; raises EntryError."""


# --- Forms that entries and effects share ------------------------------------------------------


def require_keys(value: Any, required: frozenset[str], optional: frozenset[str], what: str) -> None:
    """Raise EntryError unless `value` is an object with exactly these keys."""
    if type(value) is not dict:
        raise EntryError(f"{what} is not an object.")
    keys = value.keys()
    if keys == required:
        return
    for key in sorted(required - keys):
        raise EntryError(f"{what} lacks the key {key!a}.")
    for key in sorted(keys - required - optional):
        raise EntryError(f"{what} has the unknown key {key!a}.")


def require_form(value: Any, form: re.Pattern[str], what: str) -> str:
    """Return `value` if it is a text of the given form, else raise EntryError."""
    if type(value) is not str or not form.fullmatch(value):
        raise EntryError(f"{what} {value!a} is malformed.")
    return value


def require_voting(entry: Entry, effect: Effect) -> tuple[str, str]:
    """The opening and the close of a vote by ballot, which lie in order and not in the past."""
    opens_at = require_form(effect["opens_at"], _AT, "the opening of the vote")
    closes_at = require_form(effect["closes_at"], _AT, "the close of the vote")
    if not (opens_at < closes_at and entry["at"] < closes_at):
        raise EntryError(f"voting from {opens_at} to {closes_at} is over before it begins.")
    return opens_at, closes_at


def require_label(value: Any, what: str) -> None:
    """Raise EntryError unless `value` is a text of 1 to 200 characters."""
    if type(value) is not str or not 0 < len(value) <= MAX_LABEL:
        raise EntryError(f"{what} is not a text of 1 to {MAX_LABEL} characters.")


def require_count(value: Any, what: str) -> int:
    """Return `value` if it is a whole number from 0 on, else raise EntryError."""
    if type(value) is not int or value < 0:
        raise EntryError(f"{what} {value!a} is not a whole number from 0 on.")
    return value


def require_seat(value: Any) -> str:
    """Return `value` if it is a seat id, as `secretariat` or `council/ghent`."""
    return require_form(value, _SEAT, "the seat")


# --- One function a kind -----------------------------------------------------------------------

_FACT = frozenset(
    {"kind", "subject", "name", "value", "unit", "boundary", "on", "source", "licence"}
)
_FACT_OPTIONAL = frozenset({"supersedes"})
_DOCUMENT = frozenset({"kind", "sha256", "size", "media"})
_DOCUMENT_AS_DATA = _DOCUMENT - {"kind"}
_SEATS = frozenset({"kind", "body", "add", "remove"})
_NONE: frozenset[str] = frozenset()


def check_fact(state: State, entry: Entry, effect: Effect) -> None:
    """A certified figure about a city, with all that a reader needs to judge it."""
    require_keys(effect, _FACT, _FACT_OPTIONAL, "a fact")
    subject = require_form(effect["subject"], _SUBJECT, "the subject of a fact")
    name = require_form(effect["name"], _NAME, "the name of a fact")
    _require_exact(effect["value"])
    _require_day(effect["on"])
    for label in ("unit", "boundary", "source", "licence"):
        require_label(effect[label], f"the {label} of a fact")
    stated = state.facts[subject, name]
    if "supersedes" in effect:
        earlier = require_count(effect["supersedes"], "the entry superseded")
        superseded = (earlier, effect["on"])
        if earlier >= state.size or superseded not in {(one.n, one.on) for one in stated}:
            raise EntryError(f"entry {earlier} states no {name} of {subject} to supersede.")
    value = Fraction(effect["value"])
    stated.append(Figure(state.size, effect["on"], value, effect.get("supersedes")))


def check_document(state: State, entry: Entry, effect: Effect) -> None:
    """A document that belongs to the entry, by its hash."""
    require_keys(effect, _DOCUMENT, _NONE, "a document")
    note_document(state, effect)


def note_document(state: State, document: Mapping[str, Any]) -> None:
    """Check {sha256, size, media}, and that the same hash was never given another size."""
    sha256 = require_form(document["sha256"], _SHA256, "the hash of a document")
    size = require_count(document["size"], "the size of a document")
    require_form(document["media"], _MEDIA, "the media type of a document")
    if state.documents.setdefault(sha256, size) != size:
        raise EntryError(
            f"the document {sha256} had {state.documents[sha256]} bytes before, not {size}."
        )


def note_charter(state: State, charter: Any) -> None:
    """Take in the charter that entry 0 names in its data."""
    require_keys(charter, _DOCUMENT_AS_DATA, _NONE, "the charter")
    note_document(state, charter)


def check_seats(state: State, entry: Entry, effect: Effect) -> None:
    """Seats of a body that end and begin; "" is the body of offices outside any body."""
    require_keys(effect, _SEATS, _NONE, "an effect on seats")
    body, added, removed = effect["body"], effect["add"], effect["remove"]
    if body != "":
        require_label(body, "the body of seats")
    if type(added) is not list or type(removed) is not list:
        raise EntryError("the seats to add and to remove are not lists.")
    for seat in map(require_seat, removed):
        if state.seats.get(seat) != body:
            raise EntryError(f"the seat {seat} of the body {body!a} is removed but does not exist.")
        del state.seats[seat]
        for key in [one for one in state.keys if one[0] == seat]:
            del state.keys[key]
        state.mandates.pop(seat, None)
    for seat in map(require_seat, added):
        if seat in state.seats:
            raise EntryError(f"the seat {seat} is added but exists already.")
        state.seats[seat] = body


def _require_exact(value: Any) -> None:
    """One way to write a number: an int if JSON keeps it, else its digits, else "p/q" reduced."""
    if type(value) is int:
        return
    text = require_form(value, _EXACT, "the value of a fact")
    try:
        exact = Fraction(text)
    except ZeroDivisionError:
        raise EntryError(f"the value of a fact {text!a} divides by zero.") from None
    if str(exact) != text:
        raise EntryError(f"the value of a fact {text!a} is not in lowest terms, {exact}.")
    if exact.denominator == 1 and abs(exact) <= MAX_INTEGER:
        raise EntryError(f"the value of a fact {text!a} is written as a text, not as a number.")


def _require_day(value: Any) -> None:
    try:
        if date.fromisoformat(value).isoformat() == value:
            return
    except (TypeError, ValueError):
        pass
    raise EntryError(f"the day {value!a} of a fact is not written YYYY-MM-DD.")


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "fact": check_fact,
        "document": check_document,
        "seats": check_seats,
    }
)
