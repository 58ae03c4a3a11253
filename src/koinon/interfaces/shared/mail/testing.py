"""A mail sent now, to see whether mail leaves at all."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import get_language, gettext

from koinon.interfaces.shared import naming
from koinon.interfaces.shared.mail import letters
from koinon.interfaces.shared.mail.letters import Letter
from koinon.interfaces.shared.mail.smtp import NotSent, Postbox, leaves

LONGEST_ADDRESS = 254


@dataclass(frozen=True, slots=True)
class Tested:
    """Whether a mail left, and what happened, as a sentence in the present language."""

    left: bool
    sentence: str


def is_address(text: str) -> bool:
    """Whether a text is an e-mail address that a mail can be sent to."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_ADDRESS and text.isascii()


def test(address: str) -> Tested:
    """Send a mail to an address by the settings, in the present language."""
    if not is_address(address):
        return Tested(False, gettext("This is no e-mail address; write e.g. name@city.example."))
    name = naming.coalition()
    letter = Letter(
        subject=gettext("Test of the mail of {name}").format(name=name),
        paragraphs=(
            gettext("This mail was sent to see whether mail of {name} arrives. It does.").format(
                name=name
            ),
        ),
        path="/",
        label=gettext("The pages it comes from:"),
        why=gettext("You get this because somebody who runs these pages typed your address."),
    )
    made = letters.message(
        letter,
        delivery=uuid.uuid4(),
        address=address,
        language=get_language() or settings.LANGUAGE_CODE,
        made=timezone.now(),
        declinable=False,
    )
    try:
        with Postbox() as box:
            reply = box.send(made)
    except NotSent as fault:
        return Tested(False, fault.sentence())
    if not leaves():
        return Tested(
            False,
            gettext(
                "No mail server is set, so the mail was written into the folder {folder}; set "
                "KOINON_SMTP_HOST to send mail."
            ).format(folder=settings.EMAIL_FILE_PATH),
        )
    return Tested(
        True,
        gettext(
            "The mail server {host} accepted the mail ({reply}). Look whether it arrives, and not "
            "among unwanted mail."
        ).format(host=settings.MAIL_SERVER.host, reply=reply),
    )
