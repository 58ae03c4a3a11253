"""The sentences of where a charter's rules come from; fields in braces are facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


STATUTE: Final[Mapping[str, str]] = {
    "statute": gettext_noop("These are the rules of {body}, {place}, as of {day}, restated."),
    "statute.confidence.high": gettext_noop("They were read in the law or statute itself."),
    "statute.confidence.medium": gettext_noop(
        "They were read in good accounts of the law or statute, not in itself."
    ),
    "statute.confidence.low": gettext_noop(
        "They are contested, incomplete or known at second hand only."
    ),
    "statute.figures.sourced": gettext_noop("The figures of its members have a source."),
    "statute.figures.unsourced": gettext_noop(
        "The figures of its members are from memory: inputs unsourced."
    ),
    "statute.figures.imagined": gettext_noop("The figures of its members are imagined."),
    "statute.source.law": gettext_noop("Source, law: {text} ({at}), read on {day}."),
    "statute.source.own site": gettext_noop("Source, its own site: {text} ({at}), read on {day}."),
    "statute.source.press": gettext_noop("Source, press: {text} ({at}), read on {day}."),
    "statute.source.encyclopaedia": gettext_noop(
        "Source, encyclopaedia: {text} ({at}), read on {day}."
    ),
    "statute.source.law.unaddressed": gettext_noop("Source, law: {text}, read on {day}."),
    "statute.source.own site.unaddressed": gettext_noop(
        "Source, its own site: {text}, read on {day}."
    ),
    "statute.source.press.unaddressed": gettext_noop("Source, press: {text}, read on {day}."),
    "statute.source.encyclopaedia.unaddressed": gettext_noop(
        "Source, encyclopaedia: {text}, read on {day}."
    ),
    "statute.note": gettext_noop("Note: {note}"),
}
