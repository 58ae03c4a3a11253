"""How an effect states a long value: in the entry, or in a document the entry names."""

from __future__ import annotations

import hashlib

from koinon.record import canonical
from koinon.record.canonical import JSON

LIMIT = 20_000
"""Bytes that an effect states itself; an entry has at most 65,535."""
MEDIA = "application/json"

Kept = tuple[tuple[bytes, str], ...]


def stated(value: JSON) -> tuple[JSON, Kept]:
    """The value itself, or when it is long the name of its document; and that document."""
    data = canonical.dump(value)
    if len(data) <= LIMIT:
        return value, ()
    sha256 = hashlib.sha256(data).hexdigest()
    named: JSON = {"document": {"sha256": sha256, "size": len(data), "media": MEDIA}}
    return named, ((data, MEDIA),)
