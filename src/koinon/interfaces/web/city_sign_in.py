"""Signing in through a city's own provider: whoever it vouches for, if the city invited them."""

from __future__ import annotations

from typing import Any, Final

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from requests import RequestException

from koinon.acts import gate
from koinon.interfaces.shared import holding, naming
from koinon.interfaces.shared.outgoing import ProviderSession
from koinon.interfaces.shared.providers import providers
from koinon.interfaces.web.steps import apart
from koinon.people.queries import account_of

TRYING: Final = "trying_city"
"""Where a session keeps the city whose sign-in is tried in it."""


class CitySignIn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Takes the word of a city's provider for people of that city, and for nobody else.

    A provider could claim any address. So it is believed for accounts alone that hold, or were
    appointed to, a seat of its city; and a session that it opened acts from such seats only
    (`sender.seats_held`).
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The providers of the installation's file; the database names none.

        One that is not offered is there for whoever tries it.
        """
        tried = trying(request)
        apps = [
            SocialApp(
                provider="openid_connect",
                provider_id=one.city,
                name=naming.city(one.city),
                client_id=one.client_id,
                secret=one.client_secret,
                settings={"server_url": one.issuer, "oauth_pkce_enabled": True},
            )
            for one in providers()
            if one.offered or one.city == tried
        ]
        wanted = [one for one in apps if provider in (None, one.provider, one.provider_id)]
        return [one for one in wanted if client_id in (None, one.client_id)]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the invited account: by the provider's subject, the first time by its address."""
        city = sociallogin.account.provider
        at = gate.now_utc()
        if trying(request) == city:
            raise ImmediateHttpResponse(_tried(request, city, sociallogin))
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(_refused(request, city))
        if sociallogin.is_existing:
            if city not in holding.cities_of(sociallogin.user, at):
                raise ImmediateHttpResponse(_refused(request, city))
            return
        for address in sociallogin.email_addresses:
            account = account_of(address.email) if address.verified is True else None
            if account is not None and city in holding.cities_of(account, at):
                sociallogin.connect(request, account)
                return
        raise ImmediateHttpResponse(_refused(request, city))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **told: Any) -> None:
        """Say to whoever tries a provider what went wrong; others read the page that says so."""
        city = provider.app.provider_id
        if trying(request) == city:
            del request.session[TRYING]
            messages.error(request, _went_wrong(request, told.get("exception")))
            raise ImmediateHttpResponse(redirect("city_provider", slug=city))

    def get_requests_session(self) -> ProviderSession:
        """Every call to a provider keeps to the rules of `outgoing`."""
        return ProviderSession()


def trying(request: HttpRequest) -> str | None:
    """The city whose sign-in somebody who may set it up tries in this session."""
    return request.session.get(TRYING) if request.user.is_authenticated else None


def begin(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Lead to the provider of a city; one that does not answer is said in words."""
    try:
        answer: HttpResponseBase = views.login(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=502)
    return answer


def _tried(request: HttpRequest, city: str, sociallogin: Any) -> HttpResponse:
    """Back to whoever tries: whom the provider vouches for, and whether they would come in."""
    del request.session[TRYING]
    address = next(iter(sociallogin.email_addresses), None)
    facts = {"city": naming.city(city), "email": apart(address.email if address else "")}
    account = account_of(address.email) if address is not None else None
    if address is None or address.verified is not True:
        said = gettext(
            "The sign-in works, and the provider does not confirm the address {email} "
            "(email_verified); nobody gets in until it does. Nothing was changed."
        )
    elif account is None or city not in holding.cities_of(account, gate.now_utc()):
        said = gettext(
            "The sign-in works, and the provider confirms {email}. Nobody with this address holds "
            "a seat of {city}, so this person would not get in. Nothing was changed."
        )
    else:
        said = gettext(
            "It works: the provider confirms {email}, who would get in for {city}. Nothing was "
            "changed."
        )
    tell = messages.success if address is not None and address.verified is True else messages.error
    tell(request, said.format(**facts))
    return redirect("city_provider", slug=city)


def _went_wrong(request: HttpRequest, fault: Exception | None) -> str:
    """What went wrong while somebody tried to sign in."""
    if isinstance(fault, OAuth2Error):
        return gettext(
            "The provider did not take our code or what it answered does not hold: check the "
            "client’s identifier, its secret and the redirect address there, and both clocks."
        )
    if isinstance(fault, RequestException):
        return gettext("The provider stopped answering while you signed in; try again.")
    said = apart(request.GET.get("error", "")[:100] or "…")
    return gettext("The provider ended the sign-in ({said}); check the client there.").format(
        said=said
    )


def _refused(request: HttpRequest, city: str) -> Any:
    context = {"city": naming.city(city)}
    return render(request, "koinon/city_refused.html", context, status=403)
