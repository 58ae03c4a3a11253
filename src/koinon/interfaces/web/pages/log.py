"""The record as static files at /log/: what `koinon verify` and mirrors read."""

from __future__ import annotations

import logging
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from koinon.interfaces.shared import checkpoints
from koinon.record import export, logkeys, store
from koinon.record.note import Checkpoint, parse_note
from koinon.record.signer import SignerError

log = logging.getLogger("koinon.web")

_SAFE_MEDIA: Final = frozenset({"application/pdf", "image/png", "image/jpeg"})
_TEXT: Final = re.compile(r"text/[a-z.+-]+|application/(json|toml)")
_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def file(request: HttpRequest, path: str) -> HttpResponse:
    """One file of the export, with the same bytes as on disk."""
    try:
        body = export.answer(path)
    except SignerError as error:
        return _unsigned(error)
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


def _unsigned(error: SignerError) -> HttpResponse:
    """What everybody may know; the paths on this machine are for whoever runs it."""
    log.error("the record cannot be signed: %s", error)
    sentence = gettext(
        "The record cannot be signed here now; whoever runs this installation finds the reason in "
        "its log. What was signed before still holds."
    )
    return HttpResponse(f"{sentence}\n", status=503, content_type="text/plain; charset=utf-8")


@require_safe
def copy(request: HttpRequest) -> HttpResponseBase:
    """The whole record as one zip, with the folder that `koinon verify` takes; sent as it is read.

    The same record gives the same bytes.
    """
    if not store.head().size:
        raise Http404
    try:
        signed = logkeys.sign_head(logkeys.signer())
    except SignerError as error:
        return _unsigned(error)
    folder = copy_folder(Checkpoint.parse(parse_note(signed).text).size)
    answer = StreamingHttpResponse(_zipped(folder, signed), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{folder}.zip"'
    answer["Cache-Control"] = "no-cache"
    return answer


def copy_folder(size: int) -> str:
    """How the folder in the zip is called: by the number of entries it holds."""
    return f"record-{size}"


class _Sent:
    """What a zip writes, until it is sent on."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep it."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing: what is written is kept until it is taken."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _zipped(folder: str, signed: bytes) -> Iterator[bytes]:
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as kept:  # type: ignore[call-overload]
        for path, body in export.files(signed):
            named = zipfile.ZipInfo(f"{folder}/{path}", date_time=(1980, 1, 1, 0, 0, 0))
            named.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(named, body)
            yield sent.taken()
    yield sent.taken()


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
    found = checkpoints.stated()
    return found.fingerprint if found else ""
