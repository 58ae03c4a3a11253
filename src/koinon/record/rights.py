"""Effects on the rights of members: a warning of arrears, a suspension, a restoration.

Nobody is suspended without a warning whose time has passed, nor for an invoice that is more than
the books say the member owes; and a suspended member casts no vote, its own or another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    require_label,
)
from koinon.record.memberships import require_members

_NONE: frozenset[str] = frozenset()
_WARNING = frozenset({"kind", "city", "invoice", "levy", "open_cents", "suspends_at"})
_SUSPENSION = frozenset({"kind", "city", "invoice", "open_cents", "article", "lost", "electorate"})
_RESTORATION = frozenset({"kind", "city", "reason"})
_CITY = re.compile(r"[a-z0-9-]{1,40}")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_LOST = ("voting", "all rights")
_ELECTORATE = ("counted", "not counted")
_REASONS = ("paid", "decided", "disputed")
_DISPUTE = frozenset({"kind", "dispute", "levy", "city", "stays"})
_SILENCE = frozenset({"answer_by", "unanswered"})
_DISPUTE_END = frozenset({"kind", "dispute", "outcome"})
_CARRIED_OUT = frozenset({"kind", "dispute"})
UPHELD = ("settled", "upheld", "upheld in part")
_OUTCOMES = (*UPHELD, "rejected", "withdrawn")


@dataclass(frozen=True, slots=True)
class Warned:
    """A member was warned that it loses rights at an instant unless it pays."""

    city: str
    levy: str
    suspends_at: str


@dataclass(slots=True)
class Dispute:
    """A member's objection to a levy; `outcome` is "" while it is open.

    `granted_at` is the instant from which silence grants it, "" where it never does.
    """

    city: str
    levy: str
    stays: bool
    granted_at: str = ""
    outcome: str = ""
    carried_out: bool = False


def check_warning(state: State, entry: Entry, effect: Effect) -> None:
    """A warning of what the member owes, of an instant to come."""
    require_keys(effect, _WARNING, _NONE, "a warning")
    city = _owing(state, effect, "a warning")
    suspends_at = require_form(effect["suspends_at"], _AT, "the instant warned of")
    if suspends_at <= entry["at"]:
        raise EntryError(f"{city} is warned of an instant that is past.")
    if effect["levy"] != "" and effect["levy"] not in state.levies:
        raise EntryError(f"{city} is warned of the levy {effect['levy']!a}, which is unknown.")
    state.warned[effect["invoice"]] = Warned(city, effect["levy"], suspends_at)


def check_suspension(state: State, entry: Entry, effect: Effect) -> None:
    """A member that was warned in time loses rights for what it still owes."""
    require_keys(effect, _SUSPENSION, _NONE, "a suspension")
    city = _owing(state, effect, "a suspension")
    require_label(effect["article"], "the article of a suspension")
    if effect["lost"] not in _LOST or effect["electorate"] not in _ELECTORATE:
        raise EntryError(f"the suspension of {city} takes away nothing that is known.")
    warned = state.warned.get(effect["invoice"])
    if warned is None or warned.city != city:
        raise EntryError(f"{city} is suspended for invoice {effect['invoice']} without a warning.")
    if entry["at"] < warned.suspends_at:
        raise EntryError(
            f"{city} is suspended before {warned.suspends_at}, of which it was warned."
        )
    if city in state.suspended:
        raise EntryError(f"{city} is suspended already.")
    for number, one in state.disputes.items():
        if one.stays and not one.outcome and (one.city, one.levy) == (city, warned.levy):
            raise EntryError(f"{city} is suspended although its dispute {number} stays it.")
    state.suspended[city] = effect["electorate"]


def check_restoration(state: State, entry: Entry, effect: Effect) -> None:
    """A suspended member has its rights again."""
    require_keys(effect, _RESTORATION, _NONE, "a restoration")
    city = require_form(effect["city"], _CITY, "the city of a restoration")
    if effect["reason"] not in _REASONS:
        raise EntryError(f"the restoration of {city} has no known reason.")
    if state.suspended.pop(city, None) is None:
        raise EntryError(f"{city} is restored but was not suspended.")


def check_dispute(state: State, entry: Entry, effect: Effect) -> None:
    """A member objects, from a seat of its own, to a levy that charged it."""
    require_keys(effect, _DISPUTE, _SILENCE, "a dispute")
    number = require_count(effect["dispute"], "the number of a dispute")
    city = require_form(effect["city"], _CITY, "the city of a dispute")
    if number != len(state.disputes) + 1:
        raise EntryError(f"dispute {number} does not follow {len(state.disputes)} others.")
    if str(entry["by"]["seat"]).partition("/")[2] != city:
        raise EntryError(f"dispute {number} of {city} is raised by a seat of another.")
    levy = state.levies.get(effect["levy"])
    if levy is None or city not in levy.charges or type(effect["stays"]) is not bool:
        raise EntryError(f"dispute {number} is about nothing that {city} was charged.")
    for one in state.disputes.values():
        if not one.outcome and (one.city, one.levy) == (city, effect["levy"]):
            raise EntryError(f"{city} disputes the levy {effect['levy']} already.")
    granted_at = _granted_at(entry, effect) if _SILENCE & effect.keys() else ""
    state.disputes[number] = Dispute(city, effect["levy"], effect["stays"], granted_at)


def _granted_at(entry: Entry, effect: Effect) -> str:
    """From when silence grants a dispute of which silence means something; "" if it does not."""
    require_keys(effect, _DISPUTE | _SILENCE, _NONE, "a dispute")
    answer_by = require_form(effect["answer_by"], _AT, "the instant of an answer")
    if answer_by <= entry["at"] or effect["unanswered"] not in ("contested", "granted"):
        raise EntryError(f"dispute {effect['dispute']} makes nothing of silence that is known.")
    return answer_by if effect["unanswered"] == "granted" else ""


def check_dispute_end(state: State, entry: Entry, effect: Effect) -> None:
    """A dispute ends once; its member's own seat alone withdraws it, and never rules on it."""
    require_keys(effect, _DISPUTE_END, _NONE, "the end of a dispute")
    number = require_count(effect["dispute"], "the number of a dispute")
    found: Dispute | None = state.disputes.get(number)
    if found is None or found.outcome:
        raise EntryError(f"dispute {number} is not open.")
    if effect["outcome"] not in _OUTCOMES:
        raise EntryError(f"dispute {number} has no known outcome.")
    own = str(entry["by"]["seat"]).partition("/")[2] == found.city
    if own != (effect["outcome"] == "withdrawn"):
        raise EntryError(f"dispute {number} is ended by a seat that cannot end it so.")
    if entry["by"]["via"] == "clock" and not "" < found.granted_at <= entry["at"]:
        raise EntryError(f"dispute {number} is ended by the clock, and no silence grants it.")
    found.outcome = effect["outcome"]


