"""The people of the demonstration: whom a visitor may sign in as, each by a one-time link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from koinon.people import access


@dataclass(frozen=True, slots=True)
class Role:
    """A person with an account and the seats they hold."""

    name: str
    email: str
    seats: tuple[str, ...]


def roles() -> tuple[Role, ...]:
    """Everybody a visitor may sign in as; the auditor may read everything and act in nothing."""
    return (
        Role("Ilse Maronde, secretariat", "secretariat@example.org", ("secretariat",)),
        Role("Youssef Tarrin, treasurer", "treasurer@example.org", ("treasurer",)),
        Role("Ana Belcourt, Valdorène", "valdorene@example.org", ("council/valdorene",)),
        Role("Teodor Vasc, Marisolde", "marisolde@example.org", ("council/marisolde",)),
        Role("Noor Ekeli, Krestamont", "krestamont@example.org", ("council/krestamont",)),
        Role("Hanna Orre, auditor", "auditor@example.org", ("auditor",)),
    )


def seat_everybody(since: date) -> None:
    """Make the accounts and let each hold its seats from a day on."""
    for role in roles():
        account = access.invite(role.email, name=role.name)
        for seat in role.seats:
            access.give_seat(account, seat, since=since)


def links() -> tuple[tuple[Role, str], ...]:
    """A fresh one-time token for every role, which the sign-in page takes once."""
    return tuple(
        (role, access.one_time_link(access.invite(role.email, name=role.name))) for role in roles()
    )
