"""Calling a city's provider: over HTTPS, at no private address, not for long, and not for much.

Whoever sets a provider up names the address, and what answers there names more of them. So every
connection looks at the address it really leads to, after the name was resolved.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

LIMIT_BYTES: Final = 256 * 1024
"""How much of an answer is read."""
TIMEOUT_SECONDS: Final = (5, 10)
"""To connect, and between two pieces of an answer."""
WHOLE_SECONDS: Final = 15
_EMBEDDING: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))
"""IPv6 networks that lead to an IPv4 address written inside (RFC 6052, RFC 3056)."""


class Forbidden(requests.RequestException):
    """What these pages do not call; `code` is "private" or "https"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooMuch(requests.RequestException):
    """An answer that is longer, or takes longer, than is read."""


def may_call(address: str) -> bool:
    """Whether an IP address is one of the public network, or one that this installation permits."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if settings.PRIVATE_PROVIDERS or (found.is_loopback and is_local()):
        return True
    embeds = any(found.version == net.version and found in net for net in _EMBEDDING)
    return found.is_global and not found.is_multicast and not embeds


def is_local() -> bool:
    """Whether this is a site for one machine, without HTTPS."""
    return not settings.SESSION_COOKIE_SECURE


def may_be_plain(host: str | None) -> bool:
    """Whether a host may be called without HTTPS: this machine itself, from a local site."""
    here = host in ("localhost", "127.0.0.1", "::1")
    return here and (is_local() or settings.PRIVATE_PROVIDERS)


def _resolved(host: str, port: int) -> str:
    """The address of a host that is called. Raises OSError, also for a forbidden one."""
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(map(may_call, addresses)):
        raise PermissionError("private")
    return addresses[0]


class _Looking:
    """A connection that looks at the address before it connects to exactly that one."""

    def _new_conn(self) -> socket.socket:
        here: Any = self
        address = _resolved(here._dns_host, here.port)
        return socket.create_connection((address, here.port), TIMEOUT_SECONDS[0])


class _Plain(_Looking, HTTPConnection):
    pass


class _Secure(_Looking, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        super().init_poolmanager(*given, **named)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


class ProviderSession(requests.Session):
    """A session of requests that keeps to the rules of this module and follows no redirect."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = bool(settings.PRIVATE_PROVIDERS)
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())

    def send(self, request: Any, **named: Any) -> Any:
        """An answer, read to its end. Raises requests.RequestException."""
        to = urlsplit(request.url)
        if to.scheme != "https" and not may_be_plain(to.hostname):
            raise Forbidden("https")
        if not self.trust_env:
            self._look(to.hostname or "", to.port or 443)
        named["timeout"] = named.get("timeout") or TIMEOUT_SECONDS
        answer = super().send(request, **{**named, "stream": True, "allow_redirects": False})
        answer._content, answer._content_consumed = _read(answer), True
        return answer

    @staticmethod
    def _look(host: str, port: int) -> None:
        """Say what is forbidden before urllib3 turns it into a broken connection."""
        try:
            _resolved(host, port)
        except PermissionError:
            raise Forbidden("private") from None
        except OSError as fault:
            raise requests.ConnectionError(str(fault)) from None


def _read(answer: Any) -> bytes:
    ends, body = time.monotonic() + WHOLE_SECONDS, bytearray()
    for piece in answer.iter_content(8192):
        body += piece
        if len(body) > LIMIT_BYTES or time.monotonic() > ends:
            answer.close()
            raise TooMuch
    return bytes(body)
