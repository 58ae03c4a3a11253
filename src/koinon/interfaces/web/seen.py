"""The list of sessions: each is noted as somebody signs in, and when it was last seen.

The latter at most every few minutes, so that reading writes little.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

EVERY_SECONDS: Final = 300


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, **_: Any) -> None:
    """Note a session as it begins, before it asks for anything.

    One that a program opened, without a browser's request, is noted when it asks.
    """
    if hasattr(request, "user"):
        UserSession.objects.create_from_request(request)


class LastSeen:
    """Middleware that keeps the list of sessions current."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the session, if it was not noted lately, then answer."""
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"seen:{key}", 1, EVERY_SECONDS):
            UserSession.objects.create_from_request(request)
        return self._get_response(request)
