"""Where the signed-in person lives, as their city attests it; what residents send to the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from koinon.acts import gate
from koinon.acts.act import Act, Envelope
from koinon.cities import queries as cities
from koinon.forum import marks
from koinon.forum import queries as forum
from koinon.interfaces.shared import remembered, sender
from koinon.people import residents
from koinon.people.residents import LineView


@dataclass(frozen=True, slots=True)
class Living:
    """A resident: the city, and until when its word holds."""

    city: str
    until_at: str

    @property
    def seat(self) -> str:
        """The seat that all residents of the city act from."""
        return f"residents/{self.city}"


@dataclass(frozen=True, slots=True)
class Offer:
    """A roll that has the person's address: which city, and what it attests."""

    line: int
    city: str
    until_at: str


def living(request: HttpRequest) -> Living | None:
    """Where the person lives now; None where no city attests it.

    Whom a city's own provider vouches for, and nobody else, is a resident of that city only.
    """
    account: Any = request.user
    if not account.is_authenticated:
        return None
    found = remembered.once(f"lives {account.pk}", lambda: _living(account))
    vouched = sender.vouched_by(request)
    return found if found is not None and vouched in (None, found.city) else None


def _living(account: Any) -> Living | None:
    where = residents.lives(account)
    stated = forum.attestation(where.attestation, gate.now_utc()) if where else None
    if stated is None or not stated.holds or stated.city not in cities.members():
        return None
    return Living(stated.city, stated.ends_at)


def offers(request: HttpRequest) -> tuple[Offer, ...]:
    """The rolls that have the person's address, where their word holds."""
    account: Any = request.user
    vouched, at = sender.vouched_by(request), gate.now_utc()
    where = residents.lives(account)
    found = []
    for line in residents.lines_of(account):
        stated = forum.attestation(line.attestation, at)
        if stated is None or not stated.holds or stated.city not in cities.members():
            continue
        here = where is not None and where.attestation == line.attestation
        free = line.taken_at is None or line.own
        if free and not here and vouched in (None, line.city):
            found.append(Offer(line.id, line.city, stated.ends_at))
    return tuple(found)


def holds(line: LineView) -> bool:
    """Whether the attestation of a line is in the record and in force, by a member."""
    stated = forum.attestation(line.attestation, gate.now_utc())
    return stated is not None and stated.holds and stated.city in cities.members()


def envelope(where: Living, act: Act, act_id: UUID) -> Envelope:
    """An act of a resident, as the pages send it.

    How the person signed in is not said: a rarer way would tell one signer from the others.
    """
    return Envelope(act, act_id, where.seat, "web", "code")


def signing_key(request: HttpRequest, initiative: UUID) -> str:
    """The key with which the person signs an initiative."""
    account: Any = request.user
    return marks.signing_key(residents.secret_of(account), initiative)


def starting_key(request: HttpRequest, initiative: UUID) -> str:
    """The key with which the person withdraws an initiative that they started."""
    account: Any = request.user
    return marks.starting_key(residents.secret_of(account), initiative)
