"""Decisions taken before the coalition kept its record here: a dated list with their documents."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Moment, Plain
from koinon.acts.fields import Day, Name, Translated, translations
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.models import PastDecision

TOGETHER_LIMIT = 40
"""How many decisions one act takes over, so that its entry stays small."""


class EarlierDecision(Plain):
    """A decision as the coalition's own papers have it."""

    number: Name
    on: Day
    title: Translated
    outcome: Literal["adopted", "rejected", "noted"]
    document: DocumentRef | None = None


@act("assembly.take_over_decisions/1")
class TakeOverDecisions(Act):
    """Take over decisions of before: number, day, title, outcome, and the document by its hash."""

    opens = True

    decisions: Annotated[
        tuple[EarlierDecision, ...], Field(min_length=1, max_length=TOGETHER_LIMIT)
    ]

    def judge(self, moment: Moment) -> Consequence:
        """Each number once, and none from a day that has not come."""
        numbers = [one.number for one in self.decisions]
        taken = set(
            PastDecision.objects.filter(number__in=numbers).values_list("number", flat=True)
        )
        for one in self.decisions:
            if one.number in taken:
                refuse("assembly.decided_twice", number=one.number)
            taken.add(one.number)
            if one.on > moment.day:
                refuse("assembly.decided_in_future", number=one.number, on=one.on, today=moment.day)
        return Consequence(result={"decisions": len(self.decisions)})

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """A row for each."""
        PastDecision.objects.bulk_create(
            PastDecision(
                id=moment.row_id(k),
                number=one.number,
                on=one.on,
                title=translations(one.title),
                outcome=one.outcome,
                document_sha256=one.document.sha256 if one.document else None,
                recorded_n=moment.n,
            )
            for k, one in enumerate(self.decisions)
        )
