"""Files that come with a form: checked into the record's document store, named by hash."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from koinon.record import store


class TooLarge(ValueError):
    """An uploaded file is larger than the record takes in."""


def taken_in(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """The document uploaded under this name, as acts refer to it; None when there is none.

    Raises TooLarge.
    """
    file = request.FILES.get(name)
    if file is None or isinstance(file, list):
        return None
    if (file.size or 0) > store.DOCUMENT_LIMIT:
        raise TooLarge(name)
    data = file.read()
    media = (file.content_type or "application/octet-stream")[:100]
    return {"sha256": store.keep_document(data, media), "size": len(data), "media": media}
