"""An amendment of the charter: the sentences it takes out and puts in, and the new text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from koinon.charter import queries as charters
from koinon.charter.comparing import Change
from koinon.charter.parsing import CharterErrors
from koinon.interfaces.shared.remarked import remarked
from koinon.interfaces.web.charter_told import changes
from koinon.interfaces.web.enclosed.asking import Asked
from koinon.interfaces.web.enclosed.papers import Paper, paper
from koinon.interfaces.web.past_told import PastTold, past_told

LATEST: Final = 30
"""How many past decisions are judged anew beside a proposal; a page of its own judges more."""


@dataclass(frozen=True, slots=True)
class AmendmentTold:
    """What changes; None where one of the two texts is not kept here or cannot be read.

    `past` tells the latest decisions under the new charter, and `remarks` what it probably does not
    mean, while it is still to be decided.
    """

    changes: tuple[Change, ...] | None
    text: Paper | None
    past: PastTold | None
    remarks: tuple[str, ...]


def told(data: dict[str, Any], asked: Asked) -> AmendmentTold:
    """The new charter held against the one it amends."""
    sha256 = data["charter"]["sha256"]
    return AmendmentTold(
        _changes(sha256, asked),
        paper(data["charter"]),
        _past(sha256, asked),
        _remarks(sha256, asked),
    )


def _remarks(sha256: str, asked: Asked) -> tuple[str, ...]:
    if not asked.ahead:
        return ()
    try:
        text = charters.text(sha256)
        return remarked(charters.parsed(sha256), text, gettext("the charter"))
    except (LookupError, UnicodeDecodeError, CharterErrors):
        return ()


def _past(sha256: str, asked: Asked) -> PastTold | None:
    if not asked.ahead:
        return None
    try:
        return past_told(charters.parsed(sha256), LATEST)
    except (LookupError, UnicodeDecodeError, CharterErrors):
        return None


def _changes(sha256: str, asked: Asked) -> tuple[Change, ...] | None:
    if asked.charter is None:
        return None
    try:
        return changes(asked.charter, charters.parsed(sha256))
    except (LookupError, UnicodeDecodeError, CharterErrors):
        return None
