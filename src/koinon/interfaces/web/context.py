"""What every page's template knows: the coalition, the person's seats, the languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from koinon.cities import queries as cities
from koinon.interfaces.shared import sender
from koinon.interfaces.web import words


def page(request: HttpRequest) -> dict[str, Any]:
    """The coalition, for the banner that says when it is fictional; seats; languages; section."""
    return {
        "coalition": SimpleLazyObject(cities.coalition),
        "coalition_name": SimpleLazyObject(words.coalition_name),
        "seat": SimpleLazyObject(lambda: sender.acting_seat(request) or ""),
        "seats": SimpleLazyObject(lambda: sender.seats_held(request)),
        "languages": settings.LANGUAGES,
        "section": request.path.split("/")[1],
    }
