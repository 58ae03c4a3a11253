"""Inviting a person anew: alone, or with a second person where a key signs for the seat."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from koinon.assembly import queries_mandates as mandates
from koinon.interfaces.shared import holding, invitations, sender
from koinon.interfaces.web import renewals as told
from koinon.interfaces.web.pages.people import (
    email_fault,
    for_appointers,
    in_scope,
    mandate_in,
    send_invitation,
)
from koinon.interfaces.web.pages.voting import Error
from koinon.people import inviting, renewals, sessions
from koinon.people.queries import account_of
from koinon.people.renewals import RenewalView


@for_appointers
def renew(request: HttpRequest, scope: str, n: int) -> HttpResponse:
    """Invite a person anew: everything that signed them in ends, the old address is told."""
    found = mandate_in(scope, n)
    account = inviting.account_for(n)
    if account is None or not _all_in_scope(scope, account):
        raise Http404
    two = told.takes_two(account)
    email = request.POST.get("email", account.email).strip()
    fault = _renewal_fault(account, email)
    alone = two and not told.confirmers(account, request.user)
    if request.method != "POST" or fault or alone:
        errors = [Error("email", fault)] if fault and request.method == "POST" else []
        context = {"mandate": found, "email": email, "errors": errors, "two": two, "alone": alone}
        status = 409 if request.method == "POST" and alone else 200
        return render(request, "koinon/renew.html", context, status=status)
    if two:
        return _ask(request, account, email, n)
    _begin_anew(request, account, email, n)
    return redirect("mandate", n=n)


def _ask(request: HttpRequest, account: Any, email: str, n: int) -> HttpResponse:
    id = renewals.ask(account, email, n, by=request.user)  # type: ignore[arg-type]
    one = _waiting(id)
    found = mandates.mandate(n)
    assert found is not None
    told.tell(request, one, found.seat, told.confirmers(account, request.user))
    return redirect("renewal", id=id)


def _begin_anew(
    request: HttpRequest, account: Any, email: str, n: int, one: RenewalView | None = None
) -> None:
    """End what signed the person in and invite them, if no one else decided meanwhile."""
    found, by = mandates.mandate(n), request.user
    assert found is not None
    invitations.tell_of_renewal(account)
    if one is None:
        sessions.renew(account, email, by=by)  # type: ignore[arg-type]
    elif not renewals.confirm(one, by=by):  # type: ignore[arg-type]
        raise Http404
    account.refresh_from_db()
    said = gettext("Everything that signed the person in has ended; an invitation went to {email}.")
    send_invitation(request, found, account, said)


def _all_in_scope(scope: str, account: Any) -> bool:
    """Whether every seat of an account is one that the asking seat may appoint to."""
    return all(in_scope(scope, seat) for seat in holding.seats_of(account))


def _renewal_fault(account: Any, email: str) -> str:
    other = account_of(email)
    if other is not None and other.pk != account.pk:
        return gettext("Somebody else has this address; name another.")
    return email_fault(email)


def _waiting(id: int) -> RenewalView:
    """A renewal that waits. Raises Http404."""
    one = next((one for one in renewals.waiting() if one.id == id), None)
    if one is None:
        raise Http404
    return one


@login_required
def renewal_page(request: HttpRequest, id: int) -> HttpResponse:
    """A renewal that waits: a second person confirms or declines, and so may whom it is about."""
    one = _waiting(id)
    mine = request.user.pk in (one.account.pk, one.asked_by.pk)
    office = not told.confirming_seats(one.account).isdisjoint(sender.seats_held(request))
    if not (mine or office):
        raise PermissionDenied
    errors = []
    if request.method == "POST" and request.POST.get("do") == "decline":
        renewals.decline(one, by=request.user)  # type: ignore[arg-type]
        messages.success(request, gettext("The account stays as it is."))
        return redirect("home")
    if request.method == "POST":
        errors = _confirm_faults(one, mine)
        if not errors:
            _begin_anew(request, one.account, one.email, one.mandate, one)
            return redirect("home")
    found = mandates.mandate(one.mandate)
    assert found is not None
    context = {"one": one, "seat_of": found.seat, "mine": mine, "errors": errors}
    return render(request, "koinon/renewal.html", context, status=409 if errors else 200)


def _confirm_faults(one: RenewalView, mine: bool) -> list[Error]:
    if mine:
        second = gettext(
            "Whoever asked for it, or holds the account, cannot confirm it; let another "
            "office-holder do it."
        )
        return [Error("main", second)]
    fault = _renewal_fault(one.account, one.email)
    return [Error("main", fault)] if fault else []
