"""A mail that somebody waits for, sent at once and past the outbox: a link, a confirmation."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from koinon.interfaces.shared.mail.letters import one_line
from koinon.interfaces.shared.mail.sending import spoken
from koinon.interfaces.shared.mail.smtp import NotSent, Postbox


def send(address: str, language: str, subject: str, body: str) -> str:
    """Send a mail now; what went wrong as a sentence in the present language, else ""."""
    letter = EmailMultiAlternatives(one_line(subject), body, settings.DEFAULT_FROM_EMAIL, [address])
    letter.extra_headers = {
        "Auto-Submitted": "auto-generated",
        "Content-Language": spoken(language),
    }
    try:
        with Postbox() as box:
            box.send(letter)
    except NotSent as fault:
        return fault.sentence()
    return ""
