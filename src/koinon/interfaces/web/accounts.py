"""How accounts come to be: by invitation only."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for themselves; the secretariat invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
