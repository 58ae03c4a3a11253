"""Signatures of acts that people send through a session: whether one is wanted, and what came."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from koinon.acts.act import Envelope, Grant
from koinon.acts.gate import now_utc
from koinon.acts.ports import ports
from koinon.acts.refused import Refusal
from koinon.interfaces.shared.coercion import JsonError, read_json
from koinon.record.canonical import JSON

SIGN: Final = "sign"
"""The button of a form by which a person asks to sign the act."""
SIGNED: Final = "signed"
"""The field with the signature."""


class ToSign(Exception):
    """The act is to be signed before it is sent; `grant` says what is demanded, if anything is."""

    def __init__(self, envelope: Envelope, grant: Grant) -> None:
        super().__init__(envelope.act.type)
        self.envelope, self.grant = envelope, grant


def signature_of(request: HttpRequest) -> JSON:
    """The signature sent with a form, to be judged at the gate; None where there is none."""
    text = request.POST.get(SIGNED, "").strip()
    if not text:
        return None
    try:
        return read_json(text.encode())
    except JsonError:
        return text[:100]


def require_signature(request: HttpRequest, envelope: Envelope) -> None:
    """Raise ToSign for an unsigned act that the sender, the charter or the act wants signed.

    What would be refused anyway is let through, so that the gate says why.
    """
    if envelope.signed is not None or envelope.seat is None or request.method != "POST":
        return
    assert ports.authority is not None
    found = ports.authority(envelope.act, seat=envelope.seat, at=now_utc())
    grant = found if isinstance(found, Grant) else None
    try:
        own = envelope.act.own_key()
    except Refusal:
        return
    if grant is not None and (SIGN in request.POST or grant.signed or own is not None):
        raise ToSign(envelope, grant)
