"""Inviting people: the letter with the link, and the words of warning when one is tried twice."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, override

from koinon.assembly.queries_mandates import MandateView
from koinon.interfaces.shared import naming, wording
from koinon.interfaces.shared.mail import directly
from koinon.interfaces.shared.mail.sending import spoken
from koinon.people import inviting


def invite(request: HttpRequest, mandate: MandateView, account: Any, by: Any) -> str:
    """Send a new invitation for a mandate; links sent before hold no longer.

    Gives "", or the sentence that says why the mail server did not take it.
    """
    path = reverse("enter", args=[inviting.invitation(account, by=by)])
    site = settings.KOINON_SITE
    address = f"{site}{path}" if site else request.build_absolute_uri(path)
    with override(spoken(account.language)):
        coalition = naming.coalition()
        subject = gettext("{coalition}: your invitation").format(coalition=coalition)
        paragraphs = (
            gettext("You are appointed in {coalition}: {seat}.").format(
                coalition=coalition, seat=naming.seat(mandate.seat)
            ),
            _from_when(mandate),
            gettext(
                "This link signs you in once, within seven days. Open it yourself and give it to "
                "nobody: whoever opens it acts in your name."
            ),
            address,
            gettext(
                "Then add a passkey, so that you sign in without a mail. If you did not expect "
                "this, do not open the link and tell the secretariat."
            ),
        )
    return _send(account, subject, "\n\n".join(paragraphs))


def warn_of_second_use(account: Any) -> None:
    """Tell a person that a link of theirs was tried again after it had signed somebody in."""
    with override(spoken(account.language)):
        subject = gettext("{coalition}: your invitation was opened again").format(
            coalition=naming.coalition()
        )
        body = gettext(
            "The link that invited you had signed somebody in already, and was opened again just "
            "now; it signed nobody in this time. If you opened it both times, nothing is wrong. "
            "If not, somebody else may have used it: sign in by e-mail, end every session on the "
            "page of your account, and tell the secretariat."
        )
    _send(account, subject, body)


def tell_of_renewal(account: Any) -> None:
    """Tell the address a person had so far that the account begins anew."""
    with override(spoken(account.language)):
        subject = gettext("{coalition}: your account begins anew").format(
            coalition=naming.coalition()
        )
        body = gettext(
            "You are invited anew, perhaps at another address. Every session, passkey and recovery "
            "code of your account has ended. If you did not ask for this, tell the secretariat at "
            "once."
        )
    _send(account, subject, body)


def _send(account: Any, subject: str, body: str) -> str:
    return directly.send(account.email, account.language, subject, f"{body}\n")


def _from_when(mandate: MandateView) -> str:
    if mandate.since is None:
        return gettext("Your mandate begins when that of your predecessor ends.")
    if mandate.until is None:
        return gettext("Your mandate begins on {since}.").format(since=wording.day(mandate.since))
    return gettext("Your mandate begins on {since}; its last day is {until}.").format(
        since=wording.day(mandate.since), until=wording.day(mandate.until)
    )
