"""Letters to people who ask about their data: each in their language, sent at once."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, override

from koinon.interfaces.shared import naming, wording
from koinon.interfaces.shared.mail import directly
from koinon.interfaces.shared.mail.sending import spoken
from koinon.people import requests
from koinon.people.requests import RequestView


def ask_for_proof(request: HttpRequest, email: str, language: str, token: str) -> str:
    """Write to an address that somebody gave; "" or why it did not leave."""
    with override(spoken(language)):
        body = (
            gettext(
                "Somebody, probably you, asked us about personal data with this address. Open this "
                "link within seven days and press the button; only then does the request count."
            ),
            _address(request, token),
            gettext("If it was not you, do nothing: the request is erased by itself."),
        )
        subject = gettext("{coalition}: confirm your request").format(coalition=naming.coalition())
        return _send(email, language, subject, body)


def received(request: HttpRequest, asked: RequestView, token: str = "") -> str:
    """Say that a request counts, under which number, and by when it is answered."""
    assert asked.due is not None
    with override(spoken(asked.language)):
        said = gettext(
            "Your request about personal data has number {number}. It is answered by {day} at the "
            "latest."
        ).format(number=asked.number, day=wording.day(asked.due))
        return _about(request, asked, gettext("{coalition}: your request {number}"), said, token)


def extended(request: HttpRequest, asked: RequestView) -> str:
    """Say that more time is needed, and why (GDPR article 12(3))."""
    assert asked.due is not None
    with override(spoken(asked.language)):
        said = gettext(
            "Your request {number} needs more time, until {day} at the latest. The reason: {reason}"
        ).format(number=asked.number, day=wording.day(asked.due), reason=asked.extended_because)
        return _about(request, asked, gettext("{coalition}: more time for request {number}"), said)


def decided(request: HttpRequest, asked: RequestView) -> str:
    """Say that a request is answered; the answer itself is read on the page."""
    with override(spoken(asked.language)):
        said = gettext(
            "Your request {number} is answered. If you are not content with the answer, you can "
            "complain to the data protection authority of your country, or go to court."
        ).format(number=asked.number)
        return _about(request, asked, gettext("{coalition}: answer to request {number}"), said)


def done(request: HttpRequest, asked: RequestView) -> str:
    """Say that what was decided is carried out."""
    with override(spoken(asked.language)):
        said = gettext("What was decided on your request {number} is carried out.").format(
            number=asked.number
        )
        return _about(request, asked, gettext("{coalition}: request {number} is done"), said)


def _about(
    request: HttpRequest, asked: RequestView, subject: str, said: str, token: str = ""
) -> str:
    """A letter about a request, with the link that shows it."""
    assert asked.number is not None
    if asked.account is not None and not token:
        link = _site(request, reverse("my_data"))
    else:
        link = _address(request, token or requests.renew_token(asked.number))
    title = subject.format(coalition=naming.coalition(), number=asked.number)
    return _send(asked.email, asked.language, title, (said, gettext("You can read it here:"), link))


def _address(request: HttpRequest, token: str) -> str:
    return _site(request, reverse("privacy_request", args=[token]))


def _site(request: HttpRequest, path: str) -> str:
    site = settings.KOINON_SITE
    return f"{site}{path}" if site else request.build_absolute_uri(path)


def _send(email: str, language: str, subject: str, paragraphs: tuple[str, ...]) -> str:
    return directly.send(email, language, subject, "\n\n".join(paragraphs) + "\n")
