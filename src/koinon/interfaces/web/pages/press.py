"""A decision for others to print: the picture to embed, the votes as a table."""

from __future__ import annotations

import csv
import io
from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from koinon.assembly.queries import ProposalView
from koinon.interfaces.web import meter, words
from koinon.interfaces.web.pages.decisions import find, frozen_charter
from koinon.interfaces.web.press import picture, sentences
from koinon.interfaces.web.press.languages import View, spoken


def _embedded(view: View) -> View:
    """Let any site show the answer, which itself asks for nothing."""
    alone: Any = csp_replace({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"]})
    open_to_all: View = xframe_options_exempt(alone(view))
    return open_to_all


def _decided(number: int) -> ProposalView:
    """The decided proposal of this number. Raises Http404."""
    found = find(number)
    if found.phase not in ("adopted", "rejected"):
        raise Http404
    return found


@require_safe
@spoken
@_embedded
def result_picture(request: HttpRequest, number: int) -> HttpResponse:
    """The result as one SVG that any site may show."""
    found = _decided(number)
    charter = frozen_charter(found)
    source = gettext("{coalition}, proposal {number}, entry {n} of the public record: {address}")
    address = request.build_absolute_uri(reverse("proposal", args=[number]))
    drawn = picture.drawn(
        picture.Picture(
            title=words.told(found.title),
            outcome=sentences.outcome(found, charter),
            tally=sentences.tally(found),
            gauges=meter.gauges(found, charter) if charter else (),
            source=source.format(
                coalition=words.coalition_name(),
                number=number,
                n=found.decided_n,
                address=f"\u2066{address}\u2069",  # an address reads from the left
            ),
        ),
        get_language() or "en",
    )
    answer = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@require_safe
def votes_file(request: HttpRequest, number: int) -> HttpResponse:
    """Who voted what, as CSV: exact parts, and the entry that proves each row."""
    found = find(number)
    votes = {vote.city: vote for vote in found.votes}
    out = io.StringIO()
    rows = csv.writer(out)
    weights = [name for name, _ in found.terms.electorate.weights]
    rows.writerow(["city", "yes", "no", "abstain", "cast_by", "cast_at", "entry", *weights])
    for place, city in enumerate(found.terms.electorate.members):
        vote = votes.get(city)
        said = (
            [vote.yes, vote.no, vote.abstain, vote.seat, vote.cast_at, vote.cast_n]
            if vote
            else [""] * 6
        )
        own = [column[place] for _, column in found.terms.electorate.weights]
        rows.writerow([city, *said, *own])
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="proposal-{number}-votes.csv"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
