"""The record as it stands, in the five lines by which any paper can be held against it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass

from django.utils.translation import gettext

from koinon.cities import queries as cities
from koinon.interfaces.shared import countersigning
from koinon.interfaces.shared.papers import Box, Facts, Paragraph, Run, text
from koinon.record import store
from koinon.record.note import Checkpoint


@dataclass(frozen=True, slots=True)
class Stated:
    """A checkpoint in words: the log's name, its size and root, its key, what holders compare.

    `at_utc` is the instant of its last entry. `root` is in base64, as the checkpoint writes it.
    """

    origin: str
    size: int
    root: str
    log_key: str
    fingerprint: str
    at_utc: str


def stated() -> Stated | None:
    """The record as it stands; None while it is empty."""
    coalition, head = cities.coalition(), store.head()
    if coalition is None or not head.size:
        return None
    root = store.root(head.size)
    note = Checkpoint(coalition.origin, head.size, root).text
    digest = hashlib.sha256(f"{coalition.log_key}\n{note}".encode()).hexdigest()
    return Stated(
        origin=coalition.origin,
        size=head.size,
        root=b64encode(root).decode(),
        log_key=coalition.log_key,
        fingerprint=" ".join(digest[i : i + 8] for i in range(0, len(digest), 8)),
        at_utc=head.at,
    )


def box(found: Stated, address: str) -> Box:
    """The checkpoint for a paper; `address` is where the record is published."""
    said = gettext(
        "This paper states what the public record holds. Whoever has a copy of the record can "
        "check it without this paper’s author: these lines say which record was read."
    )
    rows = (
        (gettext("Record"), found.origin),
        (gettext("Number of entries"), str(found.size)),
        (gettext("Root"), found.root),
        (gettext("Key of the record"), found.log_key),
        (gettext("Fingerprint to compare"), found.fingerprint),
        (gettext("Countersigned"), countersigning.said()),
        (gettext("Published at"), address),
    )
    facts = Facts(tuple((text(name), (Run(value, code=True),)) for name, value in rows if value))
    return Box(text(gettext("Checkpoint of the record")), (Paragraph(text(said)), facts))
