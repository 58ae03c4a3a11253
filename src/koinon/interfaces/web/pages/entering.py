"""Signing in by a one-time link, and choosing the seat to act from."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from koinon.interfaces.shared import sender
from koinon.people import access


@never_cache
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """A page that signs in when its button is pressed, so that a link preview spends nothing."""
    if request.method != "POST":
        return render(request, "koinon/enter.html")
    account = access.use_link(token)
    if account is None:
        return render(request, "koinon/enter.html", {"spent": True}, status=410)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, account, method=sender.LINK_METHOD)
    return redirect("seats")


@login_required
def seats(request: HttpRequest) -> HttpResponse:
    """Choose the seat to act from; it stays chosen in this session."""
    held = sender.seats_held(request)
    following = request.POST.get("next") or request.GET.get("next") or ""
    if request.method == "POST":
        if request.POST.get("seat") in held:
            request.session[sender.SEAT_KEY] = request.POST["seat"]
        safe = url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()})
        return redirect(following if safe else "home")
    return render(request, "koinon/seats.html", {"held": held, "next": following})
