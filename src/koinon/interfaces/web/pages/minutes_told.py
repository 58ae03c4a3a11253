"""What became of a meeting's minutes: approved or not, in which languages, signed by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from koinon.assembly.queries_meetings import MeetingView, MinutesView
from koinon.interfaces.web import steps, words
from koinon.interfaces.web.models import FrozenMinutes
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.steps import Link

APPROVE: Final = "assembly.approve_minutes/1"
SIGN: Final = "assembly.sign_minutes/1"


@dataclass(frozen=True, slots=True)
class MinutesTold:
    """Approved minutes: the entries their checkpoint states, who signed, who may sign still."""

    minutes: MinutesView
    language: str
    papers: tuple[Link, ...]
    stated: int | None
    missing: tuple[str, ...]
    mine: bool


def over(found: MeetingView) -> bool:
    """Whether minutes of a meeting can be approved: it was held and has ended."""
    return found.status in ("ended", "without quorum", "demanded")


def told(found: MeetingView, seat: str) -> tuple[MinutesTold, ...]:
    """The minutes in force, by language; `mine` where the seat may sign and has not yet."""
    printed = stated(found.number)
    names = words.language_names()
    signers = _signers()
    rows = []
    for one in found.minutes:
        signed = {name for name, _, _ in one.signed}
        rows.append(
            MinutesTold(
                minutes=one,
                language=names.get(one.language, one.language),
                papers=steps.document(one.document.sha256, gettext("Read the minutes")),
                stated=printed.get(one.document.sha256),
                missing=tuple(name for name in signers if name not in signed),
                mine=seat not in signed and may(SIGN, seat),
            )
        )
    return tuple(rows)


def stated(meeting: int) -> dict[str, int]:
    """How many entries the checkpoint printed in frozen minutes states, by each of their files."""
    found: dict[str, int] = {}
    for one in FrozenMinutes.objects.filter(meeting=meeting).order_by("id"):
        for sha256 in (one.pdf_sha256, one.docx_sha256, one.html_sha256):
            found[sha256] = one.size
    return found


def _signers() -> tuple[str, ...]:
    """The offices that sign minutes, by the charter in force."""
    charter = words.charter()
    granted = charter.authority_for(SIGN) if charter else ()
    return tuple(dict.fromkeys(seat for one in granted for seat in one.seats))
