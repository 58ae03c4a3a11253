"""The charter: plain sentences beside its text, and its versions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from koinon.charter import queries as charters
from koinon.interfaces.web.charter_told import outline


def charter_page(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """A version of the charter (the one in force by default), explained and as it stands."""
    versions = charters.versions()
    chosen = [one for one in versions if number is None or one.number == number]
    if not chosen:
        raise Http404
    version = chosen[0]
    try:
        charter, text = charters.parsed(version.sha256), charters.text(version.sha256)
    except LookupError:
        raise Http404 from None
    context = {
        "version": version,
        "versions": versions,
        "sentences": outline(charter),
        "text": text,
        "charter": charter,
        "in_force": version == versions[0],
    }
    return render(request, "koinon/charter.html", context)
