"""What every page's template knows: the coalition, the seats of the person signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from koinon.cities import queries as cities


def page(request: HttpRequest) -> dict[str, Any]:
    """The coalition, for the banner that says when it is fictional."""
    return {"coalition": cities.coalition()}
