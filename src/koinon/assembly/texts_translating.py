"""The sentences about translations of texts: refusals, and the keys of its acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


TRANSLATION_REFUSALS: Final[Mapping[str, str]] = {
    "assembly.no_text": gettext_noop(
        "There is no text “{text}”; the page of all texts lists those there are."
    ),
    "assembly.text_changed": gettext_noop(
        "The text “{text}” has changed since this version of it; translate the version in force."
    ),
    "assembly.authoritative_language": gettext_noop(
        "The text “{text}” is authoritative in {language} itself; a translation is into another "
        "language."
    ),
    "assembly.translation_is_source": gettext_noop(
        "This is the document “{text}” itself; name the document that holds the translation."
    ),
    "assembly.translated_already": gettext_noop(
        "This translation was recorded by entry {n}; nothing is left to do but to review it."
    ),
    "assembly.no_translation": gettext_noop(
        "Entry {n} records no translation; name the entry that does."
    ),
    "assembly.reviewed_already": gettext_noop(
        "This translation was reviewed by entry {n}; record a new one to have it reviewed again."
    ),
    "assembly.own_translation": gettext_noop(
        "{seat} recorded this translation; another seat has to review it."
    ),
    "assembly.translation_outdated": gettext_noop(
        "The text “{text}” has changed since the translation of entry {n}; translate the version "
        "in force, then review that."
    ),
    "assembly.refusal_needs_reason": gettext_noop(
        "Say in a sentence why the translation is refused, so that it can be mended."
    ),
}

TRANSLATION_LABELS: Final = (
    gettext_noop("act.assembly.record_translation/1"),
    gettext_noop("about.assembly.record_translation/1"),
    gettext_noop("says.assembly.record_translation/1"),
    gettext_noop("act.assembly.record_translation/1.text"),
    gettext_noop("act.assembly.record_translation/1.source"),
    gettext_noop("act.assembly.record_translation/1.language"),
    gettext_noop("act.assembly.record_translation/1.translation"),
    gettext_noop("act.assembly.record_translation/1.made"),
    gettext_noop("value.by a person"),
    gettext_noop("value.by machine and checked"),
    gettext_noop("value.by machine"),
    gettext_noop("act.assembly.review_translation/1"),
    gettext_noop("about.assembly.review_translation/1"),
    gettext_noop("says.assembly.review_translation/1"),
    gettext_noop("act.assembly.review_translation/1.translation"),
    gettext_noop("act.assembly.review_translation/1.verdict"),
    gettext_noop("act.assembly.review_translation/1.reason"),
    gettext_noop("value.accepted"),
    gettext_noop("value.refused"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
