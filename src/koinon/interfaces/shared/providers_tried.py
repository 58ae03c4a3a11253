"""Whether people can sign in through a city's provider: what is wrong with it, in a sentence."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from koinon.interfaces.shared.outgoing import Forbidden, ProviderSession, may_be_plain
from koinon.interfaces.shared.providers import CityProvider

WELL_KNOWN: Final = "/.well-known/openid-configuration"
MOST_SKEW_SECONDS: Final = 60
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
_SENTENCES: Final = {
    "https": _("{address} is not reached over HTTPS; name an address that begins https://."),
    "private": _(
        "{address} leads into a private network, which these pages do not call; name an address "
        "that is reached from outside, or ask whoever runs the server to permit it "
        "(KOINON_PRIVATE_PROVIDERS)."
    ),
    "certificate": _(
        "The certificate of {address} is not one that this server trusts; ask the provider’s "
        "administrators for one that browsers trust."
    ),
    "unreachable": _(
        "{address} does not answer; check the issuer, and that this server may reach it."
    ),
    "status": _(
        "{address} answers with {said}, not with what a provider says of itself; check the issuer."
    ),
    "unread": _(
        "What {address} answers is no description of a provider (JSON of at most 256 KB); check "
        "the issuer."
    ),
    "issuer": _("The provider calls itself {said}; write the issuer exactly like that."),
    "endpoint": _(
        "The provider names no address that begins https:// for {said}; its administrators "
        "have to mend that."
    ),
    "no_code": _(
        "The provider does not offer the code flow (response type “code”); its administrators "
        "have to allow it."
    ),
    "no_pkce": _(
        "The provider does not offer PKCE with S256; its administrators have to allow it."
    ),
    "no_email": _(
        "The provider does not offer the scope “email”; its administrators have to allow it."
    ),
    "no_keys": _(
        "{address} holds no key that signs; the provider’s administrators have to mend it."
    ),
    "clock": _(
        "The clocks of the provider and of this server differ by {said} seconds; set both by the "
        "network."
    ),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a provider: a code, the address where it was seen, what was said there."""

    code: str
    address: str = ""
    said: str = ""

    def sentence(self) -> str:
        """It in the present language."""
        return gettext(_SENTENCES[self.code]).format(address=self.address, said=self.said)


class _Found(Exception):
    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.code)
        self.wrong = wrong


def wrong_with(one: CityProvider) -> Wrong | None:
    """What is wrong with a provider, as far as it says without signing in; None if nothing."""
    try:
        with ProviderSession() as session:
            address = one.issuer.rstrip("/") + WELL_KNOWN
            about, skew_seconds = _asked(session, address)
            _judge(one, about)
            _judge_keys(session, about["jwks_uri"])
            if skew_seconds > MOST_SKEW_SECONDS:
                raise _Found(Wrong("clock", said=str(skew_seconds)))
    except _Found as found:
        return found.wrong
    return None


def _asked(session: ProviderSession, address: str) -> tuple[dict[str, Any], int]:
    """The JSON object at an address, and by how many seconds the clock there differs."""
    try:
        answer = session.get(address)
        if answer.status_code != requests.codes.ok:
            raise _Found(Wrong("status", address, str(answer.status_code)))
        said = answer.json()
    except Forbidden as fault:
        raise _Found(Wrong(fault.code, address)) from None
    except requests.exceptions.SSLError:
        raise _Found(Wrong("certificate", address)) from None
    except (requests.ConnectionError, requests.Timeout):
        raise _Found(Wrong("unreachable", address)) from None
    except (requests.RequestException, ValueError, RecursionError):
        raise _Found(Wrong("unread", address)) from None
    if not isinstance(said, dict):
        raise _Found(Wrong("unread", address))
    return said, _skew_seconds(answer.headers.get("date", ""))


def _skew_seconds(date: str) -> int:
    try:
        return abs(int(parsedate_to_datetime(date).timestamp()) - int(time.time()))
    except (ValueError, OverflowError):
        return 0


def _judge(one: CityProvider, about: dict[str, Any]) -> None:
    named = str(about.get("issuer", ""))[:200]
    if named.rstrip("/") != one.issuer.rstrip("/"):
        raise _Found(Wrong("issuer", said=named or "…"))
    for name in _ENDPOINTS:
        if not may_be_named(str(about.get(name, ""))):
            raise _Found(Wrong("endpoint", said=name))
    if "code" not in _texts(about, "response_types_supported"):
        raise _Found(Wrong("no_code"))
    if "S256" not in (_texts(about, "code_challenge_methods_supported") or ("S256",)):
        raise _Found(Wrong("no_pkce"))
    if "email" not in (_texts(about, "scopes_supported") or ("email",)):
        raise _Found(Wrong("no_email"))


def may_be_named(address: str) -> bool:
    """Whether an address is one over HTTPS, or one of this machine that may do without."""
    try:
        to = urlsplit(address)
    except ValueError:
        return False
    plain = to.scheme == "http" and may_be_plain(to.hostname)
    return bool(to.hostname) and (to.scheme == "https" or plain)


def _texts(about: dict[str, Any], name: str) -> tuple[str, ...]:
    found = about.get(name)
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _judge_keys(session: ProviderSession, address: str) -> None:
    keys = _asked(session, address)[0].get("keys")
    if not isinstance(keys, list) or not any(
        isinstance(one, dict) and "kty" in one for one in keys
    ):
        raise _Found(Wrong("no_keys", address))
