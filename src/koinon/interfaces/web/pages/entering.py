"""Signing in by a one-time link, and choosing the seat to act from."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from koinon.interfaces.shared import invitations, sender
from koinon.interfaces.web.officer import is_officer
from koinon.interfaces.web.pages.decisions import gives_notice
from koinon.interfaces.web.pages.people import scope_of
from koinon.people import inviting


@never_cache
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """A page that signs in when its button is pressed, so that a link preview spends nothing.

    Whose account has a passkey is asked for it too: a link proves the mailbox alone.
    """
    if request.method != "POST":
        return render(request, "koinon/enter.html")
    opened = inviting.open_link(token)
    if opened.account is None:
        if opened.whose is not None and opened.first_used is not None:
            invitations.warn_of_second_use(opened.whose)
        context = {"spent": True, "first_used": opened.first_used}
        return render(request, "koinon/enter.html", context, status=410)
    logout(request)  # whoever was signed in here before: their proofs are not this person's
    record_authentication(request, opened.account, method=sender.LINK_METHOD)
    to = Login(user=opened.account, email=opened.account.email, redirect_url=reverse("seats"))
    answer: HttpResponse = perform_login(request, to)
    return answer


@login_required
def seats(request: HttpRequest) -> HttpResponse:
    """Choose the seat to act from; it stays chosen in this session."""
    held = sender.seats_held(request)
    keeps_mail = gives_notice(sender.acting_seat(request, held) or "")
    following = request.POST.get("next") or request.GET.get("next") or ""
    if request.method == "POST":
        if request.POST.get("seat") in held:
            request.session[sender.SEAT_KEY] = request.POST["seat"]
        safe = url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()})
        return redirect(following if safe else _first_page(request))
    context = {
        "held": held,
        "next": following,
        "keeps_mail": keeps_mail,
        "answers_data": is_officer(sender.acting_seat(request, held)),
        "may_appoint": scope_of(sender.acting_seat(request, held)) is not None,
    }
    return render(request, "koinon/seats.html", context)


def _first_page(request: HttpRequest) -> str:
    """An office begins at its desk, a delegate with what is open."""
    seat = sender.acting_seat(request) or "/"
    return "home" if "/" in seat else "desk"
