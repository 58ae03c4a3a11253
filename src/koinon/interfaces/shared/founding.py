"""Founding a coalition from a list of cities and a charter: one act, and the first accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core import signing
from pydantic import ValidationError

from koinon.acts.act import DocumentRef, Envelope, Receipt, Via
from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.acts.registry import find
from koinon.cities.roster import Roster, RosterFigure, RosterMember
from koinon.interfaces.shared.problems import field_problems
from koinon.interfaces.shared.sender import new_act_id
from koinon.people import access
from koinon.record import logkeys, store

MEDIA = "application/toml"
TOKEN_LIFE_S = 24 * 3600
_SALT = "koinon.founder"


def founder_token() -> str:
    """What the address of the founding page carries; of use for a day, on an empty record."""
    return signing.dumps("found", salt=_SALT)


def is_founder(token: str) -> bool:
    """Whether this installation made the token, less than a day ago."""
    try:
        signing.loads(token, salt=_SALT, max_age=TOKEN_LIFE_S)
    except signing.BadSignature:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Founding:
    """What founds a coalition. `origin` names its log, e.g. "league.example/record"."""

    origin: str
    charter: str
    roster: Roster
    secretariat_email: str


@dataclass(frozen=True, slots=True)
class Founded:
    """The genesis, and the one-time link of whoever keeps the secretariat and the treasury."""

    receipt: Receipt
    link: str


def found(founding: Founding, *, via: Via = "shell") -> Founded | Refused:
    """Found the coalition; the secretariat's account gets the offices the charter names."""
    members = [member_fields(member) for member in founding.roster.members]
    return found_members(
        founding.origin, founding.charter, members, founding.secretariat_email, via=via
    )


def found_members(
    origin: str, text: str, members: Sequence[dict[str, Any]], email: str, *, via: Via = "shell"
) -> Founded | Refused:
    """As `found`, with members as the genesis names them."""
    data = text.encode()
    charter = DocumentRef(sha256=store.keep_document(data, MEDIA), size=len(data), media=MEDIA)
    key = logkeys.signer().verifier_key(origin)
    genesis = find("assembly.found_coalition/1").read(
        {
            "origin": origin,
            "log_key": str(key),
            "charter": charter.model_dump(),
            "members": list(members),
        }
    )
    answer = enact(Envelope(genesis, new_act_id(), None, via, "local"))
    if isinstance(answer, Refused):
        return answer
    return Founded(answer, keeper(email))


def keeper(email: str) -> str:
    """Give the offices to the first account and make its one-time link."""
    from koinon.charter.queries import in_force

    account = access.invite(email)
    today = datetime.now(UTC).date()
    for office in in_force().seats:
        access.give_seat(account, office.id, since=today)
    return access.one_time_link(account)


def member_fields(member: RosterMember) -> dict[str, Any]:
    """A member as the genesis names it."""
    said: dict[str, Any] = {
        "slug": member.id,
        "name": member.name,
        "country": member.country,
        "facts": list(_figures((member.population, member.product))),
    }
    if member.latitude_e4 is not None and member.longitude_e4 is not None:
        said |= {"latitude_e4": member.latitude_e4, "longitude_e4": member.longitude_e4}
    return said


def _figures(figures: Iterable[RosterFigure | None]) -> Iterable[dict[str, str]]:
    for figure in figures:
        if figure is not None:
            yield {
                "name": figure.name,
                "value": str(figure.value),
                "unit": figure.unit,
                "boundary": figure.boundary,
                "on": figure.on.isoformat(),
                "source": figure.source,
                "licence": figure.licence,
            }


def mistake_in(fault: ValidationError) -> str:
    """The first thing that the genesis could not take, with its field, in a sentence."""
    first = field_problems(fault)[0]
    return f"{first.field}: {first.detail}"
