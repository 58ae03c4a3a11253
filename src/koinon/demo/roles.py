"""The people of the demonstration: whom a visitor may sign in as, each by a one-time link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from koinon.people import access, inviting
from koinon.record.canonical import JSON


@dataclass(frozen=True, slots=True)
class Role:
    """A person with an account and the seats they were appointed to."""

    name: str
    email: str
    seats: tuple[str, ...]


RESIDENT = Role("Mira Solen, resident of Marisolde", "resident@example.org", ())
"""Holds no seat: an account that Marisolde has attested, and that can sign."""


def roles() -> tuple[Role, ...]:
    """Everybody a visitor may sign in as."""
    return (
        Role("Ilse Maronde, secretariat", "secretariat@example.org", ("secretariat",)),
        Role("Youssef Tarrin, treasurer", "treasurer@example.org", ("treasurer",)),
        Role("Ana Belcourt, Valdorène", "valdorene@example.org", ("council/valdorene",)),
        Role("Teodor Vasc, Marisolde", "marisolde@example.org", ("council/marisolde",)),
        Role("Noor Ekeli, Krestamont", "krestamont@example.org", ("council/krestamont",)),
        Role(
            "Piet Hallan, presidency and Osterquell",
            "president@example.org",
            ("council/osterquell", "president"),
        ),
        Role("Hanna Orre, auditor", "auditor@example.org", ("auditor",)),
        Role("Matei Corvin, arbiter", "arbiter@example.org", ("arbiter",)),
        RESIDENT,
    )


def seat_everybody(since: date, answer: Callable[[str], Mapping[str, JSON]]) -> None:
    """Make the accounts, let each hold its seats from a day on, and say whom the record means.

    `answer` gives the result of the deed that appointed to a seat.
    """
    for role in roles():
        account = access.invite(role.email, name=role.name)
        for seat in role.seats:
            access.give_seat(account, seat, since=since)
            inviting.assign(_entry(answer(f"mandate of {seat}")["mandate"]), account)


def _entry(n: JSON) -> int:
    assert isinstance(n, int)
    return n


def links() -> tuple[tuple[Role, str], ...]:
    """A fresh one-time token for every role, which the sign-in page takes once."""
    return tuple(
        (role, access.one_time_link(access.invite(role.email, name=role.name))) for role in roles()
    )
