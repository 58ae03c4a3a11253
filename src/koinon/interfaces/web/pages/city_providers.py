"""A city's own sign-in: set up, tried, offered and withdrawn by whoever appoints to its seats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache

from koinon.cities import queries as cities
from koinon.interfaces.shared import naming, providers, sender
from koinon.interfaces.shared.providers import CityProvider
from koinon.interfaces.shared.providers_tried import Wrong, may_be_named, wrong_with
from koinon.interfaces.web.city_sign_in import TRYING
from koinon.interfaces.web.pages.people import for_appointers
from koinon.interfaces.web.pages.voting import Error
from koinon.people import providers as log
from koinon.people.providers import Kind

LONGEST: Final = 500
KINDS: Final = {
    "saved": _("Set up"),
    "tried": _("Tried"),
    "on": _("Offered"),
    "off": _("Turned off"),
    "forgotten": _("Forgotten"),
}
_DONE: Final = {
    "saved": _("It is kept, and not offered yet. Try it now."),
    "on": _("The page to sign in offers it now."),
    "off": _("It is turned off; whoever came in through it cannot act any more."),
    "forgotten": _("It is forgotten, with its secret."),
}


@for_appointers
@never_cache
def provider_page(request: HttpRequest, scope: str, slug: str) -> HttpResponse:
    """What the city is set up with, never the secret; what can be done with it; who did what."""
    if scope not in ("", slug) or cities.city(slug) is None:
        raise Http404
    try:
        one = next((one for one in providers.kept() if one.city == slug), None)
    except ValueError as mistake:
        providers.log.error("%s", mistake)
        return _page(request, slug, None, broken=True, status=409 if request.POST else 200)
    if request.method == "POST" and request.POST.get("do") in _DOES:
        return _DOES[request.POST["do"]](request, slug, one)
    return _page(request, slug, one)


def _page(
    request: HttpRequest,
    slug: str,
    one: CityProvider | None,
    *,
    errors: tuple[Error, ...] = (),
    wrong: Wrong | None = None,
    works: bool = False,
    broken: bool = False,
    status: int = 200,
) -> HttpResponse:
    back = reverse("openid_connect_callback", args=[slug])
    typed = request.POST if errors else {}
    context = {
        "slug": slug,
        "city_name": naming.city(slug),
        "one": one,
        "back": request.build_absolute_uri(back),
        "issuer": typed.get("issuer", one.issuer if one else ""),
        "client_id": typed.get("client_id", one.client_id if one else ""),
        "errors": errors or ((Error("main", wrong.sentence()),) if wrong else ()),
        "wrong_in": {error.id: error.error for error in errors},
        "works": works,
        "broken": broken,
        "log": [(line, gettext(KINDS[line.kind])) for line in log.log_of(slug)],
    }
    return render(request, "koinon/city_provider.html", context, status=status)


def _save(request: HttpRequest, slug: str, one: CityProvider | None) -> HttpResponse:
    typed = {
        key: request.POST.get(key, "").strip() for key in ("issuer", "client_id", "client_secret")
    }
    if one is not None and not typed["client_secret"] and typed["issuer"] == one.issuer:
        typed["client_secret"] = one.client_secret
    errors = tuple(_faults(typed))
    if errors:
        return _page(request, slug, one, errors=errors, status=422)
    fresh = CityProvider(slug, **typed, offered=False)
    return _kept(request, "saved", fresh)


def _faults(typed: Mapping[str, str]) -> list[Error]:
    found = []
    if not _is_issuer(typed["issuer"]):
        said = gettext(
            "Write the issuer’s address as its administrators give it, beginning https:// and "
            "without ? or #, e.g. https://login.city.example."
        )
        found.append(Error("issuer", said))
    for key in ("client_id", "client_secret"):
        if not typed[key] or len(typed[key]) > LONGEST or not typed[key].isprintable():
            said = gettext("Write what the provider’s administrators give you, in one line.")
            found.append(Error(key, said))
    return found


def _is_issuer(text: str) -> bool:
    if len(text) > LONGEST or not text.isprintable() or not may_be_named(text):
        return False
    to = urlsplit(text)
    return not (to.query or to.fragment or "@" in to.netloc or " " in text)


def _try(request: HttpRequest, slug: str, one: CityProvider | None) -> HttpResponse:
    """Ask the provider what it says of itself; where that is well, let a sign-in be tried."""
    if one is None:
        raise Http404
    _note(request, "tried", one)
    if wrong := wrong_with(one):
        return _page(request, slug, one, wrong=wrong, status=422)
    request.session[TRYING] = slug
    return _page(request, slug, one, works=True)


def _turn_on(request: HttpRequest, slug: str, one: CityProvider | None) -> HttpResponse:
    if one is None:
        raise Http404
    if wrong := wrong_with(one):
        return _page(request, slug, one, wrong=wrong, status=409)
    return _kept(request, "on", replace(one, offered=True))


def _turn_off(request: HttpRequest, slug: str, one: CityProvider | None) -> HttpResponse:
    if one is None:
        raise Http404
    return _kept(request, "off", replace(one, offered=False))


def _forget(request: HttpRequest, slug: str, one: CityProvider | None) -> HttpResponse:
    if one is None:
        raise Http404
    return _kept(request, "forgotten", one)


def _kept(request: HttpRequest, kind: Kind, one: CityProvider) -> HttpResponse:
    """Write it, note who did, and say so."""
    providers.keep(one.city, None if kind == "forgotten" else one)
    _note(request, kind, one)
    request.session.pop(TRYING, None)
    messages.success(request, gettext(_DONE[kind]))
    return redirect("city_provider", slug=one.city)


def _note(request: HttpRequest, kind: Kind, one: CityProvider) -> None:
    seat = sender.acting_seat(request) or ""
    log.note(kind, one.city, one.issuer, by=request.user, seat=seat)  # type: ignore[arg-type]


_DOES: Final[Mapping[str, Callable[..., HttpResponse]]] = {
    "save": _save,
    "try": _try,
    "on": _turn_on,
    "off": _turn_off,
    "forget": _forget,
}
