"""Bringing in ballots of an election: a file, or typed papers; what it comes to; the act."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from koinon.assembly import queries_elections as elections
from koinon.assembly.queries_elections import BatchView, ElectionView
from koinon.interfaces.shared import sender
from koinon.interfaces.web import words
from koinon.interfaces.web.counts.files import BadBallots
from koinon.interfaces.web.elections import telling, typing_in
from koinon.interfaces.web.elections.files import read_ballots
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.elections import IMPORT, PAPERS, find
from koinon.interfaces.web.pages.voting import Error
from koinon.methods.counting.ballots import Ballots, Form
from koinon.record import canonical, store
from koinon.record.elections import BALLOTS_MEDIA

SHOWN: Final = 200
"""Different ballots that the page of answers lists, at most."""


@login_required
def ballots_form(request: HttpRequest, code: str) -> HttpResponse:
    """A file of ballots and the city they are of; a sound answer is shown with what it comes to."""
    election = _voted(code)
    names = telling.names_of(election.candidates)
    errors: list[Error] = []
    city = request.POST.get("city", "")
    if request.method == "POST":
        ballots = _read_file(request, election, names, errors)
        if city not in {"", *(one.city for one in election.cities)}:
            errors.append(Error("city", gettext("Choose a city from the list.")))
        if ballots is not None and not errors:
            data = {"code": code, **({"city": city} if city else {})}
            return _check(request, election, ballots, data, IMPORT)
    context = {
        **_context(election, names, errors, IMPORT, request),
        "city": city,
        "example": _example(election),
    }
    return render(request, "koinon/elections/ballots.html", context)


@login_required
def papers_form(request: HttpRequest, code: str) -> HttpResponse:
    """Papers of one batch, typed one a line; a sound answer is shown to be checked."""
    election = _voted(code)
    form = typing_in.form_of(election)
    names = telling.names_of(election.candidates)
    errors: list[Error] = []
    asked = request.POST if request.method == "POST" else request.GET
    typed = {name: asked.get(name, "").strip() for name in ("city", "batch", "papers")}
    if request.method == "POST" and form is not None:
        if typed["city"] not in {one.city for one in election.cities}:
            errors.append(Error("city", gettext("Choose a city from the list.")))
        if not _is_code(typed["batch"]):
            said = gettext("Name the batch in small letters, digits and hyphens, e.g. box-1.")
            errors.append(Error("batch", said))
        try:
            codes = [one.code for one in election.paper]
            ballots = typing_in.read_papers(typed["papers"], codes, form)
        except BadBallots as wrong:
            errors.append(Error("papers", str(wrong)))
        if not errors:
            data = {"code": code, "city": typed["city"], "batch": typed["batch"]}
            return _check(request, election, ballots, data, PAPERS)
    context = {
        **_context(election, names, errors, PAPERS, request),
        "typed": typed,
        "form": form,
        "paper": [(one.place, names[one.code]) for one in election.paper],
    }
    return render(request, "koinon/elections/papers.html", context)


def batch_page(request: HttpRequest, code: str, city: str, batch: str) -> HttpResponse:
    """A batch of papers: who typed it, and where the entries differ, ballot by ballot."""
    election = find(code)
    named = [one for one in election.batches if (one.city, one.batch) == (city, batch)]
    if not named:
        raise Http404
    seat = sender.acting_seat(request) or ""
    context = {
        "election": election,
        "batch": named[0],
        "cities": words.city_names(),
        "compared": _compared(election, named[0]),
        "may_enter": may(PAPERS, seat) and election.phase in ("open", "closed"),
    }
    return render(request, "koinon/elections/batch.html", context)


def _compared(election: ElectionView, batch: BatchView) -> list[dict[str, Any]]:
    """Each further entry beside the first: the ballots of which they hold different numbers."""
    names = telling.names_of(election.candidates)
    paper = [names[one.code] for one in election.paper]
    form = typing_in.form_of(election) or "rankings"
    first, *others = batch.entries
    found = []
    for other in others:
        rows = elections.differences(election.code, first[1], other[1])
        found.append(
            {
                "first": first[0],
                "second": other[0],
                "withheld": rows is None,
                "rows": [
                    (typing_in.shown(one.ballot, paper, form), one.first, one.second)
                    for one in rows or ()
                ],
            }
        )
    return found


def _voted(code: str) -> ElectionView:
    """An election whose ballots may come in. Raises Http404."""
    election = find(code)
    if election.phase not in ("open", "closed") or election.confirmed_n is None:
        raise Http404
    return election


def _forms(election: ElectionView) -> Sequence[Form]:
    return election.method.forms if election.method else ()


def _is_code(text: str) -> bool:
    letters = set("abcdefghijklmnopqrstuvwxyz0123456789-")
    return 0 < len(text) <= 40 and set(text) <= letters and text[0] != "-" and text[-1] != "-"


def _context(
    election: ElectionView,
    names: dict[str, str],
    errors: list[Error],
    act: str,
    request: HttpRequest,
) -> dict[str, Any]:
    return {
        "election": election,
        "errors": errors,
        "wrong": {one.id: one.error for one in errors},
        "cities": [(one.city, words.city_names()[one.city]) for one in election.cities],
        "paper": [(one.code, names[one.code]) for one in election.paper],
        "allowed": may(act, sender.acting_seat(request) or ""),
    }


def _example(election: ElectionView) -> str:
    """Two lines of a file as it should be."""
    codes = [one.code for one in election.paper]
    match typing_in.form_of(election):
        case "choice":
            return f"choice,weight\n{codes[0]},125\n"
        case "approvals":
            heads = ",".join(f"approved:{code}" for code in codes[:4])
            return f"{heads},weight\n{','.join('1' for _ in codes[:4])},125\n"
        case "rankings":
            heads = ",".join(f"rank{k}" for k, _ in enumerate(codes[:4], 1))
            return f"{heads},weight\n{','.join(codes[:4])},125\n"
    heads = ",".join(f"points(0..5):{code}" for code in codes[:4])
    return f"{heads},weight\n{','.join('5310'[: len(codes[:4])])},125\n"


def _read_file(
    request: HttpRequest, election: ElectionView, names: dict[str, str], errors: list[Error]
) -> Ballots | None:
    file = request.FILES.get("ballots")
    if file is None or isinstance(file, list):
        errors.append(Error("ballots", gettext("Choose the file with the ballots.")))
        return None
    if (file.size or 0) > store.DOCUMENT_LIMIT:
        said = gettext("The file is larger than 20 MB; send a smaller one.")
        errors.append(Error("ballots", said))
        return None
    name = PurePath(file.name or "ballots").name[:80]
    options = telling.options_of(election, names)
    try:
        return read_ballots(name, file.read(), options, _forms(election))
    except BadBallots as wrong:
        errors.append(Error("ballots", str(wrong)))
        return None


def _check(
    request: HttpRequest, election: ElectionView, ballots: Ballots, data: dict[str, Any], act: str
) -> HttpResponse:
    """What the ballots come to, before the act."""
    document = ballots.dump()
    sha256 = store.keep_document(document, BALLOTS_MEDIA)
    data["ballots"] = {"sha256": sha256, "size": len(document), "media": BALLOTS_MEDIA}
    names = telling.names_of(election.candidates)
    paper = [names[one.code] for one in election.paper]
    rows: list[tuple[str, int]] = []
    for ballot, voters in ballots:
        if len(rows) == SHOWN:
            break
        rows.append((typing_in.shown(ballot, paper, ballots.form), voters))
    context = {
        "election": election,
        "ballots": ballots,
        "rows": rows,
        "more": ballots.different - len(rows),
        "sha256": sha256,
        "city": words.city_names().get(data.get("city", ""), ""),
        "batch": data.get("batch", ""),
        "act": act,
        "act_id": sender.new_act_id(),
        "data": canonical.dump(data).decode(),
        "again": "election_papers" if act == PAPERS else "election_ballots",
    }
    return render(request, "koinon/elections/check.html", context)
