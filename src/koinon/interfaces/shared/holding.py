"""From which seats an account may act: by its mandates, or by what it was given at the founding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from koinon.acts import gate
from koinon.assembly import queries_mandates as mandates
from koinon.interfaces.shared import wording
from koinon.people import inviting
from koinon.people import queries as people
from koinon.people.queries import Holder


def seats_of(account: Any, at: str | None = None) -> tuple[str, ...]:
    """The seats an account may act from at an instant, or now, by name.

    A mandate counts from its first instant to its last. What an account was given without one
    counts until somebody is appointed to that seat: from then on the record alone says who acts.
    """
    at = at or gate.now_utc()
    given = people.seats_of(account, wording.local(at).date())
    governed = mandates.governed(given, at) if given else frozenset()
    appointed = inviting.mandates_of(account)
    by_mandate = mandates.seats_of(appointed, at) if appointed else ()
    return tuple(sorted({*given} - governed | {*by_mandate}))


def cities_of(account: Any, at: str) -> frozenset[str]:
    """The cities an account holds a seat of at an instant, or was appointed to one of to come."""
    held = seats_of(account, at)
    coming = mandates.seats_to_come(inviting.mandates_of(account), at)
    return frozenset(seat.partition("/")[2] for seat in (*held, *coming)) - {""}


def holders_of(seats: Iterable[str], at: str) -> tuple[Holder, ...]:
    """Every active account that may act from one of these seats at an instant, as `seats_of` says.

    By seat and address.
    """
    wanted = tuple(seats)
    sitting = {one.n: one.seat for one in mandates.sitting(at, wanted)}
    governed = mandates.governed(wanted, at)
    given = [seat for seat in wanted if seat not in governed]
    found = {
        *people.appointees(sitting),
        *people.holders_of(given, wording.local(at).date()),
    }
    return tuple(sorted(found, key=lambda one: (one.seat, one.email)))
