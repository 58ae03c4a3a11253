"""Papers to keep, to print and to send: a decision's certificate, a member's invoice."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from koinon.interfaces.shared import checkpoints
from koinon.interfaces.web.pages import decisions
from koinon.interfaces.web.papers import certificate as certificates
from koinon.interfaces.web.papers.making import answer


def as_stated() -> checkpoints.Stated:
    """The record as papers state it. Raises Http404 while it is empty."""
    stated = checkpoints.stated()
    if stated is None:
        raise Http404
    return stated


@require_safe
def certificate(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The certificate of a decision; there is none before the count."""
    proposal = decisions.find(number)
    if proposal.decided_n is None or proposal.phase == "withdrawn":
        raise Http404
    made = certificates.certificate(request, proposal, as_stated())
    return answer(made, form, f"decision-{number}")
