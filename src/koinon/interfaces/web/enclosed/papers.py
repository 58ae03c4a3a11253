"""Documents that an act names: a link where they are public, and their text where they have one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from koinon.record import store

TEXT_LIMIT: Final = 200_000
"""Bytes of a text that a page shows itself."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: `public` once an entry of the record names it; `text` is "" for what is none."""

    sha256: str
    media: str
    size: int | None
    public: bool
    text: str


def paper(named: Mapping[str, Any] | None) -> Paper | None:
    """The document an act names; None where it names none."""
    return None if named is None else _paper(named["sha256"], named["media"], named["size"])


def kept(sha256: str | None) -> Paper | None:
    """A document by its hash alone; None where there is none."""
    found = store.document(sha256) if sha256 else None
    return _paper(sha256, found[1], len(found[0])) if sha256 and found else None


def _paper(sha256: str, media: str, size: int) -> Paper:
    public = store.named_document(sha256) is not None
    text = _text(sha256) if _readable(media) and size <= TEXT_LIMIT else ""
    return Paper(sha256, media, size, public, text)


def _readable(media: str) -> bool:
    return media.startswith("text/") or media.partition(";")[0] in {
        "application/toml",
        "application/json",
    }


def _text(sha256: str) -> str:
    found = store.document(sha256)
    try:
        return found[0].decode() if found else ""
    except UnicodeDecodeError:
        return ""
