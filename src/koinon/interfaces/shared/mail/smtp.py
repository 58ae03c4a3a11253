"""The way to the mail server, step by step, so that whatever fails can be said in a sentence."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from email.utils import parseaddr
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from django.conf import settings
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.utils.translation import get_language_bidi, gettext, gettext_noop

T = TypeVar("T")
SMTP_BACKEND: Final = "django.core.mail.backends.smtp.EmailBackend"

FAULTS: Final = {
    "dns": gettext_noop(
        "The name of the mail server, {host}, is not known; correct KOINON_SMTP_HOST."
    ),
    "unreachable": gettext_noop(
        "The mail server {host} does not answer at port {port} ({reply}); check KOINON_SMTP_HOST "
        "and KOINON_SMTP_PORT, and that no firewall keeps this machine from it."
    ),
    "tls": gettext_noop(
        "No secure connection to {host}, port {port}, came about ({reply}); check "
        "KOINON_SMTP_SECURITY and the certificate of the server."
    ),
    "no_tls": gettext_noop(
        "The mail server {host} offers no STARTTLS at port {port}; set KOINON_SMTP_SECURITY to tls "
        "(usually port 465), or to none for a server on this machine."
    ),
    "login": gettext_noop(
        "The mail server {host} refused the user or the password ({reply}); correct "
        "KOINON_SMTP_USER and KOINON_SMTP_PASSWORD."
    ),
    "no_login": gettext_noop(
        "The mail server {host} takes no user and password over this connection; set "
        "KOINON_SMTP_SECURITY to starttls or tls, or leave KOINON_SMTP_USER empty."
    ),
    "sender": gettext_noop(
        "The mail server {host} does not take mail from {sender} ({reply}); set KOINON_FROM to an "
        "address that it may send for."
    ),
    "recipient": gettext_noop(
        "The mail server refused the address of the recipient ({reply}); correct the address, or "
        "hand the letter over on paper."
    ),
    "content": gettext_noop(
        "The mail server {host} refused the message itself ({reply}); ask its keeper why."
    ),
    "later": gettext_noop(
        "The mail server {host} could not take the message now ({reply}); it is tried again later."
    ),
    "broken": gettext_noop(
        "The connection to {host} broke before the server had answered ({reply}); the message may "
        "have arrived, and is sent again under the same identifier."
    ),
}
"""What kept a message from being sent → the sentence, with its remedy."""

_ADDRESS: Final = re.compile(r"[^\s<>:,;]+@[^\s<>:,;]+")


class NotSent(Exception):
    """A message was not sent: the fault's code, what the server said, and whether for good."""

    def __init__(self, fault: str, reply: str = "", *, for_good: bool = False) -> None:
        super().__init__(fault)
        self.fault = fault
        self.reply = reply
        self.for_good = for_good

    def sentence(self) -> str:
        """What happened and what to do, in the present language."""
        return sentence(self.fault, self.reply)


def sentence(fault: str, reply: str) -> str:
    """The sentence of a fault; the password is no part of any."""
    server = settings.MAIL_SERVER
    facts = {
        "host": server.host,
        "port": str(server.port),
        "sender": server.sender,
        "reply": reply or "–",
    }
    if get_language_bidi():  # else a foreign text inside would be drawn in pieces
        facts = {name: f"\u2068{fact}\u2069" for name, fact in facts.items()}
    return gettext(FAULTS[fault]).format_map(facts)


def without_addresses(reply: str) -> str:
    """What a server said, without the addresses it repeated."""
    return _ADDRESS.sub("…", reply)


def leaves() -> bool:
    """Whether mail is given to a mail server (else it is written into files)."""
    return settings.EMAIL_BACKEND == SMTP_BACKEND


class Postbox:
    """Sends messages over one connection, opened when the first one comes."""

    def __init__(self) -> None:
        self._server = settings.MAIL_SERVER
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._close()

    def send(self, message: EmailMessage) -> str:
        """Send a message to its one recipient; what the server replied. Raises NotSent."""
        if not leaves():
            django_mail.get_connection().send_messages([message])
            return ""
        try:
            return self._given(message)
        except NotSent as fault:
            if not fault.for_good:
                self._close()
            raise

    def _given(self, message: EmailMessage) -> str:
        smtp = self._smtp = self._smtp or self._connected()
        sender = parseaddr(message.from_email)[1]
        options = ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else []
        code, said = _asked(lambda: smtp.mail(sender, options))
        if code != 250:
            raise NotSent("sender", _reply(code, said))
        code, said = _asked(lambda: smtp.rcpt(message.to[0]))
        if code not in (250, 251):
            self._reset(smtp)
            raise NotSent(
                "recipient" if code >= 500 else "later", _reply(code, said), for_good=code >= 500
            )
        body = b"\r\n".join(message.message().as_bytes().splitlines()) + b"\r\n"
        code, said = _asked(lambda: smtp.data(body))
        if code != 250:
            raise NotSent(
                "content" if code >= 500 else "later", _reply(code, said), for_good=code >= 500
            )
        return _reply(code, said)

    def _reset(self, smtp: smtplib.SMTP) -> None:
        """Take back the message begun, so that the next one can follow."""
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        """A connection that is secured and signed in as the settings say."""
        server = self._server
        try:
            socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NotSent("dns") from None
        context = ssl.create_default_context()
        try:
            if server.security == "tls":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=server.timeout_seconds, context=context
                )
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
            smtp.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                if not smtp.has_extn("starttls"):
                    raise NotSent("no_tls")
                smtp.starttls(context=context)
                smtp.ehlo()
        except ssl.SSLError as fault:
            raise NotSent("tls", str(fault.reason or fault)) from None
        except smtplib.SMTPResponseException as fault:
            raise NotSent("unreachable", _reply(fault.smtp_code, fault.smtp_error)) from None
        except (OSError, smtplib.SMTPException) as fault:
            raise NotSent("unreachable", str(fault)) from None
        if server.user:
            self._sign_in(smtp)
        return smtp

    def _sign_in(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.login(self._server.user, self._server.password)
        except smtplib.SMTPAuthenticationError as fault:
            raise NotSent("login", _reply(fault.smtp_code, fault.smtp_error)) from None
        except smtplib.SMTPNotSupportedError:
            raise NotSent("no_login") from None
        except (OSError, smtplib.SMTPException) as fault:
            raise NotSent("login", str(fault)) from None

    def _close(self) -> None:
        """Say goodbye, however the server takes it."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()


def _asked(step: Callable[[], T]) -> T:
    """One step of the conversation; raises NotSent when the connection breaks in it."""
    try:
        return step()
    except smtplib.SMTPResponseException as fault:  # DATA was not allowed to begin
        for_good = fault.smtp_code >= 500
        code = "content" if for_good else "later"
        raise NotSent(code, _reply(fault.smtp_code, fault.smtp_error), for_good=for_good) from None
    except (OSError, smtplib.SMTPException) as fault:
        raise NotSent("broken", str(fault)) from None


def _reply(code: int, said: Any) -> str:
    """What the server said, in one line."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return " ".join(f"{code} {text}".split())
