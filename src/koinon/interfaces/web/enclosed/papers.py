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
    """The document an act names, its bytes read only where a page shows them."""
    if named is None:
        return None
    sha256, media, size = named["sha256"], named["media"], named["size"]
    readable = _readable(media) and size <= TEXT_LIMIT
    found = store.document(sha256) if readable else None
    text = _text(found[0], media) if found else ""
    return Paper(sha256, media, size, store.is_named(sha256), text)


def kept(sha256: str | None) -> Paper | None:
    """A document by its hash alone; None where there is none."""
    found = store.document(sha256) if sha256 else None
    if sha256 is None or found is None:
        return None
    data, media = found
    return Paper(sha256, media, len(data), store.is_named(sha256), _text(data, media))


def _readable(media: str) -> bool:
    return media.startswith("text/") or media.partition(";")[0] in {
        "application/toml",
        "application/json",
    }


def _text(data: bytes, media: str) -> str:
    try:
        return data.decode() if _readable(media) and len(data) <= TEXT_LIMIT else ""
    except UnicodeDecodeError:
        return ""
