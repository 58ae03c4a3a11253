"""How much one request may bring: more is refused in a sentence, before anything of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from koinon.record.store import DOCUMENT_LIMIT

REQUEST_LIMIT: Final = 3 * DOCUMENT_LIMIT + 4 * 1024 * 1024
"""Bytes of a whole request: three documents of the largest size and what is typed beside them."""
_AT_ONCE: Final = 256 * 1024
_ANSWERED: Final = 4 * 1024 * 1024 * 1024
"""Bytes of a refused request that are still received, so that its sender can read the answer."""

Handler = Callable[[HttpRequest], HttpResponse]


class RequestLimit:
    """Refuses a request by the length it announces; its body is received, but nothing is kept.

    A browser shows an answer only when it has sent everything. What announces no length has no
    body for the pages; the API limits what it reads itself.
    """

    def __init__(self, get_response: Handler) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 where too much comes, else go on."""
        if _announced(request) <= REQUEST_LIMIT or request.path.startswith("/api/"):
            return self._next(request)
        _receive(request)
        context = {"megabytes": REQUEST_LIMIT // 10**6, "each": DOCUMENT_LIMIT // 10**6}
        return render(request, "413.html", context, status=413)


def _announced(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0


def _receive(request: HttpRequest) -> None:
    left = min(_announced(request), _ANSWERED)
    while left > 0 and (part := request.read(min(left, _AT_ONCE))):
        left -= len(part)
