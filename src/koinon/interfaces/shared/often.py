"""How often something was tried within the hour, from one network address or altogether.

The counts lie in the memory of the server and are gone an hour after they began. An address stands
there under a hash with a key that is drawn when the server starts and kept nowhere, so that nobody
reads from them who was here.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.http import HttpRequest

_KEY: Final = secrets.token_bytes(32)
_SECONDS: Final = 3600


def place(request: HttpRequest) -> str:
    """Where a request comes from: one name for each address, or IPv6 network of one customer."""
    return hmac.new(_KEY, get_ip(request).encode(), hashlib.sha256).hexdigest()


def tried(what: str, place: str = "") -> int:
    """How often this was counted within the hour, at one place or altogether."""
    return int(cache.get(_name(what, place), 0))


def count(what: str, place: str = "") -> int:
    """Count it once more; how often it was counted with that."""
    cache.add(_name(what, place), 0, _SECONDS)
    return cache.incr(_name(what, place))


def _name(what: str, place: str) -> str:
    return f"often-{what}-{place}"
