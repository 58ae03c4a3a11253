"""Who answers for personal data: the data protection officer, else the secretariat."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from koinon.interfaces.shared import holding, remembered, sender
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages.people import scope_of

OFFICER: Final = "data_protection"
"""The office a charter may declare for this; see docs/reference/charter.md."""
SECRETARIAT: Final = "secretariat"

View = Callable[..., HttpResponseBase]


def is_officer(seat: str | None) -> bool:
    """Whether a seat answers for personal data.

    It is the office `data_protection` where the charter has it and somebody holds it, and then
    alone; else the secretariat; else whoever appoints to every seat.
    """
    return seat is not None and seat in remembered.once("officers", _officers)


def _officers() -> tuple[str, ...]:
    charter = words.charter()
    if charter is None:
        return ()
    offices = [one.id for one in charter.seats]
    if OFFICER in offices and holding.holders_of([OFFICER], now()):
        return (OFFICER,)
    if SECRETARIAT in offices:
        return (SECRETARIAT,)
    return tuple(one for one in offices if scope_of(one) == "")


def for_officers(view: View) -> View:
    """Let a page be seen by whoever answers for personal data; `seat` is told to it."""

    @login_required
    @wraps(view)
    def asked(request: HttpRequest, **place: Any) -> HttpResponseBase:
        seat = sender.acting_seat(request)
        if is_officer(seat):
            return view(request, seat, **place)
        if any(is_officer(one) for one in sender.seats_held(request)):
            return redirect(f"{reverse('seats')}?next={quote(request.path)}")
        raise PermissionDenied

    return asked
