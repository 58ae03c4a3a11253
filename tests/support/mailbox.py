"""A mail server in the process: it accepts, refuses, or dies, as a test wants it."""

from __future__ import annotations

import email
import email.policy
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.conf import settings

SMTP = "django.core.mail.backends.smtp.EmailBackend"
PASSWORD = "canary-password-7391"


@dataclass
class Mailbox:
    """What arrived, and how the server behaves: addresses it refuses, and how often it dies."""

    refuses: dict[str, str] = field(default_factory=dict)
    no_sender: str = ""
    dies: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.no_sender:
            return self.no_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.recipients += envelope.rcpt_tos
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(read, EmailMessage)
        self.received.append(read)
        if self.dies:
            self.dies -= 1
            server.transport.abort()
        return f"250 2.0.0 queued as Q{len(self.received)}"

    def of(self, address: str) -> list[EmailMessage]:
        """What arrived for one address, in order."""
        pairs = zip(self.recipients, self.received, strict=True)
        return [message for to, message in pairs if to == address]


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(mailbox: Mailbox, **more: Any) -> Iterator[int]:
    """Run a server for the mailbox; its port."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **more)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def used(mailbox: Mailbox, changed: Any, **more: Any) -> Iterator[int]:
    """Let the settings name that server (`changed` is pytest-django's `settings`)."""
    with serving(mailbox, **more) as port:
        use(changed, host="127.0.0.1", port=port)
        yield port


def use(changed: Any, **server: Any) -> None:
    """Let the settings name a mail server."""
    usual: Any = settings.MAIL_SERVER
    plain = {"security": "none", "user": "", "password": "", "timeout_seconds": 5}
    changed.MAIL_SERVER = replace(
        usual, **{**plain, "sender": "League <desk@league.example>", **server}
    )
    changed.EMAIL_BACKEND = SMTP
    changed.DEFAULT_FROM_EMAIL = changed.MAIL_SERVER.sender


def only_ada(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    """An authenticator that knows one user."""
    known = (data.login, data.password) == (b"ada", PASSWORD.encode())
    return AuthResult(success=known, handled=known)


def text(message: EmailMessage) -> str:
    """The plain words of a message, with single spaces."""
    body = message.get_body(("plain",))
    assert body is not None
    return re.sub(r"\s+", " ", body.get_content()).strip()


def html(message: EmailMessage) -> str:
    """The HTML of a message."""
    body = message.get_body(("html",))
    assert body is not None
    found: str = body.get_content()
    return found
