"""Files that come with a form: limited, known by what they hold, kept by hash.

A file's name and the type a browser gives it are never trusted; the name is not even kept.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.files import File
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_noop

from koinon.interfaces.shared.media import UNPACKED_LIMIT, NotTaken, kind_of
from koinon.record import canonical, store

_REASONS: Final = {
    "empty": gettext_noop("The file is empty; choose another one."),
    "unknown": gettext_noop(
        "Files of this kind are not taken; send a PDF, a Word, Excel or OpenDocument file, a "
        "picture (PNG or JPEG) or plain text in UTF-8."
    ),
    "archive": gettext_noop("The file is an archive; send the files in it one by one."),
    "macros": gettext_noop("The file holds macros; save it without them, or as PDF."),
    "damaged": gettext_noop("The file is damaged; save it again, or as PDF."),
    "unpacked": gettext_noop("Unpacked, the file is larger than {limit} MB; send a smaller one."),
}


class Unfit(ValueError):
    """An uploaded file is not taken; says why and what to do, in the reader's language."""


def taken_in(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """The document uploaded under this name, as acts refer to it; None when there is none.

    Raises Unfit.
    """
    file = request.FILES.get(name)
    if file is None or isinstance(file, list):
        return None
    data, media = read(file)
    return {"sha256": store.keep_document(data, media), "size": len(data), "media": media}


def carried(request: HttpRequest, name: str, kept: str) -> str:
    """The document uploaded under this name as a form carries it on, else what it carried so far.

    Canonical JSON of how acts refer to it; "" for none. Raises Unfit.
    """
    fresh = taken_in(request, name)
    return canonical.dump(fresh).decode() if fresh else kept


def read(file: File[bytes]) -> tuple[bytes, str]:
    """The bytes of an uploaded file, and what kind of file they are. Raises Unfit."""
    if (file.size or 0) > store.DOCUMENT_LIMIT:
        raise Unfit(gettext("The file is larger than 20 MB; send a smaller one."))
    data = file.read()
    try:
        return data, kind_of(data, str(getattr(file, "content_type", None) or ""))
    except NotTaken as wrong:
        said = gettext(_REASONS[wrong.reason])
        raise Unfit(said.format(limit=UNPACKED_LIMIT // 1024**2)) from None
