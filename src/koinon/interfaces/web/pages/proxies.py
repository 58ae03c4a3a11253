"""Giving a city's proxy for one proposal: who is to vote, the answers to check, the act."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from koinon.acts.act import Receipt
from koinon.acts.gate import enact
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import words
from koinon.interfaces.web.pages.acts import find_act
from koinon.interfaces.web.pages.decisions import GIVE_PROXY, find
from koinon.interfaces.web.pages.proxies_told import proxies_of
from koinon.interfaces.web.pages.voting import Error

FIELD: Final = "holder"


@login_required
def proxy_form(request: HttpRequest, number: int) -> HttpResponse:
    """The question: which seat casts the city's vote on this proposal."""
    proposal = find(number)
    seat = sender.acting_seat(request) or ""
    proxies = proxies_of(proposal, seat)
    if proxies is None:
        raise Http404
    city = seat.partition("/")[2]
    name = words.city_names().get(city, city)
    errors: list[Error] = []
    if FIELD in request.GET:
        holder = request.GET[FIELD]
        if holder in proxies.holders:
            query = urlencode({FIELD: holder, "id": str(sender.new_act_id())})
            return redirect(f"{reverse('proxy_check', args=[number])}?{query}")
        errors = [
            Error(FIELD, gettext("Choose the seat that is to vote for {city}.").format(city=name))
        ]
    context = {
        "proposal": proposal,
        "proxies": proxies,
        "city": name,
        "errors": errors,
        "act": GIVE_PROXY,
    }
    return render(request, "koinon/proxy.html", context)


@login_required
def proxy_check(request: HttpRequest, number: int) -> HttpResponse:
    """The answers to check; a POST gives the proxy and leads to its receipt."""
    proposal = find(number)
    given = request.POST if request.method == "POST" else request.GET
    try:
        act_id = UUID(given["id"])
        act = find_act(GIVE_PROXY).read({FIELD: given[FIELD], "proposal": number})
    except (KeyError, ValueError):
        return redirect("proxy", number=number)
    refused = ""
    if request.method == "POST":
        answer = enact(sender.envelope(request, act, act_id))
        if isinstance(answer, Receipt):
            return redirect("receipt", act_id=act_id)
        refused = sentence(answer, get_language() or "en")
    city = (sender.acting_seat(request) or "").partition("/")[2]
    context = {
        "proposal": proposal,
        "holder": given[FIELD],
        "city": words.city_names().get(city, city),
        "act_id": act_id,
        "errors": [Error("main", refused)] if refused else [],
    }
    return render(request, "koinon/proxy_check.html", context, status=409 if refused else 200)
