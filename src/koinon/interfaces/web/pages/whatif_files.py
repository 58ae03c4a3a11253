"""What a plan is passed on as: a report in one file, a paper, JSON, the files to found it with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from koinon.interfaces.shared.whatif.founding import founding_zip
from koinon.interfaces.web.charters_chosen import text_of
from koinon.interfaces.web.pages.whatif import Request, read_request
from koinon.planner.plan import Plan


@require_safe
def founding(request: HttpRequest) -> HttpResponse:
    """The draft charter and `founding.json`, in one file."""
    read = read_request(request.GET)
    plan = read.worked().plan
    if plan is None:
        return _back(read)
    data = founding_zip(plan, text_of(read.charter_id))
    return _file(data, "application/zip", "founding.zip")


def _back(read: Request) -> HttpResponse:
    """Where the problems are said."""
    return HttpResponseRedirect(f"{reverse('what_if')}?{read.query()}")


def _file(data: bytes | str, media: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _plan(request: HttpRequest) -> tuple[Request, Plan | None]:
    read = read_request(request.GET)
    return read, read.worked().plan
