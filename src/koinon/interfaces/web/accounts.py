"""How accounts come to be: by invitation only."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from koinon.interfaces.shared.mail.smtp import NotSent, Postbox

log = logging.getLogger("koinon.mail")


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for themselves; the secretariat invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a code to sign in; where it does not leave, the page says so instead of breaking."""
        request = current.request
        facts = {"request": request, "email": email, "current_site": get_current_site(request)}
        message = self.render_mail(template_prefix, email, {**facts, **context})
        try:
            with Postbox() as box:
                box.send(message)
        except NotSent as fault:
            log.warning("a mail to sign in was not sent: %s", fault.fault)
            if fault.fault != "recipient":  # else it would tell which addresses are known
                messages.error(
                    request,
                    gettext(
                        "No mail can be sent at the moment. Sign in with a passkey, or ask the "
                        "secretariat for a link."
                    ),
                )

    def pre_login(self, request: HttpRequest, user: Any, **login: Any) -> HttpResponse | None:
        """The address of an account is the one the secretariat wrote to: no second proof of it."""
        EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        answer: HttpResponse | None = super().pre_login(request, user, **login)
        return answer