def check_carried_out(state: State, entry: Entry, effect: Effect) -> None:
    """A dispute that was upheld is carried out, once, without computing its levy anew."""
    require_keys(effect, _CARRIED_OUT, _NONE, "the carrying out of a dispute")
    number = require_count(effect["dispute"], "the number of a dispute")
    found: Dispute | None = state.disputes.get(number)
    if found is None or found.outcome not in UPHELD or found.carried_out:
        raise EntryError(f"dispute {number} has nothing that is to be carried out.")
    found.carried_out = True


def require_voter(state: State, *cities: str) -> None:
    """Raise EntryError when one of these members is suspended: it casts no vote."""
    for city in cities:
        if city in state.suspended:
            raise EntryError(f"{city} is suspended and has no vote.")


def require_electorate(state: State, members: Iterable[str]) -> None:
    """Raise EntryError when an electorate holds an associate, or who is suspended from it."""
    members = tuple(members)
    require_members(state, members, "counts in a new electorate")
    for city in members:
        if state.suspended.get(city) == "not counted":
            raise EntryError(f"{city} is suspended and counts in a new electorate.")


def _owing(state: State, effect: Effect, what: str) -> str:
    """The city of the effect; its invoice is numbered, and no more is open than it owes."""
    city = require_form(effect["city"], _CITY, f"the city of {what}")
    number = require_count(effect["invoice"], f"the invoice of {what}")
    cents = require_count(effect["open_cents"], f"the amount of {what}")
    owed = state.books.balances.get(f"receivable/{city}")
    if not state.blind and (number < 1 or cents < 1 or owed is None or owed.net < cents):
        raise EntryError(f"{what} of {city} names {cents}, and the books say that it owes less.")
    return city


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "arrears_warning": check_warning,
        "suspension": check_suspension,
        "restoration": check_restoration,
        "dispute": check_dispute,
        "dispute_end": check_dispute_end,
        "dispute_carried_out": check_carried_out,
    }
)
