"""Mandates as the pages tell them: the person's name, where it stands, the invitation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from koinon.assembly.queries_mandates import MandateView, Standing
from koinon.people import inviting
from koinon.people import queries as people
from koinon.people.inviting import Invited


@dataclass(frozen=True, slots=True)
class Told:
    """A mandate with the name of its holder; "" once that is erased or was never kept here."""

    mandate: MandateView
    name: str
    standing: Standing
    invited: Invited | None = None


def told(mandates: Iterable[MandateView], at: str) -> tuple[Told, ...]:
    """Mandates with names, as anyone may read them."""
    found = tuple(mandates)
    names = people.openings(one.commitment for one in found)
    return tuple(Told(one, str(names.get(one.commitment, "")), one.standing(at)) for one in found)


def told_to_desk(mandates: Iterable[MandateView], at: str) -> tuple[Told, ...]:
    """Mandates with names and with where their invitations stand, for whoever may invite."""
    found = tuple(mandates)
    invitations = inviting.invited(one.n for one in found)
    return tuple(
        Told(one.mandate, one.name, one.standing, invitations.get(one.mandate.n))
        for one in told(found, at)
    )


def by_seat(people: Iterable[Told]) -> dict[str, list[Told]]:
    """Mandates by their seat."""
    found: dict[str, list[Told]] = {}
    for one in people:
        found.setdefault(one.mandate.seat, []).append(one)
    return found
