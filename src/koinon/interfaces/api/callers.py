"""Who calls: a person with a session, or a program with a bearer token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer

from koinon.acts.act import Auth
from koinon.interfaces.shared import holding, sender
from koinon.people import tokens


@dataclass(frozen=True, slots=True)
class Caller:
    """The seats the caller may act from today, the one meant when none is named, and the proof."""

    seats: tuple[str, ...]
    seat: str | None
    auth: Auth


class BearerToken(HttpBearer):
    """A token of `koinon.people.tokens`, sent as `Authorization: Bearer koinon_...`."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller a valid token stands for: its seats, as far as the account holds them."""
        bearer = tokens.bearer(token)
        if bearer is None:
            return None
        held = holding.seats_of(bearer.account)
        seats = tuple(seat for seat in held if seat in bearer.seats)
        return Caller(seats, seats[0] if len(seats) == 1 else None, "token")


class Session(APIKeyCookie):
    """The session of the pages; a request that writes carries the CSRF token as well."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any | None:
        """The caller of a signed-in session. Raises HttpError 403 without the CSRF token."""
        if not request.user.is_authenticated:
            return None
        if not _carries_csrf_token(request):
            raise HttpError(403, "csrf")
        seats = sender.seats_held(request)
        return Caller(seats, sender.acting_seat(request, seats), sender.auth_of(request))

    def authenticate(self, request: HttpRequest, key: str | None) -> Any | None:
        """Unused: the session middleware has read the cookie already."""
        raise NotImplementedError


class _Csrf(CsrfViewMiddleware):
    """Django's check, without its page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(status=403)


def _carries_csrf_token(request: HttpRequest) -> bool:
    check = _Csrf(lambda _: HttpResponse())
    check.process_request(request)
    return check.process_view(request, lambda _: HttpResponse(), (), {}) is None


AUTH = [BearerToken(), Session()]
"""What every writing operation asks for."""


def caller(request: HttpRequest) -> Caller:
    """The caller that one of AUTH found."""
    found: Any = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Caller)
    return found
