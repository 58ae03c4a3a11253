"""The record as static files at /log/: what `koinon verify` and mirrors read."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from koinon.cities import queries as cities
from koinon.record import export, store
from koinon.record.note import Checkpoint
from koinon.record.signer import SignerError

_SAFE_MEDIA: Final = frozenset({"application/pdf", "image/png", "image/jpeg"})
_TEXT: Final = re.compile(r"text/[a-z.+-]+|application/(json|toml)")
_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def file(request: HttpRequest, path: str) -> HttpResponse:
    """One file of the export, with the same bytes as on disk."""
    try:
        body = export.answer(path)
    except SignerError as error:
        return HttpResponse(f"{error}\n", status=503, content_type="text/plain; charset=utf-8")
    if body is None:
        raise Http404
    whole = path.startswith("tile/") and ".p/" not in path
    if path.startswith("tile/"):
        media = "application/octet-stream"
    else:
        media = _document_media(path) or "text/plain; charset=utf-8"
    answer = HttpResponse(body, content_type=media)
    answer["Cache-Control"] = _FOR_EVER if whole else "no-cache"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _document_media(path: str) -> str | None:
    """How a document is served: text as plain text, a few safe kinds as they are, else download."""
    if not path.startswith("documents/"):
        return None
    found = store.document(path.removeprefix("documents/"))
    media = found[1] if found else ""
    if _TEXT.fullmatch(media):
        return "text/plain; charset=utf-8"
    return media if media in _SAFE_MEDIA else "application/octet-stream"


def fingerprint() -> str:
    """What two holders compare, as `koinon verify` prints it: SHA-256 over key and checkpoint."""
    coalition = cities.coalition()
    if coalition is None:
        return ""
    size = store.head().size
    checkpoint = Checkpoint(coalition.origin, size, store.root(size))
    digest = hashlib.sha256(f"{coalition.log_key}\n{checkpoint.text}".encode()).hexdigest()
    return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))
