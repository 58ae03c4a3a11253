"""What the machine decides: where data lives, which database, which secret."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
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
        file.parent.mkdir(parents=True, exist_ok=True)
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
