"""What logs may not hold: the secret part of an address that signs in, confirms or subscribes."""

from __future__ import annotations

import logging
import re
from typing import Final

SECRET: Final = re.compile(r"(/(?:enter|privacy/asked|mail/read|mail/stop|desk/calendar)/)[^/\s?]+")
"""An address with a secret: what comes before it, and the secret."""


def without_secrets(text: str) -> str:
    """The same text; of every secret in an address, three dots."""
    return SECRET.sub(r"\1…", text)


class WithoutSecrets(logging.Filter):
    """Lets every record pass, and takes the secrets of addresses out of it.

    The web framework logs the address of a request that is refused, gone or not found: whoever
    reads the log could use a link that was never opened.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message as it will be said."""
        said = record.getMessage()
        bare = without_secrets(said)
        if bare != said:
            record.msg, record.args = bare, ()
        return True


LOGGING: Final = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "koinon.config.logs.WithoutSecrets"}},
    "loggers": {
        name: {"filters": ["without_secrets"]}
        for name in (
            "django.request",
            "django.security.csrf",
            "django.security.SuspiciousOperation",
        )
    },
}
"""Django's setting of that name; handlers stay as Django has them."""
