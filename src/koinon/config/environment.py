"""What the machine decides: where data lives, which database, which secret."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

SCHEMES = ("sqlite", "postgresql", "postgres")


def home() -> Path:
    """The folder that holds this installation's data (database, keys, uploads)."""
    return Path(os.environ.get("KOINON_HOME", "var")).resolve()


def secret_key() -> str:
    """Django's signing key: from the environment, else made once and kept in the home folder."""
    if given := os.environ.get("KOINON_SECRET_KEY"):
        return given
    file = home() / "secret.key"
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(50))
    return file.read_text().strip()


def database(url: str) -> dict[str, Any]:
    """Django's settings for a database address: `sqlite:///PATH` or `postgresql://user@host:port/name`.

    SQLite runs in WAL mode with immediate transactions and full synchronisation, so that an
    acknowledged act survives a power cut. Raises ValueError for any other scheme, and where the
    address lacks its path or name.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise _no_address(f"it cannot be read ({fault})") from None
    if not parts.path.strip("/") and parts.scheme in SCHEMES:
        raise _no_address("it names no database")
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:] if parts.path.startswith("//") else parts.path),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                "PRAGMA journal_size_limit=67108864;PRAGMA mmap_size=134217728;"
                "PRAGMA recursive_triggers=ON",
            },
        }
    if parts.scheme in SCHEMES:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(port or ""),
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 16}},
        }
    raise _no_address(f"'{parts.scheme}' is not a database we know")


def _no_address(rule: str) -> ValueError:
    return ValueError(
        f"KOINON_DATABASE_URL: {rule}; write sqlite:///PATH or postgresql://user@host:port/name."
    )


DATA_LICENCES: Final = (
    "CC-BY-4.0",
    "CC0-1.0",
    "ODbL-1.0",
    "ODC-By-1.0",
    "PDDL-1.0",
    "etalab-2.0",
    "DL-DE-BY-2.0",
    "OGL-UK-3.0",
)
"""The licences that open data can be published under, the default first."""


def data_licence() -> str:
    """The licence of the open data; raises ValueError where it is none we know."""
    name = os.environ.get("KOINON_DATA_LICENCE") or DATA_LICENCES[0]
    if name not in DATA_LICENCES:
        raise ValueError(
            f"KOINON_DATA_LICENCE: {name[:40]!a} is none of {', '.join(DATA_LICENCES)}; write one."
        )
    return name


MAIL_PORTS: Final = {"none": 25, "starttls": 587, "tls": 465}
"""How the connection to the mail server is secured → the port it usually listens at."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes our mail; without a host, mail is written into files.

    `sender` is "ADDRESS" or "NAME <ADDRESS>". The password never shows in a text of this value.
    """

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str
    timeout_seconds: int = 20


def mail_server() -> MailServer:
    """The mail server of the environment; raises ValueError where it cannot be one."""
    security = os.environ.get("KOINON_SMTP_SECURITY", "starttls")
    if security not in MAIL_PORTS:
        raise ValueError(
            f"KOINON_SMTP_SECURITY: {security!a} is none of {', '.join(MAIL_PORTS)}; write one."
        )
    port = os.environ.get("KOINON_SMTP_PORT") or str(MAIL_PORTS[security])
    if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        raise ValueError(f"KOINON_SMTP_PORT: {port[:20]!a} is no port; write e.g. 587.")
    sender = os.environ.get("KOINON_FROM", "secretariat@localhost")
    if "@" not in parseaddr(sender)[1] or "\n" in sender:
        raise ValueError(
            f"KOINON_FROM: {sender[:80]!a} is no address; write e.g. secretariat@league.example."
        )
    return MailServer(
        host=os.environ.get("KOINON_SMTP_HOST", "").strip(),
        port=int(port),
        security=security,
        user=os.environ.get("KOINON_SMTP_USER", ""),
        password=os.environ.get("KOINON_SMTP_PASSWORD", ""),
        sender=sender,
    )
