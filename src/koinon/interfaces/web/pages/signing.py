"""Signing an act: the page between checking and sending it, and the keys of one's seat."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from koinon.acts.act import Envelope, Grant
from koinon.acts.refused import Refused
from koinon.acts.signing import DEMANDED, statement
from koinon.assembly import queries_keys as keys
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.shared.signatures import SIGN, SIGNED, ToSign
from koinon.interfaces.web import words
from koinon.interfaces.web.derived import fields_of
from koinon.interfaces.web.pages.acts import answers
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.passkeys import Passkey, passkeys_of, site
from koinon.record.signatures import challenge

REGISTER: Final = "assembly.register_key/1"
END: Final = "assembly.end_key/1"
_VERIFIED: Final = "verified passkey"


class AskToSign:
    """Answers with the page that signs an act, wherever a form is sent that is to be signed."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """As if it were not there."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The page; None for whatever else goes wrong."""
        return sign(request, fault.envelope, fault.grant) if isinstance(fault, ToSign) else None


def sign(request: HttpRequest, envelope: Envelope, grant: Grant) -> HttpResponse:
    """The act once more, and the ways to sign it; what the form held is sent again with it."""
    stated = statement(envelope)
    devices = _devices(request, envelope)
    sent = {SIGN: ["1"], **dict(request.POST.lists())}
    empty = gettext("Sign the act with your passkey, or paste the signature of your key file.")
    errors = [Error("signed", empty)] if SIGNED in sent else []
    act = envelope.act
    context = {
        "type": act.type,
        "sentence": words.says(act.type, act.plain()),
        "rows": answers(act.plain(), fields_of(type(act))),
        "why": _why(envelope, grant),
        "statement": stated.decode(),
        "kept": [
            (name, text)
            for name, texts in sent.items()
            for text in texts
            if name not in ("csrfmiddlewaretoken", SIGNED)
        ],
        "devices": devices,
        "registers": act.own_key() is not None,
        "errors": errors,
        "by_file": grant.signed in (None, "any"),
        "script": _script(stated, devices, grant),
    }
    return render(request, "koinon/sign.html", context, status=422 if errors else 200)


def _why(envelope: Envelope, grant: Grant) -> str:
    """What the charter demands, as the refusal of the unsigned act says it; "" where nothing."""
    if grant.signed is None:
        return ""
    facts = (
        ("act", envelope.act.type),
        ("article", grant.article or ""),
        ("seat", envelope.seat or ""),
    )
    return sentence(Refused(DEMANDED[grant.signed], facts), get_language() or "en")


def _devices(request: HttpRequest, envelope: Envelope) -> list[Passkey]:
    """The person's passkeys that may sign this act."""
    own = envelope.act.own_key()
    mine = passkeys_of(request)
    if own is not None:
        return [one for one in mine if one.key == own]
    standing = {one.fingerprint for one in keys.standing(envelope.seat or "")}
    return [one for one in mine if one.key.fingerprint in standing]


def _script(stated: bytes, devices: list[Passkey], grant: Grant) -> dict[str, Any]:
    """What the script in the page asks the browser for."""
    return {
        "challenge": b64encode(challenge(stated)).decode(),
        "rp_id": devices[0].key.rp_id if devices else "",
        "keys": {one.credential: one.key.fingerprint for one in devices},
        "verified": grant.signed == _VERIFIED,
        "failed": gettext("The passkey did not sign. Try again, or use a key file."),
    }


@login_required
def key_list(request: HttpRequest) -> HttpResponse:
    """The keys that sign for the acting seat, and one's passkeys that could."""
    seat = sender.acting_seat(request) or ""
    page = keys.keys_of(seat, _number(request.GET.get("page")))
    mine = {one.key.fingerprint: one for one in passkeys_of(request)}
    standing = {one.fingerprint for one in keys.standing(seat)}
    elsewhere = keys.seats_of([*mine])
    context = {
        "page": page,
        "names": {fingerprint: one.name for fingerprint, one in mine.items()},
        "unregistered": [
            (one, [name for name in elsewhere.get(fingerprint, ()) if name != seat])
            for fingerprint, one in mine.items()
            if fingerprint not in standing
        ],
        "has_passkeys": bool(mine),
        "site": site(request),
        "register": REGISTER,
        "end": END,
        "others": keys.keys_of_others(seat, _number(request.GET.get("others")))
        if seat and "/" not in seat
        else None,
    }
    return render(request, "koinon/keys.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1
