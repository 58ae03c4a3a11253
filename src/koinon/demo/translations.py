"""The report of the treasurer in other languages: one reviewed, one still to be read."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.demo.language import Deed, Entry, Step, Telling, delegate, on, paper, secretariat
from koinon.demo.meetings import ASSEMBLY
from koinon.record.canonical import JSON

REPORT = "treasurers-report"
POINT = 2
"""The item of the general assembly's agenda under which it is laid on the table."""


@dataclass(frozen=True, slots=True)
class Laid:
    """The name of the report as a text of the meeting."""

    def resolve(self, telling: Telling) -> JSON:
        """paper/MEETING/ITEM/1."""
        return f"paper/{telling.answer(ASSEMBLY)['meeting']}/{POINT}/1"


def _translated(deed: Deed, language: str, made: str) -> Deed:
    """The deed, with the report in another language."""
    data = {
        "text": Laid(),
        "source": paper(REPORT),
        "language": language,
        "translation": paper(f"{REPORT}-{language}"),
        "made": made,
    }
    return Deed(deed.act, deed.seat, data, deed.name)


RECORD = "assembly.record_translation/1"
FRENCH = "report in French"
TRANSLATIONS: tuple[Step, ...] = (
    *on("2-04-25", _translated(delegate("seraulde", RECORD, FRENCH), "fr", "by a person")),
    *on(
        "2-04-28",
        secretariat(
            "assembly.review_translation/1",
            translation=Entry(FRENCH),
            verdict="accepted",
        ),
    ),
    *on("today-2", _translated(secretariat(RECORD), "ar", "by machine and checked")),
)
