"""A person's own account: language, passkeys, sessions, seats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from koinon.acts import gate
from koinon.interfaces.shared import holding
from koinon.people import access, inviting, sessions
from koinon.people.sessions import SessionView

_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """A session with its device in words."""

    session: SessionView
    words: str


def device(agent: str) -> str:
    """A browser and its system, as far as the browser says."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    if browser and system:
        return gettext("{browser} on {system}").format(browser=browser, system=system)
    return browser or system or gettext("Unknown device")


@login_required
@never_cache
def account_page(request: HttpRequest) -> HttpResponse:
    """Everything of one's own account on one page."""
    account: Any = request.user
    found = sessions.sessions_of(account, request.session.session_key)
    context = {
        "devices": [Device(one, device(one.agent)) for one in found],
        "held": holding.seats_of(account, gate.now_utc()),
        "log": inviting.log_of(account),
    }
    return render(request, "koinon/account.html", context)


@login_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages and of the mails one gets."""
    account: Any = request.user
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise Http404
    access.set_language(account, chosen)
    with override(chosen):
        messages.success(request, gettext("Pages and mails are in this language now."))
    answer = redirect("account")
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax")
    return answer


@login_required
@require_POST
def end_session(request: HttpRequest, id: int) -> HttpResponse:
    """End one of one's sessions; the present one is signed out of."""
    account: Any = request.user
    found = sessions.sessions_of(account, request.session.session_key)
    one = next((one for one in found if one.id == id), None)
    if one is None:
        raise Http404
    sessions.end_session(account, id, by=account)
    if one.current:
        logout(request)
        return redirect("home")
    messages.success(request, gettext("That session was ended."))
    return redirect("account")


@login_required
@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    """End every session of one's account, the present one too."""
    account: Any = request.user
    sessions.end_sessions(account, by=account)
    logout(request)
    messages.success(request, gettext("Every session was ended. Sign in again where you need it."))
    return redirect("home")
