"""What a decision's page offers to whoever writes about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language

from koinon.assembly.queries import ProposalView
from koinon.charter.document import Charter
from koinon.interfaces.web.press import sentences


@dataclass(frozen=True, slots=True)
class Printed:
    """Sentences, the address of the picture, and the lines that show it on another site."""

    outcome: str
    tally: str
    reasons: tuple[str, ...]
    picture: str
    snippet: str


def printed(request: HttpRequest, found: ProposalView, charter: Charter | None) -> Printed | None:
    """For a decided proposal; None while nothing is decided."""
    if found.phase not in ("adopted", "rejected"):
        return None
    outcome, tally = sentences.outcome(found, charter), sentences.tally(found)
    address = f"{reverse('result_picture', args=[found.number])}?lang={get_language() or 'en'}"
    snippet = format_html(
        '<a href="{}"><img src="{}" alt="{}"></a>',
        request.build_absolute_uri(reverse("proposal", args=[found.number])),
        request.build_absolute_uri(address),
        f"{outcome} {tally}",
    )
    return Printed(outcome, tally, sentences.reasons(found, charter), address, str(snippet))
