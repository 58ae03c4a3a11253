"""Translations of texts: recorded with the version they are of, reviewed by another seat."""

from __future__ import annotations

from typing import Literal

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import Language, Sentence
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.seats import acting_seat
from koinon.assembly.acts.voting import Number
from koinon.assembly.models import TextTranslation
from koinon.assembly.translated import Source, TextName, source_of
from koinon.record.canonical import JSON


def _source(text: str) -> Source:
    """The version in force of a text, or the refusal that there is none."""
    found = source_of(text)
    if found is None:
        refuse("assembly.no_text", text=text)
    return found


@act("assembly.record_translation/1")
class RecordTranslation(Act):
    """Record a translation of a text: of which version of it, in which language, how it was made.

    It stands until the text changes; then it is shown as one of an earlier version.
    """

    text: TextName
    source: DocumentRef
    language: Language
    translation: DocumentRef
    made: Literal["by a person", "by machine and checked", "by machine"]

    def judge(self, moment: Moment) -> Consequence:
        """It is of the version in force, in another language, and not recorded already."""
        seat = acting_seat(moment)
        source = _source(self.text)
        if source.sha256 != self.source.sha256:
            refuse("assembly.text_changed", text=self.text)
        if source.language == self.language:
            refuse("assembly.authoritative_language", text=self.text, language=self.language)
        if self.translation.sha256 == self.source.sha256:
            refuse("assembly.translation_is_source", text=self.text)
        known = TextTranslation.objects.filter(
            text=self.text,
            source_sha256=self.source.sha256,
            language=self.language,
            sha256=self.translation.sha256,
        )
        first = known.order_by("translated_n").first()
        if first is not None:
            refuse("assembly.translated_already", n=first.translated_n)
        effect: Effect = {
            "kind": "translation",
            "text": self.text,
            "source": self.source.sha256,
            "language": self.language,
            "translation": self.translation.sha256,
            "made": self.made,
        }
        result: dict[str, JSON] = {"text": self.text, "language": self.language}
        return Consequence(result=result, effects=(effect,), plan=seat)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        TextTranslation.objects.create(
            id=moment.act_id,
            text=self.text,
            source_sha256=self.source.sha256,
            language=self.language,
            sha256=self.translation.sha256,
            size=self.translation.size,
            media=self.translation.media,
            made=self.made,
            translated_by=consequence.plan,
            translated_n=moment.n,
            translated_at=moment.at,
        )


@act("assembly.review_translation/1")
class ReviewTranslation(Act):
    """Review a translation that another seat recorded: accept it, or refuse it with the reason."""

    translation: Number
    verdict: Literal["accepted", "refused"]
    reason: Sentence | None = None

    def judge(self, moment: Moment) -> Consequence:
        """It is of the version in force, not reviewed yet, and another seat's."""
        seat = acting_seat(moment)
        found = TextTranslation.objects.filter(translated_n=self.translation).first()
        if found is None:
            refuse("assembly.no_translation", n=self.translation)
        if found.reviewed_n is not None:
            refuse("assembly.reviewed_already", n=found.reviewed_n)
        if found.translated_by == seat:
            refuse("assembly.own_translation", seat=seat)
        source = source_of(found.text)
        if source is None or source.sha256 != found.source_sha256:
            refuse("assembly.translation_outdated", n=self.translation, text=found.text)
        if self.verdict == "refused" and self.reason is None:
            refuse("assembly.refusal_needs_reason")
        effect: Effect = {
            "kind": "translation_review",
            "translation": self.translation,
            "verdict": self.verdict,
        }
        result: dict[str, JSON] = {"text": found.text, "language": found.language}
        return Consequence(result=result, effects=(effect,), plan=(found.id, seat))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The translation keeps who reviewed it."""
        translation_id, seat = consequence.plan
        TextTranslation.objects.filter(id=translation_id).update(
            verdict=self.verdict,
            reason=self.reason,
            reviewed_by=seat,
            reviewed_n=moment.n,
            reviewed_at=moment.at,
        )
