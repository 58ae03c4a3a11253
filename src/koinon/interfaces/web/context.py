"""What every page's template knows: the coalition, the person's seats, the languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from koinon.assembly import queries_keys as keys
from koinon.assembly.queries_dissolution import dissolved
from koinon.cities import queries as cities
from koinon.interfaces.shared import countersigning, sender
from koinon.interfaces.web import words


def page(request: HttpRequest) -> dict[str, Any]:
    """The coalition, for the banners that say when it is fictional or dissolved; seats; languages.

    `signs` says whether a key is registered for the seat, so that its acts can be signed.
    """
    return {
        "coalition": SimpleLazyObject(cities.coalition),
        "coalition_name": SimpleLazyObject(words.coalition_name),
        "dissolved": SimpleLazyObject(dissolved),
        "seat": SimpleLazyObject(lambda: sender.acting_seat(request) or ""),
        "seats": SimpleLazyObject(lambda: sender.seats_held(request)),
        "signs": SimpleLazyObject(lambda: bool(keys.standing(sender.acting_seat(request) or ""))),
        "countersigned_by": SimpleLazyObject(countersigning.said),
        "languages": settings.LANGUAGES,
        "residents_sign": SimpleLazyObject(
            lambda: bool(getattr(words.charter(), "initiatives", 0))
        ),
        "section": request.path.split("/")[1],
    }
