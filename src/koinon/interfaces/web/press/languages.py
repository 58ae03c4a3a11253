"""The language of an address that others embed or subscribe to: the one it names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

View: TypeAlias = Callable[..., HttpResponse]


def spoken(view: View) -> View:
    """Answer in the language that the address names with `lang`, else in the reader's."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
        wanted = request.GET.get("lang", "")
        if wanted not in dict(settings.LANGUAGES):
            return view(request, *args, **named)
        with translation.override(wanted):
            answer = view(request, *args, **named)
            answer["Content-Language"] = wanted
            return answer

    return answered
