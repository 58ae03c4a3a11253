"""How accounts come to be: by invitation only."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.http import HttpRequest, HttpResponse


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for themselves; the secretariat invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **login: Any) -> HttpResponse | None:
        """The address of an account is the one the secretariat wrote to: no second proof of it."""
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        answer: HttpResponse | None = super().pre_login(request, user, **login)
        return answer
