"""To-dos about languages: texts whose translation is required, translations to review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext

from koinon.assembly import queries_texts
from koinon.assembly.queries_texts import InLanguage, TextView
from koinon.interfaces.web import texts_told
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.steps import Link
from koinon.interfaces.web.texts_told import RECORD, REVIEW, language_name


def _needed() -> Iterator[tuple[TextView, InLanguage]]:
    """Every language of the texts that people need now."""
    for text in queries_texts.current(LIMIT):
        for one in text.languages:
            yield text, one


def to_translate(asked: Asked) -> Iterable[Task]:
    """Required translations that are missing, refused or of an earlier version; an office's."""
    if asked.city or not may(RECORD, asked.seat):
        return
    for text, one in _needed():
        if not one.required or one.state not in ("missing", "refused", "changed"):
            continue
        said = gettext("Translate into {language}: {text}")
        if one.state == "changed":
            said = gettext("The text has changed; translate it anew into {language}: {text}")
        yield Task(
            key=f"translate-{text.text}-{one.language}",
            title=said.format(language=language_name(one.language), text=texts_told.title_of(text)),
            otherwise=gettext(
                "It is read in {language} alone, though the charter requires the translation."
            ).format(language=language_name(text.source.language)),
            link=Link(reverse("translate", args=[text.text, one.language]), gettext("Translate")),
            due=one.required_by,
        )


def to_review(asked: Asked) -> Iterable[Task]:
    """Translations of the text in force that another seat recorded and nobody has reviewed."""
    if not may(REVIEW, asked.seat):
        return
    for text, one in _needed():
        waiting = one.latest
        if waiting is None or waiting.verdict is not None or waiting.seat == asked.seat:
            continue
        if waiting.source_sha256 != text.source.sha256:
            continue
        yield Task(
            key=f"review-{waiting.n}",
            title=gettext("Review the translation into {language}: {text}").format(
                language=language_name(one.language), text=texts_told.title_of(text)
            ),
            otherwise=gettext("It is read with the note that nobody has reviewed it."),
            link=Link(reverse("text", args=[text.text]), gettext("Read both")),
            due=one.required_by,
        )
