"""Where a text stands in each language, as sentences, and what a reader is given of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from django.utils.translation import get_language, gettext

from koinon.assembly import queries_texts
from koinon.assembly.queries_texts import InLanguage, TextView, TranslationView
from koinon.interfaces.shared import naming, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.enclosed.papers import Paper, kept

RECORD: Final = "assembly.record_translation/1"
REVIEW: Final = "assembly.review_translation/1"
_BREAK: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@dataclass(frozen=True, slots=True)
class Told:
    """A language of a text: its name, the sentence about it, and whether it is as it should be."""

    language: str
    name: str
    sentence: str
    tone: str
    told: InLanguage | None


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader is given: the paper in which language, and why it is not what counts.

    `note` is "" where the authoritative version is read.
    """

    text: TextView
    paper: Paper | None
    language: str
    note: str
    languages: tuple[Told, ...]


def language_name(code: str) -> str:
    """A language as the reader's language calls it, with a capital; else its code."""
    name = naming.language(code)
    return name if name == code else name[:1].upper() + name[1:]


def title_of(text: TextView) -> str:
    """A text by its name: what it belongs to, in the reader's language."""
    title = words.told(text.title)
    match text.kind:
        case "proposal":
            said = gettext("Text of proposal {number}: {title}")
        case "minutes":
            said = gettext("Minutes of meeting {number}: {title}")
        case "charter":
            return gettext("Text of the charter")
        case "paper":
            said = gettext("Paper {place} of item {item} of meeting {number}: {title}")
    item, place = text.place or (0, 0)
    return said.format(number=text.number, title=title, item=item, place=place)


def languages(text: TextView) -> tuple[Told, ...]:
    """The authoritative language first, then every other with where it stands."""
    name = language_name(text.source.language)
    said = gettext("Authoritative: {language}.").format(language=name)
    first = Told(text.source.language, name, said, "yes", None)
    return (first, *(_told(one) for one in text.languages))


def _told(one: InLanguage) -> Told:
    name = language_name(one.language)
    tone = {"reviewed": "yes", "to review": "", "missing": "no" if one.required else ""}
    return Told(one.language, name, _sentence(one, name), tone.get(one.state, "no"), one)


def _sentence(one: InLanguage, name: str) -> str:
    shown = one.latest if one.state == "refused" else one.current
    if shown is None:
        return _missing(one, name)
    said = {
        "reviewed": {
            "by a person": gettext(
                "{language}: translated by a person, reviewed by {seat} on {day}."
            ),
            "by machine and checked": gettext(
                "{language}: translated by machine and checked, reviewed by {seat} on {day}."
            ),
            "by machine": gettext(
                "{language}: translated by machine, reviewed by {seat} on {day}."
            ),
        },
        "to review": {
            "by a person": gettext(
                "{language}: translated by a person ({seat}, {day}), not reviewed yet."
            ),
            "by machine and checked": gettext(
                "{language}: translated by machine and checked ({seat}, {day}), not reviewed yet."
            ),
            "by machine": gettext(
                "{language}: translated by machine ({seat}, {day}), not reviewed yet."
            ),
        },
    }
    if one.state == "refused":
        told = gettext("{language}: {seat} refused the translation on {day}: {reason}")
    elif one.state == "changed":
        told = gettext("{language}: the text has changed since the translation of {day}.")
    else:
        told = said[one.state][shown.made]
    by, at = _by(one, shown)
    return told.format(language=name, seat=words.seat_name(by), day=_day(at), reason=shown.reason)


def _by(one: InLanguage, shown: TranslationView) -> tuple[str, str]:
    """Whose act the sentence is about, and when: the review's where there is one."""
    if one.state in ("reviewed", "refused") and shown.reviewed_by and shown.reviewed_at:
        return shown.reviewed_by, shown.reviewed_at
    return shown.seat, shown.at


def _missing(one: InLanguage, name: str) -> str:
    if one.required_by is not None:
        said = gettext("{language}: not translated; it is required by {day}.")
        return said.format(language=name, day=wording.day(one.required_by))
    if one.required:
        return gettext("{language}: not translated, though it is required.").format(language=name)
    return gettext("{language}: not translated.").format(language=name)


def _day(at: str) -> str:
    return wording.day(wording.local(at).date())


def read(name: str) -> Read | None:
    """A text for whoever reads the page: in their language where it stands in it."""
    text = queries_texts.text(name)
    if text is None:
        return None
    wanted = (get_language() or "en").partition("-")[0]
    found = text.in_language(wanted)
    told = languages(text)
    if found is None or found.current is None:
        return Read(text, kept(text.source.sha256), text.source.language, "", told)
    counts = language_name(text.source.language)
    note = {
        "reviewed": gettext(
            "This is a translation. The text that counts is the one in {language}."
        ),
        "to review": gettext(
            "This is a translation that nobody has reviewed yet. The text that counts is the one "
            "in {language}."
        ),
    }.get(
        found.state,
        gettext(
            "This is a translation of an earlier version: the text has changed since. The text "
            "that counts is the one in {language}."
        ),
    )
    shown = kept(found.current.sha256)
    return Read(text, shown, wanted, note.format(language=counts), told)


def paragraphs(paper: Paper | None) -> tuple[str, ...]:
    """The paragraphs of a plain text; none of what is no text."""
    text = (paper.text if paper else "").replace("\r\n", "\n").strip("\n")
    return tuple(part for part in _BREAK.split(text) if part.strip())


def beside(one: Paper | None, other: Paper | None) -> list[tuple[str, str]]:
    """Two texts paragraph by paragraph; what has no counterpart stands alone."""
    return list(zip_longest(paragraphs(one), paragraphs(other), fillvalue=""))
