"""Texts that people read in several languages: which there are, and which one is authoritative.

A text is named "proposal/7", "paper/3/2/1" (meeting 3, item 2, first document), "minutes/3" or
"charter". Its authoritative version is one document in one language; what else there is are
translations of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from koinon.assembly.meetings import agenda_of
from koinon.assembly.models import Meeting, Minutes, Proposal
from koinon.charter import queries as charters

TextName = Annotated[
    str,
    Field(
        pattern=r"^(charter|(proposal|minutes)/[1-9][0-9]{0,8}"
        r"|paper/[1-9][0-9]{0,8}/[1-9][0-9]{0,3}/[1-9][0-9]{0,2})$"
    ),
]
"""The name of a text."""


@dataclass(frozen=True, slots=True)
class Source:
    """The authoritative version of a text: its document, its language."""

    sha256: str
    language: str


def source_of(text: str) -> Source | None:
    """The version in force; None where there is no such text."""
    kind, *numbers = text.split("/")
    language = charters.in_force().coalition.authoritative
    match kind, [int(one) for one in numbers]:
        case "charter", []:
            return Source(charters.versions()[0].sha256, language)
        case "proposal", [number]:
            return _found(_of_proposal(number), language)
        case "paper", [meeting, item, place]:
            return _found(_of_paper(meeting, item, place), language)
        case "minutes", [meeting]:
            return _of_minutes(meeting, language)
    return None


def _found(sha256: str | None, language: str) -> Source | None:
    return None if sha256 is None else Source(sha256, language)


def _of_proposal(number: int) -> str | None:
    """A proposal's own text, or that of the amendment carried that replaces it."""
    row = Proposal.objects.filter(number=number).first()
    return None if row is None else text_in_force(row)


def text_in_force(row: Proposal) -> str | None:
    """The text of a proposal as amended; only one amendment carried can replace it."""
    if row.amended_by:
        carried = Proposal.objects.filter(number__in=row.amended_by).order_by("number")
        for amendment in carried:
            if "text" in (amendment.replaces or ()):
                return amendment.text_sha256
    return row.text_sha256


def _of_paper(meeting: int, item: int, place: int) -> str | None:
    row = Meeting.objects.filter(number=meeting).first()
    if row is None:
        return None
    for one in agenda_of(row):
        if one["item"] == item and place <= len(one["documents"]):
            return str(one["documents"][place - 1]["sha256"])
    return None


def _of_minutes(meeting: int, language: str) -> Source | None:
    rows = Minutes.objects.filter(meeting__number=meeting).order_by("approved_n")
    return minutes_that_count(rows, language)


def minutes_that_count(approved: Iterable[Minutes], language: str) -> Source | None:
    """The minutes in the charter's authoritative language, else in the one approved in first.

    `approved` are all of a meeting, in the order of the record; None where there are none.
    """
    latest = {row.language: row.sha256 for row in approved}
    if not latest:
        return None
    chosen = language if language in latest else next(iter(latest))
    return Source(latest[chosen], chosen)
