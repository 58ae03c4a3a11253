"""Bringing in the ballots of a participatory budget: the file, what it comes to, the act."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from koinon.acts.refused import Refused
from koinon.assembly.queries_participatory import ParticipatoryBudgetView
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import typed, words
from koinon.interfaces.web.ballot_files import Ballots, read_ballots
from koinon.interfaces.web.counts.files import BadBallots
from koinon.interfaces.web.pages.budgets import IMPORT, find
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.voting import Error
from koinon.record import canonical, store

MEDIA: Final = "application/json"


@dataclass(slots=True)
class Answers:
    """What was typed: the ballots of the file, voters by city, what is wrong."""

    ballots: Ballots | None = None
    turnout: list[tuple[str, int]] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)


@login_required
def ballots_form(request: HttpRequest, code: str) -> HttpResponse:
    """The file and the turnout; a sound answer is shown with what it comes to."""
    budget = find(code)
    if budget.phase not in ("open", "closed"):
        raise Http404
    answers = _read(request, budget) if request.method == "POST" else Answers()
    if answers.ballots is not None and not answers.errors:
        return _check(request, budget, answers.ballots, answers.turnout)
    names = words.city_names()
    wrong = {one.id: one.error for one in answers.errors}
    context = {
        "budget": budget,
        "errors": answers.errors,
        "file_error": wrong.get("ballots", ""),
        "example": _example(budget),
        "cities": [
            (slug, name, request.POST.get(f"voters-{slug}", ""), wrong.get(f"voters-{slug}", ""))
            for slug, name in sorted(names.items(), key=lambda pair: pair[1])
        ],
        "allowed": may(IMPORT, sender.acting_seat(request) or ""),
    }
    return render(request, "koinon/budget_ballots.html", context)


def _example(budget: ParticipatoryBudgetView) -> str:
    """Two lines of a file as it should be."""
    codes = [project.code for project in budget.projects[:2]]
    return f"approved,voters\n{' '.join(codes)},125\n"


def _read(request: HttpRequest, budget: ParticipatoryBudgetView) -> Answers:
    answers = Answers()
    file = request.FILES.get("ballots")
    if file is None or isinstance(file, list):
        answers.errors.append(Error("ballots", gettext("Choose the file with the ballots.")))
    elif (file.size or 0) > store.DOCUMENT_LIMIT:
        said = gettext("The file is larger than 20 MB; send a smaller one.")
        answers.errors.append(Error("ballots", said))
    else:
        name = PurePath(file.name or "ballots").name[:80]
        codes = [project.code for project in budget.projects]
        try:
            answers.ballots = read_ballots(name, file.read(), codes)
        except BadBallots as wrong:
            answers.errors.append(Error("ballots", str(wrong)))
    for slug in sorted(words.city_names()):
        _read_turnout(request.POST.get(f"voters-{slug}", "").strip()[:40], slug, answers)
    total = sum(voters for _, voters in answers.turnout)
    if answers.ballots and answers.turnout and total != answers.ballots.voters:
        facts = (("total", total), ("voters", answers.ballots.voters))
        said = sentence(Refused("assembly.turnout", facts), get_language() or "en")
        answers.errors.append(Error(f"voters-{answers.turnout[0][0]}", said))
    return answers


def _read_turnout(text: str, slug: str, answers: Answers) -> None:
    if not text:
        return
    try:
        voters = typed.whole(text)
    except typed.Mistyped as wrong:
        answers.errors.append(Error(f"voters-{slug}", wrong.sentence(text)))
        return
    if voters < 0:
        said = gettext("Voters are counted from 0 up; “{typed}” is less.")
        answers.errors.append(Error(f"voters-{slug}", said.format(typed=text)))
    answers.turnout.append((slug, voters))


def _check(
    request: HttpRequest,
    budget: ParticipatoryBudgetView,
    ballots: Ballots,
    turnout: list[tuple[str, int]],
) -> HttpResponse:
    sha256 = store.keep_document(ballots.data, MEDIA)
    document: Any = {"sha256": sha256, "size": len(ballots.data), "media": MEDIA}
    data: dict[str, Any] = {"code": budget.code, "ballots": document}
    if turnout:
        data["turnout"] = [{"city": city, "voters": voters} for city, voters in turnout]
    titles = {project.code: words.told(project.title) for project in budget.projects}
    context = {
        "budget": budget,
        "ballots": ballots,
        "sha256": sha256,
        "approvals": [(titles[code], voters) for code, voters in ballots.approvals],
        "turnout": turnout,
        "names": words.city_names(),
        "act": IMPORT,
        "act_id": sender.new_act_id(),
        "data": canonical.dump(data).decode(),
    }
    return render(request, "koinon/budget_ballots_check.html", context)
