"""Documents of the record whose text holds a word: found for whoever asks to be taken out."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Final

from pypdf import PdfReader

from koinon.people.vault import SHORTEST, plain
from koinon.record import store

FOUND_LIMIT: Final = 50
"""Documents found at once, at most."""
PDF_PAGES: Final = 200
"""Pages of a PDF that are read, at most."""
_TEXT: Final = re.compile(r"text/[a-z.+-]+|application/(json|toml)")


@dataclass(frozen=True, slots=True)
class Found:
    """A document that holds the word: its hash, and the first entry that names it."""

    sha256: str
    named_n: int


def holding(word: str) -> tuple[Found, ...]:
    """The documents whose text holds a word or a name, however it is spaced or capitalised.

    Plain text and PDF are read; what cannot be read is left out.
    """
    wanted = plain(word)
    if len(wanted) < SHORTEST:
        return ()
    found: list[Found] = []
    for one in store.named_documents(store.head().size):
        if one.body is None or one.named_n is None or len(found) == FOUND_LIMIT:
            continue
        if wanted in plain(_text(one.body, one.media)):
            found.append(Found(one.sha256, one.named_n))
    return tuple(found)


def _text(body: bytes, media: str) -> str:
    if _TEXT.fullmatch(media):
        return body.decode(errors="replace")
    if media != "application/pdf":
        return ""
    try:
        pages = PdfReader(io.BytesIO(body)).pages
        return " ".join(page.extract_text() for page in pages[:PDF_PAGES])
    except Exception:  # a foreign file may fail in any way
        return ""
