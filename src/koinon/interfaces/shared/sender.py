"""Who sends an act through a session: the seat, and how the person proved who they are."""

from __future__ import annotations

import secrets
import time
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest

from koinon.acts.act import Act, Auth, Envelope, Via
from koinon.interfaces.shared import holding, providers, remembered
from koinon.interfaces.shared.signatures import require_signature, signature_of

SEAT_KEY: Final = "seat"
LINK_METHOD: Final = "link"
CITY_METHOD: Final = "socialaccount"
_METHODS: Final = "account_authentication_methods"
"""Where allauth keeps how a session was authenticated."""


def new_act_id() -> UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then chance."""
    raw = bytearray((time.time_ns() // 1_000_000).to_bytes(6, "big") + secrets.token_bytes(10))
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    return UUID(bytes=bytes(raw))


def seats_held(request: HttpRequest) -> tuple[str, ...]:
    """The seats the signed-in person may act from now.

    Whom a city's provider alone vouches for acts from seats of that city, while it is offered.
    """
    account: Any = request.user
    if not account.is_authenticated:
        return ()
    held = remembered.once(f"seats {account.pk}", lambda: holding.seats_of(account))
    city = vouched_by(request)
    if city is None:
        return held
    offered = any(one.city == city for one in providers.offered())
    return tuple(seat for seat in held if offered and seat.partition("/")[2] == city)


def acting_seat(request: HttpRequest, held: tuple[str, ...] | None = None) -> str | None:
    """The seat chosen in this session while it is still held; the only one without choosing."""
    seats = seats_held(request) if held is None else held
    chosen = request.session.get(SEAT_KEY)
    if chosen in seats:
        return str(chosen)
    return seats[0] if len(seats) == 1 else None


def vouched_by(request: HttpRequest) -> str | None:
    """The city whose provider alone says who this is; None where the person proved it to us."""
    records = request.session.get(_METHODS) or []
    cities = [str(one.get("provider")) for one in records if one.get("method") == CITY_METHOD]
    return cities[-1] if cities and len(cities) == len(records) else None


def auth_of(request: HttpRequest) -> Auth:
    """How the session was authenticated, by its strongest proof."""
    records = request.session.get(_METHODS) or []
    methods = {str(record.get("method")) for record in records}
    if "mfa" in methods:
        return "passkey"
    if methods & {"code", "email", "email_verification"}:
        return "code"
    if CITY_METHOD in methods:
        return "oidc"
    return "link" if LINK_METHOD in methods else "none"


def envelope(request: HttpRequest, act: Act, act_id: UUID, via: Via = "web") -> Envelope:
    """The act as this session sends it. Raises ToSign where it is to be signed first."""
    signed = signature_of(request)
    ready = Envelope(act, act_id, acting_seat(request), via, auth_of(request), signed)
    require_signature(request, ready)
    return ready
