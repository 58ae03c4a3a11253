"""Where a charter's rules come from: the body they are of, the day, the sources, how sure it is."""

from __future__ import annotations

from datetime import date

from koinon.charter.document_cases import Confidence, Figures, Quality, Source, Statute
from koinon.charter.sections import Section

_CONFIDENCE: tuple[Confidence, ...] = ("high", "medium", "low")
_FIGURES: tuple[Figures, ...] = ("sourced", "unsourced", "imagined")
_QUALITY: tuple[Quality, ...] = ("law", "own site", "press", "encyclopaedia")
MAX_NOTE = 1_000


def read_statute(root: Section) -> Statute | None:
    """Read `[statute]`, which a charter has that restates the rules of a real body."""
    section = root.section("statute", required=False)
    if section is None:
        return None
    statute = Statute(
        body=section.text("body"),
        place=section.text("place"),
        as_of=_day(section, "as_of"),
        confidence=section.choice("confidence", _CONFIDENCE),
        figures=section.choice("figures", _FIGURES),
        note=section.text("note", limit=MAX_NOTE, default=""),
        sources=tuple(_source(part) for part in section.listed("sources")),
    )
    if not statute.sources:
        section.note("empty", "sources")
    section.close()
    return statute


def _source(section: Section) -> Source:
    return Source(
        text=section.text("text"),
        at=section.text("at", default=""),
        read=_day(section, "read"),
        quality=section.choice("quality", _QUALITY),
    )


def _day(section: Section, key: str) -> str:
    text = section.text(key)
    if text and not is_day(text):
        section.note("no_day", key, value=text)
    return text


def is_day(text: str) -> bool:
    """Say whether a text is a day, written as 2026-01-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
