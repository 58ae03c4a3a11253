"""What a plan is passed on as: a report in one file, a paper, JSON, the files to found it with.

None of them holds what is for the drafter alone.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from koinon.interfaces.shared import papers
from koinon.interfaces.shared.whatif.answer import answer_to
from koinon.interfaces.shared.whatif.carried import unpacked
from koinon.interfaces.shared.whatif.founding import founding_zip
from koinon.interfaces.shared.whatif.made import Made, sha256
from koinon.interfaces.shared.whatif.paper import paper as paper_of
from koinon.interfaces.shared.whatif.plain import plain as plain_of
from koinon.interfaces.shared.whatif.report import report as report_of
from koinon.interfaces.shared.whatif.section import Answer
from koinon.interfaces.shared.whatif.tables import OwnTables
from koinon.interfaces.web.pages.whatif import Request, read_request


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The answer as one file that is read without a network."""
    read = read_request(request.GET)
    answer = _answer(read)
    if answer is None:
        return _back(request)
    return _file(report_of(answer, _made(read)), "text/html; charset=utf-8", "plan.html")


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The answer on paper."""
    read = read_request(request.GET)
    answer = _answer(read)
    if answer is None:
        return _back(request)
    return _file(papers.pdf(paper_of(answer, _made(read))), "application/pdf", "plan.pdf")


@require_safe
def plain(request: HttpRequest) -> HttpResponse:
    """The plan and its answers as JSON (koinon-plan/1)."""
    read = read_request(request.GET)
    worked = read.worked()
    if worked.plan is None:
        return _back(request)
    said = plain_of(worked.plan, _made(read), difference=worked.difference)
    text = json.dumps(said, ensure_ascii=False, indent=1)
    return _file(f"{text}\n", "application/json", "plan.json")


@require_safe
def founding(request: HttpRequest) -> HttpResponse:
    """The draft charter and `founding.json`, in one file."""
    read = read_request(request.GET)
    plan = read.worked().plan
    if plan is None:
        return _back(request)
    data = founding_zip(plan, read.charter_text)
    return _file(data, "application/zip", "founding.zip")


def _answer(read: Request) -> Answer | None:
    worked = read.worked()
    if worked.plan is None:
        return None
    you, friends = read.asked.you, worked.difference
    return answer_to(worked.plan, you=you, friends=friends, is_passed_on=True).public()


def _made(read: Request) -> Made:
    text = read.charter_text
    own = unpacked(read.carried) or OwnTables()
    day = datetime.now(UTC).date()
    name = own.charter.name if own.charter is not None else read.charter_id
    return Made(day, read.asked, name, sha256(text.encode()), own)


def _back(request: HttpRequest) -> HttpResponse:
    """Where the problems are said: of all that was asked, also what could not be read."""
    return HttpResponseRedirect(f"{reverse('what_if')}?{request.GET.urlencode()}")


def _file(data: bytes | str, media: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
