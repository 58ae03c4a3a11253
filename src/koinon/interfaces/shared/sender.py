"""Who sends an act through a session: the seat, and how the person proved who they are."""

from __future__ import annotations

import secrets
import time
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from koinon.acts.act import Act, Auth, Envelope, Via
from koinon.interfaces.shared.wording import legal_zone
from koinon.people import queries as people

SEAT_KEY: Final = "seat"
LINK_METHOD: Final = "link"
_METHODS: Final = "account_authentication_methods"
"""Where allauth keeps how a session was authenticated."""


def new_act_id() -> UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then chance."""
    raw = bytearray((time.time_ns() // 1_000_000).to_bytes(6, "big") + secrets.token_bytes(10))
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    return UUID(bytes=bytes(raw))


def seats_held(request: HttpRequest) -> tuple[str, ...]:
    """The seats the signed-in person holds today, by the coalition's calendar."""
    account: Any = request.user
    if not account.is_authenticated:
        return ()
    return people.seats_of(account, datetime.now(ZoneInfo(legal_zone())).date())


def acting_seat(request: HttpRequest, held: tuple[str, ...] | None = None) -> str | None:
    """The seat chosen in this session while it is still held; the only one without choosing."""
    seats = seats_held(request) if held is None else held
    chosen = request.session.get(SEAT_KEY)
    if chosen in seats:
        return str(chosen)
    return seats[0] if len(seats) == 1 else None


def auth_of(request: HttpRequest) -> Auth:
    """How the session was authenticated, by its strongest proof."""
    records = request.session.get(_METHODS) or []
    methods = {str(record.get("method")) for record in records}
    if "mfa" in methods:
        return "passkey"
    if methods & {"code", "email", "email_verification"}:
        return "code"
    return "link" if LINK_METHOD in methods else "none"


def envelope(request: HttpRequest, act: Act, act_id: UUID, via: Via = "web") -> Envelope:
    """The act as this session sends it."""
    return Envelope(act, act_id, acting_seat(request), via, auth_of(request))
