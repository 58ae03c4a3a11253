"""Proposing to ratify what was decided in urgency: where it is put; the proposal's form follows."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, override

from koinon.assembly.queries import ProposalView
from koinon.charter.document import Charter, name_in
from koinon.interfaces.shared import sender
from koinon.interfaces.web import words
from koinon.interfaces.web.pages import urgency_told
from koinon.interfaces.web.pages.carrying import ALONE, begun_title, faults_in, places_of, put
from koinon.interfaces.web.pages.decisions import OPEN_PROPOSAL, find, may
from koinon.interfaces.web.pages.meetings import CONVENE, PUT
from koinon.interfaces.web.pages.proposing import Draft
from koinon.interfaces.web.pages.voting import Error

TITLE_LIMIT = 200


@login_required
def ratify(request: HttpRequest, number: int) -> HttpResponse:
    """Choose where the vote on ratifying it takes place; the form of a proposal follows."""
    found, charter = find(number), words.charter()
    seat = sender.acting_seat(request) or ""
    alone, meets = may(OPEN_PROPOSAL, seat), may(PUT, seat)
    told = urgency_told.told(found, charter, may_propose=alone or meets)
    if charter is None or told is None or not told.may_ratify:
        raise Http404
    body = _body(found, charter)
    places = places_of(body) if meets and body else []
    draft = Draft.of(request)
    chosen = request.POST.get("where", "")
    errors: list[Error] = []
    if request.method == "POST":
        errors = faults_in(request, chosen, places, draft, alone=alone)
        if not errors:
            made = _drafted(found, charter)
            put(made, chosen)
            made.keep(request)
            return redirect("propose")
    context = {
        "proposal": found,
        "body_title": words.told(charter.body(body).title) if body else "",
        "places": places,
        "alone": ALONE if alone else "",
        "chosen": chosen,
        "draft": begun_title(draft),
        "may_convene": may(CONVENE, seat),
        "errors": errors,
    }
    return render(request, "koinon/ratify.html", context)


def _body(found: ProposalView, charter: Charter) -> str:
    """The body that ratifies it by the charter in force; "" where that has its matter no more."""
    matters = (one.body for one in charter.matters if one.id in found.matters)
    return next(matters, "")


def _drafted(found: ProposalView, charter: Charter) -> Draft:
    """The proposal that ratifies it, with a title in each language of the charter."""
    known = {code for code, _ in settings.LANGUAGES}
    titles = {}
    for language in charter.coalition.languages:
        with override(language if language in known else "en"):
            said = gettext("Ratification of proposal {number}: {title}")
        title = name_in(found.title, language, charter.coalition.authoritative)
        titles[language] = said.format(number=found.number, title=title)[:TITLE_LIMIT]
    acts = [{"type": urgency_told.RATIFY, "data": {"proposal": found.number}}]
    return Draft(titles=titles, acts=acts)
