"""A seat that somebody elected left: the form that fills it, and each countback on a page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from koinon.acts.registry import find as find_act
from koinon.assembly import queries_vacancies as queries
from koinon.assembly.queries_elections import ElectionView
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.web.counts.told import told
from koinon.interfaces.web.elections import telling
from koinon.interfaces.web.pages import acts
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.elections import FILL, find
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.steps import apart
from koinon.record import canonical

LONGEST_LOT = 200
"""Characters of the value of a lot."""


@login_required
def vacancy_form(request: HttpRequest, code: str) -> HttpResponse:
    """Who left, who does not consent, the lot; a sound answer is shown to be checked."""
    election = find(code)
    if not queries.can_be_filled(code):
        raise Http404
    names = telling.names_of(election.candidates)
    seated, able = queries.sitting(code), queries.able(code)
    asked = request.POST
    vacated, lot = asked.get("vacated", ""), asked.get("lot", "").strip()
    unavailable = [one for one in able if one in asked.getlist("unavailable")]
    errors: list[Error] = []
    if request.method == "POST":
        if vacated not in seated:
            errors.append(Error("vacated", gettext("Choose who left the seat.")))
        if len(unavailable) == len(able):
            said = gettext("Leave at least one who could take the seat; else elect anew.")
            errors.append(Error("unavailable", said))
        if len(lot) > LONGEST_LOT:
            errors.append(Error("lot", gettext("Write the value in at most 200 characters.")))
        if not errors:
            errors += _lot_needed(election, names, vacated, unavailable, lot)
        if not errors:
            data: dict[str, Any] = {"code": code, "vacated": vacated, "unavailable": unavailable}
            return _check(request, {**data, "lot": lot} if lot else data)
    context = {
        "election": election,
        "errors": errors,
        "wrong": {one.id: one.error for one in errors},
        "seated": [(one, names[one]) for one in seated],
        "able": [(one, names[one]) for one in able],
        "vacated": vacated,
        "unavailable": unavailable,
        "lot": lot,
        "allowed": may(FILL, sender.acting_seat(request) or ""),
    }
    return render(request, "koinon/elections/vacancy_form.html", context)


def vacancy_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One vacancy: who left, who took the seat, and the countback as results are told."""
    election = find(code)
    found = next((one for one in queries.vacancies(code) if one.number == number), None)
    if found is None:
        raise Http404
    names = telling.names_of(election.candidates)
    counted = queries.result(code, number)
    context = {
        "election": election,
        "vacancy": found,
        "names": names,
        "unavailable": [names[one] for one in found.unavailable],
        "count": told(counted, names) if counted else None,
    }
    return render(request, "koinon/elections/vacancy.html", context)


def _lot_needed(
    election: ElectionView, names: dict[str, str], vacated: str, unavailable: list[str], lot: str
) -> list[Error]:
    """Where only a lot decides and none is given, between whom."""
    tied = queries.tied(election.code, vacated, unavailable, lot)
    if not tied:
        return []
    said = gettext("A lot decides between {names}; give the value of what was decided on: {lot}.")
    listed = ", ".join(apart(names[one]) for one in tied)
    return [Error("lot", said.format(names=listed, lot=apart(election.lot)))]


def _check(request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    """What the act says, before it is done."""
    act_id = sender.new_act_id()
    made = read_act(find_act(FILL), data, act_id)
    again = reverse("election_vacancy", args=[data["code"]])
    return acts.check_page(request, made, canonical.dump(data).decode(), act_id, again=again)
