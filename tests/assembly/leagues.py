"""A league for the scenarios of this room: its charter, its seats, and its record rechecked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.support.coalition import CHARTER, League
from tests.support.replaying import assert_replays

from koinon.acts.act import Receipt
from koinon.acts.gate import tick
from koinon.cities import queries as cities
from koinon.record import store
from koinon.record.canonical import load
from koinon.record.effects import EntryError, State
from koinon.record.entries import check_entry

CITIES = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000, "mons": 95_000}

RULES = CHARTER.replace(
    'abstention = "ignored"', 'abstention = "ignored"\nproxies_per_holder = 1'
).replace(
    "[authority]",
    """
[membership]
article = "8"
leave_notice_days = 30
leave_at = "end of notice"

[authority]
"assembly.give_proxy/1" = {article = "5.5", body = "council"}
"assembly.give_proxy/2" = {article = "5.5", body = "council"}
"assembly.revoke_proxy/1" = {article = "5.5", body = "council"}
""",
)


class Chamber(League):
    """A league whose delegates speak for themselves."""

    def delegate(self, city: str, name: str, /, **data: Any) -> Receipt:
        """A delegate acts."""
        return self.act(name, data, f"council/{city}")

    def decide(
        self, title: str, *acts: tuple[str, dict[str, Any]], voted: str, adopted: str
    ) -> None:
        """Have each act adopted by a proposal of its own: put now, all vote yes, then counted."""
        numbers = [self.propose(title, one) for one in acts]
        self.at = voted
        for number in numbers:
            for city in cities.members():
                self.vote(number, city, "yes")
        self.at = adopted
        tick(at=self.at)

    def refusal(self, city: str, name: str, /, **data: Any) -> str:
        """A delegate is refused; the code."""
        return self.refused(name, data, f"council/{city}").code


def founded(charter: str = RULES) -> Chamber:
    """A chamber of four cities."""
    chamber = Chamber()
    chamber.found(CITIES, charter)
    return chamber


def entries() -> list[dict[str, Any]]:
    """The record as objects."""
    return [load(body) for body in store.bodies()]  # type: ignore[misc]


def faults(change: Callable[[list[dict[str, Any]]], None]) -> str:
    """What whoever checks the record says after it was changed."""
    changed = entries()
    change(changed)
    try:
        recheck(changed)
    except EntryError as error:
        return str(error)
    return ""


def recheck(record: list[dict[str, Any]]) -> State:
    """Check every entry as a verifier does, with the documents at hand."""
    state = State(read=lambda sha256: (store.document(sha256) or (None,))[0])
    for entry in record:
        check_entry(state, entry)
    return state


def assert_holds() -> None:
    """The record satisfies a verifier, and replays into another database."""
    recheck(entries())
    assert_replays()
