"""An amendment of the charter: the sentences it takes out and puts in, and the new text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from koinon.charter import queries as charters
from koinon.charter.comparing import Change
from koinon.charter.parsing import CharterErrors
from koinon.interfaces.web.charter_told import changes
from koinon.interfaces.web.enclosed.asking import Asked
from koinon.interfaces.web.enclosed.papers import Paper, paper


@dataclass(frozen=True, slots=True)
class AmendmentTold:
    """What changes; None where one of the two texts is not kept here or cannot be read."""

    changes: tuple[Change, ...] | None
    text: Paper | None


def told(data: dict[str, Any], asked: Asked) -> AmendmentTold:
    """The new charter held against the one it amends."""
    return AmendmentTold(_changes(data["charter"]["sha256"], asked), paper(data["charter"]))


def _changes(sha256: str, asked: Asked) -> tuple[Change, ...] | None:
    if asked.charter is None:
        return None
    try:
        return changes(asked.charter, charters.parsed(sha256))
    except (LookupError, UnicodeDecodeError, CharterErrors):
        return None
